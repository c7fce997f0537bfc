// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
public import Vocabulary

extension Access {
  /// What API tokens begin with, so that scanners for leaked secrets know them.
  public static let tokenPrefix = "cw_"

  /// Whose session it is; `nil` when there is none, it is over, or its owner was disabled.
  ///
  /// Asked for each request: mostly answered from memory. The use is noted at most once a minute.
  public func principal(forSession token: String, in tenant: Tenant) async throws(Problem) -> Principal? {
    guard Secret.isWellFormed(token) else { return nil }
    let key = PrincipalCache.Key(tenant: tenant, digest: Secret.digest(token))
    let now = time.now()
    if let principal = cache.principal(for: key, at: now) { return principal }
    let removals = cache.removals
    let hash = Array(key.digest)
    let found = try await read { try SessionStore.find(hash, in: tenant, $0) }
    guard let found, found.expiresAt > now, found.lastUsedAt + settings.sessionIdle > now else { return nil }
    let end = min(found.expiresAt, found.lastUsedAt + settings.sessionIdle)
    cache.keep(found.principal, for: key, at: now, until: end, removals: removals)
    let pause = min(Duration.seconds(60), settings.sessionIdle / 4)
    if found.lastUsedAt + pause <= now { await noteUse(of: "sessions", hash, in: tenant, at: now) }
    return found.principal
  }

  /// Whose API token it is, with the grants that token and owner have in common; `nil` when there is none, it was revoked or
  /// has expired, or its owner was disabled.
  ///
  /// Asked for each request: mostly answered from memory. The use is noted at most once a minute.
  public func principal(forToken token: String, in tenant: Tenant) async throws(Problem) -> Principal? {
    guard token.hasPrefix(Self.tokenPrefix), Secret.isWellFormed(token.dropFirst(Self.tokenPrefix.count)) else {
      return nil
    }
    let key = PrincipalCache.Key(tenant: tenant, digest: Secret.digest(token))
    let now = time.now()
    if let principal = cache.principal(for: key, at: now) { return principal }
    let removals = cache.removals
    let hash = Array(key.digest)
    let found = try await read { try TokenStore.find(hash, in: tenant, $0) }
    guard let found, found.expiresAt.map({ $0 > now }) ?? true else { return nil }
    var principal = found.owner
    principal.grants = Grant.intersection(principal.grants, found.grants, isInside: containment(in: tenant))
    cache.keep(principal, for: key, at: now, until: found.expiresAt, removals: removals)
    if found.lastUsedAt.map({ $0 + .seconds(60) <= now }) ?? true {
      await noteUse(of: "tokens", hash, in: tenant, at: now)
    }
    return principal
  }

  /// Deletes sessions that are over. To be called now and then; they are of no use to anybody meanwhile.
  @discardableResult
  public func removeExpiredSessions(in tenant: Tenant) async throws(Problem) -> Int {
    let now = time.now()
    let idleSince = now - settings.sessionIdle
    return try await write { transaction in
      try transaction.execute(
        "DELETE FROM sessions WHERE tenant = ? AND (expires_at <= ? OR last_used_at <= ?)", tenant, now, idleSince)
    }
  }

  /// A use that cannot be noted, on a full disk say, is no reason to refuse it.
  private func noteUse(of table: StaticString, _ hash: [UInt8], in tenant: Tenant, at now: Instant) async {
    _ = try? await write { transaction in
      try transaction.execute(
        "UPDATE \(table) SET last_used_at = ? WHERE tenant = ? AND hash = ? AND (last_used_at IS NULL OR last_used_at < ?)",
        now, tenant, hash, now)
    }
  }
}
