// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
public import Foundation
public import Storage
public import Telemetry
public import Vocabulary

/// Takes readings out of CSV files: each column a series, each row an instant, as SKAB and many loggers write them.
public struct ReadingsImport: Sendable {
  let telemetry: Telemetry
  let database: Database
  let tenant: Tenant
  let time: any TimeSource
  let settings: ReadingsSettings

  public init(
    telemetry: Telemetry, database: Database, tenant: Tenant, time: any TimeSource, settings: ReadingsSettings
  ) {
    self.telemetry = telemetry
    self.database = database
    self.tenant = tenant
    self.time = time
    self.settings = settings
  }

  /// Imports files, the one whose first reading is earliest first: rules that watch a series pass over readings that come late,
  /// and names seldom sort as time does (`10.csv` before `9.csv`).
  /// - Throws: `Problem` naming file, row and column; `CancellationError`; `StorageError`. What was done until then is kept,
  ///   and the same call goes on from there.
  public func run(_ files: [URL], options: ImportOptions = ImportOptions()) async throws -> [ImportReport] {
    var reports: [ImportReport] = []
    for file in try inOrderOfTime(files) { reports.append(try await run(file, options: options)) }
    return reports
  }

  /// Imports one file.
  public func run(_ url: URL, options: ImportOptions = ImportOptions()) async throws -> ImportReport {
    var runner = try await runner(url, options)
    var report = try await runner.run()
    report.ignoredColumns = runner.rows.layout.ignored
    report.expiring = try await expiring(report.counts.expiring)
    return report
  }

  /// Files without a readable first row keep their place at the end; importing them says what is wrong.
  func inOrderOfTime(_ files: [URL]) throws -> [URL] {
    let starts = files.map { url -> Instant? in
      guard var reader = try? CSVReader(url, settings: csv), let time = try? reader.column(settings.timeColumn),
        let record = try? reader.next(), record.count > time, let text = record.text(time)
      else { return nil }
      return ReadingsLayout.instant(text, in: settings.zone)
    }
    return files.indices.sorted { left, right in
      switch (starts[left], starts[right]) {
      case (let one?, let other?): one == other ? left < right : one < other
      case (.some, nil): true
      case (nil, .some): false
      case (nil, nil): left < right
      }
    }.map { files[$0] }
  }

  private func expiring(_ counts: [String: Int64]) async throws -> [ImportReport.Expiring] {
    guard !counts.isEmpty else { return [] }
    return try await database.read { [telemetry, tenant] transaction in
      try telemetry.retentionClasses(tenant: tenant, in: transaction).compactMap { retention in
        guard let keep = retention.keep, let count = counts[retention.code] else { return nil }
        return ImportReport.Expiring(retentionClass: retention.code, keep: keep, readings: count)
      }
    }
  }

  private var csv: CSVSettings { CSVSettings(separator: settings.separator) }

  private func runner(_ url: URL, _ options: ImportOptions) async throws -> ImportRunner<ReadingsRows> {
    do {
      let file = try ImportFile(url)
      let reader = try CSVReader(url, settings: csv)
      let codes = reader.headings.compactMap(settings.code)
      let (kinds, keeping) = try await database.read { [telemetry, tenant, now = time.now()] transaction in
        var ends: [String: Instant] = [:]
        for retention in try telemetry.retentionClasses(tenant: tenant, in: transaction) {
          ends[retention.code] = retention.keep.map { now - $0 }
        }
        var kinds: [String: Series.Kind] = [:]
        var keeping = ["": ReadingsLayout.Keeping(expiresBefore: ends[""])]
        for code in codes {
          guard let series = try telemetry.catalogue.series(code: code, tenant: tenant, in: transaction) else {
            continue
          }
          kinds[code] = series.kind
          keeping[code] = ReadingsLayout.Keeping(
            retentionClass: series.retentionClass, expiresBefore: ends[series.retentionClass])
        }
        return (kinds, keeping)
      }
      let layout = try ReadingsLayout(reader, settings: settings, kinds: kinds, keeping: keeping)
      let rows = ReadingsRows(
        telemetry: telemetry, tenant: tenant, layout: layout, headings: reader.headings,
        createsSeries: settings.createsSeries, file: file.name)
      // The same file under other names of series is another import.
      let mapping = layout.columns.map { "\(reader.headings[$0.index])=\($0.code)" }.joined(separator: ";")
      let ledger = ImportLedger(
        tenant: tenant, name: "readings \(settings.timeColumn) \(settings.zone.name) \(mapping)", file: file)
      return ImportRunner(rows, reader: reader, ledger: ledger, database: database, time: time, options: options)
    } catch let fault as CSVFault {
      throw fault.problem
    }
  }
}
