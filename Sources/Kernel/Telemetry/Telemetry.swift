// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// Settings of the telemetry; every one has a default.
public struct TelemetrySettings: Sendable {
  /// How far a reading may lie in the future: clocks of devices differ.
  public var maxClockSkew = Duration.seconds(300)
  /// Longest text of a reading, in bytes of UTF-8.
  public var maxTextLength = 65_536

  public init() {}
}

/// Takes in readings and gives them back.
///
/// An append is all or nothing and on disk when it returns. For one series and instant the last reading counts; sending the
/// same again changes nothing, so an import can be repeated.
public final class Telemetry: Sendable {
  public let catalogue: SeriesCatalogue
  public let store: any ReadingStore
  private let database: Database
  private let time: any TimeSource
  private let settings: TelemetrySettings
  private let observers: [any ReadingObserver]

  /// - Parameters:
  ///   - observers: see every new reading in the transaction that stores it, in this order.
  ///   - store: where readings are kept.
  public init(
    database: Database, identifiers: IdentifierSource, time: any TimeSource,
    settings: TelemetrySettings = TelemetrySettings(), observers: [any ReadingObserver] = [],
    store: any ReadingStore = RowReadingStore()
  ) {
    catalogue = SeriesCatalogue(identifiers: identifiers)
    self.store = store
    self.database = database
    self.time = time
    self.settings = settings
    self.observers = observers
  }

  /// Keeps readings; they are on disk when this returns. Appends that run at the same time share fsyncs.
  ///
  /// - Parameter createSeries: make series that are unknown, of the kind of their first reading, named by their code.
  /// - Throws: `Problem` of code `invalid` naming the index of each wrong reading (`/17/at`): unknown series, another kind of
  ///   value than the series has, a number that is not finite, an instant too far in the future. Nothing is kept then. Else
  ///   `StorageError`, or what an observer throws.
  @discardableResult
  public func append(
    _ readings: [NewReading], createSeries: Bool = false, tenant: Tenant
  ) async throws -> AppendResult {
    try await database.write { [self] transaction in
      try append(readings, createSeries: createSeries, tenant: tenant, in: transaction)
    }
  }

  /// The same in a transaction of the caller.
  @discardableResult
  public func append(
    _ readings: [NewReading], createSeries: Bool = false, tenant: Tenant, in transaction: Transaction
  ) throws -> AppendResult {
    guard !readings.isEmpty else { return AppendResult(received: 0, stored: 0, createdSeries: 0) }
    var batch = AppendBatch(
      readings, catalogue: catalogue, settings: settings, now: time.now(), tenant: tenant, transaction: transaction)
    let resolved = try batch.resolved(createSeries: createSeries)
    let stored = try store.store(resolved, tenant: tenant, in: transaction)
    if !stored.isEmpty {
      for observer in observers { try observer.observe(stored, tenant: tenant, in: transaction) }
    }
    return AppendResult(received: readings.count, stored: stored.count, createdSeries: batch.createdSeries)
  }

  /// The newest reading of each series that has any.
  public func latest(of series: [Identifier], tenant: Tenant) async throws -> [Identifier: Reading] {
    try await database.read { [store] in try store.latest(of: series, tenant: tenant, in: $0) }
  }

  /// The newest reading of a series.
  public func latest(of series: Identifier, tenant: Tenant) async throws -> Reading? {
    try await latest(of: [series], tenant: tenant)[series]
  }

  /// Readings of one series with `from` ≤ `at` < `to`.
  ///
  /// - Parameters:
  ///   - after: instant of the last reading of the page before.
  ///   - limit: most readings to return; a page with fewer is the last.
  public func range(
    of series: Identifier, from: Instant, to: Instant, order: ReadingOrder = .oldestFirst, after: Instant? = nil,
    limit: Int = 1000, tenant: Tenant
  ) async throws -> [Reading] {
    try await database.read { [store] transaction in
      try store.readings(
        of: series, from: from, to: to, order: order, after: after, limit: limit, tenant: tenant, in: transaction)
    }
  }
}
