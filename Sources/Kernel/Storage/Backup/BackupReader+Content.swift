// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension BackupReader {
  /// The shape that a table's first record gives.
  func table(_ record: BackupRecord) throws -> TableShape {
    guard let json = try? JSON(parsing: record.content), let name = json["name"]?.string,
      let columns = json["columns"]?.array
    else { throw damaged("the shape of a table cannot be read") }
    return TableShape(
      name: name,
      columns: try columns.map { column in
        guard let name = column["name"]?.string,
          let type = column["type"]?.string.flatMap(TableShape.ColumnType.init(rawValue:))
        else { throw damaged("a column of \(name) cannot be read") }
        return TableShape.Column(name: name, type: type)
      })
  }

  /// Folder and path that a file's first record gives.
  func file(_ record: BackupRecord) throws -> (folder: String, path: String) {
    guard let json = try? JSON(parsing: record.content), let folder = json["folder"]?.string,
      let path = json["path"]?.string
    else { throw damaged("the name of a file cannot be read") }
    return (folder, path)
  }

  /// Compares what was read with what the writer counted.
  func check(_ summary: BackupSummary, against record: BackupRecord) throws {
    let json = try? JSON(parsing: record.content)
    guard json?["rows"]?.object?.mapValues({ $0.integer.map(Int.init) }) == summary.rows.mapValues({ Optional($0) }),
      json?["files"]?.integer == Int64(summary.files)
    else { throw damaged("rows or files are missing") }
  }
}
