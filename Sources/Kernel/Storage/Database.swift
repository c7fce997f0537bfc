// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What an engine does for `Database`.
protocol StorageEngine: Sendable {
  var dialect: Dialect { get }
  func read(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws
  func write(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws
  var counters: DatabaseCounters { get }
  func close() async
}

/// The one door to stored data: transactions over SQLite or PostgreSQL.
///
/// A `write` returns after its transaction is on disk. Writers that wait at the same time share fsyncs. A body may run
/// more than once (when it lost against another transaction, or when a neighbour in its group failed), so it must have
/// no effect but its SQL.
public final class Database: Sendable {
  public let location: DatabaseLocation
  private let engine: any StorageEngine
  private let watchers = CommitWatchers()

  public var dialect: Dialect { engine.dialect }
  /// What was done since the database was opened.
  public var statistics: DatabaseStatistics { engine.counters.statistics }

  /// Opens a database and makes its file when there is none.
  /// - Throws: `StorageError`.
  public init(_ location: DatabaseLocation, settings: DatabaseSettings = DatabaseSettings()) throws {
    self.location = location
    switch location {
    case .sqlite(let path): engine = try SQLiteEngine(path: path, settings: settings)
    case .postgresql(let uri): engine = try PostgreSQLEngine(uri: uri, settings: settings)
    }
  }

  /// Runs `body` on a snapshot; it cannot change anything.
  /// - Throws: `StorageError`, or what the body throws.
  public func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
    let box = ResultBox<Value>()
    try await engine.read { try box.store(body($0)) }
    return box.take()
  }

  /// Runs `body` in a transaction. When this returns, its changes are on disk; when it throws, none of them is.
  /// - Throws: `StorageError`, or what the body throws.
  @discardableResult
  public func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
    let box = ResultBox<Value>()
    try await engine.write { try box.store(body($0)) }
    watchers.signal()
    return box.take()
  }

  /// A stream that yields after commits of this process; several commits may yield once.
  public func commits() -> AsyncStream<Void> { watchers.stream() }

  /// Finishes the transactions that were begun or wait, then closes all connections. A database that is let go without
  /// `close` closes by itself, some time later.
  public func close() async {
    await engine.close()
    watchers.finish()
  }
}
