// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

/// A prepared statement and what is known of it.
final class SQLiteStatement {
  let pointer: OpaquePointer
  /// Whether rows of it are being read; the same text, run again from within, needs a statement of its own.
  var isBusy = false
  let parameterCount: Int
  /// Changes the schema or a setting, which SQLite's count of changes does not show.
  let isDefinition: Bool

  init(_ pointer: OpaquePointer, sql: String) {
    self.pointer = pointer
    parameterCount = Int(sqlite3_bind_parameter_count(pointer))
    isDefinition = sqlite3_stmt_readonly(pointer) == 0 && !Self.changesRows(sql)
  }

  func finalize() { sqlite3_finalize(pointer) }

  private static func changesRows(_ sql: String) -> Bool {
    var scanner = SQLScanner(sql)
    while let token = scanner.next() {
      guard token.kind == .word else { continue }
      return ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].contains(token.text.uppercased())
    }
    return false
  }

  func bind(_ arguments: [SQLValue]) throws {
    for (index, argument) in arguments.enumerated() { try bind(argument, at: Int32(index + 1)) }
  }

  private func bind(_ value: SQLValue, at index: Int32) throws {
    switch value {
    case .null: sqlite3_bind_null(pointer, index)
    case .integer(let value): sqlite3_bind_int64(pointer, index, value)
    case .real(let value): sqlite3_bind_double(pointer, index, value)
    case .text(var value):
      try value.withUTF8 { bytes in
        guard !bytes.contains(0) else { throw StorageError.zeroInText }
        bytes.withMemoryRebound(to: CChar.self) { characters in
          _ = sqlite3_bind_text64(
            pointer, index, characters.baseAddress ?? Self.nothing, UInt64(characters.count), Self.transient,
            UInt8(SQLITE_UTF8))
        }
      }
    case .blob(let value):
      value.withUnsafeBytes { bytes in
        _ = sqlite3_bind_blob64(
          pointer, index, bytes.baseAddress ?? UnsafeRawPointer(Self.nothing), UInt64(bytes.count), Self.transient)
      }
    }
  }

  /// The row the statement stands on.
  func row() -> Row {
    let count = Int(sqlite3_column_count(pointer))
    return Row(
      values: [SQLValue](unsafeUninitializedCapacity: count) { values, initialized in
        while initialized < count {
          values.initializeElement(at: initialized, to: value(at: Int32(initialized)))
          initialized += 1
        }
      })
  }

  private func value(at index: Int32) -> SQLValue {
    switch sqlite3_column_type(pointer, index) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, index))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, index))
    case SQLITE_TEXT:
      let start = sqlite3_column_text(pointer, index)
      let length = Int(sqlite3_column_bytes(pointer, index))
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self))
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(pointer, index)
      let length = Int(sqlite3_column_bytes(pointer, index))
      return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: length)))
    default: return .null
    }
  }

  nonisolated(unsafe) private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  nonisolated(unsafe) private static let nothing: UnsafePointer<CChar> = {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    pointer.pointee = 0
    return UnsafePointer(pointer)
  }()
}
