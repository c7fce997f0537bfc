// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Journaling
import Matters
import Packs
import Vocabulary

/// What the page of a matter shows.
struct MatterContent: Sendable {
  struct Clock: Sendable {
    var name: String
    var limit: String
    var status: String
    var isLate: Bool
    var due: Moment?
    var bar: DeadlineBar?
  }

  struct Part: Sendable {
    var department: String
    var role: String
    var status: String
    var remark: String
  }

  struct File: Sendable {
    var address: String
    var name: String
    var at: Moment
  }

  /// A decision that led to a step, with its explanation.
  struct Reason: Sendable {
    var whyAddress: String
    var whyLabel: String
  }

  struct Step: Sendable {
    var name: String
    var by: String?
    var at: Moment
    /// Has a name that no content around it has: a template looks there for what is missing here.
    var remarks: String?
    var reasons: [Reason] = []
  }

  struct Action: Sendable {
    var name: String
    var address: String
    var encoding: String
    var revision: Int64
    /// Makes a form happen once, however often it is sent.
    var key: String
    var fields: [ActionField]
    var isOpen: Bool
  }

  var number: String
  var type: String
  /// What has just been done.
  var done: String?
  var state: String
  var priority: String
  var department: String?
  var created: Moment
  var channel: String
  var place: String?
  var areas: String?
  var reporters: String?
  var mergedInto: String?
  var text: String?
  var result: String?
  var rating: String?
  var clocks: [Clock]
  var hasClocks: Bool
  var branches: [Part]
  var hasBranches: Bool
  var files: [File]
  var hasFiles: Bool
  var actions: [Action]
  var hasActions: Bool
  var history: [Step]
}

/// A clock as a bar from its start to its due date; lengths in thousandths of the bar.
struct DeadlineBar: Sendable {
  struct Span: Sendable {
    var start: Int
    var width: Int
  }

  /// For those who do not see it.
  var label: String
  var spent: Int
  var now: Int
  var isOver: Bool
  var pauses: [Span]

  /// `nil` for a clock without a due date.
  init?(_ clock: MatterClock, at now: Instant, _ messages: Messages) {
    guard let dueAt = clock.dueAt, dueAt > clock.startedAt else { return nil }
    let start = clock.startedAt.milliseconds
    let length = Double(dueAt.milliseconds - start)
    func place(_ instant: Instant) -> Int {
      Int(min(1000, max(0, Double(instant.milliseconds - start) / length * 1000)))
    }
    let end = clock.stoppedAt ?? now
    spent = place(end)
    self.now = spent
    isOver = end > dueAt
    pauses = clock.pauses.map { pause in
      let from = place(pause.from)
      return Span(start: from, width: place(pause.to ?? end) - from)
    }
    label = messages.text(
      "clockBar",
      ["name": messages.text(clock.kind.name), "percent": "\(Int(Double(end.milliseconds - start) / length * 100))"])
  }
}
