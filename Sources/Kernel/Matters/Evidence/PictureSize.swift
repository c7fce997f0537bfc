// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The size of a picture in points, as its header says: what a program that draws it will need memory for. A file of a kilobyte
/// can say that it is as large as a house.
struct PictureSize: Sendable, Hashable {
  var width: Int
  var height: Int

  /// In points; never more than fits.
  var points: Int {
    let (product, isTooLarge) = width.multipliedReportingOverflow(by: height)
    return isTooLarge ? .max : product
  }

  /// - Parameter bytes: a file of that type that is not damaged.
  init?(_ bytes: [UInt8], _ type: MediaType) {
    func number(_ offset: Int, _ count: Int, little: Bool = false) -> Int? {
      guard offset >= 0, offset <= bytes.count - count else { return nil }
      let digits = bytes[offset..<offset + count]
      return little ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }
    var size: (Int?, Int?)
    switch type {
    case .png: size = (number(16, 4), number(20, 4))
    case .gif: size = (number(6, 2, little: true), number(8, 2, little: true))
    case .jpeg:
      guard let frame = Self.frame(bytes) else { return nil }
      size = (number(frame + 7, 2), number(frame + 5, 2))
    case .webp:
      switch bytes.dropFirst(12).prefix(4).map({ $0 }) {
      case Array("VP8X".utf8):
        size = (number(24, 3, little: true).map { $0 + 1 }, number(27, 3, little: true).map { $0 + 1 })
      case Array("VP8 ".utf8):
        size = (number(26, 2, little: true).map { $0 & 0x3FFF }, number(28, 2, little: true).map { $0 & 0x3FFF })
      case Array("VP8L".utf8):
        let bits = number(21, 4, little: true)
        size = (bits.map { ($0 & 0x3FFF) + 1 }, bits.map { ($0 >> 14 & 0x3FFF) + 1 })
      default: return nil
      }
    case .heic, .mp4, .pdf: return nil
    }
    guard let width = size.0, let height = size.1 else { return nil }
    self.init(width: width, height: height)
  }

  private init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Where the marker of the picture's frame stands (ITU-T T.81 §B.2.2).
  private static func frame(_ bytes: [UInt8]) -> Int? {
    var offset = 2
    while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
      switch bytes[offset + 1] {
      case 0xFF: offset += 1
      case 0x01, 0xD0...0xD9: offset += 2
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: return offset
      default: offset += 2 + Int(bytes[offset + 2]) << 8 + Int(bytes[offset + 3])
      }
    }
    return nil
  }
}
