// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
@testable import Journaling
@testable import Matters
import Vocabulary

/// What holds of every matter after every event.
enum Invariants {
  /// What is wrong with a matter; empty when nothing is.
  static func faults(_ matter: Matter, _ catalogue: Catalogue) -> [String] {
    var faults: [String] = []
    func expect(_ condition: Bool, _ sentence: String) { if !condition { faults.append(sentence) } }
    let open = matter.branches.filter(\.isOpen)
    let running = matter.clocks.filter(\.isRunning)
    if matter.state.isFinal {
      expect(open.isEmpty, "\(matter.state) has no open branch")
      expect(matter.clocks.allSatisfy(\.isStopped), "\(matter.state) has no clock that is not stopped")
    }
    switch matter.state {
    case .closed:
      expect(matter.result?.isEmpty == false, "closed has a result")
      expect(matter.closedAt != nil, "closed has its time")
    case .merged: expect(matter.mergedInto != nil, "merged says into what")
    case .handled, .verifying: expect(open.isEmpty, "\(matter.state) has no open branch")
    case .dispatched:
      expect(open.contains { $0.role == .lead }, "dispatched has an open lead")
      expect(!open.contains { $0.status == .inProgress }, "dispatched has no branch that was begun")
    case .inProgress: expect(!open.isEmpty, "inProgress has an open branch")
    case .suspended: expect(running.isEmpty, "suspended has no running clock")
    case .draft: expect(matter.clocks.isEmpty && matter.branches.isEmpty, "a draft has nothing yet")
    default: break
    }
    expect((matter.state == .merged) == (matter.mergedInto != nil), "mergedInto is of merged matters alone")
    expect(
      (matter.stateBefore != nil) == [.suspended, .merged].contains(matter.state),
      "a state to go back to, where one goes back")
    expect(
      matter.state == .closed || matter.state == .archived || matter.closedAt == nil, "a time of closing when closed")
    expect(Set(open.map(\.department)).count == open.count, "a department has one open branch")
    expect(open.count { $0.role == .lead } <= 1, "there is one open lead")
    expect(
      matter.branches.allSatisfy { $0.role == .informed || $0.isOpen == ($0.endedAt == nil) },
      "what is over has its end")
    expect(open.allSatisfy { !$0.isPast }, "what is open is of this round")
    expect(Set(matter.formerHandlers).count == matter.formerHandlers.count, "a former handler is named once")
    expect(matter.dueAt == running.compactMap(\.dueAt).min(), "the earliest due date")
    for kind in MatterClock.Kind.allCases {
      expect(matter.clocks.count { $0.kind == kind && !$0.isStopped } <= 1, "one \(kind) clock runs")
    }
    faults += clockFaults(matter, catalogue)
    return faults
  }

  /// Each due date is what start, limit, calendar and pauses make of it, worked out from the beginning.
  private static func clockFaults(_ matter: Matter, _ catalogue: Catalogue) -> [String] {
    MatterClock.Kind.allCases.compactMap(matter.clock).compactMap { clock in
      if clock.isPaused {
        return clock.limit != nil && clock.dueAt != nil ? "\(clock.kind) is due while it is paused" : nil
      }
      guard let limit = clock.limit, let name = clock.calendar else { return nil }
      guard var calendar = catalogue.calendar(named: name) else {
        return "\(clock.kind) has the unknown calendar \(name)"
      }
      // Stopped while it was paused: it had no due date, and gets none.
      if clock.isStopped, clock.dueAt == nil { return nil }
      if clock.kind == .handle {
        // Of a stopped one the department may have lost the lead since.
        if clock.isStopped { return nil }
        if let department = matter.department { calendar = calendar.scoped(to: department) }
      }
      let due = calendar.due(start: clock.startedAt, limit: limit, pauses: clock.pauses)
      return due == clock.dueAt ? nil : "\(clock.kind) is due \(clock.dueAt as Any), by its calendar \(due as Any)"
    }
  }

  /// What is wrong with how events and matter are written down; empty when nothing is.
  static func codingFaults(_ matter: Matter, _ events: [MatterEvent]) throws -> [String] {
    var faults: [String] = []
    let bytes = matter.json
    let copy = Matter(json: try JSON(parsing: bytes))
    if copy != matter { faults.append("the matter read back is another") }
    if copy?.json != bytes { faults.append("the matter read back is written otherwise") }
    if try JSON(parsing: bytes).bytes != bytes { faults.append("the matter's text is not canonical") }
    for event in events {
      let new = event.journalled(of: matter.id, revision: 7)
      let journalled = Event(
        tenant: SampleCity.tenant, partition: 0, sequence: 1, at: event.at, kind: new.kind,
        subjectKind: new.subjectKind, subject: new.subject, revision: new.revision, actor: event.by, client: nil,
        payload: new.payload, hash: [])
      if MatterEvent(journalled) != event { faults.append("event \(event.kind) read back is another") }
      if try JSON(parsing: new.payload).bytes != new.payload { faults.append("event \(event.kind) is not canonical") }
    }
    return faults
  }
}
