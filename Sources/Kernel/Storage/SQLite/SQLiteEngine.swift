// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// SQLite in write-ahead-log mode: readers on snapshots, one thread that writes groups of bodies in one transaction, one that
/// waits for the disk.
///
/// GRDB opens, configures and closes the connections. Each thread of the engine borrows one for its whole life, which
/// makes a read cost microseconds.
final class SQLiteEngine: StorageEngine {
  let dialect = Dialect.sqlite
  let counters = DatabaseCounters()
  private let pool: DatabasePool
  private let writing = WorkQueue()
  private let reading = WorkQueue()
  private let writer = WorkerThreads()
  private let readers = WorkerThreads()

  init(path: String, settings: DatabaseSettings) throws {
    // A write past the process's limit on the size of a file must fail, not end the process.
    signal(SIGXFSZ, SIG_IGN)
    do {
      pool = try Self.open(path, settings)
    } catch let error as DatabaseError {
      throw error.storageError(path: path)
    }
    let log = try LogFile(of: path)
    let sync = LogSync()
    writer.start("citywide-writer") { [pool, writing, counters, settings] in
      Self.write(pool, writing, sync, counters, settings)
      sync.close()
    }
    writer.start("citywide-sync") { sync.run(log.sync) }
    for index in 0..<max(1, settings.readers) {
      readers.start("citywide-reader-\(index)") { [pool, reading, counters, settings] in
        Self.read(pool, reading, counters, settings)
      }
    }
  }

  deinit {
    writing.close()
    reading.close()
  }

  func read(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws { try await reading.enqueue(body) }

  func write(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws { try await writing.enqueue(body) }

  func close() async {
    reading.close()
    await readers.wait()
    // Last, so that nobody reads when it empties the log.
    writing.close()
    await writer.wait()
    try? pool.close()
  }

  private static func open(_ path: String, _ settings: DatabaseSettings) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.label = "citywide"
    configuration.maximumReaderCount = max(1, settings.readers)
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA foreign_keys = ON")
    }
    // A new file is for the eyes of its owner alone, and so are its logs. One that exists must not be opened here:
    // closing it would drop the locks that this process may hold.
    let created = Foundation.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if created >= 0 { Foundation.close(created) }
    let pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction { database in
      // NORMAL: SQLite waits for the disk where the log is begun anew and where it goes into the file; for the commits in
      // between, `LogSync` does.
      try database.execute(
        sql: """
          PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8192;
          PRAGMA journal_size_limit = 268435456
          """)
      if let limit = settings.sizeLimit {
        let pageSize = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
        try database.execute(sql: "PRAGMA max_page_count = \(max(1, limit / pageSize))")
      }
    }
    return pool
  }

  private static func write(
    _ pool: DatabasePool, _ queue: WorkQueue, _ sync: LogSync, _ counters: DatabaseCounters,
    _ settings: DatabaseSettings
  ) {
    let waker = DispatchSemaphore(value: 0)
    pool.writeWithoutTransaction { database in
      let connection = SQLiteConnection(database, readOnly: false, statementLimit: settings.statementLimit)
      let writer = SQLiteGroupWriter(connection: connection, sync: sync, counters: counters)
      while let group = queue.take(
        upTo: max(1, settings.groupLimit), waker: waker, idle: connection.releaseMemory)
      { writer.run(group) }
      // The file alone then holds everything.
      _ = try? connection.run("PRAGMA wal_checkpoint(TRUNCATE)", [], each: { _ in })
      connection.finalizeStatements()
    }
  }

  private static func read(
    _ pool: DatabasePool, _ queue: WorkQueue, _ counters: DatabaseCounters, _ settings: DatabaseSettings
  ) {
    let waker = DispatchSemaphore(value: 0)
    // The connection is opened for the first work, not before.
    while let first = queue.take(upTo: 1, waker: waker) {
      var opened = false
      do {
        try pool.unsafeRead { database in
          opened = true
          let connection = SQLiteConnection(database, readOnly: true, statementLimit: settings.statementLimit)
          let reader = SQLiteReader(connection: connection, counters: counters)
          reader.run(first[0])
          while let work = queue.take(upTo: 1, waker: waker, idle: connection.releaseMemory) { reader.run(work[0]) }
          connection.finalizeStatements()
        }
      } catch {
        let reason = (error as? DatabaseError)?.storageError(path: pool.path) ?? .unavailable("\(error)")
        if !opened { first[0].continuation.resume(throwing: reason) }
      }
    }
  }
}

extension DatabaseError {
  fileprivate func storageError(path: String) -> StorageError {
    StorageError(
      sqliteCode: resultCode.rawValue, extended: extendedResultCode.rawValue, system: 0,
      message: "\(path): \(message ?? "\(resultCode)")", sql: sql ?? "", readOnly: false)
  }
}
