// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
@testable import Matters
import Spatial
import Testing
import Vocabulary

@Suite struct DefinitionTests {
  static let whole: [String: JSON] = [
    "code": "pothole", "version": 2, "name": ["en": "Pothole", "zh-Hans": "坑"], "kind": "component",
    "classification": "01-02",
    "limits": "time-limits", "route": "duty-list", "accept": "automatic", "dispatch": "manual", "evidence": ["handle"],
    "reopenDays": 5,
    "public": true, "source": "example",
  ]

  static let ownLimits: JSON = [
    "normal": [
      "handle": ["workingDays": 3, "calendar": "office", "warnPercent": 80],
      "total": ["elapsed": "P7D", "calendar": "always"],
    ], "urgent": ["handle": ["working": "PT8H", "calendar": "office"]],
  ]

  @Test func everyMemberIsRead() throws {
    let type = try MatterType(json: .object(Self.whole))
    #expect(type.code == "pothole" && type.version == 2 && type.kind == .component && type.classification == "01-02")
    #expect(type.route == "duty-list" && type.acceptsByItself && !type.dispatchesByItself && type.isPublic)
    #expect(type.evidenceRequired == [.handle] && type.reopenDays == 5 && type.source == "example")
    #expect(type.limits == .decision("time-limits") && type.limitDecision == "time-limits")
    #expect(type.ownLimits(.normal) == nil)
  }

  /// As the stored versions of before have them.
  @Test func limitsOfItsOwnAreRead() throws {
    var members = Self.whole
    members["limits"] = Self.ownLimits
    let type = try MatterType(json: .object(members))
    #expect(type.limitDecision == nil)
    #expect(
      type.ownLimits(.normal)?[.handle]
        == TimeLimit(limit: .workingDays(3, until: .closeOfDay), calendar: "office", warnPercent: 80))
    #expect(type.ownLimits(.urgent)?[.handle]?.limit == .workingTime(milliseconds: 8 * 3_600_000))
    // What a priority does not say, `normal` says.
    #expect(type.ownLimits(.urgent)?[.total]?.calendar == "always")
    #expect(type.ownLimits(.supervised)?[.handle]?.limit == .workingDays(3, until: .closeOfDay))
    #expect(type.ownLimits(.normal)?[.verify] == nil)
    #expect(Catalogue().limits(of: type).count == 3)
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let type = try MatterType(
      json: ["code": "t", "name": ["en": "T", "zh-Hans": "T"], "kind": "event", "source": "example"])
    #expect(type.version == 1 && type.limits == .none && type.route == nil && !type.acceptsByItself)
    #expect(type.reopenDays == 10 && !type.isPublic && type.evidenceRequired.isEmpty)
  }

  @Test(
    arguments: [
      ("code", nil, "/code"), ("name", ["en": "x"], "/name/zh-Hans"), ("kind", "bug", "/kind"),
      ("source", nil, "/source"),
      ("version", 0, "/version"), ("version", "2", "/version"), ("accept", "sometimes", "/accept"),
      ("dispatch", true, "/dispatch"),
      ("route", "", "/route"), ("evidence", ["handle", "photo"], "/evidence/1"), ("reopenDays", -1, "/reopenDays"),
      ("public", "yes", "/public"), ("limit", [:], "/limit"), ("limits", ["low": [:]], "/limits/low"),
      ("limits", "", "/limits"), ("limits", 5, "/limits"),
      ("limits", ["normal": ["lunch": [:]]], "/limits/normal/lunch"),
      ("limits", ["normal": ["handle": ["elapsed": "P1D"]]], "/limits/normal/handle/calendar"),
      ("limits", ["normal": ["handle": ["calendar": "c"]]], "/limits/normal/handle"),
      (
        "limits", ["normal": ["handle": ["elapsed": "P1D", "calendar": "c", "warnPercent": 100]]],
        "/limits/normal/handle/warnPercent"
      ),
      ("limits", ["normal": ["handle": ["elapsed": "P1D", "calendar": "c", "warn": 1]]], "/limits/normal/handle/warn"),
    ] as [(String, JSON?, String)])
  func whatIsWrongIsNamed(key: String, value: JSON?, pointer: String) {
    var members = Self.whole
    members[key] = value
    let problem = #expect(throws: Problem.self) { try MatterType(json: .object(members)) }
    #expect(problem?.errors.map(\.pointer).contains(pointer) == true, "\(problem?.errors ?? [])")
  }

  @Test func dispatchingByItselfNeedsARoute() {
    var members = Self.whole
    members["dispatch"] = "automatic"
    members["route"] = nil
    let problem = #expect(throws: Problem.self) { try MatterType(json: .object(members)) }
    #expect(problem?.errors.map(\.pointer) == ["/route"])
  }

  @Test func newMattersBeginWithTheNewestVersion() throws {
    var catalogue = Catalogue()
    for version in [2, 3, 1] {
      var members = Self.whole
      members["version"] = .integer(Int64(version))
      catalogue.add(try MatterType(json: .object(members)))
    }
    #expect(catalogue.type("pothole") == nil, "not among the current ones")
    catalogue.currentTypes = ["pothole"]
    #expect(catalogue.type("pothole")?.version == 3)
    #expect(catalogue.type("pothole", version: 1)?.version == 1)
    #expect(catalogue.calendar(named: "office") == nil && catalogue.calendar(named: "office@x") == nil)
  }

  @Test func aMatterKeepsTheVersionItBeganWith() throws {
    var desk = try Desk("pothole")
    var catalogue = desk.catalogue
    var members = Self.whole
    members["version"] = 4
    catalogue.add(try MatterType(json: .object(members)))
    let decider = Decider(catalogue: catalogue, principal: SampleCity.system, now: desk.now)
    desk.take(try decider.events(.accept, on: desk.matter))
    // Version 4 has no limit for dispatching; version 3 has.
    #expect(desk.matter.typeVersion == 3 && desk.matter.clock(.dispatch) != nil)
    let new = try decider.begin(
      Submission(type: "pothole", channel: "test"), id: Identifier(rawValue: 9), number: "9")
    #expect(Matter(folding: new)?.typeVersion == 4)
  }

  @Test func anUnknownTypeIsNamed() throws {
    let problem = #expect(throws: Problem.self) { try Desk("meteorite") }
    #expect(problem?.errors.first?.pointer == "/type" && problem?.detail.contains("\"meteorite\"") == true)
  }

  @Test(arguments: [
    (AreaPath(community: "D1S2C1"), "D1 D1S2 D1S2C1 -"), (AreaPath(cell: "D2S1C1G2"), "D2 D2S1 D2S1C1 D2S1C1G2"),
    (AreaPath(district: "D1"), "D1 - - -"), (AreaPath(), "- - - -"), (AreaPath(street: "unknown"), "- unknown - -"),
    (AreaPath(district: "D9", community: "D1S2C1"), "D9 D1S2 D1S2C1 -"),
  ])
  func widerAreasAreFilledIn(path: AreaPath, expected: String) throws {
    let decider = Decider(
      catalogue: try SampleCity.catalogue.get(), principal: SampleCity.system, now: Instant(seconds: 0))
    let events = try decider.begin(
      Submission(type: "plain", channel: "test", areas: path), id: Identifier(rawValue: 9), number: "9")
    let areas = try #require(Matter(folding: events)).areas
    #expect(Area.Level.allCases.map { areas[$0] ?? "-" }.joined(separator: " ") == expected)
  }
}
