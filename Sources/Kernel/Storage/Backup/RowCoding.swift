// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Rows in a few bytes: for each value one byte of kind, then the value; numbers in as many bytes as they need
/// (LEB128).
enum RowCoding {
  static func append(_ row: Row, to bytes: inout [UInt8]) {
    for value in row.values {
      switch value {
      case .null: bytes.append(0)
      case .integer(let value):
        bytes.append(1)
        // Small negative numbers are short, too.
        append(UInt64(bitPattern: value << 1 ^ value >> 63), to: &bytes)
      case .real(let value):
        bytes.append(2)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      case .text(let value):
        bytes.append(3)
        append(UInt64(value.utf8.count), to: &bytes)
        bytes.append(contentsOf: value.utf8)
      case .blob(let value):
        bytes.append(4)
        append(UInt64(value.count), to: &bytes)
        bytes.append(contentsOf: value)
      }
    }
  }

  /// The rows in `bytes`, each of `columns` values; `nil` when they are damaged.
  static func rows(_ bytes: [UInt8], columns: Int) -> [Row]? {
    guard columns > 0 else { return nil }
    var reader = Reader(bytes: bytes[...])
    var rows: [Row] = []
    while !reader.bytes.isEmpty {
      var values: [SQLValue] = []
      values.reserveCapacity(columns)
      for _ in 0..<columns {
        guard let value = reader.value() else { return nil }
        values.append(value)
      }
      rows.append(Row(values: values))
    }
    return rows
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func value() -> SQLValue? {
      switch bytes.popFirst() {
      case 0: return .null
      case 1: return number().map { .integer(Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1)) }
      case 2: return take(8).map { .real(Double(bitPattern: $0.reversed().reduce(0) { $0 << 8 | UInt64($1) })) }
      case 3: return counted().flatMap { String(validating: $0, as: UTF8.self) }.map { .text($0) }
      case 4: return counted().map { .blob(Array($0)) }
      default: return nil
      }
    }

    private mutating func counted() -> ArraySlice<UInt8>? { number().flatMap { take(Int(clamping: $0)) } }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard count <= bytes.count else { return nil }
      defer { bytes = bytes.dropFirst(count) }
      return bytes.prefix(count)
    }

    private mutating func number() -> UInt64? {
      var result: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 7) {
        guard let byte = bytes.popFirst() else { return nil }
        result |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return result }
      }
      return nil
    }
  }
}
