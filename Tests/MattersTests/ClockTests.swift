// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
@testable import Matters
import TestSupport
import Testing
import Vocabulary

/// Due dates worked out by hand. The office works from Monday to Friday, 09:00 to 12:00 and 13:00 to 17:00; on Thursday
/// 26 November 2026 the department `roads` is closed.
@Suite struct ClockTests {
  struct Story: Sendable, CustomTestStringConvertible {
    var name: String
    var type = "pothole"
    var priority: MatterPriority?
    /// When, what, and the running clocks then.
    var steps: [(String, [MatterCommand], String)]
    var testDescription: String { name }
  }

  static let stories = [
    Story(
      name: "straight through",
      steps: [
        // Tuesday, an hour before closing: accept 2 h, the whole 7 days after today.
        ("11-24 16:00", [], "accept 11-25 10:00, total 12-03 17:00"),
        ("11-24 16:30", [.accept], "total 12-03 17:00, dispatch 11-25 09:30"),
        // Wednesday does not count, Thursday the department is closed: Friday, Monday, Tuesday.
        ("11-25 09:15", [.dispatch("roads")], "total 12-03 17:00, handle 12-01 17:00"),
        ("11-25 14:00", [.start("roads")], "total 12-03 17:00, handle 12-01 17:00"),
        // Friday 16:00 and 4 h: one more today, three on Monday.
        ("11-27 16:00", [.handle("roads")], "total 12-03 17:00, verify 11-30 12:00"),
        ("11-30 11:00", [.verify], "total 12-03 17:00, verify 11-30 12:00"), ("11-30 11:30", [.closed], ""),
      ]),
    Story(
      name: "another department is not closed",
      steps: [
        ("11-24 16:00", [.accept], "total 12-03 17:00, dispatch 11-24 17:00"),
        ("11-25 09:15", [.dispatch("parks")], "total 12-03 17:00, handle 11-30 17:00"),
      ]),
    Story(
      name: "out of hours",
      steps: [
        // Saturday: two hours are over on Monday at 11, the first of seven days is Monday.
        ("11-28 03:00", [], "accept 11-30 11:00, total 12-08 17:00"),
        ("11-28 03:00", [.accept], "total 12-08 17:00, dispatch 11-30 10:00"),
      ]),
    Story(
      name: "suspended and resumed",
      steps: [
        // Wednesday, not Thursday, Friday, Monday.
        ("11-24 16:00", [.accept, .dispatch("roads"), .start("roads")], "total 12-03 17:00, handle 11-30 17:00"),
        ("11-27 10:00", [.suspended], ""),
        // Friday's close lay in the pause: after Wednesday, Monday and Tuesday are left of the handling; after Wednesday and
        // Thursday, Monday to Friday of the whole.
        ("11-30 15:00", [.resume], "total 12-04 17:00, handle 12-01 17:00"),
        // A pause by night takes nothing.
        ("11-30 20:00", [.suspended], ""), ("12-01 08:00", [.resume], "total 12-04 17:00, handle 12-01 17:00"),
      ]),
    Story(
      name: "suspended in working hours", type: "pothole",
      steps: [
        ("11-24 13:00", [], "accept 11-24 15:00, total 12-03 17:00"), ("11-24 14:00", [.suspended], ""),
        // One of two hours is left at half past ten. The whole's first day is Wednesday, whose close is still to come.
        ("11-25 10:30", [.resume], "accept 11-25 11:30, total 12-03 17:00"),
      ]),
    Story(
      name: "sent back to the reporter",
      steps: [
        ("11-24 16:00", [], "accept 11-25 10:00, total 12-03 17:00"),
        ("11-24 16:30", [.sendBack(reason: "where?")], ""),
        // An hour and a half is left; three days were lost.
        (
          "11-27 09:00", [.resubmit(title: nil, text: "there", address: nil, attributes: [:])],
          "accept 11-27 10:30, total 12-07 17:00"
        ),
      ]),
    Story(
      name: "sent back after it was accepted",
      steps: [
        ("11-24 09:00", [], "accept 11-24 11:00, total 12-03 17:00"),
        ("11-24 10:00", [.accept], "total 12-03 17:00, dispatch 11-24 11:00"),
        ("11-24 10:30", [.sendBack(reason: "where?")], ""),
        // It has to be accepted again, in the hour that was not used.
        (
          "11-25 09:00", [.resubmit(title: nil, text: "there", address: nil, attributes: [:])],
          "accept 11-25 10:00, total 12-03 17:00"
        ), ("11-25 09:30", [.accept], "total 12-03 17:00, dispatch 11-25 10:30"),
      ]),
    Story(
      name: "refused and sent elsewhere",
      steps: [
        ("11-24 16:00", [.accept, .dispatch("roads")], "total 12-03 17:00, handle 11-30 17:00"),
        ("11-25 10:00", [.refuse("roads")], "total 12-03 17:00, dispatch 11-25 11:00"),
        ("11-25 10:30", [.dispatch("water")], "total 12-03 17:00, handle 11-30 17:00"),
      ]),
    Story(
      name: "rework takes the time that was left",
      steps: [
        ("11-24 09:00", [.accept, .dispatch("parks"), .start("parks")], "total 12-03 17:00, handle 11-27 17:00"),
        // Handled on Wednesday evening, one of three days used up.
        ("11-25 18:00", [.handle("parks")], "total 12-03 17:00, verify 11-26 14:00"),
        ("11-26 09:30", [.verify], "total 12-03 17:00, verify 11-26 14:00"),
        // The check lay within Thursday's working hours, not over its close: Thursday counts.
        ("11-26 10:00", [.rework(reason: "no")], "total 12-03 17:00, handle 11-27 17:00"),
        ("11-26 16:00", [.handle("parks")], "total 12-03 17:00, verify 11-27 12:00"),
        ("11-26 16:30", [.verify], "total 12-03 17:00, verify 11-27 12:00"),
        // This one lay over Thursday's close.
        ("11-27 09:00", [.rework(reason: "no")], "total 12-03 17:00, handle 11-30 17:00"),
      ]),
    Story(
      name: "reopened",
      steps: [
        (
          "11-24 09:00", [.accept, .dispatch("parks"), .start("parks"), .handle("parks"), .verify, .closed], ""
        ), ("11-30 10:00", [.reopen(reason: "again")], "dispatch 11-30 11:00, total 12-09 17:00"),
        ("11-30 10:30", [.dispatch("parks")], "total 12-09 17:00, handle 12-03 17:00"),
      ]),
    Story(
      name: "extended",
      steps: [
        ("11-24 16:00", [.accept, .dispatch("parks"), .start("parks")], "total 12-03 17:00, handle 11-27 17:00"),
        (
          "11-26 10:00", [.extend(clock: .handle, limit: .workingDays(5, until: .closeOfDay), reason: "rain")],
          "total 12-03 17:00, handle 12-01 17:00"
        ),
        (
          "11-26 10:00", [.extend(clock: .total, limit: .elapsed(milliseconds: 30 * 86_400_000), reason: "rain")],
          "total 12-24 16:00, handle 12-01 17:00"
        ),
        ("11-27 10:00", [.suspended], ""),
        // The extension holds after a pause of three days and five hours, which is elapsed time for the whole.
        ("11-30 15:00", [.resume], "total 12-27 21:00, handle 12-02 17:00"),
      ]),
    Story(
      name: "another priority",
      steps: [
        ("11-24 16:00", [.accept, .dispatch("parks"), .start("parks")], "total 12-03 17:00, handle 11-27 17:00"),
        // Eight working hours from the start: 1, then 7 on Wednesday.
        ("11-25 10:00", [.prioritise(.urgent)], "total 11-26 17:00, handle 11-25 17:00"),
        // By another calendar.
        ("11-25 11:00", [.prioritise(.supervised)], "total 11-26 16:00, handle 11-25 16:00"),
        ("11-25 12:00", [.prioritise(.normal)], "total 12-03 17:00, handle 11-27 17:00"),
      ]),
    Story(
      name: "around the clock", type: "alarm",
      steps: [
        ("11-27 22:00", [], "total 11-28 22:00, handle 11-28 06:00"),
        ("11-27 23:00", [.prioritise(.urgent)], "total 11-28 22:00, handle 11-28 02:00"),
        ("11-28 00:30", [.suspended], ""), ("11-28 02:15", [.resume], "total 11-28 23:45, handle 11-28 03:45"),
      ]),
    Story(
      name: "urgent from the beginning", priority: .urgent,
      steps: [
        ("11-24 16:00", [.accept, .dispatch("roads")], "total 11-26 17:00, handle 11-25 17:00"),
        // Eight hours from Wednesday 16:00 on: 1, none on Thursday, 7 on Friday.
        ("11-25 16:00", [.refuse("roads"), .dispatch("roads")], "total 11-26 17:00, handle 11-27 17:00"),
      ]),
    Story(name: "no limits, no clocks", type: "plain", steps: [("11-24 16:00", [.accept, .dispatch("roads")], "")]),
  ]

  @Test(arguments: stories) func isDueWhenItShouldBe(story: Story) throws {
    let start = try SampleCity.local(try #require(story.steps.first).0)
    var desk = try Desk(story.type, priority: story.priority, at: start)
    for (time, commands, due) in story.steps {
      desk.now = try SampleCity.local(time)
      for command in commands { try desk.do(command) }
      #expect(desk.due == due, "at \(time)")
    }
  }

  struct Warning: Sendable {
    var limit: String
    var pauses: [(String, String)] = []
    var warn: String
    var due: String
  }

  /// From Tuesday 16:00: an hour of that day, seven of each other.
  static let warnings = [
    // Three quarters of eight hours, of fifteen and of 29; four fifths of 36.
    Warning(limit: "1 working day, warn at 75%", warn: "11-25 15:00", due: "11-25 17:00"),
    Warning(limit: "2 working days, warn at 75%", warn: "11-26 13:15", due: "11-26 17:00"),
    Warning(limit: "4 working days, warn at 75%", warn: "11-27 16:45", due: "11-30 17:00"),
    Warning(limit: "5 working days, warn at 80%", warn: "11-30 16:48", due: "12-01 17:00"),
    // Half of seven hours, of which one is on Tuesday.
    Warning(limit: "1 working day until sameTime, warn at 50%", warn: "11-25 11:30", due: "11-25 16:00"),
    // The closes of Wednesday and Thursday lie in the pause. Three quarters of 19 hours: 1, 4, 7 on Friday, 7 on Monday.
    Warning(
      limit: "2 working days, warn at 75%", pauses: [("11-25 14:00", "11-26 18:00")], warn: "11-30 11:15",
      due: "11-30 17:00"),
    Warning(limit: "PT8H working, warn at 75%", warn: "11-25 15:00", due: "11-25 17:00"),
    Warning(limit: "P1D, warn at 75%", warn: "11-25 10:00", due: "11-25 16:00"),
  ]

  @Test(arguments: warnings) func warnsAfterAPartOfTheLimit(warning: Warning) throws {
    let catalogue = try SampleCity.catalogue.get()
    let limit = try #require(TimeLimit(text: warning.limit, calendar: "office"))
    var clock = MatterClock(
      kind: .handle, startedAt: try SampleCity.local("11-24 16:00"), limit: limit.limit, calendar: "office@1",
      dueAt: nil)
    for (from, to) in warning.pauses {
      clock.pauses.append(Pause(from: try SampleCity.local(from), to: try SampleCity.local(to)))
    }
    let (due, warn) = catalogue.due(clock, warnPercent: limit.warnPercent, department: "parks")
    #expect(SampleCity.shown(due) == warning.due && SampleCity.shown(warn) == warning.warn, "\(warning)")
  }

  @Test func aDueDateFromOutsideIsKept() throws {
    let now = try SampleCity.local("11-24 16:00")
    let given = try SampleCity.local("12-24 00:00")
    let decider = Decider(catalogue: try SampleCity.catalogue.get(), principal: SampleCity.system, now: now)
    let events = try decider.begin(
      Submission(type: "pothole", channel: "import", dueAt: given), id: Identifier(rawValue: 1), number: "1")
    var matter = try #require(Matter(folding: events))
    for (command, seconds) in [(MatterCommand.suspended, 10), (.resume, 20)] as [(MatterCommand, Int64)] {
      let later = Decider(catalogue: decider.catalogue, principal: SampleCity.system, now: now + .seconds(seconds))
      for event in try later.events(command, on: matter) { matter.apply(event) }
    }
    let total = try #require(matter.clock(.total))
    #expect(total.dueAt == given && total.limit == nil && total.isRunning && total.pauses.count == 1)
    // Extended, it is counted by the type's calendar from its start on.
    let longer = MatterCommand.extend(clock: .total, limit: .workingDays(40, until: .closeOfDay), reason: "winter")
    for event in try decider.events(longer, on: matter) { matter.apply(event) }
    #expect(matter.clock(.total)?.calendar == "office@1")
    #expect(SampleCity.shown(matter.clock(.total)?.dueAt) == "01-19 17:00")
  }

  @Test func anExtensionEndsLaterAndNeedsARunningClock() throws {
    var desk = try Desk.matter(in: .inProgress)
    for command in [
      MatterCommand.extend(clock: .total, limit: .workingDays(7, until: .closeOfDay), reason: "same"),
      .extend(clock: .total, limit: .workingTime(milliseconds: 1), reason: "less"),
    ] {
      let problem = #expect(throws: Problem.self) { try desk.do(command) }
      #expect(problem?.errors.first?.pointer == "/limit")
    }
    let problem = #expect(throws: Problem.self) {
      try desk.do(.extend(clock: .accept, limit: .workingDays(70, until: .closeOfDay), reason: "late"))
    }
    #expect(problem?.code == .illegalTransition && problem?.detail.contains("accept clock does not run") == true)
    #expect(throws: Problem.self) { try desk.do(.prioritise(.normal)) }
  }

  @Test func onTimeIsKnownWhenItIsStoppedOrLate() throws {
    var clock = MatterClock(
      kind: .handle, startedAt: Instant(seconds: 0), limit: nil, calendar: nil, dueAt: Instant(seconds: 10))
    #expect(clock.onTime(at: Instant(seconds: 10)) == nil)
    #expect(clock.onTime(at: Instant(seconds: 11)) == false)
    clock.stoppedAt = Instant(seconds: 10)
    #expect(clock.onTime(at: Instant(seconds: 99)) == true)
    clock.stoppedAt = Instant(milliseconds: 10_001)
    #expect(clock.onTime(at: Instant(seconds: 99)) == false)
    clock.dueAt = nil
    #expect(clock.onTime(at: Instant(seconds: 99)) == nil)
  }

  @Test func calendarsKeepTheirVersionForRunningClocks() throws {
    var desk = try Desk()
    #expect(desk.matter.clocks.map(\.calendar) == ["office@1", "office@1"])
    // A new version, without Wednesdays.
    var definition = try #require(desk.catalogue.calendar("office")).definition
    definition.version = 2
    definition.weekly[.wednesday] = nil
    var catalogue = desk.catalogue
    catalogue.add(try WorkCalendar(definition))
    func act(_ command: MatterCommand, at time: String) throws {
      let decider = Decider(catalogue: catalogue, principal: SampleCity.system, now: try SampleCity.local(time))
      desk.take(try decider.events(command, on: desk.matter))
    }
    try act(.suspended, at: "11-24 16:30")
    try act(.resume, at: "11-24 16:45")
    #expect(desk.due == "accept 11-25 10:15, total 12-03 17:00", "the old version still works on Wednesday")
    try act(.accept, at: "11-24 16:50")
    #expect(desk.matter.clock(.dispatch)?.calendar == "office@2")
    #expect(SampleCity.shown(desk.matter.clock(.dispatch)?.dueAt) == "11-26 09:50")
  }
}
