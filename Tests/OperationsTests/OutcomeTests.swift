// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Logging
import Matters
@testable import Operations
import Storage
import Testing
import TestSupport
import Vocabulary

@Suite struct OutcomeTests {
  private typealias House = OperationsHouse

  /// One line of numbers: matters, closed, due, on time, late, open, open late.
  private func counts(_ line: OnTimeReport.Line) -> [Int] {
    [line.matters, line.closed, line.due, line.onTime, line.late, line.open, line.openLate]
  }

  @Test(arguments: Engine.allCases) func followsAMatterToItsEnd(engine: Engine) async throws {
    let house = try await House.make(engine)
    let id = try await house.submit()
    #expect(counts(try await house.report().total) == [1, 0, 0, 0, 0, 1, 0])
    // Due after an hour, to the millisecond.
    house.time.advance(by: .seconds(3600))
    #expect(counts(try await house.report().total) == [1, 0, 0, 0, 0, 1, 0])
    house.time.advance(by: .milliseconds(1))
    #expect(counts(try await house.report().total) == [1, 0, 1, 0, 0, 1, 1])
    try await house.close(id)
    #expect(counts(try await house.report().total) == [1, 1, 1, 0, 1, 0, 0])
    #expect(try await house.report().total.rate == 0)
  }

  @Test(arguments: Engine.allCases) func closedAtTheLastMomentIsInTime(engine: Engine) async throws {
    let house = try await House.make(engine)
    let id = try await house.submit()
    house.time.advance(by: .seconds(3600))
    try await house.close(id)
    #expect(counts(try await house.report().total) == [1, 1, 1, 1, 0, 0, 0])
    #expect(try await house.report().total.rate == 1)
  }

  @Test(arguments: Engine.allCases) func whatHasNoDueDateHasNoRate(engine: Engine) async throws {
    let house = try await House.make(engine)
    try await house.close(try await house.submit("tree"))
    let total = try await house.report().total
    #expect(counts(total) == [1, 1, 0, 0, 0, 0, 0] && total.rate == nil)
  }

  @Test(arguments: Engine.allCases) func reopenedIsOpenAgainWithANewDueDate(engine: Engine) async throws {
    let house = try await House.make(engine)
    let id = try await house.submit()
    house.time.advance(by: .seconds(7200))
    try await house.close(id)
    #expect(counts(try await house.report().total) == [1, 1, 1, 0, 1, 0, 0])
    try await house.perform(.reopen(reason: "It went out again"), on: id)
    #expect(counts(try await house.report().total) == [1, 0, 0, 0, 0, 1, 0])
    house.time.advance(by: .seconds(60))
    try await house.perform(
      .dispatch(lead: "water", assisting: [], informed: []), .start(department: nil),
      .handle(department: nil, result: "x"),
      .verify, .close(result: nil), on: id)
    #expect(counts(try await house.report().total) == [1, 1, 1, 1, 0, 0, 0])
  }

  @Test(arguments: Engine.allCases) func aPauseIsNotCounted(engine: Engine) async throws {
    let house = try await House.make(engine)
    let id = try await house.submit()
    try await house.perform(.accept, .suspend(reason: "Rain", basis: nil), on: id)
    house.time.advance(by: .seconds(36_000))
    #expect(counts(try await house.report().total) == [1, 0, 0, 0, 0, 1, 0])
    try await house.perform(.resume, on: id)
    house.time.advance(by: .seconds(3599))
    try await house.perform(
      .dispatch(lead: "water", assisting: [], informed: []), .start(department: nil),
      .handle(department: nil, result: "x"),
      .verify, .close(result: nil), on: id)
    #expect(counts(try await house.report().total) == [1, 1, 1, 1, 0, 0, 0])
  }

  @Test(arguments: Engine.allCases) func mergedCountsAndDroppedDoesNot(engine: Engine) async throws {
    let house = try await House.make(engine)
    let (first, second, third) = (try await house.submit(), try await house.submit(), try await house.submit())
    _ = try await house.matters.merge(second, into: first, by: House.system)
    try await house.perform(.reject(reason: "Private ground", basis: nil), on: third)
    #expect(counts(try await house.report().total) == [2, 1, 1, 1, 0, 1, 0])
    #expect(counts(try await house.report { $0.endings = [.closed] }.total) == [1, 0, 0, 0, 0, 1, 0])
    #expect(counts(try await house.report { $0.endings = [] }.total) == [1, 0, 0, 0, 0, 1, 0])
    #expect(
      counts(try await house.report { $0.endings = Set(MatterOutcome.Ending.allCases) }.total) == [3, 2, 2, 2, 0, 1, 0])
    try await house.perform(.archive, on: third)
    _ = try await house.matters.merge(second, into: first, undo: true, by: House.system)
    #expect(counts(try await house.report().total) == [2, 0, 0, 0, 0, 2, 0])
  }

  @Test(arguments: Engine.allCases) func draftsAreNobodysTask(engine: Engine) async throws {
    let house = try await House.make(engine)
    _ = try await house.matters.submit(Submission(type: "lamp", channel: "app", isDraft: true), by: House.system)
    #expect(try await house.report().total.matters == 0)
  }

  /// What is recorded at once of matters as they are is what following them comes to.
  @Test(arguments: Engine.allCases) func recordsTheSameAtOnce(engine: Engine) async throws {
    let house = try await House.make(engine)
    for index in 0..<5 {
      let id = try await house.submit(index % 2 == 0 ? "lamp" : "tree", at: Position(0.5, 0.5))
      house.time.advance(by: .seconds(Int64(index) * 1500))
      if index % 3 != 0 { try await house.close(id) }
    }
    _ = try await house.report()
    let rows = "SELECT * FROM matter_outcomes ORDER BY matter"
    let followed = try await house.database.read { try $0.rows(rows).map(\.values) }
    let outcomes = MatterOutcomes(
      matters: house.matters, tenant: House.tenant, zone: try TimeZoneRules.named("Asia/Shanghai"),
      logger: Logger(label: "test"))
    var query = MatterQuery()
    query.order = .newest
    let all = try await house.matters.list(query, for: House.system).matters
    try await house.database.write { transaction in
      try transaction.execute("DELETE FROM matter_outcomes")
      try outcomes.writing(of: all)(transaction)
    }
    let recorded = try await house.database.read { try $0.rows(rows).map(\.values) }
    #expect(followed.count == 5 && followed == recorded)
  }

  /// Beginning anew at any time comes to the same rows as following step by step.
  @Test(arguments: Engine.allCases) func rebuildsTheSame(engine: Engine) async throws {
    let house = try await House.make(engine)
    for index in 0..<8 {
      let id = try await house.submit(index % 2 == 0 ? "lamp" : "tree")
      _ = try await house.report()
      house.time.advance(by: .seconds(Int64(index) * 1000))
      if index % 3 != 0 { try await house.close(id) }
    }
    _ = try await house.report()
    let rows = "SELECT * FROM matter_outcomes ORDER BY matter"
    let before = try await house.database.read { try $0.rows(rows).map(\.values) }
    try await house.database.write { transaction in
      try transaction.execute("DELETE FROM matter_outcomes")
      try transaction.execute("DELETE FROM journal_followers")
    }
    _ = try await house.report()
    let after = try await house.database.read { try $0.rows(rows).map(\.values) }
    #expect(before.count == 8 && before == after)
  }
}
