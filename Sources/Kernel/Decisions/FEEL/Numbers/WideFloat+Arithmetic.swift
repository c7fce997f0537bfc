// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension WideFloat {
  static func * (left: WideFloat, right: WideFloat) -> WideFloat {
    guard !left.isZero, !right.isZero else { return .zero }
    let (top, high) = left.upper.multipliedFullWidth(by: right.upper)
    let (cross1, below1) = left.upper.multipliedFullWidth(by: right.lower)
    let (cross2, below2) = left.lower.multipliedFullWidth(by: right.upper)
    let below3 = left.lower.multipliedFullWidth(by: right.lower).high
    var carry: UInt128 = 0
    let (below, over1) = below1.addingReportingOverflow(below2)
    if over1 { carry += 1 }
    if below.addingReportingOverflow(below3).overflow { carry += 1 }
    var upper = top
    var lower = high
    for part in [cross1, cross2, carry] {
      let (sum, over) = lower.addingReportingOverflow(part)
      lower = sum
      if over { upper += 1 }
    }
    return WideFloat(
      normalizing: upper, lower, exponent: left.exponent + right.exponent + 256,
      negative: left.negative != right.negative)
  }

  static func + (left: WideFloat, right: WideFloat) -> WideFloat {
    if left.isZero { return right }
    if right.isZero { return left }
    // Both are normalised: the one with the larger exponent is the larger, or they are about alike.
    let isLeftLarger =
      (left.exponent, left.upper, left.lower) >= (right.exponent, right.upper, right.lower)
    let (large, small) = isLeftLarger ? (left, right) : (right, left)
    let gap = large.exponent - small.exponent
    guard gap < 256 else { return large }
    var (upper, lower) = (small.upper, small.lower)
    if gap >= 128 {
      (upper, lower) = (0, upper >> (gap - 128))
    } else if gap > 0 {
      (upper, lower) = (upper >> gap, lower >> gap | upper << (128 - gap))
    }
    if large.negative == small.negative {
      let (low, carryLow) = large.lower.addingReportingOverflow(lower)
      let (high, carry1) = large.upper.addingReportingOverflow(upper)
      let (sum, carry2) = high.addingReportingOverflow(carryLow ? 1 : 0)
      guard carry1 || carry2 else {
        return WideFloat(negative: large.negative, upper: sum, lower: low, exponent: large.exponent)
      }
      return WideFloat(
        negative: large.negative, upper: sum >> 1 | 1 << 127, lower: low >> 1 | sum << 127,
        exponent: large.exponent + 1)
    }
    let (low, borrow) = large.lower.subtractingReportingOverflow(lower)
    return WideFloat(
      normalizing: large.upper - upper - (borrow ? 1 : 0), low, exponent: large.exponent, negative: large.negative)
  }

  static func - (left: WideFloat, right: WideFloat) -> WideFloat { left + right.negated }

  /// - Precondition: the divisor is not zero.
  static func / (left: WideFloat, right: WideFloat) -> WideFloat {
    // Newton's iteration for the reciprocal of the divisor brought into [1, 2): the first guess has 50 right bits, each
    // step doubles them.
    let unit = WideFloat(negative: false, upper: right.upper, lower: right.lower, exponent: -255)
    var reciprocal = WideFloat(1 / unit.double)
    for _ in 0..<3 { reciprocal = reciprocal + reciprocal * (.one - unit * reciprocal) }
    let quotient = left * reciprocal.scaled(by: -255 - right.exponent)
    return right.negative ? quotient.negated : quotient
  }

  /// - Precondition: the divisor is not zero.
  func divided(by divisor: UInt64) -> WideFloat {
    let divisor = UInt128(divisor)
    let (high, rest1) = upper.quotientAndRemainder(dividingBy: divisor)
    let (middle, rest2) = divisor.dividingFullWidth((rest1, lower))
    let low = divisor.dividingFullWidth((rest2, 0)).quotient
    guard high.leadingZeroBitCount > 0, high.leadingZeroBitCount < 128 else {
      return WideFloat(normalizing: high, middle, exponent: exponent, negative: negative)
    }
    let shift = high.leadingZeroBitCount
    return WideFloat(
      negative: negative, upper: high << shift | middle >> (128 - shift),
      lower: middle << shift | low >> (128 - shift), exponent: exponent - shift)
  }
}
