// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Storage
@testable import Telemetry
import TestSupport
import Testing
import Vocabulary

@Suite struct BucketsTests {
  private func edges(_ buckets: Buckets, _ from: String, _ to: String, most: Int = 100_000) throws -> [String] {
    let from = try #require(Instant(from))
    let to = try #require(Instant(to))
    return try buckets.edges(from: from, to: to, most: most).map { Instant(milliseconds: $0).description }
  }

  @Test func countsFixedStepsFromTheEpoch() throws {
    #expect(
      try edges(.fixed(.seconds(600)), "2026-11-01T00:05:00Z", "2026-11-01T00:20:00.001Z") == [
        "2026-11-01T00:00:00.000Z", "2026-11-01T00:10:00.000Z", "2026-11-01T00:20:00.000Z", "2026-11-01T00:30:00.000Z",
      ])
    #expect(
      try edges(.fixed(.seconds(600)), "2026-11-01T00:10:00Z", "2026-11-01T00:20:00Z") == [
        "2026-11-01T00:10:00.000Z", "2026-11-01T00:20:00.000Z",
      ])
    // Before 1970 too a step begins at or before its readings.
    #expect(
      try edges(.fixed(.seconds(3600)), "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z") == [
        "1969-12-31T23:00:00.000Z", "1970-01-01T00:00:00.000Z",
      ])
  }

  /// Berlin's clocks go from 2 to 3 on 2026-03-29 and from 3 to 2 on 2026-10-25: those days have 23 and 25 hours.
  @Test func followsDaylightSaving() throws {
    let berlin = try TimeZoneRules.named("Europe/Berlin")
    #expect(
      try edges(.calendar(.day, zone: berlin), "2026-03-28T23:00:00Z", "2026-03-30T22:00:00Z") == [
        "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z", "2026-03-30T22:00:00.000Z",
      ])
    #expect(
      try edges(.calendar(.day, zone: berlin), "2026-10-25T12:00:00Z", "2026-10-26T00:00:00Z") == [
        "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z", "2026-10-26T23:00:00.000Z",
      ])
  }

  @Test func followsTheCalendar() throws {
    let shanghai = try TimeZoneRules.named("Asia/Shanghai")
    // 2026-11-27 is a Friday; midnight there is 16:00 of the day before in UTC.
    #expect(
      try edges(.calendar(.week, zone: shanghai), "2026-11-27T00:00:00Z", "2026-11-30T00:00:00Z") == [
        "2026-11-22T16:00:00.000Z", "2026-11-29T16:00:00.000Z", "2026-12-06T16:00:00.000Z",
      ])
    #expect(
      try edges(.calendar(.month, zone: .utc), "2028-01-31T00:00:00Z", "2028-03-01T00:00:00Z") == [
        "2028-01-01T00:00:00.000Z", "2028-02-01T00:00:00.000Z", "2028-03-01T00:00:00.000Z",
      ])
    #expect(
      try edges(.calendar(.quarter, zone: .utc), "2026-11-27T00:00:00Z", "2027-01-01T00:00:00.001Z") == [
        "2026-10-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z", "2027-04-01T00:00:00.000Z",
      ])
    #expect(
      try edges(.calendar(.year, zone: shanghai), "2026-12-31T16:00:00Z", "2027-06-01T00:00:00Z") == [
        "2026-12-31T16:00:00.000Z", "2027-12-31T16:00:00.000Z",
      ])
  }

  @Test func refusesTooMany() throws {
    for (step, from, to) in [
      (Duration.seconds(1), "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
      (.milliseconds(1), "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"),
      (.zero, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
    ] {
      #expect(throws: Problem.self) { try edges(.fixed(step), from, to) }
    }
    let (from, to) = ("2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z")
    for day in [Buckets.fixed(.seconds(86400)), .calendar(.day, zone: .utc)] {
      #expect(try edges(day, from, to, most: 2).count == 3)
      #expect(throws: Problem.self) { try edges(day, from, to, most: 1) }
    }
    #expect(throws: Problem.self) {
      try edges(.calendar(.day, zone: .utc), "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z")
    }
  }
}

@Suite struct AggregateTests {
  private let all: [Aggregate] = [
    .count, .min, .max, .sum, .mean, .first, .last, .standardDeviation, .percentile(0.5), .percentile(1), .rate,
    .timeWeightedMean,
  ]

  /// Worked out by hand, the same in the log, in a segment, and half in each.
  @Test(arguments: Engine.allCases) func gathersByHand(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    // 07:00 to 08:00 on the clock of the test. Minutes of ten: 2 4 9 | – | 3 | 1.
    let readings: [(Int64, Double)] = [(0, 2), (240, 4), (480, 9), (1200, 3), (1800, 1)]
    func rows(_ fill: GapFill) async throws -> [AggregateRow] {
      try await fixture.telemetry.aggregate(
        AggregateQuery(
          groups: [[series.id]], from: fixture.start, to: fixture.start + .seconds(2400),
          buckets: .fixed(.seconds(600)), functions: all, fill: fill), tenant: here)
    }
    for (number, (second, value)) in readings.enumerated() {
      try await fixture.telemetry.append([fixture.reading("a", second, value)], tenant: here)
      if number == 1 { try await fixture.telemetry.seal() }
    }
    for _ in 0..<2 {
      let row = try await rows(.none)[0]
      #expect(row.starts == (0..<4).map { fixture.start + .seconds(600 * $0) })
      #expect(row.values[0] == [3, 0, 1, 1])
      #expect(row.values[1] == [2, nil, 3, 1])
      #expect(row.values[2] == [9, nil, 3, 1])
      #expect(row.values[3] == [15, nil, 3, 1])
      #expect(row.values[4] == [5, nil, 3, 1])
      #expect(row.values[5] == [2, nil, 3, 1])
      #expect(row.values[6] == [9, nil, 3, 1])
      // Differences from 5 are 3, 1 and 4: 26 / 3 is their mean square.
      #expect(row.values[7].map { $0.map { ($0 * $0 * 3).rounded() } } == [26, nil, 0, 0])
      #expect(row.values[8] == [4, nil, 3, 1])
      #expect(row.values[9] == [9, nil, 3, 1])
      // 2 in 240 s and 5 in 240 s; then 3 in 720 s and 1 in 600 s, as a counter that fell began anew at 0.
      let rates: [Double?] = [7.0 / 480, nil, 3.0 / 720, 1.0 / 600]
      #expect(row.values[10] == rates)
      // 2 for 240 s, 4 for 240 s, 9 for 120 s are 2520; 9 until 1200; 3 until 1800; 1 until 2400.
      #expect(row.values[11] == [4.2, 9, 3, 1])
      #expect(try await rows(.previous)[0].values[4] == [5, 5, 3, 1])
      #expect(try await rows(.linear)[0].values[4] == [5, 4, 3, 1])
      try await fixture.telemetry.seal()
    }
    await fixture.database.close()
  }

  /// Many series in groups, late readings and overrides among them, against the plain computation over all readings.
  @Test(arguments: Engine.allCases) func gathersWhatThePlainWayGathers(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    var random = SeededGenerator(seed: 11)
    let codes = (0..<150).map { "s\($0)" }
    // Several readings of one instant count as the series has it.
    for (number, code) in codes.enumerated() {
      _ = try await fixture.define(code, policy: [.lastWins, .firstWins, .keepAll][number % 3])
    }
    for round in 0..<6 {
      let batch = (0..<900).map { _ in
        fixture.reading(
          codes.randomElement(using: &random) ?? "", Int64.random(in: 0..<3600, using: &random),
          Double(Int.random(in: -500...500, using: &random)) / 10)
      }
      try await fixture.telemetry.append(batch, createSeries: true, tenant: here)
      if round % 2 == 1 { try await fixture.telemetry.seal() }
    }
    var groups: [[Identifier]] = [[], [], [], []]
    var readings: [[Reading]] = [[], [], [], []]
    for (number, code) in codes.enumerated() {
      let series = try await fixture.define(code)
      groups[number % 4].append(series.id)
      readings[number % 4] += try await fixture.all(series)
    }
    let from = fixture.start + .seconds(111)
    let to = fixture.start + .seconds(3333)
    for step: Int64 in [60, 600, 7200] {
      let rows = try await fixture.telemetry.aggregate(
        AggregateQuery(
          groups: groups, from: from, to: to, buckets: .fixed(.seconds(step)),
          functions: [.count, .min, .max, .mean, .standardDeviation, .percentile(0.9)]), tenant: here)
      for (row, readings) in zip(rows, readings) {
        for (index, start) in row.starts.enumerated() {
          let inside = readings.filter { $0.at >= max(start, from) && $0.at < min(start + .seconds(step), to) }
            .compactMap(\.value.number).sorted()
          #expect(row.values[0][index] == Double(inside.count))
          #expect(row.values[1][index] == inside.first)
          #expect(row.values[2][index] == inside.last)
          guard !inside.isEmpty else { continue }
          let mean = inside.reduce(0, +) / Double(inside.count)
          let variance = inside.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(inside.count)
          #expect(abs((row.values[3][index] ?? .nan) - mean) < 1e-9)
          #expect(abs((row.values[4][index] ?? .nan) - variance.squareRoot()) < 1e-9)
        }
      }
    }
    await fixture.database.close()
  }

  @Test func countsBooleansAsNumbersAndRefusesTexts() async throws {
    let fixture = try await Fixture(.sqlite)
    let door = try await fixture.define("door", .boolean)
    let state = try await fixture.define("state", .text)
    try await fixture.telemetry.append(
      [
        NewReading(series: "door", at: fixture.start, value: .bool(true)),
        NewReading(series: "door", at: fixture.start + .seconds(900), value: .bool(false)),
        NewReading(series: "state", at: fixture.start, value: .text("on")),
      ], tenant: here)
    func rows(_ series: Series) async throws -> [AggregateRow] {
      try await fixture.telemetry.aggregate(
        AggregateQuery(
          groups: [[series.id]], from: fixture.start, to: fixture.start + .seconds(3600),
          buckets: .fixed(.seconds(3600)), functions: [.timeWeightedMean, .mean]), tenant: here)
    }
    for _ in 0..<2 {
      // Open for a quarter of an hour.
      #expect(try await rows(door)[0].values == [[0.25], [0.5]])
      let problem = await #expect(throws: Problem.self) { try await rows(state) }
      #expect(problem?.detail.contains("text") == true)
      try await fixture.telemetry.seal()
    }
    await fixture.database.close()
  }
}
