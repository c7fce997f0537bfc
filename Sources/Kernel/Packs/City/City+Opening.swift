// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import Crypto
import Decisions
import Foundation
import Journaling
public import Logging
import Matters
import Spatial
public import Storage
public import Telemetry
public import Vocabulary

/// The tables of all rooms of the kernel.
public let kernelMigrations: [Migration] =
  journalingMigrations + accessMigrations + spatialMigrations + telemetryMigrations + contextsMigrations
  + mattersMigrations + packsMigrations + cityMigrations

extension City {
  /// Opens a city: takes the data folder, brings the schema up to date, adopts what is new in the pack.
  ///
  /// - Parameters:
  ///   - extra: the tables of systems and interfaces.
  ///   - observers: makes what sees new readings in the transaction that stores them.
  ///   - dividedAnew: brings what systems keep by area up to date, after entities and matters moved to other areas.
  /// - Throws: `Problem`: the folder is in use or cannot be written, or remembers a journal that the database has not; the
  ///   database was made by a newer program, a series of the pack contradicts what is stored; or `StorageError`.
  public static func open(
    _ settings: CitySettings, pack: Pack, migrations extra: [Migration] = [],
    observers: @Sendable (CityFoundation) throws -> [any ReadingObserver] = { _ in [] },
    dividedAnew: @escaping @Sendable (Tenant, Transaction) throws -> Void = { _, _ in },
    time: any TimeSource = SystemTime(), logger: Logger = Logger(label: "citywide")
  ) async throws -> City {
    let folder = try DataFolder(settings.dataFolder)
    if case .sqlite(let path) = settings.database { try folder.lock(database: path) }
    do {
      let checkpoints = CheckpointFile(in: settings.dataFolder, tenant: pack.tenant)
      try checkpoints.requireDatabase(at: settings.database)
      let database = try Database(settings.database, settings: settings.databaseSettings)
      do {
        try await checkpoints.requireJournal(in: database)
        let foundation = try await lay(
          settings, pack, database, kernelMigrations + extra, folder: folder, dividedAnew: dividedAnew, time: time,
          logger: logger)
        for version in foundation.adopted { logger.debug("adopted", metadata: ["definition": "\(version)"]) }
        if !foundation.adopted.isEmpty {
          logger.info("adopted definitions of the pack", metadata: ["count": "\(foundation.adopted.count)"])
        }
        warn(of: foundation, logger: logger)
        let city = try City(
          foundation, folder: folder, observers: observers(foundation),
          evidence: EvidenceStore(
            folder: folder.evidence, sizeLimit: settings.evidenceLimit, pointLimit: settings.pictureLimit))
        try await city.adoptSeriesClasses()
        let carried = try await city.telemetry.carryOldReadings()
        if carried > 0 {
          logger.info("readings of an older version were compressed", metadata: ["count": "\(carried)"])
        }
        return city
      } catch {
        await database.close()
        throw error
      }
    } catch {
      folder.unlock()
      throw error
    }
  }

  private static func lay(
    _ settings: CitySettings, _ pack: Pack, _ database: Database, _ migrations: [Migration], folder: DataFolder,
    dividedAnew: @escaping @Sendable (Tenant, Transaction) throws -> Void, time: any TimeSource, logger: Logger
  ) async throws -> CityFoundation {
    let now = time.now()
    let ran = try await database.migrate(migrations, at: now)
    if !ran.isEmpty { logger.info("schema steps", metadata: ["ran": "\(ran)"]) }
    let tenant = pack.tenant
    let identifiers = try await identifiers(database, tenant)
    let entities = EntityStore(areas: { [areas = pack.areas] asked in asked == tenant ? areas : nil })
    let inForce = try await database.read { try Journal().keyInForce(tenant: tenant, in: $0) }
    let journalKey = try folder.journalKeyFile().key(inForce: inForce, logger: logger)
    if let inForce { warn(ofKey: Array(journalKey.publicKey.rawRepresentation), inForce, logger: logger) }
    let adopted = try await database.write { transaction in
      let adopted = try Definitions.adopt(pack, tenant: tenant, in: transaction, at: now)
      let catalogue = SeriesCatalogue(identifiers: identifiers)
      for series in pack.series {
        try catalogue.define(series.new, at: now, tenant: tenant, pointer: "/series/\(series.code)", in: transaction)
      }
      try Definitions.place(pack.series, in: entities, tenant: tenant, transaction: transaction, at: now)
      if adopted.isDividedAnew {
        try entities.rebuild(tenant: tenant, in: transaction)
        let moved = try Matters.relocate(into: pack.areas, tenant: tenant, at: now, in: transaction)
        try dividedAnew(tenant, transaction)
        logger.notice("the city is divided anew", metadata: ["movedMatters": "\(moved)"])
      }
      return adopted
    }
    return CityFoundation(
      settings: settings, tenant: tenant, pack: pack, rules: RulesInForce(adopted.rules), decisions: adopted.decisions,
      catalogue: adopted.catalogue,
      adopted: adopted.changes, database: database, journal: Journal(), identifiers: identifiers, entities: entities,
      time: time, logger: logger, journalKey: journalKey)
  }

  /// Says which decisions and rules that people approved no longer fit the pack, such as those that name a department that is
  /// gone.
  private static func warn(of foundation: CityFoundation, logger: Logger) {
    let pack = foundation.pack
    let known = KnownCodes(pack)
    for rule in foundation.rules.all {
      for fault in RuleCheck.faults(of: rule, known: known, pack: pack) where fault.severity == .error {
        logger.warning(
          "a threshold rule in force does not fit the pack",
          metadata: ["rule": "\(rule.code)@\(rule.version)", "because": "\(fault.detail.english)"])
      }
    }
    for decision in foundation.catalogue.decisions.values.sorted(by: { $0.code < $1.code }) {
      let faults =
        RouteCheck.faults(decision, known: known, types: pack.matterTypes)
        + LimitCheck.faults(decision, known: known, types: pack.matterTypes)
      for fault in faults {
        logger.warning(
          "a decision in force does not fit the pack",
          metadata: ["decision": "\(decision.code)@\(decision.version)", "because": "\(fault.detail.english)"])
      }
    }
  }

  /// Says that the journal is signed with another key, as where the folder of the keys was lost or a second process on the
  /// same database has a folder of its own: only a change of the key leads from one to the other.
  private static func warn(ofKey publicKey: [UInt8], _ inForce: [UInt8], logger: Logger) {
    guard inForce != publicKey else { return }
    logger.error(
      """
      the journal is signed with another key than that in the data folder, and verifying will refuse the checkpoints of one \
      of them: bring keys/journal.ed25519 from the city's data folder or from a backup, or, where it is lost, say so with \
      citywide key change --lost
      """, metadata: ["publicKey": "\(hexadecimal(inForce))"])
  }

  /// Makes identifiers that go on after those that are stored, also where the machine's clock was set back in between.
  private static func identifiers(_ database: Database, _ tenant: Tenant) async throws -> IdentifierSource {
    let identifiers = IdentifierSource(node: try await database.leaseNode())
    let last: [Identifier?] = try await database.read { transaction in
      try ["SELECT MAX(id) FROM matters", "SELECT MAX(id) FROM series WHERE tenant = ?"].map { sql in
        try transaction.row(sql, values: sql.hasSuffix("?") ? [tenant.sqlValue] : [])?[0]
      }
    }
    for case let last? in last { _ = identifiers.next(at: last.instant + .milliseconds(1)) }
    return identifiers
  }
}
