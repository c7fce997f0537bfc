// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Counts workdays after the day of the start. Each counts at one moment: its close, or the start's time of day.
struct DayMeter: Meter {
  private let timetable: Timetable
  private let startDay: Int
  private let start: Int64
  /// Milliseconds of day; `nil`: the close of the day.
  private let timeOfDay: Int64?

  init(_ timetable: Timetable, start: Int64, until: Limit.DayEnd) {
    self.timetable = timetable
    self.start = start
    let wall = start + timetable.zone.offsetMilliseconds(at: start)
    let day = wall.flooredQuotient(86_400_000)
    startDay = Int(day)
    timeOfDay = until == .closeOfDay ? nil : wall - day * 86_400_000
  }

  func amount(at instant: Int64) -> Int64 {
    let wall = instant + timetable.zone.offsetMilliseconds(at: instant)
    let day = Int(wall.flooredQuotient(86_400_000))
    // Where clocks are set back over midnight they show the day before once more, with its close still to come.
    var count = timetable.workdays(after: startDay, through: day - 2)
    for near in max(startDay + 1, day - 1)...max(startDay + 1, day + 1) {
      if let moment = moment(of: near), moment <= instant { count += 1 }
    }
    return Int64(count)
  }

  func instant(after amount: Int64) -> Int64? {
    guard amount > 0 else { return amount == 0 ? start : nil }
    return Int(exactly: amount).flatMap { timetable.workday($0, after: startDay) }.flatMap { moment(of: $0) }
  }

  /// When a day counts; `nil` when it is no workday.
  private func moment(of day: Int) -> Int64? {
    guard let close = timetable.hours(onDay: day).last else { return nil }
    let midnight = Int64(day) * 86_400_000
    if let timeOfDay {
      return timetable.zone.instant(ofWall: midnight + timeOfDay, gap: .shifted, overlap: .earlier)
    }
    return timetable.zone.instant(ofWall: midnight + Int64(close.to) * 60_000, gap: .transition, overlap: .later)
  }
}
