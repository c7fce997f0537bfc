// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import HTTP
import TestSupport
import Testing
import Vocabulary

@Suite struct TableTests {
  private static func endpoint(
    _ method: Method, _ path: String, _ id: String, parameters: [Parameter] = [], body: BodySpecification? = nil,
    isPage: Bool = true
  ) -> Endpoint {
    Endpoint(
      method, path, operationId: id, summary: id, tag: "Test", access: .public, parameters: parameters,
      requestBody: body, isPage: isPage
    ) { _ in .text(id) }
  }

  private static func path(_ name: String) -> Parameter { .path(name, ["type": "string"], "A part of the path.") }

  private static func table(_ endpoints: [Endpoint]) throws -> EndpointTable {
    try EndpointTable(endpoints, schemas: [:], metrics: SiteMetrics(Metrics()))
  }

  @Test(
    arguments: [
      ("/", "root", []), ("/a", "a", []), ("/a/b", "ab", []), ("/a/c", "capture", ["c"]), ("/a/c.json", "json", ["c"]),
      ("/a/.json", "capture", [".json"]), ("/a/b/c", "abc", ["b"]), ("/a/x/c", "abc", ["x"]),
      ("/a/b/d", "rest", ["b/d"]),
      ("/a/", "rest", [""]), ("/a//", "rest", ["/"]), ("/things(7)", "odata", ["7"]), ("/things()", "none", []),
      ("/b", "none", []), ("/a/%62", "ab", []), ("/a/b%2Fc", "capture", ["b/c"]),
    ] as [(String, String, [String])])
  func findsWhoAnswers(path: String, id: String, captures: [String]) throws {
    let table = try Self.table([
      Self.endpoint(.get, "/", "root"), Self.endpoint(.get, "/a", "a"), Self.endpoint(.get, "/a/b", "ab"),
      Self.endpoint(.get, "/a/{x}", "capture", parameters: [Self.path("x")]),
      Self.endpoint(.get, "/a/{x}.json", "json", parameters: [Self.path("x")]),
      Self.endpoint(.get, "/a/{y}/c", "abc", parameters: [Self.path("y")]),
      Self.endpoint(.get, "/a/{z...}", "rest", parameters: [Self.path("z")]),
      Self.endpoint(.get, "/things({id})", "odata", parameters: [Self.path("id")]),
    ])
    switch try table.match(.get, path) {
    case .found(let found, let given):
      #expect(found.endpoint.operationId == id)
      #expect(given == captures)
    case .nothing: #expect(id == "none")
    case .wrongMethod: Issue.record("every path has GET")
    }
  }

  @Test func refusesTablesThatContradictThemselves() {
    let cases: [([Endpoint], String)] = [
      ([Self.endpoint(.get, "/a", "a"), Self.endpoint(.get, "/b", "a")], "the operationId a is given twice"),
      (
        [
          Self.endpoint(.get, "/{x}", "a", parameters: [Self.path("x")]),
          Self.endpoint(.get, "/{y}", "b", parameters: [Self.path("y")]),
        ], "another endpoint takes GET /{y}"
      ),
      ([Self.endpoint(.get, "/{x}", "a")], "are not the same"),
      ([Self.endpoint(.get, "/x", "a", parameters: [Self.path("x")])], "are not the same"),
      ([Self.endpoint(.get, "a", "a")], "does not begin with /"),
      ([Self.endpoint(.get, "/{x", "a")], "at most one {name}"),
      ([Self.endpoint(.get, "/x}", "a")], "} without {"),
      ([Self.endpoint(.get, "/{x...}/y", "a", parameters: [Self.path("x")])], "nothing may follow"),
      ([Self.endpoint(.get, "/{x...}", "a", parameters: [Self.path("x")], isPage: false)], "is for pages"),
      ([Self.endpoint(.get, "/a", "a", body: .json([:]))], "GET takes no body"),
      ([Self.endpoint(.post, "/a", "a", body: .json(["pattern": "x"]))], "a pattern is allowed only"),
      ([Self.endpoint(.get, "/a", "a", parameters: Parameter.paging + Parameter.paging)], "limit is given twice"),
      ([Self.endpoint(.get, "/a", "a", parameters: [.query("q", ["type": "object"], "")])], "cannot be of type object"),
    ]
    for (endpoints, message) in cases {
      let error = #expect(throws: TableError.self) { try Self.table(endpoints) }
      #expect(error?.description.contains(message) == true, "\(message): \(String(describing: error))")
    }
  }

  @Test func encodesAndDecodesCursors() throws {
    var random = SeededGenerator(seed: 3)
    for count in 0..<200 {
      let values = (0..<count % 5).map { _ in JSON.integer(Int64.random(in: .min ... .max, using: &random)) } + ["灯"]
      let text = Cursor.text(values, scope: "list&a=\(count)")
      #expect(try Cursor.values(text, scope: "list&a=\(count)") == values)
      #expect(throws: Problem.self) { try Cursor.values(text, scope: "list") }
      #expect(throws: Problem.self) { try Cursor.values(String(text.dropLast()), scope: "list&a=\(count)") }
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64URL.decoded(Base64URL.encoded(bytes)) == bytes)
    }
    // RFC 4648 §10, in the alphabet of §5 without padding.
    #expect(Base64URL.encoded(Array("fooba".utf8)) == "Zm9vYmE")
    #expect(Base64URL.encoded([0xFB, 0xFF]) == "-_8")
  }

  @Test func fillsBucketsAgain() {
    let limiter = RateLimiter(RateLimit(perSecond: 2, burst: 3))
    let second: UInt64 = 1_000_000_000
    for _ in 0..<3 { #expect(limiter.wait(for: "a", at: second) == nil) }
    #expect(limiter.wait(for: "a", at: second) == 1)
    #expect(limiter.wait(for: "b", at: second) == nil)
    #expect(limiter.wait(for: "a", at: second + second / 2) == nil)
    #expect(limiter.wait(for: "a", at: second + second / 2) == 1)
    // Never more than the burst, however long the pause.
    for _ in 0..<3 { #expect(limiter.wait(for: "a", at: 100 * second) == nil) }
    #expect(limiter.wait(for: "a", at: 100 * second) == 1)
  }

  @Test func readsTagsOfConditions() {
    #expect(EntityTag.list("*") == nil)
    #expect(
      EntityTag.list("\"a\", W/\"b,c\" , \"\"") == [EntityTag("a"), EntityTag("b,c", isWeak: true), EntityTag("")])
    #expect(EntityTag.list("nonsense") == [])
    #expect(EntityTag.list("\"open") == [])
  }

  @Test func writesTheDateAsHTTPHasIt() {
    // The example of RFC 9110 §5.6.7.
    #expect(DateHeader.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(DateHeader.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
  }
}
