// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Matters
import Operations
import Storage
import TestSupport
import Testing
import Vocabulary

/// How the work goes now, counted by hand.
@Suite struct VitalSignsTests {
  private typealias House = OperationsHouse

  @Test(arguments: Engine.allCases) func countsTheLastDay(engine: Engine) async throws {
    let house = try await House.make(engine)
    // 30 hours ago one came in and ended an hour later: of the day before, and in time.
    let early = try await house.submit(at: Position(0.5, 0.5))
    house.time.advance(by: .seconds(3500))
    try await house.close(early)
    house.time.advance(by: .seconds(27 * 3600))
    // 90 minutes ago two came in, in the west and in the east; half an hour ago one of them ended.
    let west = try await house.submit(at: Position(0.5, 0.5))
    _ = try await house.submit(at: Position(1.5, 0.5))
    _ = try await house.submit("tree", at: Position(1.5, 0.5))
    house.time.advance(by: .seconds(3590))
    try await house.close(west)
    house.time.advance(by: .seconds(1810))
    try await house.follower.catchUp()
    let reports = VitalSignsReports(database: house.database)
    let now = house.time.now()
    let city = try await reports.take(parts: "district", for: House.system, at: now)
    // The lamp in the east was due an hour after it came in; the tree is never due.
    #expect(city.open == 2 && city.late == 1 && city.dueSoon == 0)
    #expect(city.opened.reduce(0, +) == 3 && city.opened[22] == 3 && city.openedBefore == 1)
    #expect(city.ended.reduce(0, +) == 1 && city.ended[23] == 1 && city.endedBefore == 1)
    #expect(city.onTime == 1 && city.onTimeHours.count == 24 && city.onTimeHours.allSatisfy { $0 == 1 })
    #expect(city.parts.map(\.area) == ["east"] && city.parts.map(\.open) == [2] && city.parts.map(\.late) == [1])
    let part = try await reports.take(area: "west", for: House.system, at: now)
    #expect(part.open == 0 && part.opened.reduce(0, +) == 1 && part.ended.reduce(0, +) == 1 && part.parts.isEmpty)
    let bound = try await reports.take(for: House.person("p", Grant(.handler, area: "east")), at: now)
    #expect(bound.open == 2 && bound.opened.reduce(0, +) == 2 && bound.onTime == nil)
    let nobody = try await reports.take(for: House.person("q"), at: now)
    #expect(nobody.open == 0 && nobody.opened.allSatisfy { $0 == 0 })
    // A column that is none is no way into the statement.
    #expect(try await reports.take(parts: "state; DROP", for: House.system, at: now).parts.isEmpty)
  }

  @Test(arguments: Engine.allCases) func goesBackHourByHour(engine: Engine) async throws {
    let house = try await House.make(engine)
    let tooLate = try await house.submit()
    house.time.advance(by: .seconds(2 * 3600))
    try await house.close(tooLate)
    house.time.advance(by: .seconds(3 * 3600))
    try await house.close(try await house.submit())
    house.time.advance(by: .seconds(1800))
    try await house.follower.catchUp()
    let signs = try await VitalSignsReports(database: house.database).take(for: House.system, at: house.time.now())
    #expect(Array(signs.onTimeHours.suffix(5)) == [nil, 0, 0, 0, 0.5])
  }

  /// What nothing tells afterwards is kept once an hour, for whoever may see all that was counted.
  @Test(arguments: Engine.allCases) func keepsWhatWasLate(engine: Engine) async throws {
    let house = try await House.make(engine)
    let history = VitalSignHistory(database: house.database)
    func keep() async throws -> Bool { try await history.keep(days: 2, tenant: House.tenant, at: house.time.now()) }
    // Due an hour after it came in.
    _ = try await house.submit(at: Position(1.5, 0.5))
    #expect(try await keep())
    house.time.advance(by: .seconds(1800))
    #expect(try await !keep(), "once an hour")
    house.time.advance(by: .seconds(9000))
    #expect(try await keep())
    try await house.follower.catchUp()
    let reports = VitalSignsReports(database: house.database)
    let bound = House.person("p", Grant(.handler, area: "east"))
    for (area, principal, late, soon) in [
      (nil, House.system, [0, nil, nil, 1], [1, nil, nil, 0]),
      ("east", House.system, [0, nil, nil, 1], [1, nil, nil, 0]),
      ("west", House.system, [0, nil, nil, 0], [0, nil, nil, 0]), ("east", bound, [0, nil, nil, 1], [1, nil, nil, 0]),
      (nil, bound, [nil, nil, nil, nil], [nil, nil, nil, nil]),
    ] as [(String?, Principal, [Int?], [Int?])] {
      let hours = try await reports.take(area: area, for: principal, at: house.time.now()).hours
      #expect(hours.count == 24 && hours.prefix(20).allSatisfy { $0 == nil })
      #expect(hours.suffix(4).map { $0?.late } == late && hours.suffix(4).map { $0?.dueSoon } == soon, "\(area ?? "-")")
      #expect(hours.suffix(4).map { $0?.silent } == [0, nil, nil, 0], "sensors are those of the whole city")
    }
    house.time.advance(by: .seconds(3 * 86_400))
    #expect(try await keep())
    let count = try await house.database.read { transaction -> Int in
      try transaction.row("SELECT COUNT(*) FROM vital_hours")?[0] ?? 0
    }
    #expect(count == 2, "of the city and of the east; what is older is forgotten")
  }

  @Test(arguments: Engine.allCases) func keepsTheModeWithItsReason(engine: Engine) async throws {
    let house = try await House.make(engine)
    let modes = CityModes(database: house.database, journal: Journal(), time: house.time, tenant: House.tenant)
    #expect(try await modes.read() == nil)
    for principal in [House.person("i", Grant(.intake)), House.person("s", Grant(.supervisor, department: "water"))] {
      await #expect(throws: Problem.self) {
        try await modes.change(toEmergency: true, reason: "A flood", by: principal)
      }
    }
    let sue = House.person("sue", Grant(.supervisor))
    for reason in ["", "ab", String(repeating: "x", count: 301)] {
      await #expect(throws: Problem.self) { try await modes.change(toEmergency: true, reason: reason, by: sue) }
    }
    await #expect(throws: Problem.self) { try await modes.change(toEmergency: false, reason: "Nothing", by: sue) }
    let declared = try await modes.change(toEmergency: true, reason: "A flood", by: sue)
    #expect(declared.isEmergency && declared.by == "sue" && modes.current == declared)
    let other = CityModes(database: house.database, journal: Journal(), time: house.time, tenant: House.tenant)
    #expect(try await other.read() == declared)
    await #expect(throws: Problem.self) { try await modes.change(toEmergency: true, reason: "Again", by: sue) }
    house.time.advance(by: .seconds(60))
    try await modes.change(toEmergency: false, reason: "It is over", by: sue)
    #expect(try await other.read()?.isEmergency == false)
    let kinds = try await house.database.read { transaction in
      try Journal().history(of: House.tenant.name, kind: CityModes.subjectKind, tenant: House.tenant, in: transaction)
        .map(\.kind)
    }
    #expect(Set(kinds) == [CityModes.declared, CityModes.ended])
  }
}
