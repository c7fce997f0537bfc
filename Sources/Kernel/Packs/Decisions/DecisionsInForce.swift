// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// Which version of each decision and each threshold rule counts at a moment, and when that changes next.
struct DecisionsInForce: Sendable, Hashable {
  /// The count of changes of the table at which it was read.
  var changes: Int64
  /// The moment it is true for.
  var at: Instant
  /// Of decisions, by code.
  var versions: [String: Int] = [:]
  /// Of threshold rules, by code.
  var rules: [String: Int] = [:]
  /// When the next approved version begins to count, if none is approved or withdrawn before.
  var next: Instant?

  /// Reads it: of each decision the approved version that began to count last; of two that began together the newer one.
  init(tenant: Tenant, at now: Instant, in transaction: Transaction) throws {
    changes = try Self.changes(tenant: tenant, in: transaction)
    at = now
    versions = try inForce(.decision, tenant: tenant, in: transaction)
    rules = try inForce(.rule, tenant: tenant, in: transaction)
  }

  /// The versions of one kind by code.
  private mutating func inForce(
    _ kind: DecisionVersion.Kind, tenant: Tenant, in transaction: Transaction
  ) throws -> [String: Int] {
    let now = at
    var versions: [String: Int] = [:]
    var begun: [String: Instant] = [:]
    let rows = try transaction.rows(
      """
      SELECT code, version, origin, valid_from FROM definitions
      WHERE tenant = ? AND kind = ? AND state = 'approved' ORDER BY code, version
      """, tenant, kind.rawValue)
    for row in rows {
      let code: String = row[0]
      let origin: String = row[2]
      let from: Instant = (row[3] as Instant?) ?? now
      // What a pack brought counts at once, also where a clock was set back since.
      guard origin == "pack" || from <= now else {
        next = min(next ?? from, from)
        continue
      }
      if let last = begun[code], last > from { continue }
      begun[code] = from
      versions[code] = row[1]
    }
    return versions
  }

  /// How often the table has changed.
  static func changes(tenant: Tenant, in transaction: Transaction) throws -> Int64 {
    try transaction.row("SELECT changes FROM definition_changes WHERE tenant = ?", tenant)?[0] ?? 0
  }
}
