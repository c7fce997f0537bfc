// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tells whoever asked that something was committed.
final class CommitWatchers: Sendable {
  /// `nil` after `finish`.
  private let continuations = Mutex<[Int: AsyncStream<Void>.Continuation]?>([:])
  private let counter = Atomic(0)

  func stream() -> AsyncStream<Void> {
    let id = counter.add(1, ordering: .relaxed).newValue
    return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let finished = continuations.withLock { continuations in
        continuations?[id] = continuation
        return continuations == nil
      }
      if finished { continuation.finish() }
      continuation.onTermination = { [weak self] _ in
        _ = self?.continuations.withLock { $0?.removeValue(forKey: id) }
      }
    }
  }

  func signal() {
    for continuation in continuations.withLock({ $0.map { Array($0.values) } ?? [] }) { continuation.yield() }
  }

  func finish() {
    let all = continuations.withLock { $0.take() }
    for continuation in all?.values ?? [:].values { continuation.finish() }
  }
}

/// Carries a body's value from the engine's thread to the waiting task. A body that runs again overwrites it.
final class ResultBox<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  func store(_ new: Value) { value.withLock { $0 = new } }
  func take() -> Value {
    guard let value = value.withLock({ $0 }) else { preconditionFailure("an engine returned without running the body") }
    return value
  }
}
