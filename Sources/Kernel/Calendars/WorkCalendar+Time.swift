// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension WorkCalendar {
  /// Milliseconds of working time from one instant to another; negative when `to` comes first.
  ///
  /// For every `start` and `amount` ≥ 0 for which `adding(workingMilliseconds:to:)` has a result, this measures exactly
  /// `amount` from `start` to it.
  public func workingMilliseconds(from: Instant, to: Instant) -> Int64 {
    from <= to
      ? timetable.worked(from: from.milliseconds, to: to.milliseconds)
      : -timetable.worked(from: to.milliseconds, to: from.milliseconds)
  }

  /// The earliest instant, not before `start`, by which so much working time has passed since `start`.
  ///
  /// For an amount of 0 that is `start` itself, in working time or not; for any other it is within working time or at
  /// its very end: a day's work that is used up ends at closing time, not at the next opening. `nil` when the amount is
  /// negative or the calendar's years hold no such instant.
  public func adding(workingMilliseconds amount: Int64, to start: Instant) -> Instant? {
    timetable.instant(amount, after: start.milliseconds).map { Instant(milliseconds: $0) }
  }

  /// The moment at which `count` workdays have passed since `start`.
  ///
  /// The day of the start does not count, worked or not; the last day ends at its close of business (Civil Code of the
  /// People's Republic of China, articles 201 and 203), or at the start's time of day when `until` says so. A time of
  /// day that clocks skip on that day moves on by as much, and of one shown twice the first is meant.
  ///
  /// For a count of 0 that is `start` itself. `nil` when the count is negative or the calendar's years hold no such day.
  public func adding(
    workingDays count: Int, to start: Instant, until: Limit.DayEnd = .closeOfDay
  ) -> Instant? {
    if count == 0 { return start }
    return DayMeter(timetable, start: start.milliseconds, until: until).instant(after: Int64(count))
      .map { Instant(milliseconds: $0) }
  }
}
