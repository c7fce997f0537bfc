// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import TestSupport
import Vocabulary

/// A small database with everything that backups must cope with.
enum BackupCity {
  static let time = FrozenTime().now()

  static let schema = [
    Migration(
      1, "things",
      [
        """
        CREATE TABLE things (
          tenant TEXT NOT NULL, number INTEGER NOT NULL, whole INTEGER, fraction REAL, words TEXT, bytes BLOB,
          PRIMARY KEY (tenant, number)) STRICT, WITHOUT ROWID
        """,
        // Refers to itself: rows cannot be put in an order in which each finds what it refers to.
        """
        CREATE TABLE "odd names" (
          number INTEGER PRIMARY KEY, "select" TEXT, next INTEGER REFERENCES "odd names" (number)) STRICT
        """,
        "CREATE TABLE empty (number INTEGER PRIMARY KEY) STRICT",
        "CREATE TABLE lengths (number INTEGER PRIMARY KEY, length INTEGER NOT NULL) STRICT",
        "INSERT INTO empty VALUES (1)",
      ]),
    Migration(2, "places") { dialect in
      switch dialect {
      case .sqlite:
        [
          "CREATE TABLE places (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, x REAL NOT NULL) STRICT",
          "CREATE VIRTUAL TABLE place_boxes USING rtree(place, west, east)",
          """
          CREATE TRIGGER places_inserted AFTER INSERT ON places BEGIN
            INSERT INTO place_boxes VALUES (NEW.place, NEW.x, NEW.x); END
          """,
        ]
      case .postgresql:
        [
          """
          CREATE TABLE places (
            id TEXT PRIMARY KEY, x REAL NOT NULL, at POINT GENERATED ALWAYS AS (point(x, 0)) STORED)
          """,
          "CREATE SEQUENCE numbers START 100",
        ]
      }
    },
  ]

  static let plan = BackupPlan(
    derivedTables: [
      BackupPlan.DerivedTable("lengths") { transaction in
        try transaction.execute(
          "INSERT INTO lengths (number, length) SELECT number, LENGTH(words) FROM things WHERE words IS NOT NULL")
      }
    ], localColumns: ["places.place"])

  static func make(_ engine: Engine, seed: UInt64, things: Int = 300) async throws -> Database {
    let database = try await TestDatabase.make(engine, migrations: schema)
    try await database.write { transaction in
      var generator = SeededGenerator(seed: seed)
      try transaction.execute("DELETE FROM empty")
      for number in 0..<things {
        try transaction.execute(
          "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?)",
          values: [
            .text(Bool.random(using: &generator) ? "海淀" : "boston"), .integer(Int64(number)), whole(&generator),
            fraction(&generator), words(&generator), bytes(&generator),
          ])
      }
      for number in 1...20 {
        try transaction.execute(
          "INSERT INTO \"odd names\" VALUES (?, ?, ?)", number, "'; --", Int?.none)
        try transaction.execute("INSERT INTO places (id, x) VALUES (?, ?)", "桥 \(number)", Double(number))
      }
      try transaction.execute("UPDATE \"odd names\" SET next = 21 - number")
      try plan.derivedTables[0].rebuild(transaction)
      if transaction.dialect == .postgresql { _ = try transaction.row("SELECT nextval('numbers')") }
    }
    return database
  }

  /// All rows, in one order.
  static func rows(_ database: Database) async throws -> [[SQLValue]] {
    try await database.read { transaction in
      try [
        "SELECT * FROM things ORDER BY tenant, number", "SELECT * FROM \"odd names\" ORDER BY number",
        "SELECT number FROM empty", "SELECT number, length FROM lengths ORDER BY number",
        "SELECT id, x FROM places ORDER BY id",
        "SELECT number, name, applied_at FROM schema_migrations ORDER BY number",
      ].flatMap { try transaction.rows($0).map(\.values) }
    }
  }

  private static func whole(_ generator: inout SeededGenerator) -> SQLValue {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: .null
    case 1: .integer(.random(in: -3...3, using: &generator))
    default: .integer(.random(in: .min ... .max, using: &generator))
    }
  }

  private static func fraction(_ generator: inout SeededGenerator) -> SQLValue {
    Bool.random(using: &generator) ? .null : .real(.random(in: -1e9...1e9, using: &generator))
  }

  private static func words(_ generator: inout SeededGenerator) -> SQLValue {
    guard Int.random(in: 0..<4, using: &generator) > 0 else { return .null }
    let alphabet = Array("一网统管 abc'\"\\\n😀ä")
    return .text(
      String(
        (0..<Int.random(in: 0...40, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "x" }))
  }

  private static func bytes(_ generator: inout SeededGenerator) -> SQLValue {
    guard Bool.random(using: &generator) else { return .null }
    let count = Int.random(in: 0...(Int.random(in: 0..<20, using: &generator) == 0 ? 60_000 : 50), using: &generator)
    return .blob((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }
}
