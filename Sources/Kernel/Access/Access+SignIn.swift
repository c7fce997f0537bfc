// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
public import Vocabulary

extension Access {
  /// Signs a person in and makes a session.
  ///
  /// - Parameters:
  ///   - address: IP address from which the person comes, for the limit of attempts and the journal.
  ///   - replacing: token of the session the browser had before; it ends, so that nobody who knew it has the new one.
  /// - Throws: `unauthenticated`, the same and after the same time whether name, password or account is at fault;
  ///   `tooManyRequests` with `retryAfter`.
  public func signIn(
    name: String, password: String, address: String, replacing: String? = nil, in tenant: Tenant
  ) async throws(Problem) -> SignedIn {
    let now = time.now()
    let signInName = SignInName.normalised(name)
    let attempts = SignInLimiter.Key.attempt(tenant, signInName ?? "", from: address)
    try limiter.take(attempts, at: now)
    let verdict: PasswordHasher.Verdict
    let candidate: Candidate?
    do {
      candidate = try await read { try Candidate(signInName, in: tenant, $0) }
      verdict = try await hasher.verify(password, against: candidate?.password)
    } catch {
      // Nothing was learnt about the password.
      limiter.giveBack(attempts)
      throw error
    }
    guard let candidate, verdict.isRight,
      let signedIn = try await enter(candidate, verdict, address: address, replacing: replacing, in: tenant, at: now)
    else {
      try await noteFailure(of: candidate, address: address, in: tenant, at: now)
      throw Problem(.unauthenticated, "Name or password is wrong, or the account may not sign in.", "名称或密码错误，或该账户不能登录。")
    }
    limiter.giveBack(attempts)
    return signedIn
  }

  /// Makes the session; `nil` when the account was disabled, or its password changed in the meantime.
  private func enter(
    _ candidate: Candidate, _ verdict: PasswordHasher.Verdict, address: String, replacing: String?, in tenant: Tenant,
    at now: Instant
  ) async throws(Problem) -> SignedIn? {
    var stored = candidate.password
    if case .renewed(let text) = verdict { stored = text }
    let draft = SessionDraft(identifiers.next(at: now), lifetime: settings.sessionLifetime, at: now)
    let replaced = replacing.filter(Secret.isWellFormed).map(Secret.digest)
    defer { if let replaced { cache.remove(.init(tenant: tenant, digest: replaced)) } }
    return try await write { [journal, settings, stored] transaction in
      let changed = try transaction.execute(
        """
        UPDATE principals SET signed_in_at = ?, password = ?
        WHERE tenant = ? AND id = ? AND password = ? AND disabled_at IS NULL
        """, now, stored, tenant, candidate.id, candidate.password)
      guard changed == 1, let account = try AccountStore.account(candidate.id, in: tenant, transaction) else {
        return nil
      }
      if let replaced { try SessionStore.delete(Array(replaced), in: tenant, transaction) }
      try SessionStore.makeRoom(
        for: account.id, limit: settings.sessionsPerPerson, idleSince: now - settings.sessionIdle, at: now, in: tenant,
        transaction)
      let signedIn = try draft.store(for: account, in: tenant, transaction)
      try journal.append(
        account.event("SignedIn", ["address": .string(address)]), by: signedIn.principal, at: now, in: transaction)
      return signedIn
    }
  }

  /// Journals an attempt that failed. The name that was typed is not kept: it may be a password typed in the wrong field.
  private func noteFailure(
    of candidate: Candidate?, address: String, in tenant: Tenant, at now: Instant
  ) async throws(Problem) {
    let event = NewEvent(
      "SignInFailed", subjectKind: Account.subjectKind, subject: candidate?.id ?? "unknown",
      revision: candidate?.revision ?? 0, payload: ["address": .string(address)])
    try await write { [journal] transaction in
      try journal.append(event, by: .anonymous(tenant), at: now, in: transaction)
    }
  }
}

/// The account that a sign-in name belongs to, with what its password is compared with.
struct Candidate: Sendable {
  var id: String
  var password: String
  var revision: Int64
  var name: String
  var signInName: String

  init?(_ signInName: String?, in tenant: Tenant, _ transaction: Transaction) throws {
    guard let signInName else { return nil }
    try self.init(
      transaction.row(
        Self.select + " AND sign_in = ?", tenant, signInName))
  }

  init?(id: String, in tenant: Tenant, _ transaction: Transaction) throws {
    try self.init(transaction.row(Self.select + " AND id = ?", tenant, id))
  }

  private init?(_ row: Row?) {
    guard let row, let password: String = row[1] else { return nil }
    self.id = row[0]
    self.password = password
    revision = row[2]
    name = row[3]
    signInName = row[4]
  }

  private static let select = """
    SELECT id, password, revision, name, sign_in FROM principals
    WHERE tenant = ? AND kind = 'person' AND sign_in IS NOT NULL
    """
}

/// A session about to be stored; made outside the transaction, whose body may run twice.
struct SessionDraft: Sendable {
  private let id: Identifier
  private let token = Secret.random()
  private let now: Instant
  private let end: Instant

  init(_ id: Identifier, lifetime: Duration, at now: Instant) {
    self.id = id
    self.now = now
    end = now + lifetime
  }

  func store(for account: Account, in tenant: Tenant, _ transaction: Transaction) throws -> SignedIn {
    try SessionStore.insert(
      id, hash: Array(Secret.digest(token)), principal: account.id, at: now, until: end, in: tenant, transaction)
    return SignedIn(
      principal: account.principal(in: tenant, client: SessionStore.client(id)),
      session: Session(token: token, csrfToken: Access.csrfToken(forSession: token), expiresAt: end))
  }
}

extension PasswordHasher.Verdict {
  var isRight: Bool { if case .wrong = self { false } else { true } }
}

extension Optional {
  fileprivate func filter(_ isKept: (Wrapped) -> Bool) -> Wrapped? { flatMap { isKept($0) ? $0 : nil } }
}
