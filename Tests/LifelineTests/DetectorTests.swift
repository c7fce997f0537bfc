// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import Journaling
import Lifeline
import Spatial
import Storage
import Telemetry
import Testing
import TestSupport
import Vocabulary

@Suite struct DetectorTests {
  @Test(arguments: Engine.allCases) func aWarningIsRaisedRisesFallsAndIsCleared(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    // Below 30 from second 1, for two seconds at second 3; below 20 from 5; inside by more than 1 from 8.
    try await house.send([35, 29, 28, 27, 25, 18, 17, 19])
    try await house.send([25, 25, 25, 25, 32, 32, 32, 32, 32], from: 8)
    let events = try await house.events()
    #expect(events.map(\.kind) == [.raised, .levelChanged, .levelChanged, .cleared])
    #expect(events.map(\.warning.level) == [.yellow, .red, .yellow, .yellow])
    #expect(events.map(\.previous) == [nil, .yellow, .red, nil])
    #expect(events.map(\.isRise) == [true, true, false, false])
    #expect(events.map(\.warning.value) == [27, 19, 25, 32])
    #expect(events.map(\.warning.limit) == [30, 20, 30, 30])
    let seconds = events.map { ($0.warning.at - LifelineHouse.start).wholeMilliseconds / 1000 }
    #expect(seconds == [3, 7, 11, 15])
    #expect(events.map(\.warning.revision) == [1, 2, 3, 4])
    #expect(Set(events.map(\.warning.id)).count == 1)
    // From the one that raised it on: 27, 25, 18, 17, 19 and four times 25.
    #expect(events.last?.warning.exceedances == 9 && events.last?.warning.extreme == 17)
    let warning = try #require(events.first?.warning)
    #expect(warning.areas.district == "east" && warning.position == Position(1.5, 0.5) && warning.unit == "L/min")
    #expect(warning.correlation == "flow-low/pump-flow")
    let kept = try await house.warnings.warning(warning.id, for: .system(LifelineHouse.tenant))
    #expect(kept.peak == .red && kept.level == .yellow && !kept.isActive && kept.extreme == 17)
  }

  @Test(arguments: Engine.allCases) func whatIsSentAgainRaisesNothing(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    for _ in 0..<3 { try await house.send([29, 28, 27, 26]) }
    #expect(try await house.events().map(\.kind) == [.raised])
  }

  @Test(arguments: Engine.allCases) func nothingIsKeptOfSeriesThatNoRuleWatches(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send([1, 2, 3], to: "quiet")
    let states = try await house.database.read { try $0.row("SELECT COUNT(*) FROM threshold_states")?[0] as Int? }
    #expect(states == 0)
  }

  @Test(arguments: Engine.allCases) func anAppendThatFailsLeavesNoTrace(engine: Engine) async throws {
    struct Failure: Error {}
    let house = try await LifelineHouse.make(engine)
    await #expect(throws: Failure.self) {
      try await house.database.write { transaction in
        let readings = (0..<4).map {
          NewReading(series: "bridge-tilt", at: Instant(seconds: 1_795_500_000 + $0), value: .number(3))
        }
        try house.telemetry.append(readings, tenant: LifelineHouse.tenant, in: transaction)
        throw Failure()
      }
    }
    #expect(try await house.events().isEmpty)
    try await house.send([3, 3], to: "bridge-tilt")
    #expect(try await house.events().map(\.warning.exceedances) == [1])
  }

  /// However readings are cut into batches, whichever batches fail and are sent again: the states and events are those of a
  /// fold over all of them.
  @Test(arguments: Engine.allCases, [UInt64(1), 2, 3]) func equalsTheFold(engine: Engine, seed: UInt64) async throws {
    struct Failure: Error {}
    var random = SeededGenerator(seed: seed)
    let house = try await LifelineHouse.make(engine)
    let rule = try LifelineHouse.flowRule()
    var state = ThresholdState()
    var changes: [ThresholdState.Change] = []
    var second: Int64 = 0
    for _ in 0..<60 {
      var batch: [NewReading] = []
      let level = Double.random(in: 15...35, using: &random)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        second += Int64.random(in: 0...9, using: &random) == 0 ? 90 : 1
        let value = (level + Double.random(in: -3...3, using: &random)).rounded()
        batch.append(
          NewReading(series: "pump-flow", at: Instant(seconds: 1_795_000_000 + second), value: .number(value)))
      }
      if Bool.random(using: &random) {
        let lost = batch
        try? await house.database.write { transaction in
          try house.telemetry.append(lost, tenant: LifelineHouse.tenant, in: transaction)
          throw Failure()
        }
      }
      try await house.telemetry.append(batch, tenant: LifelineHouse.tenant)
      for reading in batch {
        if let change = state.take(reading.value.number ?? 0, at: reading.at, of: "pump-flow", by: rule).change {
          changes.append(change)
        }
      }
      let stored = try await house.database.read { transaction in
        try transaction.row("SELECT state FROM threshold_states WHERE rule = 'flow-low'")?[0] as String?
      }
      #expect(ThresholdState(json: try JSON(parsing: try #require(stored))) == state)
    }
    let events = try await house.events()
    #expect(changes.count > 5)
    #expect(
      events.map { event in
        switch event.kind {
        case .raised: ThresholdState.Change.raised(event.warning.level)
        case .levelChanged: .moved(event.warning.level, from: event.previous ?? event.warning.level)
        case .cleared: .cleared(event.warning.level)
        }
      } == changes)
  }

  @Test(arguments: Engine.allCases) func writersOfTheSameSeriesDoNotBlockEachOther(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    let codes = (0..<6).map { "bridge-\($0)" }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask {
          for round in 0..<10 {
            let at = Instant(seconds: 1_795_000_000 + Int64(round * 6 + writer))
            let value = Double((round + writer) % 3)
            let readings = codes.shuffled().map { NewReading(series: $0, at: at, value: .number(value)) }
            try await house.telemetry.append(readings, createSeries: true, tenant: LifelineHouse.tenant)
          }
        }
      }
      try await group.waitForAll()
    }
    // None lost against another: all take what they lock in the same order.
    #expect(house.database.statistics.retries == 0)
    let states = try await house.database.read { transaction in
      try transaction.rows("SELECT state FROM threshold_states").map { ThresholdState(json: try JSON(parsing: $0[0])) }
    }
    #expect(states.count == 6)
    #expect(states.allSatisfy { $0.lastAt == Instant(seconds: 1_795_000_059) })
    // Every warning began, and those that ended did so once.
    for (_, events) in Dictionary(grouping: try await house.events(), by: \.warning.id) {
      #expect(events.first?.kind == .raised && events.filter { $0.kind == .cleared }.count <= 1)
    }
  }
}
