// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import HTTP
import NIOHTTP1
import Testing
import Vocabulary

/// What browsers are kept from: forged calls, foreign frames, foreign scripts.
@Suite struct BrowserTests {
  private static let fits = #"{"name":"a","kind":"lamp"}"#
  private static let csrf = ("X-CSRF-Token", ToyAuthenticator.csrfToken)

  static let forgery: [Scenario] = [
    Scenario("a session reads without a token", .GET, "/api/things", [Scenario.session], status: 200),
    Scenario(
      "a session without its token", .POST, "/api/things", [Scenario.session, Scenario.json], body: fits, status: 403,
      has: ["X-CSRF-Token"]),
    Scenario(
      "a session with a wrong token", .POST, "/api/things",
      [Scenario.session, Scenario.json, ("X-CSRF-Token", "c5rf-secreT")], body: fits, status: 403),
    Scenario(
      "a session with its token", .POST, "/api/things", [Scenario.session, Scenario.json, csrf], body: fits, status: 201
    ),
    Scenario(
      "from a foreign page, by Sec-Fetch-Site", .POST, "/api/things",
      [Scenario.session, Scenario.json, csrf, ("Sec-Fetch-Site", "cross-site")], body: fits, status: 403,
      has: ["page of another site"]),
    Scenario(
      "from a foreign page, by Origin", .POST, "/api/things",
      [Scenario.session, Scenario.json, csrf, ("Origin", "https://evil.example")], body: fits, status: 403,
      has: ["page of another site"]),
    Scenario(
      "from nowhere, by Origin", .POST, "/api/things", [Scenario.session, Scenario.json, csrf, ("Origin", "null")],
      body: fits, status: 403),
    Scenario(
      "from our own page", .POST, "/api/things",
      [Scenario.session, Scenario.json, csrf, ("Sec-Fetch-Site", "same-origin")], body: fits, status: 201),
    Scenario("DELETE by a session", .DELETE, "/api/things/1", [Scenario.session], status: 403),
    Scenario(
      "a token needs no token", .POST, "/api/things",
      [Scenario.token("handler"), Scenario.json, ("Origin", "https://elsewhere.example")], body: fits, status: 201),
    Scenario(
      "a form with its token", .POST, "/forms", [Scenario.session, Scenario.form],
      body: "name=A%20b&csrf=c5rf-secret&name=c+d", status: 200, has: ["A b+c d by handler"]),
    Scenario(
      "a form without its token", .POST, "/forms", [Scenario.session, Scenario.form], body: "name=A", status: 403),
    Scenario(
      "a form of somebody unknown", .POST, "/forms", [Scenario.form], body: "name=A", status: 200,
      has: ["A by anonymous"]),
    Scenario(
      "a form of somebody unknown from a foreign page", .POST, "/forms",
      [Scenario.form, ("Sec-Fetch-Site", "cross-site")], body: "name=A", status: 403),
    Scenario(
      "parts with the token first", .POST, "/api/uploads",
      [Scenario.session, ("Content-Type", "multipart/form-data; boundary=x")],
      body:
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nc5rf-secret\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--",
      status: 200, has: [#"[{"bytes":1,"filename":null,"mediaType":"text/plain","name":"a"}]"#]),
    Scenario(
      "parts with the token last", .POST, "/api/uploads",
      [Scenario.session, ("Content-Type", "multipart/form-data; boundary=x")],
      body:
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nc5rf-secret\r\n--x--",
      status: 403),
    Scenario(
      "bytes by a session without its token", .POST, "/api/uploads", [Scenario.session, ("Content-Type", "image/png")],
      body: "1", status: 403),
  ]

  @Test(arguments: forgery) func refusesForgedCalls(scenario: Scenario) async throws {
    try await TestServer.with { try await scenario.run(on: $0) }
  }

  @Test func sendsCarefulHeaders() async throws {
    try await TestServer.with { server in
      let api = try await server.request(.GET, "/api/things/3")
      #expect(api.header("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'")
      #expect(api.header("X-Content-Type-Options") == "nosniff")
      #expect(api.header("Referrer-Policy") == "same-origin")
      #expect(api.header("Strict-Transport-Security") == nil)
      #expect(api.header("Access-Control-Allow-Origin") == nil)
      let page = try await server.request(.GET, "/")
      let policy = try #require(page.header("Content-Security-Policy"))
      #expect(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe-inline"))
      #expect(page.header("Content-Type") == "text/html; charset=utf-8")
      #expect(page.header("Cache-Control") == "no-store")
      let problem = try await server.request(.GET, "/nowhere")
      #expect(problem.header("X-Content-Type-Options") == "nosniff")
      #expect(try #require(problem.header("Date")).hasSuffix(" GMT"))
    }
  }

  @Test func readsCookiesAndNamesAttachments() async throws {
    let endpoint = Endpoint(.get, "/", operationId: "o", summary: "", tag: "", access: .public) { call in
      .text(call.head.cookie("a") ?? "none").attachment(named: "灯 \"1\".csv")
    }
    try await TestServer.with([endpoint]) { server in
      let answer = try await server.request(.GET, "/", [("Cookie", "aa=1; a = x=y ;b=2")])
      #expect(answer.text == "x=y")
      #expect(
        answer.header("Content-Disposition") == "attachment; filename*=UTF-8''%E7%81%AF%20%221%22.csv")
    }
  }

  @Test func sharesWithNamedOriginsOnly() async throws {
    try await TestServer.with(site: { $0.allowedOrigins = ["https://map.example"] }) { server in
      let preflight = [("Origin", "https://map.example"), ("Access-Control-Request-Method", "POST")]
      let asked = try await server.request(.OPTIONS, "/api/things", preflight)
      #expect(asked.status == 204)
      #expect(asked.header("Access-Control-Allow-Methods") == "GET, HEAD, POST")
      #expect(asked.header("Access-Control-Allow-Origin") == "https://map.example")
      #expect(asked.header("Access-Control-Allow-Credentials") == nil)
      let foreign = try await server.request(.GET, "/api/things/3", [("Origin", "https://evil.example")])
      #expect(foreign.status == 200)
      #expect(foreign.header("Access-Control-Allow-Origin") == nil)
      #expect(foreign.header("Vary") == "Origin")
    }
  }

  @Test func showsProblemsAsPagesToPeople() async throws {
    let page: Site.ProblemPage = { problem, _, _ in
      problem.code == .notFound ? .html("<p>\(problem.detail)</p>", status: 404) : nil
    }
    try await TestServer.with(problemPage: page) { server in
      let person = try await server.request(.GET, "/nowhere", [("Accept", "text/html,*/*")])
      #expect(person.status == 404)
      #expect(person.text.hasPrefix("<p>"))
      let program = try await server.request(.GET, "/nowhere")
      #expect(program.header("Content-Type") == "application/problem+json")
      let api = try await server.request(.GET, "/api/things/500", [("Accept", "text/html")])
      #expect(api.header("Content-Type") == "application/problem+json")
    }
  }
}
