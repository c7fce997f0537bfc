// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Vocabulary

extension Database {
  /// Fills this empty database, and the empty `folders`, from a backup made on either engine.
  ///
  /// The schema is made by the steps that had run when the backup was made; call `migrate` afterwards. All is done in
  /// one transaction, which is committed after the checksum was found right: a damaged backup leaves nothing.
  /// - Parameter migrations: those of this program.
  /// - Throws: `Problem` when the database or a folder is not empty, or the backup is damaged or made by a newer
  ///   program; `StorageError`, `CancellationError`.
  @discardableResult
  public func restore(
    from backup: URL, migrations: [Migration], plan: BackupPlan = BackupPlan(), folders: [BackupFolder] = [],
    progress: @escaping @Sendable (BackupProgress) -> Void = { _ in }
  ) async throws -> BackupSummary {
    let run = BackupRun(progress)
    let files = RestoredFolders(folders)
    do {
      return try await withTaskCancellationHandler {
        // The body can run again when the connection is lost; files that it wrote are overwritten then.
        try await write { [location] transaction in
          try transaction.lockSchema()
          if let table = try transaction.tables().first {
            throw Problem(
              .conflict,
              "The database at \(location) is not empty: it holds the table \(table.name). Restore into an empty one.")
          }
          try files.restart()
          var restore = try Restore(transaction, backup, migrations, plan, files, run)
          return try restore.run()
        }
      } onCancel: {
        run.cancel()
      }
    } catch StorageError.unknownOutcome(let what) {
      // The rows may have been kept, and then the files must be.
      throw StorageError.unknownOutcome(what)
    } catch {
      files.abandon()
      throw error
    }
  }
}

/// Reads a backup to its end without restoring it.
/// - Throws: `Problem` when it is damaged, no backup, or made by a newer program.
public func verifyBackup(_ backup: URL) async throws -> BackupSummary {
  try await offPool {
    let reader = try BackupReader(backup)
    var summary = BackupSummary(rows: [:], files: 0, checksum: "")
    var table: TableShape?
    while let record = try reader.next() {
      switch record.kind {
      case .table:
        table = try reader.table(record)
        summary.rows[table?.name ?? ""] = 0
      case .rows:
        guard let table, let rows = RowCoding.rows(record.content, columns: table.columns.count) else {
          throw reader.damaged("a row cannot be read")
        }
        summary.rows[table.name, default: 0] += rows.count
      case .file: summary.files += 1
      case .end: try reader.check(summary, against: record)
      case .data, .header, .checksum: break
      }
    }
    summary.checksum = reader.checksum ?? ""
    return summary
  }
}
