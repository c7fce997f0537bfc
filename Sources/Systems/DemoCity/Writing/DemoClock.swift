// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Vocabulary

/// The city's clock: it stands where it is set while a history is told, and goes on from there, faster than the machine's where
/// that is wished.
public final class DemoClock: TimeSource {
  private enum State {
    case standing(Instant)
    /// Since when by the machine's clock, from which time in the city, how fast.
    case going(since: Instant, from: Instant, speed: Int64)
  }

  private let state: Mutex<State>
  private let machine: any TimeSource

  public init(at start: Instant, machine: any TimeSource = SystemTime()) {
    state = Mutex(.standing(start))
    self.machine = machine
  }

  public func now() -> Instant {
    state.withLock { state in
      switch state {
      case .standing(let instant): instant
      case .going(let since, let from, let speed):
        Instant(milliseconds: from.milliseconds + (machine.now().milliseconds - since.milliseconds) * speed)
      }
    }
  }

  /// Lets it stand at a time; it is never set back.
  func set(_ instant: Instant) {
    let now = now()
    state.withLock { $0 = .standing(max(instant, now)) }
  }

  /// Lets it go on.
  /// - Parameter speed: seconds of the city in one second of the machine, at least 1.
  public func go(speed: Int) {
    let now = now()
    state.withLock { $0 = .going(since: machine.now(), from: now, speed: Int64(max(1, speed))) }
  }
}
