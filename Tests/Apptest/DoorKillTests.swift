// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// An acknowledged reading survives a kill at any moment, whatever door it came through, and none is there twice.
@Suite(.serialized)
struct DoorKillTests {
  /// The highest number that each series was told is on disk; its numbers are sent in order.
  private final class Acknowledged: Sendable {
    private let numbers = Mutex<[String: Int]>([:])
    func note(_ series: String, _ number: Int) { numbers.withLock { $0[series] = number } }
    func last(_ series: String) -> Int { numbers.withLock { $0[series] ?? 0 } }
    var all: [String: Int] { numbers.withLock { $0 } }
  }

  private static let start = 1_780_000_000_000
  private static let lines = (0..<4).map { "load,client=\($0):n" }
  private static let bodies = (0..<2).map { "api-\($0)" }
  private static let topics = (0..<3).map { "mqtt-\($0)" }
  /// On each engine.
  private static let kills = 50

  @Test(.timeLimit(.minutes(10)), arguments: Engine.allCases)
  func everyAcknowledgedReadingIsFoundAgain(engine: Engine) async throws {
    // A small pack: most of the time of a kill is the start after it.
    let city = try await BuiltCity(engine, pack: "Packs/boston")
    let token = try await city.token("agent", "supervisor")
    let acknowledged = Acknowledged()
    var random = SeededGenerator(seed: 11)
    for _ in 0..<Self.kills {
      let port = RunningServer.freePort()
      // Compressed often, so that kills meet that too.
      let server = try await city.serve(["--mqtt-port", "\(port)", "--seal-rows", "40"])
      let load = Task { await Self.load(server, port, token, acknowledged) }
      try await Task.sleep(for: .milliseconds(Int.random(in: 40...300, using: &random)))
      server.kill()
      await server.ended()
      load.cancel()
      await load.value
    }
    let server = try await city.serve()
    let all = acknowledged.all
    #expect(Set(all.keys) == Set(Self.lines + Self.bodies + Self.topics))
    for (series, number) in all {
      var numbers: [Int] = []
      var path: String? = "/api/v1/series/\(series)/readings?limit=10000"
      while let next = path {
        let page = try await server.request(.GET, next, token: token)
        numbers += (page.json["items"]?.array ?? []).compactMap { $0["value"]?.integer.map { Int($0) } }
        path = page.json["next"]?.string.map { "/api/v1/series/\(series)/readings?limit=10000&cursor=\($0)" }
      }
      #expect(numbers == Array(1...max(1, numbers.count)), "\(series): each once, in order, without a gap")
      #expect(numbers.count >= number, "\(series) was told of \(number) readings, \(numbers.count) are there")
    }
    #expect(await server.stop() == 0)
  }

  /// Each client goes on from what was acknowledged.
  private static func load(
    _ server: RunningServer, _ port: Int, _ token: String, _ acknowledged: Acknowledged
  ) async {
    await withTaskGroup(of: Void.self) { group in
      for series in lines { group.addTask { await sendLines(series, server, token, acknowledged) } }
      for series in bodies { group.addTask { await sendBodies(series, server, token, acknowledged) } }
      for series in topics {
        group.addTask {
          await BlockingPublisher.run(port: port, token: token, name: series, topic: "readings/\(series)") {
            let number = acknowledged.last(series) + 1
            return "{\"value\": \(number), \"at\": \"\(Instant(milliseconds: Int64(start + number)))\"}"
          } acknowledged: {
            acknowledged.note(series, acknowledged.last(series) + 1)
          }
        }
      }
    }
  }

  private static func sendLines(
    _ series: String, _ server: RunningServer, _ token: String, _ acknowledged: Acknowledged
  ) async {
    while !Task.isCancelled {
      let last = acknowledged.last(series)
      let lines = (last + 1...last + 10).map { "\(series.dropLast(2)) n=\($0)i \(start + $0)" }
      guard
        let answer = try? await server.request(
          .POST, "/write?precision=ms", bytes: Array(lines.joined(separator: "\n").utf8),
          headers: ["Authorization": "Token \(token)"]), answer.status == 204
      else { return }
      acknowledged.note(series, last + 10)
    }
  }

  private static func sendBodies(
    _ series: String, _ server: RunningServer, _ token: String, _ acknowledged: Acknowledged
  ) async {
    while !Task.isCancelled {
      let last = acknowledged.last(series)
      let readings = (last + 1...last + 5).map { number -> JSON in
        [
          "series": .string(series), "at": .string("\(Instant(milliseconds: Int64(start + number)))"),
          "value": .integer(Int64(number)),
        ]
      }
      guard
        let answer = try? await server.request(
          .POST, "/api/v1/readings?createSeries=true", token: token, body: .array(readings)), answer.status == 200
      else { return }
      acknowledged.note(series, last + 5)
    }
  }
}
