// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A seeded source of random numbers (SplitMix64: Steele, Lea, Flood 2014): the same seed gives the same numbers on every
/// machine. Each part of the city draws from a stream of its own, so that a change of one part leaves the others as they are.
struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// - Parameter name: what the stream is for: `roads`, `history` …
  init(seed: UInt64, _ name: String) {
    state = seed
    var mixed = next()
    for byte in name.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = mixed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 ≤ x < 1, in steps of 2⁻⁵³.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// Not the standard library's `random(in:using:)`, whose way from bits to numbers may change with its version.
  mutating func integer(below count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

  mutating func chance(_ share: Double) -> Bool { unit() < share }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[integer(below: elements.count)] }

  /// The index of one of the weights, each as likely as it is heavy. There is at least one positive weight.
  mutating func index(of weights: [Double]) -> Int {
    var rest = unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  /// Normal with mean 0 and deviation 1, bounded at ±4: the sum of twelve even numbers, which needs no logarithm and so gives
  /// the same bits everywhere.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += unit() }
    return min(4, max(-4, sum))
  }

  /// A skewed positive number with median 1: most are somewhat less, a few several times as much.
  mutating func skewed(_ spread: Double) -> Double {
    let deviation = normal() * spread
    return deviation >= 0 ? 1 + deviation + deviation * deviation / 2 : 1 / (1 - deviation + deviation * deviation / 2)
  }
}
