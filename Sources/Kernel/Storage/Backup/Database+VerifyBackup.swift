// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

extension Database {
  /// Reads a backup to its end without restoring it.
  /// - Throws: `Problem` when it is damaged, no backup, or made by a newer program.
  public static func verifyBackup(_ backup: URL) async throws -> BackupSummary {
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
}
