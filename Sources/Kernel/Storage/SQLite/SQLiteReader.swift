// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Runs reading bodies, each on a snapshot of its own.
struct SQLiteReader {
  let connection: SQLiteConnection
  let counters: DatabaseCounters

  func run(_ work: PendingWork) {
    let outcome = Result<Void, any Error> {
      try connection.requireFile()
      try statement("BEGIN")
      // Nothing can have been changed; the connection itself refuses to.
      defer { if connection.inTransaction { try? statement("COMMIT") } }
      try Transaction(dialect: .sqlite, connection: connection).perform(work.body)
    }
    counters.read()
    work.continuation.resume(with: outcome)
  }

  private func statement(_ sql: String) throws { try connection.run(sql, [], each: { _ in }) }
}
