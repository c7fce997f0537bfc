// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct ValueTests {
  static let schema = [
    Migration(
      1, "values",
      [
        """
        CREATE TABLE things (
          number INTEGER PRIMARY KEY, whole INTEGER, fraction REAL, words TEXT, bytes BLOB) STRICT
        """
      ])
  ]

  static let wholes: [SQLValue] = [0, 1, -1, 1_795_507_200_000, Int64.max, Int64.min].map { .integer($0) } + [.null]
  static let fractions: [SQLValue] =
    [0, -0.5, 0.1, .pi, 1e300, -1e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity]
    .map { .real($0) } + [.null]
  static let words: [SQLValue] =
    [
      "", " ", "'", "\"$1 ? --", "一网统管", "𠮷野家 🏙️", "e\u{301}", "line\nline\ttab\\",
      String(repeating: "漢", count: 70_000),
    ]
    .map { .text($0) } + [.null]
  static let bytes: [SQLValue] =
    [[], [0], [0, 255, 39, 92], [UInt8](repeating: 7, count: 300_000)].map { .blob($0) } + [.null]

  @Test(arguments: Engine.allCases) func everyValueComesBackAsItWas(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    for index in 0..<11 {
      let given = [
        .integer(Int64(index)), Self.wholes[index % Self.wholes.count], Self.fractions[index % Self.fractions.count],
        Self.words[index % Self.words.count], Self.bytes[index % Self.bytes.count],
      ]
      try await database.write { transaction in
        let changed = try transaction.execute("INSERT INTO things VALUES (?, ?, ?, ?, ?)", values: given)
        #expect(changed == 1)
      }
      let found = try await database.read {
        try $0.row("SELECT number, whole, fraction, words, bytes FROM things WHERE number = ?", index)?.values
      }
      #expect(found == given)
    }
  }

  @Test(arguments: Engine.allCases) func valuesNeedNoTable(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine)
    let row = try await database.read {
      try $0.row(
        "SELECT ?, ?, ?, ?, COALESCE(?, ?)", Int64.min, 0.25, "城", [UInt8](), Int?.none, 3)?.values
    }
    #expect(row == [.integer(.min), .real(0.25), .text("城"), .blob([]), .integer(3)])
  }

  @Test(arguments: Engine.allCases) func aggregatesAreNumbersOfTheirKind(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    let row = try await database.write { transaction in
      for number in 1...4 {
        try transaction.execute(
          "INSERT INTO things VALUES (?, ?, ?, ?, ?)", number, 2_000_000_000_000 * number - 1, 0.25, "", Int?.none)
      }
      return try transaction.row(
        """
        SELECT COUNT(*), SUM(whole), AVG(whole * 1.0), SUM(fraction), MAX(words), SUM(number) FILTER (WHERE number > 9),
          SUM(CASE WHEN number > 2 THEN 1 ELSE 0 END), AVG(number), COUNT(bytes) FROM things
        """)?.values
    }
    #expect(
      row == [
        .integer(4), .integer(19_999_999_999_996), .real(4_999_999_999_999), .real(1), .text(""), .null, .integer(2),
        .real(2.5), .integer(0),
      ])
  }

  @Test(arguments: Engine.allCases) func nullsTakeTheirTypeFromTheirPlace(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    let sql = "SELECT number FROM things WHERE (? IS NULL OR whole = ?) AND (? is null OR words = ?) ORDER BY number"
    let found = try await database.write { transaction -> [[Int]] in
      try transaction.execute("INSERT INTO things VALUES (1, 10, ?, 'a', ?)", Double?.none, [UInt8]?.none)
      try transaction.execute("INSERT INTO things VALUES (2, ?, ?, 'b', ?)", Int?.none, Double?.none, [UInt8]?.none)
      return try [(nil, nil), (10, nil), (nil, "b"), (10, "b")].map { (whole: Int?, words: String?) in
        try transaction.rows(sql, whole, whole, words, words).map { $0[0] }
      }
    }
    #expect(found == [[1, 2], [1], [2], []])
  }

  /// Both engines do the same with the two values that one of them could not keep.
  @Test(arguments: Engine.allCases) func notANumberIsNullAndZeroCharactersAreRefused(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    let found = try await database.write { transaction -> [SQLValue]? in
      try transaction.execute("INSERT INTO things (number, fraction) VALUES (1, ?)", Double.nan)
      return try transaction.row("SELECT fraction FROM things WHERE number = 1")?.values
    }
    #expect(found == [.null])
    await #expect {
      try await database.write { try $0.execute("INSERT INTO things (number, words) VALUES (2, ?)", "a\0b") }
    } throws: { error in
      guard case StorageError.constraint(let what) = error else { return false }
      return what.contains("U+0000")
    }
    let count = try await database.read { try $0.row("SELECT COUNT(*) FROM things")?[0] ?? 0 }
    #expect(count == 1)
  }

  @Test(arguments: Engine.allCases) func textIsOrderedByCodePoint(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    let given = ["b", "A", "ä", "a", "Z", "中", "", "a b", "ab", "-", "😀", "\u{FFFD}"]
    let sorted = try await database.write { transaction -> [String] in
      for (number, word) in given.enumerated() {
        try transaction.execute("INSERT INTO things (number, words) VALUES (?, ?)", number, word)
      }
      return try transaction.rows("SELECT words FROM things ORDER BY words").map { $0[0] }
    }
    #expect(sorted == ["", "-", "A", "Z", "a", "a b", "ab", "b", "ä", "中", "\u{FFFD}", "😀"])
  }

  @Test(arguments: Engine.allCases) func changedRowsAreCounted(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    let counts = try await database.write { transaction in
      try [
        transaction.execute("INSERT INTO things (number, whole) VALUES (1, 1), (2, 1), (3, 2)"),
        transaction.execute("UPDATE things SET whole = 5 WHERE whole = 1"),
        transaction.execute("UPDATE things SET whole = 5 WHERE whole = 99"),
        transaction.execute("SELECT number FROM things"),
        transaction.execute("INSERT INTO things (number, whole) VALUES (1, 7) ON CONFLICT (number) DO NOTHING"),
        transaction.execute(
          "INSERT INTO things (number, whole) VALUES (1, 7) ON CONFLICT (number) DO UPDATE SET whole = excluded.whole"),
        transaction.rows("DELETE FROM things WHERE number > ? RETURNING whole", 1).count,
      ]
    }
    #expect(counts == [3, 2, 0, 0, 0, 1, 2])
  }
}
