// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// What an import makes of the rows of one file.
protocol RowImport: Sendable {
  associatedtype Content: Sendable

  /// Takes a row apart; `nil` for a row that says nothing.
  /// - Throws: `CSVFault` for a row that is wrong.
  func content(of record: CSVRecord, in reader: CSVReader) throws(CSVFault) -> Content?

  /// Writes rows in one transaction, which `finish` completes with the progress.
  ///
  /// - Parameter finish: takes the first row that is not done, or `nil` when all are.
  /// - Returns: what became of them. When a row is wrong after all: with `stop`, those before it are written; with `skip`, all
  ///   others.
  func write(
    _ rows: [ImportRow<Content>], onError: ImportOptions.OnError, database: Database,
    finish: @escaping @Sendable (_ stoppedAt: ImportRow<Content>?, _ refused: Int, Transaction) throws -> Void
  ) async throws -> BatchOutcome
}

/// A row and where it is.
struct ImportRow<Content: Sendable>: Sendable {
  var row: Int
  var start: Int64
  var content: Content
}

/// What became of the rows of one transaction.
struct BatchOutcome: Sendable {
  var counts = ImportCounts()
  /// The rows that were wrong; with `stop` there is one, and nothing behind it was written.
  var faults: [CSVFault] = []
}
