// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Packs
import Storage
import TestSupport
import Testing
import Vocabulary

/// Versions of threshold rules that people propose and approve, beside those of the pack.
@Suite struct RuleRegisterTests {
  private static func content(_ when: String) -> [String: JSON] {
    [
      "name": ["en": "Leak", "zh-Hans": "渗漏"], "series": ["pipe-1"],
      "levels": [["level": "red", "when": .string(when)]], "matterType": "pothole", "source": "an order",
    ]
  }

  private static func version(_ city: City) -> Int? { city.decisions.versionInForce(of: "leak-rule", kind: .rule) }

  private static func approve(_ when: String, validFrom: Instant? = nil, _ city: City) async throws -> Int {
    let proposal = DecisionProposal(content: content(when), validFrom: validFrom)
    let proposed = try await city.decisions.propose(proposal, as: "leak-rule", kind: .rule, by: DecisionTown.ann)
    #expect(proposed.version.kind == .rule && proposed.version.state == .proposed && proposed.check.isSound)
    let refused = try await #require(throws: Problem.self) {
      try await city.decisions.approve(
        proposed.version.version, of: "leak-rule", kind: .rule, by: DecisionTown.ann)
    }
    #expect(refused.code == .forbidden && refused.detail(in: "zh-Hans").contains("须由另一人审批"))
    return try await city.decisions.approve(
      proposed.version.version, of: "leak-rule", kind: .rule, by: DecisionTown.bea
    ).version
  }

  @Test(arguments: Engine.allCases) func keepsWhatPeopleApprovedUntilThePackChanges(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await CityTests.settings(engine, folder)
    let pack = try PackFolder()
    let time = FrozenTime()
    try await DecisionTown.with(settings, pack, time: time) { (town: DecisionTown) async throws -> Void in
      #expect(Self.version(town.city) == 1)
      let revision = town.city.decisions.rules.revision
      #expect(try await Self.approve("< 0.25", town.city) == 2)
      #expect(Self.version(town.city) == 2 && town.city.decisions.rules.revision == revision + 1)
      #expect(town.city.rules.first?.levels.map(\.when.text) == ["< 0.25"])
      #expect(try await town.city.ruleVersion("leak-rule").content["levels"]?.array?.count == 1)
      // Not before its time, and not as a decision.
      #expect(try await Self.approve("< 0.5", validFrom: time.now() + .seconds(60), town.city) == 3)
      #expect(Self.version(town.city) == 2 && town.city.decisions.current("leak-rule") == nil)
      time.advance(by: .seconds(60))
      #expect(try await town.city.decisions.refresh() == ["leak-rule@3"])
      #expect(Self.version(town.city) == 3)
      let same = try await #require(throws: Problem.self) {
        try await town.city.decisions.propose(
          DecisionProposal(content: Self.content("< 0.5")), as: "leak-rule", kind: .rule, by: DecisionTown.ann)
      }
      #expect(same.code == .conflict)
      let unknown = try await #require(throws: Problem.self) {
        try await town.city.decisions.versions(of: "duties", kind: .rule, limit: 10)
      }
      #expect(unknown.code == .notFound && unknown.detail.contains("threshold rule duties"))
    }
    try await DecisionTown.with(settings, pack, time: time) { (town: DecisionTown) async throws -> Void in
      #expect(town.city.adopted == [] && Self.version(town.city) == 3)
      #expect(town.city.rules.first?.version == 3)
    }
    let sound = try #require(PackFolder.sound["rules/leak.yaml"])
    try pack.write("rules/leak.yaml", sound.replacing("source: ", with: "source: new "))
    try await DecisionTown.with(settings, pack, time: time) { (town: DecisionTown) async throws -> Void in
      #expect(town.city.adopted.map(\.description) == ["threshold-rule/leak-rule@4"])
      #expect(Self.version(town.city) == 4)
      #expect(try await Self.approve("< 0.25", town.city) == 5)
    }
    // What the pack has no longer watches nothing.
    try pack.write("rules/leak.yaml", "[]")
    try await DecisionTown.with(settings, pack, time: time) { (town: DecisionTown) async throws -> Void in
      #expect(town.city.rules == [] && Self.version(town.city) == nil)
    }
  }
}
