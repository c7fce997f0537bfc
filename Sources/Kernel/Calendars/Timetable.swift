// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The working time of one calendar on the time line, laid out when it is first asked for.
///
/// Days that have hours and stretches of work lie on pages of equal length, so that a page is found by a shift and a
/// place in it by binary search, and years without a question are never laid out.
final class Timetable: Sendable {
  /// The years a calendar holds. Before and after them there is no working time.
  static let years = 1900...2199
  static let firstDay = -25_567  // 1900-01-01
  static let endDay = 84_006  // 2200-01-01
  static let start = Int64(firstDay) * 86_400_000
  static let end = Int64(endDay) * 86_400_000

  /// A page of time is 2³⁵ ms, about 398 days; a page of days is 2⁹ of them.
  static let timeShift: Int64 = 35
  static let dayShift = 9

  let zone: TimeZoneRules
  private let week: [[HourSpan]]
  /// The hours of the days that are not as their weekday.
  private let special: [Int: [HourSpan]]
  private let timePages: [Lazily<TimePage>]
  private let dayPages: [Lazily<DayPage>]

  /// - Parameter department: whose closures count beside everybody's.
  init(_ definition: CalendarDefinition, department: String?) {
    zone = definition.timeZone
    let week = Weekday.allCases.map { definition.weekly[$0] ?? [] }
    self.week = week
    var special: [Int: [HourSpan]] = [:]
    for date in definition.holidays.keys { special[date.dayNumber] = [] }
    for (date, day) in definition.makeUpWorkdays { special[date.dayNumber] = week[day.hoursOf.rawValue - 1] }
    for (date, day) in definition.halfDays { special[date.dayNumber] = day.hours }
    for closure in definition.closures where closure.department == nil || closure.department == department {
      let hours = special[closure.date.dayNumber] ?? week[closure.date.weekday - 1]
      special[closure.date.dayNumber] = hours.subtracting(closure.hours ?? .wholeDay)
    }
    self.special = special
    timePages = (0...Int((Self.end - 1 - Self.start) >> Self.timeShift)).map { _ in Lazily() }
    dayPages = (0...((Self.endDay - 1 - Self.firstDay) >> Self.dayShift)).map { _ in Lazily() }
  }

  /// The hours of a day, by its number since 1970-01-01.
  func hours(onDay day: Int) -> [HourSpan] {
    guard day >= Self.firstDay, day < Self.endDay else { return [] }
    return special[day] ?? week[((day + 3) % 7 + 7) % 7]
  }

  var timePageCount: Int { timePages.count }
  var dayPageCount: Int { dayPages.count }

  func timePage(_ index: Int) -> TimePage {
    timePages[index].value {
      let start = Self.start + Int64(index) << Self.timeShift
      return TimePage(self, from: start, to: min(Self.end, start + 1 << Self.timeShift))
    }
  }

  func dayPage(_ index: Int) -> DayPage {
    dayPages[index].value {
      let first = Self.firstDay + index << Self.dayShift
      return DayPage(self, days: first..<min(Self.endDay, first + 1 << Self.dayShift))
    }
  }
}
