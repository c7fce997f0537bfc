// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Runs statements on a connection that GRDB opened and guards.
///
/// Statements are prepared once and bound directly: at thousands of transactions a second the boxing of each argument
/// would cost more than SQLite's own work. GRDB sees none of them; it needs not, because nothing observes the database
/// through it.
final class SQLiteConnection: Connection {
  private let handle: OpaquePointer
  private let readOnly: Bool
  private(set) var statements: StatementCache<StatementText, SQLiteStatement>
  /// Definitions that were run since `handle` was opened, see `changes`.
  private var definitions: Int64 = 0

  init(_ database: GRDB.Database, readOnly: Bool, statementLimit: Int) {
    guard let handle = database.sqliteConnection else { preconditionFailure("GRDB handed over a closed connection") }
    self.handle = handle
    self.readOnly = readOnly
    statements = StatementCache(limit: statementLimit)
  }

  /// Must be called before GRDB closes the connection.
  func finalizeStatements() {
    for statement in statements.all { statement.finalize() }
    statements.removeAll()
  }

  /// Gives back the memory of cached pages.
  func releaseMemory() { sqlite3_db_release_memory(handle) }

  /// Grows whenever something was changed: rows or the schema.
  var changes: Int64 { sqlite3_total_changes64(handle) + definitions }
  /// False after SQLite itself rolled the transaction back, as it does when the disk is full.
  var inTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Refuses when the file was moved or removed while it was open: what is written to it now, nobody would find again.
  func requireFile() throws {
    var moved: Int32 = 0
    guard sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK, moved != 0 else { return }
    throw StorageError.unavailable("its file was moved or removed while the city was using it; put it back")
  }

  @discardableResult
  func run(_ sql: String, _ arguments: [SQLValue], each: (Row) throws -> Void) throws -> Int {
    try withStatement(sql) { statement in
      precondition(statement.parameterCount == arguments.count, "wrong number of arguments for: \(sql)")
      try statement.bind(arguments)
      let before = sqlite3_total_changes64(handle)
      while true {
        switch sqlite3_step(statement.pointer) {
        case SQLITE_ROW: try each(statement.row())
        case SQLITE_DONE:
          if statement.isDefinition { definitions += 1 }
          // The total tells whether this statement changed anything, the other count leaves out what its triggers
          // changed.
          return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
        case let code: throw error(code, sql)
        }
      }
    }
  }

  func post(_ sql: String, _ arguments: [SQLValue]) throws { try run(sql, arguments, each: { _ in }) }

  func stream(_ sql: String, _ arguments: [SQLValue], each: (Row) throws -> Void) throws {
    try run(sql, arguments, each: each)
  }

  func insert(_ rows: [Row], into table: TableShape) throws {
    let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
    let sql = "INSERT INTO \(TableShape.quoted(table.name)) (\(table.columnList)) VALUES (\(marks))"
    for row in rows { try run(sql, row.values, each: { _ in }) }
  }

  private func withStatement<Value>(_ sql: String, _ body: (SQLiteStatement) throws -> Value) throws -> Value {
    let cached = statements.find(StatementText(sql))
    if let cached, !cached.isBusy { return try use(cached, body) }
    let fresh = try prepare(sql)
    if cached == nil {
      statements.insert(StatementText(sql), fresh, isBusy: \.isBusy)?.finalize()
      return try use(fresh, body)
    }
    defer { fresh.finalize() }
    return try use(fresh, body)
  }

  private func use<Value>(_ statement: SQLiteStatement, _ body: (SQLiteStatement) throws -> Value) rethrows -> Value {
    statement.isBusy = true
    defer {
      statement.reset()
      statement.isBusy = false
    }
    return try body(statement)
  }

  private func prepare(_ sql: String) throws -> SQLiteStatement {
    try sql.withCString { text in
      var pointer: OpaquePointer?
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, &tail)
      guard code == SQLITE_OK else { throw error(code, sql) }
      guard let pointer else { throw StorageError.statement("there is no statement", sql: sql) }
      // SQLite would pass over a second statement in silence; PostgreSQL refuses it.
      if let tail, String(cString: tail).contains(where: { !$0.isWhitespace && $0 != ";" }) {
        sqlite3_finalize(pointer)
        throw StorageError.statement("only one statement can be run at a time", sql: sql)
      }
      return SQLiteStatement(pointer, sql: sql)
    }
  }

  private func error(_ code: Int32, _ sql: String) -> StorageError {
    StorageError(
      sqliteCode: code, extended: sqlite3_extended_errcode(handle), system: sqlite3_system_errno(handle),
      message: String(cString: sqlite3_errmsg(handle)), sql: sql, readOnly: readOnly)
  }
}
