// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct ReadingTests {
  @Test(arguments: Engine.allCases) func kindsThatAreNotWantedArePassed(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    let (journal, now, writer) = (fixture.journal, fixture.time.now(), fixture.writer)
    try await fixture.database.write { transaction in
      for kind in ["A", "B", "A", "C"] {
        try journal.append(
          NewEvent(kind, subjectKind: "thing", subject: "t-1"), by: writer, at: now, in: transaction)
      }
    }
    let (events, position) = try await fixture.database.read { transaction in
      try journal.events(
        after: JournalPosition(), kinds: ["A", "C"], limit: 10, tenant: writer.tenant, in: transaction)
    }
    #expect(events.map(\.name) == ["0:1", "0:3", "0:4"])
    #expect(position.description == "0:4")
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func historyIsOfOneSubjectOldestFirst(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    try await fixture.write(4)
    try await fixture.write(2, subject: "t-2")
    try await fixture.write(2, by: .system(Tenant("other")))
    let (journal, city) = (fixture.journal, JournalFixture.city)
    let (all, later, kind) = try await fixture.database.read { transaction in
      try (
        journal.history(of: "t-1", kind: "thing", tenant: city, in: transaction),
        journal.history(of: "t-1", kind: "thing", after: 1, limit: 2, tenant: city, in: transaction),
        journal.history(of: "t-1", kind: "matter", tenant: city, in: transaction)
      )
    }
    #expect(all.map(\.revision) == [1, 2, 3, 4])
    #expect(later.map(\.revision) == [2, 3])
    #expect(kind.isEmpty)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func aKindIsReadSubjectBySubject(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    for _ in 0..<2 {
      for subject in ["t-2", "t-1", "t-3"] { try await fixture.write(2, subject: subject) }
    }
    let names = try await fixture.database.read { [journal = fixture.journal] transaction in
      var names: [String] = []
      try journal.forEachEvent(ofKind: "thing", tenant: JournalFixture.city, in: transaction) {
        names.append("\($0.subject)/\($0.revision)")
      }
      return names
    }
    #expect(names == ["t-1", "t-2", "t-3"].flatMap { subject in (1...4).map { "\(subject)/\($0)" } })
    await fixture.database.close()
  }

  @Test func everyQueryUsesItsIndex() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: journalingMigrations)
    let bySubject = try await TestDatabase.plan(Journal.bySubject, in: database)
    #expect(
      bySubject == [
        "SEARCH journal USING INDEX journal_subject (tenant=?)",
        // Only the few events of one subject are sorted at a time.
        "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
      ])
    let history = try await TestDatabase.plan(
      Journal.select + " WHERE tenant = ? AND subject = ? AND subject_kind = ? AND revision > ? ORDER BY revision",
      in: database)
    #expect(
      history == [
        "SEARCH journal USING INDEX journal_subject (tenant=? AND subject=? AND subject_kind=? AND revision>?)"
      ])
    let chain = try await TestDatabase.plan(
      Journal.select + " WHERE tenant = ? AND partition = ? AND seq > ? AND seq <= ? ORDER BY seq", in: database)
    #expect(
      chain == [
        "SEARCH journal USING INDEX sqlite_autoindex_journal_1 (tenant=? AND partition=? AND seq>? AND seq<?)"
      ])
    await database.close()
  }
}
