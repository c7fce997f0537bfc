// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A duration in days, hours, minutes and seconds (DMN 1.5, 10.3.2.3.7), exact to the nanosecond.
public struct DaysAndTimeDuration: Sendable, Hashable, Comparable {
  /// The whole in nanoseconds, within ±10³⁰.
  public let nanoseconds: Int128

  /// No duration is longer: more than any two moments are apart, and far from what overflows.
  static let longest = Int128(1_000_000_000_000_000_000) * 1_000_000_000_000

  /// `nil` beyond 10³⁰ nanoseconds, some 30 million million years.
  public init?(nanoseconds: Int128) {
    guard (-Self.longest...Self.longest).contains(nanoseconds) else { return nil }
    self.nanoseconds = nanoseconds
  }

  /// A duration of so many seconds.
  public init(seconds: Int) { nanoseconds = Int128(seconds) * 1_000_000_000 }

  /// No time: `PT0S`.
  public static let zero = DaysAndTimeDuration(seconds: 0)

  private init(unchecked nanoseconds: Int128) { self.nanoseconds = nanoseconds }

  /// Whether the duration is less than none.
  public var isNegative: Bool { nanoseconds < 0 }

  /// The duration with the other sign.
  public var negated: DaysAndTimeDuration { DaysAndTimeDuration(unchecked: -nanoseconds) }

  /// The duration without its sign.
  public var magnitude: DaysAndTimeDuration { isNegative ? negated : self }

  // The parts; all have the sign of the whole.
  /// The whole days.
  public var days: Int { Int(nanoseconds / 86_400_000_000_000) }
  /// The hours behind the days, up to 23.
  public var hours: Int { Int(nanoseconds / 3_600_000_000_000 % 24) }
  /// The minutes behind the hours, up to 59.
  public var minutes: Int { Int(nanoseconds / 60_000_000_000 % 60) }
  /// With what is behind the point.
  public var seconds: Decimal128 { Decimal128(nanoseconds: nanoseconds % 60_000_000_000) }

  /// The whole in seconds.
  public var totalSeconds: Decimal128 { Decimal128(nanoseconds: nanoseconds) }

  /// The sum; `nil` beyond the longest duration.
  public func adding(_ other: DaysAndTimeDuration) -> DaysAndTimeDuration? {
    DaysAndTimeDuration(nanoseconds: nanoseconds + other.nanoseconds)
  }

  /// The difference; `nil` beyond the longest duration.
  public func subtracting(_ other: DaysAndTimeDuration) -> DaysAndTimeDuration? {
    DaysAndTimeDuration(nanoseconds: nanoseconds - other.nanoseconds)
  }

  /// The product, rounded to the nanosecond.
  public func multiplied(by factor: Decimal128) -> DaysAndTimeDuration? {
    Self.nanoseconds(Decimal128(integer: nanoseconds)?.multiplied(by: factor))
  }

  /// The quotient, rounded to the nanosecond; `nil` when the divisor is zero.
  public func divided(by divisor: Decimal128) -> DaysAndTimeDuration? {
    Self.nanoseconds(Decimal128(integer: nanoseconds)?.divided(by: divisor))
  }

  /// How often the other fits into this; `nil` when the other is zero.
  public func divided(by other: DaysAndTimeDuration) -> Decimal128? {
    guard let dividend = Decimal128(integer: nanoseconds), let divisor = Decimal128(integer: other.nanoseconds) else {
      return nil
    }
    return dividend.divided(by: divisor)
  }

  private static func nanoseconds(_ number: Decimal128?) -> DaysAndTimeDuration? {
    number?.rounded(scale: 0, .halfEven)?.int128.flatMap { DaysAndTimeDuration(nanoseconds: $0) }
  }

  public static func < (left: DaysAndTimeDuration, right: DaysAndTimeDuration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension DaysAndTimeDuration: CustomStringConvertible, LosslessStringConvertible {
  /// Reads the lexical form of `xs:dayTimeDuration`: `P1DT2H3M4.5S`, `-PT90M`.
  public init?(_ text: String) {
    var scanner = TemporalScanner(text)
    let isNegative = scanner.skip("-")
    guard scanner.skip("P") else { return nil }
    var total: Int128 = 0
    var seen = false
    if scanner.next != UInt8(ascii: "T") {
      guard let (days, _) = scanner.number(), scanner.skip("D") else { return nil }
      total = Int128(days) * 86_400_000_000_000
      seen = true
    }
    if !scanner.atEnd {
      guard scanner.skip("T"), let time = Self.time(&scanner) else { return nil }
      total += time
      seen = true
    }
    guard seen else { return nil }
    self.init(nanoseconds: isNegative ? -total : total)
  }

  /// `2H3M4.5S` to the end of the text: at least one of them, in this order.
  private static func time(_ scanner: inout TemporalScanner) -> Int128? {
    var units: [(Unicode.Scalar, Int128)] = [("H", 3_600_000_000_000), ("M", 60_000_000_000), ("S", 1_000_000_000)]
    var total: Int128 = 0
    repeat {
      guard let (value, _) = scanner.number() else { return nil }
      if scanner.skip(".") {
        // The point may be the last: `0.` is a decimal number of XML Schema.
        total += Int128(value) * 1_000_000_000 + Int128(scanner.nanoseconds() ?? 0)
        return scanner.skip("S") && scanner.atEnd ? total : nil
      }
      guard let index = units.firstIndex(where: { scanner.skip($0.0) }) else { return nil }
      total += Int128(value) * units[index].1
      units.removeFirst(index + 1)
    } while !scanner.atEnd
    return total
  }

  /// `P1DT2H3M4.5S`; parts that are zero are left out, nothing at all is `PT0S`.
  public var description: String {
    if nanoseconds == 0 { return "PT0S" }
    let size = magnitude
    var text = isNegative ? "-P" : "P"
    if size.days > 0 { text += "\(size.days)D" }
    let rest = size.nanoseconds % 86_400_000_000_000
    guard rest > 0 else { return text }
    text += "T"
    if size.hours > 0 { text += "\(size.hours)H" }
    if size.minutes > 0 { text += "\(size.minutes)M" }
    let seconds = Int(rest % 60_000_000_000)
    if seconds > 0 { text += "\(seconds / 1_000_000_000)" + fractionText(seconds % 1_000_000_000) + "S" }
    return text
  }
}
