// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The kinds of record in a backup, each framed as one byte of kind, four bytes of length (little endian) and content.
///
/// A backup is one Zstandard frame (RFC 8878) that holds: the header; for each table its shape and then rows; for each
/// file its name and then data; the end. So `zstd -dc FILE` shows what is in it.
enum BackupRecordKind: UInt8, Sendable {
  /// JSON, see `BackupHeader`.
  case header = 0x48  // H
  /// JSON: the name of a table, the names and types of its columns.
  case table = 0x54  // T
  /// Rows of the table, see `RowCoding`.
  case rows = 0x52  // R
  /// JSON: the folder and the path of a file within it.
  case file = 0x46  // F
  /// Bytes of the file.
  case data = 0x44  // D
  /// JSON: the number of rows of each table and of the files.
  case end = 0x45  // E
  /// The last record: SHA-256 of all bytes before it.
  case checksum = 0x5A  // Z
}

struct BackupRecord {
  var kind: BackupRecordKind
  var content: [UInt8]
}
