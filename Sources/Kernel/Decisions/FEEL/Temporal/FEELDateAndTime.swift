// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A date and a time of day, with a zone or local (DMN 1.5, 10.3.2.3.6).
///
/// `==` and the hash mean the same element of the semantic domain, FEEL's `is()`; FEEL's `=` is `isEqual(to:)`.
public struct FEELDateAndTime: Sendable, Hashable {
  /// The date that the calendars of the zone show.
  public let date: FEELDate
  /// The time of day; its zone is the zone of the whole.
  public let time: FEELTime

  /// A date and the time of day with its zone.
  public init(date: FEELDate, time: FEELTime) {
    self.date = date
    self.time = time
  }

  /// The zone; `nil` for a local date and time.
  public var zone: FEELZone? { time.zone }

  /// Seconds since 1970-01-01T00:00:00 as the clocks show them.
  private var localSeconds: Int { date.dayNumber * 86_400 + time.nanosecondOfDay / 1_000_000_000 }

  /// How far the zone is from UTC at that moment, in seconds; 0 without zone.
  private var offset: Int { zone?.offset(atLocal: localSeconds) ?? 0 }

  /// Seconds and nanoseconds since 1970-01-01T00:00:00Z; local without zone.
  private func moment(offset: Int) -> (seconds: Int, nanosecond: Int) { (localSeconds - offset, time.nanosecond) }

  /// Seconds since 1970-01-01T00:00:00Z; `nil` without zone.
  public var epochSeconds: Int? { zone == nil ? nil : localSeconds - offset }

  /// Both in UTC, or both as the clocks show them: a moment without zone takes on the offset of the other.
  private func compared(
    with other: FEELDateAndTime
  ) -> ((seconds: Int, nanosecond: Int), (seconds: Int, nanosecond: Int)) {
    if zone == nil || other.zone == nil { return (moment(offset: 0), other.moment(offset: 0)) }
    return (moment(offset: offset), other.moment(offset: other.offset))
  }

  /// FEEL's `=` (table 53). Moments within the same second are equal, as the conformance kit has it.
  public func isEqual(to other: FEELDateAndTime) -> Bool {
    let (left, right) = compared(with: other)
    return left.seconds == right.seconds
  }

  /// FEEL's `<` (table 54).
  public static func < (left: FEELDateAndTime, right: FEELDateAndTime) -> Bool {
    let (left, right) = left.compared(with: right)
    return left < right
  }

  /// The moment at so many seconds and nanoseconds since 1970-01-01T00:00:00Z, as the clocks of the zone show it;
  /// local without zone. `nil` outside the range of years.
  public init?(epochSeconds: Int, nanosecond: Int, zone: FEELZone?) {
    let (local, overflow) = epochSeconds.addingReportingOverflow(zone?.offset(at: epochSeconds) ?? 0)
    let day = floored(local, 86_400)
    guard !overflow, let date = FEELDate(dayNumber: day) else { return nil }
    self.init(
      date: date,
      time: FEELTime(nanosecondOfDay: (local - day * 86_400) * 1_000_000_000 + nanosecond, zone: zone))
  }

  /// The moment so much later; `nil` outside the range of years. In a zone the time that passes counts, not what the
  /// clocks are set to.
  public func adding(_ duration: DaysAndTimeDuration) -> FEELDateAndTime? {
    let (seconds, nanosecond) = moment(offset: offset)
    let total = Int128(seconds) * 1_000_000_000 + Int128(nanosecond)
    let (sum, overflow) = total.addingReportingOverflow(duration.nanoseconds)
    guard !overflow else { return nil }
    var (newSeconds, rest) = sum.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 { (newSeconds, rest) = (newSeconds - 1, rest + 1_000_000_000) }
    guard let epochSeconds = Int(exactly: newSeconds) else { return nil }
    return FEELDateAndTime(epochSeconds: epochSeconds, nanosecond: Int(rest), zone: zone)
  }

  /// The moment so much earlier; `nil` outside the range of years.
  public func subtracting(_ duration: DaysAndTimeDuration) -> FEELDateAndTime? { adding(duration.negated) }

  /// The same time of day so many months later; see `FEELDate.adding(months:)`.
  public func adding(_ duration: YearsAndMonthsDuration) -> FEELDateAndTime? {
    date.adding(months: duration.months).map { FEELDateAndTime(date: $0, time: time) }
  }

  /// The same time of day so many months earlier; see `FEELDate.adding(months:)`.
  public func subtracting(_ duration: YearsAndMonthsDuration) -> FEELDateAndTime? { adding(duration.negated) }

  /// How much later this moment is; `nil` when only one of both has a zone.
  public func subtracting(_ other: FEELDateAndTime) -> DaysAndTimeDuration? {
    guard (zone == nil) == (other.zone == nil) else { return nil }
    let (left, right) = compared(with: other)
    return DaysAndTimeDuration(
      nanoseconds: Int128(left.seconds - right.seconds) * 1_000_000_000 + Int128(left.nanosecond - right.nanosecond))
  }

  /// How far the zone is from UTC at that moment; `nil` without zone.
  public var timeOffset: DaysAndTimeDuration? { zone == nil ? nil : DaysAndTimeDuration(seconds: offset) }

  /// The zone's name in the IANA database; `nil` when it has none.
  public var timezone: String? { time.timezone }
}

extension FEELDateAndTime: CustomStringConvertible, LosslessStringConvertible {
  /// Reads a date, `T` and a time, or a date alone, which is its midnight. `24:00:00` is the midnight that ends the date.
  public init?(_ text: String) {
    var scanner = TemporalScanner(text)
    guard let date = FEELDate(scanning: &scanner) else { return nil }
    if scanner.atEnd {
      self.init(date: date, time: .midnight)
      return
    }
    guard scanner.skip("T"), let (time, endsDay) = FEELTime.scan(&scanner) else { return nil }
    guard endsDay else {
      self.init(date: date, time: time)
      return
    }
    guard let next = FEELDate(dayNumber: date.dayNumber + 1) else { return nil }
    self.init(date: next, time: time)
  }

  /// `2026-11-24T08:30:00+08:00`.
  public var description: String { date.description + "T" + time.description }
}

extension FEELDate {
  /// What a date means where a date and time is needed: midnight UTC (10.3.2.3.5).
  public var midnightUTC: FEELDateAndTime {
    FEELDateAndTime(date: self, time: FEELTime(nanosecondOfDay: 0, zone: .utc))
  }

  /// The date of the moment so much later than midnight; `nil` outside the range of years.
  public func adding(_ duration: DaysAndTimeDuration) -> FEELDate? { midnightUTC.adding(duration)?.date }

  /// The date of the moment so much earlier than midnight; `nil` outside the range of years.
  public func subtracting(_ duration: DaysAndTimeDuration) -> FEELDate? { adding(duration.negated) }

  /// The same day so many months later; see `adding(months:)`.
  public func adding(_ duration: YearsAndMonthsDuration) -> FEELDate? { adding(months: duration.months) }

  /// The same day so many months earlier; see `adding(months:)`.
  public func subtracting(_ duration: YearsAndMonthsDuration) -> FEELDate? { adding(duration.negated) }

  /// How much later this date is: whole days.
  public func subtracting(_ other: FEELDate) -> DaysAndTimeDuration {
    DaysAndTimeDuration(seconds: (dayNumber - other.dayNumber) * 86_400)
  }
}
