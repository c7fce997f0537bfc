// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Matters

/// Where a picture says it was taken, and how large it says it is.
@Suite struct PhotoPlaceTests {
  @Test(arguments: [true, false]) func readsThePlaceOfAJPEG(isLittle: Bool) throws {
    let file = SampleFiles.JPEG(head: [SampleFiles.jfif, SampleFiles.exif(orientation: 6, isLittle: isLittle)])
    let latitude = 31 + 13.0 / 60 + 49.44 / 3600
    // The sample has no longitude: half a place is none.
    #expect(PhotoPlace.of(file.bytes) == nil)
    let block = Self.block(isLittle: isLittle, latitude: ("S", latitude), longitude: ("W", 121.5))
    let whole = SampleFiles.JPEG(head: [SampleFiles.segment(0xE1, Array("Exif\0\0".utf8) + block)])
    let place = try #require(PhotoPlace.of(whole.bytes))
    #expect(abs(place.latitude + latitude) < 1e-6 && abs(place.longitude + 121.5) < 1e-6)
    // In the copy for the public it is not.
    #expect(PhotoPlace.of(try JPEGCopy(whole.bytes).copy()) == nil)
  }

  @Test func nothingIsFoundWhereNothingIs() {
    #expect(PhotoPlace.of([]) == nil)
    #expect(PhotoPlace.of(SampleFiles.JPEG().bytes) == nil)
    #expect(PhotoPlace.of(Array("GIF89a".utf8)) == nil)
    let zeros = Self.block(isLittle: false, latitude: ("N", 0), longitude: ("E", 0))
    #expect(
      PhotoPlace.of(SampleFiles.JPEG(head: [SampleFiles.segment(0xE1, Array("Exif\0\0".utf8) + zeros)]).bytes) == nil)
    let far = Self.block(isLittle: false, latitude: ("N", 91), longitude: ("E", 0))
    #expect(
      PhotoPlace.of(SampleFiles.JPEG(head: [SampleFiles.segment(0xE1, Array("Exif\0\0".utf8) + far)]).bytes) == nil)
  }

  /// Every prefix and every byte changed: it may find nothing, it may not fall.
  @Test func survivesBrokenBlocks() {
    let block = Self.block(isLittle: true, latitude: ("N", 31), longitude: ("E", 121))
    let bytes = SampleFiles.JPEG(head: [SampleFiles.segment(0xE1, Array("Exif\0\0".utf8) + block)]).bytes
    for count in 0..<bytes.count { _ = PhotoPlace.of(Array(bytes[..<count])) }
    for index in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var changed = bytes
        changed[index] = value
        _ = PhotoPlace.of(changed)
        _ = PictureSize(changed, .jpeg)
      }
    }
  }

  /// The note on a picture from elsewhere is kept in both languages, so that a reader sees their own alone.
  @Test func tellsTheDistanceInBothLanguages() throws {
    let note = try #require(LocalizedText(pairedText: Matters.distanceNote(12_340)))
    #expect(note.text(in: "en") == "The picture says it was taken 12.3 km from the place of the report.")
    #expect(note.text(in: "zh-Hans") == "照片记录的拍摄位置与上报位置相距12.3公里。")
  }

  /// Whoever attaches it, and in which phase.
  @Test(arguments: [("report", Evidence.Phase.report), ("dispatcher", .report), ("roads", .handle)])
  func aPictureFromElsewhereIsNoted(by name: String, phase: Evidence.Phase) async throws {
    let house = try await MattersHouse(.sqlite)
    let folder = try TemporaryFolder()
    let store = EvidenceStore(folder: folder.url.appending(path: "evidence"))
    let submission = Submission(type: "pothole", text: "text", channel: "public", position: SampleCity.west)
    let (matter, code) = try await house.matters.report(submission, tenant: SampleCity.tenant)
    try await house.do(.accept, .dispatch("roads"), .start("roads"), on: matter.id)
    let handler = Grant(.handler, department: "roads")
    let person = SampleCity.person(name, name == "roads" ? handler : Grant(.dispatcher))
    for (degrees, notes) in [(31.101, 0), (31.2, 1)] {
      let block = Self.block(isLittle: true, latitude: ("N", degrees), longitude: ("E", 121.1))
      let picture = SampleFiles.JPEG(head: [SampleFiles.segment(0xE1, Array("Exif\0\0".utf8) + block)])
      let new = NewEvidence(bytes: picture.bytes, declaredType: "image/jpeg", phase: phase)
      let result =
        if name == "report" {
          try await house.matters.attach(
            new, toReport: matter.number, code: code.text, keptIn: store, tenant: SampleCity.tenant)
        } else { try await house.matters.attach(new, to: matter.id, keptIn: store, by: person) }
      #expect(result.matter.notes.count == notes && result.matter.notes.allSatisfy { !$0.isPublic })
      #expect(try await house.matter(matter.id).revision == result.matter.revision, "one can go on with what came back")
    }
    #expect(try await house.matter(matter.id).notes.first?.text == Matters.distanceNote(11_119))
    try await house.close()
  }

  /// A command that is sent again does nothing, so it notes nothing.
  @Test func aRepeatedPictureIsNotedOnce() async throws {
    let house = try await MattersHouse(.sqlite)
    let folder = try TemporaryFolder()
    let store = EvidenceStore(folder: folder.url.appending(path: "evidence"))
    let matter = try await house.submit()
    let block = Self.block(isLittle: false, latitude: ("N", 31.2), longitude: ("E", 121.1))
    let picture = SampleFiles.JPEG(head: [SampleFiles.segment(0xE1, Array("Exif\0\0".utf8) + block)])
    for _ in 0..<2 {
      let result = try await house.matters.attach(
        NewEvidence(bytes: picture.bytes, declaredType: nil, phase: .report), to: matter.id, keptIn: store,
        by: SampleCity.person("d", Grant(.dispatcher)), idempotency: house.key("again"))
      #expect(result.matter.notes.count == 1)
    }
    try await house.close()
  }

  @Test func readsHowLargeAPictureIs() {
    #expect(PictureSize(SampleFiles.JPEG(head: [SampleFiles.jfif]).bytes, .jpeg)?.points == 64)
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    #expect(PictureSize(png + [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF], .png)?.width == 0x7FFF_FFFF)
    #expect(PictureSize(Array("GIF89a".utf8) + [10, 0, 20, 1], .gif)?.points == 10 * 276)
    #expect(PictureSize(png, .png) == nil && PictureSize([], .pdf) == nil)
  }

  /// A block of Exif with a place alone.
  static func block(isLittle: Bool, latitude: (String, Double), longitude: (String, Double)) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      return isLittle ? bytes : bytes.reversed()
    }
    func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
      number(tag, 2) + number(type, 2) + number(count, 4) + value
    }
    func letter(_ text: String) -> [UInt8] { Array(text.utf8) + [0, 0, 0] }
    func fractions(_ degrees: Double) -> [UInt8] {
      number(Int(degrees), 4) + number(1, 4) + number(0, 4) + number(0, 4)
        + number(Int(((degrees - degrees.rounded(.down)) * 3_600_000).rounded()), 4) + number(1000, 4)
    }
    let header: [UInt8] = (isLittle ? [0x49, 0x49] : [0x4D, 0x4D]) + number(42, 2) + number(8, 4)
    let first = number(1, 2) + entry(0x8825, 4, 1, number(26, 4)) + number(0, 4)
    let directory =
      number(4, 2) + entry(1, 2, 2, letter(latitude.0)) + entry(2, 5, 3, number(80, 4))
      + entry(3, 2, 2, letter(longitude.0)) + entry(4, 5, 3, number(104, 4)) + number(0, 4)
    return header + first + directory + fractions(latitude.1) + fractions(longitude.1)
  }
}
