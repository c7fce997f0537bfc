// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// Writes conditions and orders as SQL, with the meaning that `Evaluator` gives them; every value is bound.
///
/// Geospatial functions are answered with the help of the index of boxes: the geometries whose box comes into question are
/// compared one by one, exactly, and those that fit are named in the SQL.
struct SQLCompiler {
  let resolver: any EntityResolver
  let transaction: Transaction
  /// The time that `now()` tells.
  let now: Instant
  /// Named in faults.
  var option = "$filter"
  var limits = QueryLimits()
  private let names = Names()

  init(_ resolver: any EntityResolver, in transaction: Transaction, now: Instant, limits: QueryLimits = QueryLimits()) {
    self.resolver = resolver
    self.transaction = transaction
    self.now = now
    self.limits = limits
  }

  var dialect: Dialect { transaction.dialect }

  /// A condition that is true for the rows `alias` of entities for which the expression is true.
  ///
  /// - Throws: `QueryFault`, `NotInSQL`, `StorageError`.
  func condition(_ expression: Expression, alias: String) throws -> SQLText {
    try condition(expression, Scope(alias: alias), .whenTrue)
  }

  /// What the rows `alias` are to be ordered by.
  func order(_ orderings: [Ordering], alias: String) throws -> SQLOrder {
    var compiler = self
    compiler.option = "$orderby"
    var order = SQLOrder(dialect: dialect)
    for ordering in orderings {
      for key in try compiler.keys(ordering.expression, alias: alias) {
        order.keys.append(SQLOrder.Key(key.sql, key.kind, isDescending: ordering.isDescending))
      }
    }
    return order
  }

  // MARK: Scopes

  /// Makes names of tables.
  private final class Names {
    private var count = 0
    func next() -> String {
      count += 1
      return "t\(count)"
    }
  }

  /// The rows that variables and the beginnings of paths stand for.
  struct Scope {
    var alias: String
    var variables: [String: String] = [:]
    var bound: [Prefix: String] = [:]

    init(alias: String) { self.alias = alias }

    func start(_ variable: String?) -> String { variable.flatMap { variables[$0] } ?? alias }

    func row(_ path: PropertyPath) -> String {
      path.navigations.isEmpty ? start(path.variable) : bound[Prefix(path)] ?? alias
    }
  }

  private func join(_ prefix: Prefix, _ scope: inout Scope) throws -> SQLJoin {
    let from = prefix.parent.flatMap { scope.bound[$0] } ?? scope.start(prefix.variable)
    let type = prefix.parent?.navigations.last?.target ?? prefix.root
    let target = names.next()
    scope.bound[prefix] = target
    return try resolver.join(prefix.navigations[prefix.navigations.count - 1], from: type, alias: from, target: target)
  }

  // MARK: Conditions

  /// For which outcome SQL is to be true.
  enum Mode {
    case whenTrue
    case whenFalse
    /// SQL is true, false or null as the expression is.
    case value
  }

  func condition(_ expression: Expression, _ scope: Scope, _ mode: Mode) throws -> SQLText {
    if expression.isConstant { return try constant(expression, mode) }
    switch expression.node {
    case .logical(let name, let operands):
      // By De Morgan's laws: what is negated can use an index, too.
      let name = mode == .whenFalse ? (name == .and ? LogicalOperator.or : .and) : name
      let parts = try operands.map { try condition($0, scope, mode) }
      return try measured("(\(parts.joined(name == .and ? " AND " : " OR ")))", expression)
    case .not(let operand):
      switch mode {
      case .whenTrue: return try condition(operand, scope, .whenFalse)
      case .whenFalse: return try condition(operand, scope, .whenTrue)
      case .value: return "NOT (\(try condition(operand, scope, .value)))"
      }
    case .quantified(let quantifier, let set, let variable, let inner):
      let sql = try quantified(quantifier, set, variable, inner, scope)
      return mode == .whenFalse ? "NOT (\(sql))" : sql
    default: return try measured(atom(expression, scope, mode), expression)
    }
  }

  private func constant(_ expression: Expression, _ mode: Mode) throws -> SQLText {
    let value = try Evaluator(now: now).value(of: expression, Nothing())
    switch (value, mode) {
    case (.boolean(let flag), .whenFalse): return flag ? "1 = 0" : "1 = 1"
    case (.boolean(let flag), _): return flag ? "1 = 1" : "1 = 0"
    case (_, .value): return "NULL = 1"
    default: return "1 = 0"
    }
  }

  /// An entity of which nothing is asked.
  private struct Nothing: EntityView {
    func value(of property: Property) throws -> QueryValue { .null }
    func related(_ navigation: Navigation) throws -> [any EntityView] { [] }
  }

  private func atom(_ expression: Expression, _ scope: Scope, _ mode: Mode) throws -> SQLText {
    let prefixes = Prefix.all(of: expression).filter { scope.bound[$0] == nil }
    let isComparison: Bool
    switch expression.node {
    case .comparison, .member, .element: isComparison = true
    default: isComparison = false
    }
    guard !prefixes.isEmpty else {
      let sql = try truth(expression, scope)
      switch (mode, isComparison) {
      case (.whenTrue, _), (.value, false): return sql
      case (.whenFalse, true): return "(\(sql)) IS NOT TRUE"
      case (.whenFalse, false): return "NOT (\(sql))"
      case (.value, true): return "COALESCE(\(sql), FALSE)"
      }
    }
    var inner = scope
    let joins = try prefixes.map { try join($0, &inner) }
    let sql = try truth(expression, inner)
    let exists: SQLText
    if Self.mayHoldForNull(expression) {
      // As if there were one entity of nulls where there is none.
      let tables = joins.map { join -> SQLText in
        let tables: SQLText = join.tables.sql.contains("JOIN") ? "(\(join.tables))" : join.tables
        return "LEFT JOIN \(tables) ON \(join.condition)"
      }
      exists = "EXISTS (SELECT 1 FROM (SELECT 1 AS one) single \(tables.joined(" ")) WHERE \(sql))"
    } else {
      let tables = joins.map(\.tables).joined(", ")
      exists = "EXISTS (SELECT 1 FROM \(tables) WHERE \((joins.map(\.condition) + ["(\(sql))"]).joined(" AND ")))"
    }
    return mode == .whenFalse ? "NOT \(exists)" : exists
  }

  /// Whether it may be true though what it speaks of is null.
  private static func mayHoldForNull(_ expression: Expression) -> Bool {
    switch expression.node {
    case .comparison(.notEqual, _, _): true
    case .comparison(.equal, let left, let right):
      left.type == .null || right.type == .null || !(left.isConstant || right.isConstant) || left.type == .boolean
    case .member(_, let list): list.contains { $0.type == .null }
    default: expression.children.contains(where: mayHoldForNull)
    }
  }

  private func quantified(
    _ quantifier: Quantifier, _ set: RelatedSet, _ variable: String?, _ condition: Expression?, _ scope: Scope
  ) throws -> SQLText {
    var inner = scope
    // Its own rows, even where a path outside begins alike.
    var prefix = Prefix(variable: set.variable, root: set.root, navigations: set.navigations)
    var chain: [Prefix] = [prefix]
    while let parent = prefix.parent {
      chain.insert(parent, at: 0)
      prefix = parent
    }
    for prefix in chain { inner.bound[prefix] = nil }
    let joins = try chain.map { try join($0, &inner) }
    let target = inner.bound[chain[chain.count - 1]] ?? scope.alias
    for prefix in chain { inner.bound[prefix] = scope.bound[prefix] }
    var conditions = joins.map(\.condition)
    if let variable, let condition {
      inner.variables[variable] = target
      let sql = try self.condition(condition, inner, .whenTrue)
      conditions.append(quantifier == .any ? "(\(sql))" : "(\(sql)) IS NOT TRUE")
    }
    let exists: SQLText =
      "EXISTS (SELECT 1 FROM \(joins.map(\.tables).joined(", ")) WHERE \(conditions.joined(" AND ")))"
    return quantifier == .any ? exists : "NOT \(exists)"
  }

  /// What is written twice grows with each level; it must not grow without bounds.
  func measured(_ sql: SQLText, _ expression: Expression) throws -> SQLText {
    guard sql.sql.utf8.count <= 200_000 else {
      throw fault("this is too intricate; make it simpler", "过于复杂，请简化", at: expression)
    }
    return sql
  }

  func fault(_ reason: String, _ chinese: String, at expression: Expression) -> QueryFault {
    QueryFault(option: option, character: expression.position + 1, reason: reason, chinese: chinese)
  }

  // MARK: Order

  private func keys(_ expression: Expression, alias: String) throws -> [(sql: SQLText, kind: SQLOrder.Kind)] {
    var scope = Scope(alias: alias)
    let prefixes = Prefix.all(of: expression)
    let joins = try prefixes.map { try join($0, &scope) }
    // Where a path leads to several, the least of their values counts.
    func single(_ sql: SQLText) -> SQLText {
      guard !joins.isEmpty else { return sql }
      let tables = joins.map(\.tables).joined(", ")
      return "(SELECT MIN(\(sql)) FROM \(tables) WHERE \(joins.map(\.condition).joined(" AND ")))"
    }
    switch try operand(expression, scope) {
    case .null: return []
    case .number(let sql): return [(single("CAST(\(sql) AS DOUBLE PRECISION)"), .real)]
    case .duration(let sql): return [(single("CAST(\(sql) AS DOUBLE PRECISION)"), .real)]
    case .string(let sql): return [(single(collated(sql)), .text)]
    case .boolean(let sql), .date(let sql), .timeOfDay(let sql): return [(single(sql), .integer)]
    case .time(let start, let end, let isInstant):
      return isInstant ? [(single(start), .integer)] : [(single(start), .integer), (single(end), .integer)]
    case .dynamic(let number, let string, let boolean, _):
      var keys: [(sql: SQLText, kind: SQLOrder.Kind)] = []
      if let number { keys.append((single("CAST(\(number) AS DOUBLE PRECISION)"), .real)) }
      if let string { keys.append((single(collated(string)), .text)) }
      if let boolean { keys.append((single(boolean), .integer)) }
      return keys
    }
  }

  /// By code point.
  func collated(_ sql: SQLText) -> SQLText { dialect == .postgresql ? "(\(sql)) COLLATE \"C\"" : sql }
}

extension Prefix {
  init(variable: String?, root: EntityType, navigations: [Navigation]) {
    self.variable = variable
    self.root = root
    self.navigations = navigations
  }
}
