// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
@testable import Telemetry
import TestSupport
import Testing
import Vocabulary

@Suite struct QualityTests {
  private func judged(_ rules: QualityRules, _ readings: [(Int64, Double)]) -> [Quality] {
    var judge = QualityJudge(rules, now: 100_000)
    return readings.map { judge.judge($0 * 1000, $1) }
  }

  @Test func findsWhatTheRulesName() {
    #expect(judged(QualityRules(range: 0...10), [(0, 0), (1, 10), (2, 10.1), (3, -0.1)]) == [[], [], .range, .range])
    // Two in a second; the same two in two seconds are half of it.
    #expect(judged(QualityRules(changePerSecond: 1), [(0, 0), (1, 2), (3, 0), (4, 1)]) == [[], .step, [], []])
    #expect(judged(QualityRules(gap: .seconds(10)), [(0, 1), (10, 1), (21, 1), (22, 1)]) == [[], [], .gap, []])
    #expect(
      judged(QualityRules(flatLine: .seconds(20)), [(0, 1), (10, 1), (20, 1), (30, 1), (31, 2), (40, 2)])
        == [[], [], .flatLine, .flatLine, [], []])
    #expect(
      judged(QualityRules(clockSkew: .seconds(5)), [(94, 1), (95, 1), (105, 1), (106, 1)])
        == [.clockSkew, [], [], .clockSkew])
    #expect(judged(QualityRules(), [(0, .greatestFiniteMagnitude), (1, 0)]) == [[], []])
  }

  /// The readings before are in segments, in the log, or in the same batch.
  @Test(arguments: Engine.allCases) func marksOnArrival(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    let other = try await fixture.define("b")
    try await fixture.database.write { [telemetry = fixture.telemetry] in
      try telemetry.define(
        QualityRules(range: 0...100, changePerSecond: 1, flatLine: .seconds(60), gap: .seconds(40)), of: series.id,
        tenant: here, in: $0)
    }
    let batches: [[(Int64, Double)]] = [[(0, 5), (30, 5)], [(60, 5)], [(90, 105), (140, 100)], [(141, 100)]]
    for (number, batch) in batches.enumerated() {
      try await fixture.telemetry.append(batch.map { fixture.reading("a", $0, $1) }, tenant: here)
      try await fixture.telemetry.append(batch.map { fixture.reading("b", $0, $1) }, tenant: here)
      if number == 1 { try await fixture.telemetry.seal() }
    }
    for _ in 0..<2 {
      // 5 has rested for 60 s; then 100 more in 30 s, out of range; then nothing for 50 s.
      #expect(try await fixture.all(series).map(\.quality) == [[], [], .flatLine, [.range, .step], .gap, []])
      #expect(try await fixture.all(other).allSatisfy { $0.quality.isEmpty })
      try await fixture.telemetry.seal()
    }
    let rows = try await fixture.telemetry.aggregate(
      AggregateQuery(
        groups: [[series.id]], from: fixture.start, to: fixture.start + .seconds(600),
        buckets: .fixed(.seconds(600)), functions: [.count, .max], excluding: [.range, .flatLine]), tenant: here)
    #expect(rows[0].values == [[4], [100]])
    // The same readings again are not new, and taken away rules mark nothing.
    #expect(try await fixture.telemetry.append([fixture.reading("a", 90, 105)], tenant: here).stored == 0)
    try await fixture.database.write { [telemetry = fixture.telemetry] in
      try telemetry.define(nil as QualityRules?, of: series.id, tenant: here, in: $0)
    }
    try await fixture.telemetry.append([fixture.reading("a", 1000, 1000)], tenant: here)
    #expect(try await fixture.all(series).last?.quality == [])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func followsTheStateOfSensors(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let bridge = "urn:ngsi-ld:Bridge:7"
    var series: [Series] = []
    for code in ["a", "b"] {
      try await fixture.database.write { [telemetry = fixture.telemetry, time = fixture.time] in
        let made = try telemetry.catalogue.define(
          NewSeries(code: code, name: LocalizedText(["en": code]), entity: bridge), at: time.now(), tenant: here, in: $0
        )
        try telemetry.define(QualityRules(range: 0...10, gap: .seconds(60)), of: made.id, tenant: here, in: $0)
      }
      series.append(try await fixture.define(code))
    }
    // `define` without the entity took it away; it is there again now.
    for code in ["a", "b"] {
      try await fixture.database.write { [telemetry = fixture.telemetry, time = fixture.time] in
        _ = try telemetry.catalogue.define(
          NewSeries(code: code, name: LocalizedText(["en": code]), entity: bridge), at: time.now(), tenant: here, in: $0
        )
      }
    }
    func review() async throws -> [String] {
      try await fixture.database.write { [telemetry = fixture.telemetry] in
        try telemetry.reviewSensors(tenant: here, in: $0).map {
          "\($0.code) \($0.before?.rawValue ?? "new") \($0.after) \($0.entityState)"
        }
      }
    }
    func send(_ code: String, _ value: Double) async throws {
      try await fixture.telemetry.append(
        [NewReading(series: code, at: fixture.time.now(), value: .number(value))], tenant: here)
    }
    try await send("a", 1)
    #expect(try await review() == ["a new alive silent", "b new silent silent"])
    #expect(try await review().isEmpty)
    try await send("b", 11)
    #expect(try await review() == ["b silent implausible implausible"])
    fixture.time.advance(by: .seconds(60))
    #expect(try await review().isEmpty)
    fixture.time.advance(by: .milliseconds(1))
    try await send("b", 10)
    #expect(try await review() == ["a alive late late", "b implausible alive late"])
    fixture.time.advance(by: .seconds(120))
    #expect(try await review() == ["a late silent silent", "b alive late silent"])
    let events: Int? = try await fixture.database.read {
      try $0.row("SELECT COUNT(*) FROM journal WHERE kind = 'SensorStateChanged'")?[0]
    }
    #expect(events == 7)
    await fixture.database.close()
  }

  @Test func refusesRulesThatMakeNoSense() async throws {
    let fixture = try await Fixture(.sqlite)
    let series = try await fixture.define("a")
    for wrong in [
      QualityRules(range: -Double.infinity...0), QualityRules(changePerSecond: 0), QualityRules(gap: .zero),
      QualityRules(flatLine: .seconds(-1)),
    ] {
      await #expect(throws: Problem.self) {
        try await fixture.database.write { [telemetry = fixture.telemetry] in
          try telemetry.define(wrong, of: series.id, tenant: here, in: $0)
        }
      }
    }
    await fixture.database.close()
  }
}
