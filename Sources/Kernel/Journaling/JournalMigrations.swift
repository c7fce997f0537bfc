// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The journal's tables.
public let journalingMigrations = [
  Migration(
    10, "journal",
    [
      """
      CREATE TABLE journal (
        tenant TEXT NOT NULL, partition INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
        kind TEXT NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, revision INTEGER NOT NULL,
        actor TEXT NOT NULL, client TEXT, payload BLOB NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (tenant, partition, seq)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX journal_subject ON journal (tenant, subject, subject_kind, revision)",
      """
      CREATE TABLE journal_heads (
        tenant TEXT NOT NULL, partition INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (tenant, partition)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE journal_checkpoints (
        tenant TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, content BLOB NOT NULL,
        public_key BLOB NOT NULL, signature BLOB NOT NULL, PRIMARY KEY (tenant, number)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE journal_followers (
        tenant TEXT NOT NULL, name TEXT NOT NULL, partition INTEGER NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (tenant, name, partition)) STRICT, WITHOUT ROWID
      """,
    ]),
  Migration(
    11, "uses of decisions",
    [
      // Which events tell of a use of a decision: found by decision and time. Made of the payloads, which alone are hashed.
      """
      CREATE TABLE journal_decisions (
        tenant TEXT NOT NULL, decision TEXT NOT NULL, at INTEGER NOT NULL, partition INTEGER NOT NULL,
        seq INTEGER NOT NULL, PRIMARY KEY (tenant, decision, at, partition, seq)) STRICT, WITHOUT ROWID
      """
    ]),
  // Of a table that is its own index, SQLite puts all but the beginning of an event of some length on a page of its own.
  Migration(12, "journal with row numbers") { dialect in
    guard dialect == .sqlite else { return [] }
    return [
      """
      CREATE TABLE journal_rows (
        tenant TEXT NOT NULL, partition INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
        kind TEXT NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, revision INTEGER NOT NULL,
        actor TEXT NOT NULL, client TEXT, payload BLOB NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (tenant, partition, seq)) STRICT
      """,
      """
      INSERT INTO journal_rows
      SELECT tenant, partition, seq, at, kind, subject_kind, subject, revision, actor, client, payload, hash
      FROM journal ORDER BY tenant, partition, seq
      """,
      "DROP TABLE journal",
      "ALTER TABLE journal_rows RENAME TO journal",
      "CREATE INDEX journal_subject ON journal (tenant, subject, subject_kind, revision)",
    ]
  },
]
