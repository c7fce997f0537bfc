// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@testable import Telemetry

/// Counting, choosing and removing readings in a transaction of the caller.
struct RemovalTests {
  private static let tenant = Tenant("town")
  private static let start = Instant(seconds: 1_793_491_200)

  /// Two series: the readings 0 to 99 in two segments, 100 to 109 in the log, a second apart.
  private func with(
    _ engine: Engine, _ body: (Database, Telemetry, [Series]) async throws -> Void
  ) async throws {
    let database = try await TestDatabase.make(engine, migrations: journalingMigrations + telemetryMigrations)
    let telemetry = Telemetry(
      database: database, identifiers: IdentifierSource(), time: FrozenTime(Self.start + .seconds(1000)))
    for batch in 0..<11 {
      let readings = (0..<10).flatMap { index -> [NewReading] in
        let number = batch * 10 + index
        return ["a", "b"].map {
          NewReading(series: $0, at: Self.start + .seconds(number), value: .number(Double(number)))
        }
      }
      try await telemetry.append(readings, createSeries: true, tenant: Self.tenant)
      if batch == 4 || batch == 9 { try await telemetry.seal() }
    }
    let series = try await database.read { transaction in
      try telemetry.catalogue.list(tenant: Self.tenant, in: transaction)
    }
    try await body(database, telemetry, series)
    await database.close()
  }

  @Test(arguments: Engine.allCases) func countsWithoutDecoding(engine: Engine) async throws {
    try await with(engine) { database, telemetry, series in
      for (from, to) in [(0, 110), (0, 1), (5, 95), (99, 101), (104, 200), (200, 300), (-5, 3)] {
        let count = try await database.read {
          try telemetry.count(
            of: series[0].id, from: Self.start + .seconds(from), to: Self.start + .seconds(to), tenant: Self.tenant,
            in: $0)
        }
        #expect(count == max(0, min(to, 110) - max(from, 0)), "\(from) to \(to)")
      }
      // Written again with another value: still one for each instant.
      let again = (40..<60).map {
        NewReading(series: "a", at: Self.start + .seconds($0), value: .number(-1))
      }
      try await telemetry.append(again, tenant: Self.tenant)
      for isSealed in [false, true] {
        if isSealed { try await telemetry.seal() }
        let count = try await database.read {
          try telemetry.count(
            of: series[0].id, from: Self.start, to: Self.start + .seconds(200), tenant: Self.tenant, in: $0)
        }
        #expect(count == 110)
      }
    }
  }

  @Test(arguments: Engine.allCases) func choosesSpansByTheirValues(engine: Engine) async throws {
    try await with(engine) { database, telemetry, series in
      func spans(_ low: Double, _ high: Double, from: Int = 0, to: Int = 1000) async throws -> [Range<Int>] {
        try await database.read {
          try telemetry.spans(
            of: series[0].id, from: Self.start + .seconds(from), to: Self.start + .seconds(to), between: low,
            and: high, tenant: Self.tenant, in: $0
          ).map {
            // To the last reading in it.
            Int(
              ($0.lowerBound - Self.start).components.seconds)..<Int(
                ($0.upperBound - .milliseconds(1) - Self.start).components.seconds + 1)
          }
        }
      }
      let span1 = try await spans(35, 36)
      #expect(span1 == [0..<50])
      let span2 = try await spans(95, 102)
      #expect(span2 == [50..<100, 100..<103])
      let span3 = try await spans(105, .infinity)
      #expect(span3 == [105..<110])
      let span4 = try await spans(200, 300)
      #expect(span4 == [])
      let span5 = try await spans(-.infinity, 5, from: 3)
      #expect(span5 == [3..<50])
      let span6 = try await spans(35, 36, to: 33)
      #expect(span6 == [0..<33])
    }
  }

  @Test(arguments: Engine.allCases) func removesSpansAndSeries(engine: Engine) async throws {
    try await with(engine) { database, telemetry, series in
      let somebody = Principal.system(Self.tenant)
      func values(_ index: Int) async throws -> [Double?] {
        try await telemetry.range(
          of: series[index].id, from: Self.start, to: Self.start + .seconds(1000), tenant: Self.tenant
        ).map(\.value.number)
      }
      let gone = try await database.write {
        try telemetry.remove(
          series[0].id, from: Self.start + .seconds(15), to: Self.start + .seconds(105), by: somebody, in: $0)
      }
      #expect(gone == 90)
      #expect(try await values(0) == (Array(0..<15) + Array(105..<110)).map { Double($0) })
      #expect(try await values(1).count == 110)
      #expect(try await telemetry.latest(of: series[0].id, tenant: Self.tenant)?.value == .number(109))
      try await database.write {
        _ = try telemetry.remove(
          series[0].id, from: Self.start + .seconds(105), to: Self.start + .seconds(200), by: somebody, in: $0)
      }
      #expect(try await telemetry.latest(of: series[0].id, tenant: Self.tenant)?.value == .number(14))
      try await telemetry.seal()
      #expect(try await values(0) == (0..<15).map { Double($0) })
      try await database.write { _ = try telemetry.remove(series[0].id, isWhole: true, by: somebody, in: $0) }
      let left = try await database.read { try telemetry.catalogue.list(tenant: Self.tenant, in: $0).map(\.code) }
      #expect(left == ["b"])
      #expect(try await values(0).isEmpty)
      // One of the same code begins with nothing.
      try await telemetry.append(
        [NewReading(series: "a", at: Self.start, value: .number(1))], createSeries: true, tenant: Self.tenant)
      #expect(try await telemetry.latest(of: series[0].id, tenant: Self.tenant) == nil)
      let kinds = try await database.read {
        try Journal().events(after: JournalPosition(), limit: 100, tenant: Self.tenant, in: $0).events.map(\.kind)
      }
      #expect(kinds.filter { $0 == "ReadingsRemoved" }.count == 2 && kinds.contains("SeriesRemoved"))
      await #expect(throws: Problem.self) {
        try await database.write { _ = try telemetry.remove(series[0].id, by: somebody, in: $0) }
      }
    }
  }
}
