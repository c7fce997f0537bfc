// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A piece of a regular expression.
indirect enum PatternNode {
  case empty
  case set(ScalarSet)
  case sequence([PatternNode])
  case choice([PatternNode])
  case repetition(PatternNode, least: Int, most: Int?, isLazy: Bool)
  /// A group whose text can be asked for; they are numbered from 1.
  case group(PatternNode, number: Int)
  case start
  case end
}

/// A set of characters.
struct ScalarSet {
  var ranges: [ClosedRange<UInt32>] = []
  var isNegated = false
  var ignoresCase = false

  static let any = ScalarSet(ranges: [0...0x10FFFF])

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var found = holds(scalar.value)
    if !found, ignoresCase {
      for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
        if let first = other.unicodeScalars.first, other.unicodeScalars.count == 1, holds(first.value) { found = true }
      }
    }
    return found != isNegated
  }

  private func holds(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }

  /// The one character that it is, when there is one.
  var single: Unicode.Scalar? {
    guard !isNegated, !ignoresCase, ranges.count == 1, ranges[0].count == 1 else { return nil }
    return Unicode.Scalar(ranges[0].lowerBound)
  }
}
