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

  /// Proposed by one, approved by another, in force while the city runs.
  @Test(arguments: Engine.allCases) func changesARule(engine: Engine) async throws {
    try await TestTown.api(engine) { town in
      let (author, other) = (try await town.token(.supervisor), try await town.token(.administrator))
      let sensor = try await town.token("sensor", [Grant(.reporter)], kind: .service)
      func ask(_ method: HTTPMethod, _ part: String, _ body: JSON? = nil, token: String, etag: String? = nil)
        async throws -> TownAnswer
      {
        try await town.request(
          method, Self.path + part, token: token, body: body, headers: etag.map { ["If-Match": $0] } ?? [:])
      }
      func send(_ value: Double) async throws {
        town.time.advance(by: .seconds(10))
        let reading: JSON = [
          "series": "pipe-1", "at": .string(town.time.now().description), "value": .number(value),
        ]
        let sent = try await town.request(.POST, "/api/v1/readings", token: sensor, body: [reading])
        #expect(sent.status == 200, "\(sent.text)")
      }
      func warnings(_ query: String = "") async throws -> [JSON] {
        try await town.request(.GET, "/api/v1/warnings?rule=leak-rule\(query)", token: author).json["items"]?.array
          ?? []
      }
      try await send(3)
      #expect(try await warnings() == [])
      let one = try await ask(.GET, "", token: author)
      #expect(one.header("ETag") == "\"1\"" && one.json["versionInForce"]?["origin"] == "pack")

      let wrong = try await ask(.POST, "/proposals", ["content": Self.content("<")], token: author)
      #expect(wrong.status == 422 && wrong.json["findings"]?.array?.count == 1, "\(wrong.text)")
      #expect(wrong.json["errors"]?.array?.first?["pointer"] == "/content/levels/0/when")
      let check = try await ask(.POST, "/check", ["content": Self.content("< 4", matterType: "flood")], token: author)
      #expect(check.json["isSound"] == false, "\(check.text)")
      #expect(check.json["findings"]?.array?.first?["pointer"] == "/matterType")

      let body: JSON = ["content": Self.content("< 4"), "comment": "too late last time"]
      #expect(try await ask(.POST, "/proposals", body, token: author, etag: "\"7\"").status == 412)
      let proposed = try await ask(.POST, "/proposals", body, token: author, etag: "\"1\"")
      #expect(proposed.status == 201 && proposed.json["state"] == "proposed", "\(proposed.text)")
      #expect(proposed.header("Location") == Self.path + "/versions/2" && proposed.json["findings"] == [])
      try await send(3)
      #expect(try await warnings() == [], "a proposal does not count")
      let outline = try await town.request(.GET, "/api/v1/rules", token: author)
      #expect(outline.json["items"]?.array?.first?["proposals"] == 1)
      #expect(try await ask(.POST, "/versions/2/approve", token: author).status == 403, "four eyes")
      let approved = try await ask(.POST, "/versions/2/approve", ["comment": "agreed"], token: other)
      #expect(approved.json["isInForce"] == true && approved.json["state"] == "approved", "\(approved.text)")
      #expect(try await ask(.POST, "/versions/2/reject", ["reason": "late"], token: other).status == 409)

      try await send(3)
      let raised = try #require(try await warnings().first)
      #expect(raised["level"] == "red" && raised["rule"] == "leak-rule@2")
      let id = try #require(raised["id"]?.string)
      let history = try await town.request(.GET, "/api/v1/warnings/\(id)", token: author).json["history"]?.array
      #expect(history?.first?["decision"] == "leak-rule@2#1")
      let use = try #require(history?.first?["id"]?.string)
      let why = try await town.request(.GET, "/api/v1/decisions/\(use)/explain", token: author)
      #expect(why.json["version"] == 2 && why.json["tables"]?.array?.count == 1, "\(why.text)")

      // A version that watches something else, from later on; the pack does not know its series.
      var elsewhere = Self.content("< 4").object ?? [:]
      elsewhere["series"] = ["canal-1"]
      let later = JSON.string((town.time.now() + .seconds(15)).description)
      let moved = try await ask(
        .POST, "/proposals", ["content": .object(elsewhere), "validFrom": later], token: other)
      #expect(moved.status == 201, "\(moved.text)")
      #expect(moved.json["findings"]?.array?.map { $0["severity"] } == ["warning"])
      #expect(try await ask(.POST, "/versions/3/approve", token: author).json["isInForce"] == false)
      try await send(3.5)
      #expect(try await warnings("&active=true").count == 1)
      town.time.advance(by: .seconds(10))
      try await town.city.tick()
      #expect(try await ask(.GET, "", token: author).json["version"] == 3)
      try await send(3.4)
      #expect(try await warnings("&active=true") == [], "nobody watches the series any more")
      try await send(0.1)
      #expect(try await warnings().count == 1)
      let versions = try await ask(.GET, "/versions?state=approved", token: author)
      #expect(versions.json["items"]?.array?.map { $0["version"] } == [3, 2, 1], "\(versions.text)")
    }
  }
}
