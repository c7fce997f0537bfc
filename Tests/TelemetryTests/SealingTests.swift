// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import Synchronization
@testable import Telemetry
import TestSupport
import Testing
import Vocabulary

/// What a city keeps in log and segments, against what a dictionary keeps.
struct TelemetryModel {
  /// By code and second, the values in the order in which they came, each with its number.
  private(set) var values: [String: [Int64: [(number: Int, value: Double)]]] = [:]
  /// How many numbers were given.
  private var given: [String: [Int64: Int]] = [:]
  let policies: [String: Series.Policy]

  init(_ policies: [String: Series.Policy]) { self.policies = policies }

  mutating func append(_ code: String, _ second: Int64, _ value: Double) {
    let known = values[code]?[second] ?? []
    switch policies[code] ?? .lastWins {
    case .keepAll:
      guard !known.contains(where: { $0.value == value }) else { return }
      let number = given[code]?[second] ?? 0
      given[code, default: [:]][second] = number + 1
      values[code, default: [:]][second] = known + [(number: number, value: value)]
    case .lastWins: values[code, default: [:]][second] = [(number: 0, value: value)]
    case .firstWins: if known.isEmpty { values[code, default: [:]][second] = [(number: 0, value: value)] }
    }
  }

  mutating func remove(_ code: String, _ second: Int64, _ sequence: Int) {
    values[code]?[second]?.removeAll { $0.number == sequence }
    if values[code]?[second]?.isEmpty == true { values[code]?[second] = nil }
  }

  mutating func correct(_ code: String, _ second: Int64, _ sequence: Int, to value: Double) {
    guard let index = values[code]?[second]?.firstIndex(where: { $0.number == sequence }) else { return }
    values[code]?[second]?[index].value = value
  }

  func readings(_ series: Series, start: Instant) -> [Reading] {
    (values[series.code] ?? [:]).sorted { $0.key < $1.key }.flatMap { second, values in
      values.map { number, value in
        Reading(series: series.id, at: start + .seconds(second), value: .number(value), sequence: number)
      }
    }
  }
}

@Suite struct SealingTests {
  /// Whatever the order of arrival, and wherever between log, seal, compaction and a new start the readings are.
  @Test(arguments: Engine.allCases) func keepsWhatADictionaryKeeps(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    var random = SeededGenerator(seed: 4)
    let codes = (0..<9).map { "s\($0)" }
    let policies = Dictionary(
      uniqueKeysWithValues: codes.enumerated().map { ($1, Series.Policy.allCases[$0 % 3]) })
    var model = TelemetryModel(policies)
    var series: [Series] = []
    for code in codes { series.append(try await fixture.define(code, policy: policies[code] ?? .lastWins)) }
    var telemetry = fixture.telemetry
    for round in 0..<40 {
      // Most come about in order, some days late.
      let base = Int64(round * 20)
      let batch = (0..<Int.random(in: 1...60, using: &random)).map { _ in
        let isLate = Int.random(in: 0..<5, using: &random) == 0
        let second =
          isLate ? Int64.random(in: 0...base, using: &random) : base + Int64.random(in: 0..<30, using: &random)
        return fixture.reading(
          codes.randomElement(using: &random) ?? "", second, Double(Int.random(in: 0..<4, using: &random)))
      }
      for reading in batch {
        model.append(reading.series, (reading.at - fixture.start).components.seconds, reading.value.number ?? 0)
      }
      try await telemetry.append(batch, tenant: here)
      #expect(try await telemetry.append(batch.filter { policies[$0.series] == .keepAll }, tenant: here).stored == 0)
      let changed = try #require(series.randomElement(using: &random))
      if let reading = model.readings(changed, start: fixture.start).randomElement(using: &random) {
        let second = (reading.at - fixture.start).components.seconds
        let change: ReadingChange = Bool.random(using: &random) ? .delete : .correct(.number(Double(1000 + round)))
        let before = try await fixture.database.write { [telemetry] transaction in
          try telemetry.change(
            changed.id, at: reading.at, sequence: reading.sequence, change, by: .system(here), in: transaction)
        }
        #expect(before.value == reading.value)
        if case .correct(let value, _) = change {
          model.correct(changed.code, second, reading.sequence, to: value.number ?? 0)
        } else {
          model.remove(changed.code, second, reading.sequence)
        }
      }
      switch round % 4 {
      case 1: try await telemetry.seal()
      case 2:
        // As after a kill: nothing but the database is left.
        telemetry = Telemetry(
          database: fixture.database, identifiers: IdentifierSource(node: round), time: fixture.time)
      default: break
      }
      if round % 5 == 4 || round == 39 {
        try await check(telemetry, series, model, fixture)
      }
    }
    let events: Int? = try await fixture.database.read {
      try $0.row("SELECT COUNT(*) FROM journal WHERE kind IN ('ReadingDeleted', 'ReadingCorrected')")?[0]
    }
    #expect(events == 40)
    await fixture.database.close()
  }

  private func check(
    _ telemetry: Telemetry, _ series: [Series], _ model: TelemetryModel, _ fixture: Fixture
  ) async throws {
    let latest = try await telemetry.latest(of: series.map(\.id), tenant: here)
    for series in series {
      let expected = model.readings(series, start: fixture.start)
      let all = try await telemetry.range(
        of: series.id, from: fixture.start, to: fixture.start + .seconds(9000), limit: 10_000, tenant: here)
      #expect(all.map(Self.plain) == expected)
      #expect(latest[series.id].map(Self.plain) == expected.last)
      for order in [ReadingOrder.oldestFirst, .newestFirst] {
        var pages: [Reading] = []
        while true {
          let page = try await telemetry.range(
            of: series.id, from: fixture.start, to: fixture.start + .seconds(9000), order: order,
            after: pages.last?.at, sequence: pages.last?.sequence, limit: 17, tenant: here)
          pages += page
          if page.count < 17 { break }
        }
        #expect(pages.map(Self.plain) == (order == .oldestFirst ? expected : expected.reversed()))
      }
    }
  }

  private static func plain(_ reading: Reading) -> Reading {
    var reading = reading
    #expect(reading.quality == ((reading.value.number ?? 0) >= 1000 ? .corrected : []))
    reading.quality = []
    return reading
  }

  /// Eight segments of one size become one, and say the same.
  @Test(arguments: Engine.allCases) func mergesSmallSegments(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    for round in 0..<20 {
      // One in five is late.
      let second = round % 5 == 4 ? round * 10 - 35 : round * 10
      try await fixture.telemetry.append([fixture.reading("a", Int64(second), Double(round))], tenant: here)
      try await fixture.telemetry.seal()
      let segments: Int = try await fixture.database.read {
        try $0.row("SELECT COUNT(*) FROM telemetry_segment")?[0] ?? 0
      }
      #expect(segments < 8)
      #expect(try await fixture.all(series).count == round + 1)
    }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func carriesOldRows(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let number = try await fixture.define("n")
    let text = try await fixture.define("t", .text)
    let flag = try await fixture.define("f", .boolean)
    let start = fixture.start
    try await fixture.database.write { transaction in
      for second in 0..<25 {
        let at = start + .seconds(Int64(second))
        try transaction.execute(
          "INSERT INTO readings (tenant, series, at, number) VALUES (?, ?, ?, ?)", here, number.id, at, Double(second))
        try transaction.execute(
          "INSERT INTO readings (tenant, series, at, text) VALUES (?, ?, ?, ?)", here, text.id, at, "运行 \(second)")
        try transaction.execute(
          "INSERT INTO readings (tenant, series, at, flag) VALUES (?, ?, ?, ?)", here, flag.id, at, second % 2)
      }
    }
    #expect(try await fixture.telemetry.carryOldReadings(atOnce: 7) == 75)
    #expect(try await fixture.telemetry.carryOldReadings() == 0)
    #expect(try await fixture.all(number).map(\.value) == (0..<25).map { .number(Double($0)) })
    #expect(try await fixture.all(text).map(\.value) == (0..<25).map { .text("运行 \($0)") })
    #expect(try await fixture.all(flag).map(\.value) == (0..<25).map { .bool($0 % 2 == 1) })
    let left: Int? = try await fixture.database.read { try $0.row("SELECT COUNT(*) FROM readings")?[0] }
    #expect(left == 0)
    await fixture.database.close()
  }

  @Test func choosesSegmentsOfOneSize() {
    func chosen(_ sizes: [Int]) -> [Int]? {
      SegmentStore.mergeable(
        sizes.enumerated().map {
          SegmentStore.SegmentRow(id: Int64($0), position: Int64($0), shard: 1, start: 0, end: 0, readings: $1)
        })?.map(\.readings)
    }
    #expect(chosen([Int](repeating: 9, count: 7)) == nil)
    #expect(chosen([Int](repeating: 9, count: 9))?.count == 9)
    // Those between are larger; together with them there are enough of the next size.
    #expect(chosen([9, 9, 9, 600, 9, 9, 9, 9])?.count == 8)
    #expect(chosen([100_000, 9, 9, 9, 9, 9, 9, 9, 9, 100_000])?.count == 8)
    #expect(chosen([Int](repeating: 100_000, count: 20)) == nil)
  }

  @Test(arguments: Engine.allCases) func movesTheLogIntoSegments(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    for second in 0..<30 { try await fixture.telemetry.append([fixture.reading("a", Int64(second), 1)], tenant: here) }
    func count(_ table: String) async throws -> Int {
      try await fixture.database.read { try $0.row("SELECT COUNT(*) FROM \(table)")?[0] ?? 0 }
    }
    #expect(try await count("telemetry_log") == 30)
    try await fixture.telemetry.seal()
    #expect(try await count("telemetry_log") == 0)
    #expect(try await count("telemetry_segment") == 1)
    #expect(try await count("series_latest") == 1)
    #expect(try await fixture.all(series).count == 30)
    // Nothing to seal is nothing to do.
    try await fixture.telemetry.seal()
    #expect(try await count("telemetry_segment") == 1)
    await fixture.database.close()
  }

  /// Two programs that seal the same log: one does it, the other leaves everything as it is.
  @Test(arguments: Engine.allCases) func sealsOnce(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    let other = Telemetry(
      database: fixture.database, identifiers: IdentifierSource(node: 1), time: fixture.time)
    for round in 0..<10 {
      for second in 0..<10 {
        let telemetry = second % 2 == 0 ? fixture.telemetry : other
        try await telemetry.append([fixture.reading("a", Int64(round * 10 + second), Double(second))], tenant: here)
      }
      async let first: Void = fixture.telemetry.seal()
      async let second: Void = other.seal()
      _ = try? await first
      _ = try? await second
      #expect(try await fixture.all(series).count == (round + 1) * 10)
      #expect(try await other.latest(of: series.id, tenant: here)?.value == .number(9))
    }
    await fixture.database.close()
  }

  /// While readings come in, are sealed and are read, none is missing and none is there twice.
  @Test(arguments: Engine.allCases) func losesNothingWhileSealing(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for second in 0..<300 {
          try await fixture.telemetry.append([fixture.reading("a", Int64(second), Double(second))], tenant: here)
          if second % 40 == 39 { try await fixture.telemetry.seal() }
        }
      }
      group.addTask {
        var seen = 0
        while seen < 300 {
          let readings = try await fixture.all(series)
          #expect(readings.map(\.value) == (0..<readings.count).map { .number(Double($0)) })
          #expect(readings.count >= seen)
          seen = readings.count
        }
      }
      try await group.waitForAll()
    }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func keepsNumbersAsTheyWereWritten(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    let document = try await fixture.define("d", .json)
    func reading(_ second: Int64, _ value: Double, _ decimals: Int?) -> NewReading {
      NewReading(series: "a", at: fixture.start + .seconds(second), value: .number(value), decimals: decimals)
    }
    try await fixture.telemetry.append(
      [
        reading(0, 2, 2), reading(1, 2.5, 1), reading(2, 21.3, 2), reading(3, 7, nil), reading(4, 1e300, 3),
        NewReading(series: "d", at: fixture.start, value: .document("{\"b\": 2.00, \"a\": [1e2]}")),
      ], tenant: here)
    for _ in 0..<2 {
      // 2.5 with one decimal is 2.5 anyway, and 1e300 has no decimals to write.
      #expect(try await fixture.all(series).map(\.decimals) == [2, nil, 2, nil, nil])
      #expect(try await fixture.all(document).map(\.value) == [.document("{\"b\": 2.00, \"a\": [1e2]}")])
      #expect(try await fixture.telemetry.latest(of: document.id, tenant: here)?.value.kind == .json)
      try await fixture.telemetry.seal()
    }
    await #expect(throws: Problem.self) {
      try await fixture.telemetry.append(
        [NewReading(series: "d", at: fixture.start, value: .document("{"))], tenant: here)
    }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func namesABrokenSegmentAndReadsTheOthers(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    for hour in 0..<2 {
      try await fixture.telemetry.append(
        (0..<10).map { fixture.reading("a", Int64(hour * 3600 + $0), 1) }, tenant: here)
      try await fixture.telemetry.seal()
    }
    let broken: Int64 = try await fixture.database.write { transaction in
      let id: Int64 = try transaction.row("SELECT MIN(id) FROM telemetry_segment")?[0] ?? 0
      var bytes: [UInt8] = try transaction.row("SELECT data FROM telemetry_segment WHERE id = ?", id)?[0] ?? []
      bytes[bytes.count / 2] ^= 1
      try transaction.execute("UPDATE telemetry_segment SET data = ? WHERE id = ?", bytes, id)
      return id
    }
    let error = await #expect(throws: StorageError.self) { try await fixture.all(series) }
    #expect(error?.description.contains("segment \(broken)") == true)
    let rest = try await fixture.telemetry.range(
      of: series.id, from: fixture.start + .seconds(3600), to: fixture.start + .seconds(7200), tenant: here)
    #expect(rest.count == 10)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func takesColumns(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let known = try await fixture.telemetry.handles(of: ["a", "b", "a", "no such"], tenant: here)
    #expect(known == [nil, nil, nil, nil])
    let made = try await fixture.telemetry.handles(of: ["a", "b", "a"], making: .number, tenant: here)
    let a = try #require(made[0])
    let b = try #require(made[1])
    #expect(made[2] == a && a != b)
    await #expect(throws: Problem.self) {
      try await fixture.telemetry.handles(of: ["a b"], making: .number, tenant: here)
    }
    var columns = ReadingColumns()
    for second in 0..<100 {
      let at = (fixture.start + .seconds(Int64(second))).milliseconds
      columns.append(b, milliseconds: at, number: Double(second))
      columns.append(a, milliseconds: at, number: 2, decimals: second == 7 ? 2 : nil)
    }
    #expect(try await fixture.telemetry.append(columns, tenant: here) == AppendResult(received: 200, stored: 200))
    #expect(try await fixture.telemetry.append(columns, tenant: here).stored == 0)
    let series = try await fixture.define("b")
    #expect(try await fixture.all(series).map(\.value) == (0..<100).map { .number(Double($0)) })
    #expect(try await fixture.all(try await fixture.define("a"))[7].decimals == 2)
    var wrong = ReadingColumns()
    wrong.append(a, milliseconds: fixture.start.milliseconds, number: 1)
    wrong.append(a, milliseconds: Int64.max, number: 1)
    wrong.append(a, milliseconds: Int64.min, number: 1)
    wrong.append(a, milliseconds: 0, number: .infinity)
    wrong.append(b, at: fixture.start, value: .text("x"))
    let problem = try await #require(throws: Problem.self) {
      try await fixture.telemetry.append(wrong, tenant: here)
    }
    #expect(problem.errors.map(\.pointer) == ["/1/at", "/2/at", "/3/value", "/4/value"])
    await fixture.database.close()
  }

  /// Appends that wait for each other are written as one, and each has its own answer.
  @Test(arguments: Engine.allCases) func writesWhatWaitsTogether(engine: Engine) async throws {
    struct Refusal: ReadingObserver {
      func observe(_ readings: [Reading], tenant: Tenant, in transaction: Transaction) throws {
        if readings.contains(where: { $0.value == .number(13) }) { throw Problem(.conflict, "thirteen") }
      }
    }
    let fixture = try await Fixture(engine, observers: [Refusal()])
    let handles = try await fixture.telemetry.handles(of: (0..<20).map { "s\($0)" }, making: .number, tenant: here)
      .compactMap(\.self)
    let text = try #require(
      try await fixture.telemetry.handles(of: ["t"], making: .text, tenant: here)[0])
    let stored = try await withThrowingTaskGroup(of: Int?.self) { group in
      for number in 0..<200 {
        group.addTask {
          var columns = ReadingColumns()
          let at = fixture.start + .seconds(Int64(number / 20))
          columns.append(handles[number % 20], milliseconds: at.milliseconds, number: number == 77 ? 13 : 1)
          columns.append(text, at: fixture.start + .milliseconds(Int64(number)), value: .text("text \(number)"))
          do { return try await fixture.telemetry.append(columns, tenant: here).stored } catch let problem as Problem {
            #expect(number == 77 && problem.detail == "thirteen")
            return nil
          }
        }
      }
      return try await group.reduce(into: [Int?]()) { $0.append($1) }
    }
    #expect(stored.count { $0 == 2 } == 199 && stored.count { $0 == nil } == 1)
    let rows: Int? = try await fixture.database.read { try $0.row("SELECT COUNT(*) FROM telemetry_log")?[0] }
    #expect((rows ?? 0) < 199)
    let texts = try await fixture.all(try await fixture.define("t", .text))
    #expect(texts.map(\.value) == (0..<200).filter { $0 != 77 }.map { .text("text \($0)") })
    #expect(try await fixture.all(try await fixture.define("s17")).count == 9)
    await fixture.database.close()
  }

  /// A seal that fails leaves everything as it was, and the next one does it.
  @Test(arguments: Engine.allCases) func survivesASealThatFails(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    let tables = ["telemetry_shard", "series_shard", "telemetry_segment", "series_latest", "telemetry_state"]
    for (number, table) in tables.enumerated() {
      try await fixture.telemetry.append([fixture.reading("a", Int64(number), Double(number))], tenant: here)
      // The seal cannot write here: what it wrote before is undone.
      let forbid =
        engine == .sqlite
        ? [
          "CREATE TRIGGER forbid BEFORE \(table == "telemetry_state" ? "UPDATE" : "INSERT") ON \(table) "
            + "BEGIN SELECT RAISE(ABORT, 'forbidden'); END"
        ]
        : [
          "CREATE OR REPLACE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS "
            + "'BEGIN RAISE EXCEPTION ''forbidden''; END'",
          "CREATE TRIGGER forbid BEFORE INSERT OR UPDATE ON \(table) FOR EACH ROW EXECUTE FUNCTION forbid()",
        ]
      try await fixture.database.write { for sql in forbid { try $0.execute(sql) } }
      let isNeeded = number == 0 || !["telemetry_shard", "series_shard"].contains(table)
      if isNeeded { await #expect(throws: (any Error).self) { try await fixture.telemetry.seal() } }
      #expect(try await fixture.all(series).map(\.value) == (0...number).map { .number(Double($0)) })
      #expect(try await fixture.telemetry.latest(of: series.id, tenant: here)?.value == .number(Double(number)))
      try await fixture.database.write {
        try $0.execute(engine == .sqlite ? "DROP TRIGGER forbid" : "DROP TRIGGER forbid ON \(table)")
      }
      try await fixture.telemetry.seal()
      #expect(try await fixture.all(series).count == number + 1)
    }
    await fixture.database.close()
  }

  @Test func refusesMoreThanMayWait() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: telemetryMigrations + journalingMigrations)
    let time = FrozenTime()
    var settings = TelemetrySettings()
    settings.maxPendingReadings = 100
    settings.maxBatchReadings = 90
    let telemetry = Telemetry(
      database: database, identifiers: IdentifierSource(), time: time, settings: settings)
    func batch(_ count: Int, _ code: String) -> [NewReading] {
      (0..<count).map { NewReading(series: code, at: time.now() - .seconds(Int64($0)), value: .number(1)) }
    }
    let tooLarge = try await #require(throws: Problem.self) {
      try await telemetry.append(batch(91, "a"), createSeries: true, tenant: here)
    }
    #expect(tooLarge.code == .tooLarge)
    // The writer is busy: what comes meanwhile waits.
    let gate = Gate()
    async let busy: Void = database.write { _ in gate.wait() }
    async let first = telemetry.append(batch(60, "a"), createSeries: true, tenant: here)
    while telemetry.pending.load(ordering: .relaxed) < 60 { await Task.yield() }
    let refused = try await #require(throws: Problem.self) {
      try await telemetry.append(batch(60, "b"), createSeries: true, tenant: here)
    }
    #expect(refused.code == .tooManyRequests && refused.retryAfter == 1)
    gate.open()
    try await busy
    #expect(try await first.stored == 60)
    #expect(try await telemetry.append(batch(60, "b"), createSeries: true, tenant: here).stored == 60)
    await database.close()
  }
}
