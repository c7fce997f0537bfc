// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Decisions
@testable import Journaling
@testable import Matters
import Spatial
import TestSupport
import Testing
import Vocabulary

@Suite struct MatterJSONTests {
  @Test(arguments: MatterState.allCases) func everyStateIsReadBack(state: MatterState) throws {
    let desk = try Desk.matter(in: state)
    #expect(try Invariants.codingFaults(desk.matter, desk.events) == [])
    #expect(Matter(folding: desk.events) == desk.matter)
  }

  @Test func everyMemberIsReadBack() throws {
    var matter = try Desk.matter(in: .reopened).matter
    matter.position = Position(longitude: 121.5, latitude: -0.25, altitude: 7)
    matter.externalID = "x-1"
    matter.correlation = "rule/series"
    matter.trackingHash = "abc"
    matter.attributes = ["a": 1, "b": ["c": [nil, true, 1.5, "井盖 \u{1} \u{1F6B0}"]]]
    matter.reporters = [Reporter(principal: "p", name: "n", contact: "c"), Reporter()]
    matter.absorbed = [Identifier(rawValue: 5), Identifier(rawValue: .max)]
    matter.formerHandlers = ["a", "b"]
    matter.notes = [Note(text: "\"\\\n\u{7}", by: "p", at: Instant(milliseconds: -1), isPublic: true)]
    matter.rating = Rating(grade: 1, comment: "late", at: Instant(milliseconds: 1))
    matter.evidence = [.sample(.verify)]
    matter.clocks[0].pauses = [Pause(from: Instant(seconds: 1), to: nil)]
    matter.clocks[0].warned = true
    matter.clocks[0].breached = true
    #expect(try Invariants.codingFaults(matter, []) == [])
  }

  /// Every shape of event, also those that commands never make of each kind.
  @Test func everyShapeOfEventIsReadBack() throws {
    let matter = try Desk().matter
    let clock = try #require(matter.clock(.accept))
    var branch = Branch(department: "roads", role: .lead, rule: "duty-list@2#1", offeredAt: Instant(seconds: 5))
    branch.isPast = true
    let bodies: [MatterEvent.Body] = [
      .none, .beginning(matter), .completion(title: nil, text: nil, address: nil, attributes: [:]),
      .completion(title: "t", text: "x", address: "a", attributes: ["department": "roads", "reason": "r"]),
      .branches([], ended: []), .branches([branch], ended: ["water"]),
      .branch(department: "roads", status: .offered, handler: nil, text: nil),
      .branch(department: "roads", status: .done, handler: "p", text: "t"), .reason("r", basis: nil),
      .reason("", basis: "b"), .result(nil), .result("r"),
      .other(matter.id, reporters: [], evidence: []),
      .other(matter.id, reporters: [Reporter(), Reporter(name: "n")], evidence: [.sample(.report)]),
      .rating(grade: 5, comment: nil), .rating(grade: 1, comment: ""), .note("", isPublic: false),
      .note("n", isPublic: true), .evidence(.sample(.handle)), .priority(.urgent),
      .areas(AreaPath(district: "01", cell: "0101")), .areas(AreaPath()),
    ]
    let clocks: [ClockChange] = [
      .start(clock), .stop(.accept), .pause(.total), .resume(.handle, dueAt: nil, warnAt: nil),
      .resume(.handle, dueAt: Instant(seconds: 1), warnAt: Instant(seconds: 0)),
      .reset(.total, limit: nil, calendar: nil, dueAt: nil, warnAt: nil),
      .reset(
        .verify, limit: .workingDays(3, until: .sameTime), calendar: "office@1", dueAt: Instant(seconds: 1), warnAt: nil
      ),
      .warned(.dispatch), .breached(.handle),
    ]
    for kind in MatterEvent.Kind.allCases {
      let events = bodies.map {
        MatterEvent(kind, state: .accepted, clocks: clocks, body: $0, at: Instant(milliseconds: 1), by: "p")
      }
      #expect(try Invariants.codingFaults(matter, events) == [])
    }
  }

  @Test func othersAreNoMatterAndNoEvent() throws {
    let matter = try Desk().matter
    for key in ["id", "number", "type", "typeVersion", "state", "priority", "createdAt", "updatedAt", "revision"] {
      var members = try #require(try JSON(parsing: matter.json).object)
      members[key] = nil
      #expect(Matter(json: .object(members)) == nil, "without \(key)")
      members[key] = .array([])
      #expect(Matter(json: .object(members)) == nil, "with another \(key)")
    }
    for json in [JSON.null, [], "x", [:]] as [JSON] { #expect(Matter(json: json) == nil) }
    func event(_ kind: String, _ subject: String, _ payload: String) -> Event {
      Event(
        tenant: SampleCity.tenant, partition: 0, sequence: 1, at: Instant(seconds: 0), kind: kind, subjectKind: subject,
        subject: "s", revision: 1, actor: "a", client: nil, payload: Array(payload.utf8), hash: [])
    }
    #expect(MatterEvent(event("MatterNoted", "matter", "{}")) != nil)
    #expect(MatterEvent(event("MatterSung", "matter", "{}")) == nil)
    #expect(MatterEvent(event("MatterNoted", "entity", "{}")) == nil)
    #expect(MatterEvent(event("MatterNoted", "matter", "{")) == nil)
  }

  /// What is written member by member is the canonical form of the whole.
  @Test func limitsAndUsesAreWrittenAsTheirJSON() throws {
    let limits = [
      Limit.elapsed(milliseconds: 604_800_000), .elapsed(milliseconds: 1500), .workingTime(milliseconds: 14_400_000),
      .workingDays(5, until: .closeOfDay),
    ].flatMap { limit in
      [nil, 1, 99].map { TimeLimit(limit: limit, calendar: "日历 \"a\"", warnPercent: $0) }
    }
    for limit in limits {
      var writer = JSONWriter()
      limit.write(to: &writer)
      #expect(writer.text == limit.json.text)
    }
    let all = TimeLimits(Dictionary(uniqueKeysWithValues: zip(MatterClock.Kind.allCases, limits)))
    for limits in [TimeLimits(), all] {
      var writer = JSONWriter()
      limits.write(to: &writer)
      #expect(writer.text == limits.json.text)
    }
    for (rules, isDefault, warnings) in [([], true, []), ([1, 20], false, [Message("a", "甲")])]
      as [([Int], Bool, [Message])]
    {
      let use = DecisionUse(
        decision: "limits@3", inputs: ["b": 1, "a": [nil, "井"]],
        matches: [DecisionResult.Match(element: "t", rules: rules, isDefault: isDefault)], output: ["x": true],
        warnings: warnings)
      var writer = JSONWriter()
      use.write(to: &writer)
      #expect(writer.text == use.json.text)
    }
  }

  @Test func personalDataCanBeLeftOut() throws {
    var matter = try Desk(reporter: Reporter(name: "Ann", contact: "555")).matter
    matter.trackingHash = "abc"
    var writer = JSONWriter()
    matter.write(to: &writer, personal: false, actions: [.accept])
    let text = writer.text
    #expect(!text.contains("Ann") && !text.contains("555") && !text.contains("abc"))
    #expect(text.contains("\"actions\":[\"accept\"]"))
  }

  @Test func aFoldBeginsWithABeginning() throws {
    let desk = try Desk()
    #expect(Matter(folding: []) == nil)
    #expect(Matter.fold(nil, desk.decider().event(.accepted, to: .accepted)) == nil)
  }
}
