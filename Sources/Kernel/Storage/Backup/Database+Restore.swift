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
              "The database at \(location) is not empty: it holds the table \(table.name). Restore into an empty one.",
              "\(location) 的数据库不是空的：其中有表 \(table.name)。请恢复到空数据库。")
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
