// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// What an expression comes to for one entity.
enum QueryValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case time(TimeInterval)
  /// Days since 1970-01-01.
  case date(Int64)
  /// Milliseconds since midnight.
  case timeOfDay(Int64)
  /// Milliseconds.
  case duration(Double)
  case geometry(Geometry)
  /// An array or an object, which equals nothing.
  case structure(JSON)

  /// A value out of a JSON document. What is not of the type counts as null.
  ///
  /// - Parameter type: of the property; times are texts as in RFC 3339, geometries are GeoJSON.
  init(_ json: JSON, as type: ValueType = .any) {
    switch type {
    case .instant, .interval, .time: self = json.string.flatMap(TimeInterval.init).map { .time($0) } ?? .null
    case .geometry: self = (try? Geometry(json: json)).map { .geometry($0) } ?? .null
    default:
      switch json {
      case .null: self = .null
      case .bool(let value): self = .boolean(value)
      case .integer, .number: self = .number(json.double ?? 0)
      case .string(let value): self = .string(value)
      case .array, .object: self = .structure(json)
      }
    }
  }

  init(_ literal: LiteralValue) {
    switch literal {
    case .null: self = .null
    case .boolean(let value): self = .boolean(value)
    case .integer(let value): self = .number(Double(value))
    case .double(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .instant(let value, _): self = .time(TimeInterval(value))
    case .interval(let value): self = .time(value)
    case .date(let value): self = .date(Int64(value.dayNumber))
    case .timeOfDay(let value): self = .timeOfDay(value)
    case .duration(let value): self = .duration(Double(value))
    case .geometry(let value): self = .geometry(value)
    }
  }

  /// A number that is none, or has left the range of numbers, is null.
  init(finite value: Double) { self = value.isFinite ? .number(value) : .null }

  /// Goes on into a JSON value; what is not there is null.
  func part(_ steps: [JSONStep]) -> QueryValue {
    guard !steps.isEmpty else { return self }
    guard case .structure(var json) = self else { return .null }
    for step in steps {
      let next: JSON? =
        switch (step, json) {
        case (.key(let key), .object(let members)): members[key]
        case (.index(let index), .array(let elements)): index < elements.count ? elements[index] : nil
        default: nil
        }
      guard let next else { return .null }
      json = next
    }
    return QueryValue(json)
  }
}

extension QueryValue {
  /// The order of `$orderby`, ascending: null, then booleans, strings, numbers; times by their start, then by their end. Arrays
  /// and objects count as null.
  func isOrderedBefore(_ other: QueryValue) -> Bool {
    guard rank == other.rank else { return rank < other.rank }
    return switch (self, other) {
    case (.boolean(let left), .boolean(let right)): !left && right
    case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.number(let left), .number(let right)), (.duration(let left), .duration(let right)): left < right
    case (.date(let left), .date(let right)), (.timeOfDay(let left), .timeOfDay(let right)): left < right
    case (.time(let left), .time(let right)): (left.start, left.end) < (right.start, right.end)
    default: false
    }
  }

  private var rank: Int {
    switch self {
    case .null, .structure, .geometry: 0
    case .boolean: 1
    case .string: 2
    default: 3
    }
  }
}

extension TimeInterval {
  /// Reads `instant` or `start/end`.
  init?(_ text: String) {
    let sides = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let start = Instant(sides[0]) else { return nil }
    guard sides.count == 2 else {
      self.init(start)
      return
    }
    guard let end = Instant(sides[1]), start <= end else { return nil }
    self.init(start: start, end: end)
  }

  // How points and periods in time stand to each other. The end of a period is not part of it.

  func isBefore(_ other: TimeInterval) -> Bool { end <= other.start && start < other.start }
  func isNotAfter(_ other: TimeInterval) -> Bool { start <= other.start && end <= other.end }
  func meets(_ other: TimeInterval) -> Bool { end == other.start || start == other.end }
  func isDuring(_ other: TimeInterval) -> Bool { other.start <= start && end <= other.end && start < other.end }
  func overlaps(_ other: TimeInterval) -> Bool {
    start == other.start || (start < other.end && other.start < end)
  }

  func compares(_ comparison: ComparisonOperator, to other: TimeInterval) -> Bool {
    switch comparison {
    case .equal: self == other
    case .notEqual: self != other
    case .less: isBefore(other)
    case .lessOrEqual: isNotAfter(other)
    case .greater: other.isBefore(self)
    case .greaterOrEqual: other.isNotAfter(self)
    }
  }
}
