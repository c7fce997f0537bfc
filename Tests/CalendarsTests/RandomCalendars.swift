// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import TestSupport
import Testing
import Vocabulary

/// Calendars, times and pauses drawn from a seeded generator.
struct RandomCalendars {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Zones with changes of a full and of half an hour, at midnight, in either half of the year, and with none.
  static let zones = [
    "UTC", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Europe/Dublin",
    "America/St_Johns", "Africa/Cairo", "Pacific/Chatham", "America/Nuuk",
  ]

  static let first = CivilDate("2024-06-01")!.dayNumber
  static let days = 900

  mutating func calendar() throws -> WorkCalendar {
    let zone = Self.zones.randomElement(using: &generator)!
    if chance(20) { return try WorkCalendar(.aroundTheClock(code: "always", timeZone: .named(zone))) }
    var definition = CalendarDefinition(code: "random", timeZone: try .named(zone), weekly: [:])
    for weekday in Weekday.allCases where !chance(4) { definition.weekly[weekday] = spans() }
    if definition.weekly.isEmpty { definition.weekly[.tuesday] = spans() }
    for _ in 0..<int(0...60) { definition.holidays[date()] = LocalizedText(["en": "holiday"]) }
    for _ in 0..<int(0...30) {
      let date = date()
      if definition.holidays[date] == nil,
        let weekday = definition.weekly.keys.sorted(by: { $0.rawValue < $1.rawValue })
          .randomElement(using: &generator)
      {
        definition.makeUpWorkdays[date] = .init(hoursOf: weekday)
      }
    }
    for _ in 0..<int(0...20) {
      let date = date()
      if definition.holidays[date] == nil { definition.halfDays[date] = .init(hours: spans()) }
    }
    for _ in 0..<int(0...20) {
      definition.closures.append(.init(date: date(), hours: chance(2) ? nil : spans().first))
    }
    return try WorkCalendar(definition)
  }

  mutating func chance(_ oneIn: Int) -> Bool { int(1...oneIn) == 1 }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func date() -> CivilDate { CivilDate(dayNumber: Self.first + int(0...Self.days)) }

  /// One to three spans; often at the bounds of the day and at the hours at which clocks change.
  mutating func spans() -> [HourSpan] {
    var marks: Set<Int> = []
    let count = int(1...3) * 2
    while marks.count < count {
      marks.insert(chance(3) ? [0, 30, 60, 90, 120, 150, 180, 1439, 1440][int(0...8)] : int(0...1440))
    }
    let sorted = marks.sorted()
    return stride(from: 0, to: count, by: 2).map { HourSpan(from: sorted[$0], to: sorted[$0 + 1]) }
  }

  mutating func instant() -> Instant {
    let day = Self.first + int(0...Self.days)
    return Instant(milliseconds: Int64(day) * 86_400_000 + Int64(int(0...86_399_999)))
  }

  /// At a whole minute.
  mutating func minute() -> Instant {
    Instant(milliseconds: instant().milliseconds / 60_000 * 60_000)
  }

  mutating func pauses(after start: Instant) -> [Pause] {
    (0..<int(0...5)).map { _ in
      let from = start + .milliseconds(Int64(int(-3...20)) * 86_400_000 + Int64(int(0...86_399_999)))
      if chance(12) { return Pause(from: from, to: nil) }
      return Pause(from: from, to: from + .milliseconds(Int64(int(-1000...300_000_000))))
    }
  }

  mutating func limit() -> Limit {
    switch int(0...3) {
    case 0: .workingTime(milliseconds: Int64(int(1...200_000_000)))
    case 1: .elapsed(milliseconds: Int64(int(1...900_000_000)))
    case 2: .workingDays(int(1...15), until: .closeOfDay)
    default: .workingDays(int(1...15), until: .sameTime)
    }
  }
}
