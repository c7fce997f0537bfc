// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Storage

@Suite struct PlaceholderTests {
  @Test(arguments: [
    ("SELECT ?", "SELECT $1"),
    ("UPDATE t SET a = ?, b=? WHERE c IN (?,?)", "UPDATE t SET a = $1, b=$2 WHERE c IN ($3,$4)"),
    ("SELECT '?', \"?\", ? -- ?\n, ?", "SELECT '?', \"?\", $1 -- ?\n, $2"),
    ("SELECT 'it''s ?' /* ? * / ? */ || ?", "SELECT 'it''s ?' /* ? * / ? */ || $1"),
    ("SELECT '市?', ?", "SELECT '市?', $1"),
    ("SELECT $$ ? $$, $a$ ? $$ $a$, ?", "SELECT $$ ? $$, $a$ ? $$ $a$, $1"),
    ("", ""),
    ("SELECT a - ? / ?", "SELECT a - $1 / $2"),
    ("SELECT 'open ?", "SELECT 'open ?"),
  ])
  func areNumbered(sql: String, numbered: String) {
    #expect(sql.numberingPlaceholders() == numbered)
  }

  @Test func aNullThatNothingTellsTheTypeOfIsText() {
    let sql = "(? IS NULL OR a = ?) AND (?\n is not null) AND ?IS NULL"
    #expect(sql.numberingPlaceholders() == "($1 IS NULL OR a = $2) AND ($3\n is not null) AND $4IS NULL")
    #expect(
      sql.numberingPlaceholders { $0 < 3 }
        == "($1::text IS NULL OR a = $2) AND ($3::text\n is not null) AND $4IS NULL")
  }

  @Test func theOldestStatementGoes() {
    var cache = StatementCache<String, Int>(limit: 2)
    #expect(cache.insert("a", 1) == nil)
    #expect(cache.insert("b", 2) == nil)
    #expect(cache.find("a") == 1)
    #expect(cache.insert("c", 3) == 2)
    #expect(cache.find("b") == nil)
    #expect(cache.insert("d", 4, isBusy: { $0 == 1 }) == 3)
    #expect(cache.insert("e", 5, isBusy: { _ in true }) == nil)
    #expect(Set(cache.all) == [1, 4, 5])
  }
}
