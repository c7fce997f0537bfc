// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

/// Writes down what it sees, and refuses what lies above a limit.
private struct Witness: ReadingObserver {
  let database: Database

  private func code(_ reading: Reading, _ tenant: Tenant, _ transaction: Transaction) throws -> String {
    try transaction.row("SELECT code FROM series WHERE tenant = ? AND id = ?", tenant, reading.series)?[0] ?? ""
  }

  func observe(_ readings: [Reading], tenant: Tenant, in transaction: Transaction) throws {
    for reading in readings {
      let value = reading.value.number ?? 0
      if value > 1000 { throw Problem(.conflict, "too much") }
      // The readings are in the log by now: an append from here says that they are known.
      let again = try Telemetry(database: database, identifiers: IdentifierSource(node: 1), time: FrozenTime()).append(
        [NewReading(series: try code(reading, tenant, transaction), at: reading.at, value: reading.value)],
        tenant: tenant, in: transaction)
      let stored: Double? = again.stored == 0 ? value : nil
      try transaction.execute(
        "INSERT INTO seen (tenant, series, at, number, stored) VALUES (?, ?, ?, ?, ?)", tenant, reading.series,
        reading.at, value, stored)
    }
  }
}

@Suite struct ObserverTests {
  private let seenTable = Migration(
    99, "seen",
    [
      """
      CREATE TABLE seen (
        tenant TEXT NOT NULL, series INTEGER NOT NULL, at INTEGER NOT NULL, number REAL NOT NULL, stored REAL) STRICT
      """
    ])

  private func seen(_ database: Database) async throws -> [(Identifier, Double, Double?)] {
    let order = database.dialect == .sqlite ? "rowid" : "ctid"
    return try await database.read { transaction in
      try transaction.rows("SELECT series, number, stored FROM seen WHERE tenant = ? ORDER BY \(order)", here)
        .map { ($0[0], $0[1], $0[2]) }
    }
  }

  @Test(arguments: Engine.allCases) func seesNewReadingsInOrder(engine: Engine) async throws {
    let database = try await TestDatabase.make(
      engine, migrations: telemetryMigrations + journalingMigrations + [seenTable])
    let time = FrozenTime()
    let telemetry = Telemetry(
      database: database, identifiers: IdentifierSource(), time: time, observers: [Witness(database: database)])
    func reading(_ code: String, _ second: Int64, _ value: Double) -> NewReading {
      NewReading(series: code, at: time.now() - .seconds(100 - second), value: .number(value))
    }
    try await telemetry.append(
      [reading("a", 3, 1), reading("b", 1, 2), reading("a", 1, 3), reading("a", 3, 4)], createSeries: true,
      tenant: here)
    let first = try await seen(database)
    #expect(first.map(\.1) == [3, 4, 2])
    #expect(first.map(\.2) == [3, 4, 2], "the readings are written before")
    #expect(first.map(\.0) == first.map(\.0).sorted())
    // Only what is new or changed is seen again.
    try await telemetry.append([reading("a", 1, 3), reading("a", 3, 5), reading("b", 9, 6)], tenant: here)
    #expect(try await seen(database).map(\.1) == [3, 4, 2, 5, 6])
    try await telemetry.append([reading("a", 1, 3)], tenant: here)
    #expect(try await seen(database).count == 5)
    await database.close()
  }

  @Test(arguments: Engine.allCases) func undoesTheAppendWhenItFails(engine: Engine) async throws {
    let database = try await TestDatabase.make(
      engine, migrations: telemetryMigrations + journalingMigrations + [seenTable])
    let time = FrozenTime()
    let telemetry = Telemetry(
      database: database, identifiers: IdentifierSource(), time: time, observers: [Witness(database: database)])
    await #expect(throws: Problem.self) {
      try await telemetry.append(
        [
          NewReading(series: "a", at: time.now() - .seconds(1), value: .number(1)),
          NewReading(series: "a", at: time.now(), value: .number(2000)),
        ], createSeries: true, tenant: here)
    }
    let left: Int? = try await database.read { transaction in
      try transaction.row(
        "SELECT (SELECT COUNT(*) FROM telemetry_log) + (SELECT COUNT(*) FROM seen) + (SELECT COUNT(*) FROM series)")?[0]
    }
    #expect(left == 0)
    await database.close()
  }
}
