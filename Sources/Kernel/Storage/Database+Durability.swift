// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

extension Database {
  /// What in the settings of the server or the file could lose changes that were acknowledged, in words for an
  /// operator; empty when all is well.
  ///
  /// Citywide itself waits for the disk at each commit on both engines; only the settings named here can undo that.
  public func durabilityWarnings() async throws -> [LocalizedText] {
    switch dialect {
    case .sqlite:
      let mode: String = try await read { try $0.row("PRAGMA journal_mode")?[0] ?? "" }
      if mode == "wal" { return [] }
      return [
        LocalizedText([
          "en": "SQLite's journal mode is \(mode), not wal: readers and the writer wait for each other.",
          "zh-Hans": "SQLite 的日志模式是 \(mode) 而不是 wal：读和写会互相等待。",
        ])
      ]
    case .postgresql:
      let off = try await read { transaction in
        try ["fsync", "full_page_writes"].filter { setting in
          let value: String? = try transaction.row("SELECT current_setting(?)", setting)?[0]
          return value != "on"
        }
      }
      return off.map { setting in
        LocalizedText([
          "en": "PostgreSQL runs with \(setting) = off: a power failure can destroy the database. Set it to on.",
          "zh-Hans": "PostgreSQL 的 \(setting) 为 off：断电可能损坏数据库。请设为 on。",
        ])
      }
    }
  }
}
