// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of people, services, sessions and tokens.
public let accessMigrations = [
  Migration(
    20, "access",
    [
      """
      CREATE TABLE principals (
        tenant TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, sign_in TEXT, password TEXT,
        revision INTEGER NOT NULL, created_at INTEGER NOT NULL, disabled_at INTEGER, signed_in_at INTEGER,
        PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX principals_sign_in ON principals (tenant, sign_in)",
      "CREATE INDEX principals_name ON principals (tenant, name, id)",
      """
      CREATE TABLE grants (
        tenant TEXT NOT NULL, principal TEXT NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL, department TEXT,
        area TEXT, PRIMARY KEY (tenant, principal, position)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX grants_role ON grants (tenant, role, department)",
      """
      CREATE TABLE sessions (
        tenant TEXT NOT NULL, hash BLOB NOT NULL, id INTEGER NOT NULL, principal TEXT NOT NULL,
        created_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, hash)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX sessions_principal ON sessions (tenant, principal, last_used_at)",
      """
      CREATE TABLE tokens (
        tenant TEXT NOT NULL, id INTEGER NOT NULL, hash BLOB NOT NULL, principal TEXT NOT NULL, label TEXT NOT NULL,
        grants TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER,
        last_used_at INTEGER, PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX tokens_hash ON tokens (tenant, hash)",
      "CREATE INDEX tokens_principal ON tokens (tenant, principal, id)",
      """
      CREATE TABLE access_state (
        tenant TEXT NOT NULL PRIMARY KEY, changes INTEGER NOT NULL, setup_hash BLOB, setup_expires_at INTEGER)
        STRICT, WITHOUT ROWID
      """,
    ])
]
