// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
import Vocabulary

/// How time is cut into buckets.
public enum Buckets: Hashable, Sendable {
  /// Of one length, counted from 1970-01-01T00:00:00Z.
  case fixed(Duration)
  /// As the calendar of a zone has them: days have 23 to 25 hours, months 28 to 31 days.
  case calendar(Unit, zone: TimeZoneRules)

  public enum Unit: String, CaseIterable, Sendable {
    case day
    /// From Monday on (ISO 8601).
    case week
    case month, quarter, year
  }

  /// Where buckets begin: the first at or before `from`, the last at or after `to`.
  /// - Parameter most: buckets that may be.
  /// - Throws: `Problem` of code `invalid` for a step that is not positive, or too many buckets.
  func edges(from: Instant, to: Instant, most: Int) throws(Problem) -> [Int64] {
    guard from < to else { return [from.milliseconds] }
    switch self {
    case .fixed(let step):
      let step = step.wholeMilliseconds
      guard step > 0 else { throw .invalid("step", "must be longer than nothing", "时长须大于零") }
      let first = from.milliseconds.floored(to: step)
      let (length, overflows) = to.milliseconds.subtractingReportingOverflow(first)
      guard !overflows, (length - 1) / step < Int64(most) else { throw Self.tooMany(most) }
      return (0...(length - 1) / step + 1).map { first + $0 * step }
    case .calendar(let unit, let zone):
      var date = unit.first(containing: zone.localTime(of: from).date)
      var edges: [Int64] = []
      while true {
        let edge = zone.instant(of: LocalTime(date: date, millisecondOfDay: 0)).milliseconds
        edges.append(edge)
        if edge >= to.milliseconds { return edges }
        guard edges.count <= most else { throw Self.tooMany(most) }
        date = unit.next(after: date)
      }
    }
  }

  private static func tooMany(_ most: Int) -> Problem {
    .invalid(
      "step", "would make more than \(most) buckets: take a longer step or a shorter time",
      "将产生超过 \(most) 个时段：请加大步长或缩短时间范围")
  }
}

extension Buckets.Unit {
  fileprivate func first(containing date: CivilDate) -> CivilDate {
    switch self {
    case .day: date
    case .week: date.adding(days: 1 - date.weekday)
    case .month: date.adding(days: 1 - date.day)
    case .quarter: CivilDate(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1) ?? date
    case .year: CivilDate(year: date.year, month: 1, day: 1) ?? date
    }
  }

  fileprivate func next(after first: CivilDate) -> CivilDate {
    switch self {
    case .day: first.adding(days: 1)
    case .week: first.adding(days: 7)
    // The 1st and so many days later are in the month, quarter or year that follows, whatever its length.
    case .month: Self.month.first(containing: first.adding(days: 31))
    case .quarter: Self.quarter.first(containing: first.adding(days: 92))
    case .year: Self.year.first(containing: first.adding(days: 366))
    }
  }
}

extension Int64 {
  fileprivate func floored(to step: Int64) -> Int64 {
    let rest = self % step
    return rest < 0 ? self - rest - step : self - rest
  }
}
