// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import TestSupport
import Testing
import Vocabulary

@Suite struct BranchTests {
  /// `roads lead offered, water assisting done`.
  private func branches(_ desk: Desk) -> String {
    desk.matter.branches.map { "\($0.department) \($0.role.rawValue) \($0.status.rawValue)" }.joined(separator: ", ")
  }

  @Test func theRoutingTableNamesTheDepartments() throws {
    let desk = try Desk("alarm")
    #expect(desk.kinds == ["Submitted", "Accepted", "Dispatched"])
    #expect(branches(desk) == "water lead offered, police assisting offered")
    #expect(desk.matter.branches.map(\.rule) == ["duty-list@2#1", "duty-list@2#1"])
    #expect(desk.matter.department == "water" && desk.matter.departments == ["water", "police"])

    // In the other district no rule fits: a person has to say where.
    var east = try Desk("alarm", position: SampleCity.east)
    #expect(east.matter.state == .accepted)
    let problem = #expect(throws: Problem.self) { try east.do(.dispatch(nil)) }
    #expect(problem?.errors.first?.pointer == "/lead")
    try east.do(.dispatch("parks"))
    #expect(east.matter.branches[0].rule == nil)

    var asked = try Desk("pothole")
    try asked.do(.accept, .dispatch(nil, "water", informed: ["police"]))
    #expect(branches(asked) == "roads lead offered, water assisting offered, police informed offered")
    #expect(asked.matter.branches.map(\.rule) == ["duty-list@2#2", nil, nil], "who was named by a person says so")
  }

  @Test func aDraftGoesTheWayOfItsTypeWhenItIsSubmitted() throws {
    var desk = try Desk("alarm", isDraft: true)
    #expect(desk.matter.clocks.isEmpty)
    try desk.do(.submit)
    #expect(desk.kinds == ["Drafted", "Submitted", "Accepted", "Dispatched"])
    #expect(desk.matter.state == .dispatched)
  }

  @Test(arguments: [
    (MatterCommand.dispatch("mars"), "/lead"), (.dispatch("roads", "mars"), "/assisting"),
    (.dispatch("roads", informed: ["mars"]), "/informed"), (.dispatch("roads", "roads"), "/assisting"),
    (.dispatch("roads", "water", informed: ["water"]), "/assisting"),
  ])
  func wrongDepartmentsAreNamed(command: MatterCommand, pointer: String) throws {
    var desk = try Desk.matter(in: .accepted)
    #expect((#expect(throws: Problem.self) { try desk.do(command) })?.errors.first?.pointer == pointer)
  }

  @Test func theMatterIsHandledWhenAllAreDone() throws {
    var desk = try Desk("plain")
    try desk.do(.accept, .dispatch("roads", "water", informed: ["police"]), .start("water"))
    #expect(desk.matter.state == .inProgress)
    try desk.do(.handle("water"), .start("roads"))
    #expect(desk.kinds.suffix(2) == ["BranchDone", "Started"])
    try desk.do(.handle("roads"))
    #expect(desk.matter.state == .handled && desk.matter.result == "roads did it")
    #expect(branches(desk) == "roads lead done, water assisting done, police informed offered")
  }

  @Test func aLeadThatRefusesSendsItBackToTheDispatcher() throws {
    var desk = try Desk.matter(in: .dispatched)
    try desk.do(.refuse("roads"))
    #expect(desk.matter.state == .accepted && desk.matter.bounces == 1)
    #expect(desk.matter.branches[0].reason == "not ours" && desk.matter.branches[0].endedAt == desk.now)
    #expect(desk.matter.departments == ["water"])
    // The assisting department may be made the lead.
    try desk.do(.dispatch("water"))
    #expect(branches(desk) == "roads lead refused, water assisting cancelled, water lead offered")
    #expect(desk.matter.department == "water")
    try desk.do(.start("water"), .handle("water"))
    #expect(desk.matter.state == .handled)
  }

  @Test func anAssistantThatRefusesLeavesTheOthersAtWork() throws {
    var desk = try Desk.matter(in: .inProgress)
    try desk.do(.refuse("water"))
    #expect(desk.matter.state == .inProgress && desk.matter.bounces == 1)
    try desk.do(.handle("roads"))
    #expect(desk.matter.state == .handled)
  }

  @Test func whenTheLastOneRefusesTheMatterIsHandled() throws {
    var desk = try Desk.matter(in: .inProgress)
    try desk.do(.handle("roads"))
    #expect(desk.matter.state == .inProgress)
    try desk.do(.refuse("water"))
    #expect(desk.matter.state == .handled && desk.matter.result == "roads did it")
    #expect(desk.matter.clock(.handle)?.isStopped == true && desk.matter.clock(.verify)?.isRunning == true)
    try desk.do(.verify, .close(result: nil))
    #expect(desk.matter.result == "roads did it")
  }

  @Test func sentAgainDepartmentsKeepWhatTheyBegan() throws {
    var desk = try Desk.matter(in: .inProgress)
    let due = desk.matter.clock(.handle)?.dueAt
    desk.now = desk.now + .seconds(3600)
    try desk.do(.dispatch("roads", "parks"))
    #expect(branches(desk) == "roads lead inProgress, water assisting cancelled, parks assisting offered")
    #expect(desk.matter.state == .inProgress)
    #expect(desk.matter.clock(.handle)?.dueAt == due, "who keeps it keeps the deadline")

    try desk.do(.dispatch("parks", "roads"))
    #expect(
      branches(desk)
        == "roads lead cancelled, water assisting cancelled, parks assisting cancelled, parks lead offered, "
        + "roads assisting offered")
    #expect(desk.matter.state == .dispatched && desk.matter.clock(.handle)?.startedAt == desk.now)
  }

  /// A second press of the button leaves no trace; another department, or another part, is meant.
  @Test func sentAgainToTheSameIsRefused() throws {
    for state in [MatterState.dispatched, .inProgress] {
      var desk = try Desk.matter(in: state)
      let before = desk.events
      let problem = #expect(throws: Problem.self) { try desk.do(.dispatch("roads", "water")) }
      #expect(problem?.code == .illegalTransition && problem?.detail.contains("with these departments already") == true)
      let legal = StateTableTests.expected(state).map(\.rawValue).sorted()
      #expect(problem?.members["actions"]?.array?.compactMap(\.string).sorted() == legal)
      #expect(desk.events == before)
      // Letting one off is a change, and so is telling another one.
      try desk.do(.dispatch("roads"))
      try desk.do(.dispatch("roads", informed: ["police"]))
      #expect(throws: Problem.self) { try desk.do(.dispatch("roads", informed: ["police"])) }
      try desk.do(.dispatch("water"))
      #expect(desk.matter.department == "water")
    }
    // As the duty list says, where it says what is.
    var decided = try Desk("pothole")
    try decided.do(.accept, .dispatch(nil))
    #expect((#expect(throws: Problem.self) { try decided.do(.dispatch(nil)) })?.code == .illegalTransition)
    // What was refused may come again.
    try decided.do(.refuse("roads"), .dispatch("roads"))
    #expect(decided.matter.state == .dispatched)
  }

  @Test func beingToldIsNoWork() throws {
    var desk = try Desk("plain")
    try desk.do(.accept, .dispatch("roads", informed: ["police"]))
    let police = SampleCity.person("p", Grant(.handler, department: "police"))
    #expect(Set(desk.actions(police)) == [.note, .attach])
    try desk.do(.dispatch("roads", "water", informed: ["police"]))
    #expect(branches(desk) == "roads lead offered, police informed offered, water assisting offered", "told once")
    try desk.do(.dispatch("police", informed: ["roads"]))
    try desk.do(.start("police"), by: police)
    try desk.do(.handle("police"), by: police)
    #expect(desk.matter.state == .handled)
    #expect(
      branches(desk)
        == "roads lead cancelled, police informed offered, water assisting cancelled, police lead done, "
        + "roads informed offered")
  }

  @Test func aFailedCheckSendsBackWhatWasDone() throws {
    var desk = try Desk.matter(in: .verifying)
    try desk.do(.rework(reason: "not clean"))
    #expect(branches(desk) == "roads lead inProgress, water assisting inProgress")
    #expect(desk.matter.reworks == 1 && desk.matter.branches.allSatisfy { $0.endedAt == nil })
  }

  @Test func ofFormerRoundsNothingIsSentBack() throws {
    var desk = try Desk.matter(in: .reopened)
    try desk.do(.dispatch("roads"), .start("roads"), .handle("roads"), .verify, .rework(reason: "still not clean"))
    #expect(branches(desk) == "roads lead done, water assisting done, roads lead inProgress")
    try desk.do(.handle("roads"), .verify, .closed)
    #expect(desk.matter.branches.allSatisfy { !$0.isOpen })
  }

  @Test func aFormerLeadIsNotSentBack() throws {
    var desk = try Desk.matter(in: .inProgress)
    try desk.do(.handle("roads"), .dispatch("parks"), .start("parks"), .handle("parks"), .verify)
    try desk.do(.rework(reason: "not clean"))
    #expect(branches(desk) == "roads lead done, water assisting cancelled, parks lead inProgress")
    #expect(desk.matter.department == "parks")
  }

  @Test(arguments: [MatterCommand.cancel(reason: "mistake"), .withdraw(reason: nil)])
  func anEndEndsAllBranchesAndClocks(command: MatterCommand) throws {
    var desk = try Desk.matter(in: .dispatched)
    try desk.do(command)
    #expect(branches(desk) == "roads lead cancelled, water assisting cancelled")
    #expect(desk.matter.clocks.allSatisfy(\.isStopped) && desk.matter.dueAt == nil)
    #expect(desk.matter.result == (command.action == .cancel ? "mistake" : "withdrawn by the reporter"))
  }
}
