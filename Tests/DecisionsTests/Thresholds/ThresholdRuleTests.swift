// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import Vocabulary

@Suite struct ThresholdRuleTests {
  static let whole: [String: JSON] = [
    "code": "heat", "version": 2, "name": ["en": "Heat", "zh-Hans": "高温"], "series": ["s-1", "hall/*"],
    "levels": [
      ["level": "red", "when": "> 90.5", "until": "<= 88"], ["level": "yellow", "when": "value > 70", "for": "PT1M"],
    ], "clearAfter": "PT30S", "silence": "PT5M", "matterType": "alarm", "source": "example",
  ]

  @Test func everyMemberIsRead() throws {
    let rule = try ThresholdRule(json: .object(Self.whole))
    #expect(rule.code == "heat" && rule.version == 2 && rule.name.text(in: "zh-Hans") == "高温")
    #expect(rule.clearing == 30_000 && rule.silence == 300_000)
    #expect(rule.matterType == "alarm" && rule.source == "example")
    #expect(rule.levels.map(\.level) == [.red, .yellow] && rule.levels.map(\.holding) == [0, 60_000])
    #expect(
      rule.levels.map(\.when.text) == ["> 90.5", "value > 70"] && rule.levels.map(\.until?.text) == ["<= 88", nil])
    #expect(rule.levels.map(\.when.limit) == [90.5, 70])
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    var members = Self.whole
    for key in ["version", "clearAfter", "silence"] { members[key] = nil }
    let rule = try ThresholdRule(json: .object(members))
    #expect(rule.version == 1 && rule.clearing == 0 && rule.silence == 600_000)
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
      ("matterType", nil, "/matterType"), ("source", "", "/source"), ("source", nil, "/source"),
      ("clearAfter", "30s", "/clearAfter"), ("silence", 600, "/silence"), ("version", "2", "/version"),
      ("levels", nil, "/levels"), ("levels", [], "/levels"), ("levels", [["level": "red"]], "/levels/0/when"),
      ("levels", [["level": "pink", "when": "> 1"]], "/levels/0/level"),
      ("levels", [["when": "> 1"]], "/levels/0/level"),
      ("levels", [["level": "red", "when": "> 1"], ["level": "red", "when": "> 0"]], "/levels/1/level"),
      ("levels", [["level": "blue", "when": "> 1"], ["level": "red", "when": "> 2"]], "/levels/1/level"),
      ("levels", [["level": "red", "when": "> 1", "for": "P1M"]], "/levels/0/for"),
      ("levels", [["level": "red", "when": "> 1", "forr": "PT1M"]], "/levels/0/forr"),
      ("levels", [["level": "red", "when": 1]], "/levels/0/when"),
      ("levels", [["level": "red", "when": "value >"]], "/levels/0/when"),
      ("levels", [["level": "red", "when": "flow > 1"]], "/levels/0/when"),
      ("levels", [["level": "red", "when": "> 1", "until": "< x"]], "/levels/0/until"),
      // Red above 0.2 leaves nothing to orange above 0.5.
      ("levels", [["level": "red", "when": "> 0.2"], ["level": "orange", "when": "> 0.5"]], "/levels/1/when"),
      ("levels", [["level": "red", "when": "> 1"], ["level": "blue", "when": "value > 1"]], "/levels/1/when"),
      (
        "levels", [["level": "red", "when": "> 1"], ["level": "blue", "when": "> 5", "for": "PT1S"]], "/levels/1/when"
      ),
      ("levels", [["level": "red", "when": "value > 5 and value < 3"]], "/levels/0/when"),
      ("levels", [["level": "red", "when": "> 5", "until": "value < 3 and value > 4"]], "/levels/0/until"),
      ("levels", [["level": "red", "when": "> 5", "until": "<= 6"]], "/levels/0/until"),
      ("above", [["level": "red", "limit": 1]], "/above"), ("below", [], "/below"), ("hysteresis", 1, "/hysteresis"),
      ("clear", "PT1S", "/clear"),
    ] as [(String, JSON?, String)])
  func whatIsWrongIsNamed(key: String, value: JSON?, pointer: String) {
    var members = Self.whole
    members[key] = value
    let problem = #expect(throws: Problem.self) { try ThresholdRule(json: .object(members)) }
    #expect(problem?.errors.map(\.pointer).contains(pointer) == true, "\(problem?.errors ?? [])")
  }

  @Test(
    arguments: [
      [["level": "red", "when": "< 5"], ["level": "blue", "when": "< 10"]],
      // The graver one takes longer.
      [["level": "red", "when": "> 5", "for": "PT10M"], ["level": "blue", "when": "> 5"]],
      [["level": "red", "when": "> 5", "for": "PT10M"], ["level": "blue", "when": "> 6", "for": "PT1M"]],
      // Beside each other.
      [["level": "red", "when": "< 0"], ["level": "blue", "when": "> 6"]],
      // What asks for more than the value cannot be compared.
      [["level": "red", "when": "value > 5 and rate > 2"], ["level": "blue", "when": "> 6"]],
      [["level": "red", "when": "> 5", "until": "previous < 5"]],
    ] as [JSON])
  func levelsThatCanCome(levels: JSON) throws {
    var members = Self.whole
    members["levels"] = levels
    #expect(throws: Never.self) { try ThresholdRule(json: .object(members)) }
  }

  @Test func oldRulesAreToldHowToWriteThemNow() throws {
    var members = Self.whole
    members["levels"] = nil
    members["below"] = [["level": "red", "limit": 5]]
    members["hysteresis"] = 2
    let problem = try #require(throws: Problem.self) { try ThresholdRule(json: .object(members)) }
    #expect(problem.errors.map(\.pointer) == ["/below", "/hysteresis"])
    #expect(problem.errors[0].detail.contains("levels: [{level: red, when: \"< 0.5\", until: \">= 0.48\", for: PT1M}]"))
    #expect(problem.errors[1].detail.contains("until:"))
  }

  @Test func redIsTheMostSevere() {
    #expect(WarningLevel.allCases.sorted() == [.blue, .yellow, .orange, .red])
    #expect(WarningLevel.allCases.map(\.rank) == [1, 2, 3, 4])
  }
}
