// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// How far a file was imported.
struct ImportProgress: Hashable, Sendable {
  /// The row that comes next, and where it begins in the file.
  var nextRow: Int
  var nextByte: Int64
  /// Rows that were looked at so far, and those of them that were refused.
  var handled: Int64 = 0
  var refused: Int64 = 0
  var finished = false
}

/// Rows of `import_progress`, written in the transaction of what was imported: neither is kept without the other.
struct ImportLedger: Sendable {
  let tenant: Tenant
  /// Which import, with the settings that change its result.
  let name: String
  let file: ImportFile

  /// - Returns: how far the file was read, and whether another content was begun under its path and not finished.
  func look(in transaction: Transaction) throws -> (progress: ImportProgress?, isChanged: Bool) {
    if let known = try load(lock: false, in: transaction) { return (known, false) }
    let other = try transaction.row(
      "SELECT 1 FROM import_progress WHERE tenant = ? AND import = ? AND file = ? AND finished = 0", tenant, name,
      file.path)
    return (nil, other != nil)
  }

  /// - Parameter before: what the importer believes was stored; `nil` for nothing.
  /// - Throws: `Problem` of code `conflict` when somebody else went on with the file in the meantime.
  func save(
    _ progress: ImportProgress, after before: ImportProgress?, at now: Instant, in transaction: Transaction
  ) throws {
    let stored = try load(lock: true, in: transaction)
    guard stored?.nextByte == before?.nextByte else {
      throw Problem(
        .conflict, "\(file.name) is being imported by somebody else; wait until that is done.",
        "\(file.name) 正由他人导入，请等其完成。")
    }
    try transaction.execute(
      """
      INSERT INTO import_progress
        (tenant, import, hash, file, next_row, next_byte, handled, refused, finished, started_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, import, hash) DO UPDATE SET file = excluded.file, next_row = excluded.next_row,
        next_byte = excluded.next_byte, handled = excluded.handled, refused = excluded.refused,
        finished = excluded.finished, updated_at = excluded.updated_at
      """, tenant, name, file.hash, file.path, progress.nextRow, progress.nextByte, progress.handled, progress.refused,
      progress.finished, now, now)
    // The content that was there before is gone, so nobody can go on with it.
    if progress.finished {
      try transaction.execute(
        "DELETE FROM import_progress WHERE tenant = ? AND import = ? AND file = ? AND finished = 0", tenant, name,
        file.path)
    }
  }

  private func load(lock: Bool, in transaction: Transaction) throws -> ImportProgress? {
    try transaction.row(
      "SELECT next_row, next_byte, handled, refused, finished FROM import_progress WHERE tenant = ? AND import = ? AND hash = ?"
        + (lock ? transaction.dialect.forUpdate : ""), tenant, name, file.hash
    ).map {
      ImportProgress(nextRow: $0[0], nextByte: $0[1], handled: $0[2], refused: $0[3], finished: $0[4])
    }
  }
}
