// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

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
    let date = CivilDate(dayNumber: days)
    (year, month, day) = (date.year, date.month, date.day)
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
