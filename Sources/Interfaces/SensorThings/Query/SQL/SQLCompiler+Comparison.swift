// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension SQLCompiler {
  /// The SQL of a comparison, a function or a property as a condition; null where the expression is null, and also where a
  /// comparison has null on one side.
  func truth(_ expression: Expression, _ scope: Scope) throws -> SQLText {
    switch expression.node {
    case .comparison(let comparison, let left, let right):
      if let sql = try measure(comparison, left, right, scope) { return sql }
      return try measured(
        try compare(comparison, left, right, try operand(left, scope), try operand(right, scope)), expression)
    case .member(let value, let list):
      let found = try operand(value, scope)
      let parts = try list.map { try compare(.equal, value, $0, found, try operand($0, scope)) }
      return "(\(parts.map { "(\($0))" }.joined(" OR ")))"
    case .element(let value, let array):
      return try measured(try contains(array, try operand(value, scope), scope), expression)
    case .call(let function, let arguments):
      if let sql = try relation(function, arguments, scope) { return sql }
      return try call(function, arguments, scope)
    default:
      guard let sql = try operand(expression, scope).boolean else { return "NULL = 1" }
      return "\(sql) = 1"
    }
  }

  /// Whether a value is an element of an array; null is none.
  private func contains(_ array: Expression, _ value: SQLOperand, _ scope: Scope) throws -> SQLText {
    guard case .path(let path) = array.node else { return "1 = 0" }
    let property = try resolver.property(path.property, of: path.owner, alias: scope.row(path))
    guard let (rows, element) = property.elements(inner: path.inner, dialect) else { return "1 = 0" }
    if case .null = value { return "1 = 0" }
    return "EXISTS (SELECT 1 FROM \(rows) WHERE \(equal(value, element, isNullable: false)))"
  }

  private func compare(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression, _ first: SQLOperand,
    _ second: SQLOperand
  ) throws -> SQLText {
    if Evaluator.isByText(left, right) {
      // Numbers are compared by their text, which the databases do not write alike.
      throw NotInSQL(name: "result")
    }
    switch comparison {
    case .equal: return equal(first, second, isNullable: !left.isConstant && !right.isConstant)
    case .notEqual: return "(\(equal(first, second, isNullable: !left.isConstant && !right.isConstant))) IS NOT TRUE"
    case .less: return less(first, second, "<")
    case .lessOrEqual: return less(first, second, "<=")
    case .greater: return less(second, first, "<")
    case .greaterOrEqual: return less(second, first, "<=")
    }
  }

  /// - Parameter isNullable: whether both sides may be null, which then are equal.
  private func equal(_ left: SQLOperand, _ right: SQLOperand, isNullable: Bool) -> SQLText {
    if case .null = left { return "NOT (\(right.isPresent))" }
    if case .null = right { return "NOT (\(left.isPresent))" }
    func same(_ left: SQLText?, _ right: SQLText?) -> SQLText? {
      guard let left, let right else { return nil }
      return "\(left) = \(right)"
    }
    var parts: [SQLText] =
      switch (left, right) {
      case (.time(let start, let end, let isInstant), .time(let otherStart, let otherEnd, let otherIsInstant)):
        [
          isInstant && otherIsInstant
            ? "\(start) = \(otherStart)" : "(\(start) = \(otherStart) AND \(end) = \(otherEnd))"
        ]
      case (.date(let left), .date(let right)), (.timeOfDay(let left), .timeOfDay(let right)),
        (.duration(let left), .duration(let right)):
        ["\(left) = \(right)"]
      default:
        [
          same(left.number, right.number), same(left.string, right.string), same(left.boolean, right.boolean),
        ].compactMap { $0 }
      }
    if isNullable { parts.append("(NOT (\(left.isPresent)) AND NOT (\(right.isPresent)))") }
    if parts.isEmpty { return "1 = 0" }
    return parts.count == 1 ? parts[0] : "(\(parts.joined(" OR ")))"
  }

  /// - Parameter sign: `<` or `<=`.
  private func less(_ left: SQLOperand, _ right: SQLOperand, _ sign: String) -> SQLText {
    switch (left, right) {
    case (.time(let start, let end, let isInstant), .time(let otherStart, let otherEnd, let otherIsInstant)):
      if isInstant, otherIsInstant { return "\(start) \(raw: sign) \(otherStart)" }
      if sign == "<=" { return "(\(start) <= \(otherStart) AND \(end) <= \(otherEnd))" }
      return "(\(end) <= \(otherStart) AND \(start) < \(otherStart))"
    case (.date(let left), .date(let right)), (.timeOfDay(let left), .timeOfDay(let right)),
      (.duration(let left), .duration(let right)):
      return "\(left) \(raw: sign) \(right)"
    default: break
    }
    var parts: [SQLText] = []
    if let left = left.number, let right = right.number { parts.append("\(left) \(raw: sign) \(right)") }
    if let left = left.string, let right = right.string { parts.append("\(left) \(raw: sign) \(right)") }
    if parts.isEmpty { return "1 = 0" }
    return parts.count == 1 ? parts[0] : "(\(parts.joined(" OR ")))"
  }
}
