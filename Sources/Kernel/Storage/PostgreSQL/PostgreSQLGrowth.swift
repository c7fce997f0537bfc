// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Says when the server should look at its tables anew, because the plans made for them may no longer fit.
///
/// A statement that is planned on an empty table keeps that plan until the server's statistics change, and for an empty table
/// every index looks as good as the right one. The server refreshes its statistics each minute at most: in that minute a new
/// city that imports its history would read whole tables again and again (measured: a minute for 18,851 rows).
final class PostgreSQLGrowth: Sendable {
  /// `nil` while somebody looks.
  private let next = Mutex<ContinuousClock.Instant?>(.now)
  private static let pause = Duration.seconds(2)

  /// Runs `look` unless somebody does or did a moment ago: a sixth of the time at most, however large the tables are.
  func refresh(_ look: () -> Void) {
    let begin = ContinuousClock.now
    let isDue = next.withLock { next in
      guard let due = next, begin >= due else { return false }
      next = nil
      return true
    }
    guard isDue else { return }
    look()
    let end = ContinuousClock.now
    next.withLock { $0 = end + max(Self.pause, (end - begin) * 5) }
  }
}
