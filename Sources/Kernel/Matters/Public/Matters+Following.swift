// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
public import Vocabulary

/// Following reports without an account: whoever has the secret of a list sees how far its reports have come. Nothing else is
/// known of them; a list that nobody reads costs nothing.
extension Matters {
  /// Most reports on one list.
  public static let mostFollowed = 100

  /// Puts a report on a list.
  ///
  /// - Parameter secret: that of a list there is; a wrong one, or none, begins a new list.
  /// - Returns: the secret of the list.
  /// - Throws: `Problem` of code `notFound` as `progress`; `conflict` when the list is full.
  public func follow(_ number: String, secret: String? = nil, tenant: Tenant) async throws -> String {
    let matter = try await publicMatter(number, tenant: tenant)
    let new = TrackingCode()
    let now = time.now()
    return try await database.write { transaction in
      var (text, hash) = (new.text, new.hash)
      if let secret, let known = TrackingCode.hash(typed: secret) {
        let count: Int64 =
          try transaction.row(
            "SELECT COUNT(*) FROM matter_follows WHERE tenant = ? AND follower = ?", tenant, known)?[0] ?? 0
        if count > 0 { (text, hash) = (secret, known) }
        guard count < Self.mostFollowed else {
          throw Problem(
            .conflict, "This list has \(count) reports on it; take one off, or begin another list.",
            "此关注列表已有\(count)条上报，请先取消部分关注，或新建列表。")
        }
      }
      try transaction.execute(
        "INSERT INTO matter_follows (tenant, follower, matter, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", tenant,
        hash, matter.id, now)
      return text
    }
  }

  /// Takes a report off a list. With the last one the list is gone.
  public func unfollow(_ number: String, secret: String, tenant: Tenant) async throws {
    guard let hash = TrackingCode.hash(typed: secret),
      let matter = try await matter(number: number, tenant: tenant)
    else { return }
    _ = try await database.write { transaction in
      try transaction.execute(
        "DELETE FROM matter_follows WHERE tenant = ? AND follower = ? AND matter = ?", tenant, hash, matter.id)
    }
  }

  /// The reports of a list, the last one put on it first.
  /// - Throws: `Problem` of code `notFound` for a secret of no list.
  public func followed(secret: String, tenant: Tenant) async throws -> [PublicProgress] {
    let none = Problem(
      .notFound, "Nothing is followed under this address. It may have been ended.", "此地址没有关注的上报，可能已取消。")
    guard let hash = TrackingCode.hash(typed: secret) else { throw none }
    let matters = try await database.read { [store] transaction in
      try transaction.rows(
        """
        SELECT m.snapshot FROM matter_follows f JOIN matters m ON m.tenant = f.tenant AND m.id = f.matter
        WHERE f.tenant = ? AND f.follower = ? ORDER BY f.at DESC, f.matter DESC LIMIT ?
        """, tenant, hash, Int64(Self.mostFollowed)
      ).map { try store.decode($0[0]) }
    }
    guard !matters.isEmpty else { throw none }
    var found: [PublicProgress] = []
    for matter in matters where isPublic(matter) {
      found.append(try await progress(of: matter, code: nil, tenant: tenant))
    }
    return found
  }
}
