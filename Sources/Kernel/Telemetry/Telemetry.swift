// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
import Synchronization
public import Vocabulary

/// Settings of the telemetry; every one has a default.
public struct TelemetrySettings: Sendable {
  /// How far a reading may lie in the future: clocks of devices differ.
  public var maxClockSkew = Duration.seconds(300)
  /// Longest text of a reading, in bytes of UTF-8.
  public var maxTextLength = 65_536
  /// Readings in the log from which on it is sealed; they are kept in memory too, at 16 bytes each.
  public var sealReadings = 2_000_000
  /// Bytes of the log from which on it is sealed.
  public var sealBytes = 32 << 20
  /// Rows of the log from which on it is sealed.
  public var sealRows = 1024
  /// Readings of one append, at most.
  public var maxBatchReadings = 2_000_000
  /// Readings that may wait to be kept at the same time; more are refused, to be sent again.
  public var maxPendingReadings = 4_000_000
  /// Buckets that one question may ask for, of each group of series.
  public var maxBuckets = 100_000
  /// Buckets of all groups of one question.
  public var maxBins = 1_000_000

  public init() {}
}

/// Takes in readings and gives them back.
///
/// An append is all or nothing and on disk when it returns. Sending the same again changes nothing, so an import can be
/// repeated; what becomes of two values for one instant says the policy of the series.
public final class Telemetry: Sendable {
  public let catalogue: SeriesCatalogue
  let store: SegmentStore
  let database: Database
  let time: any TimeSource
  let settings: TelemetrySettings
  let observers: [any ReadingObserver]
  let slots = SeriesSlots()
  let upkeep: Upkeep
  let pending = Atomic(0)
  let queue = AppendQueue()
  let quality = QualityBook()

  /// - Parameters:
  ///   - observers: see every new reading in the transaction that stores it, in this order.
  public init(
    database: Database, identifiers: IdentifierSource, time: any TimeSource,
    settings: TelemetrySettings = TelemetrySettings(), observers: [any ReadingObserver] = []
  ) {
    catalogue = SeriesCatalogue(identifiers: identifiers)
    // Rows of log and segments are many, and nobody sees their identifiers.
    store = SegmentStore(identifiers: identifiers.separate())
    self.database = database
    self.time = time
    self.settings = settings
    self.observers = observers
    upkeep = Upkeep(store: store, database: database, time: time, settings: settings)
  }

  /// The newest reading of each series that has any.
  ///
  /// Of more than a hundred series none has a number: it would have to be looked for series by series.
  public func latest(of series: [Identifier], tenant: Tenant) async throws -> [Identifier: Reading] {
    try await database.read { try self.latest(of: series, tenant: tenant, in: $0) }
  }

  /// The newest reading of every series of a tenant that has any, in order of series.
  ///
  /// Quicker than to ask for many of them: nothing is looked up.
  public func latest(tenant: Tenant) async throws -> [Reading] {
    try await database.read { [store] transaction in try store.latest(tenant: tenant, in: transaction) }
  }

  /// The newest reading of a series.
  public func latest(of series: Identifier, tenant: Tenant) async throws -> Reading? {
    try await latest(of: [series], tenant: tenant)[series]
  }

  /// Readings of one series with `from` ≤ `at` < `to`.
  ///
  /// - Parameters:
  ///   - after: instant of the last reading of the page before.
  ///   - sequence: its number among the readings of that instant, for a series that keeps all of them; without it the
  ///     page begins at another instant.
  ///   - limit: most readings to return; a page with fewer is the last.
  public func range(
    of series: Identifier, from: Instant, to: Instant, order: ReadingOrder = .oldestFirst, after: Instant? = nil,
    sequence: Int? = nil, limit: Int = 1000, tenant: Tenant
  ) async throws -> [Reading] {
    try await database.read { [store] transaction in
      try store.page(
        of: series.rawValue, from: from.milliseconds, to: to.milliseconds, order: order,
        after: after.map { ($0.milliseconds, sequence) }, limit: limit, tenant: tenant, in: transaction)
    }
  }

  /// Moves what is in the log into segments, now. It is done without asking when the log has grown.
  public func seal() async throws { try await upkeep.seal() }
}
