// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Matters
import TestSupport
import Testing
import Vocabulary

/// Files that were changed at random: each is copied or refused, and never more comes out than went in.
@Suite struct FuzzTests {
  static let samples: [([UInt8], MediaType)] = [
    (SampleFiles.jpeg, .jpeg), (SampleFiles.JPEG(scan: [1, 0xFF, 0, 0xFF, 0xD0, 3]).bytes, .jpeg),
    (SampleFiles.png, .png),
    (SampleFiles.webp, .webp), (SampleFiles.gif, .gif),
  ]

  @Test(arguments: 0..<10) func nothingBreaksTheParsers(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var copied = 0
    var refused = 0
    for _ in 0..<22_000 {
      let (bytes, type) = Self.samples[Int.random(in: 0..<Self.samples.count, using: &generator)]
      let mutant = Self.mutated(bytes, &generator)
      do throws(Problem) {
        let copy = try PublicCopy.of(mutant, type) ?? []
        copied += 1
        // An orientation that was far from the front may come with a block of its own.
        #expect(copy.count <= mutant.count + 36)
        #expect(MediaType(content: copy) == type)
      } catch {
        refused += 1
        let offset = error.members["offset"]?.integer ?? -1
        if error.code != .invalid || !(0...Int64(mutant.count)).contains(offset) { Issue.record("\(error)") }
      }
    }
    #expect(copied > 500 && refused > 500, "\(copied) copied, \(refused) refused")
  }

  @Test(arguments: 0..<4) func noiseIsRefused(seed: Int) {
    var generator = SeededGenerator(seed: 100 + UInt64(seed))
    for _ in 0..<2000 {
      let noise = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      for type in [MediaType.jpeg, .png, .webp, .gif] {
        #expect(throws: Problem.self) { try PublicCopy.of(noise, type) }
      }
      _ = MediaType(content: noise)
      _ = Exif.orientation(noise)
    }
  }

  private static func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0...6, using: &generator) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      case 1: bytes[place] = [0, 0xFF, 0x7F, 0x80, 0xD8, 0xD9, 0x21, 0x2C, 0x3B].randomElement(using: &generator) ?? 0
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.remove(at: place)
      case 4: bytes.insert(.random(in: 0...255, using: &generator), at: place)
      case 5:
        let end = min(bytes.count, place + Int.random(in: 1...24, using: &generator))
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0...bytes.count, using: &generator))
      default:
        let end = min(bytes.count, place + Int.random(in: 1...24, using: &generator))
        bytes.removeSubrange(place..<end)
      }
    }
    return bytes
  }
}
