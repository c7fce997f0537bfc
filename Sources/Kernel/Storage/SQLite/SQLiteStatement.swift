// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite

/// A prepared statement and what is known of it.
final class SQLiteStatement {
  let pointer: OpaquePointer
  /// Whether rows of it are being read; the same text, run again from within, needs a statement of its own.
  var isBusy = false
  let parameterCount: Int
  /// Changes the schema or a setting, which SQLite's count of changes does not show.
  let isDefinition: Bool
  /// The texts and bytes of the arguments while it runs: SQLite, told that they stay, makes no copy of each on its own.
  private var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  init(_ pointer: OpaquePointer, sql: String) {
    self.pointer = pointer
    parameterCount = Int(sqlite3_bind_parameter_count(pointer))
    isDefinition = sqlite3_stmt_readonly(pointer) == 0 && !Self.changesRows(sql)
  }

  deinit { room.deallocate() }

  func finalize() { sqlite3_finalize(pointer) }

  /// Makes it ready for the next use.
  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
    if room.count > Self.mostRoom { provide(0) }
  }

  private static func changesRows(_ sql: String) -> Bool {
    var scanner = SQLScanner(sql)
    while let token = scanner.next() {
      guard token.kind == .word else { continue }
      return ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].contains(token.text.uppercased())
    }
    return false
  }

  func bind(_ arguments: [SQLValue]) throws {
    var size = 0
    for argument in arguments {
      switch argument {
      case .text(let value): size += value.utf8.count
      case .blob(let value): size += value.count
      case .null, .integer, .real: break
      }
    }
    if size > room.count { provide(max(size, min(2 * size, Self.mostRoom))) }
    var used = 0
    for (index, argument) in arguments.enumerated() { try bind(argument, at: Int32(index + 1), &used) }
  }

  private func bind(_ value: SQLValue, at index: Int32, _ used: inout Int) throws {
    switch value {
    case .null: sqlite3_bind_null(pointer, index)
    case .integer(let value): sqlite3_bind_int64(pointer, index, value)
    case .real(let value): sqlite3_bind_double(pointer, index, value)
    case .text(var value):
      let bytes = value.withUTF8 { keep(UnsafeRawBufferPointer($0), &used) }
      guard memchr(bytes.baseAddress ?? Self.nothing, 0, bytes.count) == nil else { throw StorageError.zeroInText }
      sqlite3_bind_text64(
        pointer, index, (bytes.baseAddress ?? Self.nothing).assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
        nil, UInt8(SQLITE_UTF8))
    case .blob(let value):
      let bytes = value.withUnsafeBytes { keep($0, &used) }
      sqlite3_bind_blob64(pointer, index, bytes.baseAddress ?? Self.nothing, UInt64(bytes.count), nil)
    }
  }

  /// Copies bytes to where they stay until the next use.
  private func keep(_ bytes: UnsafeRawBufferPointer, _ used: inout Int) -> UnsafeRawBufferPointer {
    guard !bytes.isEmpty else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let place = UnsafeMutableRawBufferPointer(rebasing: room[used..<used + bytes.count])
    place.copyMemory(from: bytes)
    used += bytes.count
    return UnsafeRawBufferPointer(place)
  }

  private func provide(_ size: Int) {
    room.deallocate()
    room =
      size == 0
      ? UnsafeMutableRawBufferPointer(start: nil, count: 0) : .allocate(byteCount: size, alignment: 1)
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

  /// Bytes that are kept between two uses at most.
  private static let mostRoom = 1 << 16
  /// Stands for no bytes at all, which is not null.
  nonisolated(unsafe) private static let nothing = UnsafeRawPointer(
    UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))
}
