// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Decimal128 {
  /// Whether there is nothing but zeros behind the point.
  public var isInteger: Bool {
    if exponent >= 0 || isZero { return true }
    guard exponent > -Self.precision else { return false }
    return coefficient % PowersOfTen[-exponent] == 0
  }

  /// The number as an `Int`; `nil` when it has a fraction or does not fit.
  public var int: Int? {
    let high = high & ~Self.signBit
    if high == Self.integerHigh {
      return isNegative
        ? (low <= UInt64(Int.min.magnitude) ? Int(truncatingIfNeeded: 0 &- low) : nil) : Int(exactly: low)
    }
    var coefficient = coefficient
    guard coefficient != 0 else { return 0 }
    if exponent >= 0 {
      guard exponent <= 18 else { return nil }
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: PowersOfTen[exponent])
      guard !overflow else { return nil }
      coefficient = product
    } else {
      guard exponent > -Self.precision else { return nil }
      let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: PowersOfTen[-exponent])
      guard rest == 0 else { return nil }
      coefficient = quotient
    }
    guard let magnitude = UInt64(exactly: coefficient) else { return nil }
    return Decimal128(high: Self.integerHigh | (self.high & Self.signBit), low: magnitude).int
  }

  /// The whole part, the fraction cut off, as an `Int`; `nil` when it does not fit.
  public var truncatedInt: Int? {
    if exponent >= 0 { return int }
    let gap = -exponent
    let whole = gap > 38 ? 0 : coefficient / PowersOfTen[gap]
    guard let magnitude = UInt64(exactly: whole) else { return nil }
    return Decimal128(negative: isNegative, coefficient: UInt128(magnitude), exponent: 0).int
  }

  /// The nearest `Double`; ±infinity beyond its range.
  public var double: Double {
    let coefficient = coefficient
    let exponent = exponent
    if coefficient < 1 << 53, (-22...22).contains(exponent) {
      // Both parts are exact, so that one rounding is left.
      let value = Double(UInt64(truncatingIfNeeded: coefficient))
      let power = Self.exactPowers[abs(exponent)]
      let result = exponent < 0 ? value / power : value * power
      return isNegative ? -result : result
    }
    return Double(scientific) ?? 0
  }

  /// The powers of ten that are exact as `Double`.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The number that a `Double` is exactly; `nil` for NaN and infinity and when 34 digits do not hold it.
  public init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    guard value != 0 else {
      self = .zero
      return
    }
    let bits = value.significandWidth
    var coefficient = UInt128(value.significand.magnitude * Double(sign: .plus, exponent: bits, significand: 1))
    let power = Int(value.exponent) - bits
    let negative = value < 0
    // value = coefficient × 2^power; two to a negative power is five to the positive, over ten to it.
    guard (-49...113).contains(power) else { return nil }
    for _ in 0..<abs(power) {
      coefficient *= power < 0 ? 5 : 2
      guard coefficient < Self.largestCoefficient else { return nil }
    }
    self.init(negative: negative, coefficient: coefficient, exponent: min(0, power))
  }

  /// The shortest number that reads back as this `Double`: 0.1 for 0.1. `nil` for NaN and infinity.
  public init?(rounding value: Double) {
    if let int = Int(exactly: value) {
      self.init(int)
      return
    }
    guard value.isFinite else { return nil }
    self.init(value.description)
  }
}

extension Decimal128 {
  /// `nil` when the number has more than 34 digits.
  init?(integer value: Int128) {
    guard value.magnitude < Self.largestCoefficient else { return nil }
    self.init(negative: value < 0, coefficient: value.magnitude, exponent: 0)
  }

  /// A count of nanoseconds as seconds, without zeros at the end.
  ///
  /// - Precondition: it has at most 34 digits.
  init(nanoseconds value: Int128) {
    var coefficient = value.magnitude
    let stripped = coefficient == 0 ? 9 : PowersOfTen.strip(&coefficient, limit: 9)
    self.init(negative: value < 0, coefficient: coefficient, exponent: stripped - 9)
  }

  /// The number as an `Int128`; `nil` when it has a fraction or does not fit.
  var int128: Int128? {
    var coefficient = coefficient
    if exponent > 0, coefficient != 0 {
      guard exponent <= 38 else { return nil }
      let (product, overflow) = coefficient.multipliedReportingOverflow(by: PowersOfTen[exponent])
      guard !overflow else { return nil }
      coefficient = product
    } else if exponent < 0, coefficient != 0 {
      guard exponent > -Self.precision else { return nil }
      let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: PowersOfTen[-exponent])
      guard rest == 0 else { return nil }
      coefficient = quotient
    }
    guard let value = Int128(exactly: coefficient) else { return nil }
    return isNegative ? -value : value
  }
}
