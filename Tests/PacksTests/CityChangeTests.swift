// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import Contexts
import Decisions
import Foundation
import Matters
import Packs
import Spatial
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

/// What a changed pack means to a city that is at work.
@Suite struct CityChangeTests {
  @Test(arguments: Engine.allCases) func runningMattersKeepTheirDefinitions(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await CityTests.settings(engine, folder)
    let pack = try PackFolder()
    let before = try await CityTests.open(settings, pack)
    let old = try await Self.accepted(in: before)
    // Tuesday 16:00 there: one hour today, seven on Monday.
    #expect(old.clock(.handle)?.dueAt == Instant("2026-11-30T08:00:00Z"))
    #expect(old.clock(.handle)?.calendar == "office@1")
    await before.close()

    try pack.write(
      "decisions/times.yaml", try #require(PackFolder.sound["decisions/times.yaml"]).replacing("PT8H", with: "PT4H"))
    try pack.write(
      "calendar/office.yaml", try #require(PackFolder.sound["calendar/office.yaml"]).replacing("09:00", with: "10:00"))
    let after = try await CityTests.open(settings, pack)
    #expect(after.adopted.map(\.description) == ["calendar/office@2", "decision/times@2"])
    let system = Principal.system(after.tenant)
    let kept = try await after.matters.matter(old.id, for: system)
    #expect(kept.clock(.handle) == old.clock(.handle) && kept.typeVersion == 1)
    let new = try await Self.accepted(in: after)
    // One hour today, three on Monday, which begins at ten now.
    #expect(new.clock(.handle)?.dueAt == Instant("2026-11-30T05:00:00Z") && new.limits != kept.limits)
    // Sent on, the old one gets the limit that was decided when it was submitted.
    let sent = try await after.matters.perform(
      .dispatch(lead: "water", assisting: [], informed: []), on: old.id, by: system)
    #expect(sent.matter.clock(.handle)?.limit == .workingTime(milliseconds: 28_800_000))
    await after.close()
  }

  private static func accepted(in city: City) async throws -> Matter {
    let system = Principal.system(city.tenant)
    let id = try await city.matters.submit(Submission(type: "pothole", channel: "test"), by: system).matter.id
    return try await city.matters.perform(.accept, on: id, by: system).matter
  }

  @Test(arguments: Engine.allCases) func thingsWithSeriesAreEntities(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await CityTests.settings(engine, folder)
    let pack = try PackFolder()
    let id = "urn:ngsi-ld:Pipe:1"
    let before = try await CityTests.open(settings, pack)
    let entity = try await Self.read(id, in: before)
    #expect(entity.areas.codes == ["01", "0101"] && entity.location == .point(Position(120.1, 30.1)))
    #expect(
      try await before.database.read {
        try before.telemetry.catalogue.series(code: "pipe-1", tenant: before.tenant, in: $0)
      }?.unit == "bar")
    try await before.database.write { transaction in
      try before.entities.merge(
        EntityPatch(attributes: ["diameter": .set(Attribute(300))]), into: id, by: .system(before.tenant),
        at: FrozenTime().now(), in: transaction)
    }
    await before.close()

    // The street is divided anew: what was worked out from the areas follows; what people added stays.
    try pack.write(
      "areas/all.geojson", try #require(PackFolder.sound["areas/all.geojson"]).replacing("120.5", with: "120.05"))
    let after = try await CityTests.open(settings, pack)
    #expect(after.adopted.map(\.description) == ["division/areas@2"])
    let moved = try await Self.read(id, in: after)
    #expect(moved.areas.codes == ["01"] && moved.attributes["diameter"]?.value == 300)
    await after.close()
  }

  /// A street comes to another district: what lies there, wherever it is listed, comes with it.
  @Test(arguments: Engine.allCases) func mattersFollowTheirAreas(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await CityTests.settings(engine, folder)
    let pack = try PackFolder()
    let before = try await CityTests.open(settings, pack)
    let system = Principal.system(before.tenant)
    func submit(_ position: Position?, _ areas: AreaPath? = nil) async throws -> Matter {
      let id = try await before.matters.submit(
        Submission(type: "pothole", channel: "test", position: position, areas: areas), by: system
      ).matter.id
      return try await before.matters.perform(.accept, on: id, by: system).matter
    }
    let onTheMap = try await submit(Position(120.2, 30.5))
    let byName = try await submit(nil, AreaPath(street: "0101"))
    let elsewhere = try await submit(Position(120.7, 30.5))
    #expect([onTheMap, byName, elsewhere].map(\.areas.district) == ["01", "01", "01"])
    await before.close()

    try pack.write(
      "areas/all.geojson",
      try #require(PackFolder.sound["areas/all.geojson"]).replacing(#""parent": "01""#, with: #""parent": "02""#))
    let after = try await CityTests.open(settings, pack)
    func listed(_ area: String, department: String? = nil, for principal: Principal) async throws -> Set<Identifier> {
      var query = MatterQuery()
      query.area = area
      query.department = department
      return Set(try await after.matters.list(query, for: principal).matters.map(\.id))
    }
    let moved: Set = [onTheMap.id, byName.id]
    for department in [nil, "roads"] {
      #expect(try await listed("02", department: department, for: system) == moved)
      #expect(try await listed("0101", department: department, for: system) == moved)
      #expect(try await listed("01", department: department, for: system) == [elsewhere.id])
    }
    // Rights by area follow as well, of lists and of single matters.
    func bound(to area: String) -> Principal {
      Principal(
        id: "p\(area)", kind: .person, tenant: after.tenant, name: "P", grants: [Grant(.supervisor, area: area)])
    }
    #expect(try await Set(after.matters.list(MatterQuery(), for: bound(to: "02")).matters.map(\.id)) == moved)
    #expect(try await after.matters.list(MatterQuery(), for: bound(to: "01")).matters.map(\.id) == [elsewhere.id])
    #expect(try await after.matters.matter(byName.id, for: bound(to: "02")).areas.district == "02")
    let problem = try await #require(throws: Problem.self) {
      try await after.matters.matter(byName.id, for: bound(to: "01"))
    }
    #expect(problem.code == .notFound)
    // What did not move has no event of it; what moved is what its events say.
    #expect(try await after.matters.matter(elsewhere.id, for: system).revision == elsewhere.revision)
    #expect(try await after.matters.matter(onTheMap.id, for: system).revision == onTheMap.revision + 1)
    let report = try await after.database.read { try Matters.verify(tenant: after.tenant, in: $0) }
    #expect(report.faults == [] && report.matters == 3)
    await after.close()

    let again = try await CityTests.open(settings, pack)
    #expect(try await again.matters.matter(onTheMap.id, for: system).revision == onTheMap.revision + 1)
    await again.close()
  }

  private static func read(_ id: String, in city: City) async throws -> Entity {
    try await city.database.read { try city.entities.read(id, tenant: city.tenant, in: $0) }
  }

  @Test func refusesASeriesThatChangesItsMeaning() async throws {
    let folder = try TemporaryFolder()
    let settings = try await CityTests.settings(.sqlite, folder)
    let pack = try PackFolder()
    await (try await CityTests.open(settings, pack)).close()
    try pack.write(
      "series/pipes.yaml", try #require(PackFolder.sound["series/pipes.yaml"]).replacing("bar", with: "kPa"))
    let problem = try await #require(throws: Problem.self) { try await CityTests.open(settings, pack) }
    #expect(problem.code == .conflict && problem.detail.hasPrefix("series pipe-1 has the unit bar"))
  }

  @Test func observersSeeReadings() async throws {
    final class Observer: ReadingObserver {
      func observe(_ readings: [Reading], tenant: Tenant, in transaction: Transaction) throws {
        for reading in readings where (reading.value.number ?? 0) < 0 {
          throw Problem(.invalid, "\(tenant) saw \(reading.value.number ?? 0)")
        }
      }
    }
    let folder = try TemporaryFolder()
    let time = FrozenTime()
    let city = try await City.open(
      CityTests.settings(.sqlite, folder), pack: PackFolder().load(),
      observers: { foundation in
        #expect(foundation.rules.all.map(\.code) == ["leak-rule"] && foundation.pack.code == "town")
        return [Observer()]
      }, time: time, logger: CityTests.quiet)
    try await city.telemetry.append(
      [NewReading(series: "pipe-1", at: time.now(), value: .number(3))], tenant: city.tenant)
    let problem = try await #require(throws: Problem.self) {
      try await city.telemetry.append(
        [NewReading(series: "pipe-1", at: time.now(), value: .number(-1))], tenant: city.tenant)
    }
    #expect(problem.detail == "town saw -1.0")
    await city.close()
  }
}
