// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Vocabulary

extension Database {
  /// Writes everything in the database, as it is at one moment, and then the files of `folders` into one file.
  ///
  /// Other work goes on meanwhile. Files must be in their folder before a row speaks of them, as they are read last. A
  /// cancelled task leaves nothing behind.
  /// - Throws: `Problem` when the destination cannot be written, `StorageError`, `CancellationError`.
  @discardableResult
  public func backup(
    to destination: BackupDestination, plan: BackupPlan = BackupPlan(), folders: [BackupFolder] = [], at now: Instant,
    progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
  ) async throws -> BackupSummary {
    let writer = try BackupWriter(BackupOutput(destination))
    let run = BackupRun(progress)
    do {
      return try await withTaskCancellationHandler {
        // The body can run again when the connection is lost.
        try await read { transaction in
          try writer.restart()
          try transaction.writeBackup(to: writer, plan: plan, at: now, run)
        }
        return try await offPool {
          for folder in folders { try writer.add(folder, run) }
          try writer.finish()
          return writer.summary
        }
      } onCancel: {
        run.cancel()
      }
    } catch {
      writer.abandon()
      throw error
    }
  }
}

extension Transaction {
  fileprivate func writeBackup(to writer: BackupWriter, plan: BackupPlan, at now: Instant, _ run: BackupRun) throws {
    let derived = Set(plan.derivedTables.map(\.name))
    if let table = try unfilledVirtualTables().first(where: { !derived.contains($0) }) {
      throw StorageError.statement("no trigger fills \(table), and no backup plan names it", sql: "")
    }
    let tables = try plan.kept(tables())
    let counts: [Int] = try tables.map { try row("SELECT COUNT(*) FROM \(TableShape.quoted($0.name))")?[0] ?? 0 }
    let steps: [(number: Int, name: String)] =
      tables.contains { $0.name == "schema_migrations" }
      ? try rows("SELECT number, name FROM schema_migrations ORDER BY number").map { ($0[0], $0[1]) } : []
    run.begin(rows: counts.reduce(0, +))
    try writer.header(
      BackupHeader(
        made: now, engine: dialect, migrations: steps, sequences: sequences(), totalRows: counts.reduce(0, +)))
    for table in tables {
      run.stage(table.name)
      try writer.table(table)
      var (bytes, count): ([UInt8], Int) = ([], 0)
      try forEach(table.query) { row in
        RowCoding.append(row, to: &bytes)
        count += 1
        guard bytes.count >= 1 << 18 else { return }
        try writer.rows(bytes, count: count, of: table)
        try run.advance(rows: count)
        (bytes, count) = ([], 0)
      }
      if count > 0 { try writer.rows(bytes, count: count, of: table) }
      try run.advance(rows: count)
    }
  }
}

extension BackupWriter {
  fileprivate func add(_ folder: BackupFolder, _ run: BackupRun) throws {
    run.stage(folder.name)
    for path in try folder.files() {
      // One that was removed since the list was made is no longer wanted.
      guard let handle = try? FileHandle(forReadingFrom: folder.url.appending(path: path)) else { continue }
      defer { try? handle.close() }
      try file(folder: folder.name, path: path)
      while let data = try handle.read(upToCount: 1 << 18), !data.isEmpty {
        try self.data([UInt8](data))
        try run.advance(fileBytes: data.count)
      }
    }
  }
}
