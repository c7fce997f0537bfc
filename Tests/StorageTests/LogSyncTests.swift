// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import Storage

@Suite struct LogSyncTests {
  /// A disk that answers each wait with the next of its codes, and with 0 when it has none left.
  private final class Disk: Sendable {
    private let codes: Mutex<[Int32]>
    private let waits = Atomic(0)
    var waited: Int { waits.load(ordering: .sequentiallyConsistent) }

    init(_ codes: [Int32] = []) { self.codes = Mutex(codes) }

    func sync() -> Int32 {
      waits.add(1, ordering: .sequentiallyConsistent)
      return codes.withLock { $0.isEmpty ? 0 : $0.removeFirst() }
    }
  }

  @Test func answersOnceTheDiskHasIt() async throws {
    let sync = LogSync()
    let disk = Disk()
    let gate = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      sync.run {
        gate.wait()
        return disk.sync()
      }
    }
    async let first: Void = write(through: sync)
    async let second: Void = write(through: sync)
    try await Task.sleep(for: .milliseconds(30))
    #expect(disk.waited == 0)
    // Two waits at most: what is committed during the first shares the second.
    gate.signal()
    gate.signal()
    _ = try await (first, second)
    #expect((1...2).contains(disk.waited))
    sync.close()
  }

  @Test func refusesAllThatFollowsWhatWasNotKept() async throws {
    let sync = LogSync()
    let disk = Disk([0, EIO])
    Thread.detachNewThread { sync.run(disk.sync) }
    try await write(through: sync)
    try sync.requireDisk()
    for _ in 0..<2 {
      await #expect {
        try await write(through: sync)
      } throws: { error in
        guard case StorageError.unknownOutcome(let why) = error else { return false }
        return why.contains("Input/output error")
      }
    }
    #expect(throws: StorageError.self) { try sync.requireDisk() }
    // What failed by itself says why it failed.
    await #expect(throws: CancellationError.self) {
      try await write(through: sync, .failure(CancellationError()))
    }
    sync.close()
  }

  private func write(through sync: LogSync, _ outcome: Result<Void, any Error> = .success(())) async throws {
    try await withCheckedThrowingContinuation { continuation in
      sync.answer([PendingWork(body: { _ in }, continuation: continuation)], [outcome])
    }
  }
}
