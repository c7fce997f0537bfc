// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of the pages.
public let consoleMigrations: [Migration] = [
  Migration(
    96, "what people keep of pages",
    [
      """
      CREATE TABLE kept_settings (
        tenant TEXT NOT NULL, principal TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (tenant, principal, kind, name)) STRICT, WITHOUT ROWID
      """
    ])
]
