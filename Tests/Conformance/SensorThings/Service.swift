// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Intake
import NIOHTTP1
import Packs
import SensorThings
import TestCity
import TestSupport
import Testing
import Vocabulary

/// The service as clients meet it, over HTTP.
struct Service {
  let town: TestTown
  let token: String
  static let base = "/sensorthings/v1.1"

  /// Serves a town while `body` runs.
  static func with(
    _ engine: Engine, _ change: (inout SensorThingsSettings) -> Void = { _ in },
    _ body: (Service) async throws -> Void
  ) async throws {
    var settings = SensorThingsSettings()
    // What the town has of its own would be in every list.
    settings.showsSeries = false
    change(&settings)
    try await TestTown.with(
      engine, migrations: sensorThingsMigrations,
      endpoints: { city in
        sensorThingsEndpoints(
          city,
          intake: ReadingIntake(telemetry: city.telemetry, database: city.database, tenant: city.tenant),
          settings: settings)
      }
    ) { town in
      try await body(Service(town: town, token: try await town.token(.administrator)))
    }
  }

  /// Sends a request; the address is below the root of the service, or whole. Spaces are encoded.
  func send(
    _ method: HTTPMethod, _ path: String, _ body: JSON? = nil, text: String? = nil, as mediaType: String? = nil,
    token: String? = nil, headers: [String: String] = [:]
  ) async throws -> TownAnswer {
    var path = path.replacing(" ", with: "%20").replacing("[", with: "%5B").replacing("]", with: "%5D")
    if path.hasPrefix(town.address) { path = String(path.dropFirst(town.address.count)) }
    if !path.hasPrefix("/") { path = path.isEmpty ? Self.base : "\(Self.base)/\(path)" }
    var headers = headers
    if text != nil { headers["Content-Type"] = mediaType ?? "application/json" }
    if let mediaType, body != nil { headers["Content-Type"] = mediaType }
    return try await town.request(
      method, path, token: token ?? self.token, body: body, bytes: text.map { Array($0.utf8) }, headers: headers)
  }

  /// Reads, and expects that it is there.
  func get(_ path: String, _ place: SourceLocation = #_sourceLocation) async throws -> JSON {
    let answer = try await send(.GET, path)
    #expect(answer.status == 200, "GET \(path): \(answer.status) \(answer.text)", sourceLocation: place)
    return answer.json
  }

  func list(_ path: String, _ place: SourceLocation = #_sourceLocation) async throws -> [JSON] {
    try await get(path, place)["value"]?.array ?? []
  }

  /// Makes an entity and returns its address below the root, such as `Things(1)`.
  @discardableResult
  func make(_ set: String, _ body: JSON, _ place: SourceLocation = #_sourceLocation) async throws -> String {
    let answer = try await send(.POST, set, body)
    #expect(answer.status == 201, "POST \(set): \(answer.status) \(answer.text)", sourceLocation: place)
    let location = answer.header("Location") ?? ""
    let root = town.address + Self.base + "/"
    #expect(location.hasPrefix(root), "\(location)", sourceLocation: place)
    return String(location.dropFirst(root.count))
  }

  /// How many entities of each set there are.
  func counts() async throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for set in Self.sets {
      counts[set] = try await get("\(set)?$count=true&$top=0")["@iot.count"]?.integer.map { Int($0) }
    }
    return counts
  }

  static let sets = [
    "Things", "Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams", "Sensors", "ObservedProperties",
    "Observations", "FeaturesOfInterest",
  ]

  /// An instant so many minutes after 2026-11-01.
  static func time(_ minutes: Int) -> String {
    Instant(milliseconds: 1_793_491_200_000 + Int64(minutes) * 60_000).description
  }
}

/// The identifier of what an address names.
func id(_ address: String) -> JSON {
  let text = address.drop { $0 != "(" }.dropFirst().dropLast()
  return Int64(text).map { .integer($0) } ?? .string(String(text.dropFirst().dropLast()))
}

func link(_ address: String) -> JSON { ["@iot.id": id(address)] }

/// Bodies of entities.
enum Sample {
  static func thing(_ name: String = "Oven") -> JSON {
    ["name": .string(name), "description": "A thing", "properties": ["floor": 3, "tags": ["a", "b"]]]
  }

  static func location(_ longitude: Double = 120.1, _ latitude: Double = 30.1, _ name: String = "Hall") -> JSON {
    [
      "name": .string(name), "description": "A place", "encodingType": "application/geo+json",
      "location": ["type": "Point", "coordinates": [.number(longitude), .number(latitude)]],
    ]
  }

  static func feature(_ longitude: Double = 120.2, _ latitude: Double = 30.2) -> JSON {
    [
      "name": "Field", "description": "A feature", "encodingType": "application/geo+json",
      "feature": ["type": "Point", "coordinates": [.number(longitude), .number(latitude)]],
    ]
  }

  static let sensor: JSON = [
    "name": "DS18B20", "description": "A thermometer", "encodingType": "application/pdf",
    "metadata": "https://example.org/ds18b20.pdf",
  ]

  static let observed: JSON = [
    "name": "Temperature", "definition": "http://example.org/temperature", "description": "How warm it is",
  ]

  static func datastream(
    _ name: String = "Temperature of the oven", type: String = "OM_Measurement", with more: [String: JSON] = [:]
  ) -> JSON {
    var members: [String: JSON] = [
      "name": .string(name), "description": "A stream",
      "observationType": .string("http://www.opengis.net/def/observationType/OGC-OM/2.0/\(type)"),
      "unitOfMeasurement": ["name": "degree Celsius", "symbol": "Cel", "definition": "ucum:Cel"],
    ]
    members.merge(more) { $1 }
    return .object(members)
  }

  static func whole(_ name: String = "Oven", observations: [JSON] = []) -> JSON {
    var stream = datastream(with: ["Sensor": sensor, "ObservedProperty": observed]).object ?? [:]
    if !observations.isEmpty { stream["Observations"] = .array(observations) }
    var members = thing(name).object ?? [:]
    members["Locations"] = [location()]
    members["Datastreams"] = [.object(stream)]
    return .object(members)
  }
}
