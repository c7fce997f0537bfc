// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

let here = Tenant("here")
let there = Tenant("there")

/// A telemetry on a fresh database, with a frozen clock.
struct Fixture {
  let database: Database
  let time = FrozenTime()
  let telemetry: Telemetry
  let identifiers = IdentifierSource()

  init(_ engine: Engine, observers: [any ReadingObserver] = []) async throws {
    database = try await TestDatabase.make(engine, migrations: telemetryMigrations + journalingMigrations)
    telemetry = Telemetry(database: database, identifiers: identifiers, time: time, observers: observers)
  }

  var start: Instant { time.now() - .seconds(3600) }

  @discardableResult
  func define(
    _ code: String, _ kind: Series.Kind = .number, policy: Series.Policy = .lastWins, retentionClass: String = "",
    tenant: Tenant = here
  ) async throws -> Series {
    try await database.write { [telemetry, now = time.now()] transaction in
      try telemetry.catalogue.define(
        NewSeries(
          code: code, name: LocalizedText(["en": code]), kind: kind, policy: policy, retentionClass: retentionClass),
        at: now, tenant: tenant, in: transaction)
    }
  }

  func reading(_ series: String, _ seconds: Int64, _ value: Double) -> NewReading {
    NewReading(series: series, at: start + .seconds(seconds), value: .number(value))
  }

  func all(_ series: Series, tenant: Tenant = here) async throws -> [Reading] {
    try await telemetry.range(of: series.id, from: start - .seconds(1), to: start + .seconds(7200), tenant: tenant)
  }
}

@Suite struct TelemetryTests {
  @Test(arguments: Engine.allCases) func keepsEveryKindOfValue(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let pressure = try await fixture.define("pressure")
    let state = try await fixture.define("state", .text)
    let door = try await fixture.define("door", .boolean)
    let at = fixture.start
    let result = try await fixture.telemetry.append(
      [
        NewReading(series: "pressure", at: at, value: .number(0.1 + 0.2)),
        NewReading(series: "state", at: at, value: .text("运行 running")),
        NewReading(series: "door", at: at, value: .bool(false)),
        NewReading(series: "door", at: at + .milliseconds(1), value: .bool(true)),
      ], tenant: here)
    #expect(result == AppendResult(received: 4, stored: 4, createdSeries: 0))
    #expect(try await fixture.all(pressure) == [Reading(series: pressure.id, at: at, value: .number(0.1 + 0.2))])
    #expect(try await fixture.all(state).map(\.value) == [.text("运行 running")])
    #expect(try await fixture.all(door).map(\.value) == [.bool(false), .bool(true)])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func letsTheLastReadingOfAnInstantWin(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    let first = try await fixture.telemetry.append(
      [fixture.reading("a", 2, 20), fixture.reading("a", 1, 10), fixture.reading("a", 2, 21)], tenant: here)
    #expect(first == AppendResult(received: 3, stored: 2, createdSeries: 0))
    #expect(try await fixture.all(series).map(\.value) == [.number(10), .number(21)])
    let again = try await fixture.telemetry.append(
      [fixture.reading("a", 1, 10), fixture.reading("a", 2, 22), fixture.reading("a", 3, 30)], tenant: here)
    #expect(again == AppendResult(received: 3, stored: 2, createdSeries: 0))
    #expect(try await fixture.all(series).map(\.value) == [.number(10), .number(22), .number(30)])
    await fixture.database.close()
  }

  /// More readings than one statement takes, in any order and with repetitions, against a dictionary.
  @Test(arguments: Engine.allCases) func keepsWhatADictionaryKeeps(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    var series: [Series] = []
    for number in 0..<7 { series.append(try await fixture.define("s\(number)")) }
    var random = SeededGenerator(seed: 99)
    var expected: [String: [Int64: Double]] = [:]
    for size in [1, 700, 37, 1203] {
      var batch: [NewReading] = []
      for _ in 0..<size {
        let code = "s\(Int.random(in: 0..<7, using: &random))"
        let second = Int64.random(in: 0..<300, using: &random)
        let value = Double(Int.random(in: 0..<5, using: &random))
        batch.append(fixture.reading(code, second, value))
        expected[code, default: [:]][second] = value
      }
      #expect(try await fixture.telemetry.append(batch, tenant: here).received == size)
      #expect(try await fixture.telemetry.append(batch, tenant: here).stored == 0)
    }
    for series in series {
      let stored = try await fixture.all(series)
      let wanted = (expected[series.code] ?? [:]).sorted { $0.key < $1.key }
      #expect(stored.map(\.at) == wanted.map { fixture.start + .seconds($0.key) })
      #expect(stored.map(\.value) == wanted.map { .number($0.value) })
    }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func refusesNamingTheIndex(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    let ahead = fixture.time.now() + .seconds(300)
    let problem = try await #require(throws: Problem.self) {
      try await fixture.telemetry.append(
        [
          fixture.reading("a", 0, 1), NewReading(series: "a", at: ahead + .milliseconds(1), value: .number(1)),
          fixture.reading("b", 0, 1), NewReading(series: "a", at: ahead, value: .text("x")),
          fixture.reading("a", 9, .nan),
        ], tenant: here)
    }
    #expect(problem.code == .invalid)
    #expect(problem.errors.map(\.pointer) == ["/1/at", "/2/series", "/3/value", "/4/value"])
    #expect(problem.errors[0].detail.contains("2026-11-24T08:05:00.001Z lies in the future: it is 2026-11-24T08:00:00"))
    #expect(problem.errors[1].detail == "there is no series b")
    #expect(problem.errors[2].detail == "series a holds readings of kind number, not text")
    #expect(problem.detail.hasSuffix("; 3 more"))
    #expect(try await fixture.all(series).isEmpty)
    // At the limit itself it is taken.
    try await fixture.telemetry.append([NewReading(series: "a", at: ahead, value: .number(1))], tenant: here)
    #expect(try await fixture.telemetry.latest(of: series.id, tenant: here)?.at == ahead)
    await fixture.database.close()
  }

  @Test func namesAFewOfManyErrors() async throws {
    let fixture = try await Fixture(.sqlite)
    let batch = (0..<1000).map { fixture.reading("unknown", $0, 1) }
    let problem = try await #require(throws: Problem.self) {
      try await fixture.telemetry.append(batch, tenant: here)
    }
    #expect(problem.errors.count == 20)
    #expect(problem.detail == "No reading was kept, because /0/series: there is no series unknown; 999 more")
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func makesSeriesWhenAsked(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let batch = [
      fixture.reading("new", 0, 1), fixture.reading("new", 1, 2),
      NewReading(series: "text", at: fixture.start, value: .text("x")),
    ]
    let result = try await fixture.telemetry.append(batch, createSeries: true, tenant: here)
    #expect(result == AppendResult(received: 3, stored: 3, createdSeries: 2))
    #expect(try await fixture.telemetry.append(batch, createSeries: true, tenant: here).createdSeries == 0)
    let listed = try await fixture.database.read { [catalogue = fixture.telemetry.catalogue] in
      try catalogue.list(tenant: here, in: $0)
    }
    #expect(listed.map(\.code) == ["new", "text"])
    #expect(listed.map(\.kind) == [.number, .text])
    // A batch with a fault makes none, and a code must be one.
    for code in ["other", "with space"] {
      await #expect(throws: Problem.self) {
        try await fixture.telemetry.append(
          [fixture.reading("fine", 0, 1), fixture.reading(code, 0, code == "other" ? .infinity : 1)],
          createSeries: true, tenant: here)
      }
    }
    let after = try await fixture.database.read { [catalogue = fixture.telemetry.catalogue] in
      try catalogue.list(tenant: here, in: $0)
    }
    #expect(after.count == 2)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func listsInPages(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    try await fixture.define("b")
    try await fixture.telemetry.append((0..<10).map { fixture.reading("a", $0, Double($0)) }, tenant: here)
    try await fixture.telemetry.append((0..<10).map { fixture.reading("b", $0, -1) }, tenant: here)
    let from = fixture.start + .seconds(2)
    let to = fixture.start + .seconds(8)
    for (order, expected) in [(ReadingOrder.oldestFirst, [2.0, 3, 4, 5, 6, 7]), (.newestFirst, [7, 6, 5, 4, 3, 2])] {
      var seen: [Reading] = []
      while true {
        let page = try await fixture.telemetry.range(
          of: series.id, from: from, to: to, order: order, after: seen.last?.at, limit: 4, tenant: here)
        seen += page
        if page.count < 4 { break }
      }
      #expect(seen.map(\.value) == expected.map { .number($0) })
    }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func findsTheLatestOfMany(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    var ids: [Identifier] = []
    for number in 0..<120 { ids.append(try await fixture.define("s\(number)").id) }
    let silent = try await fixture.define("silent").id
    var batch: [NewReading] = []
    for number in 0..<120 {
      batch += [fixture.reading("s\(number)", 5, Double(number)), fixture.reading("s\(number)", 4, -1)]
    }
    try await fixture.telemetry.append(batch, tenant: here)
    let latest = try await fixture.telemetry.latest(of: ids + [silent], tenant: here)
    #expect(latest.count == 120)
    #expect(ids.enumerated().allSatisfy { latest[$1]?.value == .number(Double($0)) })
    #expect(try await fixture.telemetry.latest(of: silent, tenant: here) == nil)
    #expect(try await fixture.telemetry.latest(of: [], tenant: here).isEmpty)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func keepsTenantsApart(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let mine = try await fixture.define("a")
    try await fixture.telemetry.append([fixture.reading("a", 0, 1)], tenant: here)
    await #expect(throws: Problem.self) {
      try await fixture.telemetry.append([fixture.reading("a", 0, 2)], tenant: there)
    }
    let theirs = try await fixture.define("a", tenant: there)
    try await fixture.telemetry.append([fixture.reading("a", 0, 2)], tenant: there)
    #expect(try await fixture.all(mine).map(\.value) == [.number(1)])
    #expect(try await fixture.all(mine, tenant: there).isEmpty)
    #expect(try await fixture.telemetry.latest(of: [mine.id, theirs.id], tenant: there).keys.map { $0 } == [theirs.id])
    await fixture.database.close()
  }

  /// Many writers at the same time: everything that was acknowledged is there.
  @Test(arguments: Engine.allCases) func takesManyWriters(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let stored = try await withThrowingTaskGroup(of: Int.self) { group in
      for writer in 0..<16 {
        group.addTask {
          var stored = 0
          for round in 0..<10 {
            let batch = (0..<20).map {
              fixture.reading("s\((writer + Int($0)) % 20)", Int64(writer * 10 + round) + $0 * 160, Double(round))
            }
            stored += try await fixture.telemetry.append(batch, createSeries: true, tenant: here).stored
          }
          return stored
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(stored == 3200)
    var count = 0
    for number in 0..<20 { count += try await fixture.all(try await fixture.define("s\(number)")).count }
    #expect(count == 3200)
    await fixture.database.close()
  }
}
