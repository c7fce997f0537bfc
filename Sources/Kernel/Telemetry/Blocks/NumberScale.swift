// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Numbers written as integers.
///
/// A number with few decimals is the integer that it is when its point is taken away: 21.3 with one decimal is 213. Any
/// other is its bit pattern, turned so that greater numbers have greater patterns. Both give back the same bits
/// exactly.
enum NumberScale: Hashable, Sendable {
  case decimals(UInt8)
  case pattern

  static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]
  /// What one is as an integer of so many decimals.
  static func unit(_ decimals: UInt8) -> Int64 { Int64(powers[Int(decimals)]) }

  private static let mostDecimals = powers.count - 1
  /// Above, not every integer is a `Double`.
  private static let limit = 9_007_199_254_740_992.0

  /// Writes the numbers as integers, in the scale of fewest decimals that keeps all of them, else as patterns.
  static func encode(
    _ numbers: UnsafeBufferPointer<UInt64>, into integers: UnsafeMutablePointer<Int64>
  ) -> NumberScale {
    var decimals = 0
    var power = 1.0
    var index = 0
    while index < numbers.count {
      let number = Double(bitPattern: numbers[index])
      let scaled = (number * power).rounded(.toNearestOrEven)
      // NaN fails here too. No integer is -0.
      if abs(scaled) <= limit, (scaled / power).bitPattern == numbers[index], numbers[index] != 1 << 63 {
        integers[index] = Int64(scaled)
        index &+= 1
      } else {
        // What was kept with fewer decimals is kept with more, as long as it stays below the limit: begin again.
        guard decimals < mostDecimals, abs(scaled) <= limit else { return patterns(numbers, into: integers) }
        decimals &+= 1
        power = powers[decimals]
        if index > 0, index < 64 {
          index = 0
        } else if index > 0 {
          let grown = rescale(integers, index)
          guard grown else { return patterns(numbers, into: integers) }
        }
      }
    }
    return .decimals(UInt8(decimals))
  }

  /// `false` when one grows beyond the limit.
  private static func rescale(_ integers: UnsafeMutablePointer<Int64>, _ count: Int) -> Bool {
    for index in 0..<count {
      integers[index] &*= 10
      guard abs(Double(integers[index])) <= limit else { return false }
    }
    return true
  }

  private static func patterns(
    _ numbers: UnsafeBufferPointer<UInt64>, into integers: UnsafeMutablePointer<Int64>
  ) -> NumberScale {
    for index in 0..<numbers.count { integers[index] = ordered(numbers[index]) }
    return .pattern
  }

  /// Its own inverse, but for the type.
  @inline(__always) static func ordered(_ pattern: UInt64) -> Int64 {
    let signed = Int64(bitPattern: pattern)
    return signed ^ (signed &>> 63 & Int64.max)
  }

  func number(_ integer: Int64) -> Double {
    switch self {
    case .decimals(let decimals): Double(integer) / Self.powers[Int(decimals)]
    case .pattern: Double(bitPattern: UInt64(bitPattern: Self.ordered(UInt64(bitPattern: integer))))
    }
  }

  func decode(_ integers: UnsafeMutablePointer<Int64>, count: Int, into numbers: UnsafeMutablePointer<Double>) {
    numbers.withMemoryRebound(to: UInt64.self, capacity: count) { decode(integers, count: count, into: $0) }
  }

  /// Writes the bit patterns of the numbers.
  func decode(_ integers: UnsafeMutablePointer<Int64>, count: Int, into numbers: UnsafeMutablePointer<UInt64>) {
    switch self {
    case .decimals(0): for index in 0..<count { numbers[index] = Double(integers[index]).bitPattern }
    case .decimals(let decimals):
      let power = Self.powers[Int(decimals)]
      for index in 0..<count { numbers[index] = (Double(integers[index]) / power).bitPattern }
    case .pattern:
      for index in 0..<count {
        numbers[index] = UInt64(bitPattern: Self.ordered(UInt64(bitPattern: integers[index])))
      }
    }
  }
}
