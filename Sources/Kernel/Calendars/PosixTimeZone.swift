// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A rule such as `EST5EDT,M3.2.0,M11.1.0`: POSIX.1-2017 §8.3 with the wider hours of RFC 9636 §3.3.
struct PosixTimeZone {
  /// When in a year the clocks change.
  struct Change: Equatable {
    enum Day: Equatable {
      /// Day 1 to 365; 29 February is never counted.
      case julian(Int)
      /// Day 0 to 365; 29 February is counted in leap years.
      case zeroBased(Int)
      /// The `week`-th (5: the last) `weekday` (0: Sunday) of the month.
      case weekday(month: Int, week: Int, weekday: Int)
    }

    var day: Day
    /// Seconds after midnight; may be negative or longer than a day.
    var time: Int64

    /// The moment in seconds since 1970, as the clocks show it before they change.
    func wallSeconds(in year: Int) -> Int64 {
      let newYear = dayNumber(year, 1)
      let number: Int
      switch day {
      case .zeroBased(let day): number = newYear + day
      case .julian(let day):
        let isLeap = dayNumber(year, 3) - newYear == 60
        number = newYear + day - (isLeap && day >= 60 ? 0 : 1)
      case .weekday(let month, let week, let weekday):
        let first = dayNumber(year, month)
        let length = (month == 12 ? dayNumber(year + 1, 1) : dayNumber(year, month + 1)) - first
        // 1970-01-01 was a Thursday.
        let firstWeekday = ((first + 4) % 7 + 7) % 7
        let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        number = first + (day >= length ? day - 7 : day)
      }
      return Int64(number) * 86_400 + time
    }

    private func dayNumber(_ year: Int, _ month: Int) -> Int {
      CivilDate(year: year, month: month, day: 1).map(\.dayNumber) ?? 0
    }
  }

  /// Seconds east of UTC.
  var standard: Int64
  /// The other time of the year; `start` and `end` are when it begins and ceases.
  var daylight: (offset: Int64, start: Change, end: Change)?

  /// Adds the stretches after the table's last transition.
  ///
  /// - Returns: from where on the 400 years before repeat themselves; `nil` when the last stretch has no end.
  func extend(after last: Int64, starts: inout [Int64], offsets: inout [Int64]) -> Int64? {
    guard let daylight else {
      // The table's last type ought to be the rule's (RFC 9636 §3.3), and without transitions the rule is all there is.
      if starts.count == 1 { offsets[0] = standard * 1000 }
      return nil
    }
    let lastYear =
      last == .min ? 1 : CivilDate(dayNumber: Int(last.flooredQuotient(86_400_000))).year
    let firstYear = last == .min ? 1800 : max(1, lastYear - 1)
    let endYear = max(lastYear + 402, 2402)
    var changes: [(at: Int64, offset: Int64)] = []
    for year in firstYear...endYear {
      changes.append(((daylight.start.wallSeconds(in: year) - standard) * 1000, daylight.offset * 1000))
      changes.append(((daylight.end.wallSeconds(in: year) - daylight.offset) * 1000, standard * 1000))
    }
    // Of two changes at one instant the later year's counts: daylight time all year round is written so (§3.3.1).
    let ordered = changes.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
    for (position, change) in ordered.map(\.element).enumerated() where change.at > last {
      if position + 1 < ordered.count, ordered[position + 1].element.at == change.at { continue }
      if change.offset == offsets[offsets.count - 1] { continue }
      starts.append(change.at)
      offsets.append(change.offset)
    }
    return CivilDate(year: endYear, month: 1, day: 1).map { Int64($0.dayNumber) * 86_400_000 }
  }
}
