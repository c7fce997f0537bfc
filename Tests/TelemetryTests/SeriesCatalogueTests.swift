// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

@Suite struct SeriesCatalogueTests {
  private let catalogue = SeriesCatalogue(identifiers: IdentifierSource())
  private let now = FrozenTime().now()
  private let name = LocalizedText(["en": "Inlet pressure", "zh-Hans": "进口压力"])

  private func define(_ new: NewSeries, in database: Database, tenant: Tenant = here) async throws -> Series {
    try await database.write { [catalogue, now] in try catalogue.define(new, at: now, tenant: tenant, in: $0) }
  }

  @Test(arguments: Engine.allCases) func definesOnceAndDescribesAnew(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: telemetryMigrations + journalingMigrations)
    let made = try await define(NewSeries(code: "p1", name: name), in: database)
    #expect(made.kind == .number && made.name == name && made.createdAt == now && made.unit == nil)
    let changed = try await define(
      NewSeries(code: "p1", name: LocalizedText(["en": "P"]), unit: "kPa", entity: "urn:ngsi-ld:Pump:1"), in: database)
    #expect(changed.id == made.id && changed.unit == "kPa" && changed.entity == "urn:ngsi-ld:Pump:1")
    let read = try await database.read { [catalogue] in
      [
        try catalogue.series(code: "p1", tenant: here, in: $0), try catalogue.series(made.id, tenant: here, in: $0),
        try catalogue.series(code: "p1", tenant: there, in: $0), try catalogue.series(made.id, tenant: there, in: $0),
      ]
    }
    #expect(read == [changed, changed, nil, nil])
    #expect(try await define(NewSeries(code: "p1", name: name), in: database, tenant: there).id != made.id)
    await database.close()
  }

  @Test(arguments: Engine.allCases) func journalsWhatChanges(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: telemetryMigrations + journalingMigrations)
    let made = try await define(NewSeries(code: "p1", name: name), in: database)
    _ = try await define(NewSeries(code: "p1", name: name), in: database)
    _ = try await define(NewSeries(code: "p1", name: name, unit: "kPa", retentionClass: "short"), in: database)
    let events = try await database.read {
      try Journal().events(after: JournalPosition(), limit: 10, tenant: here, in: $0).events
    }
    #expect(events.map(\.kind) == ["SeriesDefined", "SeriesDefined"])
    #expect(events.allSatisfy { $0.subject == made.id.description && $0.subjectKind == "series" })
    let payloads = try events.map { try JSON(parsing: $0.payload) }
    #expect(payloads.map { $0["unit"]?.string } == [nil, "kPa"])
    #expect(payloads.map { $0["retentionClass"]?.string } == [nil, "short"])
    await database.close()
  }

  @Test(arguments: Engine.allCases) func refusesToChangeTheMeaning(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: telemetryMigrations + journalingMigrations)
    _ = try await define(NewSeries(code: "p1", name: name, unit: "kPa"), in: database)
    for new in [
      NewSeries(code: "p1", name: name, unit: "bar"), NewSeries(code: "p1", name: name),
      NewSeries(code: "p1", name: name, unit: "kPa", kind: .text),
    ] {
      let problem = try await #require(throws: Problem.self) { try await define(new, in: database) }
      #expect(problem.code == .conflict && problem.detail.contains("p1"))
    }
    await database.close()
  }

  @Test(arguments: [
    ("", nil, "/code"), ("a b", nil, "/code"), ("a\u{7F}", nil, "/code"), ("a", "", "/unit"), ("a", "°C", "/unit"),
    ("a", "L / min", "/unit"),
  ])
  func refusesMalformedCodes(_ code: String, _ unit: String?, _ pointer: String) async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: telemetryMigrations + journalingMigrations)
    let problem = try await #require(throws: Problem.self) {
      try await define(NewSeries(code: code, name: name, unit: unit), in: database)
    }
    #expect(problem.code == .invalid && problem.errors.map(\.pointer) == [pointer])
    await database.close()
  }

  @Test(arguments: Engine.allCases) func listsByCode(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: telemetryMigrations + journalingMigrations)
    for code in ["c", "a", "B", "b"] {
      _ = try await define(NewSeries(code: code, name: name, entity: code == "B" ? nil : "urn:x:1"), in: database)
    }
    func codes(_ entity: String?, after: String, limit: Int) async throws -> [String] {
      try await database.read { [catalogue] in
        try catalogue.list(entity: entity, after: after, limit: limit, tenant: here, in: $0).map(\.code)
      }
    }
    #expect(try await codes(nil, after: "", limit: 10) == ["B", "a", "b", "c"])
    #expect(try await codes(nil, after: "B", limit: 2) == ["a", "b"])
    #expect(try await codes("urn:x:1", after: "", limit: 10) == ["a", "b", "c"])
    await database.close()
  }
}
