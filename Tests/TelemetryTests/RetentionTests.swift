// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
@testable import Telemetry
import TestSupport
import Testing
import Vocabulary

@Suite struct RetentionTests {
  private func define(_ retention: RetentionClass, _ fixture: Fixture, tenant: Tenant = here) async throws {
    try await fixture.database.write { [telemetry = fixture.telemetry] in
      try telemetry.define(retention, tenant: tenant, in: $0)
    }
  }

  /// A reading on each of the last days, the newest of today.
  private func appendDays(_ count: Int, _ code: String, _ fixture: Fixture, tenant: Tenant = here) async throws {
    try await fixture.telemetry.append(
      (0..<count).map {
        NewReading(
          series: code, at: fixture.time.now() - .seconds(86_400 * Int64($0)), value: .number(Double($0)))
      }, tenant: tenant)
  }

  private func days(_ series: Series, _ fixture: Fixture, tenant: Tenant = here) async throws -> [Double] {
    try await fixture.telemetry.range(
      of: series.id, from: Instant(milliseconds: 0), to: fixture.time.now() + .seconds(1), order: .newestFirst,
      tenant: tenant
    ).compactMap(\.value.number)
  }

  /// One class's rules, and one tenant's, leave every other reading where it is.
  @Test(arguments: Engine.allCases) func touchesItsClassOnly(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let air = try await fixture.define("air", retentionClass: "air")
    let water = try await fixture.define("water", retentionClass: "water")
    let other = try await fixture.define("other")
    let theirs = try await fixture.define("air", retentionClass: "air", tenant: there)
    let ended = try await fixture.define("ended", retentionClass: "air")
    for code in ["air", "water", "other"] { try await appendDays(100, code, fixture) }
    try await appendDays(100, "air", fixture, tenant: there)
    try await fixture.telemetry.append(
      [NewReading(series: "ended", at: fixture.time.now() - .seconds(86_400 * 50), value: .number(7))], tenant: here)
    try await define(RetentionClass(code: "air", keep: .seconds(86_400 * 30)), fixture)
    try await define(RetentionClass(code: "water", keep: .seconds(86_400 * 1000)), fixture)
    let dry = try await fixture.telemetry.enforceRetention(tenant: here, isDryRun: true)
    // Days 31 to 99, and the one reading of what has ended.
    #expect(
      dry == [RetentionReport(retentionClass: "air", expired: 70), RetentionReport(retentionClass: "water")])
    #expect(try await days(air, fixture).count == 100)
    #expect(try await fixture.telemetry.enforceRetention(tenant: here) == dry)
    #expect(try await days(air, fixture) == (0...30).map(Double.init))
    #expect(try await days(ended, fixture).isEmpty)
    #expect(try await fixture.telemetry.latest(of: ended.id, tenant: here) == nil)
    #expect(try await fixture.telemetry.latest(of: air.id, tenant: here)?.value == .number(0))
    for series in [water, other] { #expect(try await days(series, fixture).count == 100) }
    #expect(try await days(theirs, fixture, tenant: there).count == 100)
    // Nothing is left to do.
    #expect(try await fixture.telemetry.enforceRetention(tenant: here)[0].expired == 0)
    await fixture.database.close()
  }

  /// A series that comes into another class takes its new readings there; the old ones follow the rules of the old one.
  @Test(arguments: Engine.allCases) func leavesWhatWasWrittenInItsClass(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a", retentionClass: "short")
    try await appendDays(40, "a", fixture)
    try await fixture.telemetry.seal()
    _ = try await fixture.define("a", retentionClass: "long")
    try await fixture.telemetry.append(
      [NewReading(series: "a", at: fixture.time.now() - .seconds(86_400 * 60), value: .number(60))], tenant: here)
    try await define(RetentionClass(code: "short", keep: .seconds(86_400 * 10)), fixture)
    try await fixture.telemetry.enforceRetention(tenant: here)
    #expect(try await days(series, fixture) == (0...10).map(Double.init) + [60])
    await fixture.database.close()
  }

  /// Hours of means in the place of what is older than a day, worked out by hand.
  @Test(arguments: Engine.allCases) func makesOldReadingsCoarse(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a", retentionClass: "air")
    let state = try await fixture.define("s", .text, retentionClass: "air")
    let day = Duration.seconds(86_400)
    try await define(
      RetentionClass(
        code: "air", downsampling: [.init(after: day, step: .seconds(3600), function: .mean)]), fixture)
    // From 05:30 on the day before yesterday, every half hour; it is 08:00 now.
    let start = fixture.time.now() - .seconds(2 * 86_400 + 9000)
    try await fixture.telemetry.append(
      (0..<6).map { NewReading(series: "a", at: start + .seconds(1800 * $0), value: .number(Double($0))) }
        + [
          NewReading(series: "s", at: start + .seconds(60), value: .text("on")),
          NewReading(series: "s", at: start + .seconds(120), value: .text("off")),
          NewReading(series: "a", at: fixture.time.now() - .seconds(60), value: .number(9)),
        ], tenant: here)
    let dry = try await fixture.telemetry.enforceRetention(tenant: here, isDryRun: true)
    #expect(dry == [RetentionReport(retentionClass: "air")], "a dry run leaves it, too")
    #expect(
      try await fixture.telemetry.enforceRetention(tenant: here) == [
        RetentionReport(retentionClass: "air")
      ], "a segment that reaches into the day is left until it is past it")
    fixture.time.advance(by: .seconds(2 * 86_400))
    #expect(
      try await fixture.telemetry.enforceRetention(tenant: here) == [
        RetentionReport(retentionClass: "air", coarsened: 9, made: 6)
      ])
    // 05:30 is 0; 06:00 and 06:30 are 1 and 2; 07:00 and 07:30 are 3 and 4; 08:00 is 5.
    #expect(try await days(series, fixture) == [9, 5, 3.5, 1.5, 0])
    let readings = try await fixture.telemetry.range(
      of: series.id, from: start - .seconds(3600), to: start + day, tenant: here)
    #expect(readings.map(\.at) == (0..<4).map { start - .seconds(1800) + .seconds(3600 * $0) })
    let states = try await fixture.telemetry.range(
      of: state.id, from: start - .seconds(3600), to: start + day, tenant: here)
    #expect(states.map(\.value) == [.text("off")])
    #expect(try await fixture.telemetry.enforceRetention(tenant: here)[0].coarsened == 0)
    // What comes later still is kept as it came.
    try await fixture.telemetry.append(
      [NewReading(series: "a", at: start + .seconds(2000), value: .number(100))], tenant: here)
    try await fixture.telemetry.seal()
    #expect(try await days(series, fixture).count == 6)
    await fixture.database.close()
  }

  /// A dry run says of readings that came a moment ago what will become of them, rule after rule.
  @Test(arguments: Engine.allCases) func countsWhatIsStillInTheLog(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a", retentionClass: "air")
    let day = Duration.seconds(86_400)
    try await define(
      RetentionClass(
        code: "air", keep: day * 10,
        downsampling: [
          .init(after: day * 2, step: .seconds(3600), function: .mean),
          .init(after: day * 4, step: .seconds(7200), function: .mean),
        ]), fixture)
    let now = fixture.time.now()
    // Every ten minutes: two hours of five days ago, four of twenty days ago, one of three days ago.
    for (age, count) in [(5, 12), (20, 24), (3, 6)] {
      try await fixture.telemetry.append(
        (0..<count).map {
          NewReading(series: "a", at: now - day * age + .seconds(600 * $0), value: .number(Double($0)))
        }, tenant: here)
      if age == 5 { try await fixture.telemetry.seal() }
    }
    let dry = try await fixture.telemetry.enforceRetention(tenant: here, isDryRun: true)
    #expect(dry == [RetentionReport(retentionClass: "air", expired: 24, coarsened: 18, made: 2)])
    #expect(try await days(series, fixture).count == 42)
    #expect(try await fixture.telemetry.enforceRetention(tenant: here) == dry)
    #expect(try await days(series, fixture) == [2.5, 5.5])
    await fixture.database.close()
  }

  @Test func refusesRulesThatMakeNoSense() async throws {
    let fixture = try await Fixture(.sqlite)
    for wrong in [
      RetentionClass(code: "a", keep: .zero),
      RetentionClass(code: String(repeating: "a", count: 65)),
      RetentionClass(code: "a", downsampling: [.init(after: .seconds(60), step: .seconds(61), function: .max)]),
      RetentionClass(
        code: "a",
        downsampling: [
          .init(after: .seconds(600), step: .seconds(60), function: .max),
          .init(after: .seconds(6000), step: .seconds(60), function: .max),
        ]),
    ] {
      await #expect(throws: Problem.self) { try await define(wrong, fixture) }
    }
    let right = RetentionClass(
      code: "a", keep: .seconds(9_000_000),
      downsampling: [
        .init(after: .seconds(600), step: .seconds(60), function: .max),
        .init(after: .seconds(6000), step: .seconds(600), function: .min),
      ])
    try await define(right, fixture)
    let known = try await fixture.database.read { [telemetry = fixture.telemetry] in
      try telemetry.retentionClasses(tenant: here, in: $0)
    }
    #expect(known == [right])
    await fixture.database.close()
  }
}
