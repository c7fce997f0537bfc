// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import HTTP
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

/// Server-sent events: format, resumption, slow readers, shutdown.
@Suite struct EventStreamTests {
  /// Gives the numbers after the one that the reader saw last, as many as it may, then waits.
  private static func counting(to last: Int, filler: Int = 0) -> Endpoint {
    Endpoint(
      .get, "/api/events", operationId: "getEvents", summary: "Numbers", tag: "Events", access: .public,
      parameters: [.lastEventId], responses: [200: .events("Numbers.")]
    ) { call in
      let start = call.lastEventId.flatMap { Int($0) } ?? 0
      let text = String(repeating: "x", count: filler)
      return .events { sink in
        for number in (start + 1)...max(start + 1, last) {
          guard sink.send(ServerSentEvent(id: "\(number)", event: "number", data: "\(number)\(text)")) else { return }
        }
        await sink.closed()
      }
    }
  }

  @Test func writesEventsAsTheStandardHasThem() async throws {
    let endpoint = Endpoint(.get, "/api/events", operationId: "e", summary: "", tag: "", access: .public) { _ in
      .events(retry: .seconds(7)) { sink in
        sink.send(ServerSentEvent(id: "1\n2", event: "a\rb", data: "one\r\ntwo\nthree\r"))
        sink.send(ServerSentEvent(data: ""))
        sink.finish(comment: "done")
      }
    }
    try await TestServer.with([endpoint]) { server in
      let answer = try await server.request(.GET, "/api/events")
      #expect(answer.header("Content-Type") == "text/event-stream")
      #expect(answer.header("Cache-Control") == "no-store")
      #expect(
        answer.text == """
          retry: 7000

          id: 12
          event: ab
          data: one
          data: two
          data: three
          data: \n
          data: \n
          : done


          """)
    }
  }

  @Test(arguments: ["header", "query"]) func goesOnAfterTheLastEvent(way: String) async throws {
    try await TestServer.with([Self.counting(to: 5)]) { server in
      let headers = way == "header" ? "Last-Event-ID: 3\r\n" : ""
      let query = way == "query" ? "?lastEventId=3" : ""
      let text = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("GET /api/events\(query) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
        return try await talk.read(until: "data: 5\n")
      }
      #expect(text.contains("id: 4\nevent: number\ndata: 4\n"))
      #expect(!text.contains("id: 3\n"))
    }
  }

  @Test func cutsReadersThatAreTooSlow() async throws {
    let change: (inout SiteSettings) -> Void = {
      $0.eventBuffer = 64 << 10
      $0.cutGrace = .milliseconds(300)
    }
    try await TestServer.with([Self.flood], site: change) { server in
      try await RawConnection.with(port: server.port, receiveBuffer: 4096) { talk in
        try await talk.send("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await talk.readSome()
        // Nothing is read until the server has given up.
        try await until { server.metric("citywide_http_event_streams_cut_total") == 1 }
        try await until { server.metric("citywide_http_event_streams") == 0 }
      }
    }
  }

  @Test func tellsACutReaderWhy() async throws {
    let change: (inout SiteSettings) -> Void = {
      $0.eventBuffer = 64 << 10
      $0.cutGrace = .seconds(60)
    }
    try await TestServer.with([Self.flood], site: change) { server in
      let text = try await RawConnection.with(port: server.port, receiveBuffer: 4096) { talk in
        try await talk.send("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await talk.readSome()
        try await until { server.metric("citywide_http_event_streams_cut_total") == 1 }
        return try await talk.read()
      }
      #expect(text.contains(": cut off: more than 65536 bytes were waiting to be read; come back with Last-Event-ID"))
    }
  }

  /// Sends until it is told that nobody wants more.
  private static let flood = Endpoint(
    .get, "/api/events", operationId: "getFlood", summary: "", tag: "", access: .public
  ) { _ in
    .events { sink in
      let event = ServerSentEvent(data: String(repeating: "x", count: 8000))
      while sink.send(event) { await Task.yield() }
    }
  }

  @Test func showsThatAQuietStreamIsOpen() async throws {
    try await TestServer.with([Self.counting(to: 1)], site: { $0.heartbeat = .milliseconds(50) }) { server in
      let text = try await RawConnection.with(port: server.port) { talk in
        try await talk.send("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n")
        return try await talk.read(until: ":\n\n")
      }
      #expect(text.contains("data: 1\n"))
    }
  }

  @Test func noticesThatTheReaderHasGone() async throws {
    let cancelled = Atomic<Bool>(false)
    let endpoint = Endpoint(.get, "/api/events", operationId: "e", summary: "", tag: "", access: .public) { _ in
      .events { sink in
        await sink.closed()
        cancelled.store(true, ordering: .relaxed)
      }
    }
    try await TestServer.with([endpoint]) { server in
      try await RawConnection.with(port: server.port) { talk in
        try await talk.send("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await talk.read(until: "retry")
        #expect(server.metric("citywide_http_event_streams") == 1)
      }
      try await until { cancelled.load(ordering: .relaxed) }
      try await until { server.metric("citywide_http_event_streams") == 0 }
    }
  }

  @Test func endsStreamsWhenTheServerShutsDown() async throws {
    let text = try await TestServer.with([Self.counting(to: 2)]) { server in
      try await RawConnection.with(port: server.port) { talk in
        try await talk.send("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n")
        let begin = try await talk.read(until: "data: 2\n")
        server.server.shutDown()
        return begin + (try await talk.read())
      }
    }
    #expect(text.contains(": the server is shutting down; come back with Last-Event-ID\n"))
    #expect(text.hasSuffix("0\r\n\r\n"))
  }

  @Test func endsWithAWordWhenItsSourceFails() async throws {
    let endpoint = Endpoint(.get, "/api/events", operationId: "e", summary: "", tag: "", access: .public) { _ in
      .events { _ in throw Toy.Unexpected() }
    }
    try await TestServer.with([endpoint]) { server in
      let answer = try await server.request(.GET, "/api/events")
      #expect(answer.text.contains(": broken off by an unexpected error"))
      #expect(!answer.text.contains("do-not-tell"))
      #expect(server.log.lines.contains { $0.contains("a stream of events broke off") })
    }
  }
}

extension TestServer {
  /// The value of a metric without labels.
  func metric(_ name: String) -> Double? {
    server.site.metrics.text().split(separator: "\n").first { $0.hasPrefix("\(name) ") }
      .flatMap { Double($0.dropFirst(name.count + 1)) }
  }
}

/// Waits until something has come true, ten seconds at most.
func until(_ condition: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
  for _ in 0..<1000 {
    if condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("it did not come true within ten seconds", sourceLocation: sourceLocation)
}
