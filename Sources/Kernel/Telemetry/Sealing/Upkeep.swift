// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Synchronization
import Vocabulary

/// Seals the log when it has grown, one seal at a time.
final class Upkeep: Sendable {
  private let store: SegmentStore
  private let database: Database
  private let time: any TimeSource
  private let settings: TelemetrySettings
  private struct State {
    /// What this process wrote since it last looked at the log.
    var rows = 0
    var readings = 0
    var isRunning = false
    /// What this process put into the log since the last look at it began.
    var unsealed = 0
    /// Those who wait for the end of a look.
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state = Mutex(State())
  private let sealing = AsyncLock()

  init(store: SegmentStore, database: Database, time: any TimeSource, settings: TelemetrySettings) {
    self.store = store
    self.database = database
    self.time = time
    self.settings = settings
  }

  /// Counts a row of the log; looks at the log from time to time.
  func noteRow(readings: Int) {
    let isDue = state.withLock { state in
      state.rows += 1
      state.readings += readings
      state.unsealed += readings
      guard !state.isRunning, state.rows >= settings.sealRows / 4 || state.readings >= settings.sealReadings / 4 else {
        return false
      }
      state.isRunning = true
      state.rows = 0
      state.readings = 0
      return true
    }
    // Nobody waits for it: what it could not do now it does next time.
    if isDue { Task { try? await look() } }
  }

  /// Waits while the log is as long as it may be: readings that come faster than they are sealed would fill the memory.
  func room() async {
    await withCheckedContinuation { continuation in
      let (waits, isDue) = state.withLock { state -> (Bool, Bool) in
        guard state.unsealed >= max(2 * settings.sealReadings, Self.leastUnsealed) else { return (false, false) }
        state.waiting.append(continuation)
        defer { state.isRunning = true }
        return (true, !state.isRunning)
      }
      if !waits { continuation.resume() }
      if isDue { Task { try? await look() } }
    }
  }

  /// So many readings are no burden.
  private static let leastUnsealed = 1_000_000

  private func look() async throws {
    let begun = state.withLock(\.unsealed)
    defer {
      let waiting = state.withLock { state in
        state.isRunning = false
        state.unsealed = max(0, state.unsealed - begun)
        defer { state.waiting = [] }
        return state.waiting
      }
      // After a seal that failed, too: the next look tries again.
      for continuation in waiting { continuation.resume() }
    }
    let isDue = try await database.read { [settings] transaction in
      let row = try transaction.row(
        "SELECT COUNT(*), CAST(COALESCE(SUM(readings), 0) AS BIGINT), CAST(COALESCE(SUM(size), 0) AS BIGINT) "
          + "FROM telemetry_log")
      guard let row else { return false }
      return (row[0] as Int) >= settings.sealRows || (row[1] as Int) >= settings.sealReadings
        || (row[2] as Int) >= settings.sealBytes
    }
    if isDue { try await seal() }
  }

  func seal() async throws {
    try await sealing.withLock {
      for attempt in 1... {
        do {
          _ = try await self.store.seal(self.database, at: self.time.now())
          return
        } catch StorageError.conflict where attempt < 3 {
          // Another process sealed, or a reading was corrected: what is there now is sealed instead.
        }
      }
    }
  }
}

/// Lets one task at a time through.
final class AsyncLock: Sendable {
  private struct State {
    var isTaken = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state = Mutex(State())

  func withLock<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.isTaken {
          state.waiting.append(continuation)
          return false
        }
        state.isTaken = true
        return true
      }
      if isFree { continuation.resume() }
    }
    defer {
      let next = state.withLock { state in
        if state.waiting.isEmpty {
          state.isTaken = false
          return CheckedContinuation<Void, Never>?.none
        }
        return state.waiting.removeFirst()
      }
      next?.resume()
    }
    return try await body()
  }
}
