// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
public import Vocabulary

extension Access {
  /// Makes a person or a service.
  ///
  /// - Throws: `forbidden` when `principal` administers nothing; `invalid` for a bad field or a grant beyond the bounds of
  ///   `principal`; `conflict` when the sign-in name is taken.
  public func createAccount(_ new: NewAccount, by principal: Principal) async throws(Problem) -> Account {
    let authority = try administration(of: principal)
    let (account, password) = try await prepare(new)
    try authority.check(account.grants)
    let tenant = principal.tenant
    try await write { [journal] transaction in
      // A set-up link in use at this moment must see the new administrator, or the other way round.
      try AccountStore.serialise(tenant, in: transaction)
      try AccountStore.insert(account, password: password, in: tenant, transaction)
      try journal.append(account.created, by: principal, at: account.createdAt, in: transaction)
    }
    return account
  }

  /// Changes an account.
  ///
  /// - Parameter revision: the revision that the change was made for; `nil` for whichever there is.
  /// - Throws: `notFound` also for accounts beyond the bounds of `principal`; `revisionMismatch`; `conflict` when the sign-in
  ///   name is taken or nobody would be left who administers everything; `invalid` for a bad field.
  @discardableResult
  public func changeAccount(
    _ id: String, _ change: AccountChange, revision: Int64? = nil, by principal: Principal
  ) async throws(Problem) -> Account {
    let authority = try administration(of: principal)
    let change = try change.checked()
    if let grants = change.grants { try authority.check(grants) }
    let tenant = principal.tenant
    let now = time.now()
    return try await write(forgetting: id, in: tenant) { [journal] transaction in
      try AccountStore.serialise(tenant, in: transaction)
      guard let old = try AccountStore.account(id, in: tenant, transaction), authority.covers(old.grants) else {
        throw Problem.noAccount
      }
      guard revision == nil || revision == old.revision else {
        throw Problem(
          .revisionMismatch, "The account is at revision \(old.revision), not \(revision ?? 0). Read it again.",
          "账户当前版本为\(old.revision)，而非\(revision ?? 0)，请重新查看。")
      }
      let (new, events) = try old.applying(change, at: now)
      guard !events.isEmpty else { return old }
      let hadAdministrator = try AccountStore.hasAdministrator(tenant, in: transaction)
      try AccountStore.update(new, grants: new.grants != old.grants, in: tenant, transaction)
      guard try !hadAdministrator || AccountStore.hasAdministrator(tenant, in: transaction) else {
        throw Problem(
          .conflict, "This is the last account that administers everything. Make another administrator first.",
          "这是最后一个全权管理员账户，请先设置另一位管理员。")
      }
      if new.disabledAt != nil { try SessionStore.deleteAll(of: id, in: tenant, transaction) }
      try journal.append(events, by: principal, at: now, in: transaction)
      return new
    }
  }

  /// One account: one's own, or one within the bounds of an administrator or auditor.
  /// - Throws: `notFound` also for accounts that `principal` may not see.
  public func account(_ id: String, by principal: Principal) async throws(Problem) -> Account {
    let authority = try? oversight(of: principal)
    let tenant = principal.tenant
    let account = try await read { try AccountStore.account(id, in: tenant, $0) }
    guard let account, account.id == principal.id || authority?.covers(account.grants) == true else {
      throw .noAccount
    }
    return account
  }

  /// A page of the accounts within the bounds of an administrator or auditor, by name.
  public func accounts(_ query: AccountQuery, by principal: Principal) async throws(Problem) -> AccountPage {
    let authority = try oversight(of: principal)
    guard (1...1000).contains(query.limit) else { throw .invalid("limit", "give 1 to 1000", "请填写1至1000") }
    let tenant = principal.tenant
    return try await read { transaction in
      var query = query
      var found: [Account] = []
      // Bounds of areas cannot be said in SQL: what is beyond them is left out here, and the page filled from further on.
      while found.count <= query.limit {
        let batch = try AccountStore.accounts(query, limit: query.limit + 1, in: tenant, transaction)
        found += batch.filter { authority.covers($0.grants) }
        guard let last = batch.last, batch.count > query.limit else { break }
        query.after = AccountCursor(name: last.name, id: last.id)
      }
      let page = found.prefix(query.limit)
      let next = found.count > query.limit ? page.last.map { AccountCursor(name: $0.name, id: $0.id) } : nil
      return AccountPage(accounts: Array(page), next: next)
    }
  }

  /// The shown names of accounts, to put beside what they did. Identifiers that are unknown are left out.
  public func names(of ids: Set<String>, in tenant: Tenant) async throws(Problem) -> [String: String] {
    let ids = ids.filter(AccountStore.isIdentifier).prefix(1000)
    guard !ids.isEmpty else { return [:] }
    let marks = ids.map { _ in "?" }.joined(separator: ", ")
    let rows = try await read { transaction in
      try transaction.rows(
        "SELECT id, name FROM principals WHERE tenant = ? AND id IN (\(marks))",
        values: [tenant.sqlValue] + ids.map { .text($0) })
    }
    return Dictionary(rows.map { ($0[0] as String, $0[1] as String) }) { first, _ in first }
  }

  /// Checks the fields of a new account and computes the hash of its password.
  func prepare(_ new: NewAccount) async throws(Problem) -> (account: Account, password: String?) {
    let name = try AccountRules.name(new.name, pointer: "/name")
    let grants = try AccountRules.grants(new.grants)
    var signInName: String?
    switch new.kind {
    case .person:
      guard let given = new.signInName else { throw .invalid("/signInName", "missing; a person needs one", "缺少登录名") }
      signInName = try AccountRules.signInName(given)
    case .service:
      guard new.signInName == nil, new.password == nil else {
        throw .invalid(
          "/kind", "a service has neither sign-in name nor password; it comes in by tokens",
          "服务账户没有登录名和密码，只用令牌")
      }
    case .system, .anonymous: throw .invalid("/kind", "give person or service", "请选择个人或服务")
    }
    var hash: String?
    if let password = new.password {
      try PasswordRules.check(password, signInName: signInName ?? "", name: name)
      hash = try await hasher.hash(password)
    }
    let now = time.now()
    let account = Account(
      id: identifiers.next(at: now).description, kind: new.kind, name: name, signInName: signInName,
      hasPassword: hash != nil, grants: grants, revision: 1, createdAt: now)
    return (account, hash)
  }
}

extension Problem {
  static let noAccount = Problem(
    .notFound, "There is no such account, or it is beyond your bounds.", "没有此账户，或不在您的权限范围内。")
}
