// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import BulkImport
import Calendars
import Foundation
import Journaling
import Lifeline
import Logging
import Matters
import Operations
import Packs
import Storage
import Telemetry
import TestSupport
import Vocabulary

/// A city of one of the project's packs, with the systems that imports feed.
struct ImportHouse {
  let city: City
  let folder: TemporaryFolder
  let time: FrozenTime

  static func open(_ engine: Engine, pack name: String) async throws -> ImportHouse {
    let pack = try Pack.load(folder: RealData.packageRoot.appending(path: "Packs/\(name)"))
    let folder = try TemporaryFolder()
    let time = FrozenTime()
    var settings = CitySettings(
      dataFolder: folder.url.appending(path: "data"), database: try await TestDatabase.location(engine))
    settings.databaseSettings.readers = 2
    settings.databaseSettings.writers = 2
    var logger = Logger(label: "test")
    logger.logLevel = .error
    let city = try await City.open(
      settings, pack: pack, migrations: lifelineMigrations + operationsMigrations + bulkImportMigrations,
      observers: { [ThresholdDetector($0)] }, time: time, logger: logger)
    return ImportHouse(city: city, folder: folder, time: time)
  }

  var system: Principal { .system(city.tenant) }

  var boston: Boston311Import {
    Boston311Import(
      matters: city.matters, database: city.database, tenant: city.tenant, zone: city.pack.timeZone, time: time)
  }

  func readings(_ change: (inout ReadingsSettings) -> Void = { _ in }) -> ReadingsImport {
    var settings = ReadingsSettings(zone: city.pack.timeZone)
    for series in city.pack.series { settings.series[series.column ?? series.code] = series.code }
    change(&settings)
    return ReadingsImport(
      telemetry: city.telemetry, database: city.database, tenant: city.tenant, time: time, settings: settings)
  }

  func outcomes() -> Follower {
    MatterOutcomes(matters: city.matters, tenant: city.tenant, zone: city.pack.timeZone, logger: city.logger)
      .follower(database: city.database)
  }

  func warnings() -> Follower {
    WarningsToMatters(matters: city.matters, tenant: city.tenant, zone: city.pack.timeZone, logger: city.logger)
      .follower(database: city.database)
  }

  func write(_ text: String, to name: String) throws -> URL {
    try folder.write(text, to: name)
  }

  /// Every matter, by its external identifier, then by its own.
  func allMatters() async throws -> [Matter] {
    var query = MatterQuery()
    query.order = .newest
    query.limit = 1000
    var all: [Matter] = []
    repeat {
      let page = try await city.matters.list(query, for: system)
      all += page.matters
      query.after = page.next
    } while query.after != nil
    return all.sorted { ($0.externalID ?? "", $0.id) < ($1.externalID ?? "", $1.id) }
  }

  /// Everything about the matters but the identifiers and numbers that they happened to get.
  func content() async throws -> [String] {
    let all = try await allMatters()
    let names = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.externalID ?? "") })
    return all.map { matter in
      var plain = matter
      plain.id = Identifier(rawValue: 0)
      plain.number = ""
      plain.mergedInto = nil
      plain.absorbed = []
      let merged = matter.mergedInto.flatMap { names[$0] } ?? ""
      let absorbed = matter.absorbed.compactMap { names[$0] }
      return "\(String(decoding: plain.json, as: UTF8.self)) \(merged) \(absorbed)"
    }
  }
}

extension ImportOptions {
  /// Options under which an import is cancelled after so many transactions.
  static func cancelled(after steps: Int, rows: Int) -> ImportOptions {
    var options = ImportOptions()
    options.batchRows = rows
    let left = ResultHolder(steps)
    options.progress = { _ in
      left.value -= 1
      if left.value <= 0 { withUnsafeCurrentTask { $0?.cancel() } }
    }
    return options
  }
}
