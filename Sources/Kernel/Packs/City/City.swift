// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Contexts
public import Crypto
import Decisions
public import Journaling
public import Logging
public import Matters
import Spatial
public import Storage
import Synchronization
public import Telemetry
public import Vocabulary

/// The kernel put together for one city: everything that systems and interfaces stand on.
///
/// Safe from any thread. One process at a time opens a SQLite data folder; several may share a PostgreSQL database.
public final class City: Sendable {
  public let settings: CitySettings
  public let tenant: Tenant
  public let pack: Pack
  /// What of the pack was new or changed when the city was opened.
  public let adopted: [AdoptedVersion]
  public let database: Database
  public let journal: Journal
  public let identifiers: IdentifierSource
  public let access: Access
  public let matters: Matters
  /// The versions of the decisions and threshold rules: proposed, approved, in force.
  public let decisions: DecisionRegister
  public let telemetry: Telemetry
  public let entities: EntityStore
  public let evidence: EvidenceStore
  /// Verifies the journal when somebody asks for it.
  public let journalCheck = JournalCheck()
  /// What the city does by itself, and when it last did.
  public let workLog = WorkLog()
  public let time: any TimeSource
  public let logger: Logger
  /// Signs the checkpoints of the journal; `citywide key change` may change it while the city runs.
  public var journalKey: Curve25519.Signing.PrivateKey { signingKey.withLock { $0 } }
  private let signingKey: Mutex<Curve25519.Signing.PrivateKey>
  let folder: DataFolder

  init(_ foundation: CityFoundation, folder: DataFolder, observers: [any ReadingObserver], evidence: EvidenceStore) {
    settings = foundation.settings
    tenant = foundation.tenant
    pack = foundation.pack
    adopted = foundation.adopted
    database = foundation.database
    journal = foundation.journal
    identifiers = foundation.identifiers
    entities = foundation.entities
    time = foundation.time
    logger = foundation.logger
    signingKey = Mutex(foundation.journalKey)
    self.folder = folder
    self.evidence = evidence
    let areas = pack.areas
    access = Access(
      database: database, journal: journal, time: time, settings: settings.access, identifiers: identifiers,
      isInside: { [tenant] inner, outer, asked in asked == tenant && areas.isInside(inner, of: outer) })
    matters = Matters(
      database: database, catalogue: foundation.catalogue, time: time, identifiers: identifiers, zone: pack.timeZone,
      cacheCapacity: settings.matterCache)
    decisions = DecisionRegister(
      database: database, matters: matters, pack: pack, time: time, inForce: foundation.decisions,
      rules: foundation.rules, whatIfLimit: settings.whatIfLimit)
    telemetry = Telemetry(
      database: database, identifiers: identifiers, time: time, settings: settings.telemetry, observers: observers)
  }

  /// Signs the journal a last time, finishes what was begun and lets the data folder go. Call it once nothing uses the
  /// city.
  public func close() async {
    do {
      try await checkpoint()
    } catch {
      logger.warning("the journal could not be signed at the end", metadata: ["error": "\(error)"])
    }
    await database.close()
    folder.unlock()
  }

  /// Signs the ends of the journal's chains, where one has grown.
  @discardableResult
  public func checkpoint() async throws -> Checkpoint? {
    try await refreshKey()
    let signed = try await journal.checkpoint(
      tenant: tenant, key: journalKey, at: time.now(), database: database)
    if let signed {
      try await CheckpointFile(in: settings.dataFolder, tenant: tenant).remember(signed, in: database, logger: logger)
    }
    return signed
  }

  /// Takes up a key that was changed beside the running city.
  func refreshKey() async throws {
    let inForce = try await database.read { [journal, tenant] in try journal.keyInForce(tenant: tenant, in: $0) }
    // A file that is gone does not keep the city from signing with what it holds.
    guard inForce != Array(journalKey.publicKey.rawRepresentation),
      let key = try folder.journalKeyFile().present(inForce: inForce, logger: nil)
    else { return }
    signingKey.withLock { $0 = key }
  }
}

/// What there is of a city before its telemetry: what observers of readings may build on.
public struct CityFoundation: Sendable {
  public let settings: CitySettings
  public let tenant: Tenant
  public let pack: Pack
  /// The threshold rules that count now; they change while the city runs.
  public let rules: RulesInForce
  let decisions: DecisionsInForce
  public let catalogue: Catalogue
  public let adopted: [AdoptedVersion]
  public let database: Database
  public let journal: Journal
  public let identifiers: IdentifierSource
  public let entities: EntityStore
  public let time: any TimeSource
  public let logger: Logger
  public let journalKey: Curve25519.Signing.PrivateKey
}
