// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage

/// The order of rows, and the condition that leads to the next page.
///
/// Null comes before everything, and after everything when the order is descending.
struct SQLOrder {
  /// How a key is stored.
  enum Kind: Hashable, Sendable {
    case integer, real, text
  }

  struct Key {
    var sql: SQLText
    var kind: Kind
    var isDescending: Bool

    init(_ sql: SQLText, _ kind: Kind, isDescending: Bool = false) {
      self.sql = sql
      self.kind = kind
      self.isDescending = isDescending
    }
  }

  let dialect: Dialect
  /// The last one should be unique, so that pages do not overlap: `order.keys.append(Key("s.id", .integer))`.
  var keys: [Key] = []

  init(dialect: Dialect) { self.dialect = dialect }

  /// What stands behind ORDER BY.
  var clause: SQLText {
    keys.map { key -> SQLText in
      switch dialect {
      case .sqlite: "\(key.sql) \(raw: key.isDescending ? "DESC" : "ASC")"
      case .postgresql: "\(key.sql) \(raw: key.isDescending ? "DESC NULLS LAST" : "ASC NULLS FIRST")"
      }
    }.joined(", ")
  }

  /// The keys as columns, whose values of the last row `after` takes.
  var columns: SQLText { keys.map(\.sql).joined(", ") }

  /// A condition for the rows behind one whose keys have these values.
  ///
  /// - Throws: `QueryFault` where the values are not those of the keys.
  func after(_ values: [SQLValue]) throws(QueryFault) -> SQLText {
    guard values.count == keys.count, zip(keys, values).allSatisfy({ Self.fits($1, $0.kind) }) else {
      throw QueryFault(
        option: "$skiptoken", reason: "it is not of this list; follow @iot.nextLink as it stands",
        chinese: "不属于这一列表；请原样使用 @iot.nextLink")
    }
    var condition: SQLText = "1 = 0"
    for (key, value) in zip(keys, values).reversed() {
      condition = "(\(Self.behind(key, value)) OR (\(Self.same(key, value)) AND \(condition)))"
    }
    return condition
  }

  private static func fits(_ value: SQLValue, _ kind: Kind) -> Bool {
    switch (value, kind) {
    case (.null, _), (.integer, .integer), (.integer, .real), (.real, .real), (.text, .text): true
    default: false
    }
  }

  private static func behind(_ key: Key, _ value: SQLValue) -> SQLText {
    switch (value, key.isDescending) {
    case (.null, false): "\(key.sql) IS NOT NULL"
    case (.null, true): "1 = 0"
    case (_, false): "\(key.sql) > \(value)"
    case (_, true): "(\(key.sql) < \(value) OR \(key.sql) IS NULL)"
    }
  }

  private static func same(_ key: Key, _ value: SQLValue) -> SQLText {
    value == .null ? "\(key.sql) IS NULL" : "\(key.sql) = \(value)"
  }
}
