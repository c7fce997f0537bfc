// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// One numbered, never-changing step of the schema.
public struct Migration: Sendable {
  public let number: Int
  public let name: String
  /// The statements, in SQLite's words; `Dialect.definition` turns them into PostgreSQL's.
  public let statements: @Sendable (Dialect) -> [String]

  public init(_ number: Int, _ name: String, _ statements: [String]) {
    self.init(number, name) { _ in statements }
  }

  /// For the rare step whose statements differ by engine.
  public init(_ number: Int, _ name: String, _ statements: @escaping @Sendable (Dialect) -> [String]) {
    self.number = number
    self.name = name
    self.statements = statements
  }
}

extension Database {
  /// Brings the schema up to date: runs the migrations that have not run, each in its own transaction, in order of
  /// number.
  ///
  /// Two processes that start at the same time migrate one after the other.
  /// - Returns: the numbers that were run.
  /// - Throws: `Problem` when the database holds a migration that this program does not know: it was made by a newer
  ///   one.
  @discardableResult
  public func migrate(_ migrations: [Migration], at now: Instant) async throws -> [Int] {
    let ordered = migrations.ordered()
    try await write { transaction in
      try transaction.lockSchema()
      try transaction.makeMigrationTable()
    }
    try refuseNewer(than: ordered, applied: await appliedMigrations())
    var run: [Int] = []
    for migration in ordered {
      let ran = try await write { transaction in
        try transaction.lockSchema()
        let known = try transaction.row("SELECT name FROM schema_migrations WHERE number = ?", migration.number)
        if known != nil { return false }
        try transaction.run(migration)
        try transaction.execute(
          "INSERT INTO schema_migrations (number, name, applied_at) VALUES (?, ?, ?)",
          migration.number, migration.name, now)
        return true
      }
      if ran { run.append(migration.number) }
    }
    if dialect == .sqlite { try await write { try $0.stateStatistics() } }
    return run
  }

  /// The steps that have run, by number; none in a database that is new.
  public func appliedMigrations() async throws -> [(number: Int, name: String)] {
    try await read { transaction in
      let tables =
        switch transaction.dialect {
        case .sqlite: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
        case .postgresql:
          "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migrations'"
        }
      guard try transaction.row(tables)?[0] ?? 0 == 1 else { return [] }
      return try transaction.rows("SELECT number, name FROM schema_migrations ORDER BY number").map { ($0[0], $0[1]) }
    }
  }

  private func refuseNewer(than known: [Migration], applied: [(number: Int, name: String)]) throws {
    guard let newer = applied.first(where: { applied in !known.contains { $0.number == applied.number } }) else {
      return
    }
    throw Problem(
      .conflict,
      "The database at \(location) was made by a newer Citywide: it holds schema step \(newer.number) "
        + "(\(newer.name)), this program knows steps up to \(known.last?.number ?? 0). "
        + "Use the newer program, or restore a backup made before the upgrade.",
      "\(location) 的数据库由较新的 Citywide 建立：含有结构步骤 \(newer.number)（\(newer.name)），而本程序只认识到步骤 \(known.last?.number ?? 0)。"
        + "请使用较新的程序，或恢复升级前的备份。"
    )
  }
}

extension [Migration] {
  /// In order of number.
  func ordered() -> [Migration] {
    precondition(Set(map(\.number)).count == count, "two migrations share a number")
    return sorted { $0.number < $1.number }
  }
}

extension Transaction {
  /// Makes other processes that change the schema wait until this transaction ends. SQLite has one writer anyway.
  func lockSchema() throws {
    guard dialect == .postgresql else { return }
    // Making an index may take long, and so may waiting for another process that does.
    try post("SET LOCAL statement_timeout = 0")
    // The number is arbitrary, and must be the same for all.
    _ = try row("SELECT CAST(pg_advisory_xact_lock(7310868735) AS TEXT)")
  }

  func makeMigrationTable() throws {
    try execute(
      dialect.definition(
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
          number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT
        """))
  }

  /// Runs the statements of a migration.
  func run(_ migration: Migration) throws {
    for statement in migration.statements(dialect) { try execute(dialect.definition(statement)) }
  }
}
