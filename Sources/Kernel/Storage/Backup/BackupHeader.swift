// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The first record of a backup.
struct BackupHeader: Sendable {
  /// The version of the format that this program writes and reads.
  static let version: Int64 = 1
  private static let format = "citywide-backup"

  var made: Instant
  var engine: Dialect
  /// The steps of the schema that had run.
  var migrations: [(number: Int, name: String)]
  /// Next to be given out, by the names of the sequences; PostgreSQL only.
  var sequences: [String: Int64]
  var totalRows: Int

  var json: JSON {
    [
      "format": .string(Self.format), "version": .integer(Self.version), "made": .string(made.description),
      "engine": .string(engine.rawValue), "totalRows": .integer(Int64(totalRows)),
      "sequences": .object(sequences.mapValues { .integer($0) }),
      "migrations": .array(migrations.map { ["number": .integer(Int64($0.number)), "name": .string($0.name)] }),
    ]
  }

  init(
    made: Instant, engine: Dialect, migrations: [(number: Int, name: String)], sequences: [String: Int64],
    totalRows: Int
  ) {
    self.made = made
    self.engine = engine
    self.migrations = migrations
    self.sequences = sequences
    self.totalRows = totalRows
  }

  /// - Throws: `Problem` when it is no backup, or one in a newer format.
  init(_ json: JSON, path: String) throws {
    guard json["format"]?.string == Self.format, let version = json["version"]?.integer else {
      throw Problem(.invalid, "\(path) is not a Citywide backup.", "\(path) 不是 Citywide 的备份。")
    }
    guard version <= Self.version else {
      throw Problem(
        .conflict,
        "\(path) was made by a newer Citywide: its format is \(version), this program reads up to \(Self.version). "
          + "Restore it with the newer program.",
        "\(path) 由较新的 Citywide 制作：其格式为 \(version)，本程序最高能读 \(Self.version)。请用较新的程序恢复。")
    }
    guard let made = json["made"]?.string.flatMap({ Instant($0) }),
      let engine = json["engine"]?.string.flatMap(Dialect.init(rawValue:)), let steps = json["migrations"]?.array,
      let sequences = json["sequences"]?.object, let totalRows = json["totalRows"]?.integer
    else { throw Problem(.invalid, "\(path) is damaged: its header is incomplete.", "\(path) 已损坏：文件头不完整。") }
    self.init(
      made: made, engine: engine,
      migrations: steps.map { (Int($0["number"]?.integer ?? 0), $0["name"]?.string ?? "") },
      sequences: sequences.compactMapValues(\.integer), totalRows: Int(totalRows))
  }
}
