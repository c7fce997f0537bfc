// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The span of phenomenon times to which a condition narrows Observations: what lies outside need not be looked at.
struct TimeBounds: Equatable {
  var from = Int64.min
  /// Not part of it.
  var to = Int64.max
  /// Whether nothing is left of the condition but the span, for Observations at instants.
  private(set) var isExact = true

  init(_ condition: Expression?) {
    for part in condition?.conjuncts ?? [] { narrow(by: part) }
  }

  private mutating func narrow(by part: Expression) {
    guard case .comparison(let comparison, let left, let right) = part.node else {
      isExact = false
      return
    }
    if Self.isTime(left), let time = Self.time(right) { return narrow(comparison, time) }
    if Self.isTime(right), let time = Self.time(left) { return narrow(comparison.mirrored, time) }
    isExact = false
  }

  private mutating func narrow(_ comparison: ComparisonOperator, _ time: TimeInterval) {
    if !time.isInstant { isExact = false }
    let (start, end) = (time.start.milliseconds, time.end.milliseconds)
    switch comparison {
    case .equal:
      from = max(from, start)
      to = min(to, start + 1)
    case .less: to = min(to, start)
    case .lessOrEqual: to = min(to, start + 1)
    case .greater: from = max(from, time.isInstant ? end + 1 : end)
    case .greaterOrEqual: from = max(from, start)
    case .notEqual: isExact = false
    }
  }

  private static func isTime(_ expression: Expression) -> Bool {
    guard case .path(let path) = expression.node else { return false }
    return path.navigations.isEmpty && path.variable == nil && path.root == .observation
      && path.property.name == "phenomenonTime" && path.inner.isEmpty
  }

  private static func time(_ expression: Expression) -> TimeInterval? {
    guard case .literal(let literal) = expression.node else { return nil }
    switch literal {
    case .instant(let instant, _): return TimeInterval(instant)
    case .interval(let interval): return interval
    default: return nil
    }
  }
}

/// The numbers to which a condition narrows the results of Observations.
struct ResultBounds: Equatable {
  var low = -Double.infinity
  var high = Double.infinity

  /// `nil` where it says nothing of numbers.
  init?(_ condition: Expression?) {
    var isNarrowed = false
    for part in condition?.conjuncts ?? [] {
      guard case .comparison(var comparison, let left, let right) = part.node else { continue }
      var number = Self.isResult(left) ? Self.number(right) : nil
      if number == nil, Self.isResult(right) {
        number = Self.number(left)
        comparison = comparison.mirrored
      }
      guard let number else { continue }
      switch comparison {
      case .equal: (low, high) = (max(low, number), min(high, number))
      case .less, .lessOrEqual: high = min(high, number)
      case .greater, .greaterOrEqual: low = max(low, number)
      case .notEqual: continue
      }
      isNarrowed = true
    }
    if !isNarrowed { return nil }
  }

  private static func isResult(_ expression: Expression) -> Bool {
    guard case .path(let path) = expression.node else { return false }
    return path.navigations.isEmpty && path.variable == nil && path.root == .observation
      && path.property.name == "result" && path.inner.isEmpty
  }

  private static func number(_ expression: Expression) -> Double? {
    guard case .literal(let literal) = expression.node else { return nil }
    switch literal {
    case .integer(let value): return Double(value)
    case .double(let value): return value
    default: return nil
    }
  }
}

extension ComparisonOperator {
  /// The same with its sides exchanged.
  var mirrored: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
