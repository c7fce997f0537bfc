// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension FEELValue {
  /// An entry of a context, or what a date, time, duration or range tells of itself (DMN 1.5, tables 61 and 62); `nil`
  /// where there is no such thing.
  public func property(_ name: String) -> FEELValue? {
    switch self {
    case .context(let context): context[name]
    case .date(let date): date.property(name)
    case .time(let time): time.property(name)
    case .dateAndTime(let moment): moment.property(name)
    case .daysAndTimeDuration(let duration): duration.property(name)
    case .yearsAndMonthsDuration(let duration): duration.property(name)
    case .range(let range): range.property(name)
    default: nil
    }
  }
}

extension FEELDate {
  fileprivate func property(_ name: String) -> FEELValue? {
    switch name {
    case "year": .number(year)
    case "month": .number(month)
    case "day": .number(day)
    case "weekday": .number(weekday)
    case "value": .number(dayNumber * 86_400)
    default: nil
    }
  }
}

extension FEELTime {
  fileprivate func property(_ name: String) -> FEELValue? {
    switch name {
    case "hour": .number(hour)
    case "minute": .number(minute)
    case "second": .number(Decimal128(nanoseconds: Int128(nanosecondOfDay % 60_000_000_000)))
    case "time offset": timeOffset.map { .daysAndTimeDuration($0) } ?? .null
    case "timezone": timezone.map { .string($0) } ?? .null
    case "value": .number(Decimal128(nanoseconds: Int128(nanosecondOfDay)))
    default: nil
    }
  }
}

extension FEELDateAndTime {
  fileprivate func property(_ name: String) -> FEELValue? {
    switch name {
    case "time offset": timeOffset.map { .daysAndTimeDuration($0) } ?? .null
    case "value":
      epochSeconds.map { .number(Decimal128($0)) }
        ?? .number(date.dayNumber * 86_400 + time.nanosecondOfDay / 1_000_000_000)
    default: date.property(name) ?? time.property(name)
    }
  }
}

extension DaysAndTimeDuration {
  fileprivate func property(_ name: String) -> FEELValue? {
    switch name {
    case "days": .number(days)
    case "hours": .number(hours)
    case "minutes": .number(minutes)
    case "seconds": .number(seconds)
    case "value": .number(totalSeconds)
    default: nil
    }
  }
}

extension YearsAndMonthsDuration {
  fileprivate func property(_ name: String) -> FEELValue? {
    switch name {
    case "years": .number(yearsPart)
    case "months": .number(monthsPart)
    case "value": .number(months)
    default: nil
    }
  }
}

extension FEELRange {
  fileprivate func property(_ name: String) -> FEELValue? {
    switch name {
    case "start": start ?? .null
    case "end": end ?? .null
    case "start included": .boolean(startIncluded)
    case "end included": .boolean(endIncluded)
    default: nil
    }
  }
}
