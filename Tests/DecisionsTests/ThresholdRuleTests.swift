// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import Vocabulary

@Suite struct ThresholdRuleTests {
  static let whole: [String: JSON] = [
    "code": "heat", "version": 2, "name": ["en": "Heat", "zh-Hans": "高温"], "series": ["s-1", "hall/*"],
    "above": [
      ["level": "yellow", "limit": 70, "for": "PT1M"], ["level": "red", "limit": 90.5],
    ], "hysteresis": 2.5, "clearAfter": "PT30S", "silence": "PT5M", "matterType": "alarm", "source": "example",
  ]

  @Test func everyMemberIsRead() throws {
    let rule = try ThresholdRule(json: .object(Self.whole))
    #expect(rule.code == "heat" && rule.version == 2 && rule.name.text(in: "zh-Hans") == "高温")
    #expect(rule.side == .above && rule.hysteresis == 2.5 && rule.clearing == 30_000 && rule.silence == 300_000)
    #expect(rule.matterType == "alarm" && rule.source == "example")
    // The most severe first, however they were written.
    #expect(
      rule.steps == [
        .init(level: .red, limit: 90.5, holding: 0), .init(level: .yellow, limit: 70, holding: 60_000),
      ])
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    var members = Self.whole
    for key in ["version", "hysteresis", "clearAfter", "silence"] { members[key] = nil }
    let rule = try ThresholdRule(json: .object(members))
    #expect(rule.version == 1 && rule.hysteresis == 0 && rule.clearing == 0 && rule.silence == 600_000)
  }

  @Test(arguments: [
    ("s-1", true), ("s-10", false), ("hall/", true), ("hall/7", true), ("hal", false), ("", false),
  ])
  func watches(series: String, isWatched: Bool) throws {
    #expect(try ThresholdRule(json: .object(Self.whole)).watches(series) == isWatched)
  }

  @Test(
    arguments: [
      ("code", nil, "/code"), ("name", ["en": "Heat"], "/name/zh-Hans"), ("series", [], "/series"),
      ("matterType", nil, "/matterType"), ("source", "", "/source"), ("hysteresis", -1, "/hysteresis"),
      ("hysteresis", "2", "/hysteresis"), ("clearAfter", "30s", "/clearAfter"), ("silence", 600, "/silence"),
      ("version", "2", "/version"), ("above", nil, ""), ("below", [["level": "red", "limit": 1]], ""),
      ("above", [], "/above"), ("above", [["level": "pink", "limit": 1]], "/above/0/level"),
      ("above", [["level": "red"]], "/above/0/limit"),
      ("above", [["level": "red", "limit": 1], ["level": "red", "limit": 2]], "/above/1/level"),
      ("above", [["level": "red", "limit": 1], ["level": "blue", "limit": 1]], "/above"),
      ("above", [["level": "red", "limit": 1, "for": "P1M"]], "/above/0/for"),
      ("above", [["level": "red", "limit": 1, "forr": "PT1M"]], "/above/0/forr"), ("clear", "PT1S", "/clear"),
    ] as [(String, JSON?, String)])
  func whatIsWrongIsNamed(key: String, value: JSON?, pointer: String) {
    var members = Self.whole
    members[key] = value
    let problem = #expect(throws: Problem.self) { try ThresholdRule(json: .object(members)) }
    #expect(problem?.errors.map(\.pointer).contains(pointer) == true, "\(problem?.errors ?? [])")
  }

  @Test func belowTheSevereLimitLiesLower() throws {
    var members = Self.whole
    members["above"] = nil
    members["below"] = [["level": "red", "limit": 5], ["level": "blue", "limit": 10]]
    #expect(try ThresholdRule(json: .object(members)).steps.map(\.level) == [.red, .blue])
    members["below"] = [["level": "red", "limit": 10], ["level": "blue", "limit": 5]]
    #expect(throws: Problem.self) { try ThresholdRule(json: .object(members)) }
  }

  @Test func redIsTheMostSevere() {
    #expect(WarningLevel.allCases.sorted() == [.blue, .yellow, .orange, .red])
    #expect(WarningLevel.allCases.map(\.rank) == [1, 2, 3, 4])
  }
}
