// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A binary number of 256 bits, in which roots, powers, logarithms and the like are computed before they are rounded
/// to 34 digits: 40 digits are left over for errors on the way.
///
/// The value is (upper × 2¹²⁸ + lower) × 2^exponent; the top bit of `upper` is set unless the number is zero.
struct WideFloat {
  var negative: Bool
  var upper: UInt128
  var lower: UInt128
  var exponent: Int

  static let zero = WideFloat(negative: false, upper: 0, lower: 0, exponent: 0)
  static let one = WideFloat(whole: 1)

  init(negative: Bool, upper: UInt128, lower: UInt128, exponent: Int) {
    self.negative = negative
    self.upper = upper
    self.lower = lower
    self.exponent = exponent
  }

  /// Shifts until the top bit is set.
  init(normalizing upper: UInt128, _ lower: UInt128, exponent: Int, negative: Bool) {
    var (upper, lower, exponent) = (upper, lower, exponent)
    if upper == 0 {
      (upper, lower, exponent) = (lower, 0, exponent - 128)
    }
    guard upper != 0 else {
      self = .zero
      return
    }
    let shift = upper.leadingZeroBitCount
    if shift > 0 {
      upper = upper << shift | lower >> (128 - shift)
      lower <<= shift
    }
    self.init(negative: negative, upper: upper, lower: lower, exponent: exponent - shift)
  }

  init(whole value: UInt128) { self.init(normalizing: value, 0, exponent: -128, negative: false) }

  /// - Precondition: the value is finite.
  init(_ value: Double) {
    guard value != 0 else {
      self = .zero
      return
    }
    let bits = UInt128(value.significand.magnitude * 0x1p52)
    self.init(normalizing: bits, 0, exponent: Int(value.exponent) - 52 - 128, negative: value < 0)
  }

  init(_ value: Decimal128) {
    let coefficient = WideFloat(whole: value.coefficient)
    let power = WideFloat.powerOfTen(abs(value.exponent))
    self = value.exponent < 0 ? coefficient / power : value.exponent > 0 ? coefficient * power : coefficient
    negative = value.isNegative
  }

  var isZero: Bool { upper == 0 }

  /// Nearly the value, for numbers of a middling size.
  var double: Double {
    let value =
      Double(UInt64(truncatingIfNeeded: upper >> 64)) * Double(sign: .plus, exponent: exponent + 192, significand: 1)
    return negative ? -value : value
  }

  var negated: WideFloat { WideFloat(negative: !negative && !isZero, upper: upper, lower: lower, exponent: exponent) }

  /// The number times two to a power.
  func scaled(by power: Int) -> WideFloat {
    isZero ? self : WideFloat(negative: negative, upper: upper, lower: lower, exponent: exponent + power)
  }

  static func powerOfTen(_ exponent: Int) -> WideFloat {
    exponent <= 38 ? WideFloat(whole: PowersOfTen[exponent]) : WideFloat(whole: 10).raised(to: exponent)
  }

  /// - Precondition: the exponent is not negative.
  func raised(to exponent: Int) -> WideFloat {
    var result = WideFloat.one
    var square = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      rest >>= 1
      if rest > 0 { square = square * square }
    }
    return result
  }
}
