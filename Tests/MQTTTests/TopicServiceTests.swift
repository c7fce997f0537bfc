// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import Testing
import Vocabulary

@testable import MQTT

/// Topics that are another standard's business.
struct TopicServiceTests {
  private final class Echo: TopicService {
    let taken = Mutex<[String]>([])
    let begun = Mutex<(filters: @Sendable () -> [String], tell: @Sendable (String, [UInt8]) -> Void)?>(nil)

    func isResponsible(for topic: String) -> Bool { topic.hasPrefix("v9/") }

    func take(_ messages: [(topic: String, payload: [UInt8])], from principal: Principal) async -> [Problem?] {
      messages.map { topic, payload in
        let text = String(decoding: payload, as: UTF8.self)
        taken.withLock { $0.append("\(topic)=\(text)") }
        switch text {
        case "missing": return Problem(.notFound, "there is no such thing")
        case "wrong": return Problem(.badRequest, "it is wrong")
        case "busy": return Problem(.unavailable, "too much")
        case "secret": return Problem(.forbidden, "not yours")
        default: return nil
        }
      }
    }

    func checkListening(to filter: String, for principal: Principal) throws(Problem) {
      if filter.contains("#") { throw Problem(.badRequest, "name what you listen to") }
    }

    func run(
      filters: @escaping @Sendable () -> [String], tell: @escaping @Sendable (String, [UInt8]) -> Void
    ) async {
      begun.withLock { $0 = (filters, tell) }
    }
  }

  @Test(.timeLimit(.minutes(1))) func handsMessagesOverAndTells() async throws {
    let echo = Echo()
    try await MQTTTown.with(services: [echo]) { (town) async throws in
      try await RawClient.with(town.port) { (client) async throws in
        try await client.send(RawClient.connect(.five, town.admin))
        _ = try await client.receive()
        func code(_ payload: String, _ identifier: UInt8) async throws -> UInt8? {
          try await client.send(RawClient.publish("v9/a", payload, identifier: identifier, .five))
          let answer = try await client.receive()
          // Success may be left out (§3.4.2.1).
          return answer.first != 0x40 ? nil : answer.count > 4 ? answer[4] : 0
        }
        #expect(try await code("fine", 1) == 0)
        #expect(try await code("missing", 2) == 0x90)
        #expect(try await code("wrong", 3) == 0x99)
        #expect(try await code("busy", 4) == 0x97)
        #expect(try await code("secret", 5) == 0x87)
        #expect(echo.taken.withLock { $0 }.first == "v9/a=fine")
        func subscribe(_ filter: String) async throws -> UInt8? {
          let body: [UInt8] = [0, 9, 0, 0, UInt8(filter.utf8.count)] + Array(filter.utf8) + [1]
          try await client.send([0x82, UInt8(body.count)] + body)
          return try await client.receive().last
        }
        #expect(try await subscribe("v9/#") == 0x8F)
        #expect(try await subscribe("v9/a(1)?$select=x,y") == 1)
        #expect(try await subscribe("$share/g/v9/a(1)?$select=x,y") == 1)
        #expect(try await subscribe("other/#") == 1)
        let begun = try #require(echo.begun.withLock { $0 })
        #expect(begun.filters() == ["v9/a(1)?$select=x,y"])
        begun.tell("v9/a(1)?$select=x,y", Array("{}".utf8))
        #expect(try await client.receive().first == 0x32)
        // Unsubscribing one of the two leaves the other.
        func unsubscribe(_ filter: String) async throws {
          let body: [UInt8] = [0, 9, 0, 0, UInt8(filter.utf8.count)] + Array(filter.utf8)
          try await client.send([0xA2, UInt8(body.count)] + body)
          _ = try await client.receive()
        }
        try await unsubscribe("v9/a(1)?$select=x,y")
        #expect(begun.filters().count == 1)
        try await unsubscribe("$share/g/v9/a(1)?$select=x,y")
        #expect(begun.filters().isEmpty)
      }
      // Who speaks 3.1.1 is told by the end of the connection, and sends the message again.
      try await RawClient.with(town.port) { (client) async throws in
        try await client.send(RawClient.connect(.three, town.admin))
        _ = try await client.receive()
        try await client.send(RawClient.publish("v9/a", "busy", identifier: 1, .three))
        #expect(try await client.receive().isEmpty)
      }
    }
  }
}
