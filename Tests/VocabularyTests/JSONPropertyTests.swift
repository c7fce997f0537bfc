// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct JSONPropertyTests {
  @Test(arguments: 1...4) func whatIsWrittenReadsBack(_ seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    for _ in 0..<5000 {
      let value = random.value(depth: 5)
      let text = value.text
      let back = try JSON(parsing: text)
      if back != value || back.text != text { Issue.record("\(text) became \(back.text)") }
    }
  }

  @Test func numbersReadBackToTheBit() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let back = try JSON(parsing: JSON.number(value).text).double
      if back?.bitPattern != value.bitPattern { Issue.record("\(value) became \(back ?? .nan)") }
    }
  }

  /// `CITYWIDE_FUZZ` asks for more.
  private static let damaged = ProcessInfo.processInfo.environment["CITYWIDE_FUZZ"].flatMap(Int.init) ?? 50_000

  /// Damaged texts, so many for each seed: each is a value, which reads back the same, or a problem.
  @Test(arguments: 1...4) func damageNeverTraps(_ seed: UInt64) {
    var random = RandomJSON(seed: seed &+ 100)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\uD83C", "e", "E", "-", "+", ".", "0", "9", "1e9", "null",
      "tru",
      "\u{0}", "\n", " ", "é", "🏙", "\\uDFD9", "999999999999999999999", "-9223372036854775808.0",
    ].map { Array($0.utf8) }
    var accepted = 0
    for index in 0..<Self.damaged {
      var bytes = index % 500 == 0 || random.last.isEmpty ? random.value(depth: 4).bytes : random.last
      if index % 500 == 0 { random.last = bytes }
      for _ in 0..<Int.random(in: 1...4, using: &random.generator) {
        let place = Int.random(in: 0...bytes.count, using: &random.generator)
        switch Int.random(in: 0...4, using: &random.generator) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random.generator), at: place)
        case 1: bytes.insert(contentsOf: pieces.randomElement(using: &random.generator)!, at: place)
        case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random.generator)
        case 3 where place < bytes.count: bytes.remove(at: place)
        default:
          let end = min(bytes.count, place + Int.random(in: 0...12, using: &random.generator))
          bytes.append(contentsOf: bytes[place..<end])
        }
      }
      do throws(Problem) {
        let value = try JSON(parsing: bytes)
        accepted += 1
        let text = value.text
        if try JSON(parsing: text) != value { Issue.record("\(text) is not what was read") }
      } catch {
        if error.code != .badRequest { Issue.record("\(error)") }
      }
    }
    #expect(accepted > 100)
  }
}

/// Values drawn from a seeded generator, as the parser would give them: whole numbers are integers.
struct RandomJSON {
  var generator: SeededGenerator
  /// The text that is being damaged.
  var last: [UInt8] = []

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func value(depth: Int) -> JSON {
    switch Int.random(in: 0...(depth > 0 ? 8 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int64(bitPattern: generator.next()) >> Int64.random(in: 0...63, using: &generator))
    case 3:
      let value = Double(bitPattern: generator.next())
      let isWhole = Int64(exactly: value).map { $0.magnitude < 1 << 53 } ?? false
      return value.isFinite && !isWhole ? .number(value) : .number(0.25)
    case 4, 5: return .string(string())
    case 6, 7: return .array((0..<count()).map { _ in value(depth: depth - 1) })
    default:
      return .object(Dictionary((0..<count()).map { _ in (string(), value(depth: depth - 1)) }) { first, _ in first })
    }
  }

  private mutating func count() -> Int { Int.random(in: 0...5, using: &generator) }

  private mutating func string() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      let bound: UInt32 = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF][Int.random(in: 0...3, using: &generator)]
      let scalar = Unicode.Scalar(UInt32.random(in: 1...bound, using: &generator)) ?? "\""
      text.unicodeScalars.append(scalar)
    }
    return text
  }
}
