// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import NIOHTTP1
import Packs
import Storage
import TestCity
import TestSupport
import Testing
import Vocabulary

/// W1–W9, W15, W16: what is made, and what is not.
struct CreationTests {
  @Test(arguments: Engine.allCases) func w1w2w3MakesEntitiesAndLinks(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.thing())
      let place = try await service.make("\(thing)/Locations", Sample.location())
      let sensor = try await service.make("Sensors", Sample.sensor)
      let observed = try await service.make("ObservedProperties", Sample.observed)
      let stream = try await service.make(
        "\(thing)/Datastreams",
        Sample.datastream(with: ["Sensor": link(sensor), "ObservedProperty": link(observed)]))
      let feature = try await service.make("FeaturesOfInterest", Sample.feature())
      let observation = try await service.make(
        "\(stream)/Observations",
        ["phenomenonTime": .string(Service.time(1)), "result": 3.5, "FeatureOfInterest": link(feature)])
      let found = try await service.get(thing)
      for (name, value) in Sample.thing().object ?? [:] { #expect(found[name] == value) }
      #expect(try await service.get("\(thing)/Locations")["value"]?.array?.first?["@iot.id"] == id(place))
      #expect(try await service.get("\(stream)/Thing")["@iot.id"] == id(thing))
      #expect(try await service.get("\(stream)/Sensor")["@iot.id"] == id(sensor))
      #expect(try await service.get("\(stream)/ObservedProperty")["@iot.id"] == id(observed))
      #expect(try await service.get("\(observation)/FeatureOfInterest")["@iot.id"] == id(feature))
      #expect(try await service.get("\(feature)/Observations")["value"]?.array?.first?["@iot.id"] == id(observation))
      #expect(try await service.get(observation)["result"] == 3.5)
      // What came in through this door is an entity of the city, and a series.
      let entities = try await service.town.city.database.read { [city = service.town.city] in
        try city.entities.list(tenant: city.tenant, in: $0).map(\.type)
      }
      #expect(
        Set(entities).isSuperset(
          of: ["Thing", "Location", "Sensor", "ObservedProperty", "Datastream", "FeatureOfInterest"]))
    }
  }

  @Test(arguments: Engine.allCases) func w4w5MakesAllOrNothing(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make(
        "Things",
        Sample.whole(observations: [
          ["phenomenonTime": .string(Service.time(0)), "result": 1],
          ["phenomenonTime": .string(Service.time(1)), "result": 2, "FeatureOfInterest": Sample.feature()],
        ]))
      let counts = try await service.counts()
      #expect(
        counts == [
          "Things": 1, "Locations": 1, "HistoricalLocations": 1, "Datastreams": 1, "MultiDatastreams": 0, "Sensors": 1,
          "ObservedProperties": 1, "Observations": 2, "FeaturesOfInterest": 2,
        ])
      #expect(try await service.list("\(thing)/HistoricalLocations").count == 1)
      let withoutSensor = Sample.datastream(with: ["ObservedProperty": Sample.observed])
      let withoutProperty = Sample.datastream(with: ["Sensor": Sample.sensor])
      var broken = Sample.thing().object ?? [:]
      broken["Locations"] = [Sample.location()]
      for stream in [withoutSensor, withoutProperty] {
        broken["Datastreams"] = [
          Sample.datastream(with: ["Sensor": Sample.sensor, "ObservedProperty": Sample.observed]), stream,
        ]
        let answer = try await service.send(.POST, "Things", .object(broken))
        #expect(answer.status == 400)
        #expect(answer.json["errors"]?.array?.first?["pointer"]?.string == "/Datastreams/1", "\(answer.text)")
      }
      let bad: [(String, JSON)] = [
        ("Datastreams", Sample.datastream(with: ["Sensor": Sample.sensor, "ObservedProperty": Sample.observed])),
        ("Observations", ["result": 1, "FeatureOfInterest": Sample.feature()]),
        (
          "Observations",
          [
            "result": 1, "Datastream": ["@iot.id": 4711], "FeatureOfInterest": Sample.feature(),
          ]
        ),
        ("FeaturesOfInterest", ["name": "a", "description": "b", "feature": [:]]),
        ("Things", ["name": "a"]), ("Things", ["name": "a", "description": "b", "nonsense": 1]),
        ("Things", ["name": 7, "description": "b"]), ("Things", [1]),
        (
          "Locations",
          [
            "name": "a", "description": "b", "encodingType": "application/geo+json",
            "location": ["type": "Point", "coordinates": [200, 91]],
          ]
        ),
      ]
      for (set, body) in bad {
        let answer = try await service.send(.POST, set, body)
        #expect(answer.status == 400, "\(set) \(body.text): \(answer.status)")
        #expect(answer.header("Content-Type") == "application/problem+json")
      }
      #expect(try await service.send(.POST, "Things", text: "{\"name\": ").status == 400)
      #expect(try await service.counts() == counts)
    }
  }

  @Test(arguments: Engine.allCases) func w7MakesFeaturesOfThePlace(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.whole())
      let streams = try await service.list("\(thing)/Datastreams")
      let stream = "Datastreams(\(streams[0]["@iot.id"]?.text ?? ""))"
      func observe(_ minutes: Int) async throws -> JSON {
        let made = try await service.make(
          "\(stream)/Observations",
          ["phenomenonTime": .string(Service.time(minutes)), "result": .integer(Int64(minutes))])
        return try await service.get("\(made)/FeatureOfInterest")
      }
      let first = try await observe(1)
      #expect(first["feature"] == Sample.location()["location"])
      #expect(try await observe(2)["@iot.id"] == first["@iot.id"])
      // Moved: a new one; what was before keeps its own.
      let hall = try await service.list("\(thing)/Locations")[0]
      let moved: JSON = ["type": "Point", "coordinates": [120.3, 30.3]]
      #expect(try await service.send(.PATCH, hall["@iot.selfLink"]?.string ?? "", ["location": moved]).status == 200)
      let second = try await observe(3)
      #expect(second["@iot.id"] != first["@iot.id"] && second["feature"] == moved)
      let before = try await service.get("\(first["@iot.selfLink"]?.string ?? "")/Observations")
      #expect(before["value"]?.array?.count == 2)
      // Deleted: made again.
      #expect(try await service.send(.DELETE, second["@iot.selfLink"]?.string ?? "").status == 200)
      #expect(try await service.list("\(stream)/Observations").count == 2)
      let third = try await observe(4)
      #expect(third["feature"] == moved && third["@iot.id"] != second["@iot.id"])
      // Nowhere: refused.
      var nowhere = Sample.whole("Cloud").object ?? [:]
      nowhere["Locations"] = nil
      let cloud = try await service.make("Things", .object(nowhere))
      let itsStream = try await service.list("\(cloud)/Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      let answer = try await service.send(.POST, "\(itsStream)/Observations", ["result": 1])
      #expect(answer.status == 400 && answer.text.contains("has no Location"), "\(answer.text)")
    }
  }

  @Test(arguments: Engine.allCases) func w8w9AssumesTimesAndRefusesContradictions(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      try await service.make("Things", Sample.whole("Other"))
      let streams = try await service.list("Datastreams").compactMap { $0["@iot.id"]?.text }
      let now = service.town.time.now().description
      let made = try await service.make("Datastreams(\(streams[0]))/Observations", ["result": 5])
      let found = try await service.get(made)
      #expect(found["phenomenonTime"]?.string == now && found["resultTime"] == .null)
      let null = try await service.make(
        "Datastreams(\(streams[0]))/Observations",
        ["result": 6, "phenomenonTime": .string(Service.time(0)), "resultTime": nil])
      #expect(try await service.get(null)["resultTime"] == .null)
      let body: (String) -> JSON = { stream in
        [
          "result": 7, "phenomenonTime": .string(Service.time(1)),
          "Datastream": ["@iot.id": .integer(Int64(stream) ?? 0)],
        ]
      }
      #expect(
        try await service.send(.POST, "Datastreams(\(streams[0]))/Observations", body(streams[1])).status == 400)
      try await service.make("Datastreams(\(streams[0]))/Observations", body(streams[0]))
      for time in ["yesterday", "2026-11-01", "2026-11-02T00:00:00Z/2026-11-01T00:00:00Z", "2030-01-01T00:00:00Z"] {
        let answer = try await service.send(
          .POST, "Datastreams(\(streams[0]))/Observations", ["result": 8, "phenomenonTime": .string(time)])
        #expect(answer.status == 400, "\(time): \(answer.status) \(answer.text)")
      }
    }
  }

  @Test(arguments: Engine.allCases) func w15KeepsResultsAsTheyCame(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let any = Sample.datastream(
        "Anything", type: "OM_Observation", with: ["Sensor": Sample.sensor, "ObservedProperty": Sample.observed])
      let thing = try await service.list("Things")[0]["@iot.selfLink"]?.string ?? ""
      try await service.make("\(thing)/Datastreams", any)
      let streams = try await service.list("Datastreams").compactMap { $0["@iot.id"]?.text }
      let results = [
        "2.00", "20", "-0.5", "1e3", "12345678901234567890", "0.1234567890123456789", "true", "\"text\"", "null",
        "{\"a\":[1,2.0]}", "[1,\"b\"]", "\"with \\\"quotes\\\" 中\"",
      ]
      for stream in streams {
        for (minute, result) in results.enumerated() {
          let made = try await service.send(
            .POST, "Datastreams(\(stream))/Observations",
            text: "{\"phenomenonTime\": \"\(Service.time(minute))\", \"result\": \(result)}")
          #expect(made.status == 201, "\(result): \(made.text)")
          let answer = try await service.send(.GET, made.header("Location") ?? "")
          let written = stream == streams[0] && result == "1e3" ? "1000" : result
          #expect(answer.text.contains("\"result\":\(written),"), "\(result): \(answer.text)")
        }
        let all = try await service.list("Datastreams(\(stream))/Observations?$orderby=phenomenonTime")
        #expect(all.count == results.count)
      }
      let rich: JSON = [
        "phenomenonTime": .string("\(Service.time(100))/\(Service.time(101))"),
        "resultTime": .string(Service.time(102)),
        "result": 1, "resultQuality": [["code": 1], "good"], "parameters": ["depth": 3],
        "validTime": .string("\(Service.time(100))/\(Service.time(200))"),
      ]
      let made = try await service.make("Datastreams(\(streams[0]))/Observations", rich)
      let found = try await service.get(made)
      for (name, value) in rich.object ?? [:] { #expect(found[name] == value, "\(name)") }
    }
  }

  @Test(arguments: Engine.allCases) func keepsTwoOfOneInstantAndOneOfTheSame(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      let time = JSON.string(Service.time(0))
      let first = try await service.make("\(stream)/Observations", ["phenomenonTime": time, "result": 1])
      let same = try await service.make("\(stream)/Observations", ["phenomenonTime": time, "result": 1])
      let other = try await service.make("\(stream)/Observations", ["phenomenonTime": time, "result": 2])
      #expect(first == same && first != other)
      #expect(try await service.list("\(stream)/Observations").map { $0["result"] } == [1, 2])
      // The identifiers of the others stay when one goes.
      #expect(try await service.send(.DELETE, first).status == 200)
      #expect(try await service.send(.GET, first).status == 404)
      #expect(try await service.get(other)["result"] == 2)
    }
  }

  /// Whoever comes at the same time: each Observation is kept once, under an identifier of its own.
  @Test(arguments: Engine.allCases) func keepsAllThatComesAtOnce(engine: Engine) async throws {
    try await Service.with(engine) { service in
      for index in 0..<4 { try await service.make("Things", Sample.whole("Oven \(index)")) }
      let streams = try await service.list("Datastreams").compactMap { $0["@iot.selfLink"]?.string }
      for stream in streams {
        try await service.make("\(stream)/Observations", ["phenomenonTime": .string(Service.time(-1)), "result": -1])
      }
      let made = try await withThrowingTaskGroup(of: [(String, Int)].self) { group in
        for client in 0..<16 {
          group.addTask {
            var made: [(String, Int)] = []
            for index in 0..<12 {
              // Four clients for each stream send different results for the same instants, one in three with more to say.
              var body: [String: JSON] = [
                "phenomenonTime": .string(Service.time(index)), "result": .integer(Int64(client * 100 + index)),
              ]
              if (client + index) % 3 == 0 { body["resultTime"] = .string(Service.time(index)) }
              let address = try await service.make("\(streams[client % 4])/Observations", .object(body))
              made.append((address, client * 100 + index))
            }
            return made
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(Set(made.map(\.0)).count == 16 * 12)
      for (address, result) in made {
        #expect(try await service.get(address)["result"] == .integer(Int64(result)), "\(address)")
      }
      #expect(try await service.send(.GET, "Observations/$count").text == "196")
    }
  }

  @Test(arguments: Engine.allCases) func w16KeepsTheTimesAndAreaOfDatastreams(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      #expect(try await service.get(stream)["phenomenonTime"] == nil)
      var made: [String] = []
      for minute in [10, 5, 20] {
        made.append(
          try await service.make(
            "\(stream)/Observations",
            [
              "phenomenonTime": .string(Service.time(minute)), "result": .integer(Int64(minute)),
              "resultTime": .string(Service.time(minute + 1)),
            ]))
      }
      try await service.make(
        "\(stream)/Observations",
        [
          "phenomenonTime": .string("\(Service.time(15))/\(Service.time(30))"), "result": 0,
          "FeatureOfInterest": Sample.feature(),
        ])
      var found = try await service.get(stream)
      #expect(found["phenomenonTime"]?.string == "\(Service.time(5))/\(Service.time(30))")
      #expect(found["resultTime"]?.string == "\(Service.time(6))/\(Service.time(21))")
      #expect(
        found["observedArea"] == [
          "type": "Polygon",
          "coordinates": [[[120.1, 30.1], [120.2, 30.1], [120.2, 30.2], [120.1, 30.2], [120.1, 30.1]]],
        ])
      for observation in try await service.list("\(stream)/Observations") {
        #expect(try await service.send(.DELETE, observation["@iot.selfLink"]?.string ?? "").status == 200)
      }
      found = try await service.get(stream)
      #expect(found["phenomenonTime"] == nil && found["resultTime"] == nil)
      #expect(try await service.get("\(stream)/Observations?$count=true")["@iot.count"] == 0)
    }
  }
}
