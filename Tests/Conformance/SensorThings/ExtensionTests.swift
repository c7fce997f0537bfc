// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Foundation
import NIOHTTP1
import Packs
import Storage
import TestCity
import TestSupport
import Testing
import Vocabulary

/// B1–B8, M1–M18, D1–D3 and who may do what.
struct ExtensionTests {
  @Test(arguments: Engine.allCases) func b1b5AnswersMultipartBatches(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.thing())
      let root = service.town.address + Service.base
      func part(_ method: String, _ url: String, _ body: JSON? = nil, id: String? = nil) -> String {
        var text = "Content-Type: application/http\r\n"
        if let id { text += "Content-ID: \(id)\r\n" }
        text += "\r\n\(method) \(url) HTTP/1.1\r\nHost: localhost\r\n"
        if body != nil { text += "Content-Type: application/json\r\n" }
        return text + "\r\n" + (body?.text ?? "") + "\r\n"
      }
      let changes =
        "--change\r\n" + part("POST", "/sensorthings/v1.1/Things", Sample.whole("Made"), id: "made") + "--change\r\n"
        + part("PATCH", "$made", ["description": "in a batch"]) + "--change\r\n"
        + part("POST", "Locations", Sample.location().with("Things", [["@iot.id": "$made"]])) + "--change--\r\n"
      let failing =
        "--change2\r\n" + part("POST", "Things", Sample.thing("Never")) + "--change2\r\n"
        + part("POST", "Things", ["name": "bad"]) + "--change2--\r\n"
      let body =
        "--batch\r\n" + part("GET", "\(root)/\(thing)") + "--batch\r\n"
        + part("GET", "Things?$filter=name%20eq%20'Oven'&$select=name") + "--batch\r\n" + part("GET", "Things(4711)")
        + "--batch\r\nContent-Type: multipart/mixed; boundary=change\r\n\r\n" + changes
        + "--batch\r\nContent-Type: multipart/mixed;boundary=change2\r\n\r\n" + failing + "--batch\r\n"
        + part("GET", "Things/$count") + "--batch--\r\n"
      let answer = try await service.send(
        .POST, "$batch", text: body, as: "multipart/mixed; boundary=batch")
      #expect(answer.status == 200)
      let statuses = answer.text.matches(of: /HTTP\/1\.1 (\d+)/).map { Int($0.output.1) }
      #expect(statuses == [200, 200, 404, 201, 200, 201, 400, 200], "\(answer.text)")
      #expect(answer.text.contains("[{\"name\":\"Oven\"}]"))
      let made = try await service.list("Things?$filter=name eq 'Made'&$expand=Locations")
      #expect(made.count == 1 && made[0]["description"] == "in a batch")
      #expect(made[0]["Locations"]?.array?.count == 1)
      #expect(try await service.list("Things?$filter=name eq 'Never'").isEmpty)
      #expect(
        try await service.send(.POST, "$batch", text: "--x\r\n", as: "multipart/mixed; boundary=x").status == 400)
    }
  }

  @Test(arguments: Engine.allCases) func b6b8AnswersJSONBatches(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let batch: JSON = [
        "requests": [
          ["id": "thing0", "atomicityGroup": "g", "method": "post", "url": "Things", "body": Sample.whole("One")],
          [
            "id": "place", "atomicityGroup": "g", "method": "post", "url": "$thing0/Locations",
            "body": Sample.location(),
          ],
          [
            "id": "stream", "atomicityGroup": "g", "method": "post", "url": "Datastreams",
            "body": Sample.datastream(
              with: ["Thing": ["@iot.id": "$thing0"], "Sensor": Sample.sensor, "ObservedProperty": Sample.observed]),
          ],
          ["id": "bad", "atomicityGroup": "h", "method": "post", "url": "Things", "body": Sample.thing("Never")],
          ["id": "worse", "atomicityGroup": "h", "method": "delete", "url": "Things(4711)"],
          ["id": "observe", "method": "post", "url": "$stream/Observations", "body": ["result": 2]],
          ["id": "get", "method": "get", "url": "/sensorthings/v1.1/Things?$select=name"],
        ]
      ]
      let answer = try await service.send(.POST, "$batch", batch)
      let responses = answer.json["responses"]?.array ?? []
      #expect(responses.map { $0["id"]?.string } == ["thing0", "place", "stream", "bad", "worse", "observe", "get"])
      #expect(responses.map { $0["status"] } == [201, 201, 201, 404, 404, 201, 200], "\(answer.text)")
      #expect(responses[6]["body"]?["value"] == [["name": "One"]])
      #expect(responses[0]["location"]?.string?.contains("/Things(") == true)
      #expect(try await service.list("Things/").count == 1)
      #expect(try await service.send(.POST, "$batch", ["requests": [["id": "1"]]]).status == 400)
    }
  }

  static func multi(_ thing: String, _ count: Int = 2, with more: [String: JSON] = [:]) -> JSON {
    var members: [String: JSON] = [
      "name": "Wind", "description": "d",
      "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation",
      "multiObservationDataTypes": .array(
        (0..<count).map { _ in "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement" }),
      "unitOfMeasurements": .array(
        (0..<count).map { ["name": .string("u\($0)"), "symbol": "m/s", "definition": "d"] }),
      "Thing": link(thing), "Sensor": Sample.sensor,
      "ObservedProperties": .array(
        (0..<count).map { ["name": .string("P\(count - $0)"), "definition": "http://x", "description": "d"] }),
    ]
    members.merge(more) { $1 }
    return .object(members)
  }

  @Test(arguments: Engine.allCases) func m1m18KeepsMultiDatastreams(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.whole())
      let stream = try await service.make("MultiDatastreams", Self.multi(thing, 3))
      // In the order in which they were given.
      #expect(try await service.list("\(stream)/ObservedProperties").map { $0["name"] } == ["P3", "P2", "P1"])
      #expect(
        try await service.get("\(stream)?$expand=ObservedProperties")["ObservedProperties"]?.array?.map { $0["name"] }
          == ["P3", "P2", "P1"])
      #expect(try await service.list("\(thing)/MultiDatastreams").count == 1)
      let wrong: [[String: JSON]] = [
        ["unitOfMeasurements": []], ["ObservedProperties": [Sample.observed]], ["multiObservationDataTypes": ["a"]],
      ]
      for more in wrong {
        #expect(try await service.send(.POST, "MultiDatastreams", Self.multi(thing, with: more)).status == 400)
      }
      let time = JSON.string(Service.time(0))
      let made = try await service.make(
        "\(stream)/Observations", ["phenomenonTime": time, "result": [1, 2.5, "x"]])
      var found = try await service.get(made)
      #expect(found["result"] == [1, 2.5, "x"])
      #expect(found["MultiDatastream@iot.navigationLink"] != nil && found["Datastream@iot.navigationLink"] == nil)
      #expect(try await service.get("\(made)/MultiDatastream")["@iot.id"] == id(stream))
      #expect(try await service.send(.GET, "\(made)/Datastream").status == 404)
      for result: JSON in [[1, 2], 5, [1, 2, 3, 4]] {
        #expect(try await service.send(.POST, "\(stream)/Observations", ["result": result]).status == 400)
      }
      let single = try await service.list("Datastreams")[0]["@iot.id"] ?? .null
      #expect(
        try await service.send(
          .POST, "Observations",
          ["result": [1, 2, 3], "Datastream": ["@iot.id": single], "MultiDatastream": link(stream)]
        ).status == 400)
      found = try await service.get(stream)
      #expect(found["phenomenonTime"]?.string == Service.time(0))
      let property = try await service.list("\(stream)/ObservedProperties")[1]["@iot.selfLink"]?.string ?? ""
      #expect(try await service.list("\(property)/MultiDatastreams").count == 1)
      #expect(try await service.send(.POST, "\(property)/MultiDatastreams", Self.multi(thing, 1)).status == 400)
      #expect(try await service.send(.PATCH, stream, ["name": "Storm"]).status == 200)
      #expect(try await service.list("Observations?$filter=MultiDatastream/name eq 'Storm'").count == 1)
      #expect(try await service.send(.DELETE, property).status == 200)
      #expect(try await service.send(.GET, stream).status == 404)
      #expect(try await service.list("Observations").isEmpty)
    }
  }

  @Test(arguments: Engine.allCases) func d1d2d3TakesAndGivesArrays(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let thing = try await service.make("Things", Sample.whole())
      let multi = try await service.make("MultiDatastreams", Self.multi(thing))
      let stream = try await service.list("Datastreams")[0]["@iot.id"] ?? .null
      let feature = try await service.make("FeaturesOfInterest", Sample.feature())
      func rows(_ range: Range<Int>) -> JSON { .array(range.map { [.string(Service.time($0)), .integer(Int64($0))] }) }
      let body: JSON = [
        [
          "Datastream": ["@iot.id": stream], "components": ["phenomenonTime", "result"], "dataArray@iot.count": 3,
          "dataArray": rows(0..<3),
        ],
        [
          "Datastream": ["@iot.id": stream],
          "components": ["phenomenonTime", "result", "resultTime", "FeatureOfInterest/id"],
          "dataArray": [
            [.string(Service.time(3)), 3, .string(Service.time(3)), id(feature)],
            [.string(Service.time(4)), 4, nil, 4711], ["never", 5, nil, nil],
            [.string("2033-01-01T00:00:00Z"), 6, .string(Service.time(3)), nil],
          ],
        ],
        [
          "MultiDatastream": link(multi), "components": ["phenomenonTime", "result"],
          "dataArray": [[.string(Service.time(0)), [1, 2]], [.string(Service.time(1)), [1]]],
        ],
        [
          "Datastream": ["@iot.id": 4711], "components": ["result", "phenomenonTime"],
          "dataArray": [[1, .string(Service.time(0))]],
        ],
      ]
      let answer = try await service.send(.POST, "CreateObservations", body)
      #expect(answer.status == 201)
      let said = answer.json.array?.compactMap(\.string) ?? []
      let isError = said.map { $0.hasPrefix("error") }
      #expect(isError == [false, false, false, false, true, true, true, false, true, true], "\(said)")
      for (address, isError) in zip(said, isError) where !isError {
        #expect(try await service.send(.GET, address).status == 200)
      }
      // The same again changes nothing.
      #expect(try await service.send(.POST, "CreateObservations", body).json.array?.count == 10)
      #expect(try await service.list("Datastreams(\(stream.text))/Observations").map { $0["result"] } == [0, 1, 2, 3])
      #expect(try await service.list("\(feature)/Observations").map { $0["result"] } == [3])
      let read = try await service.get(
        "Datastreams(\(stream.text))/Observations?$resultFormat=dataArray&$top=2&$count=true&$orderby=phenomenonTime desc"
          + "&$select=result,phenomenonTime")
      #expect(read["@iot.count"] == 4 && read["@iot.nextLink"] != nil)
      let group = try #require(read["value"]?.array?.first)
      #expect(group["components"] == ["result", "phenomenonTime"] && group["dataArray@iot.count"] == 2)
      #expect(
        group["dataArray"] == [[3, .string(Service.time(3))], [2, .string(Service.time(2))]])
      #expect(group["Datastream@iot.navigationLink"]?.string?.hasSuffix("/Datastreams(\(stream.text))") == true)
      #expect(try await service.get("Observations?$resultFormat=dataArray")["value"]?.array?.count == 2)
      #expect(try await service.send(.GET, "Things?$resultFormat=dataArray").status == 400)
    }
  }

  /// Every kind of request with every role: who may do what, written down by hand.
  @Test(arguments: Engine.allCases) func walksEveryRole(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.id"]?.text ?? ""
      let all = Set(Role.allCases)
      let staff = all.subtracting([.reporter])
      let chiefs: Set<Role> = [.supervisor, .administrator]
      for role in Role.allCases {
        let token = try await service.town.token(role)
        let thing = try await service.make("Things", Sample.thing())
        let sensor = try await service.make("Sensors", Sample.sensor)
        let calls: [(HTTPMethod, String, JSON?, Set<Role>)] = [
          (.GET, "", nil, all), (.GET, "Things", nil, staff), (.GET, "Observations", nil, staff),
          (.GET, "\(thing)/name/$value", nil, staff), (.POST, "Sensors", Sample.sensor, chiefs),
          (.PATCH, sensor, ["name": "x"], chiefs), (.PUT, sensor, Sample.sensor, chiefs),
          (.DELETE, sensor, nil, chiefs),
          (.POST, "Datastreams(\(stream))/Observations", ["result": 1], chiefs),
          (.POST, "CreateObservations", [], chiefs), (.DELETE, "Things?$filter=name eq 'none'", nil, chiefs),
        ]
        for (method, path, body, allowed) in calls {
          let status = try await service.send(method, path, body, token: token).status
          #expect((status == 403) == !allowed.contains(role), "\(role): \(method) \(path): \(status)")
          #expect(status < 500 && status != 401, "\(role): \(method) \(path): \(status)")
        }
        // A batch is no way around.
        let batch: JSON = [
          "requests": [
            ["id": "1", "method": "get", "url": "Things"],
            ["id": "2", "method": "post", "url": "Sensors", "body": Sample.sensor],
            ["id": "3", "method": "post", "url": "Sensors", "body": Sample.sensor, "atomicityGroup": "g"],
          ]
        ]
        let answers = try await service.send(.POST, "$batch", batch, token: token).json["responses"]?.array ?? []
        let expected: [JSON] = [
          staff.contains(role) ? 200 : 403, chiefs.contains(role) ? 201 : 403, chiefs.contains(role) ? 201 : 403,
        ]
        #expect(answers.map { $0["status"] } == expected, "\(role)")
      }
    }
  }

  @Test(arguments: Engine.allCases) func letsInWhoMay(engine: Engine) async throws {
    try await Service.with(engine) { service in
      let west = Sample.location(120.1, 30.1, "West")
      let east = Sample.location(121.5, 30.5, "East")
      for (name, place) in [("West", west), ("East", east)] {
        let body = Sample.whole(name, observations: [["phenomenonTime": .string(Service.time(0)), "result": 1]])
        try await service.make("Things", body.with("Locations", [place]))
      }
      let town = service.town
      for path in ["Things", "Observations('1-1')"] {
        #expect(try await town.request(.GET, "\(Service.base)/\(path)").status == 401)
        #expect(try await town.request(.GET, "\(Service.base)/\(path)", token: "cw_wrong").status == 401)
      }
      #expect(try await town.request(.GET, Service.base).status == 200)
      let basic = Data("anybody:\(service.token)".utf8).base64EncodedString()
      #expect(
        try await town.request(.GET, "\(Service.base)/Things", headers: ["Authorization": "Basic \(basic)"]).status
          == 200)
      let device = try await town.token("device", [Grant(.reporter)], kind: .service)
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      #expect(
        try await service.send(
          .POST, "\(stream)/Observations", ["result": 2, "phenomenonTime": .string(Service.time(1))], token: device
        ).status == 201)
      #expect(try await service.send(.GET, "Things", token: device).status == 403)
      #expect(try await service.send(.POST, "Things", Sample.thing(), token: device).status == 403)
      #expect(try await service.send(.DELETE, stream, token: device).status == 403)
      let auditor = try await town.token(.auditor)
      #expect(try await service.send(.GET, "Things", token: auditor).json["value"]?.array?.count == 2)
      for (method, body) in [(.POST, Sample.thing()), (.PATCH, ["name": "x"]), (.PUT, Sample.thing())]
        as [(HTTPMethod, JSON)]
      {
        let path = method == .POST ? "Things" : "Things(1)"
        #expect(try await service.send(method, path, body, token: auditor).status == 403, "\(method)")
      }
      // Bound to the west: sees and changes what is there.
      let bound = try await town.token("bound", [Grant(.supervisor, area: "01")])
      for set in ["Things", "Locations", "HistoricalLocations", "Datastreams", "FeaturesOfInterest", "Observations"] {
        let answer = try await service.send(.GET, "\(set)?$count=true", token: bound)
        let expected = set == "Observations" ? 2 : 1
        #expect(answer.json["@iot.count"]?.integer == Int64(expected), "\(set): \(answer.text)")
      }
      let things = try await service.list("Things?$orderby=name")
      let (eastern, western) = (things[0]["@iot.selfLink"]?.string ?? "", things[1]["@iot.selfLink"]?.string ?? "")
      #expect(try await service.send(.GET, eastern, token: bound).status == 404)
      #expect(try await service.send(.PATCH, eastern, ["name": "x"], token: bound).status == 404)
      #expect(try await service.send(.PATCH, western, ["description": "x"], token: bound).status == 200)
      let spied = try await service.send(.GET, "Sensors?$expand=Datastreams/Thing", token: bound).json
      #expect(!spied.text.contains("\"East\""))
      #expect(
        try await service.send(.GET, "Sensors?$filter=Datastreams/Thing/name eq 'East'", token: bound).json["value"]
          == [])
    }
  }
}

extension JSON {
  func with(_ name: String, _ value: JSON) -> JSON {
    var members = object ?? [:]
    members[name] = value
    return .object(members)
  }
}
