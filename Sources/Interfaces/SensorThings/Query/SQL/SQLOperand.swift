// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// A value in SQL, by its type.
enum SQLOperand {
  case null
  case number(SQLText)
  case string(SQLText)
  /// 0 or 1.
  case boolean(SQLText)
  /// Milliseconds since 1970: of an instant both are the same.
  case time(start: SQLText, end: SQLText, isInstant: Bool)
  /// Days since 1970-01-01.
  case date(SQLText)
  /// Milliseconds since midnight.
  case timeOfDay(SQLText)
  /// Milliseconds.
  case duration(SQLText)
  /// A value whose type only its row tells: at most one of the three is not null. `isPresent` is a condition.
  case dynamic(number: SQLText?, string: SQLText?, boolean: SQLText?, isPresent: SQLText)

  init(_ value: QueryValue) {
    switch value {
    case .null, .structure, .geometry: self = .null
    case .boolean(let value): self = .boolean(.bound(.integer(value ? 1 : 0)))
    case .number(let value): self = .number(.bound(Self.bound(value)))
    case .string(let value): self = .string(.bound(.text(value)))
    case .time(let value):
      self = .time(
        start: .bound(value.start.sqlValue), end: .bound(value.end.sqlValue), isInstant: value.isInstant)
    case .date(let value): self = .date(.bound(.integer(value)))
    case .timeOfDay(let value): self = .timeOfDay(.bound(.integer(value)))
    case .duration(let value): self = .duration(.bound(Self.bound(value)))
    }
  }

  /// Whole numbers as such, so that an index over whole numbers can be used.
  private static func bound(_ value: Double) -> SQLValue {
    if abs(value) < 9e15, let integer = Int64(exactly: value) { return .integer(integer) }
    return .real(value)
  }

  // What is left of a value where one type is needed; `nil` where it can be of that type for no row.

  var number: SQLText? {
    switch self {
    case .number(let sql): sql
    case .dynamic(let number, _, _, _): number
    default: nil
    }
  }
  var string: SQLText? {
    switch self {
    case .string(let sql): sql
    case .dynamic(_, let string, _, _): string
    default: nil
    }
  }
  var boolean: SQLText? {
    switch self {
    case .boolean(let sql): sql
    case .dynamic(_, _, let boolean, _): boolean
    default: nil
    }
  }

  /// A condition that is true where there is a value.
  var isPresent: SQLText {
    switch self {
    case .null: "1 = 0"
    case .number(let sql), .string(let sql), .boolean(let sql), .date(let sql), .timeOfDay(let sql), .duration(let sql):
      "\(sql) IS NOT NULL"
    case .time(let start, _, _): "\(start) IS NOT NULL"
    case .dynamic(_, _, _, let isPresent): isPresent
    }
  }
}
