// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@Suite struct InstantTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1), ("2026-11-24T08:30:00.000Z", 1_795_509_000_000),
      ("2026-11-24t08:30:00z", 1_795_509_000_000), ("2026-11-24 08:30:00Z", 1_795_509_000_000),
      ("2026-11-24T16:30:00+08:00", 1_795_509_000_000), ("2026-11-24T03:30:00-05:00", 1_795_509_000_000),
      ("2026-11-24T08:30:00-00:00", 1_795_509_000_000), ("2026-11-24T08:30:00.5Z", 1_795_509_000_500),
      ("2026-11-24T08:30:00.123999999999Z", 1_795_509_000_123), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
      ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ] as [(String, Int64)])
  func reads(_ text: String, _ milliseconds: Int64) {
    #expect(Instant(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-11-24", "2026-11-24T08:30Z", "2026-11-24T08:30:00", "2026-11-24T08:30:00.Z",
    "2026-11-24T08:30:00,5Z",
    "2026-11-24T24:00:00Z", "2026-11-24T08:60:00Z", "2026-11-24T08:30:61Z", "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-00T00:00:00Z",
    "2026-11-24T08:30:00+24:00", "2026-11-24T08:30:00+08:60", "2026-11-24T08:30:00+0800", "2026-11-24T08:30:00+08",
    "2026-11-24T08:30:00Z ", " 2026-11-24T08:30:00Z", "2026-11-24T08:30:00ZZ", "2026-11-24  08:30:00Z",
    "+2026-11-24T08:30:00Z", "02026-11-24T08:30:00Z", "2026-1-24T08:30:00Z", "２０２６-11-24T08:30:00Z",
    "0000-12-31T23:59:59Z",
    // The offset leads out of the years of the text form.
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:00-00:01", "9999-12-31T23:59:60Z",
  ])
  func refuses(_ text: String) {
    #expect(Instant(text) == nil)
  }

  @Test func theTextReadsBack() {
    var generator = SeededGenerator(seed: 1)
    var previous = Instant(milliseconds: -62_135_596_800_000)
    for _ in 0..<20_000 {
      let instant = Instant(milliseconds: .random(in: -62_135_596_800_000..<253_402_300_800_000, using: &generator))
      let text = instant.description
      if Instant(text) != instant || text.utf8.count != 24 { Issue.record("\(text)") }
      // Texts sort as instants do.
      if (text < previous.description) != (instant < previous) { Issue.record("\(text) and \(previous)") }
      previous = instant
    }
  }

  @Test func arithmetic() {
    let instant = Instant(seconds: 10)
    #expect((instant + .milliseconds(1500)).milliseconds == 11_500)
    #expect((instant - .seconds(20)).milliseconds == -10_000)
    #expect(instant - Instant(milliseconds: 9_999) == .milliseconds(1))
    #expect(Duration.microseconds(1999).wholeMilliseconds == 1)
    #expect(Duration.microseconds(-1999).wholeMilliseconds == -1)
  }

  @Test func theMachinesClockIsAfterThisWasWritten() {
    #expect(SystemTime().now() > Instant("2025-01-01T00:00:00Z")!)
  }
}
