// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Telemetry
import Vocabulary

/// Appends the readings of the rows of one file.
struct ReadingsRows: RowImport {
  /// A row's readings; the columns are those of the layout, by index.
  struct Content: Sendable {
    var at: Instant
    var values: [(column: Int, value: ReadingValue, decimals: Int?)]
  }

  let telemetry: Telemetry
  let tenant: Tenant
  let layout: ReadingsLayout
  let headings: [String]
  let createsSeries: Bool
  let file: String

  func content(of record: CSVRecord, in reader: CSVReader) throws(CSVFault) -> Content? {
    var content = Content(at: try layout.instant(record, in: reader), values: [])
    content.values.reserveCapacity(layout.columns.count)
    for (index, column) in layout.columns.enumerated() where !record.isEmpty(column.index) {
      // A sensor that said nothing has no reading.
      let text = try reader.text(record, column.index)
      guard !text.isEmpty else { continue }
      content.values.append(
        (index, try layout.value(text, column, record, in: reader), column.kind == .number ? Self.decimals(text) : nil))
    }
    return content.values.isEmpty ? nil : content
  }

  /// How many decimals a number is written with; `nil` where that is not plain.
  private static func decimals(_ text: String) -> Int? {
    guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    let rest = text.utf8[text.utf8.index(after: point)...]
    guard (1...12).contains(rest.count), rest.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return rest.count
  }

  /// Telemetry takes all readings of an append or none, and names those that are wrong: the append is tried again
  /// without them.
  func write(
    _ rows: [ImportRow<Content>], onError: ImportOptions.OnError, database: Database,
    finish: @escaping @Sendable (_ stoppedAt: ImportRow<Content>?, _ refused: Int, Transaction) throws -> Void
  ) async throws -> BatchOutcome {
    var left = rows
    var faults: [CSVFault] = []
    var stoppedAt: ImportRow<Content>?
    while true {
      do {
        return try await append(left, faults, stoppedAt, database: database, finish: finish)
      } catch let problem as Problem where problem.code == .invalid {
        let wrong = self.faults(problem, left)
        guard let first = wrong.first else { throw headingFault(problem, left)?.problem ?? problem }
        if onError == .stop {
          faults = [first.fault]
          stoppedAt = left[first.index]
          left = Array(left[..<first.index])
        } else {
          faults += wrong.map(\.fault)
          let numbers = Set(wrong.map(\.index))
          left = left.indices.filter { !numbers.contains($0) }.map { left[$0] }
        }
      }
    }
  }

  private func append(
    _ rows: [ImportRow<Content>], _ faults: [CSVFault], _ stoppedAt: ImportRow<Content>?, database: Database,
    finish: @escaping @Sendable (_ stoppedAt: ImportRow<Content>?, _ refused: Int, Transaction) throws -> Void
  ) async throws -> BatchOutcome {
    let readings = rows.flatMap { row in
      row.content.values.map {
        NewReading(
          series: layout.columns[$0.column].code, at: row.content.at, value: $0.value, decimals: $0.decimals)
      }
    }
    return try await database.write { transaction in
      let result = try telemetry.append(readings, createSeries: createsSeries, tenant: tenant, in: transaction)
      try finish(stoppedAt, stoppedAt == nil ? faults.count : 0, transaction)
      var outcome = BatchOutcome(faults: faults)
      outcome.counts.added = Int64(result.stored)
      outcome.counts.unchanged = Int64(result.received - result.stored)
      outcome.counts.series = Int64(result.createdSeries)
      outcome.counts.expiring = expiring(rows)
      return outcome
    }
  }

  /// How many readings are past the age of their class already.
  private func expiring(_ rows: [ImportRow<Content>]) -> [String: Int64] {
    var counts: [String: Int64] = [:]
    for row in rows {
      for value in row.content.values {
        let keeping = layout.columns[value.column].keeping
        if let end = keeping.expiresBefore, row.content.at < end { counts[keeping.retentionClass, default: 0] += 1 }
      }
    }
    return counts
  }

  /// A heading of which no series can be made (`/17/series/code`).
  private func headingFault(_ problem: Problem, _ rows: [ImportRow<Content>]) -> CSVFault? {
    for error in problem.errors {
      let parts = error.pointer.split(separator: "/")
      let places = places(rows)
      guard parts.count > 2, parts[1] == "series", let number = Int(parts[0]), places.indices.contains(number) else {
        continue
      }
      return CSVFault(
        file: file, row: 1, column: headings[layout.columns[places[number].column].index], detail: error.detail)
    }
    return nil
  }

  /// The row and the column of each reading of these rows.
  private func places(_ rows: [ImportRow<Content>]) -> [(index: Int, column: Int)] {
    rows.enumerated().flatMap { index, row in
      row.content.values.map { (index: index, column: $0.column) }
    }
  }

  /// The rows whose readings the problem names (`/17/at`), each with what is wrong with its first one.
  private func faults(_ problem: Problem, _ rows: [ImportRow<Content>]) -> [(index: Int, fault: CSVFault)] {
    let places = places(rows)
    var found: [Int: CSVFault] = [:]
    for error in problem.errors {
      let parts = error.pointer.split(separator: "/")
      guard parts.count == 2, let number = Int(parts[0]), places.indices.contains(number) else { continue }
      let place = places[number]
      guard found[place.index] == nil else { continue }
      let column = parts[1] == "at" ? layout.time : layout.columns[place.column].index
      found[place.index] = CSVFault(
        file: file, row: rows[place.index].row, column: headings[column], detail: error.detail)
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
