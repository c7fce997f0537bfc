// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Testing
import Vocabulary

/// Working time where clocks change. New York skips 02:00 to 03:00 on 8 March 2026 and shows 01:00 to 02:00 twice on
/// 1 November 2026.
@Suite struct DaylightSavingTests {
  private static let newYork = "America/New_York"

  private func hours(_ calendar: WorkCalendar, on date: String) throws -> Double {
    let date = try CalendarFixture.date(date)
    func midnight(_ date: CivilDate) -> Instant {
      calendar.timeZone.instant(of: LocalTime(date: date, millisecondOfDay: 0), gap: .transition)
    }
    return Double(calendar.workingMilliseconds(from: midnight(date), to: midnight(date.adding(days: 1)))) / 3_600_000
  }

  @Test(
    arguments: [
      ("00:00-24:00", 23, 25), ("00:00-06:00", 5, 7), ("02:00-03:00", 0, 1), ("01:00-02:00", 1, 2),
      ("01:30-02:30", 0.5, 1.5), ("00:30-01:30", 1, 1.5), ("09:00-17:00", 8, 8), ("02:30-03:30", 0.5, 1),
    ] as [(String, Double, Double)])
  func hoursOfTheDays(_ hours: String, _ spring: Double, _ autumn: Double) throws {
    let calendar = try CalendarFixture.everyDay(hours, zone: Self.newYork)
    #expect(try self.hours(calendar, on: "2026-03-08") == spring)
    #expect(try self.hours(calendar, on: "2026-11-01") == autumn)
  }

  @Test func theWeekendOfTheChangeIsNoDifferentForAnOffice() throws {
    let calendar = try CalendarFixture.office(Self.newYork)
    let start = try CalendarFixture.local("2026-03-06 16:00", calendar.timeZone)
    #expect(calendar.adding(workingMilliseconds: 7_200_000, to: start) == Instant("2026-03-09T14:00:00Z"))
    let autumn = try CalendarFixture.local("2026-10-30 16:00", calendar.timeZone)
    #expect(calendar.adding(workingMilliseconds: 7_200_000, to: autumn) == Instant("2026-11-02T15:00:00Z"))
  }

  @Test func aroundTheClockIsElapsedTime() throws {
    let calendar = try WorkCalendar(.aroundTheClock(code: "always", timeZone: .named(Self.newYork)))
    let start = try CalendarFixture.local("2026-03-07 12:00", calendar.timeZone)
    let next = calendar.adding(workingMilliseconds: 86_400_000, to: start)
    #expect(next == start + .seconds(86_400))
    #expect(CalendarFixture.shown(next, calendar.timeZone) == "2026-03-08 13:00")
    let decade = start + .seconds(86_400 * 3653)
    #expect(calendar.workingMilliseconds(from: start, to: decade) == 86_400_000 * 3653)
  }

  @Test func aSkippedCloseIsTheMomentOfTheSkip() throws {
    let calendar = try CalendarFixture.everyDay("00:00-02:30", zone: Self.newYork)
    let start = try CalendarFixture.local("2026-03-07 10:00", calendar.timeZone)
    #expect(calendar.adding(workingDays: 1, to: start) == Instant("2026-03-08T07:00:00Z"))
  }

  @Test func aRepeatedCloseIsTheSecond() throws {
    let calendar = try CalendarFixture.everyDay("00:00-01:30", zone: Self.newYork)
    let start = try CalendarFixture.local("2026-10-31 10:00", calendar.timeZone)
    #expect(calendar.adding(workingDays: 1, to: start) == Instant("2026-11-01T06:30:00Z"))
  }

  @Test func theSameTimeMovesOnWhenSkippedAndIsTheFirstOfTwo() throws {
    let calendar = try CalendarFixture.everyDay("09:00-17:00", zone: Self.newYork)
    let spring = try CalendarFixture.local("2026-03-07 02:30", calendar.timeZone)
    #expect(calendar.adding(workingDays: 1, to: spring, until: .sameTime) == Instant("2026-03-08T07:30:00Z"))
    let autumn = try CalendarFixture.local("2026-10-31 01:30", calendar.timeZone)
    #expect(calendar.adding(workingDays: 1, to: autumn, until: .sameTime) == Instant("2026-11-01T05:30:00Z"))
  }

  @Test func aDayThatClocksSkipHasNoHours() throws {
    let calendar = try CalendarFixture.everyDay("09:00-17:00", zone: "Pacific/Apia")
    let start = try CalendarFixture.local("2011-12-29 16:00", calendar.timeZone)
    let end = calendar.adding(workingMilliseconds: 7_200_000, to: start)
    #expect(CalendarFixture.shown(end, calendar.timeZone) == "2011-12-31 10:00")
  }
}
