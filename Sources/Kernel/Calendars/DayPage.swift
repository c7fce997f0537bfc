// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The days with working hours among the days of one page, in order.
final class DayPage: Sendable {
  let workdays: [Int]

  init(_ timetable: Timetable, days: Range<Int>) {
    workdays = days.filter { !timetable.hours(onDay: $0).isEmpty }
  }

  /// How many workdays of this page are up to and with a day.
  func count(through day: Int) -> Int {
    var low = 0
    var high = workdays.count
    while low < high {
      let middle = (low + high) / 2
      if workdays[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
