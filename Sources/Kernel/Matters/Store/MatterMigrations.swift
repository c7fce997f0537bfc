// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of matters.
public let mattersMigrations = [
  Migration(
    60, "matters",
    [
      """
      CREATE TABLE matters (
        id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, number TEXT NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL,
        priority TEXT NOT NULL, channel TEXT NOT NULL, department TEXT, district TEXT, street TEXT, community TEXT,
        cell TEXT, owner TEXT, external_id TEXT, correlation TEXT, place INTEGER, longitude REAL, latitude REAL,
        due_at INTEGER NOT NULL, timer_at INTEGER, updated_at INTEGER NOT NULL, revision INTEGER NOT NULL,
        snapshot TEXT NOT NULL) STRICT
      """,
      "CREATE UNIQUE INDEX matters_number ON matters (tenant, number)",
      "CREATE INDEX matters_due ON matters (tenant, due_at, id)",
      "CREATE INDEX matters_newest ON matters (tenant, id)",
      "CREATE INDEX matters_district ON matters (tenant, district, due_at, id)",
      "CREATE INDEX matters_owner ON matters (tenant, owner, id) WHERE owner IS NOT NULL",
      "CREATE INDEX matters_timer ON matters (tenant, timer_at) WHERE timer_at IS NOT NULL",
      "CREATE INDEX matters_place ON matters (tenant, place) WHERE place IS NOT NULL",
      "CREATE UNIQUE INDEX matters_external ON matters (tenant, channel, external_id) WHERE external_id IS NOT NULL",
      "CREATE INDEX matters_correlation ON matters (tenant, correlation, id) WHERE correlation IS NOT NULL",
      // One row for each department that a matter involves, with what a department's list filters and sorts by.
      """
      CREATE TABLE matter_departments (
        tenant TEXT NOT NULL, department TEXT NOT NULL, due_at INTEGER NOT NULL, matter INTEGER NOT NULL,
        district TEXT, street TEXT, community TEXT, cell TEXT, state TEXT NOT NULL,
        PRIMARY KEY (tenant, department, due_at, matter)) STRICT, WITHOUT ROWID
      """,
      // With everything that is filtered by, so that what does not fit is passed without a look at its row.
      """
      CREATE INDEX matter_departments_district ON matter_departments
        (tenant, department, district, due_at, matter, street, community, cell, state)
      """,
      "CREATE INDEX matter_departments_matter ON matter_departments (tenant, matter, department)",
      """
      CREATE TABLE matter_commands (
        tenant TEXT NOT NULL, principal TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL,
        matter INTEGER NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (tenant, principal, key)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE matter_numbers (
        tenant TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (tenant, day))
        STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE definitions (
        tenant TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL,
        content TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tenant, kind, code, version)) STRICT, WITHOUT ROWID
      """,
    ]),
  matterTextsMigration,
  // Who follows a report without an account is known by the hash of a secret, and by nothing else.
  Migration(
    62, "follows of matters",
    [
      """
      CREATE TABLE matter_follows (
        tenant TEXT NOT NULL, follower TEXT NOT NULL, matter INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (tenant, follower, matter)) STRICT, WITHOUT ROWID
      """
    ]),
  matterWordsMigration,
  Migration(
    64, "departments' matters by age",
    ["CREATE INDEX matter_departments_newest ON matter_departments (tenant, department, matter)"]),
  // Of a city's matters few are open. `MatterListing` names the same condition, word for word: so planners see that it holds.
  Migration(
    65, "open matters by due date",
    [
      """
      CREATE INDEX matters_open ON matters (tenant, due_at, id)
      WHERE state NOT IN ('archived', 'cancelled', 'closed', 'merged', 'rejected', 'withdrawn')
      """
    ]),
]
