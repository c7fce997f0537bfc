// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct PartitionTests {
  /// Sixteen writers at once, each on subjects of its own and on one that all share.
  @Test(arguments: Engine.allCases) func writersAtTheSameTimeLeaveNoGap(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    let (journal, database, now) = (fixture.journal, fixture.database, fixture.time.now())
    try await withThrowingTaskGroup { group in
      for writer in 0..<16 {
        let principal = Principal(
          id: "p-\(writer)", kind: .person, tenant: JournalFixture.city, name: "", grants: [])
        group.addTask {
          for index in 0..<25 {
            let subject = index % 5 == 0 ? "shared" : "s-\(writer)-\(index)"
            try await database.write { transaction in
              try journal.append(
                [
                  NewEvent("Opened", subjectKind: "thing", subject: subject),
                  NewEvent("Closed", subjectKind: "thing", subject: subject),
                ], by: principal, at: now, in: transaction)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let report = try await fixture.verify()
    #expect(report.faults == [] && report.events == 800)
    let events = try await fixture.events()
    #expect(Set(events.map(\.partition)) == Set(0..<Journal.partitions(database.dialect)))
    // All events of one subject are in one chain, and those of one append stand together.
    for (_, chain) in Dictionary(grouping: events, by: \.partition) {
      #expect(chain.map(\.sequence) == Array(1...Int64(chain.count)))
      for index in stride(from: 0, to: chain.count, by: 2) {
        #expect(chain[index].kind == "Opened" && chain[index + 1].kind == "Closed")
        #expect(chain[index].subject == chain[index + 1].subject)
      }
    }
    for (_, ofSubject) in Dictionary(grouping: events, by: \.subject) {
      #expect(Set(ofSubject.map(\.partition)).count == 1)
    }
    await database.close()
  }

  /// Each transaction has events of many subjects, in an order of its own. None may lose against another: those that wait for
  /// each other in a ring are found by PostgreSQL after a second only.
  @Test(arguments: Engine.allCases) func eventsOfManySubjectsDoNotWaitInARing(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    let (journal, database, now, writer) = (fixture.journal, fixture.database, fixture.time.now(), fixture.writer)
    // The heads exist, so that they are locked, not made.
    try await fixture.write(1)
    let before = database.statistics.retries
    try await withThrowingTaskGroup { group in
      for task in 0..<4 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(task))
          for _ in 0..<20 {
            let subjects = (0..<8).shuffled(using: &random)
            try await database.write { transaction in
              for subject in subjects {
                try journal.append(
                  NewEvent("Seen", subjectKind: "thing", subject: "s-\(subject)"), by: writer, at: now,
                  in: transaction)
                // Time for the others to begin.
                _ = try transaction.row("SELECT count(*) FROM journal_heads")
              }
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(database.statistics.retries == before)
    #expect(try await fixture.faults() == [])
    #expect(try await fixture.verify().events == 1 + 4 * 20 * 8)
    await database.close()
  }

  /// What was appended is found by whoever reads the journal in the same transaction.
  @Test(arguments: Engine.allCases) func isReadInTheSameTransaction(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    let (journal, now, writer) = (fixture.journal, fixture.time.now(), fixture.writer)
    let counts = try await fixture.database.write { transaction in
      var counts: [Int] = []
      for revision in 1...3 {
        try journal.append(
          NewEvent("Changed", subjectKind: "thing", subject: "t-1", revision: Int64(revision)), by: writer, at: now,
          in: transaction)
        counts.append(
          try journal.history(of: "t-1", kind: "thing", tenant: writer.tenant, in: transaction).count)
        counts.append(
          try journal.events(after: JournalPosition(), limit: 10, tenant: writer.tenant, in: transaction).events.count)
      }
      return counts
    }
    #expect(counts == [1, 1, 2, 2, 3, 3])
    #expect(try await fixture.events().map(\.sequence) == [1, 2, 3])
    #expect(try await fixture.faults() == [])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func whatIsRolledBackLeavesNoGap(engine: Engine) async throws {
    struct Refusal: Error {}
    let fixture = try await JournalFixture(engine)
    let (journal, now, writer) = (fixture.journal, fixture.time.now(), fixture.writer)
    for index in 0..<10 {
      try? await fixture.database.write { transaction in
        try journal.append(
          NewEvent("Tried", subjectKind: "thing", subject: "t-1"), by: writer, at: now, in: transaction)
        if index % 3 == 1 { throw Refusal() }
      }
    }
    #expect(try await fixture.events().map(\.sequence) == Array(1...7))
    #expect(try await fixture.faults() == [])
    await fixture.database.close()
  }
}
