// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Vocabulary

extension Transaction {
  /// Runs a query over many keys, some at a time: `IN (?)` in `sql` stands for them.
  ///
  /// - Parameter sql: its first argument is the tenant, its second the keys.
  func forEachMany(_ sql: String, tenant: Tenant, keys: [SQLValue], _ body: (Row) throws -> Void) throws {
    try forEachMany(sql, before: [tenant.sqlValue], keys: keys, body)
  }

  func forEachMany(
    _ sql: String, before: [SQLValue] = [], keys: [SQLValue], _ body: (Row) throws -> Void
  ) throws {
    guard let last = keys.last else { return }
    let marks = "IN (" + repeatElement("?", count: Self.keysAtOnce).joined(separator: ", ") + ")"
    let parts = sql.components(separatedBy: "IN (?)")
    precondition(parts.count == 2, "the keys have one place in: \(sql)")
    let whole = parts[0] + marks + parts[1]
    for first in stride(from: 0, to: keys.count, by: Self.keysAtOnce) {
      // Filled up with the last one, so that there is one statement to prepare.
      let some = keys[first..<min(first + Self.keysAtOnce, keys.count)]
      let filler = repeatElement(last, count: Self.keysAtOnce - some.count)
      for row in try rows(whole, values: before + some + filler) { try body(row) }
    }
  }

  private static let keysAtOnce = 50

  /// Removes rows that are all there, some at a time.
  /// - Throws: `StorageError.conflict` when one is not.
  func remove(_ ids: [Int64], from table: String) throws {
    let marks = repeatElement("?", count: Self.keysAtOnce).joined(separator: ", ")
    for first in stride(from: 0, to: ids.count, by: Self.keysAtOnce) {
      let some = ids[first..<min(first + Self.keysAtOnce, ids.count)]
      let keys = some + repeatElement(some[first], count: Self.keysAtOnce - some.count)
      let removed = try execute("DELETE FROM \(table) WHERE id IN (\(marks))", values: keys.map(SQLValue.integer))
      guard removed == some.count else {
        throw StorageError.conflict("\(some.count - removed) rows of \(table) were removed by another process")
      }
    }
  }
}
