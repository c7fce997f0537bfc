// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
@testable import Journaling
@testable import Matters
import Testing
import Vocabulary

/// Time limits are decided when a matter is submitted and when its priority changes; it keeps them until then.
@Suite struct TimeLimitTests {
  @Test(
    arguments: [
      ("PT8H working", .workingTime(milliseconds: 28_800_000)), ("P7D", .elapsed(milliseconds: 604_800_000)),
      ("  PT15M   elapsed ", .elapsed(milliseconds: 900_000)), ("1 working day", .workingDays(1, until: .closeOfDay)),
      ("5 working days until sameTime", .workingDays(5, until: .sameTime)),
      ("5 working days until closeOfDay", .workingDays(5, until: .closeOfDay)),
    ] as [(String, Limit)])
  func readsTexts(text: String, limit: Limit) {
    #expect(TimeLimit(text: text, calendar: "c") == TimeLimit(limit: limit, calendar: "c"))
    #expect(Limit(text: limit.description) == limit)
    #expect(
      TimeLimit(text: text + ", warn at 75%, calendar always", calendar: nil)
        == TimeLimit(limit: limit, calendar: "always", warnPercent: 75))
  }

  @Test(arguments: [
    "", "soon", "8 hours", "P1D working", "0 working days", "-1 working days", "2 days", "5 working days until noon",
    "5 working days until", "PT0S", "P100Y", "PT8H working,", "PT8H working, warn", "PT8H working, warn at 100%",
    "PT8H working, warn at 0%", "PT8H working, warn at 75", "PT8H working, warn at 75%, warn at 80%",
    "PT8H working, calendar", "PT8H working, later", "PT8H overtime", "99999999999999999999 working days",
  ])
  func refusesOtherTexts(text: String) { #expect(TimeLimit(text: text, calendar: "c") == nil) }

  @Test func aLimitNeedsACalendar() { #expect(TimeLimit(text: "P1D", calendar: nil) == nil) }

  @Test func jsonKeepsThem() throws {
    let limits = TimeLimits([
      .handle: TimeLimit(limit: .workingDays(3, until: .sameTime), calendar: "office", warnPercent: 80),
      .total: TimeLimit(limit: .elapsed(milliseconds: 1000), calendar: "always"),
    ])
    #expect(TimeLimits(json: try JSON(parsing: limits.json.bytes)) == limits)
    #expect(TimeLimits(json: [:])?.isEmpty == true && TimeLimits(json: "x") == nil)
  }

  @Test func theyAreDecidedAtSubmission() throws {
    let desk = try Desk()
    let submitted = desk.events[0]
    #expect(submitted.decisions.map(\.name) == ["time-limits@5#3"])
    let use = try #require(submitted.decisions.first)
    #expect(use.inputs["type"] == "pothole" && use.inputs["priority"] == "normal" && use.inputs["channel"] == "test")
    #expect(use.inputs["district"] == "D1" && use.inputs["classification"] == .null)
    #expect(use.output["handle"] == "3 working days, warn at 80%")
    #expect(desk.matter.limits == submitted.limits && desk.matter.limits?.byClock.count == 5)
    #expect(
      desk.matter.limits?[.handle]
        == TimeLimit(limit: .workingDays(3, until: .closeOfDay), calendar: "office", warnPercent: 80))
    #expect(submitted.journalled(of: desk.matter.id, revision: 1).decisions == ["time-limits"])
  }

  @Test func aDraftHasNone() throws {
    var desk = try Desk(isDraft: true)
    #expect(desk.matter.limits == nil && desk.events[0].decisions.isEmpty)
    try desk.do(.submit)
    #expect(desk.matter.limits?.byClock.count == 5 && desk.events.last?.decisions.first?.code == "time-limits")
    #expect(desk.due == "accept 11-25 10:00, total 12-03 17:00")
  }

  @Test func aTypeWithoutThemHasNone() throws {
    let desk = try Desk("plain")
    #expect(desk.matter.limits == nil && desk.matter.clocks.isEmpty && desk.events[0].decisions.isEmpty)
    // An output that is null gives its clock no limit.
    #expect(try Desk("alarm").matter.limits?[.verify] == nil)
  }

  /// A new version counts for new matters and new priorities; what was promised stays.
  @Test func aRunningMatterKeepsThem() throws {
    var old = try Desk()
    var catalogue = try SampleCity.catalogue.get()
    catalogue.add(
      try DecisionDefinition(json: SampleCity.timeLimits(version: 6, handle: "1 working day")))
    var later = try Desk(catalogue, old.events, at: old.now)
    try later.do(.accept, .dispatch("water"))
    #expect(later.matter.clock(.handle)?.limit == .workingDays(3, until: .closeOfDay))
    #expect(later.events.dropFirst().allSatisfy { $0.decisions.allSatisfy { $0.code != "time-limits" } })
    try later.do(.prioritise(.urgent))
    let changed = try #require(later.events.last)
    #expect(changed.kind == .prioritised && changed.decisions.map(\.name) == ["time-limits@6#2"])
    #expect(later.matter.clock(.handle)?.limit == .workingTime(milliseconds: 28_800_000))
    try later.do(.prioritise(.normal))
    #expect(later.matter.clock(.handle)?.limit == .workingDays(1, until: .closeOfDay))
    #expect(later.matter.limits?[.handle]?.limit == .workingDays(1, until: .closeOfDay))
    try old.do(.accept, .dispatch("water"))
    #expect(old.matter.limits?[.handle]?.limit == .workingDays(3, until: .closeOfDay))
  }

  /// What folds is what the event says, also where the decision is gone or would say something else.
  @Test func foldingDecidesNothing() throws {
    var desk = try Desk()
    try desk.do(.accept, .dispatch("roads", "water"), .start("roads"), .prioritise(.supervised))
    let events = try desk.events.enumerated().map { index, event in
      let new = event.journalled(of: desk.matter.id, revision: Int64(index + 1))
      return try #require(
        MatterEvent(
          Event(
            tenant: SampleCity.tenant, partition: 0, sequence: Int64(index + 1), at: event.at, kind: new.kind,
            subjectKind: new.subjectKind, subject: new.subject, revision: new.revision, actor: event.by, client: nil,
            payload: new.payload, hash: [])))
    }
    #expect(events == desk.events)
    #expect(Matter(folding: events)?.json == desk.matter.json)
    #expect(Matter(json: try JSON(parsing: desk.matter.json)) == desk.matter)
  }

  /// Events of before told of one decision, and their matters went by the limits of their type.
  @Test func eventsOfBeforeAreRead() throws {
    var old = try Desk()
    let use = try #require(old.events[0].decisions.first)
    let event = Event(
      tenant: SampleCity.tenant, partition: 0, sequence: 1, at: old.now, kind: "MatterAccepted", subjectKind: "matter",
      subject: old.matter.id.description, revision: 2, actor: "a", client: nil,
      payload: JSON.object(["decision": use.json, "state": "accepted"]).bytes, hash: [])
    #expect(MatterEvent(event)?.decisions == [use] && MatterEvent(event)?.limits == nil)

    // The type in its version of then holds the limits itself.
    var catalogue = try SampleCity.catalogue.get()
    var type = try #require(catalogue.type("pothole"))
    type.limits = .table([
      .normal: TimeLimits([.handle: TimeLimit(limit: .elapsed(milliseconds: 3_600_000), calendar: "always")]),
      .urgent: TimeLimits([.handle: TimeLimit(limit: .elapsed(milliseconds: 60_000), calendar: "always")]),
    ])
    catalogue.add(type)
    old.take([])
    var begun = old.events
    begun[0].limits = nil
    begun[0].decisions = []
    var running = try Desk(catalogue, begun, at: old.now)
    #expect(running.matter.limits == nil)
    try running.do(.accept, .dispatch("water"))
    #expect(running.matter.clock(.handle)?.dueAt == running.now + .seconds(3600))
    try running.do(.prioritise(.urgent))
    #expect(running.matter.clock(.handle)?.dueAt == running.now + .seconds(60))
    #expect(running.matter.limits?[.handle]?.limit == .elapsed(milliseconds: 60_000))
  }
}
