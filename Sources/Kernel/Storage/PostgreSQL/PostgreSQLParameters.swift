// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL

/// The arguments of a statement in PostgreSQL's binary format, each with its type said.
///
/// A null has no type of its own: it takes that of the place it stands in.
struct PostgreSQLParameters {
  private(set) var types: [Oid] = []
  private var lengths: [Int32] = []
  private var offsets: [Int?] = []
  private var bytes: [UInt8] = []

  init(_ arguments: [SQLValue]) throws {
    types.reserveCapacity(arguments.count)
    lengths.reserveCapacity(arguments.count)
    offsets.reserveCapacity(arguments.count)
    for argument in arguments {
      let start = bytes.count
      let type = try Self.append(argument, to: &bytes)
      types.append(type ?? PostgreSQLType.unknown)
      offsets.append(type == nil ? nil : start)
      lengths.append(Int32(bytes.count - start))
    }
    // An empty value needs an address, too.
    bytes.append(0)
  }

  func send(_ handle: OpaquePointer, statement: String) -> Bool {
    withPointers { values, formats in
      PQsendQueryPrepared(handle, statement, Int32(types.count), values, lengths, formats, 1) == 1
    }
  }

  func send(_ handle: OpaquePointer, text: String) -> Bool {
    withPointers { values, formats in
      PQsendQueryParams(handle, text, Int32(types.count), types, values, lengths, formats, 1) == 1
    }
  }

  private func withPointers(_ body: ([UnsafePointer<CChar>?], [Int32]) -> Bool) -> Bool {
    bytes.withUnsafeBytes { bytes in
      let start = bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
      return body(offsets.map { $0.map { start + $0 } }, [Int32](repeating: 1, count: offsets.count))
    }
  }

  /// Appends a value in binary. Returns its type; `nil` for null.
  static func append(_ value: SQLValue, to bytes: inout [UInt8]) throws -> Oid? {
    switch value {
    case .null: return nil
    case .real(let value) where value.isNaN: return nil
    case .integer(let value):
      withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
      return PostgreSQLType.int8
    case .real(let value):
      withUnsafeBytes(of: value.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
      return PostgreSQLType.float8
    case .text(let value):
      guard !value.utf8.contains(0) else { throw StorageError.zeroInText }
      bytes.append(contentsOf: value.utf8)
      return PostgreSQLType.text
    case .blob(let value):
      bytes.append(contentsOf: value)
      return PostgreSQLType.bytea
    }
  }
}
