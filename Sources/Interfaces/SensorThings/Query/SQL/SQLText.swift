// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage

/// A piece of SQL with the values of its placeholders, in order.
struct SQLText: Hashable, Sendable, ExpressibleByStringInterpolation {
  var sql: String
  var values: [SQLValue]

  init(_ sql: String, _ values: [SQLValue] = []) {
    self.sql = sql
    self.values = values
  }

  init(stringLiteral value: String) { self.init(value) }
  init(stringInterpolation: Interpolation) { self.init(stringInterpolation.sql, stringInterpolation.values) }

  /// One placeholder.
  static func bound(_ value: SQLValue) -> SQLText { SQLText("?", [value]) }

  /// Pieces of SQL are put in with their values; a value becomes a placeholder; a text (`raw`) stands as it is and must hold
  /// nothing that came from outside.
  struct Interpolation: StringInterpolationProtocol {
    var sql = ""
    var values: [SQLValue] = []

    init(literalCapacity: Int, interpolationCount: Int) { sql.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { sql += literal }

    mutating func appendInterpolation(_ text: SQLText) {
      sql += text.sql
      values += text.values
    }

    mutating func appendInterpolation(_ value: SQLValue) {
      sql += "?"
      values.append(value)
    }

    mutating func appendInterpolation(raw text: String) { sql += text }
  }
}

extension [SQLText] {
  func joined(_ separator: String) -> SQLText {
    SQLText(map(\.sql).joined(separator: separator), flatMap(\.values))
  }
}
