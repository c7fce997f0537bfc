// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// For which readings a condition holds, as far as that shows in its text.
struct ReadingSet {
  /// Where `isExact`, those for which it holds; else some more.
  var numbers: NumberSet
  var isExact: Bool
  /// The only number with which the value is compared.
  var limit: Decimal128?

  /// - Parameter root: an expression or unary tests, read with `ThresholdCondition.names`.
  init(_ root: Node) { self = Self.make(root) }

  private init(_ numbers: NumberSet, isExact: Bool = true, limit: Decimal128? = nil) {
    self.numbers = numbers
    self.isExact = isExact
    self.limit = limit
  }

  /// Nothing is known.
  private static let unknown = ReadingSet(.all, isExact: false)

  private static func make(_ node: Node) -> ReadingSet {
    switch node.kind {
    case .constant(.boolean(let holds)): return ReadingSet(holds ? .all : .none)
    case .anything: return ReadingSet(.all)
    case .and(let nodes):
      return nodes.map(make).reduce(ReadingSet(.all)) { combined($0, $1, $0.numbers.intersection($1.numbers)) }
    case .or(let nodes):
      return nodes.map(make).reduce(ReadingSet(.none)) { combined($0, $1, $0.numbers.union($1.numbers)) }
    case .comparison(let comparison, let left, let right):
      if isValue(left), let limit = number(right) { return compared(comparison, limit) }
      if isValue(right), let limit = number(left) { return compared(comparison.turned, limit) }
      return .unknown
    case .between(let operand, let low, let high):
      guard isValue(operand), let low = number(low), let high = number(high) else { return .unknown }
      return ReadingSet(NumberSet(.atLeast, low).intersection(NumberSet(.atMost, high)))
    case .contained(let operand, _, let tests):
      return isValue(operand) ? anyOf(tests) : .unknown
    case .unaryTests(let tests, _, let isNegated):
      let fitting = anyOf(tests)
      return isNegated ? negated(fitting) : fitting
    case .call(let function, let arguments):
      guard case .builtin("not") = function.kind, arguments.count == 1 else { return .unknown }
      return negated(make(arguments[0]))
    default: return .unknown
    }
  }

  private static func compared(_ comparison: Node.Comparison, _ limit: Decimal128) -> ReadingSet {
    ReadingSet(NumberSet(comparison, limit), limit: limit)
  }

  private static func negated(_ set: ReadingSet) -> ReadingSet {
    set.isExact ? ReadingSet(set.numbers.complement, limit: set.limit) : .unknown
  }

  /// What of several holds; one limit alone is still the limit.
  private static func combined(_ left: ReadingSet, _ right: ReadingSet, _ numbers: NumberSet) -> ReadingSet {
    let isFirst = left.limit == nil && (left.numbers == .all || left.numbers == .none) && numbers == right.numbers
    return ReadingSet(numbers, isExact: left.isExact && right.isExact, limit: isFirst ? right.limit : nil)
  }

  /// The tests of a cell, or behind `in`.
  private static func anyOf(_ tests: [Node.Test]) -> ReadingSet {
    tests.map { test in test.usesInput ? make(test.node) : fitting(test.node) }
      .reduce(ReadingSet(.none)) { combined($0, $1, $0.numbers.union($1.numbers)) }
  }

  /// The values that fit a test.
  private static func fitting(_ node: Node) -> ReadingSet {
    if let number = number(node) { return compared(.equal, number) }
    switch node.kind {
    case .oneSided(let comparison, let end): return number(end).map { compared(comparison, $0) } ?? .unknown
    case .range(let start, let startIncluded, let end, let endIncluded):
      guard let low = number(start), let high = number(end), low <= high else { return .unknown }
      return ReadingSet(
        NumberSet(startIncluded ? .atLeast : .greater, low).intersection(
          NumberSet(endIncluded ? .atMost : .less, high)))
    default: return .unknown
    }
  }

  private static func isValue(_ node: Node) -> Bool {
    if case .variable(let variable) = node.kind { variable.name == "value" || variable.name == "?" } else { false }
  }

  private static func number(_ node: Node) -> Decimal128? {
    if case .constant(.number(let number)) = node.kind { number } else { nil }
  }
}

extension Node.Comparison {
  /// The same with its sides changed.
  fileprivate var turned: Node.Comparison {
    switch self {
    case .equal, .unequal: self
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    }
  }
}
