// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct TimeZoneFileTests {
  /// A file with no transitions, one type and a rule.
  private func file(rule: String, offset: Int32 = 0, leapSeconds: Bool = false) -> [UInt8] {
    func big(_ value: Int32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    func block(_ leaps: Int32) -> [UInt8] {
      var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
      bytes += [0, 0, leaps, 0, 1, 4].flatMap(big)
      bytes += big(offset) + [0, 0] + Array("ABC\0".utf8)
      return bytes
    }
    return block(0) + block(leapSeconds ? 1 : 0) + [UInt8](repeating: 0, count: leapSeconds ? 12 : 0)
      + Array("\n\(rule)\n".utf8)
  }

  private func offset(_ rule: String, _ at: String) throws -> Int {
    try TimeZoneRules(name: "Test/Zone", file: file(rule: rule)).offset(at: try #require(Instant(at)))
  }

  @Test(
    arguments: [
      ("CST-8", "2026-07-01T00:00:00Z", 28_800), ("<+0545>-5:45", "2026-07-01T00:00:00Z", 20_700),
      ("<-01>1", "2026-07-01T00:00:00Z", -3600), ("LMT+0:01:15", "2026-07-01T00:00:00Z", -75),
      // Daylight time is an hour ahead unless said; changes are at 02:00 unless said.
      ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -18_000),
      ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -14_400),
      ("EST5EDT4:30,M3.2.0/1,M11.1.0", "2026-03-08T06:00:00Z", -16_200),
      // The last Sunday, in a month with four and one with five of them.
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 3600),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 7200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3600),
      // Day 60 without leap days is always 1 March; day 59 from zero is 29 February in a leap year.
      ("AAA0BBB,J60/0,J300/0", "2024-02-29T23:59:59Z", 0), ("AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z", 3600),
      ("AAA0BBB,J60/0,J300/0", "2026-03-01T00:00:00Z", 3600), ("AAA0BBB,59/0,300/0", "2024-02-29T00:00:00Z", 3600),
      ("AAA0BBB,59/0,300/0", "2026-02-28T23:59:59Z", 0), ("AAA0BBB,59/0,300/0", "2026-03-01T00:00:00Z", 3600),
      // South of the equator the year begins in daylight time.
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 39_600),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 36_000),
      // Daylight time all year round (RFC 9636 §3.3.1), and times before midnight and after the day.
      ("XXX3EDT4,0/0,J365/23", "2026-01-01T03:30:00Z", -14_400),
      ("XXX3EDT4,0/0,J365/23", "2026-07-01T00:00:00Z", -14_400),
      ("XXX3EDT4,0/0,J365/23", "2026-12-31T23:59:59Z", -14_400),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7200),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3600),
      ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 10_800),
    ] as [(String, String, Int)])
  func followsTheRule(_ rule: String, _ at: String, _ seconds: Int) throws {
    #expect(try offset(rule, at) == seconds)
  }

  @Test(arguments: [
    "C8", "CST", "CST-", "CST-25", "CST-8:60", "CST-8X", "EST5EDT", "EST5EDT,", "EST5EDT,M3.2.0",
    "EST5EDT,M13.2.0,M11.1.0",
    "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J365", "EST5EDT,0,366",
    "EST5EDT,M3.2.0/168,M11.1.0",
    "<+08-8", "EST5EDT,M3.2.0,M11.1.0 ", "5EST",
  ])
  func refusesARule(_ rule: String) {
    let problem = #expect(throws: Problem.self) { try TimeZoneRules(name: "Test/Zone", file: file(rule: rule)) }
    #expect(problem?.detail.contains("footer") == true)
  }

  @Test func refusesLeapSeconds() {
    let problem = #expect(throws: Problem.self) {
      try TimeZoneRules(name: "right/UTC", file: file(rule: "UTC0", leapSeconds: true))
    }
    #expect(problem?.detail.contains("leap seconds") == true)
  }

  @Test func anEmptyRuleKeepsTheLastOffset() throws {
    let zone = try TimeZoneRules(name: "Test/Zone", file: file(rule: "", offset: 1800))
    #expect(zone.offset(at: Instant(seconds: 99_999_999_999)) == 1800)
  }

  /// Whatever the bytes, the reader answers with rules or a problem.
  @Test func damageNeverTraps() throws {
    let whole = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/America/New_York")))
    var generator = SeededGenerator(seed: 1)
    var refused = 0
    func attempt(_ bytes: [UInt8]) {
      do throws(Problem) {
        let zone = try TimeZoneRules(name: "Test/Zone", file: bytes)
        let instant = Instant(seconds: Int64.random(in: -62_135_596_800..<253_402_300_800, using: &generator))
        _ = zone.instants(of: zone.localTime(of: instant))
      } catch {
        refused += 1
      }
    }
    for length in 0..<whole.count { attempt(Array(whole.prefix(length))) }
    #expect(refused == whole.count)
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        // The headers, the second block's data, the footer: each often enough.
        let places = [0..<44, 1400..<bytes.count, bytes.count - 40..<bytes.count]
        let place = Int.random(in: places.randomElement(using: &generator)!, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      attempt(bytes)
    }
  }
}
