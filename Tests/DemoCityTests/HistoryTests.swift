// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Lifeline
import Matters
import Packs
import Spatial
import Storage
import TestSupport
import Testing
import Vocabulary

@testable import DemoCity

@Suite struct HistoryTests {
  @Test(arguments: Engine.allCases) func sameSeedSameCity(_ engine: Engine) async throws {
    let first = try await DemoTown(engine, matters: 250)
    let second = try await DemoTown(engine, matters: 250)
    let digest = try await first.digest()
    #expect(try await digest == second.digest())
    let other = try await DemoTown(engine, matters: 250, seed: 2)
    #expect(try await digest != other.digest())
  }

  /// What was told stands up to the same checks as what people did.
  @Test(arguments: Engine.allCases) func historyVerifies(_ engine: Engine) async throws {
    let town = try await DemoTown(engine, matters: 400)
    let city = town.city
    _ = try await city.checkpoint()
    let (journal, matters) = try await city.database.read { transaction in
      (
        try city.journal.verify(tenant: city.tenant, in: transaction),
        try Matters.verify(tenant: city.tenant, in: transaction)
      )
    }
    #expect(journal.faults == [] && journal.unsigned == 0)
    #expect(matters.faults == [] && matters.matters == Int64(town.report.matters))
  }

  @Test func everythingThatHappensInACity() async throws {
    let town = try await DemoTown(.sqlite, matters: 3000)
    let matters = try await town.matters()
    #expect((2950...3000).contains(matters.count))
    let states = Dictionary(grouping: matters, by: \.state).mapValues(\.count)
    for state in [MatterState.closed, .merged, .rejected, .inProgress] {
      #expect((states[state] ?? 0) > 0, "\(state.rawValue)")
    }
    #expect((states[.closed] ?? 0) > 2500)
    #expect(matters.contains { $0.reworks > 0 } && matters.contains { $0.reopenings > 0 })
    #expect(matters.contains { $0.bounces > 0 } && matters.contains { $0.rating != nil })
    let kinds = Dictionary(town.city.pack.matterTypes.map { ($0.code, $0.kind) }) { first, _ in first }
    let components = matters.count { kinds[$0.type] == .component }
    #expect((45...110).contains(components), "2.5 % of the matters are about components, not \(components) of 3000")
    let handled = matters.filter { $0.state == .closed }
    let late = handled.count { $0.clocks.contains { $0.kind == .handle && $0.breached } }
    #expect(Double(late) > 0.01 * Double(handled.count) && Double(late) < 0.35 * Double(handled.count), "\(late)")
    expectThatDepartmentsDiffer(handled)
    #expect(matters.allSatisfy { $0.areas.community != nil && $0.updatedAt <= DemoTown.now })
  }

  /// Whoever compares departments sees good and bad ones.
  private func expectThatDepartmentsDiffer(_ closed: [Matter]) {
    let rates = Dictionary(grouping: closed) { $0.department ?? "" }.values.filter { $0.count >= 100 }.map { matters in
      let late = matters.count { $0.clock(.total)?.onTime(at: DemoTown.now) == false }
      return 1 - Double(late) / Double(matters.count)
    }.sorted()
    guard let worst = rates.first, let best = rates.last else {
      Issue.record("no department has a hundred matters")
      return
    }
    #expect(best > 0.9 && worst < 0.9 && worst > 0.65 && best - worst > 0.05, "\(rates)")
  }

  /// A warning of last night was raised last night, and the staff have looked after it since.
  @Test(arguments: Engine.allCases) func warningsHaveTheirMattersFromTheBeginning(_ engine: Engine) async throws {
    let town = try await DemoTown(engine, matters: 60, seed: 3, makesMatters: true)
    let city = town.city
    let system = Principal.system(city.tenant)
    let warnings = try await Warnings(database: city.database).list(for: system).warnings
    #expect(!warnings.isEmpty)
    for warning in warnings {
      let matter = try await city.matters.matter(try #require(warning.matter), for: system)
      #expect(matter.createdAt <= warning.raisedAt && warning.raisedAt <= DemoTown.now)
      #expect(matter.state != .submitted || matter.createdAt > DemoTown.now - .seconds(6 * 3600), "\(matter.number)")
    }
    // Sensors told theirs after the people, and have their places among them.
    let newest = try await town.matters().map(\.createdAt)
    #expect(newest == newest.sorted(by: >))
    let raised = try await city.database.read { transaction in
      try transaction.rows("SELECT at FROM journal WHERE kind = 'WarningRaised'").map { $0[0] as Instant }
    }
    #expect(raised.sorted() == warnings.map(\.raisedAt).sorted())
    #expect(city.time.now() == DemoTown.now)
    let report = try await city.database.read { try Matters.verify(tenant: city.tenant, in: $0) }
    #expect(report.faults == [] && report.matters == Int64(town.report.matters))
  }

  @Test func aCityWithMattersIsLeftAlone() async throws {
    let town = try await DemoTown(.sqlite, matters: 20)
    let digest = try await town.digest()
    await #expect(throws: Problem.self) {
      _ = try await DemoBuilder(town.ground, city: town.city, clock: town.clock).build(until: DemoTown.now, matters: 20)
    }
    #expect(try await town.digest() == digest)
  }

  /// The journal tells the history in the order in which it happened.
  @Test func inTheOrderOfTime() async throws {
    let town = try await DemoTown(.sqlite, matters: 300)
    let times = try await town.city.database.read { transaction in
      try transaction.rows("SELECT at FROM journal WHERE subject_kind = 'matter' ORDER BY seq").map { $0[0] as Int64 }
    }
    #expect(times.count > 1500 && times == times.sorted())
  }

  @Test func agendaGivesTheEarliestFirst() {
    var agenda = Agenda<Int>()
    var random = RandomStream(seed: 9, "agenda")
    let times = (0..<500).map { _ in Instant(milliseconds: Int64(random.integer(below: 100))) }
    for (index, time) in times.enumerated() { agenda.add(index, at: time) }
    var taken: [Int] = []
    while let next = agenda.take(before: Instant(milliseconds: 100)) { taken.append(next.item) }
    #expect(taken == times.indices.sorted { (times[$0], $0) < (times[$1], $1) })
  }
}
