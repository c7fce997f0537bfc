// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The text of an expression, kept to say where in it something happened.
final class FEELSource: Sendable {
  let bytes: [UInt8]
  /// What the text belongs to, for messages.
  let origin: Message?

  init(_ text: String, origin: Message?) {
    bytes = Array(text.utf8)
    self.origin = origin
  }

  func position(_ offset: Int) -> FEELPosition {
    var reader = PositionReader(bytes: bytes)
    return reader.position(offset)
  }

  /// The positions of offsets, in one walk through the text where they ascend.
  func positions(_ offsets: [Int]) -> [FEELPosition] {
    var reader = PositionReader(bytes: bytes)
    return offsets.map { reader.position($0) }
  }

  private struct PositionReader {
    let bytes: [UInt8]
    var next = 0
    var line = 1
    var column = 1

    mutating func position(_ offset: Int) -> FEELPosition {
      let offset = min(max(offset, 0), bytes.count)
      if offset < next { self = PositionReader(bytes: bytes) }
      for byte in bytes[next..<offset] {
        if byte == UInt8(ascii: "\n") {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
      next = offset
      return FEELPosition(line: line, column: column, offset: offset)
    }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
