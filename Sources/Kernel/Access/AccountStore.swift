// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// The SQL of accounts and their grants.
enum AccountStore {
  private static let columns = """
    p.id, p.kind, p.name, p.sign_in, CASE WHEN p.password IS NULL THEN 0 ELSE 1 END, p.revision, p.created_at,
    p.disabled_at, p.signed_in_at
    """

  /// Makes every other transaction that calls this for the tenant wait until this one ends.
  ///
  /// Whatever depends on there being an administrator, or none, begins with it. It changes a row rather than lock one, so that
  /// a transaction with an older snapshot fails and runs again.
  static func serialise(_ tenant: Tenant, in transaction: Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO access_state (tenant, changes) VALUES (?, 1)
      ON CONFLICT (tenant) DO UPDATE SET changes = access_state.changes + 1
      """, tenant)
  }

  /// Whether somebody can sign in who administers everything.
  static func hasAdministrator(_ tenant: Tenant, in transaction: Transaction) throws -> Bool {
    try transaction.row(
      """
      SELECT 1 FROM grants g JOIN principals p ON p.tenant = g.tenant AND p.id = g.principal
      WHERE g.tenant = ? AND g.role = 'administrator' AND g.department IS NULL AND g.area IS NULL
        AND p.kind = 'person' AND p.password IS NOT NULL AND p.disabled_at IS NULL
      LIMIT 1
      """, tenant) != nil
  }

  static func account(_ id: String, in tenant: Tenant, _ transaction: Transaction) throws -> Account? {
    guard isIdentifier(id) else { return nil }
    return try accounts(
      transaction.rows("SELECT \(columns) FROM principals p WHERE p.tenant = ? AND p.id = ?", tenant, id),
      tenant, transaction
    ).first
  }

  /// The accounts that a query finds, in order of name and identifier.
  static func accounts(_ query: AccountQuery, limit: Int, in tenant: Tenant, _ transaction: Transaction) throws
    -> [Account]
  {
    let list = list(query, limit: limit, in: tenant)
    return try accounts(transaction.rows(list.text, values: list.values), tenant, transaction)
  }

  static func list(_ query: AccountQuery, limit: Int, in tenant: Tenant) -> SQLCondition {
    var sql = "SELECT \(columns) FROM principals p WHERE p.tenant = ?"
    var values: [SQLValue] = [tenant.sqlValue]
    if let cursor = query.after {
      sql += " AND (p.name, p.id) > (?, ?)"
      values += [.text(cursor.name), .text(cursor.id)]
    }
    if !query.includesDisabled { sql += " AND p.disabled_at IS NULL" }
    if !query.text.isEmpty {
      let escaped = query.text.lowercased().map { ["%", "_", "!"].contains($0) ? "!\($0)" : "\($0)" }.joined()
      sql += " AND (LOWER(p.name) LIKE ? ESCAPE '!' OR LOWER(p.sign_in) LIKE ? ESCAPE '!')"
      values += [.text("%\(escaped)%"), .text("%\(escaped)%")]
    }
    if let kind = query.kind {
      sql += " AND p.kind = ?"
      values.append(.text(kind.rawValue))
    }
    if query.role != nil || query.department != nil {
      sql += " AND EXISTS (SELECT 1 FROM grants g WHERE g.tenant = p.tenant AND g.principal = p.id"
      if let role = query.role {
        sql += " AND g.role = ?"
        values.append(.text(role.rawValue))
      }
      if let department = query.department {
        sql += " AND g.department = ?"
        values.append(.text(department))
      }
      sql += ")"
    }
    values.append(.integer(Int64(limit)))
    return SQLCondition(sql + " ORDER BY p.name, p.id LIMIT ?", values)
  }

  static func insert(_ account: Account, password: String?, in tenant: Tenant, _ transaction: Transaction) throws {
    try unlessTaken(account.signInName) {
      try transaction.execute(
        """
        INSERT INTO principals (tenant, id, kind, name, sign_in, password, revision, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, tenant, account.id, account.kind.rawValue, account.name, account.signInName, password, account.revision,
        account.createdAt)
    }
    try insertGrants(of: account, in: tenant, transaction)
  }

  static func update(_ account: Account, grants: Bool, in tenant: Tenant, _ transaction: Transaction) throws {
    try unlessTaken(account.signInName) {
      try transaction.execute(
        """
        UPDATE principals SET name = ?, sign_in = ?, revision = ?, disabled_at = ? WHERE tenant = ? AND id = ?
        """, account.name, account.signInName, account.revision, account.disabledAt, tenant, account.id)
    }
    guard grants else { return }
    try transaction.execute("DELETE FROM grants WHERE tenant = ? AND principal = ?", tenant, account.id)
    try insertGrants(of: account, in: tenant, transaction)
  }

  /// Identifiers come from outside, and PostgreSQL's text cannot hold every string.
  static func isIdentifier(_ id: String) -> Bool { Identifier(id)?.description == id }

  private static func insertGrants(of account: Account, in tenant: Tenant, _ transaction: Transaction) throws {
    for (position, grant) in account.grants.enumerated() {
      try transaction.execute(
        "INSERT INTO grants (tenant, principal, position, role, department, area) VALUES (?, ?, ?, ?, ?, ?)",
        tenant, account.id, position, grant.role.rawValue, grant.department, grant.area)
    }
  }

  private static func unlessTaken(_ signInName: String?, _ body: () throws -> Void) throws {
    do { try body() } catch StorageError.notUnique {
      throw Problem(
        .conflict, "The sign-in name \(signInName ?? "") is taken. Choose another.",
        "登录名 \(signInName ?? "") 已被使用，请更换。",
        errors: [.init(pointer: "/signInName", "taken; choose another", "已被使用，请更换")])
    }
  }

  private static func accounts(_ rows: [Row], _ tenant: Tenant, _ transaction: Transaction) throws -> [Account] {
    guard !rows.isEmpty else { return [] }
    let ids = rows.map { $0[0] as String }
    var grants: [String: [Grant]] = [:]
    let marks = ids.map { _ in "?" }.joined(separator: ", ")
    try transaction.forEach(
      """
      SELECT principal, role, department, area FROM grants WHERE tenant = ? AND principal IN (\(marks))
      ORDER BY principal, position
      """, values: [tenant.sqlValue] + ids.map { .text($0) }
    ) { row in
      guard let grant = Grant(row, from: 1) else { return }
      grants[row[0], default: []].append(grant)
    }
    return rows.compactMap { row in
      guard let kind = Principal.Kind(rawValue: row[1]) else { return nil }
      return Account(
        id: row[0], kind: kind, name: row[2], signInName: row[3], hasPassword: row[4], grants: grants[row[0]] ?? [],
        revision: row[5], createdAt: row[6], disabledAt: row[7], signedInAt: row[8])
    }
  }
}

extension Grant {
  /// Reads role, department and area from three columns. `nil` for NULLs of an outer join, and for a role that this program
  /// does not know: it grants nothing.
  init?(_ row: Row, from column: Int) {
    guard let name: String = row[column], let role = Role(rawValue: name) else { return nil }
    self.init(role, department: row[column + 1], area: row[column + 2])
  }
}
