// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import Journaling
@testable import Lifeline
import Logging
import Matters
import Spatial
import Storage
import Synchronization
import Testing
import TestSupport
import Vocabulary

@Suite struct WarningsToMattersTests {
  private let system = Principal.system(LifelineHouse.tenant)

  @Test(arguments: Engine.allCases) func oneFaultIsOneMatter(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    // Raised, risen, cleared, and raised again.
    try await house.send([29, 29, 29, 19, 19, 19, 32, 32, 32, 32, 29, 29, 29])
    try await house.follower.catchUp()
    let all = try await house.allMatters()
    let matter = try #require(all.first)
    #expect(all.count == 1)
    #expect(matter.type == "pump-fault" && matter.channel == "sensor" && matter.state == .dispatched)
    #expect(matter.title == "Flow too low · 流量过低")
    #expect(matter.text.contains("level yellow") && matter.text.contains("黄色预警") && matter.text.contains("29 L/min"))
    #expect(matter.areas.district == "east" && matter.position == Position(1.5, 0.5) && matter.department == "water")
    #expect(matter.correlation == "flow-low/pump-flow" && matter.priority == .urgent)
    #expect(matter.notes.count == 3)
    #expect(matter.notes[0].text.hasPrefix("Warning rose from yellow to red") && matter.notes[0].text.contains("升为红色"))
    #expect(matter.notes[1].text.hasPrefix("Returned to normal") && matter.notes[1].text.contains(" · 恢复正常"))
    #expect(matter.notes[2].text.hasPrefix("Warning, level yellow"))
    let warnings = try await house.warnings.list(for: system).warnings
    #expect(warnings.count == 2 && warnings.allSatisfy { $0.matter == matter.id })
  }

  @Test(arguments: Engine.allCases) func afterTheMatterIsClosedAnotherOneIsOpened(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send([3], to: "bridge-tilt")
    try await house.follower.catchUp()
    let first = try #require(try await house.allMatters().first)
    #expect(first.priority == .urgent)
    for command: MatterCommand in [
      .start(department: nil), .handle(department: nil, result: "Done"), .verify, .close(result: nil),
    ] {
      _ = try await house.matters.perform(command, on: first.id, by: system)
    }
    // The return to normal is written on the matter that is closed; the next warning needs another.
    try await house.send([0, 3], to: "bridge-tilt", from: 1)
    try await house.follower.catchUp()
    let all = try await house.allMatters()
    #expect(all.map(\.state) == [.closed, .dispatched])
    #expect(all[0].notes.map { $0.text.hasPrefix("Returned to normal") } == [true])
    #expect(all[1].notes.isEmpty)
  }

  @Test(arguments: Engine.allCases) func aRiseAfterClosingOpensAnotherMatter(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send([1.5], to: "bridge-tilt")
    try await house.follower.catchUp()
    let first = try #require(try await house.allMatters().first)
    #expect(first.priority == .normal)
    _ = try await house.matters.perform(.cancel(reason: "Works on the bridge"), on: first.id, by: system)
    try await house.send([3], to: "bridge-tilt", from: 1)
    try await house.follower.catchUp()
    let all = try await house.allMatters()
    #expect(all.map(\.state) == [.cancelled, .dispatched] && all[1].priority == .urgent)
    #expect(try await house.warnings.list(for: system).warnings.map(\.matter) == [all[1].id])
  }

  @Test(arguments: Engine.allCases) func followsAMatterThatWasMerged(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send([1.5], to: "bridge-tilt")
    try await house.follower.catchUp()
    let first = try #require(try await house.allMatters().first)
    let report = try await house.matters.submit(Submission(type: "pump-fault", channel: "phone"), by: system).matter
    _ = try await house.matters.merge(first.id, into: report.id, by: system)
    try await house.send([3, 0, 3], to: "bridge-tilt", from: 1)
    try await house.follower.catchUp()
    let all = try await house.allMatters()
    #expect(all.count == 2)
    let survivor = try #require(all.first { $0.id == report.id })
    #expect(survivor.notes.count == 3 && survivor.priority == .urgent)
    #expect(all.first { $0.id == first.id }?.notes.isEmpty == true)
  }

  @Test(arguments: Engine.allCases) func aTypeThatIsGoneHoldsUpNobody(engine: Engine) async throws {
    var gone = try LifelineHouse.tiltRule()
    gone.matterType = "forgotten"
    let house = try await LifelineHouse.make(engine, rules: [gone, try LifelineHouse.flowRule()])
    try await house.send([3, 0], to: "bridge-tilt")
    try await house.send([29, 29, 29])
    try await house.follower.catchUp()
    #expect(try await house.allMatters().map(\.correlation) == ["flow-low/pump-flow"])
    let warnings = try await house.warnings.list(for: system).warnings
    let troubled = try #require(warnings.first { $0.rule == "tilt" })
    #expect(troubled.matter == nil && troubled.trouble?.contains("forgotten") == true)
  }

  /// Whatever fails on the way, each event has its effect once.
  @Test(arguments: Engine.allCases, [UInt64(7), 8]) func happensOnceUnderFailures(engine: Engine, seed: UInt64)
    async throws
  {
    struct Failure: Error {}
    let house = try await LifelineHouse.make(engine)
    for index in 0..<20 { try await house.send([3, 0], to: "bridge-tilt", from: Int64(index * 2)) }
    let handler = WarningsToMatters(
      matters: house.matters, tenant: LifelineHouse.tenant, zone: LifelineHouse.zone, logger: Logger(label: "test"))
    let random = Mutex(SeededGenerator(seed: seed))
    let fragile = Follower(
      "fragile", database: house.database, tenant: LifelineHouse.tenant, batch: 3, logger: Logger(label: "test")
    ) { event, transaction in
      try handler.handle(event, in: transaction)
      if random.withLock({ Int.random(in: 0..<20, using: &$0) }) == 0 { throw Failure() }
    }
    var failures = 0
    while true {
      do {
        try await fragile.catchUp()
        break
      } catch is Failure { failures += 1 }
    }
    #expect(failures > 0)
    let all = try await house.allMatters()
    // Twenty warnings and twenty returns to normal: the first opened the matter.
    #expect(all.count == 1 && all.first?.notes.count == 39)
  }
}
