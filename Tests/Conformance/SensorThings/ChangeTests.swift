// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import TestCity
import TestSupport
import Testing
import Vocabulary

/// W10–W14: changes, deletions and what follows from them.
struct ChangeTests {
  @Test(arguments: Engine.allCases) func w10w11w12ChangesEntities(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.whole())
      let patched = try await service.send(.PATCH, thing, ["description": "Changed"])
      #expect(patched.status == 200)
      var found = try await service.get(thing)
      #expect(found["description"] == "Changed" && found["name"] == "Oven")
      #expect(found["properties"] == Sample.thing()["properties"])
      let inline = try await service.send(.PATCH, thing, ["Locations": [Sample.location()]])
      #expect(inline.status == 400 && inline.text.contains("@iot.id"), "\(inline.text)")
      #expect(try await service.send(.PATCH, thing, ["Datastreams": [Sample.datastream()]]).status == 400)
      #expect(try await service.send(.PATCH, thing, ["name": nil]).status == 400)
      #expect(try await service.send(.PATCH, "Things(4711)", ["name": "x"]).status == 404)

      #expect(try await service.send(.PUT, thing, ["name": "New", "description": "Put"]).status == 200)
      found = try await service.get(thing)
      #expect(found["name"] == "New" && found["description"] == "Put" && found["properties"] == nil)
      #expect(try await service.send(.PUT, thing, ["name": "New"]).status == 400)

      let patch: JSON = [
        ["op": "add", "path": "/properties", "value": ["a": 1, "list": [1, 2]]],
        ["op": "copy", "from": "/properties/a", "path": "/properties/b"],
        ["op": "move", "from": "/properties/a", "path": "/properties/c"],
        ["op": "add", "path": "/properties/list/1", "value": "x"],
        ["op": "replace", "path": "/description", "value": "Patched"],
        ["op": "test", "path": "/name", "value": "New"], ["op": "remove", "path": "/properties/list/0"],
      ]
      let answer = try await service.send(.PATCH, thing, patch, as: "application/json-patch+json")
      #expect(answer.status == 200, "\(answer.text)")
      found = try await service.get(thing)
      #expect(found["properties"] == ["b": 1, "c": 1, "list": ["x", 2]] && found["description"] == "Patched")
      for (wrong, status) in [
        ([["op": "test", "path": "/name", "value": "Old"]], 409),
        ([["op": "replace", "path": "/none", "value": 1]], 400),
        ([["op": "paint", "path": "/name"]], 400), ([["op": "remove", "path": "/name"]], 400),
      ] as [(JSON, Int)] {
        #expect(
          try await service.send(.PATCH, thing, wrong, as: "application/json-patch+json").status == status, "\(wrong)")
      }
      #expect(try await service.send(.PATCH, thing, [], as: "application/json-patch+json").status == 200)

      let stream = try await service.list("\(thing)/Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      let units: JSON = [
        ["op": "replace", "path": "/unitOfMeasurement/symbol", "value": "K"],
        ["op": "add", "path": "/properties", "value": ["k": "v"]],
      ]
      #expect(try await service.send(.PATCH, stream, units, as: "application/json-patch+json").status == 200)
      let its = try await service.get(stream)
      #expect(its["unitOfMeasurement"]?["symbol"] == "K" && its["properties"] == ["k": "v"])
      let sensor = try await service.make("Sensors", Sample.sensor)
      #expect(try await service.send(.PATCH, stream, ["Sensor": link(sensor)]).status == 200)
      #expect(try await service.get("\(stream)/Sensor")["@iot.id"] == id(sensor))
    }
  }

  @Test(arguments: Engine.allCases) func changesOnlyTheRevisionThatWasRead(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.thing())
      let tag = try #require(try await service.send(.GET, thing).header("ETag"))
      #expect(
        try await service.send(.PATCH, thing, ["description": "1"], headers: ["If-Match": tag]).status == 200)
      #expect(
        try await service.send(.PATCH, thing, ["description": "2"], headers: ["If-Match": tag]).status == 412)
      #expect(
        try await service.send(.PATCH, thing, ["description": "3"], headers: ["If-Match": "*"]).status == 200)
    }
  }

  @Test(arguments: Engine.allCases) func changesObservations(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      let made = try await service.make(
        "\(stream)/Observations", ["phenomenonTime": .string(Service.time(0)), "result": 1])
      try await service.make("\(stream)/Observations", ["phenomenonTime": .string(Service.time(5)), "result": 5])
      for result: JSON in [2, "text", .null, 3.5] {
        #expect(try await service.send(.PATCH, made, ["result": result]).status == 200)
        #expect(try await service.get(made)["result"] == result)
      }
      #expect(try await service.send(.PATCH, made, ["parameters": ["a": 1]]).status == 200)
      var found = try await service.get(made)
      #expect(found["parameters"] == ["a": 1] && found["result"] == 3.5)
      // To another time: the identifier stays, the order does not.
      #expect(try await service.send(.PATCH, made, ["phenomenonTime": .string(Service.time(10))]).status == 200)
      found = try await service.get(made)
      #expect(found["phenomenonTime"]?.string == Service.time(10) && found["@iot.id"] == id(made))
      let order = try await service.list("\(stream)/Observations?$orderby=phenomenonTime")
      #expect(order.map { $0["result"] } == [5, 3.5])
      let again = try await service.make(
        "\(stream)/Observations", ["phenomenonTime": .string(Service.time(0)), "result": 9])
      #expect(again != made)
      #expect(try await service.get(made)["result"] == 3.5)
      #expect(try await service.get(again)["result"] == 9)
      #expect(
        try await service.send(.PUT, made, ["phenomenonTime": .string(Service.time(11)), "result": 8]).status == 200)
      found = try await service.get(made)
      #expect(found["result"] == 8 && found["parameters"] == nil && found["@iot.id"] == id(made))
    }
  }

  @Test(arguments: Engine.allCases) func w13DeletesWithWhatCannotBeAlone(engine: Engine) async throws {
    try await Service.with(engine) { service in
      func remains(_ set: String, _ expected: [String: Int]) async throws {
        let body = Sample.whole(observations: [["phenomenonTime": .string(Service.time(0)), "result": 1]])
        let before = try await service.counts()
        let thing = try await service.make("Things", body)
        let path =
          switch set {
          case "Things": ""
          case "Datastreams", "Locations", "HistoricalLocations": "/\(set)"
          case "Sensors": "/Datastreams/Sensor"
          case "ObservedProperties": "/Datastreams/ObservedProperty"
          default: "/Datastreams/Observations"
          }
        var target = try await service.get(thing)
        for step in path.split(separator: "/") {
          let next = try await service.get("\(target["@iot.selfLink"]?.string ?? "")/\(step)")
          target = next["value"]?.array?.first ?? next
        }
        if set == "FeaturesOfInterest" {
          target = try await service.get("\(target["@iot.selfLink"]?.string ?? "")/FeatureOfInterest")
        }
        let address = target["@iot.selfLink"]?.string ?? ""
        #expect(address.contains("/\(set)("), "\(address)")
        #expect(try await service.send(.DELETE, address).status == 200)
        #expect(try await service.send(.GET, address).status == 404)
        #expect(try await service.send(.DELETE, address).status == 404)
        let after = try await service.counts()
        for name in Service.sets {
          let grown = (after[name] ?? 0) - (before[name] ?? 0)
          #expect(grown == expected[name] ?? 0, "\(name) after a deletion of \(set)")
        }
      }
      let all = [
        "Things": 1, "Locations": 1, "HistoricalLocations": 1, "Datastreams": 1, "Sensors": 1, "ObservedProperties": 1,
        "Observations": 1, "FeaturesOfInterest": 1,
      ]
      func without(_ names: String...) -> [String: Int] { all.filter { !names.contains($0.key) } }
      try await remains("Things", without("Things", "Datastreams", "HistoricalLocations", "Observations"))
      try await remains("Datastreams", without("Datastreams", "Observations"))
      try await remains("Sensors", without("Sensors", "Datastreams", "Observations"))
      try await remains("ObservedProperties", without("ObservedProperties", "Datastreams", "Observations"))
      try await remains("FeaturesOfInterest", without("FeaturesOfInterest", "Observations"))
      try await remains("Locations", without("Locations", "HistoricalLocations"))
      try await remains("HistoricalLocations", without("HistoricalLocations"))
      try await remains("Observations", without("Observations"))
    }
  }

  @Test(arguments: Engine.allCases) func w13DeletesWhatAFilterNames(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let observations = (0..<6).map { minute -> JSON in
        ["phenomenonTime": .string(Service.time(minute)), "result": .integer(Int64(minute))]
      }
      try await service.make("Things", Sample.whole(observations: observations))
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      #expect(try await service.send(.DELETE, "Observations").status == 405)
      #expect(
        try await service.send(.DELETE, "\(stream)/Observations?$filter=phenomenonTime lt \(Service.time(2))").status
          == 200)
      #expect(try await service.list("\(stream)/Observations").map { $0["result"] } == [2, 3, 4, 5])
      #expect(try await service.send(.DELETE, "Observations?$filter=result gt 3").status == 200)
      #expect(try await service.list("\(stream)/Observations").map { $0["result"] } == [2, 3])
    }
  }

  @Test func w13NamesWhatIsPossibleInstead() async throws {
    try await Service.with(.sqlite) { service in
      let thing = try await service.make("Things", Sample.thing())
      let (set, one) = ("GET, HEAD, POST", "GET, HEAD, PATCH, PUT, DELETE")
      for (method, path, allowed) in [
        (.PUT, "Things", set), (.PATCH, "Things", set), (.DELETE, "Things", set), (.POST, thing, one),
        (.PATCH, thing + "/name", "GET, HEAD"), (.DELETE, "Things/$ref", "GET, HEAD"),
      ] as [(HTTPMethod, String, String)] {
        let answer = try await service.send(method, path, method == .DELETE ? nil : Sample.thing())
        #expect(answer.status == 405 && answer.header("Allow") == allowed, "\(method) \(path): \(answer.text)")
      }
      let document = try await service.town.request(.GET, "/openapi.json").json
      for method in ["post", "patch", "put", "delete"] {
        let responses = document["paths"]?["/sensorthings/v1.1/{path}"]?[method]?["responses"]
        #expect(responses?["405"] != nil, "\(method)")
      }
    }
  }

  @Test(arguments: Engine.allCases) func w14RemembersWhereThingsWere(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.thing())
      #expect(try await service.list("\(thing)/HistoricalLocations").isEmpty)
      let first = try await service.make("\(thing)/Locations", Sample.location(120.1, 30.1, "First"))
      service.town.time.advance(by: .seconds(60))
      let second = try await service.make("Locations", Sample.location(120.2, 30.2, "Second"))
      #expect(try await service.list("\(thing)/HistoricalLocations").count == 1)
      #expect(try await service.send(.PATCH, thing, ["Locations": [link(second)]]).status == 200)
      #expect(try await service.list("\(thing)/Locations").map { $0["name"] } == ["Second"])
      let history = try await service.list("\(thing)/HistoricalLocations?$orderby=time&$expand=Locations")
      #expect(history.compactMap { $0["Locations"]?.array?.first?["name"]?.string } == ["First", "Second"])
      // One that is newer than all says where the Thing is; an older one does not.
      try await service.make(
        "HistoricalLocations",
        [
          "time": .string((service.town.time.now() + .seconds(60)).description), "Thing": link(thing),
          "Locations": [link(first)],
        ])
      #expect(try await service.list("\(thing)/Locations").map { $0["name"] } == ["First"])
      try await service.make(
        "HistoricalLocations",
        ["time": .string(Service.time(0)), "Thing": link(thing), "Locations": [link(second)]])
      #expect(try await service.list("\(thing)/Locations").map { $0["name"] } == ["First"])
      #expect(try await service.list("\(thing)/HistoricalLocations").count == 4)
      #expect(try await service.list("\(first)/Things").count == 1)
      // Several Locations that say the same in different encodings.
      let text: JSON = [
        "name": "In words", "description": "d", "encodingType": "text/plain", "location": "behind the hall",
      ]
      let words = try await service.make("Locations", text)
      #expect(
        try await service.send(.PATCH, thing, ["Locations": [link(first), link(words)]]).status == 200)
      #expect(try await service.list("\(thing)/Locations").count == 2)
    }
  }
}
