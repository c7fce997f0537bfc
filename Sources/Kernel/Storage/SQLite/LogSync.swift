// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Waits for the disk after commits, on a thread of its own: meanwhile the writer runs the next group.
///
/// A body is answered when the write-ahead log is on disk up to its commit. Others may read what it wrote a moment before; what
/// they write because of it comes later in the log, of which a crash can only lose the end.
final class LogSync: Sendable {
  private struct State {
    var finished: [(work: PendingWork, outcome: Result<Void, any Error>)] = []
    var closed = false
    /// Why the disk did not keep what was committed.
    var failure: String?
  }
  private let state = Mutex(State())
  private let waker = DispatchSemaphore(value: 0)

  /// Refuses once the disk did not keep what was committed: nobody can tell how much of it is there, so nothing may follow.
  func requireDisk() throws {
    if let failure = state.withLock(\.failure) { throw StorageError.unavailable(failure) }
  }

  /// Answers a group whose commit is done, once it is on disk.
  func answer(_ group: [PendingWork], _ outcomes: [Result<Void, any Error>]) {
    state.withLock { $0.finished += zip(group, outcomes).map { ($0, $1) } }
    waker.signal()
  }

  /// Lets `run` return when all groups are answered.
  func close() {
    state.withLock { $0.closed = true }
    waker.signal()
  }

  /// Answers groups until `close`. Those that were committed while the disk was busy share the next wait.
  ///
  /// - Parameter sync: waits until all that was written to the log is on disk; returns 0, or an error number.
  func run(_ sync: () -> Int32) {
    while true {
      let (finished, closed) = state.withLock { state in
        defer { state.finished = [] }
        return (state.finished, state.closed)
      }
      guard !finished.isEmpty else {
        if closed { return }
        waker.wait()
        continue
      }
      let failure = failure(sync)
      for (work, outcome) in finished {
        if let failure, case .success = outcome {
          work.continuation.resume(throwing: StorageError.unknownOutcome(failure))
        } else {
          work.continuation.resume(with: outcome)
        }
      }
    }
  }

  /// Once a wait has failed, a later one that succeeds tells nothing of what was written before.
  private func failure(_ sync: () -> Int32) -> String? {
    if let failure = state.withLock(\.failure) { return failure }
    let code = sync()
    guard code != 0 else { return nil }
    let failure =
      "the write-ahead log could not be brought to the disk (\(String(cString: strerror(code)))); see to the disk, then "
      + "start the city again"
    state.withLock { $0.failure = failure }
    return failure
  }
}

/// The write-ahead log of a database, opened to wait for the disk.
final class LogFile: Sendable {
  private let descriptor: Int32

  /// - Parameter path: of the database, which is open: its log is there and stays the same file until it is closed.
  init(of path: String) throws {
    descriptor = open(path + "-wal", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StorageError.unavailable("\(path)-wal cannot be opened: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  /// - Returns: 0, or an error number.
  func sync() -> Int32 {
    #if canImport(Glibc)
      let result = fdatasync(descriptor)
    #else
      let result = fcntl(descriptor, F_FULLFSYNC)
    #endif
    return result < 0 ? errno : 0
  }
}
