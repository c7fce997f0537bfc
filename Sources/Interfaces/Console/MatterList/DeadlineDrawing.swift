// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Matters
import Mustache
import Vocabulary

/// A clock as a bar: from its start to its due date, beyond it where that has passed; pauses hatched, now as a line.
///
/// Lengths are thousandths of the bar.
struct DeadlineDrawing: Hashable, Sendable, MustacheParent {
  struct Span: Hashable, Sendable, MustacheParent {
    var start: Int
    var width: Int

    func child(named name: String) -> Any? {
      switch name {
      case "start": start
      case "width": width
      default: nil
      }
    }
  }

  /// What is left of the time, as a colour.
  enum Mood: String, Sendable { case calm, soon, over, done, doneLate, paused }

  /// For those who do not see it.
  var label: String
  var mood: Mood
  /// What of the time allowed is used.
  var spent: Int
  /// Where the due date is; 1000 unless it has passed.
  var due: Int
  /// By how much the due date is exceeded, to the end of the bar.
  var excess: Int
  /// `nil` for a clock that was stopped.
  var now: Int?
  var pauses: [Span]

  /// Less than this part of the time is soon.
  private static let soon = 0.25

  /// `nil` for a clock without a due date.
  init?(of clock: MatterClock, at now: Instant, _ messages: Messages) {
    guard clock.dueAt != nil else { return nil }
    self.init(clock, at: now, messages)
  }

  init(_ clock: MatterClock, at now: Instant, _ messages: Messages) {
    let start = clock.startedAt.milliseconds
    let end = max(clock.stoppedAt ?? now, clock.startedAt).milliseconds
    let dueAt = clock.dueAt?.milliseconds
    let length = Double(max((dueAt ?? end) - start, end - start, 1))
    func place(_ milliseconds: Int64) -> Int {
      Int((min(1, max(0, Double(milliseconds - start) / length)) * 1000).rounded())
    }
    due = place(dueAt ?? end)
    spent = min(place(end), due)
    excess = max(0, place(end) - due)
    self.now = clock.stoppedAt == nil ? place(end) : nil
    pauses = clock.pauses.map { pause in
      let from = place(pause.from.milliseconds)
      return Span(start: from, width: max(0, place((pause.to ?? Instant(milliseconds: end)).milliseconds) - from))
    }.filter { $0.width > 0 }
    mood =
      switch (clock.stoppedAt, dueAt) {
      case (let stopped?, let due?): stopped.milliseconds <= due ? .done : .doneLate
      case (_?, nil): .done
      case (nil, let due?) where end > due: .over
      case (nil, let due?): Double(due - end) < Double(due - start) * Self.soon ? .soon : .calm
      case (nil, nil): .paused
      }
    let percent = dueAt.map { Int(Double(end - start) / Double(max($0 - start, 1)) * 100) }
    let name = messages.text(clock.kind.name)
    label =
      percent.map { messages.text("clockBar", ["name": name, "percent": "\($0)"]) }
      ?? messages.text("clockStill", ["name": name])
  }

  func child(named name: String) -> Any? {
    switch name {
    case "label": label
    case "mood": mood.rawValue
    case "spent": spent
    case "due": due
    case "excess": excess
    case "isOver": excess > 0
    case "now": now
    case "pauses": pauses
    default: nil
    }
  }
}

extension Matter {
  /// The clock that is due next; where none is running, the one that counts the whole.
  var leadingClock: MatterClock? {
    clocks.filter { $0.isRunning && $0.dueAt != nil }.min { ($0.dueAt ?? $0.startedAt) < ($1.dueAt ?? $1.startedAt) }
      ?? clock(.total)
  }
}
