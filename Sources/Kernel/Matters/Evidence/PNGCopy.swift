// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The copy of a PNG file (ISO/IEC 15948) with only the chunks that say how to draw it.
struct PNGCopy {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let kept: Set<String> = [
    "IHDR", "PLTE", "IDAT", "IEND", "gAMA", "sRGB", "cHRM", "iCCP", "tRNS", "pHYs",
  ]

  private var reader: ByteReader
  private var output = signature

  init(_ bytes: [UInt8]) {
    reader = ByteReader(bytes[...], kind: "PNG")
    output.reserveCapacity(bytes.count)
  }

  consuming func copy() throws(Problem) -> [UInt8] {
    guard try reader.take(8, "its signature").elementsEqual(Self.signature) else {
      throw reader.damaged("it does not begin with the signature of PNG", at: 0)
    }
    var isFirst = true
    var hasData = false
    while true {
      let start = reader.offset
      let length = try reader.bigEndian32("the length of a chunk")
      let name = try reader.take(4, "the name of a chunk")
      guard name.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) }) else {
        throw reader.damaged("a chunk's name has other characters than letters", at: start + 4)
      }
      let type = String(decoding: name, as: UTF8.self)
      let content = try reader.take(length, "chunk \(type)")
      let sum = try reader.bigEndian32("the checksum of chunk \(type)")
      guard CRC32.of(name, content) == UInt32(sum) else {
        throw reader.damaged("the checksum of chunk \(type) is wrong", at: start)
      }
      guard isFirst == (type == "IHDR") else {
        throw reader.damaged("chunk IHDR must be the first, and the only one, not \(type)", at: start)
      }
      if isFirst { try check(header: content, at: start) }
      isFirst = false
      hasData = hasData || type == "IDAT"
      if Self.kept.contains(type) {
        output += reader.bytes[start..<reader.offset]
      } else if name.first.map({ $0 < 97 }) ?? false {
        // A capital says that nobody can draw the picture without knowing the chunk (§5.4).
        throw reader.damaged(
          "chunk \(type) is none of the standard's, and the picture cannot be drawn without", at: start)
      }
      guard type == "IEND" else { continue }
      guard hasData else { throw reader.damaged("it ends without a picture", at: start) }
      return output
    }
  }

  private func check(header: ArraySlice<UInt8>, at start: Int) throws(Problem) {
    func side(_ offset: Int) -> Int { header.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | Int($1) } }
    guard header.count == 13 else { throw reader.damaged("chunk IHDR has \(header.count) bytes, not 13", at: start) }
    guard side(0) > 0, side(4) > 0 else { throw reader.damaged("the picture has no width or no height", at: start) }
  }
}
