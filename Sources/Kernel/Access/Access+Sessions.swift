// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
public import Vocabulary

extension Access {
  /// Ends a session; nothing happens when there is none.
  public func signOut(session token: String, in tenant: Tenant) async throws(Problem) {
    guard Secret.isWellFormed(token) else { return }
    let key = PrincipalCache.Key(tenant: tenant, digest: Secret.digest(token))
    let hash = Array(key.digest)
    let now = time.now()
    defer { cache.remove(key) }
    try await write { [journal] transaction in
      let found = try SessionStore.find(hash, in: tenant, transaction)
      guard try SessionStore.delete(hash, in: tenant, transaction) > 0, let found else { return }
      let event = NewEvent(
        "SignedOut", subjectKind: Account.subjectKind, subject: found.principal.id, revision: found.revision)
      try journal.append(event, by: found.principal, at: now, in: transaction)
    }
  }

  /// Ends all sessions of an account: one's own, or one within the bounds of an administrator.
  /// - Throws: `notFound` also for accounts beyond the bounds of `principal`.
  public func signOutEverywhere(_ id: String, by principal: Principal) async throws(Problem) {
    let authority = id == principal.id ? nil : try administration(of: principal)
    let tenant = principal.tenant
    let now = time.now()
    try await write(forgetting: id, in: tenant) { [journal] transaction in
      guard let account = try AccountStore.account(id, in: tenant, transaction),
        authority?.covers(account.grants) ?? true
      else { throw Problem.noAccount }
      try SessionStore.deleteAll(of: id, in: tenant, transaction)
      try journal.append(account.event("SignedOutEverywhere"), by: principal, at: now, in: transaction)
    }
  }
}
