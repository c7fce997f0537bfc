// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The copy of a JPEG file (ITU-T T.81) without application data, comments and what follows the picture.
///
/// Kept are the JFIF header without its thumbnail, Adobe's colour transform and the ICC profile, which say how to draw, and of
/// Exif the orientation alone.
struct JPEGCopy {
  private var reader: ByteReader
  private var output: [UInt8] = [0xFF, 0xD8]
  private var header: [UInt8]?
  private var orientation: UInt16?
  private var hasFrame = false
  private var hasScan = false

  init(_ bytes: [UInt8]) {
    reader = ByteReader(bytes[...], kind: "JPEG")
    output.reserveCapacity(bytes.count)
  }

  consuming func copy() throws(Problem) -> [UInt8] {
    guard try reader.bigEndian16("its first marker") == 0xFFD8 else {
      throw reader.damaged("it does not begin with the marker FFD8", at: 0)
    }
    while true {
      let code = try marker()
      switch code {
      case 0xD9:
        guard hasScan else { throw reader.damaged("it ends without a picture") }
        output += [0xFF, code]
        return [0xFF, 0xD8] + (header ?? []) + exif + output.dropFirst(2)
      case 0xD8: throw reader.damaged("a second picture begins within the first", at: reader.offset - 2)
      case 0x01, 0xD0...0xD7: output += [0xFF, code]
      case 0x00, 0x02...0xBF: throw reader.damaged("FF\(hex(code)) is no marker", at: reader.offset - 2)
      default: try segment(code)
      }
    }
  }

  /// A marker: FF, filled up with further FF, and a code.
  private mutating func marker() throws(Problem) -> UInt8 {
    guard try reader.byte("the marker FFD9 that ends it") == 0xFF else {
      throw reader.damaged("a marker is expected", at: reader.offset - 1)
    }
    while true {
      let code = try reader.byte("the marker FFD9 that ends it")
      if code != 0xFF { return code }
    }
  }

  private mutating func segment(_ code: UInt8) throws(Problem) {
    let start = reader.offset - 2
    let what = "segment FF\(hex(code))"
    let length = try reader.bigEndian16("the length of \(what)")
    guard length >= 2 else { throw reader.damaged("\(what) has the impossible length \(length)", at: start) }
    let content = try reader.take(length - 2, what)
    switch code {
    case 0xE0:
      // The thumbnail may show what was cut away, so it goes; one that JFXX holds goes with the segment.
      if content.starts(with: "JFIF\0".utf8), content.count >= 14, header == nil {
        header = [0xFF, 0xE0, 0, 16] + content.prefix(12) + [0, 0]
      }
    case 0xE1:
      if content.starts(with: "Exif\0\0".utf8), orientation == nil {
        orientation = Exif.orientation(Array(content.dropFirst(6)))
      }
    case 0xE2 where content.starts(with: "ICC_PROFILE\0".utf8): append(code, content)
    case 0xEE where content.starts(with: "Adobe".utf8) && content.count >= 12: append(code, content.prefix(12))
    case 0xE2...0xEF, 0xFE: break
    case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
      guard content.count >= 9, content.count == 6 + 3 * Int(content[content.startIndex + 5]) else {
        throw reader.damaged("\(what), the picture's frame, has the wrong length \(length)", at: start)
      }
      hasFrame = true
      append(code, content)
    case 0xDA:
      guard hasFrame else { throw reader.damaged("\(what), a scan, comes before the picture's frame", at: start) }
      hasScan = true
      append(code, content)
      try scan()
    default: append(code, content)
    }
  }

  /// The compressed data of a scan: up to the next marker that is neither a stuffed FF00 nor a restart (§B.1.1.5).
  private mutating func scan() throws(Problem) {
    let start = reader.offset
    var end = start
    let bytes = reader.bytes
    while true {
      while end < bytes.endIndex, bytes[end] != 0xFF { end += 1 }
      guard end + 1 < bytes.endIndex else {
        throw reader.damaged("the file ends within the picture", at: bytes.endIndex)
      }
      let code = bytes[end + 1]
      if code == 0x00 || (0xD0...0xD7).contains(code) {
        end += 2
      } else if code == 0xFF {
        end += 1
      } else {
        break
      }
    }
    output += try reader.take(end - start, "a scan")
  }

  private mutating func append(_ code: UInt8, _ content: some Collection<UInt8>) {
    let length = content.count + 2
    output += [0xFF, code, UInt8(length >> 8), UInt8(length & 255)]
    output += content
  }

  /// A segment that says nothing but how the picture is to be turned.
  private var exif: [UInt8] {
    guard let orientation, orientation != 1 else { return [] }
    let block = Exif.block(orientation: orientation)
    return [0xFF, 0xE1, 0, UInt8(block.count + 8)] + "Exif\0\0".utf8 + block
  }

  private func hex(_ code: UInt8) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return code < 16 ? "0" + digits : digits
  }
}
