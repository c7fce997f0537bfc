// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Intake
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

struct ReadingIntakeTests {
  private let tenant = Tenant("here")

  private func with(
    _ engine: Engine, settings: IntakeSettings = IntakeSettings(),
    _ body: (ReadingIntake, Telemetry, Database, FrozenTime) async throws -> Void
  ) async throws {
    let database = try await TestDatabase.make(engine, migrations: telemetryMigrations + journalingMigrations)
    let time = FrozenTime()
    let telemetry = Telemetry(database: database, identifiers: IdentifierSource(), time: time)
    try await body(
      ReadingIntake(telemetry: telemetry, database: database, tenant: tenant, settings: settings), telemetry,
      database, time)
    await database.close()
  }

  /// More faults of each kind than a problem names.
  @Test(arguments: Engine.allCases) func keepsWhatCanBeKept(engine: Engine) async throws {
    try await with(engine) { intake, telemetry, database, time in
      let now = time.now()
      _ = try await telemetry.append(
        [NewReading(series: "number", at: now, value: .number(1))], createSeries: true, tenant: tenant)
      var readings: [NewReading] = []
      var expected: Set<Int> = []
      for index in 0..<1000 {
        let at = now - .seconds(Int64(index))
        if index % 2 == 1 { expected.insert(index) }
        switch index % 10 {
        case 1: readings.append(NewReading(series: "number", at: at, value: .text("x")))
        case 3: readings.append(NewReading(series: "unknown-\(index)", at: at, value: .number(1)))
        case 5: readings.append(NewReading(series: "number", at: now + .seconds(3600), value: .number(1)))
        case 7: readings.append(NewReading(series: "number", at: at, value: .number(.nan)))
        case 9: readings.append(NewReading(series: "unknown", at: at, value: .bool(true)))
        default: readings.append(NewReading(series: "number", at: at, value: .number(Double(index))))
        }
      }
      let refusals = try await intake.append(readings, createSeries: false)
      #expect(Set(refusals.map(\.index)) == expected)
      #expect(refusals.map(\.index) == refusals.map(\.index).sorted())
      #expect(refusals.allSatisfy { !$0.detail.isEmpty })
      let series = try #require(try await series("number", telemetry, database))
      let kept = try await telemetry.range(
        of: series.id, from: now - .seconds(2000), to: now + .seconds(1), tenant: tenant)
      #expect(kept.count == 500)
    }
  }

  private func series(_ code: String, _ telemetry: Telemetry, _ database: Database) async throws -> Series? {
    try await database.read { [tenant] in try telemetry.catalogue.series(code: code, tenant: tenant, in: $0) }
  }

  @Test(arguments: Engine.allCases) func makesSeriesOfTheirFirstKind(engine: Engine) async throws {
    try await with(engine) { intake, telemetry, database, time in
      let at = time.now()
      let refusals = try await intake.append(
        [
          NewReading(series: "a", at: at, value: .number(1)), NewReading(series: "a", at: at, value: .text("x")),
          NewReading(series: "b c", at: at, value: .number(1)), NewReading(series: "b", at: at, value: .bool(true)),
          NewReading(series: "t", at: at, value: .text("a\0b")), NewReading(series: "t", at: at, value: .text("é")),
        ], createSeries: true)
      #expect(refusals.map(\.index) == [1, 2, 4])
      #expect(try await series("a", telemetry, database)?.kind == .number)
      #expect(try await series("b", telemetry, database)?.kind == .boolean)
    }
  }

  @Test func takesNoMoreThanItCanCarry() async throws {
    var settings = IntakeSettings()
    settings.waitingReadings = 5
    try await with(.sqlite, settings: settings) { (intake, _, _, time) async throws in
      // A batch larger than the limit passes when it is alone; of two at once, one may have to come again.
      let readings = (0..<10).map { NewReading(series: "a", at: time.now() - .seconds($0), value: .number(1)) }
      #expect(try await intake.append(readings, createSeries: true).isEmpty)
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<20 {
          group.addTask {
            do {
              return try await intake.append(readings, createSeries: true).isEmpty
            } catch let problem as Problem {
              #expect(problem.code == .unavailable && problem.retryAfter == 1)
              return false
            } catch {
              Issue.record(error)
              return false
            }
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(outcomes.contains(true))
      #expect(try await intake.append(readings, createSeries: true).isEmpty)
    }
  }

  @Test func asksWhoSends() throws {
    func principal(_ kind: Principal.Kind, _ grants: [Grant]) -> Principal {
      Principal(id: "x", kind: kind, tenant: tenant, name: "x", grants: grants)
    }
    for role in Role.allCases {
      let isAdministration = role == .supervisor || role == .administrator
      #expect(principal(.person, [Grant(role)]).mayMakeSeries == isAdministration)
      for kind in [Principal.Kind.person, .service] {
        let may = isAdministration || (kind == .service && role == .reporter)
        let isLet = (try? principal(kind, [Grant(role)]).requireSendingReadings()) != nil
        #expect(isLet == may, "\(kind) \(role)")
        #expect(throws: Problem.self) {
          try principal(kind, [Grant(role, department: "d")]).requireSendingReadings()
        }
      }
    }
  }
}
