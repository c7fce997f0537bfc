// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Telemetry
public import Vocabulary
import Synchronization

/// How much the doors take in together; every limit has a default.
public struct IntakeSettings: Sendable {
  /// Readings that may be on their way to the disk at the same time.
  public var waitingReadings = 1_000_000

  public init() {}
}

/// Where all doors for devices bring their readings: keeps what can be kept, says of the rest why not, and takes no
/// more than it can carry.
///
/// `Telemetry.append` is all or nothing, as suits a caller that can mend its batch. A device cannot: one wrong reading
/// must not cost it the others.
public final class ReadingIntake: Sendable {
  /// A reading that was not kept.
  public struct Refusal: Hashable, Sendable {
    /// Its place in what was given.
    public var index: Int
    /// What was wrong, and what would be right, in each language.
    public var details: LocalizedText
    /// The same in English, for logs.
    public var detail: String { details.text(in: "en") }

    public init(index: Int, details: LocalizedText) {
      self.index = index
      self.details = details
    }
  }

  let telemetry: Telemetry
  private let database: Database
  private let tenant: Tenant
  private let settings: IntakeSettings
  let waiting = Mutex(0)
  /// The series that were met.
  private let known = Mutex<[String: SeriesHandle]>([:])
  private let watchers = Mutex<[Watcher]>([])

  private struct Watcher {
    var isListening: @Sendable () -> Bool
    var body: @Sendable ([NewReading]) -> Void
  }

  public init(
    telemetry: Telemetry, database: Database, tenant: Tenant, settings: IntakeSettings = IntakeSettings()
  ) {
    self.telemetry = telemetry
    self.database = database
    self.tenant = tenant
    self.settings = settings
  }

  /// Calls `body` with readings once they are on disk; it must not wait.
  ///
  /// - Parameter isListening: whether anybody wants to hear of them now. Where nobody does, they are not even made.
  public func watch(
    when isListening: @escaping @Sendable () -> Bool = { true }, _ body: @escaping @Sendable ([NewReading]) -> Void
  ) {
    watchers.withLock { $0.append(Watcher(isListening: isListening, body: body)) }
  }

  /// Those who want to hear of readings now.
  func listeners() -> [@Sendable ([NewReading]) -> Void] {
    watchers.withLock { $0 }.filter { $0.isListening() }.map(\.body)
  }

  /// Keeps the readings that can be kept; they are on disk when this returns.
  ///
  /// - Parameter createSeries: make series that are unknown, of the kind of their first reading.
  /// - Returns: the readings that were refused, by place.
  /// - Throws: `Problem` of code `unavailable` with `retryAfter` where too much is on its way already; then nothing was
  ///   kept. What the database throws.
  public func append(_ readings: [NewReading], createSeries: Bool) async throws -> [Refusal] {
    guard !readings.isEmpty else { return [] }
    try enter(readings.count)
    defer { waiting.withLock { $0 -= readings.count } }
    let handles = try await handles(of: readings, createSeries: createSeries)
    var refusals: [Refusal] = []
    var columns = ReadingColumns()
    columns.reserveCapacity(readings.count)
    var places: [Int] = []
    for (index, reading) in readings.enumerated() {
      guard let handle = handles[reading.series] else {
        refusals.append(Refusal(index: index, details: Self.unknown(reading.series)))
        continue
      }
      columns.append(
        handle, at: reading.at, value: reading.value, decimals: reading.decimals, quality: reading.quality)
      places.append(index)
    }
    refusals += try await keep(columns).map { Refusal(index: places[$0.index], details: $0.details) }
    let watchers = listeners()
    if !watchers.isEmpty {
      let refused = Set(refusals.map(\.index))
      let kept = refused.isEmpty ? readings : readings.indices.filter { !refused.contains($0) }.map { readings[$0] }
      if !kept.isEmpty { for watcher in watchers { watcher(kept) } }
    }
    return refusals.sorted { $0.index < $1.index }
  }

  /// The same for readings in columns, of series whose handles the door has from `handles`.
  ///
  /// - Parameter reading: the reading of an index, for those who watch.
  public func append(_ columns: ReadingColumns, reading: (Int) -> NewReading) async throws -> [Refusal] {
    guard !columns.isEmpty else { return [] }
    try enter(columns.count)
    defer { waiting.withLock { $0 -= columns.count } }
    let refusals = try await keep(columns)
    let watchers = listeners()
    if !watchers.isEmpty {
      let refused = Set(refusals.map(\.index))
      let kept = (0..<columns.count).filter { !refused.contains($0) }.map(reading)
      if !kept.isEmpty { for watcher in watchers { watcher(kept) } }
    }
    return refusals
  }

  /// How this process calls series.
  ///
  /// - Parameters:
  ///   - kinds: the kind of the first reading of each code.
  ///   - createSeries: make those that are unknown, of that kind.
  /// - Returns: handles by code; codes without a series are missing.
  public func handles(of kinds: [String: Series.Kind], createSeries: Bool) async throws -> [String: SeriesHandle] {
    var found: [String: SeriesHandle] = [:]
    let groups: [Series.Kind?: [String]] =
      createSeries ? Dictionary(grouping: kinds.keys) { kinds[$0] } : [nil: Array(kinds.keys)]
    for (kind, codes) in groups {
      let handles = try await telemetry.handles(of: codes, making: createSeries ? kind : nil, tenant: tenant)
      for case (let code, let handle?) in zip(codes, handles) { found[code] = handle }
    }
    return found
  }

  /// What is said of a reading whose series is unknown.
  public static func unknown(_ code: String) -> LocalizedText {
    LocalizedText("there is no series \(code)", "没有序列 \(code)")
  }

  private func handles(of readings: [NewReading], createSeries: Bool) async throws -> [String: SeriesHandle] {
    var found: [String: SeriesHandle] = [:]
    var missing: [String: Series.Kind] = [:]
    known.withLock { known in
      for reading in readings where found[reading.series] == nil && missing[reading.series] == nil {
        if let handle = known[reading.series] {
          found[reading.series] = handle
        } else {
          missing[reading.series] = reading.value.kind
        }
      }
    }
    guard !missing.isEmpty else { return found }
    let made: [String: SeriesHandle]
    do { made = try await handles(of: missing, createSeries: createSeries) } catch let problem as Problem
      where problem.code == .invalid && createSeries
    {
      // A code that cannot be one must not cost the others: each on its own.
      var some: [String: SeriesHandle] = [:]
      for (code, kind) in missing {
        if let handle = try? await telemetry.handles(of: [code], making: kind, tenant: tenant)[0] {
          some[code] = handle
        }
      }
      made = some
    }
    known.withLock { known in
      if known.count + made.count > Self.mostKnown { known.removeAll() }
      known.merge(made) { first, _ in first }
    }
    return found.merging(made) { first, _ in first }
  }

  /// Codes whose handles are remembered; beyond it, all are forgotten.
  private static let mostKnown = 1_000_000

  /// Returns the readings that were refused.
  private func keep(_ columns: ReadingColumns) async throws -> [Refusal] {
    let faults = telemetry.faults(in: columns)
    guard !faults.isEmpty else {
      if !columns.isEmpty { try await telemetry.append(columns, areChecked: true, tenant: tenant) }
      return []
    }
    let kept = columns.without(Set(faults.map(\.index)))
    if !kept.isEmpty { try await telemetry.append(kept, areChecked: true, tenant: tenant) }
    var last = -1
    return faults.compactMap { fault in
      guard fault.index != last else { return nil }
      last = fault.index
      return Refusal(index: fault.index, details: fault.detail)
    }
  }

  func enter(_ count: Int) throws(Problem) {
    let isFull = waiting.withLock { waiting in
      // A batch larger than the limit passes when it is alone.
      guard waiting == 0 || waiting + count <= settings.waitingReadings else { return true }
      waiting += count
      return false
    }
    if isFull {
      throw Problem(.unavailable, "Too many readings are on their way to the disk.", "等待写入磁盘的读数过多。", retryAfter: 1)
    }
  }
}
