// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Says when tables have grown so much that the plans made for them no longer fit.
///
/// A statement that is planned on an empty table keeps that plan until the server's statistics change, and for an empty table
/// every index looks as good as the right one. The server refreshes its statistics each minute at most: in that minute a new
/// city that imports its history would read whole tables again and again (measured: 60 s instead of 6 s for 18,851 rows).
final class PostgreSQLGrowth: Sendable {
  private let statements = Atomic(0)
  /// At how many statements it is due; later on the server's own habit is enough.
  private let next = Atomic(1000)
  private static let last = 1_000_000

  func add(_ count: Int) { statements.add(count, ordering: .relaxed) }

  /// True for one caller each time the number of statements has become ten times as large.
  func isDue() -> Bool {
    let due = next.load(ordering: .relaxed)
    guard due <= Self.last, statements.load(ordering: .relaxed) >= due else { return false }
    return next.compareExchange(expected: due, desired: due * 10, ordering: .relaxed).exchanged
  }
}
