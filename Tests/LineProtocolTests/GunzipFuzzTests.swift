// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import LineProtocol

/// Packed bodies with damage, in pieces of any length: nothing crashes, never more comes out than the limit, and what was whole
/// comes out as it went in.
struct GunzipFuzzTests {
  /// `CITYWIDE_FUZZ` asks for more.
  private static let inputs = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? 20_000

  private struct Sample {
    var plain: [UInt8]
    var packed: [UInt8]

    init(_ plain: [UInt8]) {
      self.plain = plain
      packed = Gzip.packed(plain)
    }

    /// With a name of a file and a remark in its head (RFC 1952 §2.3).
    var named: Sample {
      var sample = self
      sample.packed[3] |= 0x18
      sample.packed.insert(contentsOf: Array("lines\0of today\0".utf8), at: 10)
      return sample
    }

    /// Two members, one after the other.
    var twice: Sample {
      var sample = self
      sample.plain += plain
      sample.packed += packed
      return sample
    }
  }

  @Test(.timeLimit(.minutes(10))) func survivesAnything() {
    let lines = Sample(Array((0..<40).map { "cpu,host=h\($0 % 7) idle=\($0).5 \($0)" }.joined(separator: "\n").utf8))
    let samples = [
      lines, lines.named, lines.twice, Sample([]), Sample(Array("m v=1".utf8)),
      Sample([UInt8](repeating: UInt8(ascii: "\n"), count: 100_000)),
    ]
    var generator = SeededGenerator(seed: 1952)
    var whole = 0
    var refused = 0
    for _ in 0..<Self.inputs {
      let sample = samples.randomElement(using: &generator)!
      var bytes = sample.packed
      let damages = Int.random(in: 0...3, using: &generator)
      for _ in 0..<damages where !bytes.isEmpty {
        // Half of it in the head, where a byte means most.
        let end = Bool.random(using: &generator) ? min(20, bytes.count) : bytes.count
        let place = Int.random(in: 0..<end, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &generator)))
        }
      }
      let limit = Bool.random(using: &generator) ? 1 << 20 : Int.random(in: 0...2000, using: &generator)
      let gunzip = Gunzip(limit: limit)
      do throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
          let piece = Array(rest.prefix(Int.random(in: 1...bytes.count, using: &generator)))
          rest = rest.dropFirst(piece.count)
          try gunzip.take(piece)
          precondition(gunzip.output.count <= limit)
        }
        try gunzip.finish()
        whole += 1
        precondition(damages > 0 || gunzip.output == sample.plain)
      } catch {
        refused += 1
        precondition(error.code == .badRequest || error.code == .tooLarge, "\(error)")
        precondition(damages > 0 || sample.plain.count > limit, "\(error)")
        precondition(gunzip.output.count <= limit)
      }
    }
    #expect(whole > Self.inputs / 10 && refused > Self.inputs / 10, "\(whole) whole, \(refused) refused")
  }
}
