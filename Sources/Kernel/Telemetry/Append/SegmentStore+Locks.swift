// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage

extension SegmentStore {
  /// Makes other processes wait that lock the same series, until the transaction ends.
  ///
  /// What is new to a series in which the value that came first stays, and which number a reading gets among others of its
  /// instant, a process can only say when no other is about to write to it. Some series share a lock: a server has not as many locks as there are series.
  func lock(_ series: [Int64], in transaction: Transaction) throws {
    guard transaction.dialect == .postgresql, !series.isEmpty else { return }
    // In one order for all, so that two never wait for each other.
    for lock in Set(series.map(Self.lock(of:))).sorted() {
      _ = try transaction.row("SELECT CAST(pg_advisory_xact_lock(?) AS TEXT)", Self.firstLock + lock)
    }
  }

  /// One of 64, by the golden ratio, since identifiers that follow each other differ little.
  private static func lock(of series: Int64) -> Int64 {
    Int64((UInt64(bitPattern: series) &* 0x9E37_79B9_7F4A_7C15) >> 58)
  }

  /// The numbers of these locks in the database begin with it; that of migrations is another.
  private static let firstLock: Int64 = 7_310_869_000
}

extension Series.Policy {
  /// Whether processes that write to a series wait for each other.
  var takesTurns: Bool { self != .lastWins }
}
