// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A duration in years and months (DMN 1.5, 10.3.2.3.8).
public struct YearsAndMonthsDuration: Sendable, Hashable, Comparable {
  /// The whole in months.
  public let months: Int

  /// No duration is longer, so that sums of two never overflow.
  static let longest = 1_000_000_000_000_000_000

  /// `nil` beyond 10¹⁸ months.
  public init?(months: Int) {
    guard (-Self.longest...Self.longest).contains(months) else { return nil }
    self.months = months
  }

  private init(unchecked months: Int) { self.months = months }

  /// No month: `P0M`.
  public static let zero = YearsAndMonthsDuration(unchecked: 0)

  /// Whether the duration is less than none.
  public var isNegative: Bool { months < 0 }

  /// The duration with the other sign.
  public var negated: YearsAndMonthsDuration { YearsAndMonthsDuration(unchecked: -months) }

  /// The duration without its sign.
  public var magnitude: YearsAndMonthsDuration { YearsAndMonthsDuration(unchecked: abs(months)) }

  /// The years of the normalised form; they have the sign of the whole.
  public var yearsPart: Int { months / 12 }

  /// The months of the normalised form, up to 11; they have the sign of the whole.
  public var monthsPart: Int { months % 12 }

  /// The whole years and months from one date to another; what is left of a month is cut off.
  public init(from start: FEELDate, to end: FEELDate) {
    var months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0, end.day < start.day { months -= 1 }
    if months < 0, end.day > start.day { months += 1 }
    self.months = months
  }

  /// The sum; `nil` beyond the longest duration.
  public func adding(_ other: YearsAndMonthsDuration) -> YearsAndMonthsDuration? {
    YearsAndMonthsDuration(months: months + other.months)
  }

  /// The difference; `nil` beyond the longest duration.
  public func subtracting(_ other: YearsAndMonthsDuration) -> YearsAndMonthsDuration? {
    YearsAndMonthsDuration(months: months - other.months)
  }

  /// The product; what is left of a month is cut off.
  public func multiplied(by factor: Decimal128) -> YearsAndMonthsDuration? {
    Decimal128(months).multiplied(by: factor)?.truncatedInt.flatMap { YearsAndMonthsDuration(months: $0) }
  }

  /// The quotient; what is left of a month is cut off. `nil` when the divisor is zero.
  public func divided(by divisor: Decimal128) -> YearsAndMonthsDuration? {
    Decimal128(months).divided(by: divisor)?.truncatedInt.flatMap { YearsAndMonthsDuration(months: $0) }
  }

  /// How often the other fits into this; `nil` when the other is zero.
  public func divided(by other: YearsAndMonthsDuration) -> Decimal128? {
    Decimal128(months).divided(by: Decimal128(other.months))
  }

  public static func < (left: YearsAndMonthsDuration, right: YearsAndMonthsDuration) -> Bool {
    left.months < right.months
  }
}

extension YearsAndMonthsDuration: CustomStringConvertible, LosslessStringConvertible {
  /// Reads the lexical form of `xs:yearMonthDuration`: `P1Y2M`, `-P26M`.
  public init?(_ text: String) {
    var scanner = TemporalScanner(text)
    let isNegative = scanner.skip("-")
    guard scanner.skip("P"), var (value, _) = scanner.number() else { return nil }
    var total = 0
    if scanner.skip("Y") {
      let (months, overflow) = value.multipliedReportingOverflow(by: 12)
      guard !overflow else { return nil }
      total = months
      value = 0
      if !scanner.atEnd {
        guard let (more, _) = scanner.number(), scanner.skip("M") else { return nil }
        value = more
      }
    } else if !scanner.skip("M") {
      return nil
    }
    let (sum, overflow) = total.addingReportingOverflow(value)
    guard scanner.atEnd, !overflow else { return nil }
    self.init(months: isNegative ? -sum : sum)
  }

  /// `P1Y2M`; parts that are zero are left out, nothing at all is `P0M`.
  public var description: String {
    if months == 0 { return "P0M" }
    let size = months.magnitude
    return (isNegative ? "-P" : "P") + (size >= 12 ? "\(size / 12)Y" : "") + (size % 12 > 0 ? "\(size % 12)M" : "")
  }
}
