// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestSupport
import Testing

@Suite struct PlannerStatisticsTests {
  private static let things = Migration(
    10, "things",
    [
      "CREATE TABLE things (tenant TEXT NOT NULL, id INTEGER NOT NULL, code TEXT NOT NULL, type TEXT NOT NULL, "
        + "PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID",
      "CREATE INDEX things_code ON things (tenant, code)", "CREATE INDEX things_type ON things (tenant, type, id)",
    ])

  /// Every row of a city is of one tenant: to look at all of them is never the way to one.
  @Test func aTenantIsNoReasonToTakeAnIndex() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: [Self.things])
    #expect(
      try await plan("SELECT id FROM things WHERE tenant = ? AND code = ? ORDER BY id LIMIT 1", database)
        .contains("INDEX things_code (tenant=? AND code=?)"))
    // Neither is a type, of which there are few, where there is a key.
    #expect(
      try await plan("SELECT code FROM things WHERE tenant = ? AND type = ? AND code = ?", database)
        .contains("INDEX things_code (tenant=? AND code=?)"))
    #expect(
      try await plan("SELECT code FROM things WHERE tenant = ? AND type = ? AND id = ?", database)
        .contains("PRIMARY KEY (tenant=? AND id=?)"))
  }

  @Test func indexesThatAreMadeAnewKeepTheirPlans() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: [Self.things])
    let before = try await statistics(database)
    #expect(
      before
        == [
          "things_code 1000000 1000000 10 noskipscan", "things 1000000 400000 1 noskipscan",
          "things_type 1000000 1000000 20000 10 noskipscan",
        ].sorted())
    try await database.write { transaction in
      try transaction.execute("DROP INDEX things_code")
      try transaction.execute("CREATE INDEX things_code ON things (tenant, code)")
      try transaction.stateStatistics()
    }
    #expect(try await statistics(database) == before)
    #expect(
      try await plan("SELECT id FROM things WHERE tenant = ? AND code = ? ORDER BY id LIMIT 1", database)
        .contains("INDEX things_code (tenant=? AND code=?)"))
  }

  /// An administrator's ANALYZE counts what is there; the next start states again what a large city is like.
  @Test func statesAgainWhatSomebodyCounted() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: [Self.things])
    let before = try await statistics(database)
    try await database.write { transaction in
      try transaction.execute("CREATE TABLE bare (text TEXT)")
      try transaction.execute("INSERT INTO bare VALUES ('a')")
      try transaction.execute("INSERT INTO things VALUES ('t', 1, 'c', 'k')")
      try transaction.execute("ANALYZE")
    }
    try await database.write { try $0.stateStatistics() }
    #expect(try await statistics(database) == before)
  }

  private func plan(_ sql: String, _ database: Database) async throws -> String {
    let text = sql.replacing("?", with: "1")
    return try await database.read { try $0.rows("EXPLAIN QUERY PLAN " + text).map { $0[3] }.joined(separator: "\n") }
  }

  private func statistics(_ database: Database) async throws -> [String] {
    try await database.read { transaction in
      try transaction.rows("SELECT idx, stat FROM sqlite_stat1").map { "\($0[0] as String) \($0[1] as String)" }
        .sorted()
    }
  }
}
