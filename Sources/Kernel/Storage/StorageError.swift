// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// Why a database refused.
public enum StorageError: Error, Sendable, CustomStringConvertible {
  /// A unique key exists already; names the index or constraint.
  case notUnique(String)
  /// Another constraint (NOT NULL, CHECK, foreign key, type) refused the row, or a text holds U+0000, which no engine
  /// keeps.
  case constraint(String)
  /// No space on the disk, or the size limit is reached. Nothing of the transaction was kept.
  case full(String)
  /// The database cannot be reached, or was closed.
  case unavailable(String)
  /// The connection or the disk failed while the transaction was being committed: all of it was kept, or nothing.
  case unknownOutcome(String)
  /// The file is no database, or is damaged.
  case corrupt(String)
  /// A transaction lost against another and may be tried again.
  case conflict(String)
  /// A statement is wrong: a programmer's error that a test should have found.
  case statement(String, sql: String)

  /// In English.
  public var description: String { words.text(in: "en") }

  /// The same in the shape that leaves the program.
  public var problem: Problem {
    switch self {
    case .notUnique, .constraint:
      Problem(.conflict, "The stored data does not allow this: \(self)", "已存数据不允许此操作：\(words.text(in: "zh-Hans"))")
    case .full:
      Problem(
        .storageFull, "There is no space left to keep this. Nothing was changed; free space and try again.",
        "存储空间不足，未作更改，请清理后重试。",
        retryAfter: 30)
    case .unavailable, .conflict:
      Problem(
        .unavailable, "The database cannot be reached at the moment. Nothing was changed.", "暂时无法连接数据库，未作更改。",
        retryAfter: 2)
    case .unknownOutcome:
      Problem(
        .unavailable,
        "The database failed while this was being saved. It may have been kept; look before you try "
          + "again, or try again with the same idempotency key.",
        "保存时数据库出错，结果未知：请先查看，或用同一幂等键重试。", retryAfter: 2)
    case .corrupt, .statement: Problem(.internal, "The database gave an unexpected answer.", "数据库返回了意外结果。")
    }
  }
}
