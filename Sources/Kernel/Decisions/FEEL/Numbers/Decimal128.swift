// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A decimal number of 34 digits: the number of FEEL (DMN 1.5, 10.3.2.3.1; IEEE 754-2008 decimal128).
///
/// The value is coefficient × 10^exponent with a coefficient of at most 34 digits and an exponent from −6176 to 6111.
/// There is no infinity, no "not a number" and one zero; an operation whose result would be one of those, or lies
/// outside the range, gives `nil`. Results are rounded to the nearest number, ties to the even one. As in IEEE 754 a
/// number keeps the zeros behind its point (`1.50` is written `1.50`) though `1.5` equals it and has the same hash.
public struct Decimal128: Sendable {
  /// Sign (1 bit), exponent + 6176 (14 bits), upper 49 bits of the coefficient.
  let high: UInt64
  /// Lower 64 bits of the coefficient.
  let low: UInt64

  @inline(__always)
  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// - Precondition: the coefficient has at most 34 digits, the exponent is in range.
  @inline(__always)
  init(negative: Bool, coefficient: UInt128, exponent: Int) {
    let sign: UInt64 = negative && coefficient != 0 ? Self.signBit : 0
    high =
      sign | UInt64(truncatingIfNeeded: exponent &+ Self.bias) << 49 | UInt64(truncatingIfNeeded: coefficient >> 64)
    low = UInt64(truncatingIfNeeded: coefficient)
  }

  /// Every `Int` is a number.
  @inline(__always)
  public init(_ value: Int) {
    high = Self.integerHigh | (value < 0 ? Self.signBit : 0)
    low = UInt64(value.magnitude)
  }

  /// 0.
  public static let zero = Decimal128(0)
  /// 1.
  public static let one = Decimal128(1)

  static let precision = 34
  static let bias = 6176
  static let exponents = -6176...6111
  static let signBit: UInt64 = 1 << 63
  static let upperMask: UInt64 = 1 << 49 - 1
  /// `high` of a number from 0 to 2⁶⁴ − 1 with exponent 0.
  static let integerHigh: UInt64 = 6176 << 49

  @inline(__always)
  var coefficient: UInt128 { UInt128(high & Self.upperMask) << 64 | UInt128(low) }

  @inline(__always)
  var exponent: Int { Int(truncatingIfNeeded: (high &<< 1) &>> 50) &- Self.bias }

  /// Whether the number is zero, with whatever exponent.
  public var isZero: Bool { low == 0 && high & Self.upperMask == 0 }

  /// Whether the number is less than zero.
  public var isNegative: Bool { high & Self.signBit != 0 }

  /// The number with the other sign; zero has none.
  public var negated: Decimal128 { isZero ? self : Decimal128(high: high ^ Self.signBit, low: low) }

  /// The number without its sign.
  public var magnitude: Decimal128 { Decimal128(high: high & ~Self.signBit, low: low) }
}
