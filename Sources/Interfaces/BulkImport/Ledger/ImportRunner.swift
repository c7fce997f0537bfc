// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Vocabulary

/// Reads a file row by row and has it written in batches, each with how far the file was read.
///
/// Interrupted at any moment and started again, it goes on where the last batch ended.
struct ImportRunner<Rows: RowImport> {
  let rows: Rows
  let ledger: ImportLedger
  let database: Database
  let time: any TimeSource
  let options: ImportOptions
  private var reader: CSVReader
  private var stored: ImportProgress?
  private var position: ImportProgress
  private(set) var report: ImportReport

  init(
    _ rows: Rows, reader: CSVReader, ledger: ImportLedger, database: Database, time: any TimeSource,
    options: ImportOptions
  ) {
    self.rows = rows
    self.ledger = ledger
    self.database = database
    self.time = time
    self.options = options
    self.reader = reader
    position = ImportProgress(nextRow: 2, nextByte: reader.firstRow)
    report = ImportReport(file: ledger.file.name)
  }

  /// - Throws: `Problem` naming file, row and column for what is wrong with the file or, with `stop`, with a row;
  ///   `CancellationError`; `StorageError`. What was done until then is kept.
  mutating func run() async throws -> ImportReport {
    let found = try await database.read { [ledger] in try ledger.look(in: $0) }
    report.wasChanged = found.isChanged
    if let progress = found.progress {
      stored = progress
      position = progress
      guard !progress.finished else {
        report.wasFinished = true
        return report
      }
      report.resumedAtRow = progress.nextRow
      try faultless { (reader: inout CSVReader) throws(CSVFault) in
        try reader.resume(at: progress.nextByte, row: progress.nextRow)
      }
    }
    while !position.finished {
      try Task.checkCancellation()
      try await batch()
    }
    return report
  }

  private mutating func batch() async throws {
    var rows: [ImportRow<Rows.Content>] = []
    var next = position
    var faults: [CSVFault] = []
    var broken: CSVFault?
    while rows.count < options.batchRows, faults.count < options.batchRows, broken == nil {
      do throws(CSVFault) {
        guard let record = try reader.next() else {
          next.finished = true
          break
        }
        do throws(CSVFault) {
          try reader.check(record)
          if let content = try self.rows.content(of: record, in: reader) {
            rows.append(ImportRow(row: record.row, start: record.start, content: content))
          }
        } catch {
          if options.onError == .stop { throw error }
          faults.append(error)
        }
        next.nextRow = record.row + 1
        next.nextByte = record.end
        next.handled += 1
      } catch {
        broken = error
      }
    }
    next.refused += Int64(faults.count)
    let outcome = try await write(rows, upTo: next)
    keep(faults + outcome.faults)
    report.counts = report.counts + outcome.counts
    options.progress?(
      ImportOptions.Step(
        file: report.file, bytes: position.nextByte, totalBytes: ledger.file.size, rows: position.handled))
    // The fault of a row that was written comes before that of one that could not be read.
    if options.onError == .stop, let first = outcome.faults.first { throw first.problem }
    if let broken { throw broken.problem }
  }

  private mutating func write(_ rows: [ImportRow<Rows.Content>], upTo next: ImportProgress) async throws -> BatchOutcome
  {
    let (ledger, stored, start, now) = (ledger, stored, position, time.now())
    // What is stored in the end; the body may run more than once.
    let saved = ResultHolder(next)
    let outcome = try await self.rows.write(rows, onError: options.onError, database: database) {
      stoppedAt, refused, transaction in
      var progress = next
      progress.refused += Int64(refused)
      if let stoppedAt {
        progress.nextRow = stoppedAt.row
        progress.nextByte = stoppedAt.start
        progress.handled = start.handled + Int64(rows.count { $0.row < stoppedAt.row })
        progress.finished = false
      }
      try ledger.save(progress, after: stored, at: now, in: transaction)
      saved.value = progress
    }
    report.rows += saved.value.handled - position.handled
    position = saved.value
    self.stored = position
    return outcome
  }

  private mutating func keep(_ faults: [CSVFault]) {
    report.refused += Int64(faults.count)
    report.faults += faults.prefix(max(0, options.namedFaults - report.faults.count))
  }

  private mutating func faultless(_ body: (inout CSVReader) throws(CSVFault) -> Void) throws {
    do throws(CSVFault) { try body(&reader) } catch { throw error.problem }
  }
}
