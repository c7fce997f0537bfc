// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Packs
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Threshold rules over HTTP: read, and asked what another version would have raised.
@Suite struct RuleTests {
  private static let path = "/api/v1/rules/leak-rule"

  private static func content(_ when: String, matterType: String = "leak") -> JSON {
    [
      "name": ["en": "Pressure low", "zh-Hans": "压力低"], "series": ["pipe-*"],
      "levels": [["level": "red", "when": .string(when)]], "matterType": .string(matterType),
      "source": "example, to be confirmed",
    ]
  }

  /// Pressure below 2 from minute 10 to 20, below 1 from minute 30 on.
  private func send(_ town: TestTown) async throws -> (from: String, token: String) {
    let now = town.city.time.now()
    let token = try await town.token("sensor", [Grant(.reporter)], kind: .service)
    let values = [3, 3, 1.5, 1.2, 3, 3, 0.5, 0.4]
    let readings = values.enumerated().map { index, value -> JSON in
      let at = now + .seconds(Int64(index) * 300 - 3600)
      return ["series": "pipe-1", "at": .string(at.description), "value": .number(value)]
    }
    let sent = try await town.request(.POST, "/api/v1/readings", token: token, body: .array(readings))
    #expect(sent.status == 200, "\(sent.text)")
    return ((now + .seconds(-7200)).description, try await town.token(.supervisor))
  }

  @Test(arguments: Engine.allCases) func tellsWhatWouldHaveBeen(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let (from, token) = try await send(town)
      func ask(_ body: [String: JSON]) async throws -> TownAnswer {
        let body = body.merging(["from": .string(from)]) { given, _ in given }
        return try await town.request(.POST, Self.path + "/what-if", token: token, body: .object(body))
      }
      let same = try await ask(["version": 1])
      #expect(same.status == 200, "\(same.text)")
      #expect(same.json["did"] == same.json["would"] && same.json["kept"] == 2 && same.json["readings"] == 8)
      #expect(same.json["today"]?["same"] == 1 && same.json["isComplete"] == true)
      let stricter = try await ask(["content": Self.content("< 0.2")])
      #expect(stricter.json["gone"] == 2 && stricter.json["would"]?["raised"] == 0, "\(stricter.text)")
      #expect(stricter.json["today"]?["gone"] == 1)
      let gone = try #require(stricter.json["today"]?["goneExamples"]?.array?.first)
      #expect(gone["level"] == "red" && gone["series"] == "pipe-1" && gone["warning"]?.string != nil)
      let looser = try await ask(["content": Self.content("< 4"), "examples": 1])
      #expect(looser.json["would"]?["byPeak"]?["red"] == 1 && looser.json["kept"] == 2, "\(looser.text)")
    }
  }

  @Test func refusesWhatIsWrong() async throws {
    try await TestTown.api { town in
      let (from, token) = try await send(town)
      func ask(_ body: [String: JSON], path: String = Self.path, token: String) async throws -> TownAnswer {
        let body = body.merging(["from": .string(from)]) { given, _ in given }
        return try await town.request(.POST, path + "/what-if", token: token, body: .object(body))
      }
      let unread = try await ask(["content": Self.content("<")], token: token)
      let field = try #require(unread.json["errors"]?.array?.first)
      #expect(unread.status == 422 && field["pointer"] == "/content/levels/0/when", "\(unread.text)")
      let chinese = try await town.request(
        .POST, Self.path + "/what-if", token: token,
        body: .object(["from": .string(from), "content": Self.content("<")]), headers: ["Accept-Language": "zh-CN"])
      #expect(chinese.json["errors"]?.array?.first?["detail"]?.string?.contains("第 1 行") == true, "\(chinese.text)")
      let unknown = try await ask(["content": Self.content("< 1", matterType: "flood")], token: token)
      #expect(unknown.status == 422 && unknown.text.contains("there is no matter type flood"), "\(unknown.text)")
      #expect(try await ask([:], token: token).status == 422)
      #expect(try await ask(["version": 1, "content": Self.content("< 1")], token: token).status == 422)
      #expect(try await ask(["version": 7], token: token).status == 404)
      #expect(try await ask(["version": 1], path: "/api/v1/rules/none", token: token).status == 404)
      let bounded = try await town.token("bounded", [Grant(.supervisor, area: "01")])
      #expect(try await ask(["version": 1], token: bounded).status == 403)
    }
  }

  @Test func showsTheRules() async throws {
    try await TestTown.api { town in
      let token = try await town.token(.handler)
      let list = try await town.request(.GET, "/api/v1/rules", token: token)
      #expect(list.status == 200 && list.json["items"]?.array?.count == 1)
      #expect(list.json["items"]?.array?.first?["levels"] == ["red", "yellow"])
      let one = try await town.request(.GET, Self.path, token: token)
      #expect(one.status == 200 && one.json["version"] == 1 && one.json["content"]?["matterType"] == "leak")
      #expect(try await town.request(.GET, "/api/v1/rules/none", token: token).status == 404)
    }
  }
}
