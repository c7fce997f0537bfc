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
  // Readings in columns: those that came last in the log, all others in segments. The program empties `readings`.
  Migration(
    42, "telemetry segments",
    { dialect in
      [
        "ALTER TABLE series ADD COLUMN policy TEXT NOT NULL DEFAULT 'lastWins'",
        "ALTER TABLE series ADD COLUMN retention_class TEXT NOT NULL DEFAULT ''",
        """
        CREATE TABLE telemetry_state (
          id INTEGER PRIMARY KEY, sealed INTEGER NOT NULL, shards INTEGER NOT NULL) STRICT
        """,
        "INSERT INTO telemetry_state (id, sealed, shards) VALUES (1, 0, 0)",
        // Of two values for one instant, the one of the higher position came last.
        """
        CREATE TABLE telemetry_log (
          id INTEGER PRIMARY KEY, position INTEGER NOT NULL, tenant TEXT NOT NULL, readings INTEGER NOT NULL,
          size INTEGER NOT NULL, data BLOB NOT NULL) STRICT
        """,
        "CREATE INDEX telemetry_log_position ON telemetry_log (tenant, position, id, readings, size)",
        // A shard is a handful of series of one tenant and class, whose blocks share segments.
        """
        CREATE TABLE telemetry_shard (
          shard INTEGER PRIMARY KEY, tenant TEXT NOT NULL, retention_class TEXT NOT NULL,
          series INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX telemetry_shard_class ON telemetry_shard (tenant, retention_class, shard)",
        """
        CREATE TABLE series_shard (
          tenant TEXT NOT NULL, series INTEGER NOT NULL, shard INTEGER NOT NULL,
          PRIMARY KEY (tenant, series, shard)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE telemetry_segment (
          id INTEGER PRIMARY KEY, position INTEGER NOT NULL, shard INTEGER NOT NULL, start_at INTEGER NOT NULL,
          end_at INTEGER NOT NULL, readings INTEGER NOT NULL, step INTEGER NOT NULL, data BLOB NOT NULL) STRICT
        """,
        """
        CREATE INDEX telemetry_segment_shard ON telemetry_segment (
          shard, end_at, start_at, position, id, readings, step)
        """,
        // The newest sealed reading of each series. One of number, text and flag holds the value.
        """
        CREATE TABLE series_latest (
          tenant TEXT NOT NULL, series INTEGER NOT NULL, at INTEGER NOT NULL, number REAL, text TEXT, flag INTEGER,
          decimals INTEGER NOT NULL, quality INTEGER NOT NULL, PRIMARY KEY (tenant, series)) STRICT, WITHOUT ROWID
        """,
      ]
        + (dialect == .postgresql
          // Compressed already.
          ? ["telemetry_log", "telemetry_segment"].map { "ALTER TABLE \($0) ALTER COLUMN data SET STORAGE EXTERNAL" }
          : [])
    }),
  Migration(
    43, "telemetry retention",
    [
      // Durations in milliseconds; a class without `keep` is kept for ever.
      """
      CREATE TABLE telemetry_class (
        tenant TEXT NOT NULL, code TEXT NOT NULL, keep INTEGER, PRIMARY KEY (tenant, code)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE telemetry_downsampling (
        tenant TEXT NOT NULL, class TEXT NOT NULL, after INTEGER NOT NULL, step INTEGER NOT NULL,
        function TEXT NOT NULL, PRIMARY KEY (tenant, class, after)) STRICT, WITHOUT ROWID
      """,
    ]),
  Migration(
    44, "telemetry quality",
    [
      "ALTER TABLE telemetry_state ADD COLUMN rules INTEGER NOT NULL DEFAULT 0",
      // Durations in milliseconds.
      """
      CREATE TABLE series_quality (
        tenant TEXT NOT NULL, series INTEGER NOT NULL, low REAL, high REAL, change_per_second REAL, flat_line INTEGER,
        gap INTEGER, clock_skew INTEGER, PRIMARY KEY (tenant, series)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE series_state (
        tenant TEXT NOT NULL, series INTEGER NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL,
        PRIMARY KEY (tenant, series)) STRICT, WITHOUT ROWID
      """,
    ]),
  // Retention asks for the series of each shard.
  Migration(45, "series of a shard", ["CREATE INDEX series_shard_shard ON series_shard (shard, series)"]),
  // Those that no thing has are not looked for by their thing.
  Migration(
    46, "series of things",
    [
      "DROP INDEX series_entity",
      "CREATE INDEX series_entity ON series (tenant, entity, code) WHERE entity IS NOT NULL",
    ]),
  // Numbers among the readings of an instant that none of them has any more, of series that keep all.
  Migration(
    47, "retired numbers of readings",
    [
      """
      CREATE TABLE retired_numbers (
        tenant TEXT NOT NULL, series INTEGER NOT NULL, at INTEGER NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (tenant, series, at, number)) STRICT, WITHOUT ROWID
      """
    ]),
  // Changes that came with a key of the client's choice, with the answer that it got.
  Migration(
    48, "keys of changed readings",
    [
      """
      CREATE TABLE reading_commands (
        tenant TEXT NOT NULL, principal TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL,
        answer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tenant, principal, key)) STRICT, WITHOUT ROWID
      """
    ]),
  // Where no series has another policy than the usual one, that is known at once.
  Migration(
    49, "series of unusual policies",
    ["CREATE INDEX series_policy ON series (tenant, id, policy) WHERE policy <> 'lastWins'"]),
]
