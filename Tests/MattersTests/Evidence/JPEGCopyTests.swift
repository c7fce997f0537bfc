// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters
import Testing
import Vocabulary

@Suite struct JPEGCopyTests {
  typealias JPEG = SampleFiles.JPEG

  private func copy(_ bytes: [UInt8]) throws -> [UInt8] { try #require(try PublicCopy.of(bytes, .jpeg)) }

  @Test func placeAndPersonAreGoneAndThePictureIsTheSame() throws {
    let original = SampleFiles.jpeg
    #expect(original.holds("Someone") && original.holds("xmpmeta"))
    let copy = try copy(original)
    #expect(!copy.holds("Someone") && !copy.holds("xmpmeta"))
    // All that is left besides what draws the picture: the header, and how to turn it.
    let turned: [UInt8] = [
      0xFF, 0xE1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0,
      1,
      0, 6, 0, 0, 0, 0, 0, 0,
    ]
    #expect(copy == [0xFF, 0xD8] + SampleFiles.jfif + turned + JPEG().drawing)
  }

  @Test func aCopyOfACopyIsTheSame() throws {
    let once = try copy(SampleFiles.jpeg)
    #expect(try copy(once) == once)
  }

  @Test func aPictureWithoutMetadataIsItsOwnCopy() throws {
    let plain = JPEG(head: [SampleFiles.jfif]).bytes
    #expect(try copy(plain) == plain)
    #expect(try copy(JPEG().bytes) == JPEG().bytes)
  }

  @Test(arguments: [true, false], [1, 2, 3, 4, 5, 6, 7, 8] as [UInt16])
  func theOrientationStays(isLittle: Bool, orientation: UInt16) throws {
    let copy = try copy(JPEG(head: [SampleFiles.exif(orientation: orientation, isLittle: isLittle)]).bytes)
    #expect(!copy.holds("Someone"))
    if orientation == 1 {
      #expect(copy == JPEG().bytes, "upright is what is meant without it")
    } else {
      #expect(Exif.orientation(Array(copy[12...])) == orientation)
      #expect(copy.suffix(JPEG().drawing.count) == JPEG().drawing[...])
    }
  }

  @Test func brokenExifIsNoFaultOfThePicture() throws {
    let segments = [
      SampleFiles.exif(orientation: nil), SampleFiles.exif(orientation: 9), SampleFiles.exif(orientation: 0),
      Array(SampleFiles.segment(0xE1, Array("Exif\0\0".utf8))), SampleFiles.segment(0xE1, Array("Exif\0\0MM\0*".utf8)),
      SampleFiles.segment(0xE1, Array("Exif\0\0MM\0*\0\0\0\u{8}\u{7F}".utf8)),
      SampleFiles.segment(0xE1, Array("Exif\0\0XX\0*\0\0\0\u{8}\0\u{1}".utf8)),
      SampleFiles.segment(0xE1, Array("Exif\0\0MM\0*\u{7F}\u{7F}\u{7F}\u{7F}\0\u{1}".utf8)),
      SampleFiles.segment(0xE1, []),
    ]
    for exif in segments { #expect(try copy(JPEG(head: [exif]).bytes) == JPEG().bytes) }
  }

  @Test func everyApplicationSegmentGoesButThoseThatDraw() throws {
    let others = (0xE1...0xEF).map { SampleFiles.segment(UInt8($0), Array("Someone \($0)".utf8)) }
    let comment = SampleFiles.segment(0xFE, Array("Someone".utf8))
    let thumbnail = SampleFiles.segment(0xE0, Array("JFIF\0".utf8) + [1, 2, 1, 0, 72, 0, 72, 1, 1, 7, 7, 7])
    let extended = SampleFiles.segment(0xE0, Array("JFXX\0".utf8) + [0x10, 1, 2, 3])
    let bytes = JPEG(
      head: [thumbnail, extended, SampleFiles.profile] + others + [SampleFiles.adobe], middle: [comment, others[4]],
      tail: Array("Someone's film".utf8)
    ).bytes
    #expect(
      try copy(bytes) == [0xFF, 0xD8] + SampleFiles.jfif + SampleFiles.profile + SampleFiles.adobe + JPEG().drawing)
  }

  @Test func scansAreTakenOverAsTheyAre() throws {
    let scan: [UInt8] = [1, 0xFF, 0x00, 2, 0xFF, 0xD0, 3, 0xFF, 0xFF, 0xD7, 0xFF, 0x00, 0x00]
    let bytes = JPEG(scan: scan).bytes
    #expect(try copy(bytes) == bytes)
  }

  @Test func progressivePicturesHaveSeveralScans() throws {
    let second = SampleFiles.segment(0xDA, [1, 1, 0x00, 1, 63, 0]) + [0xAA, 0xBB]
    let scan: [UInt8] = [0x3F] + SampleFiles.segment(0xE1, Array("Exif\0\0Someone".utf8)) + second
    #expect(try copy(JPEG(scan: scan).bytes) == JPEG(scan: [0x3F] + second).bytes)
  }

  @Test func damageIsNamed() {
    let cases: [([UInt8], String)] = [
      (Array(SampleFiles.jpeg.dropLast(2)), "the file ends within the picture"),
      (Array(JPEG().bytes.prefix(2)), "the file ends before the marker FFD9"),
      ([0xFF, 0xD8, 0xFF, 0xD9], "without a picture"),
      ([0xFF, 0xD8, 0xFF, 0xE1, 0, 1], "impossible length"),
      ([0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1], "65533 bytes, 1 are left"),
      ([0xFF, 0xD8, 0x12], "a marker is expected"), ([0xFF, 0xD8, 0xFF, 0x01, 0xFF, 0x02], "FF02 is no marker"),
      ([0xFF, 0xD8, 0xFF, 0xD8], "a second picture"),
      (Array([0xFF, 0xD8]) + SampleFiles.segment(0xDA, [1]), "before the picture's frame"),
      (Array([0xFF, 0xD8]) + SampleFiles.segment(0xC0, [8, 0, 8, 0, 8, 3, 1]), "wrong length"),
      ([0xFF], "its first marker"),
    ]
    for (bytes, what) in cases {
      let problem = #expect(throws: Problem.self) { try PublicCopy.of(bytes, .jpeg) }
      #expect(problem?.code == .invalid)
      #expect(problem?.detail.hasPrefix("The JPEG file is damaged at byte ") == true)
      #expect(problem?.detail.contains(what) == true, "\(problem?.detail ?? "")")
      #expect(problem?.members["offset"]?.integer.map { (0...Int64(bytes.count)).contains($0) } == true)
    }
  }
}
