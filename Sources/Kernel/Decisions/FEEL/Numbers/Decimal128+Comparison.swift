// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Decimal128: Comparable, Hashable {
  @inline(__always)
  public static func == (left: Decimal128, right: Decimal128) -> Bool {
    if left.high == right.high { return left.low == right.low }
    return left.comparedSlowly(with: right) == 0
  }

  @inline(__always)
  public static func < (left: Decimal128, right: Decimal128) -> Bool {
    if left.high == right.high { return left.isNegative ? left.low > right.low : left.low < right.low }
    return left.comparedSlowly(with: right) < 0
  }

  /// −1, 0 or 1.
  @inline(never)
  private func comparedSlowly(with other: Decimal128) -> Int {
    if isZero || other.isZero || isNegative != other.isNegative { return (sign - other.sign).signum() }
    let order = comparedMagnitude(with: other)
    return isNegative ? -order : order
  }

  private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

  private func comparedMagnitude(with other: Decimal128) -> Int {
    var left = coefficient
    var right = other.coefficient
    let gap = exponent - other.exponent
    if gap != 0 {
      let difference = PowersOfTen.digits(left) - PowersOfTen.digits(right) + gap
      if difference != 0 { return difference < 0 ? -1 : 1 }
      // As many digits before the point: the gap is less than 34.
      if gap > 0 { left *= PowersOfTen[gap] } else { right *= PowersOfTen[-gap] }
    }
    return left < right ? -1 : left == right ? 0 : 1
  }

  /// Equal numbers have equal hashes, however many zeros they end with.
  public func hash(into hasher: inout Hasher) {
    var exponent = exponent
    if high & Self.upperMask == 0 {
      var coefficient = low
      if coefficient == 0 { return hasher.combine(0) }
      while true {
        let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: 10)
        guard rest == 0 else { break }
        coefficient = quotient
        exponent += 1
      }
      hasher.combine(coefficient)
      hasher.combine(isNegative ? ~exponent : exponent)
      return
    }
    var coefficient = coefficient
    exponent += PowersOfTen.strip(&coefficient, limit: Self.precision)
    hasher.combine(UInt64(truncatingIfNeeded: coefficient))
    let upper = UInt64(truncatingIfNeeded: coefficient >> 64)
    if upper != 0 { hasher.combine(upper) }
    hasher.combine(isNegative ? ~exponent : exponent)
  }
}

extension Decimal128: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(value) }
}
