// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Testing
import Vocabulary

/// Half days, closures, make-up workdays, on a calendar of Monday to Friday, 09:00 to 12:00 and 13:00 to 17:00.
@Suite struct ExceptionDayTests {
  private func minutes(_ calendar: WorkCalendar, on date: String) throws -> Int64 {
    let from = try CalendarFixture.local(date + " 00:00", calendar.timeZone)
    return calendar.workingMilliseconds(from: from, to: from + .seconds(86_400)) / 60_000
  }

  private func end(_ calendar: WorkCalendar, _ start: String, _ amount: String) throws -> String {
    let start = try CalendarFixture.local(start, calendar.timeZone)
    let end = calendar.adding(workingMilliseconds: try CalendarFixture.period(amount), to: start)
    return CalendarFixture.shown(end, calendar.timeZone)
  }

  @Test func aHalfDayHasItsOwnHours() throws {
    let calendar = try CalendarFixture.office {
      // A Thursday and a Saturday.
      $0.halfDays[CivilDate("2026-12-31")!] = .init(hours: [HourSpan("09:00-12:00")!])
      $0.halfDays[CivilDate("2026-12-26")!] = .init(hours: [HourSpan("10:00-11:00")!])
    }
    #expect(try minutes(calendar, on: "2026-12-31") == 180)
    #expect(try minutes(calendar, on: "2026-12-30") == 420)
    #expect(try end(calendar, "2026-12-31 11:00", "PT2H") == "2027-01-01 10:00")
    #expect(calendar.isWorkday(try CalendarFixture.date("2026-12-26")))
    let start = try CalendarFixture.local("2026-12-30 10:00", calendar.timeZone)
    let due = calendar.adding(workingDays: 1, to: start)
    #expect(CalendarFixture.shown(due, calendar.timeZone) == "2026-12-31 12:00")
  }

  @Test(
    arguments: [
      ("13:00-15:00", 300, "2026-07-07 16:00"), ("10:00-11:00", 360, "2026-07-07 14:00"),
      ("11:30-13:30", 360, "2026-07-07 14:30"), ("09:00-17:00", 0, "2026-07-08 10:00"),
      ("12:00-13:00", 420, "2026-07-07 14:00"), ("00:00-24:00", 0, "2026-07-08 10:00"),
      ("16:00-24:00", 360, "2026-07-07 14:00"),
    ] as [(String, Int64, String)])
  func aClosureIsTakenOff(_ hours: String, _ left: Int64, _ dueAfterAnHourFromNoon: String) throws {
    let span = try #require(HourSpan(hours))
    let calendar = try CalendarFixture.office {
      $0.closures = [.init(date: CivilDate("2026-07-07")!, hours: span)]
    }
    #expect(try minutes(calendar, on: "2026-07-07") == left)
    #expect(calendar.isWorkday(try CalendarFixture.date("2026-07-07")) == (left > 0))
    #expect(try end(calendar, "2026-07-07 12:00", "PT1H") == dueAfterAnHourFromNoon)
  }

  @Test func closuresAddUp() throws {
    let calendar = try CalendarFixture.office {
      let date = CivilDate("2026-07-07")!
      $0.closures = [
        .init(date: date, hours: HourSpan("09:00-10:00")!), .init(date: date, hours: HourSpan("09:30-13:30")!),
        .init(date: CivilDate("2026-07-08")!),
      ]
    }
    #expect(calendar.hours(on: try CalendarFixture.date("2026-07-07")).map(\.description) == ["13:30-17:00"])
    #expect(!calendar.isWorkday(try CalendarFixture.date("2026-07-08")))
  }

  @Test func aDepartmentsClosureCountsForItAlone() throws {
    let date = try CalendarFixture.date("2026-07-07")
    let calendar = try CalendarFixture.office {
      $0.closures = [
        .init(date: date, department: "water"), .init(date: date, hours: HourSpan("09:00-10:00")!),
        .init(date: date.adding(days: 1), department: "roads"),
      ]
    }
    #expect(try minutes(calendar, on: "2026-07-07") == 360)
    let water = calendar.scoped(to: "water")
    #expect(try minutes(water, on: "2026-07-07") == 0)
    #expect(try minutes(water, on: "2026-07-08") == 420)
    let roads = water.scoped(to: "roads")
    #expect(try minutes(roads, on: "2026-07-07") == 360)
    #expect(try minutes(roads, on: "2026-07-08") == 0)
    let parks = calendar.scoped(to: "parks")
    #expect(try minutes(parks, on: "2026-07-07") == 360)
    #expect(parks.department == "parks")
    #expect(water != calendar)
  }

  @Test func aMakeUpWorkdayFollowsMondayOrTheWeekdayItNames() throws {
    let calendar = try CalendarFixture.office {
      $0.weekly[.monday] = [HourSpan("08:00-10:00")!]
      $0.weekly[.friday] = [HourSpan("09:00-12:00")!]
      $0.makeUpWorkdays[CivilDate("2026-07-11")!] = .init()
      $0.makeUpWorkdays[CivilDate("2026-07-12")!] = .init(hoursOf: .friday)
      $0.closures = [.init(date: CivilDate("2026-07-12")!, hours: HourSpan("09:00-10:00")!)]
    }
    #expect(try minutes(calendar, on: "2026-07-11") == 120)
    #expect(try minutes(calendar, on: "2026-07-12") == 120)
    #expect(try end(calendar, "2026-07-11 10:00", "PT1H") == "2026-07-12 11:00")
  }

  @Test func anEmptyCalendarHasNoEnd() throws {
    let calendar = try WorkCalendar(CalendarDefinition(code: "never", timeZone: .utc, weekly: [:]))
    let start = try #require(Instant("2026-01-01T00:00:00Z"))
    #expect(calendar.adding(workingMilliseconds: 1, to: start) == nil)
    #expect(calendar.adding(workingMilliseconds: 0, to: start) == start)
    #expect(calendar.adding(workingDays: 1, to: start) == nil)
    #expect(calendar.due(start: start, limit: .workingTime(milliseconds: 1)) == nil)
    #expect(calendar.due(start: start, limit: .elapsed(milliseconds: 1)) == start + .milliseconds(1))
  }

  @Test func theYearsOfACalendarEnd() throws {
    let calendar = try WorkCalendar(.aroundTheClock(code: "always"))
    let start = try #require(Instant("2199-12-31T23:00:00Z"))
    #expect(calendar.adding(workingMilliseconds: 3_600_000, to: start) == Instant("2200-01-01T00:00:00Z"))
    #expect(calendar.adding(workingMilliseconds: 3_600_001, to: start) == nil)
    #expect(calendar.adding(workingMilliseconds: .max, to: start) == nil)
    #expect(calendar.adding(workingMilliseconds: -1, to: start) == nil)
    #expect(calendar.adding(workingDays: 1, to: start) == nil)
    #expect(calendar.adding(workingDays: -1, to: start) == nil)
    let before = try #require(Instant("1899-12-31T23:00:00Z"))
    #expect(calendar.adding(workingMilliseconds: 3_600_000, to: before) == Instant("1900-01-01T01:00:00Z"))
    #expect(calendar.workingMilliseconds(from: before, to: start + .seconds(9_999_999)) == 9_467_107_200_000)
    #expect(!calendar.isWorkingTime(before))
    #expect(calendar.isWorkingTime(start))
    #expect(!calendar.isWorkingTime(start + .seconds(3600)))
    #expect(calendar.workingMilliseconds(from: Instant(milliseconds: .min), to: Instant(milliseconds: .max)) > 0)
  }

  @Test func workingTimeHasItsOpeningButNotItsClose() throws {
    let calendar = try CalendarFixture.office()
    for (time, isWorking) in [
      ("08:59:59.999", false), ("09:00", true), ("11:59:59.999", true), ("12:00", false), ("13:00", true),
      ("17:00", false),
    ] {
      let instant = try CalendarFixture.local("2026-07-07 " + time, calendar.timeZone)
      #expect(calendar.isWorkingTime(instant) == isWorking, "\(time)")
    }
  }
}
