// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters
import Testing
import Vocabulary

@Suite struct GIFCopyTests {
  private typealias Sample = SampleFiles

  @Test func commentsAndApplicationDataAreGoneButTheLoop() throws {
    #expect(Sample.gif.holds("Someone"))
    let expected =
      Array("GIF89a".utf8) + Sample.screen + Sample.loop + Sample.control + Sample.picture + Sample.control
      + Sample.picture + [0x3B]
    #expect(try PublicCopy.of(Sample.gif, .gif) == expected)
    #expect(try PublicCopy.of(expected, .gif) == expected)
  }

  @Test func theLoopCarriesNothingElse() throws {
    let more = Array(Sample.loop.dropLast()) + [7] + Array("Someone".utf8) + [0]
    let bytes = Array("GIF89a".utf8) + Sample.screen + more + Sample.picture + [0x3B]
    #expect(
      try PublicCopy.of(bytes, .gif) == Array("GIF89a".utf8) + Sample.screen + Sample.loop + Sample.picture + [0x3B])
  }

  @Test func tablesOfColoursStay() throws {
    let large: [UInt8] = [1, 0, 1, 0, 0x87, 0, 0] + [UInt8](repeating: 7, count: 768)
    let own: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0x81] + [UInt8](repeating: 5, count: 12) + [2, 2, 0x44, 1, 0]
    for screen in [large, [1, 0, 1, 0, 0x07, 0, 0]] {
      let bytes = Array("GIF87a".utf8) + screen + own + [0x3B]
      #expect(try PublicCopy.of(bytes, .gif) == bytes)
    }
  }

  @Test func damageIsNamed() {
    let start = Array("GIF89a".utf8) + Sample.screen
    let cases: [([UInt8], String)] = [
      (Array("GIF88a".utf8), "GIF89a"), (Array("GIF89a".utf8), "the description of its screen"),
      (Array(start.dropLast()), "the table of colours should have 6 bytes, 5 are left"), (start, "the mark 3B"),
      (start + [0x3B], "without a picture"), (start + [0x77], "cannot begin with the byte 119"),
      (start + Sample.picture.prefix(5), "the description of a picture"),
      (start + Sample.picture.prefix(10), "the code size of a picture"),
      (start + Sample.picture.dropLast(), "the end of a picture"),
      (start + Sample.picture.prefix(13), "a block of a picture should have 2 bytes, 1 are left"),
      (start + [0x21], "the label of an extension"), (start + [0x21, 0xFE, 9, 1], "a block of an extension"),
      (start + Sample.picture, "the mark 3B"),
    ]
    for (bytes, what) in cases {
      let problem = #expect(throws: Problem.self) { try PublicCopy.of(bytes, .gif) }
      #expect(problem?.detail.contains(what) == true, "\(problem?.detail ?? "")")
    }
  }
}
