// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A row of the log, decoded.
final class LogRow: Sendable {
  let id: Int64
  let runs: ReadingRuns
  /// The first and the last instant.
  let start: Int64
  let end: Int64

  init(id: Int64, runs: ReadingRuns) {
    self.id = id
    self.runs = runs
    start = runs.instants.min() ?? 0
    end = runs.instants.max() ?? 0
  }
}

/// What this process remembers of the log and of the sealed readings.
///
/// It is memory only: which rows there are, each transaction asks the database. A row never changes and its identifier
/// never comes again, so what is remembered of it stays true, whoever wrote it and whatever is rolled back.
final class LogCache: Sendable {
  private struct State {
    var rows: [Int64: LogRow] = [:]
    /// Instants of the newest sealed reading of each series; `Int64.min` where none is sealed.
    var newest: [Int64: Int64] = [:]
    /// The number of seals of which `newest` knows.
    var sealed: Int64 = -1
  }
  private let state = Mutex(State())

  func rows(_ ids: [Int64]) -> [LogRow?] { state.withLock { state in ids.map { state.rows[$0] } } }

  func remember(_ rows: [LogRow]) { state.withLock { state in for row in rows { state.rows[row.id] = row } } }

  func forget(_ ids: [Int64]) { state.withLock { state in for id in ids { state.rows[id] = nil } } }

  /// Forgets rows of a lower identifier: those that other processes sealed, and those of transactions that were
  /// undone. One that is still there is read again.
  func forget(before id: Int64) { state.withLock { state in state.rows = state.rows.filter { $0.key >= id } } }

  /// The newest sealed instants that are known of these series. After a seal that is not known, nothing is.
  func newest(_ series: [Int64], sealed: Int64) -> [Int64?] {
    state.withLock { state in
      if state.sealed != sealed {
        state.newest = [:]
        state.sealed = sealed
      }
      return series.map { state.newest[$0] }
    }
  }

  func remember(newest: [Int64: Int64], sealed: Int64) {
    state.withLock { state in
      guard state.sealed == sealed else { return }
      state.newest.merge(newest) { max($0, $1) }
    }
  }
}
