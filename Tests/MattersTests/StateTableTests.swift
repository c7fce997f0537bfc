// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
@testable import Matters
import TestSupport
import Testing
import Vocabulary

/// What may be done in which state, written down by hand; the program's own table must say the same.
@Suite struct StateTableTests {
  static let table: [MatterState: String] = [
    .draft: "submit withdraw note attach",
    .submitted: "accept return reject suspend withdraw cancel merge note attach extend prioritise",
    .accepted: "return dispatch suspend withdraw cancel merge note attach extend prioritise",
    .dispatched: "dispatch start refuse suspend withdraw cancel merge note attach extend prioritise",
    .inProgress: "dispatch start refuse handle suspend cancel merge note attach extend prioritise",
    .handled: "verify suspend cancel note attach extend prioritise",
    .verifying: "close rework suspend cancel note attach extend prioritise",
    .closed: "archive reopen rate note",
    .archived: "rate",
    .returned: "resubmit reject withdraw cancel note attach prioritise",
    .rejected: "archive note",
    .suspended: "resume cancel note attach",
    .withdrawn: "archive note",
    .cancelled: "archive note",
    .merged: "unmerge note",
    .reopened: "dispatch suspend cancel merge note attach extend prioritise",
  ]

  /// Where each action leads, with what is done in `command`; `nil` leaves the state.
  static let leadsTo: [MatterAction: MatterState] = [
    .submit: .submitted, .accept: .accepted, .sendBack: .returned, .resubmit: .submitted, .reject: .rejected,
    .start: .inProgress, .verify: .verifying, .close: .closed, .rework: .inProgress, .archive: .archived,
    .reopen: .reopened, .suspend: .suspended, .resume: .accepted, .withdraw: .withdrawn, .cancel: .cancelled,
    .merge: .merged,
  ]

  static func expected(_ state: MatterState) -> Set<MatterAction> {
    Set((table[state] ?? "").split(separator: " ").compactMap { MatterAction(rawValue: String($0)) })
  }

  /// A command for each action; merging has calls of its own.
  static func command(_ action: MatterAction) throws -> MatterCommand? {
    switch action {
    case .submit: .submit
    case .accept: .accept
    case .sendBack: .sendBack(reason: "where?")
    case .resubmit: .resubmit(title: "t", text: nil, address: nil, attributes: ["a": 1])
    case .reject: .rejected
    case .dispatch: .dispatch("roads", "parks")
    case .start: .start(department: nil)
    case .refuse: .refuse("water")
    case .handle: .handle("roads")
    case .verify: .verify
    case .close: .closed
    case .rework: .rework(reason: "not clean")
    case .archive: .archive
    case .reopen: .reopen(reason: "again")
    case .suspend: .suspended
    case .resume: .resume
    case .withdraw: .withdraw(reason: nil)
    case .cancel: .cancel(reason: "mistake")
    case .rate: .rate(grade: 4, comment: nil)
    case .note: .note("n", isPublic: true)
    case .attach: .attach(.sample(.report))
    case .extend: .extend(clock: .total, limit: .workingDays(60, until: .closeOfDay), reason: "winter")
    case .prioritise: .prioritise(.urgent)
    case .merge, .unmerge: nil
    }
  }

  @Test func theTableKnowsEveryStateAndAction() {
    #expect(Set(Self.table.keys) == Set(MatterState.allCases))
    for (state, text) in Self.table {
      #expect(Self.expected(state).count == text.split(separator: " ").count, "\(state)")
    }
    #expect(Set(MatterState.allCases.flatMap(Self.expected)) == Set(MatterAction.allCases))
  }

  @Test(arguments: MatterState.allCases, MatterAction.allCases)
  func everyPairIsAllowedOrRefused(state: MatterState, action: MatterAction) throws {
    var desk = try Desk.matter(in: state)
    #expect(desk.matter.state == state)
    let before = desk
    let legal = Self.expected(state)
    #expect(Set(desk.actions()) == legal)
    let problem = Self.refusal {
      switch action {
      case .merge:
        var other = try Desk(id: 3)
        try desk.merge(into: &other)
      case .unmerge:
        // The one that `matter(in: .merged)` made.
        var other = try Desk(id: 2)
        try desk.unmerge(from: &other)
      default: if let command = try Self.command(action) { try desk.do(command) }
      }
    }
    if legal.contains(action) {
      #expect(problem == nil)
      #expect(desk.matter.state == Self.leadsTo[action] ?? Self.state(after: action, from: state))
      #expect(desk.matter.revision > before.matter.revision)
    } else {
      #expect(problem?.code == .illegalTransition)
      #expect(desk.events == before.events)
      // The refusal says what would be possible.
      let named = problem?.members["actions"]?.array?.compactMap(\.string) ?? []
      #expect(Set(named) == Set(legal.map(\.rawValue)))
      #expect(problem?.members["state"] == .string(state.rawValue))
      for legal in legal { #expect(problem?.detail.contains(legal.rawValue) == true) }
    }
  }

  private static func state(after action: MatterAction, from state: MatterState) -> MatterState {
    switch action {
    // The lead that had begun keeps what it began.
    case .dispatch: state == .inProgress ? .inProgress : .dispatched
    // `water` has not begun, so the matter is not done.
    case .handle: .inProgress
    case .unmerge: .submitted
    default: state
    }
  }

  private static func refusal(_ body: () throws -> Void) -> Problem? {
    do {
      try body()
      return nil
    } catch { return error as? Problem ?? Problem(.internal, "\(error)") }
  }

  @Test func reopeningEndsAfterTheTypesDays() throws {
    var desk = try Desk.matter(in: .closed)
    desk.now = desk.now + .seconds(10 * 86_400)
    #expect(desk.actions().contains(.reopen))
    desk.now = desk.now + .milliseconds(1)
    #expect(!desk.actions().contains(.reopen))
    let problem = #expect(throws: Problem.self) { try desk.do(.reopen(reason: "late")) }
    #expect(problem?.code == .illegalTransition && problem?.detail.contains("10 days") == true)
  }

  @Test func whatWasNeverDoneIsNotRated() throws {
    for end in [MatterCommand.rejected, .withdraw(reason: nil), .cancel(reason: "mistake")] {
      var desk = try Desk("plain")
      try desk.do(end, .archive)
      #expect(!desk.actions().contains(.rate))
      let problem = #expect(throws: Problem.self) { try desk.do(.rate(grade: 1, comment: nil)) }
      #expect(problem?.code == .illegalTransition && problem?.detail.contains("never done") == true)
    }
  }

  @Test func aMatterIsRatedOnceUntilItIsOpenedAgain() throws {
    var desk = try Desk.matter(in: .closed)
    #expect(throws: Problem.self) { try desk.do(.rate(grade: 0, comment: nil)) }
    #expect(throws: Problem.self) { try desk.do(.rate(grade: 6, comment: nil)) }
    try desk.do(.rate(grade: 2, comment: "slow"))
    #expect(desk.matter.rating == Rating(grade: 2, comment: "slow", at: desk.now))
    #expect(throws: Problem.self) { try desk.do(.rate(grade: 5, comment: nil)) }
    try desk.do(.reopen(reason: "again"))
    #expect(desk.matter.rating == nil && desk.matter.reopenings == 1 && desk.matter.closedAt == nil)
  }
}
