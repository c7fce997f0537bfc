// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import BulkImport
import Calendars
import Testing
import Vocabulary

@Suite struct LocalTimeTests {
  @Test(arguments: [
    ("01/03/2015 04:40:58 PM", "2015-01-03T21:40:58.000Z"), ("07/01/2015 12:00:00 AM", "2015-07-01T04:00:00.000Z"),
    ("07/01/2015 12:00:00 PM", "2015-07-01T16:00:00.000Z"),
    // Shown twice: the earlier one, of summer time.
    ("11/01/2015 01:30:00 AM", "2015-11-01T05:30:00.000Z"),
    // Skipped: an hour later.
    ("03/08/2015 02:30:00 AM", "2015-03-08T07:30:00.000Z"),
  ])
  func readsAmericanTimes(text: String, expected: String) throws {
    let zone = try TimeZoneRules.named("America/New_York")
    let local = try #require(LocalTime(american: text))
    #expect(zone.instant(of: local, gap: .shifted, overlap: .earlier).description == expected)
  }

  @Test(arguments: [
    "", "1/3/2015 04:40:58 PM", "13/03/2015 04:40:58 PM", "02/29/2015 04:40:58 PM", "01/03/2015 00:40:58 PM",
    "01/03/2015 13:40:58 PM", "01/03/2015 04:40:58", "01/03/2015 04:40:58 XM", "01/03/2015 04:40:58 PM ",
  ])
  func refusesOthers(text: String) { #expect(LocalTime(american: text) == nil) }

  @Test func readsISO() throws {
    #expect(LocalTime(iso: "2020-03-09 10:14:33")?.millisecondOfDay == 36_873_000)
    #expect(LocalTime(iso: "2020-03-09T10:14:33.25")?.millisecondOfDay == 36_873_250)
    #expect(LocalTime(iso: "2020-03-09 10:14:33Z") == nil && LocalTime(iso: "2020-03-09") == nil)
  }

  @Test(arguments: [
    ("Pothole Repair (Internal)", "pothole-repair-internal"), ("Allston / Brighton", "allston-brighton"),
    ("  Missing  Sign ", "missing-sign"), ("", ""), ("路灯 3", "路灯-3"),
  ])
  func slugs(text: String, expected: String) { #expect(text.slug == expected) }
}
