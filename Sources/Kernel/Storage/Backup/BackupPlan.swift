// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What a backup leaves out because the program makes it anew.
///
/// Everything else is found in the catalogue of the engine. A virtual table of SQLite needs no entry when triggers fill
/// it.
public struct BackupPlan: Sendable {
  /// A table whose rows follow from other tables.
  public struct DerivedTable: Sendable {
    public let name: String
    /// Fills the empty table after a restore.
    public let rebuild: @Sendable (Transaction) throws -> Void

    public init(_ name: String, rebuild: @escaping @Sendable (Transaction) throws -> Void) {
      self.name = name
      self.rebuild = rebuild
    }
  }

  public var derivedTables: [DerivedTable]
  /// Columns, as `table.column`, that one engine has and numbers by itself.
  public var localColumns: Set<String>

  public init(derivedTables: [DerivedTable] = [], localColumns: Set<String> = []) {
    self.derivedTables = derivedTables
    self.localColumns = localColumns
  }

  /// What any of the plans leaves out.
  public init(joining plans: [BackupPlan]) {
    self.init(
      derivedTables: plans.flatMap(\.derivedTables),
      localColumns: plans.reduce(into: []) { $0.formUnion($1.localColumns) })
  }

  /// The tables without what is left out.
  func kept(_ tables: [TableShape]) -> [TableShape] {
    let derived = Set(derivedTables.map(\.name))
    return tables.filter { !derived.contains($0.name) }.map { table in
      var table = table
      table.columns.removeAll { localColumns.contains("\(table.name).\($0.name)") }
      return table
    }
  }
}
