// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The one thing of Exif (CIPA DC-008) that a picture cannot be shown without: its orientation.
enum Exif {
  /// The orientation, 1 to 8; `nil` where the block has none or cannot be read, which is no fault of the picture.
  static func orientation(_ block: [UInt8]) -> UInt16? {
    guard block.count >= 8 else { return nil }
    let isLittle: Bool
    switch (block[0], block[1]) {
    case (0x49, 0x49): isLittle = true
    case (0x4D, 0x4D): isLittle = false
    default: return nil
    }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset + count <= block.count else { return nil }
      let bytes = block[offset..<offset + count]
      return isLittle ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(2, 2) == 42, let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = number(entry, 2) else { return nil }
      guard tag == 0x0112 else { continue }
      guard number(entry + 2, 2) == 3, number(entry + 4, 4) == 1, let value = number(entry + 8, 2),
        (1...8).contains(value)
      else { return nil }
      return UInt16(value)
    }
    return nil
  }

  /// The smallest block that holds an orientation: a header and a directory of one entry.
  static func block(orientation: UInt16) -> [UInt8] {
    [
      0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, UInt8(orientation >> 8),
      UInt8(orientation & 255),
      0, 0, 0, 0, 0, 0,
    ]
  }
}
