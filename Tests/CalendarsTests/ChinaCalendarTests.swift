// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Foundation
import TestSupport
import Testing
import Vocabulary

/// The shipped calendar of China, with its holidays and make-up workdays (调休): cases worked out by hand from the State
/// Council's notices. A day has seven working hours, 09:00 to 12:00 and 13:00 to 17:00.
@Suite struct ChinaCalendarTests {
  private let calendar = try? CalendarFixture.china.get()

  /// Each year's notice is known, the next one's is not.
  @Test func saysHowFarTheHolidaysAreKnown() throws {
    let calendar = try #require(calendar)
    let last = try #require(calendar.definition.holidaysKnownUntil)
    #expect(last.description.hasSuffix("-12-31") && last.year >= 2026)
    let without = CalendarDefinition.aroundTheClock(code: "always")
    #expect(without.holidaysKnownUntil == nil)
  }

  @Test(
    arguments: [
      // Spring Festival 2026: 15 to 23 February off; Saturdays 14 and 28 February worked.
      ("2026-02-13 16:00", "PT4H", "2026-02-14 12:00"), ("2026-02-13 16:00", "PT8H", "2026-02-14 17:00"),
      ("2026-02-13 16:00", "PT8H1M", "2026-02-24 09:01"), ("2026-02-14 16:00", "PT2H", "2026-02-24 10:00"),
      ("2026-02-18 11:00", "PT30M", "2026-02-24 09:30"), ("2026-02-27 17:00", "PT7H", "2026-02-28 17:00"),
      ("2026-02-28 12:30", "PT1H", "2026-02-28 14:00"), ("2026-02-28 17:00", "PT1M", "2026-03-02 09:01"),
      // National Day 2025: 1 to 8 October off; Sunday 28 September and Saturday 11 October worked.
      ("2025-09-30 16:30", "PT1H", "2025-10-09 09:30"), ("2025-09-27 10:00", "PT1H", "2025-09-28 10:00"),
      ("2025-09-28 16:00", "PT2H", "2025-09-29 10:00"), ("2025-10-10 16:00", "PT2H", "2025-10-11 10:00"),
      ("2025-10-11 16:00", "PT2H", "2025-10-13 10:00"),
      // Spring Festival 2025: 28 January to 4 February off; Sunday 26 January and Saturday 8 February worked.
      ("2025-01-24 16:00", "PT8H", "2025-01-26 17:00"), ("2025-01-27 17:00", "PT1H", "2025-02-05 10:00"),
      ("2025-02-07 17:00", "PT7H", "2025-02-08 17:00"),
      // Labour Day 2025 (1 to 5 May, Sunday 27 April worked) and 2026 (1 to 5 May, Saturday 9 May worked).
      ("2025-04-25 17:00", "PT3H", "2025-04-27 12:00"), ("2025-04-30 16:00", "PT2H", "2025-05-06 10:00"),
      ("2026-05-08 16:59", "PT2M", "2026-05-09 09:01"),
      // New Year 2026: 1 to 3 January off, Sunday 4 January worked.
      ("2026-01-02 10:00", "PT1H", "2026-01-04 10:00"),
      // Mid-autumn 2026 (25 to 27 September, Sunday 20 September worked), National Day 2026 (1 to 7 October, Saturday 10
      // October worked).
      ("2026-09-18 17:00", "PT7H", "2026-09-20 17:00"), ("2026-09-24 16:00", "PT2H", "2026-09-28 10:00"),
      ("2026-09-30 17:00", "PT1H", "2026-10-08 10:00"), ("2026-10-09 12:00", "PT5H", "2026-10-10 10:00"),
      // Ordinary weeks; an amount of nothing stays where it is, in working time or not.
      ("2026-07-01 09:00", "PT3H", "2026-07-01 12:00"), ("2026-07-01 09:00", "PT3H0.001S", "2026-07-01 13:00:00.001"),
      ("2026-07-01 09:00", "PT35H", "2026-07-07 17:00"), ("2026-07-01 08:00", "PT0S", "2026-07-01 08:00"),
      ("2026-07-04 10:00", "PT0S", "2026-07-04 10:00"),
      // All of 2025: 248 working days.
      ("2025-01-01 00:00", "PT1736H", "2025-12-31 17:00"),
    ] as [(String, String, String)])
  func addsWorkingTime(_ start: String, _ amount: String, _ end: String) throws {
    let calendar = try #require(calendar)
    let start = try CalendarFixture.local(start, calendar.timeZone)
    let amount = try CalendarFixture.period(amount)
    let sum = calendar.adding(workingMilliseconds: amount, to: start)
    #expect(CalendarFixture.shown(sum, calendar.timeZone) == end)
    #expect(calendar.workingMilliseconds(from: start, to: try #require(sum)) == amount)
  }

  @Test(
    arguments: [
      ("2026-02-13 09:00", "2026-02-24 17:00", 21 * 60), ("2025-10-01 00:00", "2025-10-09 00:00", 0),
      ("2025-09-28 00:00", "2025-09-29 00:00", 7 * 60), ("2025-10-01 00:00", "2025-11-01 00:00", 126 * 60),
      ("2026-02-01 00:00", "2026-03-01 00:00", 112 * 60), ("2025-01-01 00:00", "2026-01-01 00:00", 1736 * 60),
      ("2026-07-01 11:00", "2026-07-01 14:00", 2 * 60), ("2026-07-01 12:10", "2026-07-01 12:50", 0),
      ("2026-07-03 16:00", "2026-07-06 10:00", 2 * 60), ("2026-07-06 10:00", "2026-07-03 16:00", -2 * 60),
      ("2026-07-06 10:00", "2026-07-06 10:00", 0),
    ] as [(String, String, Int64)])
  func measuresWorkingTime(_ from: String, _ to: String, _ minutes: Int64) throws {
    let calendar = try #require(calendar)
    let measured = calendar.workingMilliseconds(
      from: try CalendarFixture.local(from, calendar.timeZone), to: try CalendarFixture.local(to, calendar.timeZone))
    #expect(measured == minutes * 60_000)
  }

  @Test(
    arguments: [
      ("2026-02-13 10:00", 1, "2026-02-14 17:00", "2026-02-14 10:00"),
      ("2026-02-13 10:00", 2, "2026-02-24 17:00", "2026-02-24 10:00"),
      ("2026-02-13 10:00", 5, "2026-02-27 17:00", "2026-02-27 10:00"),
      ("2026-02-13 10:00", 6, "2026-02-28 17:00", "2026-02-28 10:00"),
      ("2026-02-13 10:00", 7, "2026-03-02 17:00", "2026-03-02 10:00"),
      ("2026-02-16 10:00", 1, "2026-02-24 17:00", "2026-02-24 10:00"),
      ("2026-07-04 10:00", 1, "2026-07-06 17:00", "2026-07-06 10:00"),
      ("2026-07-01 22:00", 1, "2026-07-02 17:00", "2026-07-02 22:00"),
      ("2025-09-30 15:00", 5, "2025-10-14 17:00", "2025-10-14 15:00"),
      ("2025-12-31 10:00", 1, "2026-01-04 17:00", "2026-01-04 10:00"),
      ("2025-01-01 00:00", 249, "2026-01-04 17:00", "2026-01-04 00:00"),
      ("2024-12-31 00:00", 248, "2025-12-31 17:00", "2025-12-31 00:00"),
      ("2026-07-04 10:00", 0, "2026-07-04 10:00", "2026-07-04 10:00"),
    ] as [(String, Int, String, String)])
  func addsWorkingDays(_ start: String, _ days: Int, _ close: String, _ same: String) throws {
    let calendar = try #require(calendar)
    let start = try CalendarFixture.local(start, calendar.timeZone)
    let atClose = calendar.adding(workingDays: days, to: start)
    #expect(CalendarFixture.shown(atClose, calendar.timeZone) == close)
    let atSameTime = calendar.adding(workingDays: days, to: start, until: .sameTime)
    #expect(CalendarFixture.shown(atSameTime, calendar.timeZone) == same)
  }

  @Test func isShippedInItsCanonicalContent() throws {
    let calendar = try CalendarFixture.china.get()
    #expect(calendar.definition.holidays.count == 621)
    #expect(calendar.definition.makeUpWorkdays.count == 150)
    #expect(calendar.definition.weeklySource == "example, to be confirmed")
    #expect(calendar.definition.holidays[try CalendarFixture.date("2025-10-06")]?.text(in: "zh-Hans") == "中秋节")
    #expect(calendar.definition.holidays.values.allSatisfy { Set($0.texts.keys) == ["en", "zh-Hans"] })
    #expect(try WorkCalendar(json: calendar.json) == calendar)
  }

  /// Needs the Python package `chinesecalendar`, which `scripts/set-up` installs into `.venv`.
  @Test func agreesWithChineseCalendarOnEveryDay() throws {
    let calendar = try CalendarFixture.china.get()
    let script = """
      import datetime, sys
      try:
          import chinese_calendar
      except ImportError:
          sys.exit(9)
      day = datetime.date(2004, 1, 1)
      while day <= datetime.date(2026, 12, 31):
          try:
              print(day.isoformat(), int(chinese_calendar.is_workday(day)))
          except NotImplementedError:
              pass
          day += datetime.timedelta(days=1)
      """
    guard let output = try Python.output(of: script) else {
      print("skipped: no Python here has chinesecalendar (pip install chinesecalendar==1.11.0)")
      return
    }
    var days = 0
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      let date = try #require(CivilDate(words[0]))
      if calendar.isWorkday(date) != (words[1] == "1") { Issue.record("\(date) differs") }
      days += 1
    }
    // 23 years with six leap days.
    #expect(days == 23 * 365 + 6)
  }
}
