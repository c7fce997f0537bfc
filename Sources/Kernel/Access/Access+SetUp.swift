// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
public import Vocabulary

extension Access {
  /// Whether nobody can sign in who administers everything.
  public func needsSetUp(in tenant: Tenant) async throws(Problem) -> Bool {
    try await read { try !AccountStore.hasAdministrator(tenant, in: $0) }
  }

  /// Makes the one-time secret of the set-up link: 43 characters of base64url, stored only as a hash.
  ///
  /// It is valid for `AccessSettings.setUpLifetime`, until it is used, or until another one is made.
  /// - Returns: `nil` when there is an administrator.
  public func makeSetUpSecret(in tenant: Tenant) async throws(Problem) -> String? {
    let secret = Secret.random()
    let hash = Array(Secret.digest(secret))
    let now = time.now()
    let end = now + settings.setUpLifetime
    let isMade = try await write { [journal] transaction in
      try AccountStore.serialise(tenant, in: transaction)
      guard try !AccountStore.hasAdministrator(tenant, in: transaction) else { return false }
      try transaction.execute(
        "UPDATE access_state SET setup_hash = ?, setup_expires_at = ? WHERE tenant = ?", hash, end, tenant)
      let event = NewEvent(
        "SetUpLinkMade", subjectKind: "tenant", subject: tenant.name,
        payload: ["expiresAt": .string(end.description)])
      try journal.append(event, by: .system(tenant), at: now, in: transaction)
      return true
    }
    return isMade ? secret : nil
  }

  /// Whether the set-up link can be used, so that a page may say so before somebody fills it in.
  /// - Throws: `forbidden` when it cannot; `tooManyRequests` after many attempts.
  public func checkSetUp(secret: String, address: String, in tenant: Tenant) async throws(Problem) {
    let now = time.now()
    let attempts: [SignInLimiter.Key] = [.network(of: address)]
    try limiter.take(attempts, at: now)
    try await read { try Self.verifySetUp(secret, in: tenant, at: now, $0) }
    limiter.giveBack(attempts)
  }

  /// Makes the first administrator and signs them in. Of two uses at once, one wins.
  ///
  /// - Throws: `forbidden` when the link was used, has expired, or never was; `invalid` for a bad field, after which the link
  ///   can still be used; `tooManyRequests` after many attempts.
  public func setUp(
    secret: String, name: String, signInName: String, password: String, address: String, in tenant: Tenant
  ) async throws(Problem) -> SignedIn {
    try await checkSetUp(secret: secret, address: address, in: tenant)
    let new = NewAccount.person(
      name: name, signInName: signInName, password: password, grants: [Grant(.administrator)])
    let (account, hash) = try await prepare(new)
    let now = time.now()
    let draft = SessionDraft(identifiers.next(at: now), lifetime: settings.sessionLifetime, at: now)
    return try await write { [journal] transaction in
      try AccountStore.serialise(tenant, in: transaction)
      try Self.verifySetUp(secret, in: tenant, at: now, transaction)
      try transaction.execute(
        "UPDATE access_state SET setup_hash = NULL, setup_expires_at = NULL WHERE tenant = ?", tenant)
      try AccountStore.insert(account, password: hash, in: tenant, transaction)
      let signedIn = try draft.store(for: account, in: tenant, transaction)
      let events = [account.created, account.event("SignedIn", ["address": .string(address)])]
      try journal.append(events, by: signedIn.principal, at: now, in: transaction)
      return signedIn
    }
  }

  private static func verifySetUp(
    _ secret: String, in tenant: Tenant, at now: Instant, _ transaction: Transaction
  ) throws {
    let row = try transaction.row("SELECT setup_hash, setup_expires_at FROM access_state WHERE tenant = ?", tenant)
    let hash: [UInt8]? = row.flatMap { $0[0] }
    let end: Instant? = row.flatMap { $0[1] }
    let isRight = Secret.equal(hash ?? [], Array(Secret.digest(secret)))
    guard isRight, let end, end > now, try !AccountStore.hasAdministrator(tenant, in: transaction) else {
      throw Problem(
        .forbidden,
        "This set-up link was used, has expired, or was replaced. Whoever runs Citywide can make a new one.",
        "此设置链接已使用、已过期或已被替换，请系统运维人员重新生成。"
      )
    }
  }
}
