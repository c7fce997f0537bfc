// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import Matters
import Packs
import Storage
import TestSupport
import Testing
import Vocabulary

/// Versions of decisions that people propose and approve, beside those of the pack.
@Suite struct DecisionRegisterTests {
  @Test(arguments: Engine.allCases) func keepsWhatPeopleApprovedUntilThePackChanges(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await CityTests.settings(engine, folder)
    let pack = try PackFolder()
    try await DecisionTown.with(settings, pack) { (town: DecisionTown) async throws -> Void in
      #expect(try await town.pothole().department == "roads")
      let approved = try await town.approve(DecisionTown.toWater)
      #expect(approved.version == 2 && approved.state == .approved && approved.validFrom == town.time.now())
      #expect(town.city.decisions.current("duties")?.version == 2)
      #expect(try await town.pothole().department == "water")
    }
    // The same pack again changes nothing.
    try await DecisionTown.with(settings, pack) { (town: DecisionTown) async throws -> Void in
      #expect(town.city.adopted == [] && town.city.decisions.current("duties")?.version == 2)
      #expect(try await town.pothole().department == "water")
    }
    // What changes in the pack is newer than what people approved.
    let sound = try #require(PackFolder.sound["decisions/duties.yaml"])
    try pack.write("decisions/duties.yaml", sound.replacing("- ['-', '\"02\"', '-', '\"water\"']", with: ""))
    try await DecisionTown.with(settings, pack) { (town: DecisionTown) async throws -> Void in
      #expect(town.city.adopted.map(\.description) == ["decision/duties@3"])
      #expect(town.city.decisions.current("duties")?.version == 3)
      #expect(try await town.pothole().department == "roads")
      #expect(try await town.approve(DecisionTown.toWater).version == 4)
    }
    try await DecisionTown.with(settings, pack) { (town: DecisionTown) async throws -> Void in
      #expect(town.city.adopted == [] && town.city.decisions.current("duties")?.version == 4)
      #expect(
        try await town.kinds() == [
          "DefinitionAdopted", "DecisionProposed", "DecisionApproved", "DefinitionAdopted", "DecisionProposed",
          "DecisionApproved",
        ])
    }
  }

  @Test(arguments: Engine.allCases) func takesFourEyes(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(engine, folder), try PackFolder()) { town in
      let decisions = town.city.decisions
      let proposal = DecisionProposal(content: DecisionTown.content(DecisionTown.toWater), comment: "it leaks")
      func refused(_ code: Problem.Code, _ body: () async throws -> Void) async throws {
        let problem = try await #require(throws: Problem.self) { try await body() }
        #expect(problem.code == code, "\(problem)")
      }
      let bounded = DecisionTown.person(
        "cho", Grant(.supervisor, department: "roads"), Grant(.administrator, area: "01"))
      let dispatcher = DecisionTown.person("dan", Grant(.dispatcher), Grant(.auditor))
      for principal in [bounded, dispatcher] {
        try await refused(.forbidden) { _ = try await decisions.propose(proposal, as: "duties", by: principal) }
      }
      let (version, check) = try await decisions.propose(proposal, as: "duties", by: DecisionTown.ann)
      #expect(version.state == .proposed && version.version == 2 && version.proposedBy == "ann")
      // Other types than potholes find no rule: said, and no reason to refuse.
      #expect(check.isSound && check.findings.map(\.kind) == [.gap])
      #expect(decisions.current("duties")?.version == 1, "a proposal does not count")

      let service = DecisionTown.person("robot", Grant(.administrator), kind: .service)
      for principal in [DecisionTown.ann, bounded, dispatcher, service] {
        try await refused(.forbidden) { _ = try await decisions.approve(2, of: "duties", by: principal) }
      }
      try await refused(.notFound) { _ = try await decisions.approve(9, of: "duties", by: DecisionTown.bea) }
      let approved = try await decisions.approve(2, of: "duties", comment: "agreed", by: DecisionTown.bea)
      #expect(approved.decidedBy == "bea" && approved.reason == "agreed" && approved.comment == "it leaks")
      try await refused(.conflict) { _ = try await decisions.approve(2, of: "duties", by: DecisionTown.bea) }
      try await refused(.conflict) {
        _ = try await decisions.reject(2, of: "duties", reason: "late", by: DecisionTown.bea)
      }
      // It says what is in force already.
      try await refused(.conflict) { _ = try await decisions.propose(proposal, as: "duties", by: DecisionTown.bea) }
      try await refused(.revisionMismatch) {
        var old = proposal
        old.basedOn = 1
        _ = try await decisions.propose(old, as: "duties", by: DecisionTown.bea)
      }
    }
  }

  @Test func refusesAndTakesBack() async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(.sqlite, folder), try PackFolder()) { town in
      let decisions = town.city.decisions
      let proposal = DecisionProposal(content: DecisionTown.content(DecisionTown.toWater))
      for _ in 2...3 { _ = try await decisions.propose(proposal, as: "duties", by: DecisionTown.ann) }
      #expect(try await decisions.waiting() == ["duties": 2])
      let rejected = try await decisions.reject(2, of: "duties", reason: "no", by: DecisionTown.bea)
      let withdrawn = try await decisions.reject(3, of: "duties", reason: "a slip", by: DecisionTown.ann)
      #expect(rejected.state == .rejected && withdrawn.state == .withdrawn && withdrawn.reason == "a slip")
      #expect(try await decisions.waiting() == [:])
      let versions = try await decisions.versions(of: "duties", limit: 10)
      #expect(versions.map(\.version) == [3, 2, 1] && versions.map(\.state) == [.withdrawn, .rejected, .approved])
      #expect(
        try await decisions.versions(of: "duties", before: 3, states: [.rejected], limit: 10).map(\.version) == [2])

      // An approved version that does not count yet can be stopped.
      try await town.approve(DecisionTown.toWater, validFrom: town.time.now() + .seconds(60))
      #expect(try await decisions.reject(4, of: "duties", reason: "stop", by: DecisionTown.bea).state == .rejected)
      // Its approver stays named, also where its author takes it back.
      let approvedAt = town.time.now()
      try await town.approve(DecisionTown.toWater, validFrom: approvedAt + .seconds(60))
      town.time.advance(by: .seconds(1))
      _ = try await decisions.reject(5, of: "duties", reason: "a slip", by: DecisionTown.ann)
      let stopped = try await decisions.version(5, of: "duties")
      #expect(stopped.state == .withdrawn && stopped.decidedBy == "ann" && stopped.approvedBy == "bea")
      #expect(stopped.approvedAt == approvedAt && stopped.decidedAt == approvedAt + .seconds(1))
      #expect(rejected.approvedBy == nil && withdrawn.approvedBy == nil)
      town.time.advance(by: .seconds(61))
      try await town.city.tick()
      #expect(decisions.current("duties")?.version == 1)
    }
  }

  @Test(arguments: Engine.allCases) func countsFromItsTimeOn(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await CityTests.settings(engine, folder)
    let pack = try PackFolder()
    let time = FrozenTime()
    try await DecisionTown.with(settings, pack, time: time) { town in
      let later = time.now() + .seconds(3600)
      let approved = try await town.approve(DecisionTown.toWater, validFrom: later)
      #expect(approved.validFrom == later && town.city.decisions.current("duties")?.version == 1)
      time.set(later + .milliseconds(-1))
      try await town.city.tick()
      #expect(try await town.pothole().department == "roads")
      time.set(later)
      #expect(try await town.city.decisions.refresh() == ["duties@2"])
      #expect(try await town.city.decisions.refresh() == [])
      #expect(try await town.pothole().department == "water")
      // Never from a moment that is over.
      let past = try await town.approve(
        [["\"pothole\"", "-", "-", "\"roads\"", "back"]], validFrom: time.now() + .seconds(-3600))
      #expect(past.validFrom == time.now() && town.city.decisions.current("duties")?.version == 3)
      // The later beginning counts, whichever was approved first.
      try await town.approve(DecisionTown.toWater, validFrom: time.now() + .seconds(100))
      try await town.approve([["-", "-", "-", "\"roads\"", "all"]], validFrom: time.now() + .seconds(50))
      time.advance(by: .seconds(50))
      try await town.city.tick()
      #expect(town.city.decisions.current("duties")?.version == 5)
      time.advance(by: .seconds(50))
    }
    // What begins while the city is off counts when it is opened.
    try await DecisionTown.with(settings, pack, time: time) { (town: DecisionTown) async throws -> Void in
      #expect(town.city.decisions.current("duties")?.version == 4)
    }
  }

  @Test func twoProcessesOfOneCityAgree() async throws {
    guard Engine.allCases.contains(.postgresql) else { return }
    let folders = [try TemporaryFolder(), try TemporaryFolder()]
    let time = FrozenTime()
    var settings = try await CityTests.settings(.postgresql, folders[0])
    try await DecisionTown.with(settings, try PackFolder(), time: time) { one in
      settings.dataFolder = folders[1].url.appending(path: "data")
      try await DecisionTown.with(settings, try PackFolder(), time: time) { two in
        #expect(two.city.adopted == [])
        let proposed = try await one.city.decisions.propose(
          DecisionProposal(content: DecisionTown.content(DecisionTown.toWater)), as: "duties", by: DecisionTown.ann)
        let later = time.now() + .seconds(10)
        _ = try await two.city.decisions.approve(
          proposed.version.version, of: "duties", validFrom: later, by: DecisionTown.bea)
        for town in [one, two] {
          try await town.city.tick()
          #expect(try await town.pothole().department == "roads")
        }
        time.set(later)
        for town in [one, two] {
          try await town.city.tick()
          #expect(try await town.pothole().department == "water")
        }
        // Approved here for now, it counts there at the next look.
        try await one.approve([["-", "-", "-", "\"roads\"", ""]])
        #expect(one.city.decisions.current("duties")?.version == 3)
        #expect(two.city.decisions.current("duties")?.version == 2)
        #expect(try await two.city.decisions.refresh() == ["duties@3"])
      }
    }
  }

  @Test func refusesWhatCannotBeUsed() async throws {
    let folder = try TemporaryFolder()
    try await DecisionTown.with(try await CityTests.settings(.sqlite, folder), try PackFolder()) { town in
      func findings(_ content: [String: JSON]) async throws -> [String] {
        let problem = try await #require(throws: Problem.self) {
          try await town.city.decisions.propose(DecisionProposal(content: content), as: "duties", by: DecisionTown.ann)
        }
        #expect(problem.code == .invalid && problem.members["findings"]?.array?.isEmpty == false)
        return problem.errors.map { "\($0.pointer): \($0.detail)" }
      }
      #expect(
        try await findings(DecisionTown.content([["\"pothole\"", "\"9\"", "-", "\"road\"", ""]])) == [
          "/rules/0/1: column 2: there is no area 9; there are 01, 0101, 02",
          "/rules/0/3: column 4: there is no department road; there are roads, water",
          "/rules: matters may find no department in duties: give it a rule for pothole without areas, or a default",
        ])
      #expect(
        try await findings(DecisionTown.content([["\"pothole\"", "-", "-", "1 +", ""]]))
          .contains { $0.hasPrefix("/rules/0/3: ") })
      #expect(try await findings(["source": "x"]).first?.hasPrefix("/outputs: ") == true)
      let failing: JSON = [["name": "wet", "inputs": ["type": "pothole"], "output": "roads"]]
      #expect(
        try await findings(DecisionTown.content(DecisionTown.toWater, tests: failing)) == [
          "/tests/0: test 1 (wet): \"roads\" is expected, \"water\" came out, by rule 1"
        ])
      #expect(try await town.city.decisions.versions(of: "duties", limit: 10).count == 1, "nothing was kept")
      let problem = try await #require(throws: Problem.self) {
        try await town.city.decisions.propose(
          DecisionProposal(content: DecisionTown.content(DecisionTown.toWater)), as: "none", by: DecisionTown.ann)
      }
      #expect(problem.code == .notFound)
    }
  }
}
