// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import TestSupport
import Testing
import Vocabulary

/// Who may do what, written down by hand.
@Suite struct RoleTests {
  static let table: [Role: String] = [
    .reporter: "submit resubmit withdraw reopen rate note attach",
    .intake: "submit resubmit withdraw accept return reject merge unmerge note attach prioritise",
    .dispatcher: "dispatch suspend resume merge unmerge note attach prioritise",
    .handler: "start refuse handle note attach",
    .verifier: "verify close rework note attach",
    .supervisor: "rate archive reopen suspend resume cancel note extend prioritise",
    .auditor: "",
    .administrator: "archive",
  ]

  /// A state in which the action is possible.
  static func state(for action: MatterAction) -> MatterState {
    switch action {
    case .submit: .draft
    case .accept, .reject, .merge: .submitted
    case .sendBack, .dispatch: .accepted
    case .resubmit: .returned
    case .start, .refuse, .withdraw: .dispatched
    case .handle, .note, .attach, .extend, .prioritise, .suspend, .cancel: .inProgress
    case .verify: .handled
    case .close, .rework: .verifying
    case .archive, .reopen, .rate: .closed
    case .resume: .suspended
    case .unmerge: .merged
    }
  }

  @Test(arguments: Role.allCases, MatterAction.allCases)
  func everyPairIsAllowedOrForbidden(role: Role, action: MatterAction) throws {
    let principal = SampleCity.person("p-1", Grant(role))
    // The owner, since a reporter's grant covers one's own.
    var desk = try Desk.matter(in: Self.state(for: action), by: SampleCity.person("p-1", Grant(.reporter)))
    let allowed = (Self.table[role] ?? "").split(separator: " ").contains { $0 == action.rawValue }
    #expect(desk.actions(principal).contains(action) == allowed)
    var problem: Problem?
    do {
      switch action {
      case .merge:
        var other = try Desk(id: 3)
        try desk.merge(into: &other, by: principal)
      case .unmerge:
        var other = try Desk(id: 2)
        try desk.unmerge(from: &other, by: principal)
      default: if let command = try StateTableTests.command(action) { try desk.do(command, by: principal) }
      }
    } catch let refusal as Problem { problem = refusal }
    #expect(problem?.code == (allowed ? nil : .forbidden))
    if !allowed { #expect(problem?.detail.contains("takes one of the roles") == true) }
  }

  @Test func aReporterActsOnTheirOwnOnly() throws {
    let other = SampleCity.person("p-2", Grant(.reporter))
    for action in [MatterAction.withdraw, .note, .attach] {
      var desk = try Desk.matter(in: .dispatched, by: SampleCity.person("p-1"))
      let command = try #require(try StateTableTests.command(action))
      #expect((#expect(throws: Problem.self) { try desk.do(command, by: other) })?.code == .forbidden)
    }
    let anonymous = Principal.anonymous(SampleCity.tenant)
    #expect(try Desk.matter(in: .closed).actions(anonymous).isEmpty)
  }

  @Test(arguments: [
    (Grant(.handler, department: "roads"), true), (Grant(.handler, department: "water"), false),
    (Grant(.handler, area: "D1"), true), (Grant(.handler, area: "D1S1C1G1"), true),
    (Grant(.handler, area: "D2"), false),
    (Grant(.handler, department: "roads", area: "D1"), true), (Grant(.handler, department: "roads", area: "D2"), false),
    (Grant(.handler, department: "parks"), false), (Grant(.dispatcher, department: "roads"), false),
  ])
  func grantsReachAsFarAsTheirBounds(grant: Grant, mayStartRoads: Bool) throws {
    var desk = try Desk.matter(in: .dispatched)
    let principal = SampleCity.person("p-1", grant)
    do {
      try desk.do(.start("roads"), by: principal)
      #expect(mayStartRoads)
      #expect(desk.matter.branches[0].handler == "p-1")
    } catch let problem as Problem {
      #expect(!mayStartRoads)
      // Somebody of another department that is involved learns that there is nothing of theirs to begin.
      #expect(problem.code == (grant.department == "water" ? .illegalTransition : .forbidden))
    }
  }

  @Test func theDepartmentMayBeLeftOutWhereThereIsOne() throws {
    var desk = try Desk.matter(in: .dispatched)
    let both = SampleCity.person("p-1", Grant(.handler, department: "roads"), Grant(.handler, department: "water"))
    try desk.do(.start(department: nil), by: both)
    #expect(desk.matter.branches.map(\.status) == [.inProgress, .offered], "the lead's part is meant")
    try desk.do(.start(department: nil), by: both)
    #expect(desk.matter.branches.map(\.status) == [.inProgress, .inProgress])

    var assisting = try Desk("plain")
    try assisting.do(.accept, .dispatch("parks", "roads", "water"))
    let problem = #expect(throws: Problem.self) { try assisting.do(.start(department: nil), by: both) }
    #expect(problem?.errors.first?.pointer == "/department" && problem?.detail.contains("roads, water") == true)
  }

  @Test func mergingTakesTheRoleForBoth() throws {
    let west = SampleCity.person("p-1", Grant(.intake, area: "D1"))
    var loser = try Desk()
    var survivor = try Desk(position: SampleCity.east, id: 2)
    let problem = #expect(throws: Problem.self) { try loser.merge(into: &survivor, by: west) }
    #expect(problem?.code == .forbidden && problem?.detail.contains(survivor.matter.number) == true)
    try loser.merge(into: &survivor)
    #expect(throws: Problem.self) { try loser.unmerge(from: &survivor, by: west) }
  }
}
