// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// What packs add to the tables: where a version of a definition comes from, who approved it, from when on it counts.
public let packsMigrations = [
  Migration(
    70, "versions that people propose and approve",
    [
      // `pack`, or the account that proposed it at the time `at`.
      "ALTER TABLE definitions ADD COLUMN origin TEXT NOT NULL DEFAULT 'pack'",
      "ALTER TABLE definitions ADD COLUMN state TEXT NOT NULL DEFAULT 'approved'",
      "ALTER TABLE definitions ADD COLUMN decided_by TEXT",
      "ALTER TABLE definitions ADD COLUMN decided_at INTEGER",
      // Of a proposal the moment that its author wishes, if any; of an approved version the one that counts.
      "ALTER TABLE definitions ADD COLUMN valid_from INTEGER",
      "ALTER TABLE definitions ADD COLUMN comment TEXT",
      "ALTER TABLE definitions ADD COLUMN reason TEXT",
      "UPDATE definitions SET valid_from = at",
      // Counts the changes of the table, so that every process notices them by one small row.
      """
      CREATE TABLE definition_changes (tenant TEXT NOT NULL PRIMARY KEY, changes INTEGER NOT NULL) STRICT, WITHOUT ROWID
      """,
    ]),
  Migration(
    72, "approvals of versions that were stopped",
    [
      // Of a version that was refused or taken back after its approval: `decided_by` is whoever stopped it.
      "ALTER TABLE definitions ADD COLUMN approved_by TEXT",
      "ALTER TABLE definitions ADD COLUMN approved_at INTEGER",
    ]),
]
