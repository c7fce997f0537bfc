// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Transaction {
  /// The tables of the database by name, without what the engine keeps for itself.
  func tables() throws -> [TableShape] {
    let rows =
      switch dialect {
      case .sqlite: try rows(Self.sqliteColumns)
      case .postgresql: try rows(Self.postgresqlColumns)
      }
    var tables: [TableShape] = []
    for row in rows {
      let (name, column, type): (String, String, String) = (row[0], row[1], row[2])
      guard let type = Self.columnType(type) else {
        throw StorageError.statement("\(name).\(column) is of type \(type), which only one engine has", sql: "")
      }
      if tables.last?.name != name { tables.append(TableShape(name: name, columns: [])) }
      tables[tables.count - 1].columns.append(TableShape.Column(name: column, type: type))
    }
    return tables.sorted { $0.name < $1.name }
  }

  /// Virtual tables of SQLite that no trigger fills.
  func unfilledVirtualTables() throws -> [String] {
    guard dialect == .sqlite else { return [] }
    return try rows(
      """
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual' AND NOT EXISTS (
        SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND instr(sql, pragma_table_list.name) > 0)
      """
    ).map { $0[0] }
  }

  /// The next number of each sequence.
  func sequences() throws -> [String: Int64] {
    guard dialect == .postgresql else { return [:] }
    let rows = try rows(
      """
      SELECT sequencename, COALESCE(last_value + increment_by, start_value), min_value, max_value FROM pg_sequences
      WHERE schemaname = current_schema()
      """)
    var sequences: [String: Int64] = [:]
    for row in rows {
      let (next, least, most): (Int64, Int64, Int64) = (row[1], row[2], row[3])
      sequences[row[0]] = next > most ? least : next
    }
    return sequences
  }

  private static func columnType(_ name: String) -> TableShape.ColumnType? {
    switch name.uppercased() {
    case "INTEGER", "INT", "INT8": .integer
    case "REAL", "FLOAT8": .real
    case "TEXT": .text
    case "BLOB", "BYTEA": .blob
    default: nil
    }
  }

  // Hidden columns 2 and 3 are generated.
  private static let sqliteColumns = """
    SELECT l.name, c.name, c.type FROM pragma_table_list AS l, pragma_table_xinfo(l.name) AS c
    WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.hidden = 0
    ORDER BY l.name, c.cid
    """

  // Ordinary and partitioned tables, not the parts; nothing that belongs to an extension; no generated columns.
  private static let postgresqlColumns = """
    SELECT c.relname, a.attname, t.typname
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE c.relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace) AND c.relkind IN ('r', 'p')
      AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND NOT EXISTS (
        SELECT 1 FROM pg_depend AS d
        WHERE d.classid = CAST('pg_class' AS regclass) AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname, a.attnum
    """
}
