// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Telemetry
public import Vocabulary
import Synchronization

/// How much the doors take in together; every limit has a default.
public struct IntakeSettings: Sendable {
  /// Readings that may be on their way to the disk at the same time.
  public var waitingReadings = 400_000

  public init() {}
}

/// Where all doors for devices bring their readings: keeps what can be kept, says of the rest why not, and takes no more
/// than it can carry.
///
/// `Telemetry.append` is all or nothing, as suits a caller that can mend its batch. A device cannot: one wrong reading must
/// not cost it the others.
public final class ReadingIntake: Sendable {
  /// A reading that was not kept.
  public struct Refusal: Hashable, Sendable {
    /// Its place in what was given.
    public var index: Int
    /// What was wrong, and what would be right.
    public var detail: String

    public init(index: Int, detail: String) {
      self.index = index
      self.detail = detail
    }
  }

  let telemetry: Telemetry
  private let database: Database
  private let tenant: Tenant
  private let settings: IntakeSettings
  let waiting = Mutex(0)
  let watchers = Mutex<[@Sendable ([NewReading]) -> Void]>([])

  public init(
    telemetry: Telemetry, database: Database, tenant: Tenant, settings: IntakeSettings = IntakeSettings()
  ) {
    self.telemetry = telemetry
    self.database = database
    self.tenant = tenant
    self.settings = settings
  }

  /// Calls `body` with readings once they are on disk; it must not wait.
  public func watch(_ body: @escaping @Sendable ([NewReading]) -> Void) { watchers.withLock { $0.append(body) } }

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
    // PostgreSQL keeps no U+0000, and one engine must not take what the other refuses.
    var refusals = readings.indices.filter { readings[$0].value.hasZero }.map {
      Refusal(index: $0, detail: "a text must not contain the character U+0000")
    }
    let wrong = Set(refusals.map(\.index))
    var places = wrong.isEmpty ? Array(readings.indices) : readings.indices.filter { !wrong.contains($0) }
    while !places.isEmpty {
      // The common case copies nothing.
      let batch = places.count == readings.count ? readings : places.map { readings[$0] }
      do {
        try await telemetry.append(batch, createSeries: createSeries, tenant: tenant)
        for watcher in watchers.withLock({ $0 }) { watcher(batch) }
        break
      } catch let problem as Problem where problem.code == .invalid {
        let wrong = try await wrongReadings(in: batch, problem)
        guard !wrong.isEmpty else { throw problem }
        refusals += wrong.map { Refusal(index: places[$0.index], detail: $0.detail) }
        let indices = Set(wrong.map(\.index))
        places = places.indices.filter { !indices.contains($0) }.map { places[$0] }
      }
    }
    return refusals.sorted { $0.index < $1.index }
  }

  func enter(_ count: Int) throws(Problem) {
    let isFull = waiting.withLock { waiting in
      // A batch larger than the limit passes when it is alone.
      guard waiting == 0 || waiting + count <= settings.waitingReadings else { return true }
      waiting += count
      return false
    }
    if isFull { throw Problem(.unavailable, "Too many readings are on their way to the disk.", retryAfter: 1) }
  }

  /// The readings that a problem names, with all others that have the same fault: the problem names only some.
  private func wrongReadings(in batch: [NewReading], _ problem: Problem) async throws -> [Refusal] {
    var wrong: [Int: String] = [:]
    var wrongSeries: [String: String] = [:]
    var wrongKind: [String: String] = [:]
    for error in problem.errors {
      let parts = error.pointer.split(separator: "/")
      guard parts.count >= 2, let index = Int(parts[0]), batch.indices.contains(index) else { continue }
      wrong[index] = error.detail
      switch parts[1] {
      case "series": wrongSeries[batch[index].series] = error.detail
      case "value": wrongKind[batch[index].series] = error.detail
      default: break
      }
    }
    let kinds = wrongKind.isEmpty ? [:] : try await kinds(of: Array(wrongKind.keys), in: batch)
    for (index, reading) in batch.enumerated() where wrong[index] == nil {
      if let detail = wrongSeries[reading.series] {
        wrong[index] = detail
      } else if let detail = wrongKind[reading.series], let kind = kinds[reading.series], kind != reading.value.kind {
        wrong[index] = detail
      }
    }
    return wrong.map { Refusal(index: $0.key, detail: $0.value) }
  }

  /// The kinds that these series have, or will have from their first reading.
  private func kinds(of codes: [String], in batch: [NewReading]) async throws -> [String: Series.Kind] {
    var kinds = try await database.read { [catalogue = telemetry.catalogue, tenant] transaction in
      var known: [String: Series.Kind] = [:]
      for code in codes { known[code] = try catalogue.series(code: code, tenant: tenant, in: transaction)?.kind }
      return known
    }
    let unknown = Set(codes.filter { kinds[$0] == nil })
    for reading in batch where unknown.contains(reading.series) && kinds[reading.series] == nil {
      kinds[reading.series] = reading.value.kind
    }
    return kinds
  }
}

extension ReadingValue {
  fileprivate var hasZero: Bool { if case .text(let text) = self { text.utf8.contains(0) } else { false } }
}
