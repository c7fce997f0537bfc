// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import NIOHTTP1
import Testing

/// Requests to the toy table: who is let in, what is taken, what is refused.
@Suite struct EndpointTests {
  static let reading: [Scenario] = [
    Scenario(
      "a thing", .GET, "/api/things/3", status: 200, has: [#""id":3"#],
      answers: ["ETag": "\"7\"", "Cache-Control": "no-store"]),
    Scenario(
      "no such path", .GET, "/nowhere", status: 404, has: ["not-found"],
      answers: ["Content-Type": "application/problem+json"]),
    Scenario("a slash more is another path", .GET, "/api/things/3/", status: 404),
    Scenario("a handler's problem", .GET, "/api/things/500", status: 404, has: ["There is no thing of that number."]),
    Scenario(
      "a path parameter of the wrong type", .GET, "/api/things/abc", status: 422,
      has: [#""pointer":"id""#, "must be a whole number"]),
    Scenario("a path parameter out of bounds", .GET, "/api/things/1000", status: 422, has: ["must be at most 999"]),
    Scenario("percent-encoding is undone", .GET, "/api/things/%33", status: 200, has: [#""id":3"#]),
    Scenario(
      "HEAD is GET without the body", .HEAD, "/api/things/3", status: 200, hasNot: ["id"], answers: ["ETag": "\"7\""]),
    Scenario(
      "a method that is not there", .PATCH, "/api/things/3", status: 405,
      has: ["PATCH", #""allowed":["GET","HEAD","PUT","DELETE"]"#], answers: ["Allow": "GET, HEAD, PUT, DELETE"]),
    Scenario("a method nobody knows", .RAW(value: "REPORT"), "/api/things/3", status: 405),
    Scenario(
      "OPTIONS without cross-origin calls", .OPTIONS, "/api/things", status: 405, answers: ["Allow": "GET, HEAD, POST"]),
    Scenario(
      "the tag that one has", .GET, "/api/things/3", [("If-None-Match", "\"6\", W/\"7\"")], status: 304, hasNot: ["id"],
      answers: ["ETag": "\"7\""]),
    Scenario("another tag", .GET, "/api/things/3", [("If-None-Match", "\"6\"")], status: 200),
    Scenario("any tag", .GET, "/api/things/3", [("If-None-Match", "*")], status: 304),
    Scenario(
      "an unexpected error tells nothing", .GET, "/api/broken", status: 500,
      has: ["internal", "urn:citywide:request:"], hasNot: ["do-not-tell", "Unexpected"]),
  ]

  static let access: [Scenario] = [
    Scenario(
      "no credentials", .GET, "/api/things", status: 401, has: ["unauthenticated"],
      answers: ["WWW-Authenticate": "Bearer realm=\"citywide\""]),
    Scenario(
      "a wrong token", .GET, "/api/things", [Scenario.token("nobody")], status: 401,
      answers: ["WWW-Authenticate": "Bearer realm=\"citywide\", error=\"invalid_token\""]),
    Scenario("credentials that are no token", .GET, "/api/things", [("Authorization", "Basic YTpi")], status: 401),
    Scenario("signed in is enough", .GET, "/api/things", [Scenario.token("reporter")], status: 200),
    Scenario(
      "a role that is missing", .POST, "/api/things", [Scenario.token("auditor"), Scenario.json], body: "{}",
      status: 403, has: ["one of the roles dispatcher, handler"]),
    Scenario("open to everybody", .GET, "/api/whoami", status: 200, has: ["anonymous"]),
    Scenario(
      "open to everybody, and known", .GET, "/api/whoami", [Scenario.token("reporter")], status: 200, has: ["reporter"]),
    Scenario("open to everybody, but a wrong token", .GET, "/api/whoami", [Scenario.token("nobody")], status: 401),
    Scenario(
      "open to everybody, and an old cookie", .GET, "/api/whoami", [("Cookie", "session=old")], status: 200,
      has: ["anonymous"]),
    Scenario(
      "an old cookie where one must be signed in", .GET, "/api/things", [("Cookie", "session=old")], status: 401),
    Scenario(
      "public does not look", .GET, "/api/things/3", [Scenario.token("nobody")], status: 200, has: ["anonymous"]),
  ]

  private static let me = Scenario.token("reporter")
  static let query: [Scenario] = [
    Scenario(
      "an unknown parameter", .GET, "/api/things?kinds=lamp", [me], status: 400,
      has: ["There is no query parameter", "limit, cursor, kind, tag, since, weight, open"]),
    Scenario(
      "an unknown parameter where none is known", .GET, "/api/broken?a=1", status: 400, has: ["none is expected here"]),
    Scenario("pages are lenient", .GET, "/?utm_source=x", status: 200, has: ["Home"]),
    Scenario("a list by commas", .GET, "/api/things?kind=lamp,road", [me], status: 200),
    Scenario(
      "a list with a wrong element", .GET, "/api/things?kind=lamp,tree", [me], status: 422,
      has: [#""pointer":"kind/1""#, #"must be one of \"lamp\", \"road\""#]),
    Scenario("a list by repetition", .GET, "/api/things?tag=a&tag=b", [me], status: 200),
    Scenario(
      "too many repetitions", .GET, "/api/things?tag=a&tag=b&tag=c&tag=d", [me], status: 422,
      has: ["must have at most 3 elements, not 4"]),
    Scenario(
      "one value given twice", .GET, "/api/things?limit=1&limit=2", [me], status: 422, has: ["is given more than once"]),
    Scenario("a date and time", .GET, "/api/things?since=2026-11-24T08:00:00%2B08:00", [me], status: 200),
    Scenario(
      "a plus is a space", .GET, "/api/things?since=2026-11-24T08:00:00+08:00", [me], status: 422,
      has: ["must be a date and time with zone"]),
    Scenario("a number", .GET, "/api/things?weight=1.5e3", [me], status: 200),
    Scenario("no number", .GET, "/api/things?weight=heavy", [me], status: 422, has: ["must be a number"]),
    Scenario(
      "a number out of bounds", .GET, "/api/things?weight=0", [me], status: 422, has: ["must be greater than 0"]),
    Scenario("true or false", .GET, "/api/things?open=yes", [me], status: 422, has: ["must be true or false"]),
    Scenario("empty is no number", .GET, "/api/things?limit=", [me], status: 422, has: ["must be a whole number"]),
    Scenario(
      "all that is wrong at once", .GET, "/api/things?limit=0&weight=-1", [me], status: 422,
      has: [#""pointer":"limit""#, #""pointer":"weight""#]),
    Scenario("U+0000", .GET, "/api/things?tag=%00", [me], status: 422, has: ["U+0000"]),
    Scenario("no UTF-8", .GET, "/api/things?tag=%FF", [me], status: 400, has: ["not in UTF-8"]),
  ]

  @Test(arguments: reading + access + query) func answers(scenario: Scenario) async throws {
    try await TestServer.with { try await scenario.run(on: $0) }
  }

  private static let handler = Scenario.token("handler")
  static let bodies: [Scenario] = [
    Scenario(
      "a body that fits", .POST, "/api/things", [handler, Scenario.json], body: #"{"name":"灯","kind":"lamp"}"#,
      status: 201, has: ["灯"], answers: ["Location": "/api/things/8"]),
    Scenario(
      "parameters of the media type", .POST, "/api/things",
      [handler, ("Content-Type", "Application/JSON; charset=utf-8")], body: #"{"name":"a","kind":"lamp"}"#, status: 201),
    Scenario(
      "a handler's conflict", .POST, "/api/things", [handler, Scenario.json], body: #"{"name":"taken","kind":"lamp"}"#,
      status: 409, has: ["conflict"]),
    Scenario(
      "no JSON", .POST, "/api/things", [handler, Scenario.json], body: #"{"name":}"#, status: 400,
      has: ["line 1, column 9"]),
    Scenario(
      "an empty body", .POST, "/api/things", [handler, Scenario.json], body: "", status: 400, has: ["The body is empty"]
    ),
    Scenario("no body", .POST, "/api/things", [handler], status: 400, has: ["A body is needed: application/json"]),
    Scenario(
      "no media type", .POST, "/api/things", [handler], body: "{}", status: 415,
      has: ["Content-Type is missing; send application/json"]),
    Scenario(
      "another media type", .POST, "/api/things", [handler, ("Content-Type", "text/xml")], body: "<a/>", status: 415,
      has: ["text/xml is not accepted here"]),
    Scenario(
      "members that are missing", .POST, "/api/things", [handler, Scenario.json], body: "{}", status: 422,
      has: [#"{"detail":"is missing","pointer":"/kind"}"#, #"{"detail":"is missing","pointer":"/name"}"#]),
    Scenario(
      "a member too many", .POST, "/api/things", [handler, Scenario.json],
      body: #"{"name":"a","kind":"lamp","colour":"red"}"#, status: 422,
      has: ["/colour", "known are count, kind, name, note, parts, since"]),
    Scenario(
      "far inside", .POST, "/api/things", [handler, Scenario.json],
      body: #"{"name":"a","kind":"lamp","parts":[{"name":"b","kind":"road"},{"name":"c","kind":"tree"}]}"#, status: 422,
      has: [#""pointer":"/parts/1/kind""#]),
    Scenario(
      "U+0000 in a body", .POST, "/api/things", [handler, Scenario.json], body: #"{"name":"a\u0000","kind":"lamp"}"#,
      status: 400, has: ["line 1, column 17", "NUL"]),
    Scenario(
      "a backslash before u0000 is no U+0000", .POST, "/api/things", [handler, Scenario.json],
      body: #"{"name":"a\\u0000","kind":"lamp"}"#, status: 201),
    Scenario(
      "a body that is too large", .POST, "/api/things", [handler, Scenario.json],
      body: "{\"name\":\"\(String(repeating: "a", count: 2000))\"}", status: 413, has: ["has 2011 bytes; at most 2000"]),
    Scenario(
      "the revision that is current", .PUT, "/api/things/1", [handler, Scenario.json, ("If-Match", "\"7\"")],
      body: #"{"name":"a","kind":"lamp"}"#, status: 200, has: [#"{"revision":7}"#]),
    Scenario(
      "several revisions, of which one is", .PUT, "/api/things/1",
      [handler, Scenario.json, ("If-Match", "\"9\", \"7\", W/\"8\", \"1\"")],
      body: #"{"name":"a","kind":"lamp"}"#, status: 200, has: [#"{"revision":7}"#]),
    Scenario(
      "a revision that is not", .PUT, "/api/things/1", [handler, Scenario.json, ("If-Match", "\"6\"")],
      body: #"{"name":"a","kind":"lamp"}"#, status: 412, has: ["revision-mismatch"]),
    Scenario(
      "a weak tag never matches", .PUT, "/api/things/1", [handler, Scenario.json, ("If-Match", "W/\"7\"")],
      body: #"{"name":"a","kind":"lamp"}"#, status: 412),
    Scenario(
      "no condition", .PUT, "/api/things/1", [handler, Scenario.json], body: #"{"name":"a","kind":"lamp"}"#,
      status: 200, has: [#"{"revision":null}"#]),
    Scenario("nothing to say", .DELETE, "/api/things/1", [handler], status: 204),
    Scenario(
      "a range of media types", .POST, "/api/uploads", [handler, ("Content-Type", "image/png")], body: "12345",
      status: 200, has: [#"{"bytes":5,"mediaType":"image/png"}"#]),
    Scenario(
      "bytes", .POST, "/api/uploads", [handler, ("Content-Type", "application/octet-stream")], body: "1234",
      status: 200, has: [#"{"bytes":4}"#]),
    Scenario(
      "parts", .POST, "/api/uploads", [handler, ("Content-Type", "multipart/form-data; boundary=\"x y\"")],
      body:
        "--x y\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\\\up\\\\灯.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--x y\r\nContent-Disposition: form-data; name=note\r\n\r\n\r\n--x y--\r\n",
      status: 200,
      has: [
        #"{"bytes":3,"filename":"灯.png","mediaType":"image/png","name":"f"}"#,
        #"{"bytes":0,"filename":null,"mediaType":"text/plain","name":"note"}"#,
      ]),
    Scenario(
      "parts without a boundary", .POST, "/api/uploads", [handler, ("Content-Type", "multipart/form-data")],
      body: "--x", status: 400, has: ["needs a boundary"]),
    Scenario(
      "parts without an end", .POST, "/api/uploads", [handler, ("Content-Type", "multipart/form-data; boundary=x")],
      body: "--x\r\n", status: 400, has: ["ends before its closing boundary"]),
  ]

  @Test(arguments: bodies) func takesBodies(scenario: Scenario) async throws {
    try await TestServer.with { try await scenario.run(on: $0) }
  }
}
