// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import ArgumentParser
public import BulkImport
import Calendars
import Foundation
import Logging
import Packs
import Vocabulary

/// `citywide import`: files of rows.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import files; interrupted and started again, it goes on where it was.",
    subcommands: [Boston311.self, Readings.self])

  struct Boston311: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "boston311", abstract: "Boston's 311 service requests, as matters with their whole history.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @OptionGroup var rows: ImportRowOptions
    @Option(help: "Write what our clocks say beside what the files say to this Markdown file.") var comparison: String =
      ""
    @Argument(help: "CSV files of the City of Boston.") var files: [String]

    func run() async throws {
      try await withCity(city, common.logger()) { city, logger in
        let importer = Boston311Import(
          matters: city.matters, database: city.database, tenant: city.tenant, zone: city.pack.timeZone, time: city.time
        )
        let urls = files.map { URL(fileURLWithPath: $0) }
        try await rows.run("boston311", logger) { try await importer.run(urls, options: $0) }
        for follower in House.followers(city, logger: logger) { try await follower.catchUp() }
        guard !comparison.isEmpty else { return }
        let compared = try await importer.compare(urls)
        try compared.page.write(toFile: comparison, atomically: true, encoding: .utf8)
      }
    }
  }

  struct Readings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Readings: a column with the time, every other column a series.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @OptionGroup var rows: ImportRowOptions
    @Option(
      help: "What stands before a heading in the code of its series, for headings that no series of the pack names.")
    var prefix: String = ""
    @Option(help: "The heading of the column with the time.") var timeColumn: String = "datetime"
    @Option(help: "The time zone of times without an offset; the city's when empty.") var zone: String = ""
    @Option(help: "What stands between columns: one character, or tab; as the headings have it when empty.")
    var separator: String = ""
    @Option(help: "Headings that are no series, separated by commas.") var ignore: String = "anomaly,changepoint"
    @Flag(help: "Make series that the city does not know.") var createSeries = false
    @Argument(help: "CSV files.") var files: [String]

    func run() async throws {
      guard separator == "tab" || separator.utf8.count <= 1 else {
        throw ValidationError("--separator is one character, or tab.")
      }
      let mark = separator == "tab" ? UInt8(0x09) : separator.utf8.first
      try await withCity(city, common.logger()) { city, logger in
        var settings = ReadingsSettings(
          zone: zone.isEmpty ? city.pack.timeZone : try TimeZoneRules.named(zone), series: city.pack.seriesByHeading,
          prefix: prefix.isEmpty ? nil : prefix)
        settings.timeColumn = timeColumn
        settings.separator = mark
        settings.ignored = Set(ignore.split(separator: ",").map { String($0) })
        settings.createsSeries = createSeries
        let importer = ReadingsImport(
          telemetry: city.telemetry, database: city.database, tenant: city.tenant, time: city.time, settings: settings)
        let urls = files.map { URL(fileURLWithPath: $0) }
        try await rows.run("readings", logger) { try await importer.run(urls, options: $0) }
        for follower in House.followers(city, logger: logger) { try await follower.catchUp() }
      }
    }
  }
}

/// Options of every import.
struct ImportRowOptions: ParsableArguments {
  @Option(help: "What a wrong row does: stop ends the import there, skip leaves it out and reports it.")
  var onError: ImportOptions.OnError = .stop
  @Option(help: "Rows in one transaction.") var batchRows: Int = 200

  func validate() throws {
    guard (1...100_000).contains(batchRows) else { throw ValidationError("--batch-rows is 1 to 100000.") }
  }

  /// Runs an import with a display of its progress, and prints what came of each file.
  func run(
    _ name: String, _ logger: Logger, _ body: @Sendable (ImportOptions) async throws -> [ImportReport]
  ) async throws {
    var options = ImportOptions()
    options.onError = onError
    options.batchRows = batchRows
    let display = ProgressDisplay("import \(name)", logger: logger)
    options.progress = { step in display.show(step.bytes, of: step.totalBytes, "bytes of \(step.file)") }
    for report in try await body(options) {
      let counts = report.counts
      var words = "\(report.file): "
      if report.wasFinished {
        words += "imported before"
      } else {
        if let row = report.resumedAtRow { words += "went on at row \(row); " }
        words += "\(report.rows) rows, \(counts.added) new, \(counts.updated) went on, \(counts.unchanged) unchanged"
        if counts.merged + counts.duplicates > 0 {
          words += ", \(counts.merged) merged, \(counts.duplicates) duplicates"
        }
        if report.refused > 0 { words += ", \(report.refused) refused" }
      }
      display.finish(words)
      if isatty(2) == 0 { print(words) }
      for fault in report.faults { print("  \(fault)") }
      for expiring in report.expiring { print("  \(expiring.words)") }
    }
  }
}

extension ImportOptions.OnError: ExpressibleByArgument {}

extension ImportReport.Expiring {
  fileprivate var words: String {
    let name = retentionClass.isEmpty ? "default" : retentionClass
    let age = Period.text(keep.wholeMilliseconds, days: true)
    return """
      \(readings) readings are older than the class \(name) of the pack keeps them (\(age)): citywide serve will remove \
      them within an hour of its start. Give their series a class that keeps them longer before that.
      """
  }
}

/// Runs `body` with an open city; Ctrl-C ends it after the transaction that is under way.
func withCity(
  _ options: CityOptions, _ logger: Logger, _ body: @escaping @Sendable (City, Logger) async throws -> Void
) async throws {
  let city = try await House.open(options, logger: logger)
  let work = Task { try await body(city, logger) }
  signal(SIGINT, SIG_IGN)
  signal(SIGTERM, SIG_IGN)
  let sources = [SIGINT, SIGTERM].map { number in
    let source = DispatchSource.makeSignalSource(signal: number)
    source.setEventHandler { work.cancel() }
    source.resume()
    return source
  }
  let result = await work.result
  for source in sources { source.cancel() }
  await city.close()
  if case .failure(let error) = result {
    if error is CancellationError {
      throw CommandFailure(description: "Interrupted. What was done is kept; the same command goes on from there.")
    }
    throw error
  }
}
