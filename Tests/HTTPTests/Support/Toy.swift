// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Vocabulary

/// Knows three callers by token, and one of them by the cookie of a session.
struct ToyAuthenticator: Authenticator {
  static let csrfToken = "c5rf-secret"

  func tenant(of head: RequestHead) -> Tenant { Tenant("demo") }

  func identity(of head: RequestHead) async throws -> Identity? {
    if let token = head.bearerToken {
      guard let principal = Self.principal(token) else { throw Problem(.unauthenticated, "The token is not valid.") }
      return Identity(principal, means: .token)
    }
    guard let session = head.cookie("session") else { return nil }
    guard session == "alive" else { throw Problem(.unauthenticated, "The session has ended.") }
    return Identity(Self.principal("handler")!, means: .session(csrfToken: Self.csrfToken))
  }

  private static func principal(_ token: String) -> Principal? {
    guard let role = Role(rawValue: token) else { return nil }
    return Principal(id: token, kind: .person, tenant: Tenant("demo"), name: token, grants: [Grant(role)])
  }
}

/// A table that has one endpoint of each kind.
enum Toy {
  static let thing = JSON.objectSchema(
    [
      "name": .stringSchema(length: 1...40), "count": .integerSchema(0...1000), "kind": .enumSchema(["lamp", "road"]),
      "since": SchemaFormat.dateTime.schema, "note": ["type": ["string", "null"], "maxLength": 200],
      "parts": .arraySchema(of: .schemaReference("Thing"), maximum: 5),
    ], required: ["name", "kind"])
  static let schemas: [String: JSON] = ["Thing": thing]

  static var endpoints: [Endpoint] { reading + writing + bodies + pages }

  static let reading: [Endpoint] = [
    Endpoint(
      .get, "/api/things", operationId: "listThings", summary: "All things", tag: "Things", access: .signedIn,
      parameters: Parameter.paging + [
        .query("kind", .arraySchema(of: .enumSchema(["lamp", "road"])), isCommaSeparated: true, "Only these kinds."),
        .query("tag", .arraySchema(of: .stringSchema(length: 1...20), maximum: 3), "Only with these tags."),
        .query("since", SchemaFormat.dateTime.schema, "Not older."),
        .query("weight", ["type": "number", "exclusiveMinimum": 0], "In kilograms."),
        .query("open", ["type": "boolean"], "Only open ones."),
      ], responses: [200: .page("A page of things.", of: ["type": "object"])]
    ) { call in
      let page = try call.page()
      let first = page.after?.first?.integer.map { Int($0) + 1 } ?? 0
      let (items, next) = page.cut(Array((first..<7).prefix(page.limit + 1))) { [.integer(Int64($0))] }
      return .page(items.map { ["number": .integer(Int64($0))] }, next: next, for: call)
    },
    Endpoint(
      .get, "/api/things/{id}", operationId: "getThing", summary: "One thing", tag: "Things", access: .public,
      parameters: [.path("id", .integerSchema(1...999), "Its number."), .ifNoneMatch],
      responses: [200: .json("The thing.", ["type": "object"]), 304: ResponseSpecification("Not changed.")]
    ) { call in
      guard let id = call.integer("id"), id < 500 else { throw Problem(.notFound, "There is no thing of that number.") }
      if call.hasCurrent(EntityTag(revision: 7)) { return .notModified(EntityTag(revision: 7)) }
      return .json(["id": .integer(Int64(id)), "principal": .string(call.principal.id)]).with(EntityTag(revision: 7))
    },
    Endpoint(
      .get, "/api/whoami", operationId: "whoAmI", summary: "The caller", tag: "Service", access: .optional,
      responses: [200: .json("The caller.", ["type": "object"])]
    ) { call in
      .json([
        "id": .string(call.principal.id), "address": .string(call.head.clientAddress),
        "secure": .bool(call.head.isSecure),
      ])
    },
    Endpoint(
      .get, "/api/broken", operationId: "getBroken", summary: "Fails", tag: "Service", access: .public
    ) { _ in throw Unexpected() },
  ]

  struct Unexpected: Error { let secret = "do-not-tell" }

  static let writing: [Endpoint] = [
    Endpoint(
      .post, "/api/things", operationId: "addThing", summary: "Adds a thing", tag: "Things",
      access: .roles([.handler, .dispatcher]), requestBody: .json(.schemaReference("Thing"), limit: 2000),
      responses: [201: .json("The new thing.", ["type": "object"], headers: ["Location": "Where it is."])],
      problems: [.conflict]
    ) { call in
      if call.json["name"] == "taken" { throw Problem(.conflict, "There is a thing of that name.") }
      return .created("/api/things/8", ["name": call.json["name"] ?? .null])
    },
    Endpoint(
      .put, "/api/things/{id}", operationId: "changeThing", summary: "Changes a thing", tag: "Things",
      access: .signedIn,
      parameters: [.path("id", .integerSchema(1...999), "Its number."), .ifMatch],
      requestBody: .json(.schemaReference("Thing"), limit: 2000),
      responses: [200: .json("The thing.", ["type": "object"])]
    ) { call in
      try call.require(EntityTag(revision: 7))
      let revision = try await call.expecting { revision in
        guard revision ?? 7 == 7 else { throw Problem(.revisionMismatch, "It is not revision 7.") }
        return revision
      }
      return .json(["revision": revision.map { .integer($0) } ?? .null])
    },
    Endpoint(
      .delete, "/api/things/{id}", operationId: "deleteThing", summary: "Deletes a thing", tag: "Things",
      access: .signedIn, parameters: [.path("id", .integerSchema(1...999), "Its number.")],
      responses: [204: ResponseSpecification("It is gone.")]
    ) { _ in .noContent },
  ]

  static let bodies: [Endpoint] = [
    Endpoint(
      .post, "/api/uploads", operationId: "upload", summary: "Takes a file", tag: "Files", access: .signedIn,
      requestBody: BodySpecification(
        [
          .init("multipart/form-data", as: .multipart, schema: ["type": "object"]),
          .init("image/*", as: .stream, schema: ["type": "string", "format": "binary"]),
          .init("application/octet-stream", as: .bytes, schema: ["type": "string", "format": "binary"]),
        ], limit: 100_000), responses: [200: .json("What came.", ["type": "object"])]
    ) { call in
      if let stream = call.stream {
        var count = 0
        for try await piece in stream { count += piece.count }
        return .json(["mediaType": .string(call.mediaType ?? ""), "bytes": .integer(Int64(count))])
      }
      guard let parts = call.parts else { return .json(["bytes": .integer(Int64(call.bytes.count))]) }
      var found: [JSON] = []
      while let part = try await parts.nextPart() {
        let data = try await parts.data(limit: 50_000)
        found.append([
          "name": .string(part.name), "filename": part.filename.map { .string($0) } ?? .null,
          "mediaType": .string(part.mediaType), "bytes": .integer(Int64(data.count)),
        ])
      }
      return .json(["parts": .array(found)])
    }
  ]

  static let pages: [Endpoint] = [
    Endpoint(
      .get, "/", operationId: "pageHome", summary: "Home", tag: "Pages", access: .optional, isPage: true
    ) { _ in .html("<h1>Home</h1>") },
    Endpoint(
      .post, "/forms", operationId: "pageForm", summary: "Takes a form", tag: "Pages", access: .optional,
      requestBody: .form(limit: 1000), isPage: true
    ) { call in .text("\(call.form.all("name").joined(separator: "+")) by \(call.principal.id)") },
    Endpoint(
      .get, "/secrets/{token}", operationId: "pageSecret", summary: "A one-time link", tag: "Pages", access: .public,
      parameters: [.path("token", .stringSchema(length: 1...50), isSecret: true, "The secret.")], isPage: true
    ) { call in .text("ok").with("X-Echo", call.path("token")) },
    Endpoint(
      .get, "/assets/{path...}", operationId: "pageAsset", summary: "Files", tag: "Pages", access: .public,
      parameters: [.path("path", ["type": "string"], "Which.")], isPage: true
    ) { call in .text(call.path("path")) },
  ]
}
