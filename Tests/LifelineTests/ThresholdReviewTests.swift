// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Lifeline
import Storage
import Telemetry
import Testing
import TestSupport
import Vocabulary

/// What another version of a threshold rule would have raised. Expectations are worked out by hand from the readings.
@Suite("What-if of threshold rules") struct ThresholdReviewTests {
  private static func tilt(_ levels: [JSON], series: JSON = ["bridge-*"]) throws -> ThresholdRule {
    try ThresholdRule(
      json: [
        "code": "tilt", "name": ["en": "Bridge tilts", "zh-Hans": "桥梁倾斜"], "series": series,
        "levels": .array(levels), "matterType": "pump-fault", "source": "test",
      ])
  }

  private static func second(_ number: Int64) -> Instant { LifelineHouse.start + .seconds(number) }

  /// In force are orange above 2 and blue above 1: with these readings blue from 2 to 4, orange from 6 to 8, blue from 9 on.
  private static let values = [0.5, 0.8, 1.5, 1.6, 0.5, 0.6, 2.5, 2.6, 0.9, 1.2, 1.3]

  private func whatIf(
    _ house: LifelineHouse, _ rule: ThresholdRule, from: Int64 = 0, to: Int64 = 100, now: Int64 = 11, limit: Int = 1000,
    examples: Int = 20
  ) async throws -> ThresholdWhatIf {
    try await ThresholdReview(
      database: house.database, telemetry: house.telemetry, tenant: LifelineHouse.tenant, limit: limit
    ).whatIf(
      rule, current: LifelineHouse.tiltRule(), from: Self.second(from), to: Self.second(to), now: Self.second(now),
      examples: examples)
  }

  @Test(arguments: Engine.allCases) func theRuleInForceWouldHaveRaisedWhatItRaised(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send(Self.values, to: "bridge-tilt")
    let found = try await whatIf(house, LifelineHouse.tiltRule())
    #expect(found.series == 1 && found.readings == 11 && found.isComplete)
    #expect(found.did == found.would)
    #expect(found.did.raised == 3 && found.did.ended == 2 && found.did.byPeak == [.blue: 2, .orange: 1])
    #expect(found.kept == 3 && found.gone == 0 && found.added == 0)
    #expect(found.today?.same == 1 && found.today?.gone == 0 && found.today?.added == 0)
    #expect(found.goneExamples.isEmpty && found.addedExamples.isEmpty && found.failures == 0)
  }

  @Test(arguments: Engine.allCases) func aStricterRuleRaisesLess(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send(Self.values, to: "bridge-tilt")
    let found = try await whatIf(house, Self.tilt([["level": "orange", "when": "> 2"]]))
    #expect(found.would.raised == 1 && found.would.byPeak == [.orange: 1] && found.did.raised == 3)
    #expect(found.kept == 1 && found.gone == 2 && found.added == 0)
    #expect(found.today?.gone == 1 && found.today?.same == 0)
    // The newest first, each with its stored warning.
    #expect(found.goneExamples.map(\.raised) == [Self.second(9), Self.second(2)])
    #expect(found.goneToday.map(\.raised) == [Self.second(9)])
    let ids = Set(try await house.events().map(\.warning.id))
    #expect(found.goneExamples.allSatisfy { $0.warning.map { ids.contains($0) } == true })
  }

  @Test(arguments: Engine.allCases) func aLooserRuleRaisesMore(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send([0.5, 0.9, 0.5, 0.5, 1.5, 0.5, 0.9], to: "bridge-tilt")
    let found = try await whatIf(house, Self.tilt([["level": "red", "when": "> 0.7"]]), now: 7)
    // Red at 1, at 4 beside the blue one that there was, and from 6 on.
    #expect(found.would.raised == 3 && found.would.ended == 2 && found.would.byPeak == [.red: 3])
    #expect(found.did.raised == 1 && found.kept == 1 && found.added == 2 && found.gone == 0)
    #expect(found.today?.added == 1 && found.today?.gone == 0)
    #expect(found.addedExamples.map(\.raised) == [Self.second(6), Self.second(1)])
    #expect(found.addedExamples.map(\.ended) == [nil, Self.second(2)])
    #expect(found.addedExamples.map(\.extreme) == [0.9, 0.9] && found.addedExamples.allSatisfy { $0.warning == nil })
  }

  @Test(arguments: Engine.allCases) func oneLongWarningIsTheLikeOfSeveralShortOnes(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send(Self.values, to: "bridge-tilt")
    let rule = try Self.tilt([["level": "yellow", "when": "> 1", "until": "< 0.1"]])
    let found = try await whatIf(house, rule)
    #expect(found.would.raised == 1 && found.would.ended == 0 && found.kept == 3 && found.added == 0)
    // On as blue, and would be yellow.
    #expect(found.today?.otherLevel == 1)
  }

  @Test(arguments: Engine.allCases) func whatNoLongerIsWatchedIsGone(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send(Self.values, to: "bridge-tilt")
    try await house.send([5, 5, 0], to: "quiet")
    let found = try await whatIf(house, Self.tilt([["level": "red", "when": "> 4"]], series: ["quiet"]))
    #expect(found.series == 2 && found.gone == 3 && found.kept == 0 && found.added == 1)
    #expect(found.addedExamples.map(\.series) == ["quiet"] && found.today?.gone == 1)
  }

  @Test(arguments: Engine.allCases) func theSpanBoundsWhatCounts(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send(Self.values, to: "bridge-tilt")
    // The warning from 2 to 4 was on at 3; the one of 6 begins behind the span.
    let found = try await whatIf(house, LifelineHouse.tiltRule(), from: 3, to: 6)
    #expect(found.readings == 3 && found.did.raised == 1 && found.would.raised == 1 && found.kept == 1)
    #expect(found.today == nil)
    let empty = try await whatIf(house, LifelineHouse.tiltRule(), from: 50, to: 40)
    #expect(empty.readings == 0 && empty.would.raised == 0)
  }

  @Test(arguments: Engine.allCases) func stopsAtTheLimitAndSaysSo(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send(Self.values, to: "bridge-tilt")
    try await house.send(Self.values, to: "quiet")
    let rule = try Self.tilt([["level": "blue", "when": "> 1"]], series: ["bridge-*", "quiet"])
    #expect(try await whatIf(house, rule, limit: 22).isComplete)
    let cut = try await whatIf(house, rule, limit: 21)
    #expect(cut.readings == 21 && cut.lastSeries == "quiet")
    let first = try await whatIf(house, rule, limit: 5)
    #expect(first.readings == 5 && first.lastSeries == "bridge-tilt" && first.series == 1)
    let exact = try await whatIf(house, rule, limit: 11)
    #expect(exact.readings == 11 && exact.lastSeries == "quiet")
  }

  @Test(arguments: Engine.allCases) func saysWhichConditionsCouldNotBeTold(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send([-4, 9, -4], to: "bridge-tilt")
    let found = try await whatIf(house, Self.tilt([["level": "blue", "when": "sqrt(value) > 2"]]))
    #expect(found.failures == 2 && found.failure?.english.contains("sqrt(value) > 2") == true)
    #expect(found.failure?.chinese.contains("第 1 行") == true, "\(String(describing: found.failure))")
  }

  /// Over more readings than one look at the database takes, and with few examples.
  @Test(arguments: Engine.allCases) func goesThroughManyReadings(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    let count = 25_000
    for start in stride(from: 0, to: count, by: 5000) {
      try await house.send((start..<start + 5000).map { $0 % 50 == 0 ? 9 : 0 }, to: "quiet", from: Int64(start - count))
    }
    let rule = try Self.tilt([["level": "blue", "when": "> 1"]], series: ["quiet"])
    let found = try await whatIf(house, rule, from: -Int64(count), to: 0, limit: 1_000_000, examples: 3)
    #expect(found.readings == count && found.would.raised == 500 && found.would.ended == 500 && found.added == 500)
    #expect(found.addedExamples.map(\.raised) == [-50, -100, -150].map(Self.second))
  }

  @Test func findsWarningsByAnIndex() async throws {
    let database = try await LifelineHouse.make(.sqlite).database
    let plan = try await TestDatabase.plan(
      """
      SELECT id FROM warnings
      WHERE tenant = ? AND id IN (SELECT id FROM warnings WHERE tenant = ? AND series = ? AND rule = ?) AND raised_at < ?
        AND (cleared_at IS NULL OR cleared_at >= ?)
      """, in: database)
    #expect(plan.contains { $0.contains("warnings_series") } && !plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
  }
}
