// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
public import Vocabulary

extension Access {
  /// Issues a token: a person for themselves, an administrator for a service.
  ///
  /// Nobody but the system issues one for another person, or with a token: it would act in that person's name, or outlive the
  /// token it was made with.
  /// - Throws: `notFound` also for accounts beyond the bounds of `principal`; `invalid` for a grant that the owner does not
  ///   have, or an expiry that has passed.
  public func issueToken(_ new: NewToken, by principal: Principal) async throws(Problem) -> IssuedToken {
    let tenant = principal.tenant
    let now = time.now()
    let label = try AccountRules.name(new.label, pointer: "/label")
    let wanted = try new.grants.map { grants throws(Problem) in try AccountRules.grants(grants) }
    let expiresAt = new.expiresAt ?? settings.tokenLifetime.map { now + $0 }
    if let expiresAt, expiresAt <= now {
      throw .invalid("/expiresAt", "in the past; give a time to come", "已过去，请填写将来的时间")
    }
    let isOwn = principal.id == new.owner
    guard !isOwn || !principal.cameByToken else {
      throw Problem(
        .forbidden, "A token cannot issue tokens for its owner. Sign in with the password.", "令牌不能为其所有者签发令牌，请用密码登录。")
    }
    let authority = isOwn ? nil : try administration(of: principal)
    let isInside = containment(in: tenant)
    let secret = Self.tokenPrefix + Secret.random()
    let hash = Array(Secret.digest(secret))
    let id = identifiers.next(at: now)
    let token = try await write { [journal] transaction in
      guard let owner = try AccountStore.account(new.owner, in: tenant, transaction),
        authority?.covers(owner.grants) ?? true
      else { throw Problem.noAccount }
      guard isOwn || owner.kind == .service || principal.kind == .system else {
        throw Problem(
          .forbidden, "Only \(owner.name) can issue a token that acts in the name of \(owner.name).",
          "只有\(owner.name)本人可签发以其名义操作的令牌。")
      }
      guard owner.disabledAt == nil else {
        throw Problem.invalid("/owner", "disabled; enable the account first", "已停用，请先启用账户")
      }
      let most = isOwn ? Grant.intersection(owner.grants, principal.grants, isInside: isInside) : owner.grants
      for (index, grant) in (wanted ?? []).enumerated()
      where Grant.intersection([grant], most, isInside: isInside).isEmpty {
        throw Problem.invalid(
          "/grants/\(index)", "the owner has nothing of it; a token can only narrow", "所有者没有此权限；令牌只能收窄权限")
      }
      let token = APIToken(
        id: id, owner: owner.id, label: label,
        grants: wanted.map { Grant.intersection($0, most, isInside: isInside) } ?? most, createdAt: now,
        expiresAt: expiresAt)
      try TokenStore.insert(token, hash: hash, in: tenant, transaction)
      try journal.append(token.issued, by: principal, at: now, in: transaction)
      return token
    }
    return IssuedToken(secret: secret, token: token)
  }

  /// A page of the tokens of an account: one's own, or one within the bounds of an administrator or auditor.
  public func tokens(
    of owner: String, after: Identifier? = nil, limit: Int = 50, by principal: Principal
  ) async throws(Problem) -> TokenPage {
    guard (1...1000).contains(limit) else { throw .invalid("limit", "give 1 to 1000", "请填写1至1000") }
    _ = try await account(owner, by: principal)
    let tenant = principal.tenant
    let found = try await read {
      try TokenStore.tokens(of: owner, after: after, limit: limit + 1, in: tenant, $0)
    }
    let page = Array(found.prefix(limit))
    return TokenPage(tokens: page, next: found.count > limit ? page.last?.id : nil)
  }

  /// Revokes a token for good: one's own, or one of an account within the bounds of an administrator. Nothing happens when it
  /// was revoked before.
  /// - Throws: `notFound` also for tokens of accounts beyond the bounds of `principal`.
  public func revokeToken(_ id: Identifier, by principal: Principal) async throws(Problem) {
    let tenant = principal.tenant
    let now = time.now()
    let noToken = Problem(
      .notFound, "There is no such token, or it belongs to an account beyond your bounds.",
      "没有此令牌，或其账户不在您的权限范围内。")
    let authority = try? administration(of: principal)
    guard let token = try await read({ try TokenStore.token(id, in: tenant, $0) }) else { throw noToken }
    // A token may put an end to itself, not to its sisters.
    let isOwn = token.owner == principal.id && (!principal.cameByToken || principal.client == token.client)
    try await write(forgetting: token.owner, in: tenant) { [journal] transaction in
      if !isOwn {
        guard let owner = try AccountStore.account(token.owner, in: tenant, transaction),
          authority?.covers(owner.grants) == true
        else { throw noToken }
      }
      let changed = try transaction.execute(
        "UPDATE tokens SET revoked_at = ? WHERE tenant = ? AND id = ? AND revoked_at IS NULL", now, tenant, id)
      guard changed == 1 else { return }
      try journal.append(token.revoked, by: principal, at: now, in: transaction)
    }
  }
}

extension APIToken {
  /// What the journal calls the client that came with this token.
  var client: String { "token:\(id)" }

  fileprivate var issued: NewEvent {
    var payload: [String: JSON] = ["owner": .string(owner), "label": .string(label), "grants": grants.json]
    payload["expiresAt"] = expiresAt.map { .string($0.description) }
    return NewEvent(
      "TokenIssued", subjectKind: "token", subject: id.description, revision: 1, payload: .object(payload))
  }

  fileprivate var revoked: NewEvent {
    NewEvent(
      "TokenRevoked", subjectKind: "token", subject: id.description, revision: 2, payload: ["owner": .string(owner)])
  }
}
