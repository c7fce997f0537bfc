// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import ArgumentParser
import Foundation
import Packs
import Storage
import Telemetry
import Vocabulary

/// `citywide export`: what the city holds, as files that others read.
struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write what the city holds to files that others read.",
    subcommands: [Readings.self])

  /// `citywide export readings`: as `GET /api/v1/readings`, without a server.
  struct Readings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Readings, as CSV or JSON lines, by code of the series and by time.",
      discussion: "Works beside a running server, and takes little memory however many there are.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Option(help: "csv, or jsonl for JSON lines.") var format: Format = .csv
    @Option(help: "Only series that tell of this entity.") var entity: String = ""
    @Option(help: "From this time on (RFC 3339).") var from: String = ""
    @Option(help: "Before this time (RFC 3339).") var to: String = ""
    @Option(help: "The file to write; it is there when the export is whole. To standard output when empty.")
    var output: String = ""
    @Argument(help: "Codes of series; all series where none is named.") var series: [String] = []

    enum Format: String, CaseIterable, ExpressibleByArgument { case csv, jsonl }

    func run() async throws {
      let (from, to) = (try Instant(option: "--from", from), try Instant(option: "--to", to))
      let pack = try House.pack(city)
      let database = try await House.openDatabase(city, existing: true)
      do {
        let telemetry = Telemetry(database: database, identifiers: IdentifierSource(node: 0), time: SystemTime())
        let export = ReadingExport(
          telemetry: telemetry, database: database, tenant: pack.tenant, from: from ?? Instant(milliseconds: .min),
          to: to ?? Instant(milliseconds: .max), isCSV: format == .csv)
        let chosen = try await chosen(database, pack.tenant, telemetry.catalogue)
        let file = try OutputFile(output)
        try file.write(export.heading)
        var (count, readings) = (0, 0)
        func write(_ series: Series) async throws {
          readings += try await export.write(series) { try file.write($0) }
          count += 1
        }
        if series.isEmpty {
          try await export.eachSeries(entity: entity.isEmpty ? nil : entity) { try await write($0) }
        } else {
          for series in chosen where entity.isEmpty || series.entity == entity { try await write(series) }
        }
        try file.finish()
        if !output.isEmpty { print("\(output): \(readings) readings of \(count) series") }
        await database.close()
      } catch {
        await database.close()
        throw error
      }
    }

    private func chosen(
      _ database: Database, _ tenant: Tenant, _ catalogue: SeriesCatalogue
    ) async throws -> [Series] {
      try await database.read { [series] transaction in
        try Set(series).sorted().map { code in
          guard let found = try catalogue.series(code: code, tenant: tenant, in: transaction) else {
            throw CommandFailure(description: "There is no series \(code).")
          }
          return found
        }
      }
    }
  }
}

/// Where an export goes: to standard output, or to a file that gets its name when it is whole.
private final class OutputFile {
  private let handle: FileHandle
  /// `nil` for standard output.
  private let place: (part: URL, whole: URL)?

  init(_ path: String) throws {
    guard !path.isEmpty else {
      (handle, place) = (.standardOutput, nil)
      return
    }
    let part = path + ".part"
    guard FileManager.default.createFile(atPath: part, contents: nil), let handle = FileHandle(forWritingAtPath: part)
    else { throw CommandFailure(description: "\(part) cannot be written; look at the folder and its permissions.") }
    self.handle = handle
    place = (URL(fileURLWithPath: part), URL(fileURLWithPath: path))
  }

  func write(_ bytes: [UInt8]) throws {
    do { try handle.write(contentsOf: bytes) } catch {
      // Whoever read it, such as `head`, has enough.
      guard place != nil else { throw ExitCode(141) }
      throw CommandFailure(description: "The file cannot be written: \(error.localizedDescription)")
    }
  }

  func finish() throws {
    guard let place else { return }
    try handle.synchronize()
    try handle.close()
    guard rename(place.part.path(percentEncoded: false), place.whole.path(percentEncoded: false)) == 0 else {
      throw CommandFailure(description: "\(place.part.relativePath) is whole, and cannot get its name.")
    }
  }
}

extension Instant {
  /// The time that an option gives; `nil` where it is empty.
  init?(option: String, _ text: String) throws(ValidationError) {
    if text.isEmpty { return nil }
    guard let instant = Instant(text) else {
      throw ValidationError("\(option) is a time such as 2026-11-24T00:00:00Z, not \"\(text)\".")
    }
    self = instant
  }
}
