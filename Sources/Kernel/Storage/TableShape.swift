// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A table as both engines have it: the columns that are stored, in the order of the table.
struct TableShape: Hashable, Sendable {
  /// The types both engines have.
  enum ColumnType: String, Sendable {
    case integer, real, text, blob
  }

  struct Column: Hashable, Sendable {
    var name: String
    var type: ColumnType
  }

  var name: String
  var columns: [Column]

  /// A name as it stands in SQL.
  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  var columnList: String { columns.map { Self.quoted($0.name) }.joined(separator: ", ") }
  var query: String { "SELECT \(columnList) FROM \(Self.quoted(name))" }
}
