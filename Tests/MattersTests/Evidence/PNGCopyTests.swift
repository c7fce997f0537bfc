// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters
import Testing
import Vocabulary

@Suite struct PNGCopyTests {
  private typealias Sample = SampleFiles

  @Test func onlyWhatDrawsStays() throws {
    let expected =
      Sample.pngSignature + Sample.header + Sample.chunk("gAMA", Sample.bigEndian(45455)) + Sample.data + Sample.end
    #expect(Sample.png.holds("Someone"))
    #expect(try PublicCopy.of(Sample.png, .png) == expected)
    #expect(try PublicCopy.of(expected, .png) == expected)
  }

  @Test(arguments: ["sRGB", "cHRM", "iCCP", "tRNS", "pHYs", "gAMA", "PLTE"]) func colourStays(name: String) throws {
    let bytes = Sample.pngSignature + Sample.header + Sample.chunk(name, [1, 2, 3]) + Sample.data + Sample.end
    #expect(try PublicCopy.of(bytes, .png) == bytes)
  }

  @Test(arguments: ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "sPLT", "hIST", "acTL", "fcTL", "fdAT", "caBX", "prVt"])
  func everythingElseGoes(name: String) throws {
    let plain = Sample.pngSignature + Sample.header + Sample.data + Sample.end
    let bytes =
      Sample.pngSignature + Sample.header + Sample.chunk(name, Array("Someone".utf8)) + Sample.data
      + Sample.chunk(name, []) + Sample.end
    #expect(try PublicCopy.of(bytes, .png) == plain)
  }

  /// The checksum of the empty chunk `IEND`, as every PNG file ends (ISO/IEC 15948 §11.2.5).
  @Test func theChecksumIsTheStandards() {
    #expect(CRC32.of(Array("IEND".utf8)[...]) == 0xAE42_6082)
    #expect(CRC32.of(Array("123456789".utf8)[...]) == 0xCBF4_3926)
  }

  @Test func damageIsNamed() {
    let start = Sample.pngSignature + Sample.header
    var wrongSum = start + Sample.data + Sample.end
    wrongSum[45] ^= 1
    var wrongName = start
    wrongName[12] = 0x20
    let cases: [([UInt8], String, Int)] = [
      (Array("nothing".utf8), "its signature should have 8 bytes", 0),
      (Array("no picture".utf8), "signature of PNG", 0),
      (wrongSum, "the checksum of chunk IDAT is wrong", 33), (wrongName, "other characters than letters", 12),
      (start, "the length of a chunk", 33), (start + Sample.data, "the length of a chunk", 55),
      (start + Sample.data.dropLast(), "the checksum of chunk IDAT should have 4 bytes, 3 are left", 51),
      (
        start + Sample.bigEndian(Int(Int32.max)) + "IDAT".utf8, "chunk IDAT should have 2147483647 bytes, 0 are left",
        41
      ),
      (start + [0xFF, 0xFF, 0xFF, 0xFF] + "IDAT".utf8, "should have 4294967295 bytes", 41),
      (start + Sample.end, "without a picture", 33),
      (Sample.pngSignature + Sample.data + Sample.end, "IHDR must be the first", 8),
      (start + Sample.header, "IHDR must be the first", 33),
      (start + Sample.chunk("CgBI", [1]), "CgBI is none of the standard's", 33),
      (Sample.pngSignature + Sample.chunk("IHDR", [1]), "has 1 bytes, not 13", 8),
      (
        Sample.pngSignature + Sample.chunk("IHDR", Sample.bigEndian(0) + Sample.bigEndian(1) + [8, 0, 0, 0, 0]),
        "no width", 8
      ),
    ]
    for (bytes, what, offset) in cases {
      let problem = #expect(throws: Problem.self) { try PublicCopy.of(bytes, .png) }
      #expect(problem?.detail.contains(what) == true, "\(problem?.detail ?? "")")
      #expect(problem?.members["offset"] == .integer(Int64(offset)), "\(problem?.detail ?? "")")
    }
  }
}
