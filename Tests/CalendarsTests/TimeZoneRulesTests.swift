// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Testing
import Vocabulary

@Suite struct TimeZoneRulesTests {
  @Test(
    arguments: [
      ("Asia/Shanghai", "2026-07-01T00:00:00Z", 28_800),
      // Summer time of 1986 to 1991, and local mean time.
      ("Asia/Shanghai", "1988-07-01T00:00:00Z", 32_400), ("Asia/Shanghai", "1900-01-01T00:00:00Z", 29_143),
      ("America/New_York", "2026-03-08T06:59:59Z", -18_000), ("America/New_York", "2026-03-08T07:00:00Z", -14_400),
      ("America/New_York", "2026-11-01T05:59:59Z", -14_400), ("America/New_York", "2026-11-01T06:00:00Z", -18_000),
      // Beyond the file's last transition its rule holds, and beyond the table it repeats.
      ("America/New_York", "2050-01-01T00:00:00Z", -18_000), ("America/New_York", "2050-07-01T00:00:00Z", -14_400),
      ("America/New_York", "2999-01-01T00:00:00Z", -18_000), ("America/New_York", "2999-07-01T00:00:00Z", -14_400),
      ("America/New_York", "9998-07-01T00:00:00Z", -14_400),
      ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", 39_600), ("Australia/Lord_Howe", "2026-07-01T00:00:00Z", 37_800),
      // Ireland's rule is written with winter as the exception.
      ("Europe/Dublin", "2060-01-01T00:00:00Z", 0), ("Europe/Dublin", "2060-07-01T00:00:00Z", 3600),
      ("Asia/Kathmandu", "2026-01-01T00:00:00Z", 20_700), ("UTC", "2026-01-01T00:00:00Z", 0),
      ("Etc/UTC", "2026-01-01T00:00:00Z", 0),
    ] as [(String, String, Int)])
  func offsets(_ name: String, _ at: String, _ seconds: Int) throws {
    #expect(try TimeZoneRules.named(name).offset(at: try #require(Instant(at))) == seconds)
  }

  @Test func aSkippedTimeHasNoInstant() throws {
    let zone = try TimeZoneRules.named("America/New_York")
    let skipped = LocalTime(date: try CalendarFixture.date("2026-03-08"), millisecondOfDay: 9_000_000)
    #expect(zone.instants(of: skipped) == [])
    #expect(zone.instant(of: skipped) == Instant("2026-03-08T07:30:00Z"))
    #expect(zone.instant(of: skipped, gap: .transition) == Instant("2026-03-08T07:00:00Z"))
    let first = LocalTime(date: skipped.date, millisecondOfDay: 7_200_000)
    #expect(zone.instant(of: first, gap: .transition) == Instant("2026-03-08T07:00:00Z"))
    let after = LocalTime(date: skipped.date, millisecondOfDay: 10_800_000)
    #expect(zone.instants(of: after) == [try #require(Instant("2026-03-08T07:00:00Z"))])
  }

  @Test func aRepeatedTimeHasTwoInstants() throws {
    let zone = try TimeZoneRules.named("America/New_York")
    let twice = LocalTime(date: try CalendarFixture.date("2026-11-01"), millisecondOfDay: 5_400_000)
    let both = [try #require(Instant("2026-11-01T05:30:00Z")), try #require(Instant("2026-11-01T06:30:00Z"))]
    #expect(zone.instants(of: twice) == both)
    #expect(zone.instant(of: twice) == both[0])
    #expect(zone.instant(of: twice, overlap: .later) == both[1])
    // Far beyond the table.
    let far = LocalTime(date: try CalendarFixture.date("2826-11-01"), millisecondOfDay: 5_400_000)
    #expect(zone.instants(of: far).map(\.description) == ["2826-11-01T05:30:00.000Z", "2826-11-01T06:30:00.000Z"])
  }

  @Test func aSkippedDayHasNoInstant() throws {
    // Samoa went from 29 to 31 December 2011.
    let zone = try TimeZoneRules.named("Pacific/Apia")
    let noon = LocalTime(date: try CalendarFixture.date("2011-12-30"), millisecondOfDay: 43_200_000)
    #expect(zone.instants(of: noon) == [])
    #expect(zone.instant(of: noon, gap: .transition) == Instant("2011-12-30T10:00:00Z"))
    #expect(zone.localTime(of: zone.instant(of: noon)).date == CivilDate("2011-12-31"))
  }

  @Test func midnightAtTheEndOfADayIsTheNextDays() throws {
    let zone = try TimeZoneRules.named("Asia/Shanghai")
    let midnight = LocalTime(date: try CalendarFixture.date("2026-12-31"), millisecondOfDay: 86_400_000)
    #expect(zone.instant(of: midnight) == Instant("2026-12-31T16:00:00Z"))
  }

  @Test(arguments: [
    "", "Mars/Base", "../../etc/passwd", "/etc/passwd", "America", "America/", "Asia//Shanghai", "zone.tab", "A\0B",
    "right/Asia/Shanghai", String(repeating: "a", count: 100),
  ])
  func refusesWithWords(_ name: String) {
    let problem = #expect(throws: Problem.self) { try TimeZoneRules.named(name) }
    #expect(problem?.code == .invalid)
    #expect(problem?.detail.contains("time zone") == true)
  }

  @Test func aMissingDatabaseIsNamed() {
    let problem = #expect(throws: Problem.self) { try TimeZoneRules.named("Asia/Tokyo", directory: "/nowhere") }
    #expect(problem?.detail.contains("/nowhere") == true)
    #expect((try? TimeZoneRules.named("UTC", directory: "/nowhere")) != nil)
  }
}
