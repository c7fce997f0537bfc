// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func listAccounts(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/accounts", operationId: "listAccounts", summary: "The accounts within your bounds, by name",
      tag: "Accounts", access: .roles([.administrator, .auditor]),
      parameters: Parameter.paging + [
        .query("kind", .enumSchema(["person", "service"]), "Only people, or only services."),
        .query("role", .enumSchema(Role.allCases.map(\.rawValue)), "Only those with this role."),
        .query("department", .codeSchema, "Only those with a grant for this department."),
        .query("text", .stringSchema(length: 0...100), "Only those with this in their name or sign-in name."),
        .query("disabled", ["type": "boolean", "default": false], "Whether disabled ones are shown too."),
      ], responses: [200: .page("A page of accounts.", of: .schemaReference("Account"))]
    ) { call in
      let page = try call.page()
      var query = AccountQuery(
        kind: call.string("kind").flatMap(Principal.Kind.init), role: call.string("role").flatMap(Role.init),
        department: call.string("department"), includesDisabled: call.bool("disabled") ?? false, limit: page.limit)
      query.text = call.string("text") ?? ""
      if let after = page.after {
        guard after.count == 2, let name = after[0].string, let id = after[1].string else {
          throw Problem.invalid("cursor", "must be the next of an earlier answer to the same list", "须为同一列表先前回答中的 next")
        }
        query.after = AccountCursor(name: name, id: id)
      }
      let found = try await city.access.accounts(query, by: call.principal)
      if found.accounts.isEmpty, query.after == nil { try city.pack.checkCodes(department: query.department) }
      let next = found.next.map { [JSON.string($0.name), .string($0.id)] }
      return .page(found.accounts.map(\.answer), next: next, for: call)
    }
  }

  static func createAccount(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/accounts", operationId: "createAccount", summary: "Make an account for a person or a service",
      description: "A person needs a name to sign in with; a service comes in by tokens.", tag: "Accounts",
      access: .roles([.administrator]), requestBody: .json(.schemaReference("NewAccount"), limit: 1 << 16),
      responses: [
        201: .json(
          "The account.", .schemaReference("Account"), headers: ["Location": "Where it is.", "ETag": "Its revision."])
      ], problems: [.conflict]
    ) { call in
      let json = call.json
      let new =
        json["kind"] == "service"
        ? NewAccount(
          kind: .service, name: json["name"]?.string ?? "", signInName: json["signInName"]?.string,
          password: json["password"]?.string, grants: json.grants)
        : .person(
          name: json["name"]?.string ?? "", signInName: try json.signInName, password: json["password"]?.string,
          grants: json.grants)
      try city.pack.checkBounds(of: json.grants)
      let account = try await city.access.createAccount(new, by: call.principal)
      return .created("/api/v1/accounts/\(account.id)", account.answer).with(EntityTag(revision: account.revision))
    }
  }

  static func getAccount(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/accounts/{id}", operationId: "getAccount", summary: "One account", tag: "Accounts",
      access: .signedIn, parameters: [.accountId],
      responses: [200: .json("The account.", .schemaReference("Account"), headers: ["ETag": "Its revision."])]
    ) { call in
      let account = try await city.access.account(call.path("id"), by: call.principal)
      return .json(account.answer).with(EntityTag(revision: account.revision))
    }
  }

  static func changeAccount(_ city: City) -> Endpoint {
    Endpoint(
      .patch, "/api/v1/accounts/{id}", operationId: "changeAccount", summary: "Change an account",
      description: "What is left out stays. `enabled: false` ends all its sessions and stops all its tokens at once.",
      tag: "Accounts", access: .roles([.administrator]), parameters: [.accountId, .ifMatch],
      requestBody: .json(.schemaReference("AccountChange"), limit: 1 << 16),
      responses: [
        200: .json("The account afterwards.", .schemaReference("Account"), headers: ["ETag": "Its revision."])
      ],
      problems: [.conflict]
    ) { call in
      let json = call.json
      let change = AccountChange(
        name: json["name"]?.string, signInName: json["signInName"]?.string,
        grants: json["grants"] == nil ? nil : json.grants, isEnabled: json["enabled"]?.bool)
      try city.pack.checkBounds(of: change.grants ?? [])
      let account = try await call.expecting { expected in
        try await city.access.changeAccount(call.path("id"), change, revision: expected, by: call.principal)
      }
      return .json(account.answer).with(EntityTag(revision: account.revision))
    }
  }

  static func setPassword(_ city: City) -> Endpoint {
    Endpoint(
      .put, "/api/v1/accounts/{id}/password", operationId: "setPassword", summary: "Give a person a new password",
      description: "All sessions of the person end.", tag: "Accounts", access: .roles([.administrator]),
      parameters: [.accountId],
      requestBody: .json(.objectSchema(["password": .passwordSchema], required: ["password"]), limit: 1 << 14),
      responses: [204: ResponseSpecification("It is set.")], problems: [.conflict]
    ) { call in
      try await city.access.setPassword(
        of: call.path("id"), to: call.json["password"]?.string ?? "", by: call.principal)
      return .noContent
    }
  }

  static func endSessions(_ city: City) -> Endpoint {
    Endpoint(
      .delete, "/api/v1/accounts/{id}/sessions", operationId: "endSessions", summary: "End all sessions of an account",
      description: "Your own, or those of an account that you administer.", tag: "Accounts", access: .signedIn,
      parameters: [.accountId], responses: [204: ResponseSpecification("They have ended.")]
    ) { call in
      try await city.access.signOutEverywhere(call.path("id"), by: call.principal)
      return .noContent
    }
  }
}

extension Parameter {
  static let accountId = path("id", .stringSchema(length: 1...40), "The account's identifier.")
}

extension JSON {
  /// The member `grants`, fitting its schema.
  var grants: [Grant] { self["grants"]?.array?.compactMap { Grant(json: $0) } ?? [] }

  fileprivate var signInName: String {
    get throws(Problem) {
      guard let name = self["signInName"]?.string else {
        throw .invalid("/signInName", "is missing; a person needs a name to sign in with", "缺少登录名")
      }
      return name
    }
  }
}
