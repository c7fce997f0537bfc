// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

@testable import Packs

/// The newest readings of a part of the map, looked up thing by thing or read at once: the same.
@Suite struct LatestReadingTests {
  private static let places: [String: Geometry] = [
    "inside": .point(Position(10.5, 20.5)),
    "corner": .point(Position(11, 21)),
    "outside": .point(Position(11.5, 20.5)),
    // Both meet the box; one has its middle in it.
    "into": .lineString([Position(9.9, 20.5), Position(10.3, 20.5)]),
    "along": .lineString([Position(10.9, 20.5), Position(12.1, 20.5)]),
    "silent": .point(Position(10.5, 20.5)),
  ]
  private static let box = BoundingBox(west: 10, south: 20, east: 11, north: 21)

  private static func put(_ name: String, at location: Geometry?, in city: City) async throws {
    try await city.database.write { [now = city.time.now()] transaction in
      try city.entities.put(
        NewEntity(id: "urn:ngsi-ld:Device:\(name)", type: "Device", location: location), by: .system(city.tenant),
        at: now, in: transaction)
    }
  }

  /// The codes found, which are the same on both ways.
  private static func codes(in box: BoundingBox, of city: City) async throws -> [String] {
    let lists = try await [
      city.latestReadings(in: box), city.latestReadings(in: box, fewEnough: 0),
      city.latestReadings(in: box, fewEnough: 1000),
    ].map { list in list.sorted { $0.code < $1.code } }
    #expect(lists[0] == lists[1] && lists[1] == lists[2], "\(lists.map { $0.map(\.code) })")
    return lists[1].map(\.code)
  }

  @Test(arguments: Engine.allCases) func areTheSameOnBothWays(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let city = try await CityTests.open(CityTests.settings(engine, folder), PackFolder())
    let now = city.time.now()
    for (name, location) in Self.places {
      try await Self.put(name, at: location, in: city)
      try await city.database.write { transaction in
        for channel in 1...2 {
          try city.telemetry.catalogue.define(
            NewSeries(
              code: "\(name)-\(channel)", name: LocalizedText(["en": name]), unit: "Cel",
              entity: "urn:ngsi-ld:Device:\(name)"), at: now, tenant: city.tenant, in: transaction)
        }
      }
    }
    // Some are sealed, some in the log, some both.
    let loud = Self.places.keys.filter { $0 != "silent" }
    func readings(_ channel: Int, _ value: Double, before: Int64) -> [NewReading] {
      loud.map { NewReading(series: "\($0)-\(channel)", at: now - .seconds(before), value: .number(value)) }
    }
    try await city.telemetry.append(readings(1, 1, before: 9), tenant: city.tenant)
    #expect(try await Self.codes(in: Self.box, of: city) == ["corner-1", "inside-1", "into-1"])
    try await city.telemetry.seal()
    try await city.telemetry.append(readings(1, 2, before: 5) + readings(2, 3, before: 5), tenant: city.tenant)
    let expected = ["corner-1", "corner-2", "inside-1", "inside-2", "into-1", "into-2"]
    #expect(try await Self.codes(in: Self.box, of: city) == expected)
    try await city.telemetry.seal()
    #expect(try await Self.codes(in: Self.box, of: city) == expected)
    let found = try await city.latestReadings(in: Self.box, fewEnough: 0)
    let into = try #require(found.first { $0.code == "into-1" })
    #expect(into.unit == "Cel" && into.entity == "urn:ngsi-ld:Device:into" && into.reading.value == .number(2))
    #expect(abs(into.position.longitude - 10.1) < 1e-9 && into.position.latitude == 20.5)

    // One moves in, one out, one goes.
    try await Self.put("outside", at: .point(Position(10.2, 20.2)), in: city)
    try await Self.put("inside", at: .point(Position(50, 60)), in: city)
    try await city.database.write { transaction in
      try city.entities.delete(
        "urn:ngsi-ld:Device:corner", by: .system(city.tenant), at: now, in: transaction)
    }
    #expect(try await Self.codes(in: Self.box, of: city) == ["into-1", "into-2", "outside-1", "outside-2"])
    let elsewhere = BoundingBox(west: 49, south: 59, east: 51, north: 61)
    #expect(try await Self.codes(in: elsewhere, of: city) == ["inside-1", "inside-2"])
    #expect(try await Self.codes(in: BoundingBox(west: 1, south: 1, east: 2, north: 2), of: city) == [])
    await city.close()
  }

  @Test func readAllSeriesInTheirOrder() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: kernelMigrations)
    let plan = try await TestDatabase.plan(PlacedSeries.allQuery, in: database)
    #expect(plan == ["SEARCH s USING PRIMARY KEY (tenant=?)"])
    await database.close()
  }
}
