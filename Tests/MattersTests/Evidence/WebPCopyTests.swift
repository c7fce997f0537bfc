// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters
import Testing
import Vocabulary

@Suite struct WebPCopyTests {
  private typealias Sample = SampleFiles

  @Test func exifAndXMPAreGoneAndTheFlagsSaySo() throws {
    #expect(Sample.webp.holds("Someone"))
    let expected = Sample.riff(
      Sample.webPChunk("VP8X", [0b0010_0000, 0, 0, 0, 0, 0, 0, 0, 0, 0]) + Sample.webPChunk("ICCP", [1, 2, 3])
        + Sample.lossy)
    #expect(try PublicCopy.of(Sample.webp, .webp) == expected)
    #expect(try PublicCopy.of(expected, .webp) == expected)
  }

  @Test func simpleFilesAreTheirOwnCopies() throws {
    for picture in [Sample.lossy, Sample.lossless] {
      let bytes = Sample.riff(picture)
      #expect(try PublicCopy.of(bytes, .webp) == bytes)
      #expect(try PublicCopy.of(bytes + [1, 2, 3], .webp) == bytes)
    }
  }

  @Test func animationsKeepTheirFrames() throws {
    let extended = Sample.webPChunk("VP8X", [0b0000_0010, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    let animation = Sample.webPChunk("ANIM", [0, 0, 0, 0, 0, 0])
    let place = [UInt8](repeating: 0, count: 16)
    func frame(_ more: [UInt8]) -> [UInt8] {
      Sample.webPChunk("ANMF", place + Sample.webPChunk("ALPH", [1]) + Sample.lossy + more)
    }
    let hidden = Sample.webPChunk("HIDE", Array("Someone".utf8))
    let bytes = Sample.riff(extended + animation + frame([]) + frame(hidden))
    #expect(try PublicCopy.of(bytes, .webp) == Sample.riff(extended + animation + frame([]) + frame([])))
  }

  @Test func aMissingFillByteAtTheEndIsForgiven() throws {
    var bytes = Array(Sample.riff(Sample.lossy).dropLast())
    bytes[4] -= 1
    #expect(try PublicCopy.of(bytes, .webp) == Sample.riff(Sample.lossy))
  }

  @Test func damageIsNamed() {
    let cases: [([UInt8], String)] = [
      (Array("RIFX".utf8), "RIFF"),
      (Array("RIFF".utf8) + [200, 0, 0, 0] + Array("WEBP".utf8), "200 bytes follow, 4 do"),
      (Array("RIFF".utf8) + [255, 255, 255, 255], "4294967295 bytes follow"),
      (Array("RIFF".utf8) + [4, 0, 0, 0] + Array("WAVE".utf8), "no WebP container"),
      (Sample.riff([]), "without a picture"), (Sample.riff(Sample.webPChunk("VP8 ", [1, 2])), "VP8  holds no picture"),
      (Sample.riff(Sample.webPChunk("VP8L", [0x2E, 0, 0, 0, 0])), "VP8L holds no picture"),
      (Sample.riff(Array("VP8 ".utf8) + [99, 0, 0, 0, 1]), "chunk VP8  should have 99 bytes, 1 are left"),
      (Sample.riff(Array("VP8".utf8)), "the name of a chunk"),
      (
        Sample.riff(Sample.lossy + Sample.webPChunk("VP8X", [UInt8](repeating: 0, count: 10))), "VP8X must be the first"
      ),
      (Sample.riff(Sample.webPChunk("VP8X", [0])), "VP8X must be the first, of 10 bytes"),
      (Sample.riff(Sample.webPChunk("ANMF", [1, 2, 3])), "the header of a frame"),
      (Sample.riff(Sample.webPChunk("ANMF", [UInt8](repeating: 0, count: 16))), "a frame has no picture"),
    ]
    for (bytes, what) in cases {
      let problem = #expect(throws: Problem.self) { try PublicCopy.of(bytes, .webp) }
      #expect(problem?.detail.contains(what) == true, "\(problem?.detail ?? "")")
    }
  }
}
