// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func setUp(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/set-up", operationId: "setUp", summary: "Make the first administrator",
      description: "With the code of the one-time link that the first start prints. Signs in at once.", tag: "Sessions",
      access: .public,
      requestBody: .json(
        .objectSchema(
          [
            "code": .stringSchema(length: 1...100), "name": .nameSchema, "signInName": .signInNameSchema,
            "password": .passwordSchema,
          ], required: ["code", "name", "signInName", "password"]), limit: 1 << 14),
      responses: [201: .session], problems: [.forbidden]
    ) { call in
      let signedIn = try await city.access.setUp(
        secret: call.json["code"]?.string ?? "", name: call.json["name"]?.string ?? "",
        signInName: call.json["signInName"]?.string ?? "", password: call.json["password"]?.string ?? "",
        address: call.head.clientAddress, in: city.tenant)
      return .session(signedIn, at: city.time.now(), for: call)
    }
  }

  static func signIn(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/session", operationId: "signIn", summary: "Sign in",
      description:
        "Sets the cookie of a session. Calls with it that change something need its CSRF token in the header "
        + "X-CSRF-Token.", tag: "Sessions", access: .public,
      requestBody: .json(
        .objectSchema(
          ["name": .stringSchema(length: 1...200), "password": .stringSchema(length: 1...1000)],
          required: ["name", "password"]), limit: 1 << 14),
      responses: [201: .session], problems: [.unauthenticated]
    ) { call in
      let signedIn = try await city.access.signIn(
        name: call.json["name"]?.string ?? "", password: call.json["password"]?.string ?? "",
        address: call.head.clientAddress, replacing: SessionCookie.token(of: call.head), in: city.tenant)
      return .session(signedIn, at: city.time.now(), for: call)
    }
  }

  static func signOut(_ city: City) -> Endpoint {
    Endpoint(
      .delete, "/api/v1/session", operationId: "signOut", summary: "Sign out", tag: "Sessions", access: .signedIn,
      responses: [
        204: ResponseSpecification("The session has ended.", headers: ["Set-Cookie": "Takes the cookie away."])
      ]
    ) { call in
      if let token = SessionCookie.token(of: call.head) {
        try await city.access.signOut(session: token, in: city.tenant)
      }
      return Answer.noContent.closingSession(for: call.head)
    }
  }

  static func getMe(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/me", operationId: "getMe", summary: "Who you are, and what you may do", tag: "Sessions",
      access: .signedIn, responses: [200: .json("You.", .schemaReference("Me"))]
    ) { call in
      var members = call.principal.answer
      members["city"] = ["code": .string(city.pack.code), "name": city.pack.name.json]
      if case .session(let token) = call.identity?.means { members["csrfToken"] = .string(token) }
      return .json(.object(members))
    }
  }

  static func changePassword(_ city: City) -> Endpoint {
    Endpoint(
      .put, "/api/v1/me/password", operationId: "changePassword", summary: "Change your password",
      description: "All other sessions of yours end.", tag: "Sessions", access: .signedIn,
      requestBody: .json(
        .objectSchema(
          ["current": .stringSchema(length: 1...1000), "new": .passwordSchema], required: ["current", "new"]),
        limit: 1 << 14),
      responses: [204: ResponseSpecification("It is changed.")], problems: [.forbidden, .notFound, .conflict]
    ) { call in
      try await city.access.changePassword(
        from: call.json["current"]?.string ?? "", to: call.json["new"]?.string ?? "", by: call.principal)
      return .noContent
    }
  }
}

extension JSON {
  static let nameSchema = stringSchema(length: 1...200)
  static let signInNameSchema = stringSchema(length: 1...128)
  static let passwordSchema: JSON = ["type": "string", "format": "password", "minLength": 1, "maxLength": 1000]
}

let sessionSchemas: [String: JSON] = {
  let principal: [String: JSON] = [
    "id": .textSchema, "kind": .enumSchema(["person", "service"]), "name": .textSchema,
    "grants": .arraySchema(of: .schemaReference("Grant")),
  ]
  let city = JSON.objectSchema(["code": .codeSchema, "name": .localizedSchema], required: ["code", "name"])
  let token = JSON.stringSchema(length: 1...100, description: "For the header X-CSRF-Token.")
  return [
    "Grant": .objectSchema(
      ["role": .enumSchema(Role.allCases.map(\.rawValue)), "department": .codeSchema, "area": .codeSchema],
      required: ["role"], description: "A role within bounds; without a bound it reaches everywhere."),
    "Session": .objectSchema(
      principal.merging(["csrfToken": token, "expiresAt": .instantSchema]) { first, _ in first },
      required: ["id", "kind", "name", "grants", "csrfToken", "expiresAt"]),
    "Me": .objectSchema(
      principal.merging(["csrfToken": token, "city": city]) { first, _ in first },
      required: ["id", "kind", "name", "grants", "city"]),
  ]
}()

extension Principal {
  fileprivate var answer: [String: JSON] {
    [
      "id": .string(id), "kind": .string(kind.rawValue), "name": .string(name), "grants": .array(grants.map(\.json)),
    ]
  }
}

extension ResponseSpecification {
  fileprivate static let session = json(
    "You are signed in.", .schemaReference("Session"), headers: ["Set-Cookie": "The session."])
}

extension Answer {
  fileprivate static func session(_ signedIn: SignedIn, at now: Instant, for call: Call) -> Answer {
    var members = signedIn.principal.answer
    members["csrfToken"] = .string(signedIn.session.csrfToken)
    members["expiresAt"] = .string(signedIn.session.expiresAt.description)
    return json(.object(members), status: 201).opening(signedIn.session, at: now, for: call.head)
  }
}
