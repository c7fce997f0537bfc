// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A time of day to the nanosecond, with a zone or local (DMN 1.5, 10.3.2.3.4).
///
/// `==` and the hash mean the same element of the semantic domain, FEEL's `is()`; FEEL's `=` is `isEqual(to:)`.
public struct FEELTime: Sendable, Hashable {
  /// 0 to 86,399,999,999,999.
  public let nanosecondOfDay: Int
  /// The zone; `nil` for a local time.
  public let zone: FEELZone?

  static let nanosecondsPerDay = 86_400_000_000_000

  /// `nil` when there is no such time, or the zone's offset is beyond 14 hours.
  public init?(hour: Int, minute: Int, second: Int, nanosecond: Int = 0, zone: FEELZone? = nil) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999_999_999).contains(nanosecond)
    else { return nil }
    if case .offset(let offset) = zone, !FEELZone.offsets.contains(offset) { return nil }
    self.init(nanosecondOfDay: ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nanosecond, zone: zone)
  }

  /// - Precondition: the nanosecond lies in the day.
  init(nanosecondOfDay: Int, zone: FEELZone?) {
    self.nanosecondOfDay = nanosecondOfDay
    self.zone = zone
  }

  /// 00:00:00 without zone.
  public static let midnight = FEELTime(nanosecondOfDay: 0, zone: nil)

  /// 0 to 23.
  public var hour: Int { nanosecondOfDay / 3_600_000_000_000 }
  /// 0 to 59.
  public var minute: Int { nanosecondOfDay / 60_000_000_000 % 60 }
  /// The whole second of the minute.
  public var second: Int { nanosecondOfDay / 1_000_000_000 % 60 }
  /// The part of the second behind the point, in nanoseconds.
  public var nanosecond: Int { nanosecondOfDay % 1_000_000_000 }

  /// Nanoseconds since midnight UTC, below zero or above a day near the date line; local without zone.
  private var nanosecondOfUTC: Int { nanosecondOfDay - (zone?.dateless ?? 0) * 1_000_000_000 }

  /// Both in UTC, or both as the clocks show them: a time without zone takes on the zone of the other.
  private func compared(with other: FEELTime) -> (Int, Int) {
    zone == other.zone || zone == nil || other.zone == nil
      ? (nanosecondOfDay, other.nanosecondOfDay) : (nanosecondOfUTC, other.nanosecondOfUTC)
  }

  /// FEEL's `=` (table 53). Times within the same second are equal, as the conformance kit has it.
  public func isEqual(to other: FEELTime) -> Bool {
    let (left, right) = compared(with: other)
    return floored(left, 1_000_000_000) == floored(right, 1_000_000_000)
  }

  /// FEEL's `<` (table 54).
  public static func < (left: FEELTime, right: FEELTime) -> Bool {
    let (left, right) = left.compared(with: right)
    return left < right
  }

  /// The time so much later on the clock, which goes round after 24 hours.
  public func adding(_ duration: DaysAndTimeDuration) -> FEELTime {
    let day = Int128(Self.nanosecondsPerDay)
    let sum = (Int128(nanosecondOfDay) + duration.nanoseconds % day) % day
    return FEELTime(nanosecondOfDay: Int(sum < 0 ? sum + day : sum), zone: zone)
  }

  /// The time so much earlier on the clock.
  public func subtracting(_ duration: DaysAndTimeDuration) -> FEELTime { adding(duration.negated) }

  /// How much later this time is; `nil` when only one of both has a zone.
  public func subtracting(_ other: FEELTime) -> DaysAndTimeDuration? {
    guard (zone == nil) == (other.zone == nil) else { return nil }
    let (left, right) = compared(with: other)
    return DaysAndTimeDuration(nanoseconds: Int128(left - right))
  }

  /// How far the zone is from UTC; `nil` without zone.
  public var timeOffset: DaysAndTimeDuration? { zone.map { DaysAndTimeDuration(seconds: $0.dateless) } }

  /// The zone's name in the IANA database; `nil` when it has none.
  public var timezone: String? {
    guard case .region(let name) = zone else { return nil }
    return name
  }
}

/// The quotient rounded down.
func floored(_ value: Int, _ divisor: Int) -> Int {
  let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
  return rest < 0 ? quotient - 1 : quotient
}

extension FEELTime: CustomStringConvertible, LosslessStringConvertible {
  /// Reads the lexical form of `xs:time`, or a local time with `@` and a name of the IANA database: `08:30:00`,
  /// `08:30:00.5Z`, `08:30:00+08:00`, `08:30:00@Asia/Shanghai`. `24:00:00` is midnight.
  public init?(_ text: String) {
    var scanner = TemporalScanner(text)
    guard let (time, _) = FEELTime.scan(&scanner) else { return nil }
    self = time
  }

  /// A time up to the end of the text, and whether it is the midnight that ends a day.
  static func scan(_ scanner: inout TemporalScanner) -> (FEELTime, endsDay: Bool)? {
    guard let hour = scanner.pair(), scanner.skip(":"), let minute = scanner.pair(), scanner.skip(":"),
      let second = scanner.pair()
    else { return nil }
    var nanosecond = 0
    if scanner.skip(".") {
      guard let fraction = scanner.nanoseconds() else { return nil }
      nanosecond = fraction
    }
    var zone: FEELZone?
    if !scanner.atEnd {
      guard let read = FEELZone(scanning: &scanner) else { return nil }
      zone = read
    }
    if hour == 24, minute == 0, second == 0, nanosecond == 0 {
      return (FEELTime(nanosecondOfDay: 0, zone: zone), true)
    }
    return FEELTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond, zone: zone).map { ($0, false) }
  }

  /// `08:30:00.5+08:00`.
  public var description: String {
    padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2) + fractionText(nanosecond)
      + (zone?.description ?? "")
  }
}
