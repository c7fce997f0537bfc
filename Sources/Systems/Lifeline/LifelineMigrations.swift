// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of this system.
public let lifelineMigrations: [Migration] = [
  Migration(
    80, "warnings",
    [
      // What each threshold rule remembers of each series; `warning` is the one that is on.
      """
      CREATE TABLE threshold_states (
        tenant TEXT NOT NULL, series INTEGER NOT NULL, rule TEXT NOT NULL, warning INTEGER, state TEXT NOT NULL,
        PRIMARY KEY (tenant, series, rule)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE warnings (
        tenant TEXT NOT NULL, id INTEGER NOT NULL, revision INTEGER NOT NULL, rule TEXT NOT NULL,
        rule_version INTEGER NOT NULL, name TEXT NOT NULL, series_id INTEGER NOT NULL, series TEXT NOT NULL,
        series_name TEXT NOT NULL, unit TEXT, entity TEXT, longitude REAL, latitude REAL, district TEXT, street TEXT,
        community TEXT, cell TEXT, matter_type TEXT NOT NULL, level TEXT NOT NULL, peak TEXT NOT NULL,
        value REAL NOT NULL, bound REAL NOT NULL, at INTEGER NOT NULL, raised_at INTEGER NOT NULL, cleared_at INTEGER,
        extreme REAL NOT NULL, exceedances INTEGER NOT NULL, matter INTEGER, trouble TEXT,
        PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX warnings_active ON warnings (tenant, id) WHERE cleared_at IS NULL",
      "CREATE INDEX warnings_series ON warnings (tenant, series, rule, id)",
      "CREATE INDEX warnings_district ON warnings (tenant, district, id)",
    ]),
  // A condition may be more than a limit.
  Migration(
    81, "conditions of warnings",
    [
      "ALTER TABLE warnings ADD COLUMN condition TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE warnings ADD COLUMN limit_value REAL", "UPDATE warnings SET limit_value = bound",
      "ALTER TABLE warnings DROP COLUMN bound",
    ]),
  Migration(
    82, "notes on sensors",
    [
      """
      CREATE TABLE sensor_notes (
        tenant TEXT NOT NULL, series INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
        content TEXT NOT NULL, author TEXT NOT NULL, written_at INTEGER NOT NULL, PRIMARY KEY (tenant, series, id))
        STRICT, WITHOUT ROWID
      """
    ]),
]
