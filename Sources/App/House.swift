// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import BulkImport
import Console
import Crypto
import DemoCity
import Foundation
import Journaling
import Lifeline
import Logging
import Matters
import Operations
import Packs
import SensorThings
import Spatial
import Storage
import Telemetry
import Vocabulary

/// All rooms and systems put together: what the commands work with.
enum House {
  /// The tables of the whole house.
  static let migrations: [Migration] = kernelMigrations + systemMigrations
  static let systemMigrations: [Migration] =
    lifelineMigrations + operationsMigrations + bulkImportMigrations + consoleMigrations
    + sensorThingsMigrations
  static let backupPlan = BackupPlan(joining: [spatialBackupPlan, matterBackupPlan])

  static func pack(_ options: CityOptions) throws -> Pack {
    do { return try Pack.load(folder: options.packFolder, limits: options.decisions.limits) } catch {
      throw CommandFailure(
        description: "The pack \(options.pack) cannot be used; citywide pack check lists the same:\n\(error.text)")
    }
  }

  /// Opens the city with its systems, for this process alone where it is on SQLite.
  static func open(_ options: CityOptions, limits: LimitOptions = LimitOptions.defaults, logger: Logger) async throws
    -> City
  {
    try await open(options, pack: try pack(options), limits: limits, logger: logger)
  }

  /// - Parameter change: changes settings that have no option.
  static func open(
    _ options: CityOptions, pack: Pack, limits: LimitOptions, time: any TimeSource = SystemTime(), logger: Logger,
    change: (inout CitySettings) -> Void = { _ in }
  ) async throws -> City {
    var settings = CitySettings(dataFolder: options.dataFolder, database: options.location)
    settings.databaseSettings = options.databaseSettings
    limits.apply(to: &settings)
    change(&settings)
    return try await City.open(
      settings, pack: pack, migrations: systemMigrations,
      observers: { [ThresholdDetector($0)] },
      dividedAnew: { try Warnings.followThings(tenant: $0, in: $1) }, time: time, logger: logger)
  }

  /// What follows the journal of a served city.
  static func followers(_ city: City, logger: Logger) -> [Follower] {
    [
      warnings(of: city, logger: logger).follower(database: city.database),
      outcomes(of: city, logger: logger).follower(database: city.database),
      texts(of: city, logger: logger).follower(database: city.database),
    ]
  }

  static func warnings(of city: City, logger: Logger) -> WarningsToMatters {
    WarningsToMatters(matters: city.matters, tenant: city.tenant, zone: city.pack.timeZone, logger: logger)
  }

  private static func outcomes(of city: City, logger: Logger) -> MatterOutcomes {
    MatterOutcomes(matters: city.matters, tenant: city.tenant, zone: city.pack.timeZone, logger: logger)
  }

  private static func texts(of city: City, logger: Logger) -> MatterTexts {
    MatterTexts(matters: city.matters, tenant: city.tenant, logger: logger)
  }

  /// Reports and full text of a history that is written at once.
  static func stocks(of city: City, logger: Logger) -> [HistoryStock] {
    let outcomes = Self.outcomes(of: city, logger: logger)
    let texts = Self.texts(of: city, logger: logger)
    return [
      HistoryStock(outcomes.follower(database: city.database), prepare: outcomes.writing),
      HistoryStock(texts.follower(database: city.database), prepare: texts.writing),
    ]
  }

  /// Opens only the database, which works beside a running server, and brings its schema up to date.
  /// - Parameter existing: whether there must be a city already, as for what only looks at one: a mistyped path makes none.
  ///   Where there need be none, it is the city of `tenant` that is made.
  static func openDatabase(
    _ options: CityOptions, existing: Bool = false, tenant: Tenant? = nil
  ) async throws -> Database {
    if existing, case .sqlite(let path) = options.location, !FileManager.default.fileExists(atPath: path) {
      throw CommandFailure(
        description: "There is no city at \(path). citywide serve makes one; --data names another folder.")
    }
    try FileManager.default.createDirectory(
      at: options.dataFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let checkpoints = tenant.map { CheckpointFile(in: options.dataFolder, tenant: $0) }
    try checkpoints?.requireDatabase(at: options.location)
    let database = try Database(options.location, settings: options.databaseSettings)
    do {
      try await checkpoints?.requireJournal(in: database)
      if existing, try await database.appliedMigrations().isEmpty {
        throw CommandFailure(
          description: "There is no city in \(options.location). citywide serve makes one; --database names another.")
      }
      try await database.migrate(migrations, at: SystemTime().now())
    } catch {
      await database.close()
      throw error
    }
    return database
  }

  /// The accounts of a city, beside a running server; it sees changes after at most five seconds.
  static func access(_ database: Database, pack: Pack) async throws -> Access {
    let areas = pack.areas
    // A number of its own, so that no identifier is made twice.
    let leased = try await database.leaseNode()
    let node = database.dialect == .sqlite ? 1 + Int(ProcessInfo.processInfo.processIdentifier) % 1022 : leased
    return Access(
      database: database, journal: Journal(), time: SystemTime(), identifiers: IdentifierSource(node: node),
      isInside: { inner, outer, _ in areas.isInside(inner, of: outer) })
  }

  /// The public half of the key that signs the journal; `nil` when there is no key yet.
  static func publicKey(_ options: CityOptions) -> [UInt8]? {
    let file = options.dataFolder.appending(path: "keys/journal.ed25519")
    guard let text = try? String(contentsOf: file, encoding: .utf8),
      let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
    else { return nil }
    return Array(key.publicKey.rawRepresentation)
  }
}

extension CityOptions {
  var location: DatabaseLocation {
    database.isEmpty
      ? .sqlite(path: dataFolder.appending(path: "city.db").path(percentEncoded: false)) : DatabaseLocation(database)
  }

  var databaseSettings: DatabaseSettings {
    var settings = DatabaseSettings()
    settings.readers = databaseReaders
    settings.writers = databaseWriters
    settings.sizeLimit = databaseSizeLimit > 0 ? databaseSizeLimit : nil
    return settings
  }

  /// What a backup takes besides the database.
  var folders: [BackupFolder] {
    [
      BackupFolder("evidence", at: dataFolder.appending(path: "evidence")),
      BackupFolder("keys", at: dataFolder.appending(path: "keys")),
    ]
  }
}
