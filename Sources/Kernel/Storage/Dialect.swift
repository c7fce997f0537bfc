// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The few differences between the engines' SQL. Everything else is written once, for both.
public enum Dialect: String, Sendable, CaseIterable {
  case sqlite
  case postgresql

  /// Suffix of a SELECT that locks its rows against other writers; SQLite has one writer at a time anyway.
  public var forUpdate: String {
    switch self {
    case .sqlite: ""
    case .postgresql: " FOR UPDATE"
    }
  }

  /// DDL written in SQLite's words, in this engine's words.
  ///
  /// Text is compared by code point on both, so that keys and pages have one order. Strings, quoted names and comments
  /// are left alone.
  public func definition(_ statement: String) -> String {
    switch self {
    case .sqlite: statement
    case .postgresql: Self.postgreSQLDefinition(statement)
    }
  }

  private static func postgreSQLDefinition(_ statement: String) -> String {
    var scanner = SQLScanner(statement)
    var result = ""
    var previous: Substring = ""
    while let token = scanner.next() {
      guard token.kind == .word else {
        result += token.text
        continue
      }
      switch token.text {
      case "INTEGER": result += "BIGINT"
      case "BLOB": result += "BYTEA"
      case "REAL": result += "DOUBLE PRECISION"
      // `CAST(x AS TEXT)` takes no collation.
      case "TEXT": result += previous == "AS" ? "TEXT" : "TEXT COLLATE \"C\""
      case "STRICT": removeComma(&result)
      case "WITHOUT" where scanner.followedByWord("ROWID"):
        while let skipped = scanner.next(), skipped.kind != .word {}
        removeComma(&result)
      default: result += token.text
      }
      previous = token.text
    }
    while result.last?.isWhitespace == true || result.last == "," { result.removeLast() }
    return result
  }

  /// Table options are separated by commas.
  private static func removeComma(_ text: inout String) {
    while text.last?.isWhitespace == true || text.last == "," { text.removeLast() }
  }
}
