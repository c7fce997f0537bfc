// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import NIOHTTP1
import Testing
import Vocabulary

/// The OpenAPI document says what the table says.
@Suite struct DocumentTests {
  private static func document() async throws -> JSON {
    try await TestServer.with { server in
      let answer = try await server.request(.GET, "/openapi.json")
      #expect(answer.status == 200)
      let tag = try #require(answer.header("ETag"))
      let again = try await server.request(.GET, "/openapi.json", [("If-None-Match", tag)])
      #expect(again.status == 304)
      let json = try answer.json
      #expect(json == server.server.site.document)
      return json
    }
  }

  private static func statuses(_ document: JSON, _ path: String, _ method: String) -> [String] {
    (document["paths"]?[path]?[method]?["responses"]?.object ?? [:]).keys.sorted()
  }

  @Test func describesEveryEndpointButPages() async throws {
    let document = try await Self.document()
    #expect(document["openapi"] == "3.1.0")
    let paths = try #require(document["paths"]?.object)
    #expect(
      paths.keys.sorted() == [
        "/api/broken", "/api/things", "/api/things/{id}", "/api/uploads", "/api/whoami", "/openapi.json",
      ])
    #expect(paths["/api/things/{id}"]?.object?.keys.sorted() == ["delete", "get", "put"])
    let list = try #require(paths["/api/things"]?["get"])
    #expect(list["operationId"] == "listThings")
    let kind = try #require(list["parameters"]?.array?.first { $0["name"] == "kind" })
    #expect(kind["explode"] == false)
    #expect(kind["in"] == "query")
    let add = try #require(paths["/api/things"]?["post"])
    #expect(add["x-roles"] == ["dispatcher", "handler"])
    #expect(
      add["requestBody"]?["content"]?["application/json"]?["schema"] == ["$ref": "#/components/schemas/Thing"])
    #expect(document["components"]?["schemas"]?["Thing"] == Toy.thing)
  }

  @Test func saysWhoMayCall() async throws {
    let document = try await Self.document()
    #expect(document["paths"]?["/api/things/{id}"]?["get"]?["security"] == [])
    #expect(document["paths"]?["/api/things"]?["get"]?["security"] == [["token": []], ["session": []]])
    #expect(document["paths"]?["/api/whoami"]?["get"]?["security"] == [[:], ["token": []], ["session": []]])
  }

  @Test func namesTheProblemsThatCanOccur() async throws {
    let document = try await Self.document()
    #expect(
      Self.statuses(document, "/api/things", "post")
        == ["201", "400", "401", "403", "409", "413", "415", "422", "429", "500", "503", "507"])
    #expect(
      Self.statuses(document, "/api/things/{id}", "put")
        == ["200", "400", "401", "403", "404", "412", "413", "415", "422", "429", "500", "503", "507"])
    #expect(
      Self.statuses(document, "/api/things/{id}", "get") == ["200", "304", "400", "404", "422", "429", "500", "503"])
    #expect(Self.statuses(document, "/api/whoami", "get") == ["200", "400", "401", "429", "500", "503"])
    let problem = document["components"]?["responses"]?["Problem422"]
    #expect(problem?["description"] == "Idempotency key used for another command; Invalid content.")
    #expect(
      problem?["content"]?["application/problem+json"]?["schema"] == ["$ref": "#/components/schemas/Problem"])
  }

  @Test func aProblemFitsItsOwnSchema() async throws {
    try await TestServer.with { server in
      let components = try #require(server.server.site.document["components"]?["schemas"]?.object)
      let schema = try SchemaLibrary(components: components).compile(.schemaReference("Problem"))
      for path in ["/nowhere", "/api/things/0", "/api/things", "/api/broken"] {
        let problem = try await server.request(.GET, path).json
        #expect(schema.errors(in: problem) == [], "\(problem.text)")
      }
    }
  }
}
