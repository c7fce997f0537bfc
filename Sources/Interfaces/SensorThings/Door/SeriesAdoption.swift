// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Logging
import Packs
import Storage
import Synchronization
import Telemetry
import Vocabulary

/// Makes series that came by other doors Datastreams, when somebody reads: a city that nobody asks by SensorThings pays
/// nothing for it.
final class SeriesAdoption: Sendable {
  private struct State {
    var isBusy = false
    var due = ContinuousClock.now
    /// Series up to this one are Datastreams.
    var done: Int64 = 0
    /// Those of which none can be made.
    var refused: Set<Int64> = []
  }

  private let city: City
  private let state = Mutex(State())

  private static let seriesAtOnce = 100
  /// How long a reader waits for series that are new; what is left is done behind it.
  private static let patience = Duration.seconds(1)
  private static let interval = Duration.seconds(2)
  /// Identifiers of several processes may come in another order than the series.
  private static let overlap = Duration.seconds(60)

  init(_ city: City) { self.city = city }

  /// Adopts series that are new. What fails is logged, and no reason not to answer.
  func catchUp() async {
    let start = state.withLock { state -> Int64? in
      guard !state.isBusy, ContinuousClock.now >= state.due else { return nil }
      state.isBusy = true
      return state.done
    }
    guard var place = start else { return }
    let end = ContinuousClock.now + Self.patience
    do {
      while ContinuousClock.now < end {
        guard let next = try await adoptSome(after: place) else { return rest() }
        place = next
      }
    } catch { return fail(error) }
    Task { [place] in
      var place = place
      do { while let next = try await adoptSome(after: place) { place = next } } catch { return fail(error) }
      rest()
    }
  }

  private func rest() {
    state.withLock { state in
      state.isBusy = false
      state.due = ContinuousClock.now + Self.interval
    }
  }

  private func fail(_ error: any Error) {
    city.logger.warning("series could not be made Datastreams", metadata: ["reason": "\(error)"])
    rest()
  }

  /// - Returns: the last series that was looked at; `nil` where there are no more.
  private func adoptSome(after place: Int64) async throws -> Int64? {
    let (found, newest): ([Int64], Identifier?) = try await city.database.read { [tenant = city.tenant] transaction in
      let found: [Int64] = try transaction.rows(Self.newQuery, tenant, place, Self.seriesAtOnce).map { $0[0] }
      return (found, try transaction.row("SELECT MAX(id) FROM series WHERE tenant = ?", tenant).flatMap { $0[0] })
    }
    guard let last = found.last else {
      if let newest {
        let safe = IdentifierSource().next(at: newest.instant - Self.overlap).rawValue
        state.withLock { $0.done = max($0.done, safe) }
      }
      return nil
    }
    let refused = state.withLock { $0.refused }
    let new = found.filter { !refused.contains($0) }
    do { try await adopt(new) } catch  where Self.isOfOne(error) {
      // One of them cannot be, or another process was faster: each on its own.
      for series in new {
        do { try await adopt([series]) } catch  where Self.isOfOne(error) { refuse(series, error) }
      }
    }
    return last
  }

  /// Whether another series may fare better.
  private static func isOfOne(_ error: any Error) -> Bool {
    if case StorageError.notUnique = error { return true }
    return error is Problem
  }

  private func refuse(_ series: Int64, _ error: any Error) {
    // What another process adopted is no longer found.
    guard let problem = error as? Problem else { return }
    city.logger.notice(
      "a series cannot be a Datastream",
      metadata: ["series": "\(Identifier(rawValue: series))", "reason": "\(problem.detail)"])
    state.withLock { _ = $0.refused.insert(series) }
  }

  private func adopt(_ series: [Int64]) async throws {
    guard !series.isEmpty else { return }
    try await city.database.write { [city] transaction in
      let session = WriteSession(city, ThingsRights(.system(city.tenant)), at: city.time.now(), in: transaction)
      for id in series {
        guard
          let one = try city.telemetry.catalogue.series(
            Identifier(rawValue: id), tenant: city.tenant, in: transaction)
        else { continue }
        try session.adopt(one)
      }
    }
  }

  static let newQuery = """
    SELECT s.id FROM series s LEFT JOIN sensorthings_entities t ON t.tenant = s.tenant AND t.series = s.id
    WHERE s.tenant = ? AND s.id > ? AND t.id IS NULL ORDER BY s.id LIMIT ?
    """
}
