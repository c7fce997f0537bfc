// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Vocabulary

/// Writes the records of a backup.
///
/// Used by one thread after another, never by two at once: first by the thread of the reading transaction, then by the
/// one that adds files.
final class BackupWriter: @unchecked Sendable {
  private let output: BackupOutput
  private var compressor = ZstandardCompressor()
  private var hash = SHA256()
  private(set) var summary = BackupSummary(rows: [:], files: 0, checksum: "")

  init(_ output: BackupOutput) { self.output = output }

  func restart() throws {
    try output.restart()
    compressor = ZstandardCompressor()
    hash = SHA256()
    summary = BackupSummary(rows: [:], files: 0, checksum: "")
  }

  func header(_ header: BackupHeader) throws { try record(.header, header.json.bytes) }

  func table(_ table: TableShape) throws {
    let columns = table.columns.map { JSON.object(["name": .string($0.name), "type": .string($0.type.rawValue)]) }
    try record(.table, JSON.object(["name": .string(table.name), "columns": .array(columns)]).bytes)
    summary.rows[table.name] = 0
  }

  /// - Parameter rows: coded rows of the table that was begun last.
  func rows(_ rows: [UInt8], count: Int, of table: TableShape) throws {
    try record(.rows, rows)
    summary.rows[table.name, default: 0] += count
  }

  func file(folder: String, path: String) throws {
    try record(.file, JSON.object(["folder": .string(folder), "path": .string(path)]).bytes)
    summary.files += 1
  }

  func data(_ bytes: [UInt8]) throws { try record(.data, bytes) }

  func finish() throws {
    let end: JSON = [
      "rows": .object(summary.rows.mapValues { .integer(Int64($0)) }), "files": .integer(Int64(summary.files)),
    ]
    try record(.end, end.bytes)
    let digest = Array(hash.finalize())
    summary.checksum = digest.hexadecimal
    try record(.checksum, digest)
    try compressor.write([], end: true, output: output.write)
    try output.finish()
  }

  func abandon() { output.abandon() }

  func record(_ kind: BackupRecordKind, _ content: [UInt8]) throws {
    var frame = [kind.rawValue]
    withUnsafeBytes(of: UInt32(content.count).littleEndian) { frame.append(contentsOf: $0) }
    for bytes in [frame, content] {
      hash.update(data: bytes)
      try compressor.write(bytes, output: output.write)
    }
  }
}

extension [UInt8] {
  /// Two digits for each byte.
  var hexadecimal: String {
    map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
