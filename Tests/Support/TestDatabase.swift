// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Storage
import Synchronization
import Vocabulary

/// Databases for tests: each fresh, none seen by another test.
public enum TestDatabase {
  /// An empty database on `engine` with the given schema.
  public static func make(
    _ engine: Engine, migrations: [Migration] = [], settings: DatabaseSettings? = nil
  ) async throws -> Database {
    let database = try await Database(location(engine), settings: settings ?? smallSettings)
    if !migrations.isEmpty { try await database.migrate(migrations, at: FrozenTime().now()) }
    return database
  }

  /// Where an empty database on `engine` is, for a test that opens it itself, or a program that does.
  public static func location(_ engine: Engine) async throws -> DatabaseLocation {
    switch engine {
    case .sqlite:
      // Stays until the process ends: the database may be opened again.
      let folder = try TestRoot.shared().appending(path: "sqlite-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return .sqlite(path: folder.appending(path: "test.sqlite").path(percentEncoded: false))
    case .postgresql: return try await .postgresql(uri: postgresURI())
    }
  }

  /// The connection URI of an empty database on the PostgreSQL cluster of this test process.
  public static func postgresURI() async throws -> String { try await PostgreSQLServer.shared().makeDatabase() }

  /// The steps of SQLite's plan for a query, such as `SEARCH matters USING INDEX matters_due (tenant=?)`.
  ///
  /// `?` may be left without values: the plan does not depend on them.
  public static func plan(_ sql: String, in database: Database) async throws -> [String] {
    precondition(database.dialect == .sqlite, "PostgreSQL's plans depend on the rows there are; ask SQLite")
    let values = [SQLValue](repeating: .null, count: sql.count { $0 == "?" })
    return try await database.read { transaction in
      try transaction.rows("EXPLAIN QUERY PLAN " + sql, values: values).map { $0[3] }
    }
  }

  /// Few connections, because many tests run at once.
  private static var smallSettings: DatabaseSettings {
    var settings = DatabaseSettings()
    settings.readers = 2
    settings.writers = 4
    return settings
  }
}
