// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
public import Vocabulary

extension Access {
  /// Changes one's own password. All other sessions of the person end.
  ///
  /// - Throws: `forbidden` when the current password is wrong, or `principal` is no person who signed in; `invalid` for a
  ///   password that is too weak; `tooManyRequests`, as attempts are as few as those to sign in.
  public func changePassword(from current: String, to new: String, by principal: Principal) async throws(Problem) {
    let tenant = principal.tenant
    let id = principal.id
    guard principal.kind == .person, !principal.cameByToken else {
      throw Problem(.forbidden, "A password is changed by the person, signed in with the old one.", "密码须由本人用旧密码登录后修改。")
    }
    guard let candidate = try await read({ try Candidate(id: id, in: tenant, $0) }) else { throw .noAccount }
    try PasswordRules.check(new, signInName: candidate.signInName, name: candidate.name)
    // Apart from those to sign in: strangers who try the name keep nobody from changing the password.
    let attempts: [SignInLimiter.Key] = [.nameFrom(tenant, candidate.signInName, network: "signed in")]
    try limiter.take(attempts, at: time.now())
    guard try await hasher.verify(current, against: candidate.password).isRight else {
      let event = NewEvent(
        "PasswordChangeFailed", subjectKind: Account.subjectKind, subject: id, revision: candidate.revision)
      let now = time.now()
      try await write { [journal] transaction in
        try journal.append(event, by: principal, at: now, in: transaction)
      }
      throw Problem(
        .forbidden, "The current password is wrong.", "当前密码不正确。",
        errors: [.init(pointer: "/current", "wrong; give the password you sign in with now", "不正确，请填写现在的登录密码")])
    }
    limiter.giveBack(attempts)
    let kept = SessionStore.session(of: principal)
    try await store(password: new, of: id, replacing: candidate.password, keeping: kept, by: principal)
  }

  /// Gives a person a new password, without the old one. All sessions of the person end.
  /// - Throws: `notFound` also for accounts beyond the bounds of `principal`; `invalid` for a password that is too weak.
  public func setPassword(of id: String, to new: String, by principal: Principal) async throws(Problem) {
    let authority = try administration(of: principal)
    let tenant = principal.tenant
    let account = try await read { try AccountStore.account(id, in: tenant, $0) }
    guard let account, authority.covers(account.grants) else { throw .noAccount }
    guard let signInName = account.signInName else {
      throw .invalid("/password", "a service has none; it comes in by tokens", "服务账户没有密码，只用令牌")
    }
    try PasswordRules.check(new, signInName: signInName, name: account.name)
    try await store(password: new, of: id, replacing: nil, keeping: nil, within: authority, by: principal)
  }

  /// - Parameters:
  ///   - old: the stored text that was compared; `nil` for whichever there is.
  ///   - authority: what `principal` needs for it, checked again: grants may have changed in the meantime.
  private func store(
    password: String, of id: String, replacing old: String?, keeping session: Identifier?,
    within authority: Authority? = nil, by principal: Principal
  ) async throws(Problem) {
    let hash = try await hasher.hash(password)
    let tenant = principal.tenant
    let now = time.now()
    try await write(forgetting: id, in: tenant) { [journal] transaction in
      var sql = "UPDATE principals SET password = ?, revision = revision + 1"
      sql += " WHERE tenant = ? AND id = ? AND sign_in IS NOT NULL"
      var values: [SQLValue] = [.text(hash), tenant.sqlValue, .text(id)]
      if let old {
        sql += " AND password = ?"
        values.append(.text(old))
      }
      let changed = try transaction.execute(sql, values: values)
      guard changed == 1, let account = try AccountStore.account(id, in: tenant, transaction),
        authority?.covers(account.grants) ?? true
      else {
        throw Problem(
          .conflict, "The account was changed in the meantime. Nothing was changed; try again.", "账户已被他人修改，未作更改，请重试。")
      }
      try SessionStore.deleteAll(of: id, but: session, in: tenant, transaction)
      try journal.append(account.event("PasswordChanged"), by: principal, at: now, in: transaction)
    }
  }
}
