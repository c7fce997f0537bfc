// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of imports.
public let bulkImportMigrations: [Migration] = [
  Migration(
    95, "import progress",
    [
      // How far each file was read, by the hash of its content: a file that was renamed goes on, one that was changed does not.
      """
      CREATE TABLE import_progress (
        tenant TEXT NOT NULL, import TEXT NOT NULL, hash BLOB NOT NULL, file TEXT NOT NULL, next_row INTEGER NOT NULL,
        next_byte INTEGER NOT NULL, handled INTEGER NOT NULL, refused INTEGER NOT NULL, finished INTEGER NOT NULL,
        started_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY (tenant, import, hash)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX import_progress_file ON import_progress (tenant, import, file)",
    ])
]
