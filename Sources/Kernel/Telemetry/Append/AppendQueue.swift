// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Vocabulary

/// Small appends that wait while one is being written: all of them become one row of the log.
///
/// A thousand devices that publish a reading each then cost one transaction, not a thousand.
final class AppendQueue: Sendable {
  typealias Write = @Sendable (ReadingColumns, Tenant) async throws -> ReadingRuns

  private struct Entry: Sendable {
    var columns: ReadingColumns
    var tenant: Tenant
    var continuation: CheckedContinuation<ReadingRuns?, any Error>
  }

  private struct State {
    var waiting: [Entry] = []
    var isWriting = false
  }

  private let state = Mutex(State())

  /// Writes readings, together with others that wait.
  ///
  /// - Returns: what of all that were written together is new or changed a value; `nil` when all are.
  func append(_ columns: ReadingColumns, tenant: Tenant, write: @escaping Write) async throws -> ReadingRuns? {
    try await withCheckedThrowingContinuation { continuation in
      let begins = state.withLock { state in
        state.waiting.append(Entry(columns: columns, tenant: tenant, continuation: continuation))
        defer { state.isWriting = true }
        return !state.isWriting
      }
      if begins { Task { await self.writeAll(write) } }
    }
  }

  private func writeAll(_ write: Write) async {
    while true {
      let entries = state.withLock { state in
        if state.waiting.isEmpty { state.isWriting = false }
        defer { state.waiting = [] }
        return state.waiting
      }
      if entries.isEmpty { return }
      for (tenant, some) in Dictionary(grouping: entries, by: \.tenant) { await writeTogether(some, tenant, write) }
    }
  }

  private func writeTogether(_ entries: [Entry], _ tenant: Tenant, _ write: Write) async {
    var all = entries[0].columns
    for entry in entries.dropFirst() { all.append(entry.columns) }
    do {
      let stored = try await write(all, tenant)
      for entry in entries { entry.continuation.resume(returning: stored.count == all.count ? nil : stored) }
    } catch {
      guard entries.count > 1 else { return entries[0].continuation.resume(throwing: error) }
      // One of them is at fault: halves find it in few steps.
      let middle = entries.count / 2
      await writeTogether(Array(entries[..<middle]), tenant, write)
      await writeTogether(Array(entries[middle...]), tenant, write)
    }
  }
}
