// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// PostgreSQL through libpq: threads that write and threads that read, each with a connection of its own.
///
/// Transactions run at the same time; the server gathers those that commit together into one wait for the disk.
final class PostgreSQLEngine: StorageEngine {
  let dialect = Dialect.postgresql
  let counters = DatabaseCounters()
  private let writing = WorkQueue()
  private let reading = WorkQueue()
  private let threads = WorkerThreads()

  /// Connects once, so that what is wrong with the server is said at the start.
  init(uri: String, settings: DatabaseSettings) throws {
    let first = try PostgreSQLConnection(uri: uri, settings: settings)
    let opened = Handover(first)
    let growth = PostgreSQLGrowth()
    for index in 0..<max(1, settings.writers) {
      threads.start("citywide-writer-\(index)") { [writing, counters] in
        Self.serve(
          writing,
          PostgreSQLSession(
            uri: uri, settings: settings, mode: .write, counters: counters, growth: growth, connection: opened.take()))
      }
    }
    for index in 0..<max(1, settings.readers) {
      threads.start("citywide-reader-\(index)") { [reading, counters] in
        Self.serve(
          reading,
          PostgreSQLSession(
            uri: uri, settings: settings, mode: .read, counters: counters, growth: growth, connection: nil))
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
    writing.close()
    reading.close()
    await threads.wait()
  }

  private static func serve(_ queue: WorkQueue, _ session: PostgreSQLSession) {
    let waker = DispatchSemaphore(value: 0)
    while let work = queue.take(upTo: 1, waker: waker) {
      work[0].continuation.resume(with: session.run(work[0].body))
      session.analyze()
    }
    session.close()
  }
}

/// Hands a connection over to the first thread that asks.
private final class Handover: @unchecked Sendable {
  private let lock = DispatchSemaphore(value: 1)
  private var connection: PostgreSQLConnection?

  init(_ connection: PostgreSQLConnection) { self.connection = connection }

  func take() -> PostgreSQLConnection? {
    lock.wait()
    defer { lock.signal() }
    return connection.take()
  }
}
