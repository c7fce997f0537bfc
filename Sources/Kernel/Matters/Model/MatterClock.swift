// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Calendars
public import Vocabulary

/// One deadline of a matter, with everything needed to say why it is due when it is.
public struct MatterClock: Sendable, Hashable {
  /// What must be done before it is due.
  public enum Kind: String, CaseIterable, Sendable, Hashable {
    case accept
    case dispatch
    case handle
    case verify
    case total
  }

  public var kind: Kind
  public var startedAt: Instant
  /// The time allowed; `nil` when an outside system set the due date.
  public var limit: Limit?
  /// The calendar and its version: `china@3`.
  public var calendar: String?
  public var pauses: [Pause] = []
  /// `nil` while it stands still, unless an outside system set it.
  public var dueAt: Instant?
  /// When it should be noticed that it will be due.
  public var warnAt: Instant?
  public var stoppedAt: Instant?
  public var warned = false
  /// It was, or is, past its due date.
  public var breached = false

  public init(kind: Kind, startedAt: Instant, limit: Limit?, calendar: String?, dueAt: Instant?, warnAt: Instant? = nil)
  {
    self.kind = kind
    self.startedAt = startedAt
    self.limit = limit
    self.calendar = calendar
    self.dueAt = dueAt
    self.warnAt = warnAt
  }

  public var isStopped: Bool { stoppedAt != nil }
  public var isPaused: Bool { stoppedAt == nil && pauses.last.map { $0.to == nil } ?? false }
  public var isRunning: Bool { !isStopped && !isPaused }

  /// The next moment at which something must be noted about it.
  var timerAt: Instant? {
    guard isRunning, !breached else { return nil }
    if !warned, let warnAt, let dueAt, warnAt < dueAt { return warnAt }
    return dueAt
  }

  /// Whether it was stopped in time; `nil` while it runs and is not late, and when it has no due date.
  public func onTime(at now: Instant) -> Bool? {
    guard let dueAt else { return nil }
    if let stoppedAt { return stoppedAt <= dueAt }
    return now > dueAt ? false : nil
  }
}

/// A change to one clock, worked out when the event was written, so that replaying needs no calendar.
public enum ClockChange: Sendable, Hashable {
  case start(MatterClock)
  case stop(MatterClock.Kind)
  case pause(MatterClock.Kind)
  /// Runs again; also a stopped clock whose work came back: the time between counts as a pause.
  case resume(MatterClock.Kind, dueAt: Instant?, warnAt: Instant?)
  /// A new due date, because of an extension, a calendar's new version or another priority.
  case reset(MatterClock.Kind, limit: Limit?, calendar: String?, dueAt: Instant?, warnAt: Instant?)
  case warned(MatterClock.Kind)
  case breached(MatterClock.Kind)
}

extension Matter {
  /// The clock of that kind that counts now: the last one started.
  public func clock(_ kind: MatterClock.Kind) -> MatterClock? { clocks.last { $0.kind == kind } }

  mutating func apply(_ change: ClockChange, at now: Instant) {
    switch change {
    case .start(let clock): clocks.append(clock)
    case .stop(let kind):
      changeClock(kind) { clock in
        if clock.isPaused { clock.pauses[clock.pauses.count - 1].to = now }
        clock.stoppedAt = now
        if let dueAt = clock.dueAt, now > dueAt { clock.breached = true }
      }
    case .pause(let kind):
      changeClock(kind) { clock in
        clock.pauses.append(Pause(from: now, to: nil))
        // Without a limit it could not be worked out again.
        guard clock.limit != nil else { return }
        clock.dueAt = nil
        clock.warnAt = nil
      }
    case .resume(let kind, let dueAt, let warnAt):
      changeClock(kind) { clock in
        if let stoppedAt = clock.stoppedAt {
          clock.pauses.append(Pause(from: stoppedAt, to: now))
          clock.stoppedAt = nil
        } else if clock.isPaused {
          clock.pauses[clock.pauses.count - 1].to = now
        }
        clock.dueAt = dueAt
        clock.warnAt = warnAt
      }
    case .reset(let kind, let limit, let calendar, let dueAt, let warnAt):
      changeClock(kind) { clock in
        clock.limit = limit
        clock.calendar = calendar
        clock.dueAt = dueAt
        clock.warnAt = warnAt
        clock.warned = false
        clock.breached = false
      }
    case .warned(let kind): changeClock(kind) { $0.warned = true }
    case .breached(let kind): changeClock(kind) { $0.breached = true }
    }
  }

  private mutating func changeClock(_ kind: MatterClock.Kind, _ body: (inout MatterClock) -> Void) {
    guard let index = clocks.lastIndex(where: { $0.kind == kind }) else { return }
    body(&clocks[index])
  }
}
