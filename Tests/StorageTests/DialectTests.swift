// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Testing

@Suite struct DialectTests {
  @Test(arguments: [
    (
      "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL, c BLOB, d REAL) STRICT",
      "CREATE TABLE t (a BIGINT PRIMARY KEY, b TEXT COLLATE \"C\" NOT NULL, c BYTEA, d DOUBLE PRECISION)"
    ),
    (
      "CREATE TABLE t (tenant TEXT, b TEXT, PRIMARY KEY (tenant, b)) STRICT, WITHOUT ROWID",
      "CREATE TABLE t (tenant TEXT COLLATE \"C\", b TEXT COLLATE \"C\", PRIMARY KEY (tenant, b))"
    ),
    ("CREATE TABLE t (a INTEGER) WITHOUT ROWID, STRICT", "CREATE TABLE t (a BIGINT)"),
    ("CREATE TABLE t (a INTEGER)\n  WITHOUT   ROWID\n", "CREATE TABLE t (a BIGINT)"),
    (
      "CREATE TABLE t (kind TEXT CHECK (kind IN ('TEXT', 'BLOB''S REAL')), \"TEXT\" INTEGER) STRICT",
      "CREATE TABLE t (kind TEXT COLLATE \"C\" CHECK (kind IN ('TEXT', 'BLOB''S REAL')), \"TEXT\" BIGINT)"
    ),
    ("CREATE TABLE TEXTS (REAL_ONE INTEGER, X_BLOB BLOB)", "CREATE TABLE TEXTS (REAL_ONE BIGINT, X_BLOB BYTEA)"),
    ("CREATE INDEX i ON t (CAST(a AS TEXT)) -- INTEGER", "CREATE INDEX i ON t (CAST(a AS TEXT)) -- INTEGER"),
    ("SELECT 1 /* REAL */ + 2", "SELECT 1 /* REAL */ + 2"),
    ("CREATE FUNCTION f() AS $x$ TEXT $$ $x$", "CREATE FUNCTION f() AS $x$ TEXT $$ $x$"),
  ])
  func definitions(sqlite: String, postgresql: String) {
    #expect(Dialect.postgresql.definition(sqlite) == postgresql)
    #expect(Dialect.sqlite.definition(sqlite) == sqlite)
  }

  @Test(arguments: [
    (DatabaseLocation("city.sqlite"), "sqlite:city.sqlite"),
    (DatabaseLocation("sqlite:/var/lib/city"), "sqlite:/var/lib/city"),
    (DatabaseLocation("postgres://user:secret@host:5432/city"), "postgres://user@host:5432/city"),
    (DatabaseLocation("postgresql://user:se@cr:et@host/city?password=secret"), "postgresql://user@host/city"),
    (DatabaseLocation("postgres://host/city?user=x&password=secret"), "postgres://host/city"),
    (DatabaseLocation("postgres:///city"), "postgres:///city"),
  ])
  func locationsKeepTheirPasswords(location: DatabaseLocation, description: String) {
    #expect(location.description == description)
  }
}
