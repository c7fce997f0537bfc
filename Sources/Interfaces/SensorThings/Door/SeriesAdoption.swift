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
    let begins = state.withLock { state in
      guard !state.isBusy, ContinuousClock.now >= state.due else { return false }
      state.isBusy = true
      return true
    }
    guard begins else { return }
    let end = ContinuousClock.now + Self.patience
    do {
      while ContinuousClock.now < end {
        guard try await adoptSome() else { return rest() }
      }
    } catch { return fail(error) }
    Task {
      do { while try await adoptSome() {} } catch { return fail(error) }
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

  /// - Returns: whether there are more.
  private func adoptSome() async throws -> Bool {
    let (done, refused) = state.withLock { ($0.done, $0.refused) }
    let (found, last): ([Int64], Identifier?) = try await city.database.read { [tenant = city.tenant] transaction in
      let found: [Int64] = try transaction.rows(Self.newQuery, tenant, done, Self.seriesAtOnce + refused.count).map {
        $0[0]
      }
      return (found, try transaction.row("SELECT MAX(id) FROM series WHERE tenant = ?", tenant).flatMap { $0[0] })
    }
    let new = found.filter { !refused.contains($0) }
    guard !new.isEmpty else {
      if let last {
        let safe = IdentifierSource().next(at: last.instant - Self.overlap).rawValue
        state.withLock { $0.done = max($0.done, safe) }
      }
      return false
    }
    do { try await adopt(new) } catch is Problem {
      // One of them cannot be: each on its own.
      for series in new {
        do { try await adopt([series]) } catch let problem as Problem {
          city.logger.notice(
            "a series cannot be a Datastream",
            metadata: ["series": "\(Identifier(rawValue: series))", "reason": "\(problem.detail)"])
          state.withLock { _ = $0.refused.insert(series) }
        }
      }
    } catch StorageError.notUnique {
      // Another process was faster.
    }
    return true
  }

  private func adopt(_ series: [Int64]) async throws {
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
