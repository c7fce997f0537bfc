// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// An expression of `$filter` or `$orderby`, its types checked.
struct Expression: Hashable, Sendable {
  indirect enum Node: Hashable, Sendable {
    case literal(LiteralValue)
    case path(PropertyPath)
    /// `and`, `or`: two boolean operands or more, flattened.
    case logical(LogicalOperator, [Expression])
    case not(Expression)
    case comparison(ComparisonOperator, Expression, Expression)
    case arithmetic(ArithmeticOperator, Expression, Expression)
    /// `-x`
    case negative(Expression)
    case call(Function, [Expression])
    /// `Datastreams/any(d: …)`; without a condition: whether there is any.
    case quantified(Quantifier, RelatedSet, variable: String?, condition: Expression?)
    /// `x in (1, 2)`
    case member(Expression, of: [Expression])
    /// `'a' in properties/tags`: whether a value is an element of an array.
    case element(Expression, of: Expression)
  }

  var node: Node
  var type: ValueType
  /// Where it begins in the text of the option, in characters from 0.
  var position: Int
}

enum LogicalOperator: String, Hashable, Sendable {
  case and, or
}

enum ComparisonOperator: String, CaseIterable, Hashable, Sendable {
  case equal = "eq"
  case notEqual = "ne"
  case less = "lt"
  case lessOrEqual = "le"
  case greater = "gt"
  case greaterOrEqual = "ge"
}

enum ArithmeticOperator: String, CaseIterable, Hashable, Sendable {
  case add, sub, mul, div, mod
}

enum Quantifier: String, CaseIterable, Hashable, Sendable {
  case any, all
}

/// The entities that a lambda expression ranges over: `Datastreams`, `d/Observations`.
struct RelatedSet: Hashable, Sendable {
  var variable: String?
  var root: EntityType
  /// At least one.
  var navigations: [Navigation]

  var target: EntityType { navigations.last?.target ?? root }
}

/// The functions that there are, by the name they are called with.
enum Function: String, CaseIterable, Hashable, Sendable {
  case substringof, endswith, startswith, length, indexof, substring, tolower, toupper, trim, concat
  case year, month, day, hour, minute, second, fractionalseconds, date, time, totaloffsetminutes
  case now, mindatetime, maxdatetime
  case round, floor, ceiling
  case geoDistance = "geo.distance"
  case geoLength = "geo.length"
  case geoIntersects = "geo.intersects"
  case stEquals = "st_equals"
  case stDisjoint = "st_disjoint"
  case stTouches = "st_touches"
  case stWithin = "st_within"
  case stOverlaps = "st_overlaps"
  case stCrosses = "st_crosses"
  case stIntersects = "st_intersects"
  case stContains = "st_contains"
  case stRelate = "st_relate"
  case before, after, meets, during, overlaps, starts, finishes
}
