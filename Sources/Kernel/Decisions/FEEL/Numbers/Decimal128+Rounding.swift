// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Powers of ten and counts of digits.
enum PowersOfTen {
  /// 10⁰ to 10³⁸: all that fit.
  static let table: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  @inline(__always)
  static subscript(exponent: Int) -> UInt128 { table[exponent] }

  /// How many digits a number has; zero has none.
  @inline(__always)
  static func digits(_ value: UInt128) -> Int {
    // 1233 / 4096 is a little more than the logarithm of 2 to base 10.
    let estimate = ((128 - value.leadingZeroBitCount) * 1233) >> 12
    return value >= table[estimate] ? estimate + 1 : estimate
  }

  /// Takes off zeros at the end, at most `limit`. Returns how many.
  static func strip(_ value: inout UInt128, limit: Int) -> Int {
    guard value != 0 else { return 0 }
    var count = 0
    for step in [16, 8, 4, 2, 1] {
      while count + step <= limit {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: table[step])
        guard remainder == 0 else { break }
        value = quotient
        count += step
      }
    }
    return count
  }
}

/// What of a number lies behind the last digit that is kept.
enum Tail: Equatable {
  case nothing, lessThanHalf, half, moreThanHalf

  init(_ rest: UInt128, of unit: UInt128, more: Bool) {
    let half = unit / 2
    if rest == 0, !more {
      self = .nothing
    } else if rest < half {
      self = .lessThanHalf
    } else if rest == half, !more, unit > 1 {
      self = .half
    } else {
      self = rest >= half && unit > 1 ? .moreThanHalf : .lessThanHalf
    }
  }
}

extension Decimal128 {
  /// How `rounded(scale:_:)` decides (DMN 1.5, table 76).
  public enum Rounding: Sendable {
    /// To the nearest, ties to the even neighbour.
    case halfEven
    /// Away from zero.
    case up
    /// Towards zero.
    case down
    /// To the nearest, ties away from zero.
    case halfUp
    /// To the nearest, ties towards zero.
    case halfDown
    case floor, ceiling
  }

  /// Rounds to `scale` digits behind the point; a negative scale rounds to tens, hundreds and so on. The result has
  /// that scale, as far as 34 digits can hold it. `nil` outside −6111…6176, and when it does not fit the range.
  public func rounded(scale: Int, _ rule: Rounding) -> Decimal128? {
    guard (-6111...6176).contains(scale) else { return nil }
    let drop = -scale - exponent
    guard drop > 0 else {
      // More places than there are: zeros are added while there is room.
      var coefficient = coefficient
      let added = min(-drop, coefficient == 0 ? -drop : Self.precision - PowersOfTen.digits(coefficient))
      if coefficient != 0 { coefficient *= PowersOfTen[added] }
      return Decimal128(negative: isNegative, coefficient: coefficient, exponent: exponent - added)
    }
    let coefficient = coefficient
    guard coefficient != 0 else { return Decimal128(negative: false, coefficient: 0, exponent: -scale) }
    var kept: UInt128 = 0
    var tail = Tail.lessThanHalf
    if drop <= 38 {
      let unit = PowersOfTen[drop]
      let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: unit)
      kept = quotient
      tail = Tail(rest, of: unit, more: false)
    }
    if Self.isRoundedUp(kept, tail, negative: isNegative, rule) { kept += 1 }
    return Self.rounding(negative: isNegative, kept, exponent: -scale)
  }

  @inline(__always)
  static func isRoundedUp(_ kept: UInt128, _ tail: Tail, negative: Bool, _ rule: Rounding) -> Bool {
    guard tail != .nothing else { return false }
    switch rule {
    case .halfEven: return tail == .moreThanHalf || tail == .half && kept & 1 == 1
    case .up: return true
    case .down: return false
    case .halfUp: return tail != .lessThanHalf
    case .halfDown: return tail == .moreThanHalf
    case .floor: return negative
    case .ceiling: return !negative
    }
  }

  /// The number nearest to coefficient × 10^exponent, ties to the even one.
  ///
  /// - Parameter more: whether the exact value is larger than that by less than one unit of the coefficient, which
  ///   must then have more than 34 digits.
  /// - Returns: `nil` when it is too large, or so small that nothing is left of it.
  @inline(__always)
  static func rounding(negative: Bool, _ coefficient: UInt128, exponent: Int, more: Bool = false) -> Decimal128? {
    if coefficient < largestCoefficient, exponents.contains(exponent), !more {
      return Decimal128(negative: negative, coefficient: coefficient, exponent: exponent)
    }
    return roundingSlowly(negative: negative, coefficient, exponent: exponent, more: more)
  }

  /// 10³⁴, the first coefficient that is too large.
  @inline(__always)
  static var largestCoefficient: UInt128 { UInt128(0x1_ED09_BEAD_87C0) << 64 | 0x378D_8E64_0000_0000 }

  @inline(never)
  private static func roundingSlowly(
    negative: Bool, _ coefficient: UInt128, exponent: Int, more: Bool
  ) -> Decimal128? {
    var coefficient = coefficient
    var exponent = exponent
    if coefficient == 0, !more {
      return Decimal128(
        negative: false, coefficient: 0, exponent: min(max(exponent, exponents.lowerBound), exponents.upperBound))
    }
    let drop = max(PowersOfTen.digits(coefficient) - precision, exponents.lowerBound - exponent)
    if drop > 38 { return nil }
    if drop > 0 || more {
      let unit = PowersOfTen[max(0, drop)]
      let (kept, rest) = coefficient.quotientAndRemainder(dividingBy: unit)
      let up = isRoundedUp(kept, Tail(rest, of: unit, more: more), negative: negative, .halfEven)
      coefficient = kept + (up ? 1 : 0)
      exponent += max(0, drop)
      if coefficient == 0 { return nil }
      if coefficient == largestCoefficient {
        coefficient /= 10
        exponent += 1
      }
    }
    if exponent > exponents.upperBound {
      // A short coefficient can take over zeros from the exponent.
      let shift = exponent - exponents.upperBound
      guard shift + PowersOfTen.digits(coefficient) <= precision else { return nil }
      coefficient *= PowersOfTen[shift]
      exponent = exponents.upperBound
    }
    return Decimal128(negative: negative, coefficient: coefficient, exponent: exponent)
  }
}
