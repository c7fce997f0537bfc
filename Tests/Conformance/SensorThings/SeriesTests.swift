// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Packs
import SensorThings
import Storage
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

/// Series that came by other doors are Datastreams, with all that a Datastream has.
struct SeriesTests {
  @Test(arguments: Engine.allCases) func servesEverySeries(engine: Engine) async throws {
    try await Service.with(engine, { $0.showsSeries = true }) { service in
      let city = service.town.city
      let start = service.town.time.now() - .seconds(3600)
      var readings: [NewReading] = []
      for minute in 0..<3 {
        let at = start + .seconds(Int64(minute) * 60)
        readings += [
          NewReading(series: "pipe-1", at: at, value: .number(Double(minute) + 0.5)),
          NewReading(series: "weather,station=no%201:t", at: at, value: .number(20)),
          NewReading(series: "ping,url=http://a:8080:up", at: at, value: .bool(true)),
          NewReading(series: "outfall:w01018:hour:avg", at: at, value: .number(60)),
          NewReading(series: "weather,station=no%201:state", at: at, value: .text("dry")),
        ]
      }
      try await city.telemetry.append(readings, createSeries: true, tenant: city.tenant)

      // Of the pack: the Thing is the entity of which the series tells, where it is.
      let path =
        "Datastreams?$filter=properties/series eq 'pipe-1'&$expand=Thing($expand=Locations),Sensor,ObservedProperty"
      let stream = try #require(try await service.list(path).first)
      let id = stream["@iot.id"]?.integer ?? 0
      #expect(stream["name"] == "Pipe 1" && stream["description"] == "pipe-1")
      #expect(stream["unitOfMeasurement"] == ["name": "bar", "symbol": "bar", "definition": "ucum:bar"])
      #expect(stream["observationType"]?.string?.hasSuffix("OM_Measurement") == true)
      #expect(stream["Thing"]?["name"] == "Pipe 1" && stream["Thing"]?["description"] == "Pipe 1", "\(stream.text)")
      #expect(
        stream["Thing"]?["Locations"]?.array?.first?["location"]
          == ["type": "Point", "coordinates": [.number(120.1), .number(30.1)]])
      #expect(stream["Sensor"]?["encodingType"] != nil && stream["ObservedProperty"]?["definition"] != nil)
      #expect(stream["observedArea"]?["type"] == "Point")
      #expect(
        try await service.list("Datastreams(\(id))/Observations?$orderby=phenomenonTime&$select=result")
          == [["result": .number(0.5)], ["result": .number(1.5)], ["result": .number(2.5)]])
      let feature = try await service.get("Datastreams(\(id))/Observations?$top=1&$expand=FeatureOfInterest")
      #expect(feature["value"]?.array?.first?["FeatureOfInterest"]?["name"] == "Pipe 1", "\(feature.text)")
      // Names in several languages are found, too.
      for filter in ["name eq 'Pipe 1'", "startswith(description,'Pipe')", "Datastreams/name eq 'Pipe 1'"] {
        #expect(try await service.list("Things?$filter=\(filter)").count == 1, "\(filter)")
      }

      // Of line protocol: one Thing for what stands before the field.
      let weather = try await service.list(
        "Things?$filter=name eq 'weather,station=no 1'&$expand=Datastreams($orderby=name)")
      #expect(weather.count == 1 && weather[0]["Datastreams"]?.array?.count == 2)
      #expect(try await service.list("ObservedProperties?$filter=name eq 't'").count == 1)
      let state = try await service.list(
        "Datastreams?$filter=properties/series eq 'weather,station=no%201:state'".replacing("%", with: "%25"))
      #expect(state.first?["observationType"]?.string?.hasSuffix("OM_CategoryObservation") == true)
      #expect(state.first?["unitOfMeasurement"] == ["name": .null, "symbol": .null, "definition": .null])

      for (thing, property) in [("ping,url=http://a:8080", "up"), ("outfall", "w01018")] {
        let found = try await service.list(
          "Things?$filter=name eq '\(thing)'&$expand=Datastreams($expand=ObservedProperty)")
        #expect(
          found.first?["Datastreams"]?.array?.map { $0["ObservedProperty"]?["name"] } == [.string(property)], "\(found)"
        )
      }

      // It goes both ways: an Observation is a reading; what is there already is the same.
      let made = try await service.send(
        .POST, "Datastreams(\(id))/Observations",
        ["result": .number(7.5), "phenomenonTime": .string((start + .seconds(600)).description)])
      #expect(made.status == 201, "\(made.text)")
      let found = try await city.database.read {
        [catalogue = city.telemetry.catalogue, tenant = city.tenant] in
        try catalogue.series(code: "pipe-1", tenant: tenant, in: $0)
      }
      let series = try #require(found)
      #expect(try await city.telemetry.latest(of: series.id, tenant: city.tenant)?.value == .number(7.5))
      let count = try await service.get("Datastreams?$count=true")["@iot.count"]
      #expect(try await service.get("Datastreams?$count=true")["@iot.count"] == count && count?.integer ?? 0 >= 3)

      // What the city has otherwise does not go by this door.
      let thing = stream["Thing"]?["@iot.id"]?.integer ?? 0
      for path in ["Datastreams(\(id))", "Things(\(thing))", "Sensors(\(stream["Sensor"]?["@iot.id"]?.integer ?? 0))"] {
        let refused = try await service.send(.DELETE, path)
        #expect(refused.status == 409, "\(path): \(refused.status) \(refused.text)")
      }
      #expect(try await city.telemetry.latest(of: series.id, tenant: city.tenant) != nil)
    }
  }
}
