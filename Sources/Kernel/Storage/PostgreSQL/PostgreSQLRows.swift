// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL

/// The rows of a result in PostgreSQL's binary format.
struct PostgreSQLRows {
  private let result: OpaquePointer?
  private let types: [Oid]
  let count: Int

  /// - Throws: `StorageError.statement` for a column of a type that has no place in `SQLValue`.
  init(_ result: OpaquePointer?, sql: String) throws {
    self.result = result
    count = Int(PQntuples(result))
    types = (0..<PQnfields(result)).map { PQftype(result, $0) }
    for (index, type) in types.enumerated() where !Self.known.contains(type) {
      let name = String(cString: PQfname(result, Int32(index)))
      throw StorageError.statement(
        "column \(name) has PostgreSQL's type \(type), which cannot be read; cast it", sql: sql)
    }
  }

  func forEach(_ body: (Row) throws -> Void) throws {
    for row in 0..<Int32(count) {
      var values: [SQLValue] = []
      values.reserveCapacity(types.count)
      for column in 0..<Int32(types.count) { values.append(value(row, column)) }
      try body(Row(values: values))
    }
  }

  private func value(_ row: Int32, _ column: Int32) -> SQLValue {
    guard PQgetisnull(result, row, column) == 0 else { return .null }
    let bytes = UnsafeRawBufferPointer(
      start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    switch types[Int(column)] {
    case PostgreSQLType.int8: return .integer(Self.number(bytes, Int64.self))
    case PostgreSQLType.int4: return .integer(Int64(Self.number(bytes, Int32.self)))
    case PostgreSQLType.int2: return .integer(Int64(Self.number(bytes, Int16.self)))
    case PostgreSQLType.oid: return .integer(Int64(Self.number(bytes, UInt32.self)))
    case PostgreSQLType.bool: return .integer(bytes[0] == 0 ? 0 : 1)
    case PostgreSQLType.float8: return Self.real(Double(bitPattern: Self.number(bytes, UInt64.self)))
    case PostgreSQLType.float4: return Self.real(Double(Float(bitPattern: Self.number(bytes, UInt32.self))))
    case PostgreSQLType.numeric: return Self.numeric(bytes)
    case PostgreSQLType.bytea: return .blob([UInt8](bytes))
    // One byte of version comes first.
    case PostgreSQLType.jsonb: return .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
    default: return .text(String(decoding: bytes, as: UTF8.self))
    }
  }

  private static let known: Set<Oid> = [
    PostgreSQLType.int8, PostgreSQLType.int4, PostgreSQLType.int2, PostgreSQLType.oid, PostgreSQLType.bool,
    PostgreSQLType.float8, PostgreSQLType.float4, PostgreSQLType.numeric, PostgreSQLType.bytea, PostgreSQLType.jsonb,
    PostgreSQLType.json, PostgreSQLType.text, PostgreSQLType.varchar, PostgreSQLType.bpchar, PostgreSQLType.name,
    PostgreSQLType.char, PostgreSQLType.unknownLiteral,
  ]

  private static func number<Number: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, at offset: Int = 0, _: Number.Type
  ) -> Number {
    Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  private static func real(_ value: Double) -> SQLValue { value.isNaN ? .null : .real(value) }

  /// PostgreSQL's exact decimal, the type of a sum of integers: an integer when it has no fraction digits, otherwise a
  /// real.
  private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
    // Number of base-10000 digits, power of the first one, sign, digits after the point.
    let count = Int(number(bytes, Int16.self))
    let weight = Int(number(bytes, at: 2, Int16.self))
    let sign = number(bytes, at: 4, UInt16.self)
    let scale = number(bytes, at: 6, Int16.self)
    switch sign {
    case 0xC000: return .null
    case 0xD000: return .real(.infinity)
    case 0xF000: return .real(-.infinity)
    default: break
    }
    func digits(_ power: Int) -> String {
      let index = weight - power
      let digit = (0..<count).contains(index) ? Int(number(bytes, at: 8 + 2 * index, Int16.self)) : 0
      let text = String(digit)
      return String(repeating: "0", count: 4 - text.utf8.count) + text
    }
    var text = sign == 0 ? "" : "-"
    for power in stride(from: max(0, weight), through: 0, by: -1) { text += digits(power) }
    if scale == 0, let integer = Int64(text) { return .integer(integer) }
    text += "."
    for power in stride(from: -1, to: min(-2, weight - count), by: -1) { text += digits(power) }
    return .real(Double(text) ?? 0)
  }
}
