// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The parts of a time in UTC, after the Gregorian calendar.
struct UTCTime {
  private let days: Int
  private let second: Int
  private let year: Int
  /// 1 to 12.
  private let month: Int
  /// 1 to 31.
  private let day: Int

  /// - Parameter seconds: since 1970; fractions are cut off.
  /// - Returns: `nil` for what is no time within some millions of years.
  init?(seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 1e14 else { return nil }
    let whole = Int(seconds)
    days = whole >= 0 ? whole / 86_400 : (whole - 86_399) / 86_400
    second = whole - days * 86_400
    // Years that begin with March: the day that comes and goes is the last one.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// What a function such as `day_of_week` says of it.
  subscript(_ function: Function) -> Int {
    switch function {
    case .minute: second / 60 % 60
    case .hour: second / 3600
    case .dayOfMonth: day
    case .month: month
    case .year: year
    // 1970 began with a Thursday; 0 is Sunday.
    case .dayOfWeek: ((days + 4) % 7 + 7) % 7
    case .dayOfYear: Self.lengths(year).prefix(month - 1).reduce(0, +) + day
    case .daysInMonth: Self.lengths(year)[month - 1]
    default: 0
    }
  }

  private static func lengths(_ year: Int) -> [Int] {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  }
}
