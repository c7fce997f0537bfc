// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of this system.
public let operationsMigrations: [Migration] = [
  Migration(
    73, "vital signs by the hour",
    [
      """
      CREATE TABLE vital_hours (
        tenant TEXT NOT NULL, area TEXT NOT NULL, hour INTEGER NOT NULL, late INTEGER NOT NULL,
        due_soon INTEGER NOT NULL, silent INTEGER NOT NULL, PRIMARY KEY (tenant, area, hour)) STRICT, WITHOUT ROWID
      """
    ]),
  Migration(
    90, "matter outcomes",
    [
      """
      CREATE TABLE matter_outcomes (
        tenant TEXT NOT NULL, matter INTEGER NOT NULL, revision INTEGER NOT NULL, type TEXT NOT NULL,
        channel TEXT NOT NULL, department TEXT, district TEXT, street TEXT, community TEXT, cell TEXT, owner TEXT,
        opened_at INTEGER NOT NULL, opened_month TEXT NOT NULL, due_at INTEGER, ended_at INTEGER, ended_month TEXT,
        ending TEXT, verdict TEXT NOT NULL, PRIMARY KEY (tenant, matter)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX matter_outcomes_opened ON matter_outcomes (tenant, opened_at)",
      "CREATE INDEX matter_outcomes_ended ON matter_outcomes (tenant, ended_at)",
    ]),
  Migration(
    93, "city modes",
    [
      """
      CREATE TABLE city_modes (
        tenant TEXT NOT NULL, emergency INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (tenant)) STRICT, WITHOUT ROWID
      """
    ]),
]
