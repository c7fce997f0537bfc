// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Storage
import Vocabulary

/// What people keep of pages for themselves: filters by name, the choice of columns.
struct KeptSettings: Sendable {
  enum Kind: String, Sendable { case matterFilter = "matter-filter", columns }

  /// Filters of one person, at most.
  static let most = 50
  static let longestName = 60

  let city: City

  /// Values by name, in the order of names.
  func all(_ kind: Kind, of principal: Principal) async throws -> [(name: String, value: String)] {
    try await city.database.read { transaction in
      try transaction.rows(
        "SELECT name, value FROM kept_settings WHERE tenant = ? AND principal = ? AND kind = ? ORDER BY name",
        principal.tenant, principal.id, kind.rawValue
      ).map { ($0[0], $0[1]) }
    }
  }

  /// - Throws: `Problem` of code `invalid` for an unfit name, and when there are too many.
  func keep(_ value: String, as name: String, _ kind: Kind, of principal: Principal) async throws {
    let name = name.trimmed
    guard !name.isEmpty, name.count <= Self.longestName, !name.unicodeScalars.contains("\0") else {
      throw Problem.invalid(
        "/name", "a name has 1 to \(Self.longestName) characters", "名称应为 1 至 \(Self.longestName) 个字符")
    }
    guard value.utf8.count <= 4000, !value.unicodeScalars.contains("\0") else {
      throw Problem.invalid("/query", "is too long to be kept", "过长，无法保存")
    }
    let now = city.time.now()
    try await city.database.write { transaction in
      let known = try transaction.rows(
        "SELECT name FROM kept_settings WHERE tenant = ? AND principal = ? AND kind = ?", principal.tenant,
        principal.id, kind.rawValue
      ).map { $0[0] as String }
      guard known.contains(name) || known.count < Self.most else {
        throw Problem.invalid("/name", "\(Self.most) are kept already; remove one first", "已保存 \(Self.most) 个，请先删除一个")
      }
      try transaction.execute(
        """
        INSERT INTO kept_settings (tenant, principal, kind, name, value, at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, principal, kind, name) DO UPDATE SET value = excluded.value, at = excluded.at
        """, principal.tenant, principal.id, kind.rawValue, name, value, now)
    }
  }

  func remove(_ name: String, _ kind: Kind, of principal: Principal) async throws {
    try await city.database.write { transaction in
      try transaction.execute(
        "DELETE FROM kept_settings WHERE tenant = ? AND principal = ? AND kind = ? AND name = ?", principal.tenant,
        principal.id, kind.rawValue, name)
    }
  }
}
