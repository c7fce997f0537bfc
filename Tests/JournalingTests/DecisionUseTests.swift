// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

/// Events are found by the decisions of whose uses they tell.
@Suite struct DecisionUseTests {
  @Test(arguments: Engine.allCases) func findsUsesByDecisionAndTime(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    let (journal, start, writer) = (fixture.journal, fixture.time.now(), fixture.writer)
    let decisions: [Set<String>] = [["a"], [], ["a", "b"], ["b"], ["a"]]
    try await fixture.database.write { transaction in
      for (index, codes) in decisions.enumerated() {
        let event = NewEvent(
          "Decided", subjectKind: "thing", subject: "t-1", revision: Int64(index), payload: [:], decisions: codes)
        try journal.append(event, by: writer, at: start + .seconds(index), in: transaction)
      }
    }
    let city = writer.tenant
    func uses(_ code: String, from: Int = 0, to: Int = 100, before: Event? = nil, limit: Int = 10) async throws
      -> [Event]
    {
      try await fixture.database.read { transaction in
        try journal.uses(
          of: code, from: start + .seconds(from), to: start + .seconds(to), before: before, limit: limit, tenant: city,
          in: transaction)
      }
    }
    let all = try await uses("a")
    #expect(all.map(\.revision) == [4, 2, 0], "the newest first")
    #expect(try await uses("a", from: 2, to: 4).map(\.revision) == [2], "the end does not count")
    #expect(try await uses("a", before: all[0], limit: 1).map(\.revision) == [2])
    #expect(try await uses("b").map(\.revision) == [3, 2])
    let older = try await fixture.database.read { transaction in
      try [0, 1].map { from in
        try journal.useCount(of: "a", from: start + .seconds(from), before: all[0], tenant: city, in: transaction)
      }
    }
    #expect(older == [2, 1], "those before the newest")
    #expect(try await uses("c").isEmpty)
    let found = try await fixture.database.read { transaction in
      (
        try journal.event(partition: all[1].partition, sequence: all[1].sequence, tenant: city, in: transaction),
        try journal.event(partition: all[1].partition, sequence: 99, tenant: city, in: transaction),
        try journal.uses(
          of: "a", from: start, to: start + .seconds(100), limit: 10, tenant: Tenant("other"), in: transaction)
      )
    }
    #expect(found.0 == all[1] && found.1 == nil && found.2.isEmpty)
    #expect(try await fixture.faults() == [], "the chain does not depend on it")
    await fixture.database.close()
  }

  @Test func walksAlongTheIndex() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: journalingMigrations)
    let plan = try await TestDatabase.plan(Journal.usesQuery, in: database)
    #expect(plan.first?.hasPrefix("SEARCH d USING PRIMARY KEY") == true, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    await database.close()
  }
}
