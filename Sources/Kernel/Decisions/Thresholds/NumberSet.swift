// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The readings for which a condition holds: closed intervals of doubles, apart from each other, from the least upward.
///
/// A reading stands for its decimal text, the shortest that reads back as the same double, as everywhere in FEEL. Since the
/// text and the double lie in the same order, every comparison with a decimal is one of doubles, exactly.
struct NumberSet: Sendable, Hashable {
  private(set) var intervals: [ClosedRange<Double>]

  private init(_ intervals: [ClosedRange<Double>]) { self.intervals = intervals }

  static let all = NumberSet([-Double.infinity...Double.infinity])
  static let none = NumberSet([])

  /// The readings on one side of a decimal, or equal to it.
  init(_ comparison: Node.Comparison, _ limit: Decimal128) {
    let near = limit.double
    // On which side of the limit the text of the nearest double lies.
    let text = Decimal128(reading: near)
    switch comparison {
    case .greater: self = Self.from(near, included: text > limit)
    case .atLeast: self = Self.from(near, included: text >= limit)
    case .less: self = Self.to(near, included: text < limit)
    case .atMost: self = Self.to(near, included: text <= limit)
    case .equal: self = text == limit ? NumberSet([near...near]) : .none
    case .unequal: self = NumberSet(.equal, limit).complement
    }
  }

  private static func from(_ least: Double, included: Bool) -> NumberSet {
    if included { return NumberSet([least...Double.infinity]) }
    return least == .infinity ? .none : NumberSet([least.nextUp...Double.infinity])
  }

  private static func to(_ greatest: Double, included: Bool) -> NumberSet {
    if included { return NumberSet([-Double.infinity...greatest]) }
    return greatest == -.infinity ? .none : NumberSet([-Double.infinity...greatest.nextDown])
  }

  @inline(__always)
  func contains(_ value: Double) -> Bool {
    for interval in intervals where interval.lowerBound <= value && value <= interval.upperBound { return true }
    return false
  }

  var isEmpty: Bool { intervals.isEmpty }

  func intersection(_ other: NumberSet) -> NumberSet {
    var common: [ClosedRange<Double>] = []
    for left in intervals {
      for right in other.intervals where left.overlaps(right) { common.append(left.clamped(to: right)) }
    }
    return NumberSet(common)
  }

  func union(_ other: NumberSet) -> NumberSet { complement.intersection(other.complement).complement }

  var complement: NumberSet {
    var gaps: [ClosedRange<Double>] = []
    var start: Double? = -.infinity
    for interval in intervals {
      if let start, start < interval.lowerBound { gaps.append(start...interval.lowerBound.nextDown) }
      start = interval.upperBound == .infinity ? nil : interval.upperBound.nextUp
    }
    if let start { gaps.append(start...Double.infinity) }
    return NumberSet(gaps)
  }

  func isSubset(of other: NumberSet) -> Bool { intersection(other) == self }

  /// How far a value lies from the nearest that is not in the set; 0 where it is not in it. `nil` when all are in it.
  func depth(of value: Double) -> Double? {
    complement.intervals.map { max($0.lowerBound - value, value - $0.upperBound, 0) }.min()
  }

  /// A value of the set, for messages: one with a short text.
  var sample: Double? {
    guard let first = intervals.first else { return nil }
    if first.contains(0) { return 0 }
    let (low, high) = (first.lowerBound, first.upperBound)
    if low == -.infinity { return high.rounded(.down) }
    if high == .infinity { return low.rounded(.up) }
    let middle = ((low + (high - low) / 2) * 1000).rounded() / 1000
    return first.contains(middle) ? middle : low
  }
}

extension Decimal128 {
  /// What a reading is in FEEL: its decimal text; for an infinite one the greatest number there is.
  init(reading value: Double) {
    self =
      Decimal128(rounding: value)
      ?? Decimal128(
        negative: value < 0, coefficient: Self.largestCoefficient - 1, exponent: Self.exponents.upperBound)
  }
}
