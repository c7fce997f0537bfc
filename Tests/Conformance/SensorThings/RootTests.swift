// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// R1, C1–C8: what is read of a service.
struct RootTests {
  @Test(arguments: Engine.allCases) func r1NamesItsEntitySets(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let root = try await service.get("")
      let sets = root["value"]?.array ?? []
      #expect(Set(sets.compactMap { $0["name"]?.string }) == Set(Service.sets))
      for set in sets {
        #expect(set["url"]?.string == "\(service.town.address)/sensorthings/v1.1/\(set["name"]?.string ?? "")")
      }
      let conformance = root["serverSettings"]?["conformance"]?.array?.compactMap(\.string) ?? []
      for name in ["datamodel/thing/properties", "request-data/filter", "batch-request/batch-request"] {
        #expect(conformance.contains("http://www.opengis.net/spec/iot_sensing/1.1/req/\(name)"))
      }
    }
  }

  /// What each entity must say (OGC 18-088 §8.2), and where it leads.
  static let mandatory: [String: (properties: [String], navigations: [String])] = [
    "Things": (["name", "description"], ["Locations", "HistoricalLocations", "Datastreams", "MultiDatastreams"]),
    "Locations": (["name", "description", "encodingType", "location"], ["Things", "HistoricalLocations"]),
    "HistoricalLocations": (["time"], ["Thing", "Locations"]),
    "Datastreams": (
      ["name", "description", "unitOfMeasurement", "observationType"],
      ["Thing", "Sensor", "ObservedProperty", "Observations"]
    ),
    "Sensors": (["name", "description", "encodingType", "metadata"], ["Datastreams", "MultiDatastreams"]),
    "ObservedProperties": (["name", "definition", "description"], ["Datastreams", "MultiDatastreams"]),
    "Observations": (["phenomenonTime", "result", "resultTime"], ["Datastream", "FeatureOfInterest"]),
    "FeaturesOfInterest": (["name", "description", "encodingType", "feature"], ["Observations"]),
  ]

  @Test(arguments: Engine.allCases) func c1c2c3c4c5ReadsSetsEntitiesAndProperties(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make(
        "Things", Sample.whole(observations: [["phenomenonTime": .string(Service.time(0)), "result": 20.5]]))
      for (set, expected) in Self.mandatory {
        let entities = try await service.list(set)
        #expect(entities.count == 1, "\(set)")
        let entity = try #require(entities.first)
        let address = try #require(entity["@iot.selfLink"]?.string)
        #expect(entity["@iot.id"] != nil && address.contains("/\(set)("))
        for name in expected.properties { #expect(entity[name] != nil, "\(set) has no \(name)") }
        for name in expected.navigations {
          #expect(entity["\(name)@iot.navigationLink"]?.string == "\(address)/\(name)", "\(set)")
        }
        #expect(try await service.get(address) == entity)
        for name in expected.properties {
          let answer = try await service.send(.GET, "\(address)/\(name)")
          if entity[name] == .null {
            #expect(answer.status == 204)
            continue
          }
          #expect(answer.json == .object([name: entity[name] ?? .null]), "\(address)/\(name)")
          let raw = try await service.send(.GET, "\(address)/\(name)/$value")
          #expect(raw.status == 200)
          if let text = entity[name]?.string { #expect(raw.text == text) } else { #expect(raw.json == entity[name]) }
        }
        let unknown = set == "Observations" ? "'1-1'" : "4711"
        for path in ["\(set)(\(unknown))", "\(set)(\(unknown))/\(expected.properties[0])"] {
          let answer = try await service.send(.GET, path)
          #expect(answer.status == 404, "\(path)")
          #expect(answer.header("Content-Type") == "application/problem+json")
        }
      }
      #expect(try await service.send(.GET, "Thingies").status == 404)
      #expect(try await service.send(.GET, "Things(1)/nothing").status == 404)
    }
  }

  @Test(arguments: Engine.allCases) func c6c7c8Navigates(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let oven = try await service.make(
        "Things", Sample.whole(observations: [["phenomenonTime": .string(Service.time(0)), "result": 20.5]]))
      let other = try await service.make("Things", Sample.whole("Fridge"))
      // Every way of up to three steps from a Thing.
      var ways = [(oven, "Things")]
      for _ in 0..<3 {
        var next: [(String, String)] = []
        for (path, set) in ways {
          for name in Self.mandatory[set]?.navigations ?? [] {
            let isOne = !Self.mandatory.keys.contains(name) && name != "MultiDatastreams"
            let answer = try await service.get("\(path)/\(name)")
            let references = try await service.get("\(path)/\(name)/$ref")
            if isOne {
              #expect(answer["@iot.selfLink"] != nil, "\(path)/\(name)")
              #expect(references == .object(["@iot.selfLink": answer["@iot.selfLink"] ?? .null]))
              let target =
                name == "ObservedProperty"
                ? "ObservedProperties" : name == "FeatureOfInterest" ? "FeaturesOfInterest" : name + "s"
              next.append(("\(path)/\(name)", target))
            } else {
              let value = answer["value"]?.array ?? []
              #expect(
                references["value"]?.array == value.map { .object(["@iot.selfLink": $0["@iot.selfLink"] ?? .null]) })
              guard let first = value.first?["@iot.id"] else { continue }
              let text = first.string.map { "'\($0)'" } ?? first.text
              next.append(("\(path)/\(name)(\(text))", name))
            }
          }
        }
        ways = next
      }
      // A child of somebody else.
      let stream = try #require(try await service.list("\(other)/Datastreams").first?["@iot.id"]?.integer)
      for path in ["\(oven)/Datastreams(\(stream))", "\(oven)/Datastreams(\(stream))/Sensor"] {
        #expect(try await service.send(.GET, path).status == 404)
        #expect(try await service.send(.PATCH, path, ["description": "x"]).status == 404)
        #expect(try await service.send(.DELETE, path).status == 404)
      }
      #expect(
        try await service.send(.POST, "\(oven)/Datastreams(\(stream))/Observations", ["result": 1]).status == 404)
    }
  }
}
