// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import NIOHTTP1
import Synchronization
import Testing

/// What happens on the wire: bodies that are too large, headers that should not be, connections that end.
@Suite struct WireTests {
  private static let post =
    "POST /api/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer handler\r\nContent-Type: application/json\r\n"

  @Test func refusesALargeBodyBeforeItIsSent() async throws {
    try await TestServer.with { server in
      // None of the 5 GB is ever sent.
      let answer = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("\(Self.post)Content-Length: 5000000000\r\n\r\n")
        return try await talk.read(until: "requestId")
      }
      #expect(answer.hasPrefix("HTTP/1.1 413 "))
      #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
      #expect(answer.contains("has 5000000000 bytes; at most 2000"))
    }
  }

  @Test func refusesALargeChunkedBodyOnTheWay() async throws {
    try await TestServer.with { server in
      let chunk = "400\r\n\(String(repeating: " ", count: 1024))\r\n"
      let (answer, sent) = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("\(Self.post)Transfer-Encoding: chunked\r\n\r\n")
        var sent = 0
        for _ in 0..<3 {
          try await talk.send(chunk)
          sent += 1
        }
        // The body never ends.
        return (try await talk.read(until: "requestId"), sent)
      }
      #expect(answer.hasPrefix("HTTP/1.1 413 "))
      #expect(answer.contains("is larger than the 2000 bytes"))
      #expect(sent == 3)
    }
  }

  @Test func answersWhatIsTooLongToBeRead() async throws {
    try await TestServer.with { server in
      for head in [
        "GET /api/things?cursor=\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/things HTTP/1.1\r\nHost: x\r\nX-Long: \(String(repeating: "a", count: 40_000))\r\n\r\n",
      ] {
        let answer = try await RawConnection.with(port: server.port) { talk in
          try await talk.send(head)
          return try await talk.read()
        }
        #expect(answer.hasPrefix("HTTP/1.1 431 Request Header Fields Too Large\r\n"))
        #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
        #expect(answer.lowercased().contains("\r\ncontent-type: application/problem+json\r\n"))
        #expect(answer.contains(#""type":"urn:citywide:problem:head-too-large""#))
        #expect(answer.hasSuffix("}"))
      }
    }
  }

  @Test func answersWhatIsNoRequest() async throws {
    try await TestServer.with { server in
      let answer = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("\u{16}\u{3}\u{1} what is this\r\n\r\n")
        return try await talk.read()
      }
      #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      #expect(answer.contains(#""type":"urn:citywide:problem:bad-request""#))
      // An answer that is under way comes first; what follows it cannot be told from it.
      let two = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("GET /api/things/3 HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await talk.read(until: "}")
        try await talk.send("\u{16}\u{3}\r\n\r\n")
        return try await talk.read()
      }
      #expect(two.contains("HTTP/1.1 400 Bad Request\r\n"))
    }
  }

  @Test func tellsWhoAsksToGoOn() async throws {
    try await TestServer.with { server in
      let body = #"{"name":"a","kind":"lamp"}"#
      let text = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("\(Self.post)Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
        let first = try await talk.read(until: "\r\n\r\n")
        try await talk.send(body)
        return first + "|" + (try await talk.read(until: "}"))
      }
      #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\n|HTTP/1.1 201 "))
      let refused = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("\(Self.post)Expect: 100-continue\r\nContent-Length: 3000\r\n\r\n")
        return try await talk.read(until: "requestId")
      }
      #expect(refused.hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test func keepsAConnectionAcrossSmallUnreadBodies() async throws {
    try await TestServer.with { server in
      let text = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345")
        try await talk.send("GET /api/things/3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return try await talk.read()
      }
      #expect(text.hasPrefix("HTTP/1.1 404 "))
      #expect(text.contains("HTTP/1.1 200 OK"))
    }
  }

  @Test func letsNoLineBreakIntoAHeader() async throws {
    try await TestServer.with { server in
      let text = try await RawConnection.exchange(
        port: server.port,
        "GET /secrets/a%0D%0ASet-Cookie:%20session=stolen HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      #expect(text.hasPrefix("HTTP/1.1 200 "))
      #expect(!text.contains("\nSet-Cookie"))
      #expect(text.contains("X-Echo: a  Set-Cookie: session=stolen\r\n"))
    }
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 20000))\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: x\r\n\(String(repeating: "X: a\r\n", count: 300))\r\n",
  ])
  func refusesWhatIsNoHTTP(request: String) async throws {
    try await TestServer.with { server in
      let text = try await RawConnection.exchange(port: server.port, request)
      #expect(text.hasPrefix("HTTP/1.1 400 ") || text.hasPrefix("HTTP/1.1 431 ") || text.isEmpty, "\(text.prefix(500))")
      // And goes on.
      let after = try await server.request(.GET, "/api/things/3")
      #expect(after.status == 200)
    }
  }

  @Test(arguments: [
    ("", "is missing"), ("Host: x\r\nHost: x\r\n", "more than once"), ("Host: x\r\nhost: y\r\n", "more than once"),
    ("Host: x y\r\n", "is no host"), ("Host: a@x\r\n", "is no host"), ("Host: x:8080:1\r\n", "is no host"),
    ("Host: http://x\r\n", "is no host"), ("Host: [::1\r\n", "is no host"), ("Host: []\r\n", "is no host"),
  ])
  func refusesARequestWithoutOneHost(headers: String, words: String) async throws {
    try await TestServer.with { server in
      let text = try await RawConnection.exchange(
        port: server.port, "GET /api/things/3 HTTP/1.1\r\n\(headers)Connection: close\r\n\r\n")
      #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      #expect(text.lowercased().contains("\r\ncontent-type: application/problem+json\r\n"))
      #expect(text.contains(words))
      let chinese = try await RawConnection.exchange(
        port: server.port,
        "GET /api/things/3 HTTP/1.1\r\n\(headers)Accept-Language: zh\r\nConnection: close\r\n\r\n")
      #expect(chinese.contains("请求头 Host"))
    }
  }

  @Test(arguments: [
    "Host:", "Host: x", "HOST: city.example:8080", "Host: x:", "Host: 192.0.2.1:80", "Host: [2001:db8::1]:8080",
    "Host: a_b.example", "Host: caf%C3%A9",
  ])
  func takesEveryHostThatIsOne(header: String) async throws {
    try await TestServer.with { server in
      let text = try await RawConnection.exchange(
        port: server.port, "GET /api/things/3 HTTP/1.1\r\n\(header)\r\nConnection: close\r\n\r\n")
      #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
  }

  /// HTTP/1.0 knows no Host, and its connection ends with the answer.
  @Test(arguments: ["", "Host: x\r\n", "Connection: keep-alive\r\n"])
  func answersTheOlderVersion(headers: String) async throws {
    try await TestServer.with { server in
      let text = try await RawConnection.exchange(
        port: server.port, "GET /api/things/3 HTTP/1.0\r\n\(headers)\r\n")
      #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(text.hasSuffix("}"))
      let two = try await RawConnection.exchange(
        port: server.port, "GET /api/things/3 HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n")
      #expect(two.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    }
  }

  @Test(arguments: ["/api/things/%4", "/api/things/%GG", "/api/things/%FF", "/api/things?tag=%"])
  func refusesBrokenPercentEncoding(target: String) async throws {
    try await TestServer.with { server in
      let text = try await RawConnection.exchange(
        port: server.port,
        "GET \(target) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer reporter\r\nConnection: close\r\n\r\n")
      #expect(text.hasPrefix("HTTP/1.1 400 "))
      #expect(text.contains("two hexadecimal digits") || text.contains("not in UTF-8"))
    }
  }

  @Test func closesConnectionsThatSayNothing() async throws {
    try await TestServer.with(server: { $0.idleTimeout = .milliseconds(200) }) { server in
      let text = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("GET / HTTP/1.1\r\nHost:")
        return try await talk.read()
      }
      #expect(text.isEmpty)
    }
  }

  @Test func makesConnectionsBeyondTheLimitWait() async throws {
    try await TestServer.with(server: { $0.maximumConnections = 1 }) { server in
      let request = "GET /api/things/3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      let second = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("GET /api/things/3 HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await talk.read(until: "}")
        async let waiting = RawConnection.exchange(port: server.port, request)
        try await Task.sleep(for: .milliseconds(200))
        #expect(server.metric("citywide_http_connections") == 1)
        try await talk.send(request)
        _ = try await talk.read()
        return try await waiting
      }
      #expect(second.hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func finishesWhatIsUnderWayWhenItShutsDown() async throws {
    let began = Atomic<Bool>(false)
    let slow = Endpoint(.get, "/slow", operationId: "slow", summary: "", tag: "", access: .public) { _ in
      began.store(true, ordering: .relaxed)
      try await Task.sleep(for: .milliseconds(300))
      return .text("done")
    }
    let text = try await TestServer.with([slow]) { server in
      async let answer = RawConnection.exchange(port: server.port, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
      try await until { began.load(ordering: .relaxed) }
      server.server.shutDown()
      return try await answer
    }
    #expect(text.hasPrefix("HTTP/1.1 200 "))
    #expect(text.hasSuffix("done"))
  }

  @Test func waitsNoLongerThanItsDeadline() async throws {
    let began = Atomic<Bool>(false)
    let endless = Endpoint(.get, "/endless", operationId: "endless", summary: "", tag: "", access: .public) { _ in
      began.store(true, ordering: .relaxed)
      try await Task.sleep(for: .seconds(600))
      return .noContent
    }
    let started = ContinuousClock.now
    let answer = try await TestServer.with([endless], server: { $0.drainDeadline = .milliseconds(300) }) { server in
      async let answer = RawConnection.exchange(port: server.port, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
      try await until { began.load(ordering: .relaxed) }
      server.server.shutDown()
      return (try? await answer) ?? ""
    }
    #expect(answer == "")
    #expect(ContinuousClock.now - started < .seconds(60))
  }

  @Test func sendsStreamsPieceByPiece() async throws {
    let endpoints = [nil, 6].map { length in
      Endpoint(
        .get, length == nil ? "/chunked" : "/measured", operationId: "o\(length ?? 0)", summary: "", tag: "",
        access: .public
      ) { _ in
        .stream(mediaType: "text/csv", length: length) { writer in
          try await writer.write("one")
          try await writer.write(Array("two".utf8))
        }
      }
    }
    try await TestServer.with(endpoints) { server in
      for path in ["/chunked", "/measured"] {
        let answer = try await server.request(.GET, path)
        #expect(answer.text == "onetwo")
        #expect(answer.header("Content-Length") == (path == "/measured" ? "6" : nil))
        let head = try await server.request(.HEAD, path)
        #expect(head.status == 200)
        #expect(head.text == "")
        // HTTP/1.0 knows no chunks: what has no length ends with the connection.
        let older = try await RawConnection.exchange(
          port: server.port, "GET \(path) HTTP/1.0\r\nExpect: 100-continue\r\n\r\n")
        #expect(older.hasPrefix(path == "/measured" ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.0 200 OK\r\n"))
        #expect(!older.lowercased().contains("chunked") && older.hasSuffix("\r\n\r\nonetwo"), "\(older)")
      }
    }
  }

  @Test func saysWhyItCannotListen() async throws {
    try await TestServer.with { server in
      _ = await #expect(throws: (any Error).self) {
        try await TestServer.with(server: { $0.port = server.port }) { _ in }
      }
    }
  }
}
