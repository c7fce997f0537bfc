// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// How far a backup or a restore has come.
public struct BackupProgress: Hashable, Sendable {
  /// The table or folder at work.
  public var stage: String
  /// Rows so far, and in all.
  public var rows: Int
  public var totalRows: Int
  /// Bytes of files so far.
  public var fileBytes: Int64
}

/// What a backup holds.
public struct BackupSummary: Hashable, Sendable {
  /// Rows of each table.
  public var rows: [String: Int]
  /// Number of files.
  public var files: Int
  /// SHA-256 of the content before compression, the same number that is kept in the backup itself; 64 hexadecimal
  /// digits.
  public var checksum: String
}
