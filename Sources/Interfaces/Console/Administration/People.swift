// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Matters
import Packs
import Spatial
import Vocabulary

private struct PeopleContent: Sendable {
  struct Line: Sendable {
    var id: String
    var name: String
    var signInName: String
    var roles: String
    var isDisabled: Bool
    var isService: Bool
    var seen: Moment?
  }

  var tabs: [AdministrationTab]
  var roles: [Option]
  /// What is looked for.
  var text: String
  var showsDisabled: Bool
  var lines: [Line]
  var hasLines: Bool
  var next: String?
  /// Whether an account could not be added: the form comes again.
  var isTried: Bool
  var name: String
  var signInName: String
  var isService: Bool
  var rows: [GrantRow]
}

extension Endpoint {
  static func peoplePage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/administration", operationId: "pagePeople", summary: "People and services",
      access: .roles(administrators),
      parameters: [
        .query("q", .stringSchema(length: 0...100), "A part of name or sign-in name."),
        .query("role", .stringSchema(length: 0...40), "Only with this role."),
        .query("disabled", .stringSchema(length: 0...10), "With `yes`, disabled ones too."),
        .query("after", .stringSchema(length: 0...1100), "Where the page begins."),
      ]
    ) { call in
      try await pages.people(call)
    }
  }

  static func addPersonForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/administration", operationId: "formAddPerson", summary: "Add a person or a service",
      access: .roles(administrators), requestBody: .form(limit: 1 << 16)
    ) { call in
      let form = call.form
      do {
        let grants = try GrantRow.grants(form, pages, pages.messages(call.head))
        let name = form["name"] ?? ""
        let new: NewAccount =
          form["kind"] == "service"
          ? .service(name: name, grants: grants)
          : .person(
            name: name, signInName: form["signInName"] ?? "",
            password: form["password"].flatMap { $0.isEmpty ? nil : $0 },
            grants: grants)
        let account = try await pages.city.access.createAccount(new, by: call.principal)
        return .seeOther("/administration/people/\(account.id)?done=added")
      } catch let problem as Problem where problem.code.status < 500 {
        return try await pages.people(call, problem: problem)
      }
    }
  }
}

extension Pages {
  fileprivate func people(_ call: Call, problem: Problem? = nil) async throws -> Answer {
    let (messages, moments) = (messages(call.head), moments(call))
    let isGet = call.head.methodName == "GET"
    var query = AccountQuery(limit: 50)
    let role = isGet ? call.string("role").flatMap(Role.init) : nil
    query.role = role
    query.text = isGet ? (call.string("q") ?? "").trimmed : ""
    query.includesDisabled = isGet && call.string("disabled") == "yes"
    query.after = isGet ? call.string("after").flatMap { AccountCursor($0) } : nil
    let found = try await city.access.people(query, by: call.principal, messages)
    let form = call.form
    let content = PeopleContent(
      tabs: AdministrationTab.all("/administration", messages),
      roles: Role.allCases.map {
        Option(value: $0.rawValue, label: messages.text($0.name), isChosen: role == $0)
      }, text: query.text, showsDisabled: query.includesDisabled,
      lines: found.accounts.map { account in
        PeopleContent.Line(
          id: account.id, name: messages.name(account.name), signInName: account.signInName ?? "–",
          roles: account.grants.map { grantText($0, messages) }.joined(separator: " · "),
          isDisabled: account.disabledAt != nil, isService: account.kind == .service,
          seen: account.signedInAt.map { moments.past($0) })
      }, hasLines: !found.accounts.isEmpty,
      next: found.next.map {
        "/administration?q=\(LocalAddress.encoded(query.text))&role=\(role?.rawValue ?? "")&disabled=\(query.includesDisabled ? "yes" : "")&after=\($0.text)"
      }, isTried: !isGet, name: form["name"] ?? "", signInName: form["signInName"] ?? "",
      isService: form["kind"] == "service",
      rows: GrantRow.rows((try? GrantRow.grants(form, self, messages)) ?? [], self, messages))
    return page(
      "administration", content, title: messages["people"], for: call,
      address: isGet ? nil : "/administration", isWork: true, files: ["administration.css"],
      twin: LocalAddress.twin(
        "/api/v1/accounts",
        [("text", query.text), ("role", role?.rawValue), ("disabled", query.includesDisabled ? "true" : nil)]),
      problem: problem)
  }

  /// A role with its bounds in words.
  func grantText(_ grant: Grant, _ messages: Messages) -> String {
    let bounds = [
      grant.department.map { code in
        city.matters.catalogue.departments[code].map(messages.text) ?? code
      },
      grant.area.map { city.pack.areas.area($0).map { messages.text($0.name) } ?? $0 },
    ].compactMap { $0 }
    return messages.text(
      "roleWithin",
      [
        "role": messages.text(grant.role.name),
        "bounds": bounds.isEmpty ? messages["everywhere"] : bounds.joined(separator: ", "),
      ])
  }
}
