// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// The SQL of sessions.
enum SessionStore {
  struct Found: Sendable {
    var principal: Principal
    var lastUsedAt: Instant
    var expiresAt: Instant
    var revision: Int64
  }

  static let lookup = """
    SELECT s.id, s.last_used_at, s.expires_at, p.id, p.kind, p.name, p.revision, g.role, g.department, g.area
    FROM sessions s JOIN principals p ON p.tenant = s.tenant AND p.id = s.principal
      LEFT JOIN grants g ON g.tenant = p.tenant AND g.principal = p.id
    WHERE s.tenant = ? AND s.hash = ? AND p.disabled_at IS NULL ORDER BY g.position
    """

  /// The session of an account that may come in, however old it is.
  static func find(_ hash: [UInt8], in tenant: Tenant, _ transaction: Transaction) throws -> Found? {
    let rows = try transaction.rows(lookup, tenant, hash)
    guard let first = rows.first, let kind = Principal.Kind(rawValue: first[4]) else { return nil }
    let principal = Principal(
      id: first[3], kind: kind, tenant: tenant, name: first[5], grants: rows.compactMap { Grant($0, from: 7) },
      client: client(first[0]))
    return Found(principal: principal, lastUsedAt: first[1], expiresAt: first[2], revision: first[6])
  }

  static func insert(
    _ id: Identifier, hash: [UInt8], principal: String, at now: Instant, until end: Instant, in tenant: Tenant,
    _ transaction: Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO sessions (tenant, hash, id, principal, created_at, last_used_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, tenant, hash, id, principal, now, now, end)
  }

  /// Makes room for one more session: deletes those that are over and, beyond `limit`, those not used for longest.
  static func makeRoom(
    for principal: String, limit: Int, idleSince: Instant, at now: Instant, in tenant: Tenant,
    _ transaction: Transaction
  ) throws {
    try transaction.execute(
      "DELETE FROM sessions WHERE tenant = ? AND principal = ? AND (expires_at <= ? OR last_used_at <= ?)",
      tenant, principal, now, idleSince)
    try transaction.execute(
      """
      DELETE FROM sessions WHERE tenant = ? AND hash IN (
        SELECT hash FROM sessions WHERE tenant = ? AND principal = ?
        ORDER BY last_used_at DESC, id DESC LIMIT 1000000 OFFSET ?)
      """, tenant, tenant, principal, max(0, limit - 1))
  }

  @discardableResult
  static func delete(_ hash: [UInt8], in tenant: Tenant, _ transaction: Transaction) throws -> Int {
    try transaction.execute("DELETE FROM sessions WHERE tenant = ? AND hash = ?", tenant, hash)
  }

  /// - Parameter kept: the session that stays.
  static func deleteAll(
    of principal: String, but kept: Identifier? = nil, in tenant: Tenant, _ transaction: Transaction
  ) throws {
    try transaction.execute(
      "DELETE FROM sessions WHERE tenant = ? AND principal = ? AND id <> ?",
      tenant, principal, kept?.rawValue ?? -1)
  }

  /// What the journal calls a session: it names it without being of use to anybody.
  static func client(_ id: Identifier) -> String { "session:\(id)" }

  /// The session through which a principal came.
  static func session(of principal: Principal) -> Identifier? {
    guard let client = principal.client, client.hasPrefix("session:") else { return nil }
    return Identifier(client.dropFirst(8))
  }
}
