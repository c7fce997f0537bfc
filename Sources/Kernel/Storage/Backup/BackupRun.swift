// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Progress and cancellation of a backup or a restore.
final class BackupRun: Sendable {
  private struct State {
    var progress = BackupProgress(stage: "", rows: 0, totalRows: 0, fileBytes: 0)
    var isCancelled = false
  }
  private let state = Mutex(State())
  private let report: @Sendable (BackupProgress) -> Void

  init(_ report: @escaping @Sendable (BackupProgress) -> Void) { self.report = report }

  func cancel() { state.withLock { $0.isCancelled = true } }

  func begin(rows: Int) {
    state.withLock { $0.progress = BackupProgress(stage: "", rows: 0, totalRows: rows, fileBytes: 0) }
  }

  func stage(_ name: String) {
    report(
      state.withLock { state in
        state.progress.stage = name
        return state.progress
      })
  }

  /// - Throws: `CancellationError` after `cancel`.
  func advance(rows: Int = 0, fileBytes: Int = 0) throws {
    let (progress, isCancelled) = state.withLock { state in
      state.progress.rows += rows
      state.progress.fileBytes += Int64(fileBytes)
      return (state.progress, state.isCancelled)
    }
    if isCancelled { throw CancellationError() }
    report(progress)
  }
}

/// Runs work that blocks on a thread outside the cooperative pool.
func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
  }
}
