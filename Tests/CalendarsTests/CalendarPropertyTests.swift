// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import TestSupport
import Testing
import Vocabulary

@Suite struct CalendarPropertyTests {
  @Test(arguments: 1...8) func addingAndMeasuringAreInverse(_ seed: UInt64) throws {
    var random = RandomCalendars(seed: seed)
    for _ in 0..<60 {
      let calendar = try random.calendar()
      for _ in 0..<50 {
        let start = random.instant()
        let amount = random.chance(5) ? 0 : Int64(random.int(0...(random.chance(4) ? 20_000_000_000 : 300_000_000)))
        let end = try #require(calendar.adding(workingMilliseconds: amount, to: start))
        #expect(calendar.workingMilliseconds(from: start, to: end) == amount)
        #expect(calendar.workingMilliseconds(from: end, to: start) == -amount)
        if amount == 0 {
          #expect(end == start)
        } else {
          // The millisecond before the end is worked, so that no earlier instant would do.
          #expect(calendar.isWorkingTime(end - .milliseconds(1)))
          #expect(calendar.workingMilliseconds(from: start, to: end - .milliseconds(1)) == amount - 1)
        }
        // In two steps as in one.
        let part = amount / 3
        let middle = try #require(calendar.adding(workingMilliseconds: part, to: start))
        #expect(calendar.adding(workingMilliseconds: amount - part, to: middle) == (part < amount ? end : middle))
        let other = random.instant()
        #expect(
          calendar.workingMilliseconds(from: start, to: other) + calendar.workingMilliseconds(from: other, to: end)
            == amount)
      }
    }
  }

  /// Minute by minute, from the definition alone.
  @Test(arguments: 11...18) func measuringAgreesWithTheClocks(_ seed: UInt64) throws {
    var random = RandomCalendars(seed: seed)
    for _ in 0..<20 {
      let calendar = try random.calendar()
      for _ in 0..<4 {
        // Half of them over a night in which clocks change somewhere.
        let changes = ["2025-03-09T00:00:00Z", "2024-11-03T00:00:00Z", "2025-10-26T00:00:00Z", "2026-04-05T00:00:00Z"]
        let from =
          random.chance(2)
          ? random.minute() : Instant(changes[random.int(0...3)])! + .seconds(60 * random.int(-1440...1440))
        var minute = from
        var worked: Int64 = 0
        for _ in 0..<random.int(0...3000) {
          let local = calendar.timeZone.localTime(of: minute)
          let isWorking = Self.hours(calendar.definition, local.date).contains {
            (Int64($0.from) * 60_000..<Int64($0.to) * 60_000).contains(local.millisecondOfDay)
          }
          if calendar.isWorkingTime(minute) != isWorking { Issue.record("\(minute) in \(calendar.json.text)") }
          if isWorking { worked += 60_000 }
          minute = minute + .seconds(60)
        }
        #expect(calendar.workingMilliseconds(from: from, to: minute) == worked)
      }
    }
  }

  /// The order of precedence, written once more and in other words.
  private static func hours(_ definition: CalendarDefinition, _ date: CivilDate) -> [HourSpan] {
    let weekday = Weekday(rawValue: date.weekday)!
    let own =
      definition.halfDays[date]?.hours
      ?? definition.makeUpWorkdays[date].map { definition.weekly[$0.hoursOf] ?? [] }
      ?? (definition.holidays[date] != nil ? [] : definition.weekly[weekday] ?? [])
    let closed = definition.closures.filter { $0.date == date }.map { $0.hours ?? .wholeDay }
    // Cut at every bound, then keep the pieces that no closure holds.
    let cuts = Set(own.flatMap { [$0.from, $0.to] } + closed.flatMap { [$0.from, $0.to] }).sorted()
    return zip(cuts, cuts.dropFirst()).map { HourSpan(from: $0, to: $1) }.filter { piece in
      own.contains { $0.from <= piece.from && piece.to <= $0.to }
        && !closed.contains { $0.from <= piece.from && piece.to <= $0.to }
    }
  }

  @Test(arguments: 21...24) func workingDaysAgreeWithWalking(_ seed: UInt64) throws {
    var random = RandomCalendars(seed: seed)
    for _ in 0..<40 {
      let calendar = try random.calendar()
      for _ in 0..<20 {
        let start = random.instant()
        let count = random.int(1...(random.chance(4) ? 900 : 20))
        let local = calendar.timeZone.localTime(of: start)
        var date = local.date
        var left = count
        while left > 0 {
          date = date.adding(days: 1)
          if !Self.hours(calendar.definition, date).isEmpty { left -= 1 }
        }
        let close = Int64(calendar.hours(on: date).last!.to) * 60_000
        #expect(
          calendar.adding(workingDays: count, to: start)
            == calendar.timeZone.instant(
              of: LocalTime(date: date, millisecondOfDay: close), gap: .transition, overlap: .later))
        #expect(
          calendar.adding(workingDays: count, to: start, until: .sameTime)
            == calendar.timeZone.instant(of: LocalTime(date: date, millisecondOfDay: local.millisecondOfDay)))
      }
    }
  }

  @Test(arguments: 31...34) func jsonKeepsCalendars(_ seed: UInt64) throws {
    var random = RandomCalendars(seed: seed)
    for _ in 0..<100 {
      let calendar = try random.calendar()
      #expect(try WorkCalendar(json: JSON(parsing: calendar.json.text)) == calendar)
    }
  }

  /// Many tasks lay out the same pages at once.
  @Test func aCalendarIsSharedByThreads() async throws {
    var random = RandomCalendars(seed: 41)
    for _ in 0..<20 {
      let calendar = try random.calendar()
      let start = random.instant()
      let ends = await withTaskGroup(of: Instant?.self) { group in
        for _ in 0..<8 {
          group.addTask { calendar.adding(workingMilliseconds: 3_000_000_000, to: start) }
        }
        return await group.reduce(into: Set<Instant?>()) { $0.insert($1) }
      }
      #expect(ends.count == 1)
    }
  }
}
