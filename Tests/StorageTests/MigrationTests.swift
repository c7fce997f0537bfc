// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct MigrationTests {
  private static let time = FrozenTime().now()
  private static let first = Migration(10, "first", ["CREATE TABLE first (a INTEGER PRIMARY KEY) STRICT"])
  private static let second = Migration(
    20, "second", ["ALTER TABLE first ADD COLUMN b TEXT", "INSERT INTO first VALUES (1, 'two')"])

  @Test(arguments: Engine.allCases) func stepsRunOnceInOrder(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine)
    #expect(try await database.appliedMigrations().isEmpty)
    #expect(try await database.migrate([Self.second, Self.first], at: Self.time) == [10, 20])
    #expect(try await database.migrate([Self.first, Self.second], at: Self.time) == [])
    let third = Migration(15, "third") { ["CREATE TABLE \($0.rawValue) (a INTEGER) STRICT"] }
    #expect(try await database.migrate([Self.first, Self.second, third], at: Self.time) == [15])
    let applied = try await database.appliedMigrations()
    #expect(applied.map(\.number) == [10, 15, 20])
    #expect(applied.map(\.name) == ["first", "third", "second"])
    let rows = try await database.read { try $0.rows("SELECT a, b FROM first").map(\.values) }
    #expect(rows == [[.integer(1), .text("two")]])
    try await database.write { try $0.execute("INSERT INTO \(engine.rawValue) VALUES (1)") }
  }

  @Test(arguments: Engine.allCases) func aNewerDatabaseIsRefusedInWords(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: [Self.first, Self.second])
    await #expect {
      try await database.migrate([Self.first], at: Self.time)
    } throws: { error in
      guard let problem = error as? Problem else { return false }
      return problem.code == .conflict
        && problem.detail.contains(
          "was made by a newer Citywide: it holds schema step 20 (second), this program knows steps up to 10")
    }
  }

  /// Neither rows nor tables stay, even though making a table changes no row.
  @Test(arguments: Engine.allCases) func aFailingStepLeavesNothing(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: [Self.first])
    let broken = Migration(30, "broken", ["CREATE TABLE half (a INTEGER)", "INSERT INTO nowhere VALUES (1)"])
    await #expect(throws: StorageError.self) { try await database.migrate([Self.first, broken], at: Self.time) }
    #expect(try await database.appliedMigrations().map(\.number) == [10])
    let mended = Migration(30, "mended", ["CREATE TABLE half (a INTEGER)"])
    #expect(try await database.migrate([Self.first, mended], at: Self.time) == [30])
  }

  @Test(arguments: Engine.allCases) func processesMigrateOneAfterTheOther(engine: Engine) async throws {
    let location = try await TestDatabase.location(engine)
    let databases = try (0..<4).map { _ in try Database(location) }
    let runs = try await withThrowingTaskGroup(of: [Int].self) { group in
      for database in databases {
        group.addTask { try await database.migrate([Self.first, Self.second], at: Self.time) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(runs.sorted() == [10, 20])
    for database in databases { await database.close() }
  }

  /// Statements prepared before a change of the schema must not fail after it.
  @Test(arguments: Engine.allCases) func preparedStatementsSurviveAChangeOfTheSchema(engine: Engine) async throws {
    let location = try await TestDatabase.location(engine)
    let (database, other) = try (Database(location), Database(location))
    try await database.migrate([Self.first], at: Self.time)
    let query = "SELECT * FROM first"
    let before = try await (
      database.read { try $0.rows(query).map(\.values) }, database.write { try $0.rows(query).map(\.values) }
    )
    #expect(before == ([], []))
    try await other.migrate([Self.first, Self.second], at: Self.time)
    let after = try await (
      database.read { try $0.rows(query).map(\.values) }, database.write { try $0.rows(query).map(\.values) }
    )
    #expect(after == ([[.integer(1), .text("two")]], [[.integer(1), .text("two")]]))
  }

  @Test(arguments: Engine.allCases) func nodesDiffer(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine)
    let nodes = try await [database.leaseNode(), database.leaseNode(), database.leaseNode()]
    #expect(nodes == (engine == .sqlite ? [0, 0, 0] : [0, 1, 2]))
    #expect(try await database.durabilityWarnings() == [])
  }
}
