// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage

/// The indexes of tables, away while very much is written: made anew from all rows they take a fraction of the time,
/// and of the pages that are written.
struct SetAsideIndexes {
  private let definitions: [String]

  /// Takes away all but those that belong to a primary key.
  init(of tables: [String], in transaction: Transaction) throws {
    let marks = tables.map { _ in "?" }.joined(separator: ", ")
    let query =
      switch transaction.dialect {
      case .sqlite:
        """
        SELECT name, sql FROM sqlite_master
        WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (\(marks)) ORDER BY name
        """
      case .postgresql:
        """
        SELECT i.indexname, i.indexdef FROM pg_indexes i
        WHERE i.schemaname = current_schema() AND i.tablename IN (\(marks))
          AND NOT EXISTS (
            SELECT 1 FROM pg_constraint c JOIN pg_class k ON k.oid = c.conindid WHERE k.relname = i.indexname)
        ORDER BY i.indexname
        """
      }
    let found = try transaction.rows(query, values: tables.map { .text($0) }).map { ($0[0] as String, $0[1] as String) }
    for (name, _) in found { try transaction.execute("DROP INDEX \(name)") }
    definitions = found.map(\.1)
  }

  /// Makes them again.
  func restore(in transaction: Transaction) throws {
    // All of the file is read once for each: mapped into memory nothing of it is copied, and two sort at the same time.
    if transaction.dialect == .sqlite {
      try transaction.execute("PRAGMA mmap_size = 1073741824")
      try transaction.execute("PRAGMA threads = 2")
    }
    for definition in definitions { try transaction.execute(definition) }
    if transaction.dialect == .sqlite {
      try transaction.execute("PRAGMA mmap_size = 0")
      try transaction.execute("PRAGMA threads = 0")
    }
    try transaction.stateStatistics()
  }
}
