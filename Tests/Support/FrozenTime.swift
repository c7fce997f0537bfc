// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Vocabulary

/// A clock that stands still until a test moves it.
public final class FrozenTime: TimeSource {
  private let instant: Mutex<Instant>

  /// - Parameter start: by default 2026-11-24T08:00:00Z, a Tuesday.
  public init(_ start: Instant = Instant(seconds: 1_795_507_200)) { instant = Mutex(start) }

  public func now() -> Instant { instant.withLock { $0 } }

  /// Sets the clock, forwards or backwards.
  public func set(_ new: Instant) { instant.withLock { $0 = new } }

  /// Moves the clock and returns the new time.
  @discardableResult
  public func advance(by duration: Duration) -> Instant {
    instant.withLock { instant in
      instant = instant + duration
      return instant
    }
  }
}
