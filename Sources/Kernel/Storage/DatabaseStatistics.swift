// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What a database has done since it was opened.
public struct DatabaseStatistics: Hashable, Sendable {
  /// Reading bodies that were run to their end.
  public var reads = 0
  /// Writing bodies whose changes are on disk.
  public var writes = 0
  /// Transactions that were committed for them, each with one wait for the disk: fewer than `writes` where writers
  /// shared.
  public var commits = 0
  /// Bodies or groups of bodies that were run again after a conflict, a lost connection or a neighbour's failure.
  public var retries = 0
}

/// Counts for `DatabaseStatistics`, from any thread.
final class DatabaseCounters: Sendable {
  private let reads = Atomic(0)
  private let writes = Atomic(0)
  private let commits = Atomic(0)
  private let retries = Atomic(0)

  func read() { reads.add(1, ordering: .relaxed) }

  func retried() { retries.add(1, ordering: .relaxed) }

  func committed(_ bodies: Int) {
    guard bodies > 0 else { return }
    writes.add(bodies, ordering: .relaxed)
    commits.add(1, ordering: .relaxed)
  }

  var statistics: DatabaseStatistics {
    DatabaseStatistics(
      reads: reads.load(ordering: .relaxed), writes: writes.load(ordering: .relaxed),
      commits: commits.load(ordering: .relaxed), retries: retries.load(ordering: .relaxed))
  }
}
