// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Foundation
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// An acknowledged write survives a kill at any moment.
@Suite(.serialized)
struct KillTests {
  /// What clients were told.
  private final class Acknowledged: Sendable {
    private let matters = Mutex<[String: Int64]>([:])
    func note(_ id: String, _ revision: Int64) { matters.withLock { $0[id] = max($0[id] ?? 0, revision) } }
    var all: [String: Int64] { matters.withLock { $0 } }
  }

  @Test(arguments: Engine.allCases)
  func everyAcknowledgedWriteIsFoundAgain(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let token = try await city.token("load", "reporter,intake,dispatcher,handler,supervisor,auditor")
    let acknowledged = Acknowledged()
    let kills = 20
    var random = SeededGenerator(seed: 7)
    for round in 0..<kills {
      let server = try await city.serve()
      let load = Task { await Self.load(server, token, acknowledged, round: round) }
      try await Task.sleep(for: .milliseconds(Int.random(in: 30...400, using: &random)))
      server.kill()
      await server.ended()
      load.cancel()
      await load.value
    }
    let server = try await city.serve()
    let all = acknowledged.all
    #expect(all.count > kills)
    for (id, revision) in all {
      let answer = try await server.request(.GET, "/api/v1/matters/\(id)", token: token)
      #expect(answer.status == 200, "\(id) was acknowledged and is lost")
      #expect(answer.json["revision"]?.integer ?? 0 >= revision, "\(id) lost an acknowledged change")
      let history = try await server.request(.GET, "/api/v1/matters/\(id)/history", token: token)
      let revisions = (history.json["items"]?.array ?? []).compactMap { $0["revision"]?.integer }
      // No half of one: as many events as the revision says, each once.
      #expect(revisions == Array(1...(answer.json["revision"]?.integer ?? 0)))
    }
    #expect(await server.stop() == 0)
    let verified = try await city.run("verify")
    #expect(verified.contains("Everything is as it was written."))
  }

  private static func load(
    _ server: RunningServer, _ token: String, _ acknowledged: Acknowledged, round: Int
  ) async {
    await withTaskGroup(of: Void.self) { group in
      for client in 0..<16 {
        group.addTask {
          var count = 0
          while !Task.isCancelled {
            count += 1
            let body: JSON = [
              "type": "appeal", "text": .string("round \(round), client \(client), \(count)"),
            ]
            guard
              let created = try? await server.request(.POST, "/api/v1/matters", token: token, body: body),
              created.status == 201, let id = created.json["id"]?.string
            else { return }
            acknowledged.note(id, created.json["revision"]?.integer ?? 0)
            guard
              let accepted = try? await server.request(
                .POST, "/api/v1/matters/\(id)/accept", token: token, body: [:]), accepted.status == 200
            else { continue }
            acknowledged.note(id, accepted.json["revision"]?.integer ?? 0)
          }
        }
      }
    }
  }
}
