// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Packs
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Q1–Q11: what the query options do.
struct QueryTests {
  /// An oven with 12 Observations of results 0 to 11, a minute apart.
  static func withOven(
    _ engine: Engine, _ body: (_ service: Service, _ thing: String, _ stream: String) async throws -> Void
  ) async throws {
    try await Service.with(engine) { service in
      let observations = (0..<12).map { minute -> JSON in
        ["phenomenonTime": .string(Service.time(minute)), "result": .integer(Int64(minute))]
      }
      let thing = try await service.make("Things", Sample.whole(observations: observations))
      let stream = try await service.list("\(thing)/Datastreams")[0]["@iot.id"]?.text ?? ""
      try await body(service, thing, "Datastreams(\(stream))")
    }
  }

  @Test(arguments: Engine.allCases) func q1Selects(engine: Engine) async throws {
    try await Self.withOven(engine) { service, thing, stream in
      #expect(try await service.get("\(thing)?$select=name") == ["name": "Oven"])
      #expect(
        try await service.list("Things?$select=name,id") == [["name": "Oven", "@iot.id": id(thing)]])
      let linked = try await service.get("\(thing)?$select=name,Datastreams")
      #expect(
        Set(linked.object?.keys.map { $0 } ?? []) == ["name", "Datastreams@iot.navigationLink"], "\(linked.text)")
      #expect(
        try await service.list("\(thing)/Datastreams?$select=unitOfMeasurement/symbol")
          == [["unitOfMeasurement": ["symbol": "Cel"]]])
      #expect(try await service.list("\(stream)/Observations?$select=result&$top=1") == [["result": 0]])
      #expect(try await service.send(.GET, "Things?$select=weight").status == 400)
    }
  }

  @Test(arguments: Engine.allCases) func q2Expands(engine: Engine) async throws {
    try await Self.withOven(engine) { service, thing, stream in
      for (set, navigations) in RootTests.mandatory {
        for name in navigations.navigations {
          let entity = try #require(try await service.list("\(set)?$expand=\(name)&$top=1").first)
          #expect(entity[name] != nil, "\(set)?$expand=\(name)")
          #expect(entity["\(name)@iot.navigationLink"] == nil)
        }
      }
      let deep = try await service.get(
        "\(thing)?$expand=Datastreams($select=name;$expand=Observations($top=2;$orderby=phenomenonTime desc;$count=true;"
          + "$filter=result lt 9;$select=result),Sensor),Locations/HistoricalLocations")
      let inner = try #require(deep["Datastreams"]?.array?.first)
      #expect(inner["name"]?.string == "Temperature of the oven" && inner["description"] == nil)
      #expect(inner["Observations"] == [["result": 8], ["result": 7]])
      #expect(inner["Observations@iot.count"] == 9)
      #expect(inner["Sensor"]?["name"] == "DS18B20")
      #expect(deep["Locations"]?.array?.first?["HistoricalLocations"]?.array?.count == 1)
      let next = try #require(inner["Observations@iot.nextLink"]?.string)
      #expect(try await service.list(next).map { $0["result"] } == [6, 5])
      #expect(try await service.send(.GET, "\(stream)?$expand=Location").status == 400)
    }
  }

  @Test(arguments: Engine.allCases) func q3q4q5q6Pages(engine: Engine) async throws {
    try await Self.withOven(engine) { service, thing, stream in
      for top in [1, 2, 3, 4, 5, 12, 13] {
        for order in ["", "&$orderby=phenomenonTime desc", "&$orderby=result desc", "&$orderby=phenomenonTime asc"] {
          var path: String? = "\(stream)/Observations?$top=\(top)\(order)"
          var results: [JSON?] = []
          var pages = 0
          while let address = path {
            let page = try await service.get(address)
            let value = page["value"]?.array ?? []
            #expect(value.count <= top)
            results += value.map { $0["result"] }
            path = page["@iot.nextLink"]?.string
            pages += 1
          }
          #expect(pages == (12 + top - 1) / top, "\(top) \(order)")
          let expected = (0..<12).map { JSON.integer($0) }
          #expect(results == (order.contains("desc") ? expected.reversed() : expected), "\(top) \(order)")
        }
      }
      for skip in [1, 2, 3, 4, 12] {
        #expect(try await service.list("\(stream)/Observations?$skip=\(skip)").count == 12 - skip)
      }
      #expect(try await service.get("\(stream)/Observations?$count=false")["@iot.count"] == nil)
      #expect(try await service.send(.GET, "\(stream)/Observations/$count").text == "12")
      let order = try await service.get(
        "Observations?$count=true&$top=1&$skip=2&$orderby=phenomenonTime asc&$filter=result gt 3")
      #expect(order["@iot.count"] == 8 && order["value"]?.array?.map { $0["result"] } == [6])
      // The text of a number is compared with a text.
      let texts = try await service.get("Observations?$count=true&$filter=result gt '3'")
      #expect(texts["@iot.count"] == 6)
      for index in 0..<5 { try await service.make("Things", Sample.thing("T\(index % 3)")) }
      for (order, expected) in [
        ("name,id", ["Oven", "T0", "T0", "T1", "T1", "T2"]), ("name desc", ["T2", "T1", "T1", "T0", "T0", "Oven"]),
        ("properties/floor,name desc", ["T2", "T1", "T1", "T0", "T0", "Oven"]),
      ] {
        var path: String? = "Things?$top=4&$count=true&$orderby=\(order)"
        var names: [String] = []
        while let address = path {
          let page = try await service.get(address)
          #expect(page["@iot.count"] == 6)
          names += page["value"]?.array?.compactMap { $0["name"]?.string } ?? []
          path = page["@iot.nextLink"]?.string
        }
        #expect(names == expected, "\(order)")
      }
      for wrong in ["$top=-1", "$top=x", "$skip=x", "$orderby=weight", "$count=maybe", "$frob=1", "$skiptoken=zz"] {
        let answer = try await service.send(.GET, "Things?\(wrong)")
        #expect(answer.status == 400, "\(wrong)")
        #expect(answer.text.contains(wrong.prefix { $0 != "=" }), "\(answer.text)")
      }
      #expect(try await service.send(.GET, "\(thing)?$filter=name eq 'x'").status == 400)
    }
  }

  /// The same answers from sealed readings, of which whole blocks are passed over.
  @Test(arguments: Engine.allCases) func q7PassesOverBlocks(engine: Engine) async throws {
    try await Self.withOven(engine) { service, _, stream in
      try await service.town.city.telemetry.seal()
      for minute in 12..<24 {
        try await service.make(
          "\(stream)/Observations",
          ["phenomenonTime": .string(Service.time(minute)), "result": .integer(Int64(minute))])
      }
      try await service.make(
        "\(stream)/Observations",
        ["phenomenonTime": .string(Service.time(5)), "result": 100, "resultTime": .string(Service.time(6))])
      try await service.make(
        "\(stream)/Observations", ["phenomenonTime": .string(Service.time(30)), "result": "text"])
      for order in ["", "&$orderby=phenomenonTime", "&$orderby=phenomenonTime desc", "&$orderby=result"] {
        for (filter, expected) in [
          ("result gt 20", [21, 22, 23, 100]), ("result le 1", [0, 1]), ("result gt 10 and result lt 13", [11, 12]),
          ("result eq 5", [5]), ("result gt 1000", []), ("result eq 'text'", [nil]),
        ] as [(String, [Int64?])] {
          for path in ["\(stream)/Observations", "Observations"] {
            let found = try await service.get("\(path)?$count=true&$filter=\(filter)\(order)")
            let results = found["value"]?.array?.map { $0["result"]?.integer } ?? []
            #expect(
              results.sorted { ($0 ?? 0) < ($1 ?? 0) } == expected
                && found["@iot.count"]?.integer == Int64(expected.count),
              "\(path) \(filter) \(order): \(results)")
          }
        }
      }
    }
  }

  @Test(arguments: Engine.allCases) func q7q8q9q10q11Filters(engine: Engine) async throws {
    try await Self.withOven(engine) { service, thing, stream in
      var other = Sample.whole("Fridge").object ?? [:]
      other["properties"] = [
        "int": 8, "text": "cold", "flag": true, "intArray": [1, 9], "objArray": [["string": "a"], ["string": "b"]],
        "strArray": ["s", "t"],
      ]
      other["Locations"] = [Sample.location(121.5, 31.2, "Bridge")]
      let fridge = try await service.make("Things", .object(other))
      func names(_ filter: String) async throws -> [String] {
        try await service.list("Things?$orderby=id&$filter=\(filter)").compactMap { $0["name"]?.string }
      }
      for (filter, expected) in [
        ("name eq 'Oven'", ["Oven"]), ("name ne 'Oven'", ["Fridge"]), ("name lt 'G'", ["Fridge"]),
        ("name ge 'Oven'", ["Oven"]), ("not name eq 'Oven'", ["Fridge"]),
        ("name eq 'Oven' or name eq 'Fridge' and description eq 'x'", ["Oven"]),
        ("(name eq 'Oven' or name eq 'Fridge') and description eq 'x'", []),
        ("substringof('rid',name)", ["Fridge"]), ("startswith(name,'Ov')", ["Oven"]), ("endswith(name,'en')", ["Oven"]),
        ("length(name) eq 4", ["Oven"]), ("indexof(name,'ven') eq 1", ["Oven"]),
        ("substring(name,1) eq 'ven'", ["Oven"]), ("substring(name,1,2) eq 've'", ["Oven"]),
        ("tolower(name) eq 'oven'", ["Oven"]), ("toupper(name) eq 'OVEN'", ["Oven"]),
        ("trim(concat(' ',name)) eq 'Oven'", ["Oven"]), ("properties/int eq 8", ["Fridge"]),
        ("properties/int add 2 eq 10", ["Fridge"]), ("properties/intArray[1] gt 8", ["Fridge"]),
        ("properties/objArray[0]/string eq 'a'", ["Fridge"]), ("properties/flag eq true", ["Fridge"]),
        ("properties/int in (8,9)", ["Fridge"]), ("properties/text eq 8", []),
        ("properties/nothing eq null", ["Oven", "Fridge"]),
        ("Datastreams/ObservedProperty/name eq 'Temperature'", ["Oven", "Fridge"]),
        ("Locations/name eq 'Bridge'", ["Fridge"]), ("Datastreams/Thing/Datastreams/Thing/name eq 'Oven'", ["Oven"]),
        (
          "Datastreams/any(d:d/ObservedProperty/name eq 'Temperature' and d/Sensor/name eq 'DS18B20')",
          ["Oven", "Fridge"]
        ),
        ("MultiDatastreams/id eq null", ["Oven", "Fridge"]),
        (
          "Locations/any(l:st_within(l/location,geography'POLYGON ((121 31,122 31,122 32,121 32,121 31))'))", ["Fridge"]
        ),
        ("geo.distance(Locations/location,geography'POINT (120.1 30.1)') lt 0.1", ["Oven"]),
        ("Datastreams/phenomenonTime ge 2026-11-01T00:00:00Z", ["Oven"]),
        ("Datastreams/Observations/result gt 10", ["Oven"]), ("id eq \(id(fridge).text)", ["Fridge"]),
        ("year(HistoricalLocations/time) eq 2026", ["Oven", "Fridge"]),
      ] {
        #expect(try await names(filter) == expected, "\(filter)")
      }
      func results(_ filter: String, _ path: String? = nil) async throws -> [Int64] {
        try await service.list("\(path ?? "\(stream)/Observations")?$orderby=phenomenonTime&$filter=\(filter)")
          .compactMap {
            $0["result"]?.integer
          }
      }
      for (filter, expected) in [
        ("result ge 10", [10, 11]), ("result eq 5 or result eq 6", [5, 6]), ("1 add result mul 2 sub -1 eq 4", [1]),
        ("6 div 2 sub result eq 2", [1]), ("14 div (result add 1) mod 3 mul 3 eq 3", [1]),
        ("phenomenonTime ge \(Service.time(10))", [10, 11]), ("phenomenonTime lt \(Service.time(2))", [0, 1]),
        ("phenomenonTime eq \(Service.time(3))", [3]),
        ("phenomenonTime gt \(Service.time(1)) and phenomenonTime le \(Service.time(3)) and result ne 2", [3]),
        ("during(phenomenonTime,\(Service.time(3))/\(Service.time(5)))", [3, 4]),
        ("minute(phenomenonTime) eq 7", [7]), ("resultTime eq null and result lt 1", [0]),
        ("phenomenonTime sub duration'PT1M' eq \(Service.time(4))", [5]),
        ("Datastream/Thing/name eq 'Oven' and result gt 10", [11]), ("Datastream/Thing/name eq 'Fridge'", []),
        ("FeatureOfInterest/name eq 'Hall' and result lt 1", [0]),
        ("st_intersects(FeatureOfInterest/feature,geography'POINT (120.1 30.1)') and result gt 10", [11]),
      ] as [(String, [Int64])] {
        #expect(try await results(filter) == expected, "\(filter)")
        #expect(try await results(filter, "Observations") == expected, "all: \(filter)")
      }
      let areas = try await service.list(
        "Datastreams?$filter=st_within(observedArea,geography'POLYGON ((120 30,121 30,121 31,120 31,120 30))')")
      #expect(areas.count == 1)
      let absurd = try await service.send(.GET, "Things?$filter=properties/int mul 1e300 mul 1e300 gt 1")
      #expect(absurd.status == 200 || absurd.status == 400, "\(absurd.text)")
      for wrong in ["name eq", "name eq 'Oven", "weight eq 1", "name gt 5 and", "during(name,5)", "nofunction(name)"] {
        let answer = try await service.send(.GET, "Things?$filter=\(wrong)")
        #expect(answer.status == 400 && answer.text.contains("$filter"), "\(wrong): \(answer.text)")
      }
      // Parts of properties by address.
      #expect(try await service.get("\(fridge)/properties/intArray[1]") == ["1": 9])
      #expect(try await service.send(.GET, "\(fridge)/properties/objArray[0]/string/$value").text == "a")
      #expect(try await service.send(.GET, "\(fridge)/properties/none").status == 404)
    }
  }
}
