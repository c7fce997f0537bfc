// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// The SQL of API tokens.
enum TokenStore {
  struct Found: Sendable {
    /// With all the grants of the owner.
    var owner: Principal
    /// The grants of the token.
    var grants: [Grant]
    var expiresAt: Instant?
    var lastUsedAt: Instant?
  }

  static let lookup = """
    SELECT t.id, t.grants, t.expires_at, t.last_used_at, p.id, p.kind, p.name, g.role, g.department, g.area
    FROM tokens t JOIN principals p ON p.tenant = t.tenant AND p.id = t.principal
      LEFT JOIN grants g ON g.tenant = p.tenant AND g.principal = p.id
    WHERE t.tenant = ? AND t.hash = ? AND t.revoked_at IS NULL AND p.disabled_at IS NULL ORDER BY g.position
    """

  /// The token, not revoked, of an account that may come in.
  static func find(_ hash: [UInt8], in tenant: Tenant, _ transaction: Transaction) throws -> Found? {
    let rows = try transaction.rows(lookup, tenant, hash)
    guard let first = rows.first, let kind = Principal.Kind(rawValue: first[5]) else { return nil }
    let id: Identifier = first[0]
    let owner = Principal(
      id: first[4], kind: kind, tenant: tenant, name: first[6], grants: rows.compactMap { Grant($0, from: 7) },
      client: "token:\(id)")
    return Found(owner: owner, grants: [Grant](stored: first[1]), expiresAt: first[2], lastUsedAt: first[3])
  }

  static func insert(_ token: APIToken, hash: [UInt8], in tenant: Tenant, _ transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO tokens (tenant, id, hash, principal, label, grants, created_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, tenant, token.id, hash, token.owner, token.label, token.grants.json.text, token.createdAt, token.expiresAt)
  }

  static func token(_ id: Identifier, in tenant: Tenant, _ transaction: Transaction) throws -> APIToken? {
    try transaction.row(select + " AND id = ?", tenant, id).map(APIToken.init)
  }

  static func tokens(
    of owner: String, after: Identifier?, limit: Int, in tenant: Tenant, _ transaction: Transaction
  ) throws -> [APIToken] {
    try transaction.rows(
      select + " AND principal = ? AND id > ? ORDER BY id LIMIT ?", tenant, owner, after?.rawValue ?? -1, limit
    ).map(APIToken.init)
  }

  private static let select = """
    SELECT id, principal, label, grants, created_at, expires_at, revoked_at, last_used_at FROM tokens WHERE tenant = ?
    """
}

extension APIToken {
  fileprivate init(_ row: Row) {
    self.init(
      id: row[0], owner: row[1], label: row[2], grants: [Grant](stored: row[3]), createdAt: row[4], expiresAt: row[5],
      revokedAt: row[6], lastUsedAt: row[7])
  }
}
