// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
import Synchronization
public import Vocabulary

extension Telemetry {
  /// Keeps readings; they are on disk when this returns. Appends that run at the same time share fsyncs.
  ///
  /// - Parameter createSeries: make series that are unknown, of the kind of their first reading, named by their code.
  /// - Throws: `Problem` of code `invalid` naming the index of each wrong reading (`/17/at`): unknown series, another
  ///   kind of value than the series has, a number that is not finite, an instant too far in the future. Nothing is
  ///   kept then. Of code `tooManyRequests` when too many readings wait already, with the time after which to send it
  ///   again. Else `StorageError`, or what an observer throws.
  @discardableResult
  public func append(
    _ readings: [NewReading], createSeries: Bool = false, tenant: Tenant
  ) async throws -> AppendResult {
    try await admitted(readings.count) {
      try await self.database.write { transaction in
        try self.append(readings, createSeries: createSeries, tenant: tenant, in: transaction)
      }
    }
  }

  /// The same in a transaction of the caller.
  @discardableResult
  public func append(
    _ readings: [NewReading], createSeries: Bool = false, tenant: Tenant, in transaction: Transaction
  ) throws -> AppendResult {
    guard !readings.isEmpty else { return AppendResult(received: 0, stored: 0, createdSeries: 0) }
    let now = time.now()
    var batch = AppendBatch(
      readings, catalogue: catalogue, settings: settings, now: now, tenant: tenant, transaction: transaction)
    let runs = try batch.resolved(createSeries: createSeries)
    try store.lock(batch.inTurn, in: transaction)
    let stored = try store(runs, encoded: nil, at: now, tenant: tenant, in: transaction)
    upkeep.noteRow(readings: stored.count)
    return AppendResult(received: readings.count, stored: stored.count, createdSeries: batch.createdSeries)
  }

  /// Keeps readings in columns, the way for doors that take in very many.
  ///
  /// - Parameter areChecked: whether `faults` found nothing wrong with them a moment ago.
  /// - Throws: as the append of `NewReading`.
  @discardableResult
  public func append(
    _ columns: ReadingColumns, areChecked: Bool = false, tenant: Tenant
  ) async throws -> AppendResult {
    guard !columns.isEmpty else { return AppendResult(received: 0, stored: 0) }
    return try await admitted(columns.count) {
      let now = self.time.now()
      let entries = self.slots.entries()
      if !areChecked {
        var check = ReadingCheck(self.settings, now: now)
        check.check(columns, { entries[Int($0)] }) { self.slots.codes()[Int(columns.slots[$0])] }
        try check.finish()
      }
      let write: AppendQueue.Write = { columns, tenant in
        try await self.write(columns, at: now, tenant: tenant)
      }
      let stored: ReadingRuns?
      if columns.count >= Self.largeAppend {
        let runs = try await write(columns, tenant)
        stored = runs.count == columns.count ? nil : runs
      } else {
        stored = try await self.queue.append(columns, tenant: tenant, write: write)
      }
      return AppendResult(
        received: columns.count, stored: stored?.count(of: columns) { entries[Int($0)] } ?? columns.count)
    }
  }

  /// The readings that `append` would refuse, by index, each with what is wrong with it.
  public func faults(in columns: ReadingColumns) -> [(index: Int, detail: LocalizedText)] {
    let entries = slots.entries()
    var check = ReadingCheck(settings, now: time.now(), named: .max)
    check.check(columns, { entries[Int($0)] }) { self.slots.codes()[Int(columns.slots[$0])] }
    return check.faults.map { ($0.index, $0.detail) }
  }

  /// Appends of so many readings gain nothing by waiting for others.
  private static let largeAppend = 10_000

  private func write(_ columns: ReadingColumns, at now: Instant, tenant: Tenant) async throws -> ReadingRuns {
    let entries = slots.entries()
    let runs = columns.sorted { entries[Int($0)] }
    let encoded = SegmentEncoder().encode(runs, summarized: false)
    let inTurn = slots.inTurn(of: runs)
    let stored = try await database.write { transaction in
      try self.store.lock(inTurn, in: transaction)
      return try self.store(runs, encoded: encoded, at: now, tenant: tenant, in: transaction)
    }
    upkeep.noteRow(readings: stored.count)
    return stored
  }

  /// How this process calls series, by their codes, for `ReadingColumns`.
  ///
  /// - Parameter kind: of series that are made because they are unknown; `nil` to make none.
  /// - Returns: a handle for each code, `nil` where there is no such series.
  /// - Throws: `Problem` of code `invalid` for a code that cannot be one.
  public func handles(
    of codes: [String], making kind: Series.Kind? = nil, tenant: Tenant
  ) async throws -> [SeriesHandle?] {
    var known = try await database.read { [catalogue] in try catalogue.known(codes, tenant: tenant, in: $0) }
    if let kind, known.count < Set(codes).count {
      let missing = Set(codes).subtracting(known.keys).sorted()
      let now = time.now()
      known.merge(
        try await database.write { [catalogue] transaction in
          var made: [String: SeriesEntry] = [:]
          for code in missing {
            // Made meanwhile by another, it keeps its kind.
            if let series = try catalogue.series(code: code, tenant: tenant, in: transaction) {
              made[code] = SeriesEntry(id: series.id, kind: series.kind, policy: series.policy)
              continue
            }
            let series = try catalogue.define(
              NewSeries(code: code, name: LocalizedText(["en": code]), kind: kind), at: now, tenant: tenant,
              in: transaction)
            made[code] = SeriesEntry(id: series.id, kind: series.kind)
          }
          return made
        }
      ) { first, _ in first }
    }
    return slots.handles(codes, codes.map { known[$0] })
  }

  /// The kind of readings that a series holds.
  public func kind(of series: SeriesHandle) -> Series.Kind { slots.entries()[Int(series.slot)].kind }

  private func store(
    _ runs: ReadingRuns, encoded: [UInt8]?, at now: Instant, tenant: Tenant, in transaction: Transaction
  ) throws -> ReadingRuns {
    var runs = runs
    var encoded = encoded
    let tied = runs.tied
    if !tied.isEmpty {
      runs = runs.untied(try store.policies(tied, tenant: tenant, in: transaction))
      encoded = nil
    }
    let rules = try quality.rules(in: transaction)
    if !rules.isEmpty, try store.mark(&runs, rules, at: now, tenant: tenant, in: transaction) { encoded = nil }
    let stored = try store.append(
      runs, encoded: encoded ?? SegmentEncoder().encode(runs, summarized: false), at: now, tenant: tenant,
      in: transaction)
    guard stored.count > 0 else { return stored }
    for observer in observers {
      let watched = try stored.runs.filter {
        try observer.watches(Identifier(rawValue: $0.series), tenant: tenant, in: transaction)
      }
      let readings = watched.flatMap { stored.readings(of: $0) }
      if !readings.isEmpty { try observer.observe(readings, tenant: tenant, in: transaction) }
    }
    return stored
  }

  /// Runs an append, unless more readings wait already than may.
  private func admitted(
    _ count: Int, _ body: @Sendable () async throws -> AppendResult
  ) async throws -> AppendResult {
    guard count <= settings.maxBatchReadings else {
      throw Problem(
        .tooLarge, "\(count) readings at once, \(settings.maxBatchReadings) are allowed: send them in parts",
        "一次发来 \(count) 条读数，最多允许 \(settings.maxBatchReadings) 条：请分批发送")
    }
    let waiting = pending.add(count, ordering: .relaxed).newValue
    defer { pending.subtract(count, ordering: .relaxed) }
    // One alone is taken whatever its size: it would never fit better.
    guard waiting <= settings.maxPendingReadings || waiting == count else {
      throw Problem(
        .tooManyRequests,
        "\(waiting - count) readings wait to be kept, \(settings.maxPendingReadings) may. None of these was kept; send "
          + "them again.", "有 \(waiting - count) 条读数等待保存，最多允许 \(settings.maxPendingReadings) 条。这批读数均未保存，请重新发送。",
        retryAfter: 1)
    }
    await upkeep.room()
    return try await body()
  }
}

extension ReadingRuns {
  /// How many readings of the columns are among these.
  fileprivate func count(of columns: ReadingColumns, _ entry: (Int32) -> SeriesEntry) -> Int {
    var found = 0
    for index in 0..<columns.count {
      guard let run = run(of: entry(columns.slots[index]).id.rawValue) else { continue }
      let instant = columns.instants[index]
      let value = columns.value(index)
      if slice(of: run, from: instant, to: instant &+ 1).contains(where: { reading($0, of: run).value == value }) {
        found += 1
      }
    }
    return found
  }
}
