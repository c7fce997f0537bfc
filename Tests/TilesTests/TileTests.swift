// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import Access
import Contexts
import HTTP
import Journaling
import Matters
import NIOHTTP1
import Packs
import Spatial
import Storage
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import Tiles

/// Tiles as they are asked for.
@Suite struct TileTests {
  private static func town(_ engine: Engine, _ body: (TestTown) async throws -> Void) async throws {
    try await TestTown.with(
      engine, schemas: apiSchemas, endpoints: { apiEndpoints($0) + Tiles($0).endpoints }, body)
  }

  private static func count(_ answer: TownAnswer) throws -> Int {
    var total = 0
    for field in try Wire.fields(answer.bytes) where field.number == 3 {
      let layer = try Wire.fields(field.bytes)
      let values = try layer.filter { $0.number == 4 }.map { try Wire.fields($0.bytes).first }
      let keys = layer.filter { $0.number == 3 }.map(\.text)
      for feature in layer where feature.number == 2 {
        let tags = try Wire.varints(try #require(try Wire.fields(feature.bytes).first { $0.number == 2 }).bytes)
        for pair in stride(from: 0, to: tags.count, by: 2) where keys[Int(tags[pair])] == "count" {
          total += Int(values[Int(tags[pair + 1])]?.value ?? 0)
        }
      }
    }
    return total
  }

  /// A report at a place; the roads department gets it.
  private static func report(_ town: TestTown, at position: Position) async throws -> Matter {
    let submission = Submission(type: "pothole", text: "deep", channel: "test", position: position)
    let matter = try await town.city.matters.submit(submission, by: .system(town.city.tenant)).matter
    return try await town.city.matters.perform(.accept, on: matter.id, by: .system(town.city.tenant)).matter
  }

  @Test(arguments: Engine.allCases) func showsPeopleWhatTheyMaySee(engine: Engine) async throws {
    try await Self.town(engine) { town in
      for index in 0..<20 {
        _ = try await Self.report(town, at: Position(120.25 + Double(index) * 0.001, 30.5))
      }
      _ = try await Self.report(town, at: Position(121.5, 30.5))
      let everything = try await town.token(.supervisor)
      let west = try await town.token("west", [Grant(.handler, area: "01")])
      let street = try await town.token("street", [Grant(.verifier, area: "0101")])
      let water = try await town.token("water", [Grant(.handler, department: "water")])
      let roads = try await town.token("roads", [Grant(.handler, department: "roads")])
      let path = "/tiles/matters/0/0/0.mvt"
      for (token, expected) in [(everything, 21), (west, 20), (street, 20), (water, 0), (roads, 21)] {
        let answer = try await town.request(.GET, path, token: token)
        #expect(answer.status == 200 && answer.header("Content-Type") == "application/vnd.mapbox-vector-tile")
        #expect(try Self.count(answer) == expected)
      }
      #expect(try await town.request(.GET, path).status == 401)
      let reporter = try await town.token("rae", [Grant(.reporter)])
      #expect(try await town.request(.GET, path, token: reporter).status == 403)
    }
  }

  @Test(arguments: Engine.allCases) func followsWhatHappens(engine: Engine) async throws {
    try await Self.town(engine) { town in
      let token = try await town.token(.supervisor)
      let path = "/tiles/matters/0/0/0.mvt"
      let empty = try await town.request(.GET, path, token: token)
      #expect(empty.status == 200 && empty.bytes.isEmpty)
      let matter = try await Self.report(town, at: Position(120.25, 30.5))
      try await Task.sleep(for: .milliseconds(600))
      let one = try await town.request(.GET, path, token: token)
      #expect(try Self.count(one) == 1)
      let again = try await town.request(
        .GET, path, token: token, headers: ["If-None-Match": one.header("ETag") ?? ""])
      #expect(again.status == 304)
      _ = try await town.city.matters.perform(.cancel(reason: "a test"), on: matter.id, by: .system(town.city.tenant))
      try await Task.sleep(for: .milliseconds(600))
      #expect(try await town.request(.GET, path, token: token).bytes.isEmpty)
    }
  }

  @Test func drawsTheGround() async throws {
    try await Self.town(.sqlite) { town in
      let road = NewEntity(
        id: "urn:ngsi-ld:Road:1", type: "Road",
        attributes: ["roadClass": Attribute(.string("main")), "name": Attribute(["en": "A", "zh-Hans": "甲"] as JSON)],
        location: .lineString([Position(120.1, 30.1), Position(120.4, 30.4)]))
      let pipe = NewEntity(
        id: "urn:ngsi-ld:Pipe:1", type: "Pipe", attributes: ["department": Attribute(.string("water"))],
        location: .lineString([Position(120.1, 30.1), Position(120.2, 30.1)]))
      try await town.city.database.write { [city = town.city, time = town.time] transaction in
        for thing in [road, pipe] {
          try city.entities.put(thing, by: .system(city.tenant), at: time.now(), in: transaction)
        }
      }
      let place = WorldPoint(Position(120.15, 30.12))
      func path(_ layers: String, _ z: Int) -> String {
        "/tiles/\(layers)/\(z)/\(Int(UInt64(place.x) >> UInt64(32 - z)))/\(Int(UInt64(place.y) >> UInt64(32 - z))).mvt"
      }
      let ground = try await town.request(.GET, path("areas,roads", 9))
      #expect(try Wire.layers(ground.bytes) == ["areas": 2, "roads": 1])
      #expect(ground.header("Cache-Control")?.contains("public") == true)
      #expect(try await town.request(.GET, path("pipes", 14)).status == 401)
      let water = try await town.token("water", [Grant(.handler, department: "water")])
      let roads = try await town.token("roads", [Grant(.handler, department: "roads")])
      let tile =
        "/tiles/pipes/13/\(Int(UInt64(WorldPoint(Position(120.15, 30.1)).x) >> 19))/"
        + "\(Int(UInt64(WorldPoint(Position(120.15, 30.1)).y) >> 19)).mvt"
      #expect(try Wire.layers(try await town.request(.GET, tile, token: water).bytes) == ["pipes": 1])
      #expect(try await town.request(.GET, tile, token: roads).bytes.isEmpty)
    }
  }

  @Test func refusesWhatThereIsNot() async throws {
    try await Self.town(.sqlite) { town in
      for path in ["moon/0/0/0", "areas/1/2/0", "areas,/0/0/0", "areas/23/0/0", "areas/-1/0/0", "areas/x/0/0"] {
        let answer = try await town.request(.GET, "/tiles/\(path).mvt")
        #expect([404, 422, 400].contains(answer.status), "\(path): \(answer.status)")
      }
      let sensors = try await town.request(.GET, "/tiles/sensors/0/0/0.mvt", token: try await town.token(.auditor))
      #expect(try Self.count(sensors) == 1)
    }
  }
}
