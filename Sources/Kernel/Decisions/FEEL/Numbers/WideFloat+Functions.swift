// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension WideFloat {
  static let logarithmOf2: WideFloat = {
    // A formula of Machin's kind: ln 2 = 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749).
    func inverseTangent(_ number: UInt64) -> WideFloat {
      var power = WideFloat.one.divided(by: number)
      var sum = power
      var index: UInt64 = 3
      while power.exponent > sum.exponent - 260 {
        power = power.divided(by: number * number)
        sum = sum + power.divided(by: index)
        index += 2
      }
      return sum
    }
    return inverseTangent(26) * WideFloat(whole: 18) - inverseTangent(4801) * WideFloat(whole: 2) + inverseTangent(8749)
      * WideFloat(whole: 8)
  }()

  /// e to the power of the number, which lies between −30,000 and 30,000.
  func exponential() -> WideFloat {
    guard !isZero else { return .one }
    let halvings = 8
    let twos = (double / log(2)).rounded()
    let rest = (self - WideFloat(twos) * Self.logarithmOf2).scaled(by: -halvings)
    var term = WideFloat.one
    var sum = WideFloat.one
    var index: UInt64 = 1
    repeat {
      term = (term * rest).divided(by: index)
      sum = sum + term
      index += 1
    } while !term.isZero && term.exponent > sum.exponent - 260
    for _ in 0..<halvings { sum = sum * sum }
    return sum.scaled(by: Int(twos))
  }

  /// The natural logarithm of a number above zero.
  func naturalLogarithm() -> WideFloat {
    // The number as m × 2^twos with m between 0.7 and 1.5.
    var twos = exponent + 256
    var unit = scaled(by: -twos)
    if unit.double < 0.7 {
      twos -= 1
      unit = unit.scaled(by: 1)
    }
    // Halley's iteration: each step triples the right bits of the guess.
    var guess = WideFloat(log(unit.double))
    for _ in 0..<2 {
      let power = guess.exponential()
      guess = guess + (unit - power).scaled(by: 1) / (unit + power)
    }
    return guess + Self.logarithmOf2 * WideFloat(Double(twos))
  }
}

extension Decimal128 {
  /// The number nearest to a wide one; `nil` outside the range.
  ///
  /// A value within 2⁻⁶⁸ units of the 36th digit of a whole such unit is taken for it: roots and powers that are exact
  /// come out exact, ties included.
  init?(wide: WideFloat) {
    guard !wide.isZero else {
      self = .zero
      return
    }
    let decade = Int((Double(wide.exponent + 255) * log10(2)).rounded(.down))
    guard (-6300...6200).contains(decade) else { return nil }
    let shift = 35 - decade
    let power = WideFloat.powerOfTen(abs(shift))
    let scaled = shift < 0 ? wide / power : wide * power
    let wholeBits = scaled.exponent + 256
    guard (1...127).contains(wholeBits) else { return nil }
    var whole = scaled.upper >> (128 - wholeBits)
    let fraction = scaled.upper << wholeBits | scaled.lower >> (128 - wholeBits)
    let slack: UInt128 = 1 << 60
    var more = true
    if fraction < slack {
      more = false
    } else if fraction > 0 &- slack {
      whole += 1
      more = false
    }
    var stripped = 0
    if !more, shift > 0 { stripped = PowersOfTen.strip(&whole, limit: shift) }
    guard
      let number = Self.rounding(negative: wide.negative, whole, exponent: stripped - shift, more: more)
    else { return nil }
    self = number
  }
}
