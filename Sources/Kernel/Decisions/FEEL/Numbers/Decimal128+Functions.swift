// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Decimal128 {
  /// The power (DMN 1.5, table 60). `nil` for zero to a negative power, for a negative number to a fractional one, for
  /// an exponent outside ±999,999,999 and when the power is outside the range. Anything to the power of zero is one.
  public func raised(to power: Decimal128) -> Decimal128? {
    guard power.magnitude <= 999_999_999 else { return nil }
    guard let whole = power.int else {
      guard !isNegative, !isZero || !power.isNegative else { return nil }
      if isZero { return .zero }
      let logarithm = WideFloat(self).naturalLogarithm() * WideFloat(power)
      guard abs(logarithm.double) < 15_000 else { return nil }
      return Decimal128(wide: logarithm.exponential())
    }
    if whole == 0 { return .one }
    if isZero { return whole < 0 ? nil : .zero }
    if let exact = raisedExactly(to: Int(whole.magnitude)) {
      return whole < 0 ? Decimal128.one.divided(by: exact) : exact
    }
    // Beyond this no digit of the range is left, and the binary exponent stays small.
    let decades = abs(WideFloat(magnitude).naturalLogarithm().double) * Double(whole.magnitude)
    guard decades < 15_000 else { return nil }
    let wide = WideFloat(self).raised(to: Int(whole.magnitude))
    return Decimal128(wide: whole < 0 ? .one / wide : wide)
  }

  /// The power as long as 34 digits hold it.
  private func raisedExactly(to power: Int) -> Decimal128? {
    guard coefficient == 1 || power < 128 else { return nil }
    var result: UInt128 = 1
    if coefficient != 1 {
      for _ in 0..<power {
        let (product, overflow) = result.multipliedReportingOverflow(by: coefficient)
        guard !overflow, product < Self.largestCoefficient else { return nil }
        result = product
      }
    }
    let (exponent, overflow) = exponent.multipliedReportingOverflow(by: power)
    guard !overflow else { return nil }
    return Self.rounding(negative: isNegative && power & 1 == 1, result, exponent: exponent)
  }

  /// The square root, rounded rightly; `nil` for a number below zero.
  public func squareRoot() -> Decimal128? {
    guard !isNegative else { return nil }
    let coefficient = coefficient
    // The exponent of the exact root, if there is one.
    let ideal = exponent >> 1
    guard coefficient != 0 else { return Decimal128(negative: false, coefficient: 0, exponent: ideal) }
    // Zeros are added until the root has 36 digits and the exponent is even.
    var shift = 72 - PowersOfTen.digits(coefficient)
    if (exponent - shift) & 1 != 0 { shift -= 1 }
    let square = Self.scaled(coefficient, shift)
    var root = UInt128(Double(coefficient).squareRoot() * Self.roundPower(shift))
    // Newton's iteration; the first guess has about 50 right bits of 120.
    for _ in 0..<3 { root = (root + square.dividing(by: root).quotient) / 2 }
    while isLarger(root, than: square) { root -= 1 }
    while !isLarger(root + 1, than: square) { root += 1 }
    let (upper, lower) = root.multipliedFullWidth(by: root)
    let exponent = (exponent - shift) / 2
    guard upper == square.upper, lower == square.lower else {
      return Self.rounding(negative: false, root, exponent: exponent, more: true)
    }
    let stripped = PowersOfTen.strip(&root, limit: max(0, ideal - exponent))
    return Self.rounding(negative: false, root, exponent: exponent + stripped)
  }

  /// About the square root of ten to a power.
  private static func roundPower(_ power: Int) -> Double {
    let root = Double(PowersOfTen[power / 2])
    return power & 1 == 0 ? root : root * 10.0.squareRoot()
  }

  /// Whether root² is larger than the square.
  private func isLarger(_ root: UInt128, than square: Double128) -> Bool {
    let (upper, lower) = root.multipliedFullWidth(by: root)
    return (upper, lower) > (square.upper, square.lower)
  }

  /// e to the power of the number; `nil` outside the range.
  public func exponential() -> Decimal128? {
    guard magnitude < 15_000 else { return nil }
    return Decimal128(wide: WideFloat(self).exponential())
  }

  /// The natural logarithm; `nil` unless the number is above zero.
  public func naturalLogarithm() -> Decimal128? {
    guard !isNegative, !isZero else { return nil }
    if self == .one { return .zero }
    return Decimal128(wide: WideFloat(self).naturalLogarithm())
  }
}
