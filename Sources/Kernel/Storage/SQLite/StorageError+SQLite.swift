// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite

extension StorageError {
  static let zeroInText = StorageError.constraint("a text holds the character U+0000, which cannot be kept")

  /// What SQLite's codes mean (https://www.sqlite.org/rescode.html).
  ///
  /// - Parameters:
  ///   - system: the operating system's error number, for I/O errors.
  ///   - readOnly: whether the connection is one that only reads.
  init(sqliteCode code: Int32, extended: Int32, system: Int32, message: String, sql: String, readOnly: Bool) {
    switch code & 0xFF {
    case SQLITE_CONSTRAINT:
      // SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE, _ROWID
      self = [1555, 2067, 2579].contains(extended) ? .notUnique(message) : .constraint(message)
    case SQLITE_MISMATCH: self = .constraint(message)
    case SQLITE_FULL: self = .full(message)
    // A full quota and the process's limit on the size of a file arrive as I/O errors.
    case SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(system):
      self = .full("\(message): \(String(cString: strerror(system)))")
    case SQLITE_IOERR where system != 0: self = .unavailable("\(message): \(String(cString: strerror(system)))")
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_NOMEM: self = .unavailable(message)
    case SQLITE_READONLY where !readOnly: self = .unavailable(message)
    case SQLITE_BUSY, SQLITE_LOCKED: self = .conflict(message)
    case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(message)
    default: self = .statement(message, sql: sql)
    }
  }
}
