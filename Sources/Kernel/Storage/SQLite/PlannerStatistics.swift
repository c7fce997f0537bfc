// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Transaction {
  /// Tells SQLite's planner what the tables of a large city are like.
  ///
  /// Without statistics it takes any first column of an index for one that ten rows share. Nearly every index here begins with
  /// the tenant, which all rows share, so that it would go through the rows of a city to find one. The statistics are not
  /// counted but stated, the same for a new city and a large one, so that a query has one plan for ever.
  ///
  /// To be called again when indexes were made outside of the migrations.
  public func stateStatistics() throws {
    guard dialect == .sqlite else { return }
    let stated = try Self.statistics(of: indexes())
    try execute("ANALYZE sqlite_schema")  // Makes the table of statistics where there is none.
    let known = try rows("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx").map { row in
      // Somebody's ANALYZE tells of a table without an index by a row that names none.
      IndexStatistics(table: row[0], index: row[1] as String? ?? "", text: row[2] as String? ?? "")
    }
    guard known != stated else { return }
    try execute("DELETE FROM sqlite_stat1")
    for one in stated {
      try execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", one.table, one.index, one.text)
    }
    try execute("ANALYZE sqlite_schema")  // Reads them.
  }

  private struct IndexStatistics: Equatable {
    var table: String
    /// The name of the index, or that of the table for the primary key of one without row numbers.
    var index: String
    /// How many rows there are, then how many share the first column, the first two, and so on.
    var text: String
  }

  private struct Index {
    var table: String
    var name: String
    var isUnique: Bool
    /// Whether it holds some of the rows only.
    var isPartial: Bool
    var columns: [String]
  }

  /// The indexes that begin with the tenant, in order of table and name.
  private func indexes() throws -> [Index] {
    var indexes: [Index] = []
    try forEach(
      """
      SELECT t.name, CASE WHEN t.wr AND l.origin = 'pk' THEN t.name ELSE l.name END AS name, l."unique", l.partial, c.name
      FROM pragma_table_list t, pragma_index_list(t.name) l, pragma_index_info(l.name) c
      WHERE t.schema = 'main' AND t.type = 'table' ORDER BY 1, 2, c.seqno
      """
    ) { row in
      let (table, name, column): (String, String, String?) = (row[0], row[1], row[4])
      if indexes.last.map({ ($0.table, $0.name) != (table, name) }) ?? true {
        indexes.append(Index(table: table, name: name, isUnique: row[2], isPartial: row[3], columns: []))
      }
      indexes[indexes.count - 1].columns.append(column ?? "")
    }
    return indexes.filter { $0.columns.first == "tenant" }
  }

  private static func statistics(of indexes: [Index]) -> [IndexStatistics] {
    indexes.map { index in
      let rows = index.isPartial ? rowsOfTable / 10 : rowsOfTable
      var sharing = rows
      // SQLite's own guess for columns of which it knows nothing.
      var guess = 10
      var counts = [rows]
      for column in index.columns {
        switch column {
        case "tenant":
          // Where all rows are to be read, they are read along the key that they are stored by.
          if index.name == index.table { sharing = sharing * 2 / 5 }
        case _ where broadColumns.contains(column): sharing = max(1, sharing / 50)
        default:
          sharing = min(sharing, guess)
          guess = max(5, guess - 1)
        }
        counts.append(sharing)
      }
      if index.isUnique { counts[counts.count - 1] = 1 }
      return IndexStatistics(
        table: index.table, index: index.name, text: counts.map(String.init).joined(separator: " ") + " noskipscan")
    }
  }

  private static let rowsOfTable = 1_000_000
  /// Columns with few different values.
  private static let broadColumns: Set = [
    "channel", "class", "department", "district", "name", "partition", "retention_class", "role", "state", "type",
  ]
}
