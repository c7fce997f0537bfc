// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters

/// Small files of every kind, put together byte by byte.
enum SampleFiles {
  /// The parts of a JPEG file: one grey block of 8 by 8 points, which any decoder draws.
  struct JPEG {
    /// Segments between the first marker and the quantisation table.
    var head: [[UInt8]] = []
    /// Segments between frame and scan.
    var middle: [[UInt8]] = []
    var scan: [UInt8] = [0x3F]
    /// What follows the end.
    var tail: [UInt8] = []

    /// What draws the picture and must come through as it is.
    var drawing: [UInt8] {
      let quantisation = SampleFiles.segment(0xDB, [0] + [UInt8](repeating: 1, count: 64))
      let frame = SampleFiles.segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
      let direct = SampleFiles.segment(0xC4, [0x00, 1] + [UInt8](repeating: 0, count: 15) + [0])
      let alternating = SampleFiles.segment(0xC4, [0x10, 1] + [UInt8](repeating: 0, count: 15) + [0])
      let start = SampleFiles.segment(0xDA, [1, 1, 0x00, 0, 63, 0])
      return quantisation + frame + direct + alternating + start + scan + [0xFF, 0xD9]
    }

    var bytes: [UInt8] {
      let quantisation = drawing.prefix(69)
      let rest = drawing.dropFirst(69)
      return [0xFF, 0xD8] + head.joined() + quantisation + middle.joined() + rest + tail
    }
  }

  static func segment(_ code: UInt8, _ content: some Collection<UInt8>) -> [UInt8] {
    [0xFF, code, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 255)] + content
  }

  static let jfif = segment(0xE0, Array("JFIF\0".utf8) + [1, 2, 1, 0, 72, 0, 72, 0, 0])
  static let adobe = segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1])
  static let profile = segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 9, 9, 9])

  /// Exif with a maker, an orientation and a place: 31.2304 N, 121.4737 E, in either byte order.
  static func exif(orientation: UInt16?, isLittle: Bool = false) -> [UInt8] {
    var block = TIFF(isLittle: isLittle)
    var entries: [[UInt8]] = [block.entry(0x010F, 2, 8, block.number(80, 4))]
    if let orientation { entries.append(block.entry(0x0112, 3, 1, block.number(Int(orientation), 2) + [0, 0])) }
    entries.append(block.entry(0x8825, 4, 1, block.number(100, 4)))
    block.bytes += block.number(entries.count, 2) + entries.joined() + block.number(0, 4)
    block.bytes += [UInt8](repeating: 0, count: 80 - block.bytes.count) + Array("Someone\0".utf8)
    block.bytes += [UInt8](repeating: 0, count: 100 - block.bytes.count)
    let place = [block.entry(1, 2, 2, Array("N\0\0\0".utf8)), block.entry(2, 5, 3, block.number(130, 4))]
    block.bytes += block.number(place.count, 2) + place.joined() + block.number(0, 4)
    for (above, below) in [(31, 1), (13, 1), (4944, 100)] {
      block.bytes += block.number(above, 4) + block.number(below, 4)
    }
    return segment(0xE1, Array("Exif\0\0".utf8) + block.bytes)
  }

  private struct TIFF {
    let isLittle: Bool
    var bytes: [UInt8]

    init(isLittle: Bool) {
      self.isLittle = isLittle
      bytes = []
      bytes = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
    }

    func number(_ value: Int, _ count: Int) -> [UInt8] {
      let big = (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      return isLittle ? big.reversed() : big
    }

    func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
      number(tag, 2) + number(type, 2) + number(count, 4) + value
    }
  }

  static let jpeg = JPEG(
    head: [
      jfif, exif(orientation: 6), segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>".utf8)),
      segment(0xFE, Array("by Someone".utf8)),
    ]).bytes

  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let sum = CRC32.of(Array(name.utf8)[...], content[...])
    return bigEndian(content.count) + name.utf8 + content + bigEndian(Int(sum))
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  static func littleEndian(_ value: Int) -> [UInt8] { bigEndian(value).reversed() }

  static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// One grey point.
  static let header = chunk("IHDR", bigEndian(1) + bigEndian(1) + [8, 0, 0, 0, 0])
  static let data = chunk("IDAT", [0x78, 0x9C, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81])
  static let end = chunk("IEND", [])
  static let png =
    pngSignature + header + chunk("gAMA", bigEndian(45455)) + chunk("tEXt", Array("Author\0Someone".utf8))
    + chunk("eXIf", [0x4D, 0x4D]) + chunk("tIME", [7, 234, 11, 24, 8, 0, 0]) + data + end + Array("trailing".utf8)

  static func riff(_ chunks: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + littleEndian(chunks.count + 4) + "WEBP".utf8 + chunks
  }
  static func webPChunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + littleEndian(content.count) + content + (content.count % 2 == 1 ? [0] : [])
  }
  static let lossy = webPChunk("VP8 ", [0x30, 0x01, 0x00, 0x9D, 0x01, 0x2A, 1, 0, 1, 0, 0x01])
  static let lossless = webPChunk("VP8L", [0x2F, 0, 0, 0, 0, 7])
  static let webp =
    riff(
      webPChunk("VP8X", [0b0010_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]) + webPChunk("ICCP", [1, 2, 3]) + lossy
        + webPChunk("EXIF", Array("MM Someone".utf8)) + webPChunk("XMP ", Array("<x:xmpmeta/>".utf8))
        + webPChunk("SEEN", [1])) + Array("trailing".utf8)

  static let screen: [UInt8] = [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
  static let control: [UInt8] = [0x21, 0xF9, 4, 0, 10, 0, 0, 0]
  static let picture: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]
  static let loop: [UInt8] = [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0]
  static let comment: [UInt8] = [0x21, 0xFE, 7] + Array("Someone".utf8) + [0]
  static let xmp: [UInt8] = [0x21, 0xFF, 11] + Array("XMP DataXMP".utf8) + [4, 1, 2, 3, 4, 0]
  static let plainText: [UInt8] = [0x21, 0x01, 12] + [UInt8](repeating: 0, count: 12) + [2, 72, 105, 0]
  static let gif =
    Array("GIF89a".utf8) + screen + loop + comment + control + picture + xmp + control + plainText + control + picture
    + [0x3B] + Array("trailing".utf8)

  static let pdf = Array("%PDF-1.7\n1 0 obj << /Author (Someone) >> endobj\n%%EOF\n".utf8)
  static let mp4 =
    bigEndian(24) + Array("ftypisom".utf8) + bigEndian(512) + Array("isommp42".utf8) + bigEndian(8) + "mdat".utf8
  static let heic = bigEndian(24) + Array("ftypmif1".utf8) + bigEndian(0) + Array("mif1heic".utf8)
}

extension [UInt8] {
  /// Whether the bytes of a text stand somewhere in these.
  func holds(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return indices.contains { self[$0...].starts(with: bytes) }
  }
}
