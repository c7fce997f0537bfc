// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import TestSupport
import Testing
import Vocabulary

@Suite struct MergeTests {
  static func reporter(_ name: String) -> Reporter { Reporter(name: name, contact: "1") }

  @Test func theSurvivorTakesOverReportersEvidenceAndUrgency() throws {
    var loser = try Desk(priority: .urgent, reporter: Self.reporter("Ann"), id: 1)
    var survivor = try Desk(reporter: Self.reporter("Bob"), id: 2)
    try survivor.do(.accept, .dispatch("parks"), .attach(.sample(.report, 2)))
    try loser.do(.attach(.sample(.report, 1)), .attach(.sample(.report, 2)))
    try loser.merge(into: &survivor)
    #expect(loser.matter.state == .merged && loser.matter.mergedInto == survivor.matter.id)
    #expect(loser.matter.clocks.allSatisfy { $0.isStopped })
    #expect(survivor.matter.absorbed == [loser.matter.id])
    #expect(survivor.matter.reporters.map(\.name) == ["Bob", "Ann"])
    #expect(survivor.matter.evidence.map(\.hash) == ["hash-2", "hash-1"], "a file is there once")
    #expect(survivor.matter.priority == .urgent)
    #expect(survivor.due == "total 11-26 17:00, handle 11-25 17:00", "by the limits of the new priority")
    #expect(survivor.matter.state == .dispatched)
  }

  @Test func undoneEachHasWhatItHad() throws {
    var loser = try Desk(reporter: Self.reporter("Ann"), id: 1)
    var survivor = try Desk(reporter: Self.reporter("Ann"), id: 2)
    try loser.do(.accept, .dispatch("roads"), .start("roads"), .attach(.sample(.report, 1)))
    let before = survivor.matter
    try loser.merge(into: &survivor)
    loser.now = loser.now + .seconds(3600)
    survivor.now = loser.now
    try loser.unmerge(from: &survivor)
    #expect(survivor.matter.reporters == before.reporters && survivor.matter.evidence == before.evidence)
    #expect(survivor.matter.absorbed.isEmpty)
    #expect(loser.matter.mergedInto == nil && loser.matter.reporters.map(\.name) == ["Ann"])
    #expect(loser.matter.state == .accepted, "its department was let off, so it waits to be dispatched")
    #expect(loser.due == "total 12-03 17:00, dispatch 11-25 10:00")
  }

  @Test(arguments: [
    (MatterState.submitted, MatterState.submitted), (.accepted, .accepted), (.dispatched, .accepted),
    (.inProgress, .accepted),
    (.reopened, .accepted),
  ])
  func undoneItGoesOnWhereSomebodyLooksAtIt(state: MatterState, after: MatterState) throws {
    var loser = try Desk.matter(in: state)
    var survivor = try Desk(id: 2)
    try loser.merge(into: &survivor)
    try loser.unmerge(from: &survivor)
    #expect(loser.matter.state == after)
    #expect(Invariants.faults(loser.matter, loser.catalogue) == [])
    try loser.do(after == .submitted ? .accept : .dispatch("parks"))
  }

  @Test func severalReportsOfOneTrouble() throws {
    var survivor = try Desk(reporter: Self.reporter("0"), id: 9)
    var losers = try (1...4).map { try Desk(reporter: Self.reporter("\($0)"), id: Int64($0)) }
    for index in losers.indices { try losers[index].merge(into: &survivor) }
    #expect(survivor.matter.reporters.compactMap(\.name) == ["0", "1", "2", "3", "4"])
    try losers[1].unmerge(from: &survivor)
    #expect(survivor.matter.reporters.compactMap(\.name) == ["0", "1", "3", "4"])
    #expect(survivor.matter.absorbed == [1, 3, 4].map { Identifier(rawValue: $0 << 22) })
  }

  @Test func whoReportedTwiceIsShownOnce() throws {
    var survivor = try Desk(reporter: Self.reporter("Ann"), id: 9)
    for (id, name) in [(1, "Bob"), (2, "Ann")] as [(Int64, String)] {
      var loser = try Desk(reporter: Self.reporter(name), id: id)
      try loser.merge(into: &survivor)
    }
    #expect(survivor.matter.reporters.compactMap(\.name) == ["Ann", "Bob", "Ann"])
    let shown = MatterView(SampleCity.person("p", Grant(.intake))).shown(survivor.matter)
    #expect(shown.reporters.compactMap(\.name) == ["Ann", "Bob"])
  }

  @Test func whatCannotBeMergedIsSaid() throws {
    var loser = try Desk(id: 1)
    var same = loser
    #expect((#expect(throws: Problem.self) { try loser.merge(into: &same) })?.errors.first?.pointer == "/into")
    for state in [MatterState.closed, .archived, .cancelled, .merged, .draft] {
      var other = try Desk.matter(in: state)
      var third = try Desk(id: 5)
      let problem = #expect(throws: Problem.self) { try third.merge(into: &other) }
      #expect(problem?.code == .conflict && problem?.detail.contains(state.rawValue) == true)
    }
    // Chains of mergers would hide where a report went.
    var survivor = try Desk(id: 2)
    var last = try Desk(id: 3)
    try loser.merge(into: &survivor)
    let problem = #expect(throws: Problem.self) { try survivor.merge(into: &last) }
    #expect(problem?.detail.contains("has taken in others") == true)
  }

  @Test func itIsUndoneFromTheRightOneWhileThatIsOpen() throws {
    var loser = try Desk(reporter: Self.reporter("Ann"), id: 1)
    var survivor = try Desk(id: 2)
    var stranger = try Desk(reporter: Self.reporter("Ann"), id: 3)
    try loser.merge(into: &survivor)
    let problem = #expect(throws: Problem.self) { try loser.unmerge(from: &stranger) }
    #expect(problem?.code == .conflict && problem?.detail.contains("was not merged into") == true)
    #expect(stranger.matter.reporters.count == 1)
    try survivor.do(.cancel(reason: "mistake"))
    let late = #expect(throws: Problem.self) { try loser.unmerge(from: &survivor) }
    #expect(late?.code == .conflict && late?.detail.contains("cancelled") == true)
  }
}
