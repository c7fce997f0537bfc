// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// A constant in an expression (OGC 18-088 §9.3.3.5, OData ABNF `primitiveLiteral`).
enum LiteralValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// An integer that fits into 64 bits; it is compared exactly.
  case integer(Int64)
  /// A finite number.
  case double(Double)
  case string(String)
  /// `offset` in minutes, as written.
  case instant(Instant, offset: Int)
  case interval(TimeInterval)
  case date(CivilDate)
  /// Milliseconds since midnight.
  case timeOfDay(Int64)
  /// Milliseconds; may be negative.
  case duration(Int64)
  case geometry(Geometry)

  var type: ValueType {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .integer, .double: .number
    case .string: .string
    case .instant: .instant
    case .interval: .interval
    case .date: .date
    case .timeOfDay: .timeOfDay
    case .duration: .duration
    case .geometry: .geometry
    }
  }
}

/// A period in time: from `start` until just before `end`; where both are the same it is that instant.
struct TimeInterval: Hashable, Sendable {
  var start: Instant
  var end: Instant

  init(start: Instant, end: Instant) {
    self.start = start
    self.end = end
  }

  init(_ instant: Instant) { self.init(start: instant, end: instant) }

  var isInstant: Bool { start == end }
}
