// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// An acknowledged reading survives a kill at any moment, and none is there twice.
@Suite(.serialized)
struct DoorKillTests {
  /// The highest number that each client was told is on disk; they send in order.
  private final class Acknowledged: Sendable {
    private let numbers = Mutex<[Int: Int]>([:])
    func note(_ client: Int, _ number: Int) { numbers.withLock { $0[client] = number } }
    var all: [Int: Int] { numbers.withLock { $0 } }
  }

  private static let start = 1_780_000_000_000
  private static let clients = 8

  @Test(arguments: Engine.allCases)
  func everyAcknowledgedLineIsFoundAgain(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let token = try await city.token("agent", "supervisor")
    let acknowledged = Acknowledged()
    let kills = 10
    var random = SeededGenerator(seed: 11)
    for _ in 0..<kills {
      let server = try await city.serve()
      let load = Task { await Self.load(server, token, acknowledged) }
      try await Task.sleep(for: .milliseconds(Int.random(in: 100...600, using: &random)))
      server.kill()
      await server.ended()
      load.cancel()
      await load.value
    }
    let server = try await city.serve()
    let all = acknowledged.all
    #expect(all.count == Self.clients)
    for (client, number) in all {
      var numbers: [Int] = []
      var path: String? = "/api/v1/series/load,client=\(client):n/readings?limit=10000"
      while let next = path {
        let page = try await server.request(.GET, next, token: token)
        numbers += (page.json["items"]?.array ?? []).compactMap { $0["value"]?.integer.map { Int($0) } }
        path = page.json["next"]?.string.map {
          "/api/v1/series/load,client=\(client):n/readings?limit=10000&cursor=\($0)"
        }
      }
      #expect(numbers == Array(1...max(1, numbers.count)), "client \(client): each once, in order, without a gap")
      #expect(numbers.count >= number, "client \(client) was told of \(number) readings, \(numbers.count) are there")
    }
    #expect(await server.stop() == 0)
  }

  /// Each client sends ten lines at a time and goes on from what was acknowledged.
  private static func load(_ server: RunningServer, _ token: String, _ acknowledged: Acknowledged) async {
    await withTaskGroup(of: Void.self) { group in
      for client in 0..<clients {
        group.addTask {
          while !Task.isCancelled {
            let last = acknowledged.all[client] ?? 0
            let lines = (last + 1...last + 10).map { "load,client=\(client) n=\($0)i \(start + $0)" }
            guard
              let answer = try? await server.request(
                .POST, "/write?precision=ms", bytes: Array(lines.joined(separator: "\n").utf8),
                headers: ["Authorization": "Token \(token)"]), answer.status == 204
            else { return }
            acknowledged.note(client, last + 10)
          }
        }
      }
    }
  }
}
