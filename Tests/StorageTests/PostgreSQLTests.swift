// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import TestSupport
import Testing
import Vocabulary

/// Whether PostgreSQL is among the engines of this machine.
private let installed = Engine.allCases.contains(.postgresql)

@Suite(.enabled(if: installed)) struct PostgreSQLTests {
  private static let schema = [
    Migration(1, "notes", ["CREATE TABLE notes (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT"])
  ]
  private static let insert = "INSERT INTO notes VALUES (?, ?)"

  private static func impatient() -> DatabaseSettings {
    var settings = DatabaseSettings()
    settings.writers = 2
    settings.readers = 2
    settings.patience = .milliseconds(200)
    return settings
  }

  private func count(_ database: Database) async throws -> Int {
    try await database.read { try $0.row("SELECT COUNT(*) FROM notes")?[0] ?? 0 }
  }

  private func isUnavailable(_ error: any Error) -> Bool {
    if case StorageError.unavailable(let what) = error { !what.isEmpty } else { false }
  }

  @Test func aStoppedServerIsUnavailableAndAStartedOneWorksAgain() async throws {
    let server = try await PostgreSQLServer()
    let uri = try await server.makeDatabase()
    let database = try Database(.postgresql(uri: uri), settings: Self.impatient())
    try await database.migrate(Self.schema, at: FrozenTime().now())
    try await database.write { try $0.execute(Self.insert, 1, "before") }
    #expect(try await count(database) == 1)
    // One transaction is on its way when the server stops.
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let latch = Latch()
    let onItsWay = Task {
      try await database.write { transaction in
        try transaction.execute(Self.insert, 2, "half")
        begin.finish()
        latch.wait()
        try transaction.execute(Self.insert, 3, "half")
      }
    }
    for await _ in begun {}
    try await server.stop()
    latch.open()
    await #expect { try await onItsWay.value } throws: { isUnavailable($0) }
    await #expect { try await database.write { try $0.execute(Self.insert, 4, "away") } } throws: { isUnavailable($0) }
    await #expect { try await count(database) } throws: { isUnavailable($0) }
    #expect { _ = try Database(.postgresql(uri: uri)) } throws: { isUnavailable($0) }
    try await server.start()
    try await database.write { try $0.execute(Self.insert, 5, "after") }
    #expect(try await count(database) == 2)
    await database.close()
    try await server.stop()
  }

  @Test func workWaitsForAServerThatComesBackSoon() async throws {
    let server = try await PostgreSQLServer()
    var settings = Self.impatient()
    settings.patience = .seconds(60)
    let database = try await Database(.postgresql(uri: server.makeDatabase()), settings: settings)
    try await database.migrate(Self.schema, at: FrozenTime().now())
    try await server.stop()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { _ = try await database.write { try $0.execute(Self.insert, number, "") } }
      }
      group.addTask { try await server.start() }
      try await group.waitForAll()
    }
    #expect(try await count(database) == 20)
    await database.close()
    try await server.stop()
  }

  /// Broken connections of a server that is there cost nobody anything.
  @Test func lostConnectionsAreOpenedAgain() async throws {
    let database = try await TestDatabase.make(.postgresql, migrations: Self.schema)
    for round in 0..<5 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask { _ = try await database.write { try $0.execute(Self.insert, round * 8 + number, "") } }
          group.addTask { _ = try await count(database) }
        }
        try await group.waitForAll()
      }
      _ = try await database.read {
        try $0.row(
          """
          SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()
          """)
      }
    }
    #expect(try await count(database) == 40)
  }

  @Test func aConnectionThatBreaksDuringCommitLeavesTheOutcomeUnknown() async throws {
    let suicide = Migration(2, "suicide") { _ in
      [
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
        """,
        """
        CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.body = 'die') EXECUTE FUNCTION die()
        """,
      ]
    }
    let database = try await TestDatabase.make(.postgresql, migrations: Self.schema + [suicide])
    await #expect {
      try await database.write { try $0.execute(Self.insert, 1, "die") }
    } throws: { error in
      guard case StorageError.unknownOutcome = error, let problem = (error as? StorageError)?.problem else {
        return false
      }
      return problem.code == .unavailable && problem.detail.contains("may have been kept")
    }
    try await database.write { try $0.execute(Self.insert, 1, "live") }
    #expect(try await count(database) == 1)
  }

  @Test func aDeadlockIsTriedAgain() async throws {
    let database = try await TestDatabase.make(.postgresql, migrations: Self.schema)
    try await database.write {
      try $0.execute("SET LOCAL synchronous_commit = on")
      try $0.execute("INSERT INTO notes VALUES (1, ''), (2, '')")
    }
    let latches = [Latch(), Latch()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<2 {
        group.addTask {
          try await database.write { transaction in
            let sql = "UPDATE notes SET body = body || 'x' WHERE number = ?"
            try transaction.execute(sql, 1 + index)
            // Each goes on when both hold one row; open for good after the first time.
            latches[index].open()
            latches[1 - index].wait()
            try transaction.execute(sql, 2 - index)
          }
        }
      }
      try await group.waitForAll()
    }
    let bodies = try await database.read { try $0.rows("SELECT body FROM notes").map { $0[0] as String } }
    #expect(bodies == ["xx", "xx"])
    #expect(database.statistics.retries >= 1)
  }

  @Test func statementsAreBounded() async throws {
    var settings = Self.impatient()
    settings.statementLimit = 5
    let database = try await TestDatabase.make(.postgresql, migrations: Self.schema, settings: settings)
    let held = try await database.write { transaction -> Int in
      for number in 0..<50 {
        let sum: Int? = try transaction.row("SELECT \(number) + ?", 1)?[0]
        #expect(sum == number + 1)
      }
      return try transaction.row("SELECT COUNT(*) FROM pg_prepared_statements")?[0] ?? 0
    }
    // One more: the server forgets the oldest with the statement after the next.
    #expect((5...6).contains(held))
  }

  @Test func committedMeansOnDisk() async throws {
    let uri = try await TestDatabase.postgresURI()
    let database = try Database(.postgresql(uri: uri + "?options=-c%20synchronous_commit%3Doff"))
    let found = try await database.write { transaction in
      try ["synchronous_commit", "TimeZone", "application_name"].map {
        try transaction.row("SELECT current_setting(?)", $0)?[0] ?? ""
      }
    }
    #expect(found == ["on", "UTC", "citywide"])
  }

  @Test func aStatementThatTakesTooLongIsBrokenOff() async throws {
    var settings = Self.impatient()
    settings.statementTimeout = .seconds(1)
    let database = try await TestDatabase.make(.postgresql, migrations: Self.schema, settings: settings)
    await #expect {
      try await database.read { _ = try $0.row("SELECT CAST(pg_sleep(30) AS TEXT)") }
    } throws: { isUnavailable($0) }
    #expect(try await count(database) == 0)
  }

  @Test func oddTypesAreReadOrNamed() async throws {
    let database = try await TestDatabase.make(.postgresql)
    let row = try await database.read {
      try $0.row(
        """
        SELECT 5::int2, 6::int4, true, 1.5::float4, 'a'::varchar, '{"a":1}'::jsonb, 1208925819614629174706176::numeric,
          -0.00012345::numeric, 100000000::numeric, 10000.0001::numeric, 'NaN'::float8, 'NaN'::numeric, -7::numeric
        """)?.values
    }
    #expect(
      row == [
        .integer(5), .integer(6), .integer(1), .real(1.5), .text("a"), .text("{\"a\": 1}"),
        .real(1208925819614629174706176),
        .real(-0.00012345), .integer(100_000_000), .real(10000.0001), .null, .null, .integer(-7),
      ])
    await #expect {
      try await database.read { _ = try $0.row("SELECT now() AS today") }
    } throws: { error in
      guard case StorageError.statement(let what, _) = error else { return false }
      return what.contains("today")
    }
  }

  @Test func whatIsWrongWithTheServerIsSaidAtTheStart() async throws {
    let uri = try await TestDatabase.postgresURI()
    #expect {
      _ = try Database(.postgresql(uri: uri + "x"))
    } throws: { error in
      guard case StorageError.unavailable(let what) = error else { return false }
      return what.contains("does not exist")
    }
  }
}
