// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import Journaling
import NIOHTTP1
import Packs
import Storage
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The live stream: who sees what, and that nothing is lost and nothing comes twice.
@Suite(.timeLimit(.minutes(2))) struct LiveTests {
  @Test(arguments: Engine.allCases) func showsWhatOneMaySee(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let intake = try await town.token(.intake)
      let west = try await town.token("West", [Grant(.auditor, area: "01")])
      var all = town.live(token: intake).makeAsyncIterator()
      var some = town.live(token: west).makeAsyncIterator()
      var notes = town.live("/api/v1/live?kind=MatterNoted", token: intake).makeAsyncIterator()
      for first in [try await all.next(), try await some.next(), try await notes.next()] {
        #expect(first?.event == "Ready" && first?.id != nil)
      }
      var ids: [String] = []
      for longitude in [121.5, 120.5] {
        let made = try await town.request(
          .POST, "/api/v1/matters", token: intake,
          body: [
            "type": "permit", "text": "secret words", "position": [.number(longitude), 30.5],
            "reporter": ["name": "Wang"],
          ])
        ids.append(made.json["id"]?.string ?? "")
      }
      _ = try await town.request(.POST, "/api/v1/matters/\(ids[1])/notes", token: intake, body: ["text": "x"])
      let first = try await all.next()
      #expect(first?.event == "MatterSubmitted" && first?.json["matter"]?["state"] == "submitted")
      #expect(first?.data.contains("secret") == false && first?.data.contains("Wang") == false)
      let rest = [try await all.next(), try await all.next()]
      #expect(
        Set(([first] + rest).map { $0?.json["subject"]?.string ?? "" }) == Set(ids))
      let seen = [try await some.next(), try await some.next()]
      #expect(seen.map { $0?.json["subject"]?.string } == [ids[1], ids[1]])
      #expect(seen.map { $0?.event } == ["MatterSubmitted", "MatterNoted"])
      #expect(try await notes.next()?.event == "MatterNoted")
    }
  }

  /// A reader that breaks off again and again, at any place, while several writers go on.
  @Test(arguments: Engine.allCases) func goesOnWithoutLossOrDoubling(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let intake = try await town.token(.intake)
      let total = 150
      let start = try await town.heads()
      async let writing: Void = withThrowingTaskGroup { group in
        for writer in 0..<5 {
          group.addTask {
            for index in 0..<total / 5 {
              let answer = try await town.request(
                .POST, "/api/v1/matters", token: intake,
                body: ["type": "permit", "text": .string("\(writer)/\(index)")])
              #expect(answer.status == 201)
            }
          }
        }
        try await group.waitForAll()
      }
      var generator = SeededGenerator(seed: 7)
      var seen: [String] = []
      var last = start.description
      while seen.count < total {
        var left = Int.random(in: 1...20, using: &generator)
        for try await event in town.live(token: intake, after: last.isEmpty ? nil : last) {
          seen.append(event.json["event"]?.string ?? "")
          last = event.id ?? last
          left -= 1
          if left == 0 || seen.count >= total { break }
        }
      }
      try await writing
      #expect(Set(seen).count == total, "\(seen.count - Set(seen).count) came twice")
      let written = try await town.city.database.read { [city = town.city] transaction in
        try city.journal.events(
          after: start, kinds: ["MatterSubmitted"], limit: 10_000, tenant: city.tenant, in: transaction
        ).events.map(\.name)
      }
      #expect(Set(seen) == Set(written))
      for partition in Set(written.map { $0.prefix { $0 != ":" } }) {
        let order = seen.filter { $0.hasPrefix("\(partition):") }
        #expect(order == written.filter { $0.hasPrefix("\(partition):") })
      }
    }
  }

  @Test func tellsADepartmentThatAMatterWasTakenFromIt() async throws {
    try await TestTown.api { town in
      let dispatcher = try await town.token("Chief", [Grant(.dispatcher), Grant(.intake)])
      let made = try await town.request(.POST, "/api/v1/matters", token: dispatcher, body: ["type": "pothole"])
      let path = "/api/v1/matters/\(made.json["id"]?.string ?? "")"
      _ = try await town.request(.POST, path + "/accept", token: dispatcher)
      let roads = try await town.token("Roads", [Grant(.handler, department: "roads")])
      var live = town.live(token: roads).makeAsyncIterator()
      _ = try await live.next()
      let sent = try await town.request(.POST, path + "/dispatch", token: dispatcher, body: ["lead": "water"])
      #expect(sent.status == 200)
      #expect(try await live.next()?.event == "MatterDispatched")
      #expect(try await town.request(.GET, path, token: roads).status == 404)
    }
  }

  @Test func keepsInternalNotesFromTheReporter() async throws {
    try await TestTown.api { town in
      let reporter = try await town.token(.reporter)
      let made = try await town.request(.POST, "/api/v1/matters", token: reporter, body: ["type": "permit"])
      let path = "/api/v1/matters/\(made.json["id"]?.string ?? "")/notes"
      var live = town.live(token: reporter).makeAsyncIterator()
      _ = try await live.next()
      let intake = try await town.token(.intake)
      _ = try await town.request(.POST, path, token: intake, body: ["text": "inner"])
      _ = try await town.request(.POST, path, token: intake, body: ["text": "outer", "public": true])
      #expect(try await live.next()?.json["revision"] == 3)
    }
  }

  @Test(arguments: Engine.allCases) func showsWarningsAtOnce(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let staff = try await town.token(.supervisor)
      var live = town.live("/api/v1/live?kind=WarningRaised,WarningCleared", token: staff).makeAsyncIterator()
      _ = try await live.next()
      for (minute, value) in [(0, 1.5), (1, 3.0)] {
        _ = try await town.request(
          .POST, "/api/v1/readings", token: staff,
          body: [["series": "pipe-1", "at": .string("2026-11-24T07:0\(minute):00Z"), "value": .number(value)]])
      }
      let raised = try await live.next()
      #expect(raised?.event == "WarningRaised" && raised?.json["warning"]?["level"] == "yellow")
      #expect(try await live.next()?.event == "WarningCleared")
    }
  }

  @Test func endsWhenTheTokenDoes() async throws {
    try await TestTown.api(.sqlite, { $0.liveRecheck = .milliseconds(50) }) { town in
      let token = try await town.token(.intake)
      var live = town.live(token: token).makeAsyncIterator()
      _ = try await live.next()
      let tokens = try await town.request(.GET, "/api/v1/tokens", token: token)
      let id = tokens.json["items"]?.array?.first?["id"]?.string ?? ""
      #expect(try await town.request(.DELETE, "/api/v1/tokens/\(id)", token: token).status == 204)
      #expect(try await live.next() == nil)
    }
  }

  @Test(arguments: ["nonsense", "0:99999999", "0:-1"]) func refusesAPositionThatIsNone(position: String) async throws {
    try await TestTown.api { town in
      let answer = try await town.request(
        .HEAD, "/api/v1/live", token: try await town.token(.intake), headers: ["Last-Event-ID": position])
      #expect(answer.status == 422)
    }
  }
}
