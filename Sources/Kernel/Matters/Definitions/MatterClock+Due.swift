// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Vocabulary

extension Catalogue {
  /// A clock that starts now; `nil` without a limit.
  func clock(
    _ kind: MatterClock.Kind, _ limit: TimeLimit?, department: String?, at now: Instant
  ) -> MatterClock? {
    guard let limit, let calendar = calendar(limit.calendar) else { return nil }
    var clock = MatterClock(
      kind: kind, startedAt: now, limit: limit.limit, calendar: "\(calendar.code)@\(calendar.version)", dueAt: nil)
    (clock.dueAt, clock.warnAt) = due(clock, warnPercent: limit.warnPercent, department: department)
    return clock
  }

  /// The limits that a matter keeps; those of its type where it began before they were decided.
  func limits(of matter: Matter) -> TimeLimits {
    matter.limits ?? type(matter.type, version: matter.typeVersion)?.ownLimits(matter.priority) ?? TimeLimits()
  }

  /// The name of the version of a calendar that is in force: `china@3`.
  func currentName(ofCalendar code: String) -> String? { calendar(code).map { "\($0.code)@\($0.version)" } }

  /// When a clock is due and when a warning is: a function of start, limit, pauses and its calendar's version.
  ///
  /// The warning comes after the given part of the limit; of working days, after that part of the working time until they are
  /// over.
  ///
  /// Closures of the department in charge count for the clock of handling alone: the others run whoever is in charge. A
  /// clock whose due date an outside system set keeps it.
  func due(_ clock: MatterClock, warnPercent: Int?, department: String?) -> (due: Instant?, warn: Instant?) {
    guard let limit = clock.limit, let name = clock.calendar, var calendar = calendar(named: name) else {
      return (clock.dueAt, clock.warnAt)
    }
    if clock.kind == .handle, let department { calendar = calendar.scoped(to: department) }
    let due = calendar.due(start: clock.startedAt, limit: limit, pauses: clock.pauses)
    guard let due, let warnPercent else { return (due, nil) }
    func part(of amount: Int64) -> Int64 { max(1, amount * Int64(warnPercent) / 100) }
    let early: Limit =
      switch limit {
      case .workingTime(let amount): .workingTime(milliseconds: part(of: amount))
      case .elapsed(let amount): .elapsed(milliseconds: part(of: amount))
      case .workingDays:
        // Days are too coarse: there is no part of one working day, and three quarters of two would be one.
        .workingTime(
          milliseconds: part(
            of: calendar.consumed(
              start: clock.startedAt, until: due, pauses: clock.pauses, limit: .workingTime(milliseconds: 1))))
      }
    let warn = calendar.due(start: clock.startedAt, limit: early, pauses: clock.pauses)
    return (due, warn.map { min($0, due) })
  }

  /// The same for a clock that runs again after a pause from `from` until `now`.
  func resumed(_ clock: MatterClock, of matter: Matter, pausedFrom from: Instant, at now: Instant) -> ClockChange {
    var running = clock
    if let last = running.pauses.last, last.to == nil {
      running.pauses[running.pauses.count - 1].to = now
    } else {
      running.pauses.append(Pause(from: from, to: now))
    }
    let warn = limits(of: matter)[clock.kind]?.warnPercent
    let (dueAt, warnAt) = due(running, warnPercent: warn, department: matter.department)
    return .resume(clock.kind, dueAt: dueAt, warnAt: warnAt)
  }
}
