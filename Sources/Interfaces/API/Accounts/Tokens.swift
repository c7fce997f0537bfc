// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func issueToken(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/tokens", operationId: "issueToken", summary: "Issue an API token",
      description: "For yourself, signed in with your password; administrators also for a service. A token can only "
        + "narrow what its owner may do.", tag: "Tokens", access: .signedIn,
      requestBody: .json(.schemaReference("NewToken"), limit: 1 << 16),
      responses: [201: .json("The token.", .schemaReference("IssuedToken"))], problems: [.notFound]
    ) { call in
      let json = call.json
      let new = NewToken(
        owner: json["owner"]?.string ?? call.principal.id, label: json["label"]?.string ?? "",
        grants: json["grants"] == nil ? nil : json.grants,
        expiresAt: json["expiresAt"]?.string.flatMap { Instant($0) })
      let issued = try await city.access.issueToken(new, by: call.principal)
      return .json(["secret": .string(issued.secret), "token": issued.token.answer], status: 201)
    }
  }

  static func listTokens(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/tokens", operationId: "listTokens",
      summary: "The tokens of an account, in the order of their issue",
      tag: "Tokens", access: .signedIn,
      parameters: Parameter.paging + [
        .query("owner", .stringSchema(length: 1...40), "The account; by default your own.")
      ], responses: [200: .page("A page of tokens.", of: .schemaReference("Token"))], problems: [.notFound]
    ) { call in
      let page = try call.page()
      let after = page.after?.first?.integer.map { Identifier(rawValue: $0) }
      let found = try await city.access.tokens(
        of: call.string("owner") ?? call.principal.id, after: after, limit: page.limit, by: call.principal)
      return .page(found.tokens.map(\.answer), next: found.next.map { [.integer($0.rawValue)] }, for: call)
    }
  }

  static func revokeToken(_ city: City) -> Endpoint {
    Endpoint(
      .delete, "/api/v1/tokens/{id}", operationId: "revokeToken", summary: "Revoke a token for good", tag: "Tokens",
      access: .signedIn, parameters: [.path("id", .identifierSchema, "The token's identifier.")],
      responses: [204: ResponseSpecification("It is revoked.")]
    ) { call in
      try await city.access.revokeToken(call.pathIdentifier("id"), by: call.principal)
      return .noContent
    }
  }
}
