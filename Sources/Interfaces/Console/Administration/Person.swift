// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Packs
import Vocabulary

private struct PersonContent: Sendable {
  struct Token: Sendable {
    var id: String
    var label: String
    var roles: String
    var createdAt: Moment
    var expires: String
    var used: Moment?
    var isRevoked: Bool
  }

  struct Can: Sendable {
    var what: String
    var within: String
  }

  struct Choice: Sendable {
    var index: Int
    var name: String
  }

  var tabs: [AdministrationTab]
  var id: String
  var name: String
  var signInName: String?
  var isPerson: Bool
  var isDisabled: Bool
  var revision: Int64
  var createdAt: Moment
  var signedInAt: Moment?
  var rows: [GrantRow]
  var tokens: [Token]
  var hasTokens: Bool
  var mayIssue: Bool
  var choices: [Choice]
  var can: [Can]
  var hasCan: Bool
  var sees: [String]
  var pagesTheyOpen: [Frame.Choice]
  /// The secret of a token that was issued just now.
  var secret: String?
  var done: String?
}

extension Endpoint {
  private static let account: Parameter = .path("id", .stringSchema(length: 1...40), "The account's identifier.")

  static func personPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/administration/people/{id}", operationId: "pagePerson", summary: "A person or a service",
      access: .roles(administrators),
      parameters: [account, .query("done", .stringSchema(length: 0...20), "What was just done.")]
    ) { call in
      try await pages.person(call)
    }
  }

  static func changePersonForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/administration/people/{id}", operationId: "formChangePerson", summary: "Change a person or a service",
      access: .roles(administrators), parameters: [account], requestBody: .form(limit: 1 << 16)
    ) { call in
      let (form, id, access) = (call.form, call.path("id"), pages.city.access)
      let back = "/administration/people/\(LocalAddress.encoded(id))"
      do {
        switch form["do"] {
        case "disable": try await access.changeAccount(id, AccountChange(isEnabled: false), by: call.principal)
        case "enable": try await access.changeAccount(id, AccountChange(isEnabled: true), by: call.principal)
        case "password":
          try await access.setPassword(of: id, to: form["password"] ?? "", by: call.principal)
        case "revoke":
          guard let token = form["token"].flatMap({ Identifier($0) }) else {
            throw Problem(.notFound, "There is no such token.", "没有此令牌。")
          }
          try await access.revokeToken(token, by: call.principal)
        case "token": return try await pages.issue(call)
        default:
          let name = form["signInName"].flatMap { $0.isEmpty ? nil : $0 }
          let change = AccountChange(
            name: form["name"], signInName: name,
            grants: try GrantRow.grants(form, pages, pages.messages(call.head)))
          try await access.changeAccount(
            id, change, revision: form["revision"].flatMap { Int64($0) }, by: call.principal)
        }
        return .seeOther("\(back)?done=changed")
      } catch let problem as Problem where problem.code.status < 500 && problem.code != .notFound {
        return try await pages.person(call, problem: problem)
      }
    }
  }
}

extension Pages {
  /// Issues a token and shows its secret this once.
  fileprivate func issue(_ call: Call) async throws -> Answer {
    let form = call.form
    let id = call.path("id")
    let owner = try await city.access.account(id, by: call.principal)
    var new = NewToken(owner: id, label: form["label"] ?? "")
    let chosen = owner.grants.indices.filter { form["grant\($0)"] == "true" }
    // Narrowed to what was ticked; with nothing ticked to nothing less than all would be a trap.
    guard !chosen.isEmpty else { throw Problem(.invalid, messages(call.head)["tickAGrant"]) }
    new.grants = chosen.map { owner.grants[$0] }
    if let days = Int64(form["days"] ?? "") {
      guard (1...3650).contains(days) else { throw Problem(.invalid, messages(call.head)["daysWrong"]) }
      new.expiresAt = city.time.now() + .seconds(days * 86_400)
    }
    let issued = try await city.access.issueToken(new, by: call.principal)
    return try await person(call, secret: issued.secret)
  }

  fileprivate func person(_ call: Call, problem: Problem? = nil, secret: String? = nil) async throws -> Answer {
    let (messages, moments) = (messages(call.head), moments(call))
    let account = try await city.access.account(call.path("id"), by: call.principal)
    let tokens = try await city.access.tokens(of: account.id, limit: 100, by: call.principal).tokens
    let acting = Principal(
      id: account.id, kind: account.kind, tenant: city.tenant, name: account.name, grants: account.grants)
    let can = Self.can(acting, messages) { grantText($0, messages) }
    let isGet = call.head.methodName == "GET"
    let content = PersonContent(
      tabs: AdministrationTab.all("/administration", messages), id: account.id, name: account.name,
      signInName: account.signInName, isPerson: account.kind == .person, isDisabled: account.disabledAt != nil,
      revision: account.revision, createdAt: moments.past(account.createdAt),
      signedInAt: account.signedInAt.map { moments.past($0) },
      rows: GrantRow.rows(account.grants, self, messages),
      tokens: tokens.map { token in
        PersonContent.Token(
          id: token.id.description, label: token.label,
          roles: token.grants.map { grantText($0, messages) }.joined(separator: " · "),
          createdAt: moments.past(token.createdAt),
          expires: token.expiresAt.map(moments.absolute) ?? messages["never"],
          used: token.lastUsedAt.map { moments.past($0) }, isRevoked: token.revokedAt != nil)
      }, hasTokens: !tokens.isEmpty,
      mayIssue: account.disabledAt == nil && (account.kind == .service || account.id == call.principal.id),
      choices: account.grants.enumerated().map {
        PersonContent.Choice(index: $0.offset, name: grantText($0.element, messages))
      }, can: can, hasCan: !can.isEmpty, sees: try await sees(acting, messages),
      pagesTheyOpen: [], secret: secret,
      done: isGet
        ? call.string("done").flatMap { Messages.table["done.\($0)"] == nil ? nil : messages["done.\($0)"] } : nil)
    return page(
      "administration-person", content, title: messages.name(account.name), for: call,
      address: isGet ? nil : "/administration/people/\(account.id)", isWork: true, files: ["administration.css"],
      problem: problem)
  }

  /// What somebody may do with matters, and within which bounds.
  private static func can(
    _ acting: Principal, _ messages: Messages, _ within: (Grant) -> String
  ) -> [PersonContent.Can] {
    MatterAction.allCases.compactMap { action in
      let grants = acting.grants.filter { action.roles.contains($0.role) }
      guard !grants.isEmpty else { return nil }
      return PersonContent.Can(what: messages.text(action.name), within: grants.map(within).joined(separator: " · "))
    }
  }

  /// What somebody sees: how many matters, and what else their roles open.
  private func sees(_ acting: Principal, _ messages: Messages) async throws -> [String] {
    var query = MatterQuery()
    query.limit = 500
    let found = try await city.matters.list(query, for: acting)
    let count = found.matters.count
    var lines = [
      found.next == nil
        ? messages.text("seesMatters", count: Int64(count))
        : messages.text("seesManyMatters", ["count": NumberText.count(count)])
    ]
    let everywhere = { (roles: Set<Role>) in
      acting.grants.contains { roles.contains($0.role) && $0.department == nil && $0.area == nil }
    }
    let works: Set<Role> = [.intake, .dispatcher, .handler, .verifier, .supervisor]
    if acting.grants.contains(where: { works.contains($0.role) }) { lines.append(messages["seesReporters"]) }
    if everywhere(auditors) { lines.append(messages["seesJournal"]) }
    if acting.holds(.administrator) { lines.append(messages["seesAccounts"]) }
    return lines
  }
}
