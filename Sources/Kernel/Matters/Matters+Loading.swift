// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// Matters as they are in a transaction of the caller's: for followers of the journal and for imports.
extension Matters {
  /// `nil` when there is none.
  public func matter(_ id: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Matter? {
    try store.load(id, tenant: tenant, in: transaction)
  }

  /// Those of these matters of another system that are there, by the identifiers that it gave them.
  public func matters(
    channel: String, externalIDs: [String], tenant: Tenant, in transaction: Transaction
  ) throws -> [String: Matter] {
    var found: [String: Matter] = [:]
    for first in stride(from: 0, to: externalIDs.count, by: Self.externalAtOnce) {
      // Filled up with the last one, so that there is one statement to prepare.
      let some = externalIDs[first..<min(first + Self.externalAtOnce, externalIDs.count)]
      let filler = repeatElement(externalIDs[some.endIndex - 1], count: Self.externalAtOnce - some.count)
      let values = [tenant.sqlValue, .text(channel)] + some.map(SQLValue.text) + filler.map(SQLValue.text)
      for row in try transaction.rows(Self.externalQuery, values: values) {
        found[row[0]] = try store.decode(row[1])
      }
    }
    return found
  }

  private static let externalAtOnce = 50
  static let externalQuery = """
    SELECT external_id, snapshot FROM matters WHERE tenant = ? AND channel = ?
    AND external_id IN (\(repeatElement("?", count: externalAtOnce).joined(separator: ", ")))
    """
}
