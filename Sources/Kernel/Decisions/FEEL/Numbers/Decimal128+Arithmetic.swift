// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Decimal128 {
  /// The sum; `nil` when it is outside the range.
  @inline(__always)
  public func adding(_ other: Decimal128) -> Decimal128? {
    if high == other.high, high & Self.upperMask == 0 {
      let (sum, overflow) = low.addingReportingOverflow(other.low)
      if !overflow { return Decimal128(high: high, low: sum) }
    }
    return addingSlowly(other)
  }

  /// The difference; `nil` when it is outside the range.
  @inline(__always)
  public func subtracting(_ other: Decimal128) -> Decimal128? {
    if high == other.high, high & Self.upperMask == 0, low > other.low {
      return Decimal128(high: high, low: low &- other.low)
    }
    return addingSlowly(other.negated)
  }

  @inline(never)
  private func addingSlowly(_ other: Decimal128) -> Decimal128? {
    let (large, small) = exponent >= other.exponent ? (self, other) : (other, self)
    let gap = large.exponent - small.exponent
    let coefficient = large.coefficient
    let digits = PowersOfTen.digits(coefficient)
    if digits + gap <= 38 || coefficient == 0 {
      let scaled = coefficient == 0 ? 0 : coefficient * PowersOfTen[gap]
      return Self.sum(
        scaled, negative: large.isNegative, small.coefficient, negative: small.isNegative, exponent: small.exponent)
    }
    // Too far apart for one coefficient: of the smaller number only what reaches the 37th digit counts, and whether
    // there is more behind.
    let shift = 37 - digits
    let behind = gap - shift
    let (kept, rest) =
      behind <= 38
      ? small.coefficient.quotientAndRemainder(dividingBy: PowersOfTen[behind]) : (0, small.coefficient)
    return Self.sum(
      coefficient * PowersOfTen[shift], negative: large.isNegative, kept, negative: small.isNegative,
      exponent: large.exponent - shift, more: rest != 0)
  }

  /// - Parameter more: whether the second, smaller number goes on behind its last digit.
  @inline(__always)
  private static func sum(
    _ left: UInt128, negative leftNegative: Bool, _ right: UInt128, negative rightNegative: Bool, exponent: Int,
    more: Bool = false
  ) -> Decimal128? {
    if leftNegative == rightNegative {
      return rounding(negative: leftNegative, left + right, exponent: exponent, more: more)
    }
    if left >= right {
      return rounding(negative: leftNegative, left - right - (more ? 1 : 0), exponent: exponent, more: more)
    }
    return rounding(negative: rightNegative, right - left, exponent: exponent)
  }

  /// The product; `nil` when it is outside the range.
  @inline(__always)
  public func multiplied(by other: Decimal128) -> Decimal128? {
    if (high | other.high) & Self.upperMask == 0 {
      let (upper, lower) = low.multipliedFullWidth(by: other.low)
      return Self.rounding(
        negative: isNegative != other.isNegative, UInt128(upper) << 64 | UInt128(lower),
        exponent: exponent + other.exponent)
    }
    return multipliedSlowly(by: other)
  }

  @inline(never)
  private func multipliedSlowly(by other: Decimal128) -> Decimal128? {
    let negative = isNegative != other.isNegative
    let exponent = exponent + other.exponent
    let (upper, lower) = coefficient.multipliedFullWidth(by: other.coefficient)
    if upper == 0 { return Self.rounding(negative: negative, lower, exponent: exponent) }
    // 38 digits and what is behind them are enough to round rightly.
    var drop = PowersOfTen.digits(coefficient) + PowersOfTen.digits(other.coefficient) - 38
    drop = max(drop, 1)
    let (kept, rest) = PowersOfTen[drop].dividingFullWidth((upper, lower))
    return Self.rounding(negative: negative, kept, exponent: exponent + drop, more: rest != 0)
  }

  /// The quotient; `nil` when the divisor is zero or the quotient outside the range.
  public func divided(by other: Decimal128) -> Decimal128? {
    guard !other.isZero else { return nil }
    let negative = isNegative != other.isNegative
    let exponent = exponent - other.exponent
    if (high | other.high) & Self.upperMask == 0 {
      let (quotient, rest) = low.quotientAndRemainder(dividingBy: other.low)
      if rest == 0 { return Self.rounding(negative: negative, UInt128(quotient), exponent: exponent) }
    }
    let dividend = coefficient
    let divisor = other.coefficient
    guard dividend != 0 else { return Self.rounding(negative: false, 0, exponent: exponent) }
    // The quotient gets 36 or 37 digits: three behind the last that stays.
    let shift = 36 + PowersOfTen.digits(divisor) - PowersOfTen.digits(dividend)
    var (quotient, rest) = Self.scaled(dividend, shift).dividing(by: divisor)
    guard rest == 0 else {
      return Self.rounding(negative: negative, quotient, exponent: exponent - shift, more: true)
    }
    let stripped = PowersOfTen.strip(&quotient, limit: shift)
    return Self.rounding(negative: negative, quotient, exponent: exponent - shift + stripped)
  }

  /// A number of 256 bits.
  struct Double128 {
    var upper: UInt128
    var lower: UInt128

    /// - Precondition: the quotient fits into 128 bits.
    func dividing(by divisor: UInt128) -> (quotient: UInt128, remainder: UInt128) {
      upper == 0 ? lower.quotientAndRemainder(dividingBy: divisor) : divisor.dividingFullWidth((upper, lower))
    }
  }

  /// value × 10^shift for a shift from 0 to 76.
  static func scaled(_ value: UInt128, _ shift: Int) -> Double128 {
    if shift <= 38 {
      let (upper, lower) = value.multipliedFullWidth(by: PowersOfTen[shift])
      return Double128(upper: upper, lower: lower)
    }
    let (upper, lower) = (value * PowersOfTen[shift - 38]).multipliedFullWidth(by: PowersOfTen[38])
    return Double128(upper: upper, lower: lower)
  }

  /// The remainder of the division rounded down, `dividend − divisor × floor(dividend ÷ divisor)`, with the sign of the
  /// divisor; computed exactly. `nil` when the divisor is zero.
  public func modulo(_ divisor: Decimal128) -> Decimal128? {
    guard !divisor.isZero else { return nil }
    let unit = divisor.coefficient
    var rest: UInt128
    let restExponent: Int
    if exponent >= divisor.exponent {
      restExponent = divisor.exponent
      rest = coefficient % unit
      var gap = exponent - divisor.exponent
      while gap > 0, rest != 0 {
        let step = min(gap, 38)
        let (upper, lower) = rest.multipliedFullWidth(by: PowersOfTen[step])
        rest = Double128(upper: upper % unit, lower: lower).dividing(by: unit).remainder
        gap -= step
      }
    } else {
      restExponent = exponent
      let gap = divisor.exponent - exponent
      rest =
        PowersOfTen.digits(unit) + gap <= 38 ? coefficient % (unit * PowersOfTen[gap]) : coefficient
    }
    let remainder = Decimal128(negative: isNegative, coefficient: rest, exponent: restExponent)
    return rest == 0 || isNegative == divisor.isNegative ? remainder : remainder.adding(divisor)
  }
}
