// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Decisions
import Journaling
import Logging
import Matters
import Operations
import Packs
import Spatial
import Storage
import TestSupport
import Vocabulary

/// A city of two districts in Shanghai's time, with matters that are due after an hour, and others that never are.
struct OperationsHouse {
  let database: Database
  let time = FrozenTime()
  let matters: Matters
  let follower: Follower
  let reports: OnTimeReports

  static let tenant = Tenant("here")
  static let system = Principal.system(tenant)

  static func make(_ engine: Engine) async throws -> OperationsHouse {
    let database = try await TestDatabase.make(engine, migrations: kernelMigrations + operationsMigrations)
    return try OperationsHouse(database)
  }

  init(_ database: Database) throws {
    self.database = database
    let zone = try TimeZoneRules.named("Asia/Shanghai")
    matters = Matters(
      database: database, catalogue: try Self.catalogue(zone), time: time, identifiers: IdentifierSource(), zone: zone)
    follower = MatterOutcomes(matters: matters, tenant: Self.tenant, zone: zone, logger: Logger(label: "test"))
      .follower(database: database)
    reports = OnTimeReports(database: database)
  }

  private static func catalogue(_ zone: TimeZoneRules) throws -> Catalogue {
    func square(_ west: Double) -> Geometry {
      .polygon([
        [Position(west, 0), Position(west + 1, 0), Position(west + 1, 1), Position(west, 1), Position(west, 0)]
      ])
    }
    var catalogue = Catalogue(
      areas: AreaIndex([
        Area(code: "west", level: .district, name: LocalizedText(["en": "West"]), geometry: square(0)),
        Area(code: "east", level: .district, name: LocalizedText(["en": "East"]), geometry: square(1)),
      ]))
    catalogue.add(try WorkCalendar(.aroundTheClock(code: "always", timeZone: zone)))
    for (code, limits) in [
      ("lamp", ["normal": ["total": ["elapsed": "PT1H", "calendar": "always"]]] as JSON), ("tree", [:] as JSON),
    ] {
      catalogue.add(
        try MatterType(
          json: [
            "code": .string(code), "name": ["en": "Thing", "zh-Hans": "事"], "kind": "event", "limits": limits,
            "source": "test",
          ]))
    }
    catalogue.currentTypes = ["lamp", "tree"]
    catalogue.departments = ["water": LocalizedText(["en": "Water"]), "roads": LocalizedText(["en": "Roads"])]
    return catalogue
  }

  func submit(
    _ type: String = "lamp", at place: Position? = nil, channel: String = "phone", by principal: Principal = system
  )
    async throws -> Identifier
  {
    try await matters.submit(Submission(type: type, channel: channel, position: place), by: principal).matter.id
  }

  func perform(_ commands: MatterCommand..., on id: Identifier) async throws {
    for command in commands { _ = try await matters.perform(command, on: id, by: Self.system) }
  }

  func close(_ id: Identifier, by department: String = "water") async throws {
    try await perform(
      .accept, .dispatch(lead: department, assisting: [], informed: []), .start(department: department),
      .handle(department: department, result: "Done"), .verify, .close(result: nil), on: id)
  }

  func report(
    for principal: Principal = system, _ change: (inout OnTimeQuery) -> Void = { _ in }
  ) async throws -> OnTimeReport {
    try await follower.catchUp()
    var query = OnTimeQuery()
    change(&query)
    return try await reports.report(query, for: principal, at: time.now())
  }

  static func person(_ id: String = "p", _ grants: Grant...) -> Principal {
    Principal(id: id, kind: .person, tenant: tenant, name: id, grants: grants)
  }
}
