// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage

/// The tables of this room; it needs those of Spatial and Journaling too.
public let contextsMigrations: [Migration] = [
  Migration(
    50, "entities",
    [
      """
      CREATE TABLE entities (
        tenant TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, revision INTEGER NOT NULL,
        created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, department TEXT, district TEXT, street TEXT,
        community TEXT, cell TEXT, location TEXT, content TEXT NOT NULL, PRIMARY KEY (tenant, id)) STRICT
      """,
      "CREATE INDEX entities_type ON entities (tenant, type, id)",
      "CREATE INDEX entities_department ON entities (tenant, department, id)",
    ]),
  // What follows is derived from `entities`.
  Migration(
    51, "entity attributes",
    [
      // A row for each attribute, or for each element of one that is a list; at most one of number, text and flag is set.
      """
      CREATE TABLE entity_attributes (
        tenant TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, element INTEGER NOT NULL, type TEXT NOT NULL,
        number REAL, text TEXT, flag INTEGER, PRIMARY KEY (tenant, id, name, element)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX entity_attributes_text ON entity_attributes (tenant, name, text, type, id)",
      """
      CREATE INDEX entity_attributes_number ON entity_attributes (tenant, name, number, type, id)
      WHERE number IS NOT NULL
      """,
    ]),
  Migration(
    52, "entity relationships",
    [
      """
      CREATE TABLE entity_relationships (
        tenant TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, target TEXT NOT NULL,
        PRIMARY KEY (tenant, id, name, target)) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX entity_relationships_target ON entity_relationships (tenant, target, name, id)",
    ]),
]
