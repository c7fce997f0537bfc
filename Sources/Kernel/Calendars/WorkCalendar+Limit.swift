// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A time in which a clock stands still.
public struct Pause: Hashable, Sendable {
  public var from: Instant
  /// `nil` while it lasts.
  public var to: Instant?

  public init(from: Instant, to: Instant?) {
    self.from = from
    self.to = to
  }
}

extension WorkCalendar {
  /// When a limit that began at `start` is used up: the earliest such instant.
  ///
  /// Pauses use nothing up. They may overlap and come in any order; what lies before the start is ignored, and so is a
  /// pause that ends before it begins. Working days count one by one, each at its close (or at the start's time of
  /// day): a day counts when the clock runs at that moment, and a pause from `from` to `to` takes away the moments
  /// after `from` up to and with `to`.
  ///
  /// `nil` when the clock stands still, in an open pause that began before the limit was used up, and when the
  /// calendar's years end first.
  public func due(start: Instant, limit: Limit, pauses: [Pause] = []) -> Instant? {
    let due =
      switch limit {
      case .workingTime: Self.due(limit.amount, meter(start), pauses, start)
      case .elapsed: Self.due(limit.amount, ElapsedMeter(start: start.milliseconds), pauses, start)
      case .workingDays(_, let until): Self.due(limit.amount, meter(start, until), pauses, start)
      }
    return due.map { Instant(milliseconds: $0) }
  }

  /// How much of a limit that began at `start` is used up at an instant, in the limit's own unit (`Limit.amount`).
  ///
  /// More than the limit's amount once it is overdue, 0 before the start. At the instant that `due` gives, and not
  /// before, it is the whole amount.
  public func consumed(start: Instant, until: Instant, pauses: [Pause] = [], limit: Limit) -> Int64 {
    switch limit {
    case .workingTime: Self.consumed(until, meter(start), pauses, start)
    case .elapsed: Self.consumed(until, ElapsedMeter(start: start.milliseconds), pauses, start)
    case .workingDays(_, let end): Self.consumed(until, meter(start, end), pauses, start)
    }
  }

  private func meter(_ start: Instant) -> WorkMeter { WorkMeter(timetable: timetable, start: start.milliseconds) }

  private func meter(_ start: Instant, _ until: Limit.DayEnd) -> DayMeter {
    DayMeter(timetable, start: start.milliseconds, until: until)
  }

  private static func due(_ amount: Int64, _ meter: some Meter, _ pauses: [Pause], _ start: Instant) -> Int64? {
    var paused: Int64 = 0
    for pause in merged(pauses, from: start) {
      let running = meter.amount(at: pause.from.milliseconds)
      if running - paused >= amount { break }
      guard let to = pause.to else { return nil }
      paused += meter.amount(at: to.milliseconds) - running
    }
    return meter.instant(after: amount + paused)
  }

  private static func consumed(_ until: Instant, _ meter: some Meter, _ pauses: [Pause], _ start: Instant) -> Int64 {
    guard until > start else { return 0 }
    var amount = meter.amount(at: until.milliseconds)
    for pause in merged(pauses, from: start) where pause.from < until {
      let to = min(pause.to ?? until, until)
      amount -= meter.amount(at: to.milliseconds) - meter.amount(at: pause.from.milliseconds)
    }
    return amount
  }

  /// The pauses in order, apart from each other, and none before the start.
  private static func merged(_ pauses: [Pause], from start: Instant) -> [Pause] {
    if pauses.isEmpty { return [] }
    var merged: [Pause] = []
    for pause in pauses.sorted(by: { $0.from < $1.from }) {
      let from = max(pause.from, start)
      if let to = pause.to, to <= from { continue }
      guard let last = merged.last else {
        merged.append(Pause(from: from, to: pause.to))
        continue
      }
      guard let end = last.to else { break }
      if from <= end {
        merged[merged.count - 1].to = pause.to.map { max($0, end) }
      } else {
        merged.append(Pause(from: from, to: pause.to))
      }
    }
    return merged
  }
}
