// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vocabulary

/// One restore, within one transaction.
struct Restore {
  private let transaction: Transaction
  private let reader: BackupReader
  private let plan: BackupPlan
  private let files: RestoredFolders
  private let progress: BackupRun
  private let steps: [Migration]
  private var summary = BackupSummary(rows: [:], files: 0, checksum: "")
  private var table: TableShape?

  init(
    _ transaction: Transaction, _ backup: URL, _ migrations: [Migration], _ plan: BackupPlan, _ files: RestoredFolders,
    _ progress: BackupRun
  ) throws {
    self.transaction = transaction
    self.plan = plan
    self.files = files
    self.progress = progress
    reader = try BackupReader(backup)
    let applied = reader.header.migrations
    if let newer = applied.first(where: { step in !migrations.contains { $0.number == step.number } }) {
      throw Problem(
        .conflict,
        "\(backup.path(percentEncoded: false)) was made by a newer Citywide: it holds schema step \(newer.number) "
          + "(\(newer.name)), which this program does not know. Restore it with the newer program.",
        "\(backup.path(percentEncoded: false)) 由较新的 Citywide 制作：含有本程序不认识的结构步骤 \(newer.number)（\(newer.name)）。请用较新的程序恢复。"
      )
    }
    steps = migrations.ordered().filter { step in applied.contains { $0.number == step.number } }
  }

  mutating func run() throws -> BackupSummary {
    progress.begin(rows: reader.header.totalRows)
    try transaction.makeMigrationTable()
    for step in steps { try transaction.run(step) }
    let tables = try plan.kept(transaction.tables())
    let references = try transaction.liftReferences()
    // Steps of the schema may have put in rows; the backup has them, too, as they were last.
    for table in tables { try transaction.execute("DELETE FROM \(TableShape.quoted(table.name))") }
    while let record = try reader.next() { try take(record, tables) }
    if let missing = tables.first(where: { summary.rows[$0.name] == nil }) {
      throw reader.damaged("the table \(missing.name) is missing")
    }
    try transaction.restore(reader.header.sequences)
    for derived in plan.derivedTables { try derived.rebuild(transaction) }
    try transaction.putBack(references)
    try files.publish()
    summary.checksum = reader.checksum ?? ""
    return summary
  }

  private mutating func take(_ record: BackupRecord, _ tables: [TableShape]) throws {
    switch record.kind {
    case .table: try begin(reader.table(record), tables)
    case .rows: try insert(record)
    case .file:
      let (folder, path) = try reader.file(record)
      progress.stage(folder)
      try files.begin(folder: folder, path: path, damaged: reader.damaged)
      summary.files += 1
    case .data:
      try files.write(record.content, damaged: reader.damaged)
      try progress.advance(fileBytes: record.content.count)
    case .end: try reader.check(summary, against: record)
    case .header, .checksum: throw reader.damaged("it has two headers")
    }
  }

  private mutating func begin(_ shape: TableShape, _ tables: [TableShape]) throws {
    guard summary.rows[shape.name] == nil else { throw reader.damaged("it holds the table \(shape.name) twice") }
    guard let target = tables.first(where: { $0.name == shape.name }) else {
      throw reader.damaged("it holds the table \(shape.name), which the schema has not")
    }
    // The order of columns may differ, their names and types not.
    guard Set(target.columns) == Set(shape.columns) else {
      let odd = Set(target.columns).symmetricDifference(shape.columns).map(\.name).sorted().joined(separator: ", ")
      throw Problem(
        .conflict, "The table \(shape.name) of the backup and that of this database differ in the columns \(odd).",
        "备份中的表 \(shape.name) 与本数据库中的列不同：\(odd)。")
    }
    progress.stage(shape.name)
    summary.rows[shape.name] = 0
    table = shape
  }

  private mutating func insert(_ record: BackupRecord) throws {
    guard let table, let rows = RowCoding.rows(record.content, columns: table.columns.count) else {
      throw reader.damaged("a row cannot be read")
    }
    try transaction.insert(rows, into: table)
    summary.rows[table.name, default: 0] += rows.count
    try progress.advance(rows: rows.count)
  }
}
