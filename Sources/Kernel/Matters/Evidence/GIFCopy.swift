// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The copy of a GIF file (GIF89a) without comments, plain text and application data but for the number of loops.
struct GIFCopy {
  private var reader: ByteReader
  private var output: [UInt8] = []
  /// A graphic control extension, which belongs to the picture that follows.
  private var control: ArraySlice<UInt8> = []
  private var hasPicture = false

  init(_ bytes: [UInt8]) {
    reader = ByteReader(bytes[...], kind: "GIF")
    output.reserveCapacity(bytes.count)
  }

  consuming func copy() throws(Problem) -> [UInt8] {
    let signature = try reader.take(6, "its signature")
    guard signature.elementsEqual("GIF89a".utf8) || signature.elementsEqual("GIF87a".utf8) else {
      throw reader.damaged("it does not begin with GIF89a", at: 0)
    }
    let screen = try reader.take(7, "the description of its screen")
    output += signature + screen
    output += try colours(screen[screen.startIndex + 4], "the table of colours")
    while true {
      let start = reader.offset
      switch try reader.byte("the mark 3B that ends it") {
      case 0x3B:
        guard hasPicture else { throw reader.damaged("it ends without a picture", at: start) }
        output.append(0x3B)
        return output
      case 0x2C: try picture(from: start)
      case 0x21: try extensionBlock(from: start)
      case let other: throw reader.damaged("a block cannot begin with the byte \(other)", at: start)
      }
    }
  }

  /// A table of colours, where the packed field says that there is one.
  private mutating func colours(_ packed: UInt8, _ what: String) throws(Problem) -> ArraySlice<UInt8> {
    try reader.take(packed & 0x80 == 0 ? 0 : 3 << (Int(packed & 7) + 1), what)
  }

  private mutating func picture(from start: Int) throws(Problem) {
    let description = try reader.take(9, "the description of a picture")
    _ = try colours(description[description.startIndex + 8], "a picture's table of colours")
    _ = try reader.byte("the code size of a picture")
    try subBlocks("a picture")
    output += control + reader.bytes[start..<reader.offset]
    control = []
    hasPicture = true
  }

  private mutating func extensionBlock(from start: Int) throws(Problem) {
    let label = try reader.byte("the label of an extension")
    let content = reader.offset
    try subBlocks("an extension")
    switch label {
    case 0xF9: control = reader.bytes[start..<reader.offset]
    case 0xFF:
      // Its first block names the application, its second says 1 and how often: 16 bits.
      let block = Array(reader.bytes[content..<reader.offset])
      guard block.starts(with: [11] + "NETSCAPE2.0".utf8 + [3, 1]), block.count >= 17 else { break }
      output += [0x21, 0xFF] + block[..<16] + [0]
    // A control extension before plain text is that text's own.
    case 0x01: control = []
    default: break
    }
  }

  /// Blocks of up to 255 bytes, each with its length before it; an empty one is the last.
  private mutating func subBlocks(_ what: String) throws(Problem) {
    while true {
      let count = try reader.byte("the end of \(what)")
      if count == 0 { return }
      _ = try reader.take(Int(count), "a block of \(what)")
    }
  }
}
