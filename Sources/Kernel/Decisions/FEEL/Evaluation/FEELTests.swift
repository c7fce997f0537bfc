// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What unary tests say, as far as it can be said without evaluating them.
public enum FEELTests: Sendable {
  /// `-`: everything fits.
  case any
  /// A value fits when it lies in one of the ranges of constants, or, negated, in none. A single constant is the range
  /// from it to itself.
  case ranges([FEELRange], negated: Bool)
  /// Names, calls, `?`: must be evaluated.
  case opaque

  init(_ root: Node) {
    switch root.kind {
    case .anything: self = .any
    case .unaryTests(let tests, _, let negated):
      var ranges: [FEELRange] = []
      for test in tests {
        guard let more = Self.ranges(test.node) else {
          self = .opaque
          return
        }
        ranges += more
      }
      self = .ranges(ranges, negated: negated)
    default: self = .opaque
    }
  }

  private static func ranges(_ node: Node) -> [FEELRange]? {
    switch node.kind {
    case .constant(.list(let list)):
      // Each element is a test of its own; the list as a whole only fits lists.
      return list.allSatisfy { isScalar($0) } ? list.map { point($0) } : nil
    case .constant(let value): return isScalar(value) ? [point(value)] : nil
    case .oneSided(let comparison, let end):
      guard case .constant(let value) = end.kind, isScalar(value) else { return nil }
      switch comparison {
      case .equal: return [point(value)]
      case .unequal: return nil
      case .less, .atMost:
        return [FEELRange(start: nil, startIncluded: false, end: value, endIncluded: comparison == .atMost)]
      case .greater, .atLeast:
        return [FEELRange(start: value, startIncluded: comparison == .atLeast, end: nil, endIncluded: false)]
      }
    case .range(let start, let startIncluded, let end, let endIncluded):
      guard case .constant(let low) = start.kind, case .constant(let high) = end.kind, isScalar(low), isScalar(high),
        low.isLess(than: high) != nil
      else { return nil }
      return [FEELRange(start: low, startIncluded: startIncluded, end: high, endIncluded: endIncluded)]
    default: return nil
    }
  }

  private static func point(_ value: FEELValue) -> FEELRange {
    FEELRange(start: value, startIncluded: true, end: value, endIncluded: true)
  }

  private static func isScalar(_ value: FEELValue) -> Bool {
    switch value {
    case .null, .list, .context, .range, .function: false
    default: true
    }
  }
}
