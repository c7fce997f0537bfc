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
]
