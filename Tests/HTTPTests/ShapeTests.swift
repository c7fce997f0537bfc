// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import NIOHTTP1
import Testing
import Vocabulary

/// The shape of errors and of lists, which programs rely on.
@Suite struct ShapeTests {
  @Test func aProblemHasTheseMembers() async throws {
    try await TestServer.with { server in
      let answer = try await server.request(
        .POST, "/api/things", [Scenario.token("handler"), Scenario.json], body: #"{"name":"","kind":"lamp"}"#)
      let id = try #require(answer.header("X-Request-Id"))
      #expect(id.count == 13)
      #expect(
        answer.text == """
          {"detail":"/name: must not be empty","errors":[{"detail":"must not be empty","pointer":"/name"}],\
          "instance":"urn:citywide:request:\(id)","requestId":"\(id)","status":422,"title":"Invalid content",\
          "type":"urn:citywide:problem:invalid"}
          """)
    }
  }

  @Test func aListHasTheseMembers() async throws {
    try await TestServer.with { server in
      let me = [Scenario.token("reporter")]
      let first = try await server.request(.GET, "/api/things?limit=3&kind=lamp", me)
      let cursor = try #require(try first.json["next"]?.string)
      #expect(
        first.text == #"{"items":[{"number":0},{"number":1},{"number":2}],"next":"\#(cursor)"}"#)
      #expect(first.header("Link") == "</api/things?limit=3&kind=lamp&cursor=\(cursor)>; rel=\"next\"")
      let second = try await server.request(.GET, "/api/things?limit=3&kind=lamp&cursor=\(cursor)", me)
      let next = try #require(try second.json["next"]?.string)
      #expect(second.header("Link") == "</api/things?limit=3&kind=lamp&cursor=\(next)>; rel=\"next\"")
      let last = try await server.request(.GET, "/api/things?limit=3&kind=lamp&cursor=\(next)", me)
      #expect(last.text == #"{"items":[{"number":6}],"next":null}"#)
      #expect(last.header("Link") == nil)
    }
  }

  @Test func aCursorServesOneListOnly() async throws {
    try await TestServer.with { server in
      let me = [Scenario.token("reporter")]
      let first = try await server.request(.GET, "/api/things?limit=3&kind=lamp", me)
      let cursor = try #require(try first.json["next"]?.string)
      for query in [
        "limit=3&cursor=\(cursor)", "limit=3&kind=road&cursor=\(cursor)", "kind=lamp&cursor=\(cursor)A", "cursor=@@",
      ] {
        let answer = try await server.request(.GET, "/api/things?\(query)", me)
        #expect(answer.status == 422, "\(query)")
        #expect(answer.text.contains("must be the next of an earlier answer"))
      }
      // The number of items is no part of the filter.
      let other = try await server.request(.GET, "/api/things?limit=2&kind=lamp&cursor=\(cursor)", me)
      #expect(other.text.hasPrefix(#"{"items":[{"number":3},{"number":4}]"#))
    }
  }

  @Test func problemsSayWhenToComeBack() async throws {
    let endpoint = Endpoint(.get, "/full", operationId: "full", summary: "", tag: "", access: .public) { _ in
      throw Problem(.storageFull, "There is no space left.", retryAfter: 30)
    }
    try await TestServer.with([endpoint]) { server in
      let answer = try await server.request(.GET, "/full")
      #expect(answer.status == 507)
      #expect(answer.header("Retry-After") == "30")
    }
  }
}
