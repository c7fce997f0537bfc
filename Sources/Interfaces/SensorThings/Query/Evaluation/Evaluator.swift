// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Evaluates expressions for one entity at a time, with the meaning that their SQL has.
///
/// - Comparisons are true or false: null equals null alone, and is neither less nor greater than anything; `ne` is the opposite
///   of `eq`. Values of different types are different. All else with null is null, and `and`, `or`, `not` know three values.
/// - Null is an element of no array, and nothing is an element of what is none.
/// - A condition along a path to several entities holds where it holds for one of them. Paths in one comparison or function that
///   begin alike mean the same entity. Where there is no related entity, it is as if there were one whose properties are null.
struct Evaluator {
  /// The time that `now()` tells.
  let now: Instant

  init(now: Instant) { self.now = now }

  /// Whether the condition is true for the entity: neither false nor null.
  func matches(_ condition: Expression, _ entity: any EntityView) throws -> Bool {
    try truth(condition, Scope(entity: entity)) == true
  }

  /// What the expression comes to; along a path to several entities the least value.
  func value(of expression: Expression, _ entity: any EntityView) throws -> QueryValue {
    let scope = Scope(entity: entity)
    var found = QueryValue.null
    _ = try bind(prefixes(expression, scope)[...], scope) { scope in
      let value = try value(expression, scope)
      if value != .null, found == .null || value.isOrderedBefore(found) { found = value }
      return false
    }
    return found
  }

  /// The entities that variables and the beginnings of paths stand for.
  struct Scope {
    var entity: any EntityView
    var variables: [String: any EntityView] = [:]
    /// `nil` where there is no such entity.
    var bound: [Prefix: (any EntityView)?] = [:]

    init(entity: any EntityView) { self.entity = entity }
  }

  // MARK: Conditions

  /// `nil` for null.
  private func truth(_ expression: Expression, _ scope: Scope) throws -> Bool? {
    switch expression.node {
    case .logical(let name, let operands):
      // `false and null` is false, `true or null` is true.
      var result: Bool? = name == .and
      for operand in operands {
        let value = try truth(operand, scope)
        if value == (name == .or) { return value }
        if value == nil { result = nil }
      }
      return result
    case .not(let operand): return try truth(operand, scope).map { !$0 }
    case .quantified(let quantifier, let set, let variable, let condition):
      return try quantified(quantifier, set, variable, condition, scope)
    default:
      let prefixes = prefixes(expression, scope)
      guard !prefixes.isEmpty else { return try atom(expression, scope) }
      return try bind(prefixes[...], scope) { try atom(expression, $0) == true }
    }
  }

  private func atom(_ expression: Expression, _ scope: Scope) throws -> Bool? {
    if case .boolean(let value) = try value(expression, scope) { return value }
    return nil
  }

  private func quantified(
    _ quantifier: Quantifier, _ set: RelatedSet, _ variable: String?, _ condition: Expression?, _ scope: Scope
  ) throws -> Bool {
    var entities = [set.variable.flatMap { scope.variables[$0] } ?? scope.entity]
    for navigation in set.navigations { entities = try entities.flatMap { try $0.related(navigation) } }
    guard let variable, let condition else { return !entities.isEmpty }
    for entity in entities {
      var inner = scope
      inner.variables[variable] = entity
      let holds = try truth(condition, inner) == true
      if holds == (quantifier == .any) { return holds }
    }
    return quantifier == .all
  }

  // MARK: Related entities

  private func prefixes(_ expression: Expression, _ scope: Scope) -> [Prefix] {
    Prefix.all(of: expression).filter { scope.bound[$0] == nil }
  }

  /// Tries every choice of entities for the prefixes until `body` is true.
  private func bind(
    _ prefixes: ArraySlice<Prefix>, _ scope: Scope, _ body: (Scope) throws -> Bool
  ) throws -> Bool {
    guard let prefix = prefixes.first else { return try body(scope) }
    let start = try start(of: prefix, scope)
    let related = try start?.related(prefix.navigations[prefix.navigations.count - 1]) ?? []
    var inner = scope
    guard !related.isEmpty else {
      inner.bound[prefix] = .some(nil)
      return try bind(prefixes.dropFirst(), inner, body)
    }
    for entity in related {
      inner.bound[prefix] = .some(entity)
      if try bind(prefixes.dropFirst(), inner, body) { return true }
    }
    return false
  }

  private func start(of prefix: Prefix, _ scope: Scope) throws -> (any EntityView)? {
    if let parent = prefix.parent { return scope.bound[parent] ?? nil }
    return prefix.variable.flatMap { scope.variables[$0] } ?? scope.entity
  }

  private func value(of path: PropertyPath, _ scope: Scope) throws -> QueryValue {
    let entity: (any EntityView)?
    if path.navigations.isEmpty {
      entity = path.variable.flatMap { scope.variables[$0] } ?? scope.entity
    } else {
      entity = scope.bound[Prefix(path)] ?? nil
    }
    return try entity?.value(of: path.property).part(path.inner) ?? .null
  }

  // MARK: Values

  private func value(_ expression: Expression, _ scope: Scope) throws -> QueryValue {
    switch expression.node {
    case .literal(let literal): return QueryValue(literal)
    case .path(let path): return try value(of: path, scope)
    case .logical, .not, .quantified: return try truth(expression, scope).map { .boolean($0) } ?? .null
    case .comparison(let comparison, let left, let right):
      return .boolean(
        try Self.compare(
          comparison, try value(left, scope), try value(right, scope),
          asText: Self.isByText(left, right)))
    case .member(let value, let list):
      let found = try self.value(value, scope)
      for element in list {
        let constant = try self.value(element, scope)
        if try Self.compare(.equal, found, constant, asText: Self.isByText(value, element)) { return .boolean(true) }
      }
      return .boolean(false)
    case .element(let value, let array):
      let found = try self.value(value, scope)
      guard found != .null, case .structure(.array(let elements)) = try self.value(array, scope) else {
        return .boolean(false)
      }
      return .boolean(elements.contains { Self.isEqual(found, QueryValue($0), false) })
    case .arithmetic(let name, let left, let right):
      return Arithmetic.value(name, try value(left, scope), try value(right, scope))
    case .negative(let operand):
      switch try value(operand, scope) {
      case .number(let number): return .number(-number)
      case .duration(let duration): return .duration(-duration)
      default: return .null
      }
    case .call(let function, let arguments):
      return try function.value(try arguments.map { try value($0, scope) }, of: arguments, now: now)
    }
  }

  /// Whether a result is compared with a string, so that a number counts by its text.
  static func isByText(_ left: Expression, _ right: Expression) -> Bool {
    left.type == .result && right.type == .string || left.type == .string && right.type == .result
  }

  /// - Parameter asText: whether a number is compared with a string by its text, as results are.
  static func compare(
    _ comparison: ComparisonOperator, _ left: QueryValue, _ right: QueryValue, asText: Bool = false
  ) throws -> Bool {
    switch comparison {
    case .equal: return isEqual(left, right, asText)
    case .notEqual: return !isEqual(left, right, asText)
    default: break
    }
    switch (left, right) {
    case (.number(let left), .number(let right)): return holds(comparison, left, right)
    case (.string(let left), .string(let right)): return holds(comparison, left, right)
    case (.number(let left), .string(let right)) where asText: return holds(comparison, text(left), right)
    case (.string(let left), .number(let right)) where asText: return holds(comparison, left, text(right))
    case (.date(let left), .date(let right)), (.timeOfDay(let left), .timeOfDay(let right)):
      return holds(comparison, left, right)
    case (.duration(let left), .duration(let right)): return holds(comparison, left, right)
    case (.time(let left), .time(let right)): return left.compares(comparison, to: right)
    default: return false
    }
  }

  private static func isEqual(_ left: QueryValue, _ right: QueryValue, _ asText: Bool) -> Bool {
    switch (left, right) {
    case (.structure, _), (_, .structure): false
    case (.number(let left), .string(let right)) where asText: text(left) == right
    case (.string(let left), .number(let right)) where asText: left == text(right)
    // By code point, as databases compare; Swift would call two ways to write é the same.
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    default: left == right
    }
  }

  private static func holds<Value: Comparable>(_ comparison: ComparisonOperator, _ left: Value, _ right: Value) -> Bool
  {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  private static func holds(_ comparison: ComparisonOperator, _ left: String, _ right: String) -> Bool {
    let isLess = left.utf8.lexicographicallyPrecedes(right.utf8)
    let isEqual = left.utf8.elementsEqual(right.utf8)
    return switch comparison {
    case .equal: isEqual
    case .notEqual: !isEqual
    case .less: isLess
    case .lessOrEqual: isLess || isEqual
    case .greater: !isLess && !isEqual
    case .greaterOrEqual: !isLess
    }
  }

  /// A number as JSON writes it.
  private static func text(_ number: Double) -> String {
    (Int64(exactly: number).map { .integer($0) } ?? JSON.number(number)).text
  }
}

/// The beginning of a path: a way to related entities that paths in one comparison share.
struct Prefix: Hashable, Sendable {
  var variable: String?
  var root: EntityType
  /// At least one.
  var navigations: [Navigation]

  init(_ path: PropertyPath) {
    variable = path.variable
    root = path.root
    navigations = path.navigations
  }

  /// One step shorter; `nil` for the first step.
  var parent: Prefix? {
    guard navigations.count > 1 else { return nil }
    var parent = self
    parent.navigations.removeLast()
    return parent
  }

  /// All in an expression, each after the one that it begins with. Conditions of lambda expressions have their own.
  static func all(of expression: Expression) -> [Prefix] {
    var found: [Prefix] = []
    func visit(_ expression: Expression) {
      switch expression.node {
      case .path(let path):
        guard !path.navigations.isEmpty else { return }
        let whole = Prefix(path)
        for count in 1...path.navigations.count {
          var prefix = whole
          prefix.navigations = Array(whole.navigations.prefix(count))
          if !found.contains(prefix) { found.append(prefix) }
        }
      case .quantified: break
      default: expression.children.forEach(visit)
      }
    }
    visit(expression)
    return found
  }
}
