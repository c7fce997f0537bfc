// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL

extension PostgreSQLConnection {
  /// Rows go in through COPY in its binary format (https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.4).
  func insert(_ rows: [Row], into table: TableShape) throws {
    guard !rows.isEmpty else { return }
    let data = try Self.copyData(rows, table)
    try settle()
    // COPY has no place in a pipeline.
    guard PQexitPipelineMode(handle) == 1 else { throw lost() }
    let sql = "COPY \(TableShape.quoted(table.name)) (\(table.columnList)) FROM STDIN (FORMAT binary)"
    var failure = outcome(PQexec(handle, sql), of: sql, wanted: PGRES_COPY_IN)
    if failure == nil {
      let sent = data.withUnsafeBytes { bytes in
        PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
      }
      guard sent, PQputCopyEnd(handle, nil) == 1 else { throw lost() }
      while let result = PQgetResult(handle) {
        let refusal = outcome(result, of: sql, wanted: PGRES_COMMAND_OK)
        failure = failure ?? refusal
      }
    }
    guard PQstatus(handle) == CONNECTION_OK, PQenterPipelineMode(handle) == 1 else { throw failure ?? lost() }
    if let failure { throw failure }
  }

  private func outcome(_ result: OpaquePointer?, of sql: String, wanted: ExecStatusType) -> StorageError? {
    defer { PQclear(result) }
    return PQresultStatus(result) == wanted ? nil : PostgreSQLRefusal(result).storageError(sql: sql)
  }

  private static func copyData(_ rows: [Row], _ table: TableShape) throws -> [UInt8] {
    var data: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    for row in rows {
      append(Int16(row.values.count), to: &data)
      for (value, column) in zip(row.values, table.columns) {
        let start = data.count
        append(Int32(-1), to: &data)
        guard try PostgreSQLParameters.append(fitting(value, column, table), to: &data) != nil else { continue }
        let length = UInt32(data.count - start - 4)
        for index in 0..<4 { data[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
      }
    }
    append(Int16(-1), to: &data)
    return data
  }

  /// COPY casts nothing: the value must be of the column's type.
  private static func fitting(_ value: SQLValue, _ column: TableShape.Column, _ table: TableShape) throws -> SQLValue {
    switch (value, column.type) {
    case (.null, _), (.integer, .integer), (.real, .real), (.text, .text), (.blob, .blob): return value
    case (.integer(let value), .real): return .real(Double(value))
    default:
      throw StorageError.constraint("\(table.name).\(column.name) takes \(column.type.rawValue) and nothing else")
    }
  }

  private static func append(_ number: some FixedWidthInteger, to data: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { data.append(contentsOf: $0) }
  }
}
