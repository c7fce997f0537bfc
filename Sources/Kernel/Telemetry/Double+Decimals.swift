// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Double {
  /// The number with so many decimals, as `%.nf` of C writes it.
  ///
  /// One that was written with so many decimals is the nearest to a whole number of their unit. Where a division proves that,
  /// its digits are written without going through a format, which takes many times as long.
  func text(decimals: Int) -> String {
    guard Self.scales.indices.contains(decimals) else { return String(format: "%.\(decimals)f", self) }
    let units = (self * Self.scales[decimals]).rounded()
    // Below 2⁵⁰ no other number of units is as near. A negative zero has a sign that its units have not.
    guard units.magnitude < 0x1p50, units / Self.scales[decimals] == self, units != 0 || sign == .plus else {
      return String(format: "%.\(decimals)f", self)
    }
    var rest = UInt64(units.magnitude)
    var digits = 1
    var bound: UInt64 = 10
    while rest >= bound {
      digits += 1
      bound *= 10
    }
    let isNegative = units < 0
    let whole = Swift.max(1, digits - decimals)
    let length = whole + (decimals > 0 ? decimals + 1 : 0) + (isNegative ? 1 : 0)
    return String(unsafeUninitializedCapacity: length) { buffer in
      var place = length
      for index in 0..<whole + decimals {
        if index == decimals, decimals > 0 {
          place -= 1
          buffer[place] = UInt8(ascii: ".")
        }
        place -= 1
        buffer[place] = UInt8(48 + rest % 10)
        rest /= 10
      }
      if isNegative { buffer[0] = UInt8(ascii: "-") }
      return length
    }
  }

  /// Units in one, by the number of decimals; all are exact.
  private static let scales: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]
}
