// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Transaction {
  /// A foreign key that was taken away for the time of a restore, and how to make it anew.
  struct LiftedReference {
    let table: String
    let name: String
    let definition: String
  }

  /// Lets rows come in any order: what refers to a row may come before it.
  func liftReferences() throws -> [LiftedReference] {
    guard dialect == .postgresql else {
      // Checked at COMMIT.
      try execute("PRAGMA defer_foreign_keys = ON")
      return []
    }
    let references = try rows(
      """
      SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint AS k
      JOIN pg_class AS c ON c.oid = k.conrelid
      WHERE k.contype = 'f' AND k.conparentid = 0
        AND k.connamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace)
      """
    ).map { LiftedReference(table: $0[0], name: $0[1], definition: $0[2]) }
    for reference in references {
      try execute(
        "ALTER TABLE \(TableShape.quoted(reference.table)) DROP CONSTRAINT \(TableShape.quoted(reference.name))")
    }
    return references
  }

  func putBack(_ references: [LiftedReference]) throws {
    for reference in references {
      try execute(
        "ALTER TABLE \(TableShape.quoted(reference.table)) ADD CONSTRAINT \(TableShape.quoted(reference.name)) "
          + reference.definition)
    }
  }

  /// Sets the sequences to go on where they were; those of columns behind the highest number in use.
  func restore(_ sequences: [String: Int64]) throws {
    guard dialect == .postgresql else { return }
    let own = Set(
      try rows("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()").map { $0[0] as String })
    for (name, next) in sequences where own.contains(name) {
      _ = try row("SELECT setval(CAST(? AS regclass), ?, false)", TableShape.quoted(name), next)
    }
    let columns = try rows(
      """
      SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
      FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
      WHERE c.relnamespace = CAST(CAST(current_schema() AS TEXT) AS regnamespace) AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped
        AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
      """)
    for column in columns {
      let (table, name) = (TableShape.quoted(column[0]), TableShape.quoted(column[1]))
      let sequence: String = column[2]
      _ = try row(
        "SELECT setval(CAST(? AS regclass), COALESCE(MAX(\(name)), 0) + 1, false) FROM \(table)", sequence)
    }
  }
}
