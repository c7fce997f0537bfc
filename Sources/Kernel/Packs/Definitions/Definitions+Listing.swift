// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// A version of a definition that the city has.
public struct ListedDefinition: Sendable, Hashable {
  /// `matter-type`, `decision`, `calendar` …
  public var kind: String
  public var code: String
  public var version: Int
  /// `pack`, or where people proposed it.
  public var origin: String
  public var state: String
  public var at: Instant
  /// How many versions of it there are.
  public var versions: Int
}

extension Definitions {
  /// The newest version of everything that the city is defined by.
  public static func newest(tenant: Tenant, in transaction: Transaction) throws -> [ListedDefinition] {
    try transaction.rows(
      """
      SELECT d.kind, d.code, d.version, d.origin, d.state, d.at, n.versions
      FROM (SELECT kind, code, MAX(version) AS version, COUNT(*) AS versions FROM definitions WHERE tenant = ?
        GROUP BY kind, code) n
      JOIN definitions d ON d.tenant = ? AND d.kind = n.kind AND d.code = n.code AND d.version = n.version
      ORDER BY d.kind, d.code
      """, tenant, tenant
    ).map { row in
      ListedDefinition(
        kind: row[0], code: row[1], version: row[2], origin: row[3], state: row[4], at: row[5], versions: row[6])
    }
  }
}
