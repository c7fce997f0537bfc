// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
@testable import Matters
import Spatial
import TestSupport
import Vocabulary

/// Commands and people drawn from a seeded generator.
struct RandomCommands {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  static let people: [Principal] = [
    SampleCity.person("reporter-1", Grant(.reporter)), SampleCity.person("reporter-2", Grant(.reporter)),
    SampleCity.person("intake", Grant(.intake)), SampleCity.person("dispatcher", Grant(.dispatcher)),
    SampleCity.person("roads-1", Grant(.handler, department: "roads")),
    SampleCity.person("roads-2", Grant(.handler, department: "roads"), Grant(.verifier)),
    SampleCity.person("water", Grant(.handler, department: "water")),
    SampleCity.person("parks", Grant(.handler, department: "parks"), Grant(.dispatcher, area: "D2")),
    SampleCity.person("police", Grant(.handler, department: "police")), SampleCity.person("verifier", Grant(.verifier)),
    SampleCity.person("supervisor", Grant(.supervisor)), SampleCity.person("auditor", Grant(.auditor)),
    SampleCity.person("administrator", Grant(.administrator)),
    Principal(
      id: "everybody", kind: .service, tenant: SampleCity.tenant, name: "", grants: Role.allCases.map { Grant($0) }),
    SampleCity.system,
  ]

  mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 1...oneIn, using: &generator) == 1 }

  mutating func one<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &generator)]
  }

  mutating func person() -> Principal { one(Self.people) }

  /// Mostly minutes or hours, now and then days.
  mutating func duration() -> Duration {
    switch Int.random(in: 0...9, using: &generator) {
    case 0: .zero
    case 1...5: .milliseconds(Int64.random(in: 1...7_200_000, using: &generator))
    case 6...8: .milliseconds(Int64.random(in: 1...100_000_000, using: &generator))
    default: .milliseconds(Int64.random(in: 1...600_000_000, using: &generator))
    }
  }

  mutating func submission() -> Submission {
    Submission(
      type: one(["pothole", "pothole", "alarm", "complaint", "plain"]),
      text: one(["", "a \"text\"\n", "路灯坏了", "\u{1}\\"]),
      priority: chance(3) ? one(MatterPriority.allCases) : nil, channel: one(["app", "phone", "sensor"]),
      position: chance(4) ? nil : position(), address: chance(2) ? "Road 1" : nil,
      areas: chance(5) ? .init(community: one(["D1S1C1", "D1S2C2", "D2S1C1"])) : nil,
      reporter: chance(3) ? Reporter(name: one(["Ann", "王", "Bob"]), contact: chance(2) ? "1" : nil) : nil,
      attributes: chance(3) ? ["depth": .integer(Int64(generator.next() % 9)), "deep": ["a": [1, nil, "x"]]] : [:],
      isDraft: chance(8))
  }

  mutating func position() -> Position {
    Position(.random(in: 120.9...123.1, using: &generator), .random(in: 30.9...32.1, using: &generator))
  }

  mutating func evidence() -> Evidence {
    .sample(one(Evidence.Phase.allCases), Int.random(in: 1...4, using: &generator))
  }

  /// A command of this action with any details, sensible or not; `nil` for merging.
  mutating func command(_ action: MatterAction) -> MatterCommand? {
    let department = chance(3) ? nil : one(SampleCity.departments + ["mars"])
    switch action {
    case .submit: return .submit
    case .accept: return .accept
    case .sendBack: return .sendBack(reason: "where?")
    case .resubmit:
      return .resubmit(
        title: chance(2) ? "t" : nil, text: chance(2) ? "more" : nil, address: chance(2) ? "Road 2" : nil,
        attributes: chance(2) ? ["depth": 2, "seen": true] : [:])
    case .reject: return .reject(reason: "no", basis: chance(2) ? "Order 1" : nil)
    case .dispatch:
      let shuffled = SampleCity.departments.shuffled(using: &generator)
      let count = Int.random(in: 0...2, using: &generator)
      return .dispatch(
        lead: chance(5) ? nil : shuffled[0], assisting: Array(shuffled[1..<1 + count]),
        informed: chance(4) ? [shuffled[3]] : [])
    case .start: return .start(department: department)
    case .refuse: return .refuse(department: department, reason: "not ours")
    case .handle: return .handle(department: department, result: one(["done", "fixed"]))
    case .verify: return .verify
    case .close: return .close(result: chance(2) ? "checked" : nil)
    case .rework: return .rework(reason: "not clean")
    case .archive: return .archive
    case .reopen: return .reopen(reason: "again")
    case .suspend: return .suspend(reason: "rain", basis: chance(2) ? "Art. 3" : nil)
    case .resume: return .resume
    case .withdraw: return .withdraw(reason: chance(2) ? "solved" : nil)
    case .cancel: return .cancel(reason: "mistake")
    case .rate: return .rate(grade: Int.random(in: 0...6, using: &generator), comment: chance(2) ? "thanks" : nil)
    case .note: return .note("seen", isPublic: chance(2))
    case .attach: return .attach(evidence())
    case .extend: return .extend(clock: one(MatterClock.Kind.allCases), limit: limit(), reason: "rain")
    case .prioritise: return .prioritise(one(MatterPriority.allCases))
    case .merge, .unmerge: return nil
    }
  }

  private mutating func limit() -> Limit {
    switch Int.random(in: 0...2, using: &generator) {
    case 0: .workingTime(milliseconds: Int64.random(in: 1...200_000_000, using: &generator))
    case 1: .elapsed(milliseconds: Int64.random(in: 1...3_000_000_000, using: &generator))
    default: .workingDays(Int.random(in: 1...40, using: &generator), until: chance(2) ? .sameTime : .closeOfDay)
    }
  }

  /// What brings a matter no further.
  static let chatter: Set<MatterAction> = [.note, .attach, .extend, .prioritise, .suspend, .rate]

  /// Somebody; mostly one who can bring the matter further.
  mutating func person(for desk: Desk) -> Principal {
    for _ in 0..<6 {
      let person = person()
      if !Self.chatter.isSuperset(of: desk.actions(person)) || chance(8) { return person }
    }
    return person()
  }

  /// Mostly something that is possible and leads further; rarely an end.
  mutating func action(among possible: [MatterAction]) -> MatterAction {
    let ends: Set<MatterAction> = [.withdraw, .cancel, .reject, .archive, .merge]
    let lively = possible.filter { (!ends.contains($0) || chance(12)) && (!Self.chatter.contains($0) || chance(8)) }
    return chance(8) || lively.isEmpty ? one(MatterAction.allCases) : one(lively)
  }
}
