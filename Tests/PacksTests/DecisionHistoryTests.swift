// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Journaling
import Matters
import Packs
import Spatial
import Storage
import TestSupport
import Testing
import Vocabulary

/// Why decisions came out as they did, and what would have been different.
@Suite struct DecisionHistoryTests {
  private static let inDistrict01 = Position(120.7, 30.5)

  @Test(arguments: Engine.allCases) func explainsAfterVersionsChanged(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(engine, folder), try PackFolder()) { town in
      let reporter = DecisionTown.person("rob", Grant(.reporter))
      let matter = try await town.pothole(at: Self.inDistrict01, by: reporter)
      let event = try #require(try await town.dispatch(of: matter))
      try await town.approve(DecisionTown.toWater)
      func explain(_ principal: Principal) async throws -> DecisionExplanation {
        try await town.city.decisions.explanation(
          partition: event.partition, sequence: event.sequence, for: principal)
      }
      let why = try await explain(.system(town.city.tenant))
      #expect(why.use.decision == "duties@1" && why.version?.version == 1 && why.matter?.id == matter.id)
      #expect(
        why.use.inputs == [
          "type": "pothole", "kind": "event", "priority": "normal", "channel": "test", "district": "01",
          "street": nil, "community": nil, "cell": nil,
        ])
      #expect(why.use.output == "roads" && why.use.warnings == [])
      let rule = try #require(why.tables.first?.rules.first)
      #expect(why.tables.count == 1 && why.tables[0].table == "duties" && why.tables[0].rules.count == 1)
      #expect(rule.number == 1 && rule.inputs.map(\.text) == ["\"pothole\"", "-", "-"])
      #expect(rule.inputs.map(\.name) == ["type", "district", "priority"])
      #expect(rule.inputs.map(\.value) == ["pothole", "01", "normal"])
      #expect(rule.outputs.map(\.text) == ["\"roads\""] && rule.notes == [])
      let today = try #require(why.today)
      #expect(today.definition.version == 2 && today.use.output == "water")
      #expect(today.tables[0].rules[0].notes.map(\.text) == ["the pipes first"])

      // Whoever may see the matter may ask; nobody else learns that there is one.
      for principal in [reporter, DecisionTown.person("hal", Grant(.handler, department: "roads"))] {
        #expect(try await explain(principal).use == why.use)
      }
      for principal in [
        DecisionTown.person("roy", Grant(.reporter)), DecisionTown.person("wen", Grant(.handler, department: "water")),
        DecisionTown.person("nan"),
      ] {
        let problem = try await #require(throws: Problem.self) { try await explain(principal) }
        #expect(problem.code == .notFound)
      }
      // An event that no decision led to.
      let problem = try await #require(throws: Problem.self) {
        try await town.city.decisions.explanation(
          partition: event.partition, sequence: event.sequence + 1000, for: .system(town.city.tenant))
      }
      #expect(problem.code == .notFound)
    }
  }

  /// Potholes: one before the span, five in it, of which three in district 01; one after it.
  private static func history(of town: DecisionTown) async throws -> (from: Instant, to: Instant) {
    _ = try await town.pothole(at: inDistrict01)
    let from = town.time.advance(by: .seconds(10))
    for position in [inDistrict01, nil, inDistrict01, nil, inDistrict01] {
      _ = try await town.pothole(at: position)
      town.time.advance(by: .seconds(1))
    }
    let to = town.time.now()
    _ = try await town.pothole(at: inDistrict01)
    return (from, to)
  }

  @Test(arguments: Engine.allCases) func tellsWhatWouldHaveBeenDifferent(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(engine, folder), try PackFolder()) { town in
      let (from, to) = try await Self.history(of: town)
      var content = DecisionTown.content([
        ["\"pothole\"", "\"01\"", "-", "\"water\"", ""], ["-", "-", "-", "\"roads\"", ""],
      ])
      let check = try town.city.decisions.check(content, as: "duties")
      let found = try await town.city.decisions.whatIf(try #require(check.definition), from: from, to: to, examples: 2)
      #expect(found.uses == 5 && found.same == 2 && found.different == 3 && found.isComplete)
      #expect(found.changes == [DecisionWhatIf.Change(from: "roads", to: "water", count: 3)])
      #expect(found.differences.map(\.event.at) == [from + .seconds(4), from + .seconds(2)], "the newest first")
      #expect(found.differences[0].was == "duties@1#1" && found.differences[0].rules == [1])
      #expect(found.unrecorded == [:])

      // The version in force says what it said.
      let same = try await town.city.decisions.whatIf(
        try #require(town.city.decisions.current("duties")), from: from, to: to)
      #expect(same.same == 5 && same.different == 0 && same.changes == [] && same.differences.isEmpty)

      // What nobody wrote down is told.
      content["inputs"] = [["expression": "colour"], ["expression": "district"], ["expression": "priority"]]
      content["rules"] = [["\"red\"", "-", "-", "\"water\""], ["-", "\"01\"", "-", "\"water\""]]
      content["code"] = "duties"
      let strange = try await town.city.decisions.whatIf(DecisionDefinition(json: .object(content)), from: from, to: to)
      #expect(strange.unrecorded == ["colour": 5] && strange.different == 5)
      #expect(
        strange.changes == [
          DecisionWhatIf.Change(from: "roads", to: "water", count: 3),
          DecisionWhatIf.Change(from: "roads", to: nil, count: 2),
        ])
    }
  }

  @Test func stopsAtItsLimit() async throws {
    let folder = try TemporaryFolder()
    var settings = try await CityTests.settings(.sqlite, folder)
    settings.whatIfLimit = 2
    try await DecisionTown.with(settings, try PackFolder()) { town in
      let (from, to) = try await Self.history(of: town)
      let current = try #require(town.city.decisions.current("duties"))
      let found = try await town.city.decisions.whatIf(current, from: from, to: to)
      #expect(found.uses == 2 && !found.isComplete && found.oldest == from + .seconds(3))
      #expect(found.ending == .limit && found.left == 3)
      // Exactly as many as there are is all of them.
      let two = try await town.city.decisions.whatIf(current, from: from + .seconds(3), to: to)
      #expect(two.uses == 2 && two.isComplete)
    }
  }

  /// A draft of `duties` with this department for every pothole.
  private static func draft(_ department: String, steps: Int) throws -> DecisionDefinition {
    var content = DecisionTown.content([["\"pothole\"", "-", "-", .string(department), ""]])
    content["code"] = "duties"
    var limits = DecisionLimits()
    limits.feel.steps = steps
    return try DecisionDefinition(json: .object(content), limits: limits)
  }

  @Test(arguments: Engine.allCases) func endsWhereADraftPassesLimits(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(engine, folder), try PackFolder()) { town in
      let (from, to) = try await Self.history(of: town)
      let runaway = try Self.draft(
        "if district = \"01\" then string(count(for i in 1..1000000 return i)) else \"roads\"", steps: 1000)
      let found = try await town.city.decisions.whatIf(runaway, from: from + .seconds(-3600), to: to)
      #expect(found.uses == 5 && found.same == 2 && found.different == 0 && found.failures == 3)
      #expect(found.ending == .failures && found.left == 1 && found.oldest == from && !found.isComplete)
      #expect(found.failure?.english.contains("more than 1000 steps") == true, "\(String(describing: found.failure))")
      #expect(found.changes == [] && found.differences.count == 3)
      #expect(found.differences.allSatisfy { $0.failure == found.failure && $0.to == .null })
      // The third is the last of the span: nothing is left out.
      let whole = try await town.city.decisions.whatIf(runaway, from: from, to: to)
      #expect(whole.isComplete && whole.failures == 3 && whole.left == 0)
    }
  }

  /// Each use stays within the limits, all of them together would take too long.
  @Test func endsWhereADraftTakesTooLong() async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(.sqlite, folder), try PackFolder()) { town in
      let from = town.time.now()
      for _ in 0..<20 { _ = try await town.pothole() }
      town.time.advance(by: .seconds(1))
      let slow = "if count(for i in 1..1000 return i) > 0 then \"roads\" else null"
      let run = FEELEvaluation()
      _ = try Self.draft(slow, steps: 1_000_000).decide(["type": "pothole", "priority": "normal"], in: run)
      let draft = try Self.draft(slow, steps: run.stepsUsed * 3 / 2)
      let found = try await town.city.decisions.whatIf(draft, from: from, to: town.time.now())
      #expect(found.ending == .steps && found.failures == 0 && found.same == found.uses)
      #expect((11..<20).contains(found.uses) && found.left == 20 - found.uses)
    }
  }
}
