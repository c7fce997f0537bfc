// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Logging
import NIOHTTP1
import Testing
import Vocabulary

/// What the site writes to its log, counts, and takes from proxies.
@Suite struct ObservationTests {
  @Test func logsRequestsWithoutSecrets() async throws {
    try await TestServer.with { server in
      _ = try await server.request(.GET, "/api/things?tag=private", [Scenario.token("reporter")])
      _ = try await server.request(.GET, "/secrets/one-time?token=abc")
      _ = try await server.request(.GET, "/api/broken")
      let log = server.log.lines
      #expect(
        log.contains {
          $0.hasPrefix("info GET /api/things 200 ") && $0.contains("operation=listThings")
            && $0.contains("address=127.0.0.1") && $0.contains(" ms=")
        })
      #expect(log.contains { $0.hasPrefix("info GET /secrets/{token} 200 ") })
      #expect(
        !log.contains {
          $0.contains("private") || $0.contains("one-time") || $0.contains("abc") || $0.contains("Bearer")
        })
      let error = try #require(log.first { $0.hasPrefix("error unexpected error") })
      #expect(error.contains("operation=getBroken") && error.contains("request="))
    }
  }

  @Test func logsOnlyProblemsWhereToldSo() async throws {
    try await TestServer.with(site: { $0.accessLog = .problems }) { server in
      _ = try await server.request(.GET, "/api/things/3")
      _ = try await server.request(.GET, "/nowhere\u{7f}")
      let requests = server.log.lines.filter { $0.contains("operation=") }
      #expect(requests.count == 1)
      #expect(requests.first?.contains("404") == true)
    }
  }

  @Test func countsRequests() async throws {
    try await TestServer.with { server in
      for _ in 0..<3 { _ = try await server.request(.GET, "/api/things/3") }
      _ = try await server.request(.GET, "/api/things/500")
      _ = try await server.request(.GET, "/nowhere")
      let text = server.server.site.metrics.text()
      for line in [
        #"citywide_http_requests_total{method="GET",operation="getThing",status="2xx"} 3"#,
        #"citywide_http_requests_total{method="GET",operation="getThing",status="4xx"} 1"#,
        #"citywide_http_requests_total{method="any",operation="none",status="4xx"} 1"#,
        #"citywide_http_request_duration_seconds_count{operation="getThing"} 4"#,
        #"citywide_http_request_duration_seconds_bucket{operation="getThing",le="+Inf"} 4"#,
        "# TYPE citywide_http_requests_in_flight gauge",
      ] { #expect(text.contains(line + "\n"), "\(line)") }
    }
  }

  @Test func limitsTheRateOfAnAddress() async throws {
    try await TestServer.with(site: { $0.rateLimit = RateLimit(perSecond: 0.5, burst: 2) }) { server in
      let first = try await server.request(.GET, "/api/things/3")
      #expect(first.status == 200)
      let second = try await server.request(.GET, "/api/things/3")
      #expect(second.status == 200)
      let third = try await server.request(.GET, "/api/things/3")
      #expect(third.status == 429)
      #expect(third.header("Retry-After") == "2")
      #expect(try third.json["type"]?.string == "urn:citywide:problem:too-many-requests")
    }
  }

  @Test func limitsTheRateOfAnEndpoint() async throws {
    var endpoint = Toy.reading[2]
    endpoint.rateLimit = RateLimit(perSecond: 0.1, burst: 1)
    try await TestServer.with([endpoint, Toy.reading[1]]) { server in
      let first = try await server.request(.GET, "/api/whoami")
      #expect(first.status == 200)
      let second = try await server.request(.GET, "/api/whoami")
      #expect(second.status == 429)
      let other = try await server.request(.GET, "/api/things/3")
      #expect(other.status == 200)
    }
  }

  @Test func believesTrustedProxiesOnly() async throws {
    let forwarded = [
      ("X-Forwarded-For", "6.6.6.6, 203.0.113.9, 10.1.2.3"), ("X-Forwarded-Proto", "https"),
      ("X-Request-Id", "from-proxy"),
    ]
    try await TestServer.with { server in
      let answer = try await server.request(.GET, "/api/whoami", forwarded)
      #expect(answer.text == #"{"address":"127.0.0.1","id":"anonymous","secure":false}"#)
      #expect(answer.header("X-Request-Id") != "from-proxy")
    }
    try await TestServer.with(site: { $0.trustedProxies = ["127.0.0.0/8", "10.0.0.0/8"] }) { server in
      let answer = try await server.request(.GET, "/api/whoami", forwarded)
      #expect(answer.text == #"{"address":"203.0.113.9","id":"anonymous","secure":true}"#)
      #expect(answer.header("X-Request-Id") == "from-proxy")
      #expect(answer.header("Strict-Transport-Security") == "max-age=31536000; includeSubDomains")
      let odd = try await server.request(
        .GET, "/api/whoami", [("X-Request-Id", "a b"), ("X-Forwarded-For", "nonsense")])
      #expect(odd.text.contains("127.0.0.1"))
      #expect(odd.header("X-Request-Id") != "a b")
    }
  }

  @Test func refusesAProxyThatIsNoAddress() {
    #expect(throws: TableError.self) {
      var settings = SiteSettings()
      settings.trustedProxies = ["10.0.0.0/33"]
      _ = try Site(
        [], about: DocumentInfo(title: "", version: ""), authenticator: ToyAuthenticator(), settings: settings,
        logger: .init(label: "test"))
    }
  }
}
