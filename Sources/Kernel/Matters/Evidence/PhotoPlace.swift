// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Where a picture says it was taken: the GPS directory of its Exif block (CIPA DC-008 §4.6.6).
///
/// It is what a camera wrote, or anybody who changed it since: an offer to the one who sends the picture, and a hint to those who
/// work on the matter; never a proof. It stands in the file as it was sent, and in no copy for the public.
public enum PhotoPlace {
  /// `nil` where the file has none or cannot be read, which is no fault of the picture.
  public static func of(_ bytes: [UInt8]) -> Position? {
    block(of: bytes).flatMap { ExifPlace($0)?.position }
  }

  /// The Exif block of a JPEG, PNG or WebP file.
  private static func block(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
    switch MediaType(content: bytes) {
    case .jpeg: jpegBlock(bytes)
    case .png: chunk("eXIf", of: bytes, from: 8, nameFirst: false, isLittle: false)
    case .webp:
      chunk("EXIF", of: bytes, from: 12, nameFirst: true, isLittle: true).map { block in
        // Some writers put the header of JPEG before it.
        block.starts(with: "Exif\0\0".utf8) ? block.dropFirst(6) : block
      }
    case .gif, .heic, .mp4, .pdf, nil: nil
    }
  }

  private static func jpegBlock(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var offset = 2
    while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
      let code = bytes[offset + 1]
      // Fill bytes; the scan, behind which nothing is told any more.
      if code == 0xFF {
        offset += 1
        continue
      }
      if code == 0xDA || code == 0xD9 { return nil }
      let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      guard length >= 2, offset + 2 + length <= bytes.count else { return nil }
      let content = bytes[offset + 4..<offset + 2 + length]
      if code == 0xE1, content.starts(with: "Exif\0\0".utf8) { return content.dropFirst(6) }
      offset += 2 + length
    }
    return nil
  }

  /// A chunk of a file that is a row of them: length and name, or name and length, then the content.
  private static func chunk(
    _ wanted: String, of bytes: [UInt8], from start: Int, nameFirst: Bool, isLittle: Bool
  ) -> ArraySlice<UInt8>? {
    var offset = start
    while offset + 8 <= bytes.count {
      let name = bytes[offset + (nameFirst ? 0 : 4)..<offset + (nameFirst ? 4 : 8)]
      let digits = bytes[offset + (nameFirst ? 4 : 0)..<offset + (nameFirst ? 8 : 4)]
      let length =
        isLittle ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - offset - 8 else { return nil }
      let content = bytes[offset + 8..<offset + 8 + length]
      if name.elementsEqual(wanted.utf8) { return content }
      // PNG: a checksum follows; WebP: filled up to an even size.
      offset += 8 + length + (nameFirst ? length % 2 : 4)
    }
    return nil
  }
}

/// The place in a block of Exif. Reads nothing outside the block, whatever its offsets say.
private struct ExifPlace {
  private let block: [UInt8]
  private let isLittle: Bool
  private(set) var position: Position?

  init?(_ slice: ArraySlice<UInt8>) {
    block = Array(slice)
    switch (block.first, block.dropFirst().first) {
    case (0x49, 0x49): isLittle = true
    case (0x4D, 0x4D): isLittle = false
    default: return nil
    }
    guard number(2, 2) == 42, let first = number(4, 4), let pointer = entry(0x8825, in: first),
      let directory = number(pointer + 8, 4), let latitude = degrees(2, in: directory),
      let longitude = degrees(4, in: directory), latitude <= 90, longitude <= 180
    else { return nil }
    let south = letter(1, in: directory) == UInt8(ascii: "S")
    let west = letter(3, in: directory) == UInt8(ascii: "W")
    // Cameras without a fix write zeros.
    guard latitude != 0 || longitude != 0 else { return nil }
    position = Position(west ? -longitude : longitude, south ? -latitude : latitude)
  }

  private func number(_ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, offset <= block.count - count else { return nil }
    let bytes = block[offset..<offset + count]
    return isLittle ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Where the entry with that tag begins in a directory.
  private func entry(_ tag: Int, in directory: Int) -> Int? {
    guard let count = number(directory, 2) else { return nil }
    return (0..<count).lazy.map { directory + 2 + 12 * $0 }.first { number($0, 2) == tag }
  }

  private func letter(_ tag: Int, in directory: Int) -> UInt8? {
    entry(tag, in: directory).flatMap { number($0 + 8, 1) }.map { UInt8($0) }
  }

  /// Three fractions: degrees, minutes, seconds.
  private func degrees(_ tag: Int, in directory: Int) -> Double? {
    guard let entry = entry(tag, in: directory), number(entry + 2, 2) == 5, number(entry + 4, 4) == 3,
      let place = number(entry + 8, 4)
    else { return nil }
    var value = 0.0
    for (index, scale) in [1.0, 60, 3600].enumerated() {
      guard let above = number(place + 8 * index, 4), let below = number(place + 8 * index + 4, 4) else { return nil }
      // A part that is not known is written as 0/0.
      value += below == 0 ? 0 : Double(above) / Double(below) / scale
    }
    return value.isFinite ? value : nil
  }
}
