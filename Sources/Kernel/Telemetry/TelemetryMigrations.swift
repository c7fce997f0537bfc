// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of this room.
public let telemetryMigrations: [Migration] = [
  Migration(
    40, "series",
    [
      """
      CREATE TABLE series (
        tenant TEXT NOT NULL, id INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, unit TEXT, kind TEXT NOT NULL,
        entity TEXT, created_at INTEGER NOT NULL, PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX series_code ON series (tenant, code)",
      "CREATE INDEX series_entity ON series (tenant, entity, code)",
    ]),
  Migration(
    41, "readings",
    [
      // One of number, text and flag holds the value.
      """
      CREATE TABLE readings (
        tenant TEXT NOT NULL, series INTEGER NOT NULL, at INTEGER NOT NULL, number REAL, text TEXT, flag INTEGER,
        PRIMARY KEY (tenant, series, at)) STRICT, WITHOUT ROWID
      """
    ]),
]
