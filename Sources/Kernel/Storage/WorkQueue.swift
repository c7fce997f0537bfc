// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A body waiting to be run in a transaction.
struct PendingWork: Sendable {
  let body: @Sendable (Transaction) throws -> Void
  let continuation: CheckedContinuation<Void, any Error>
}

/// Bodies that wait for the threads of an engine.
///
/// Threads, not tasks, run the bodies: a database call blocks, and the cooperative pool must not.
final class WorkQueue: Sendable {
  private struct State {
    var pending: [PendingWork] = []
    /// Threads without work; the one that became idle last is woken first, so that few connections are kept warm.
    var idle: [DispatchSemaphore] = []
    var closed = false
  }
  private let state = Mutex(State())

  func enqueue(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      let (accepted, thread) = state.withLock { state -> (Bool, DispatchSemaphore?) in
        if state.closed { return (false, nil) }
        state.pending.append(PendingWork(body: body, continuation: continuation))
        return (true, state.idle.popLast())
      }
      if !accepted { continuation.resume(throwing: StorageError.unavailable("it was closed")) }
      thread?.signal()
    }
  }

  /// Waits for work and takes up to `limit` bodies in the order they came; `nil` after `close`, when none is left.
  ///
  /// - Parameters:
  ///   - waker: the calling thread's own.
  ///   - idle: called when there was nothing to do for half a minute.
  func take(upTo limit: Int, waker: DispatchSemaphore, idle: () -> Void = {}) -> [PendingWork]? {
    while true {
      let (taken, closed) = state.withLock { state -> ([PendingWork], Bool) in
        if state.pending.isEmpty {
          if !state.closed { state.idle.append(waker) }
          return ([], state.closed)
        }
        if state.pending.count <= limit {
          defer { state.pending = [] }
          return (state.pending, false)
        }
        defer { state.pending.removeFirst(limit) }
        return (Array(state.pending.prefix(limit)), false)
      }
      if !taken.isEmpty { return taken }
      if closed { return nil }
      if waker.wait(timeout: .now() + 30) == .timedOut {
        idle()
        waker.wait()
      }
    }
  }

  /// Refuses further work. What waits already is still done.
  func close() {
    let idle = state.withLock { state in
      state.closed = true
      defer { state.idle = [] }
      return state.idle
    }
    for thread in idle { thread.signal() }
  }
}
