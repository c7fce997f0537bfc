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

/// What a change of an Observation does to the reading that it is, and what the journal says of it.
struct CorrectionTests {
  /// A number with zeros at its end is a reading as any other: it is corrected, not taken out of the series.
  @Test(arguments: Engine.allCases) func correctsReadings(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      let made = try await service.make(
        "\(stream)/Observations", ["phenomenonTime": .string(Service.time(0)), "result": 20.5])
      let city = service.town.city
      let results: [(String, Double, Int?)] = [("21.50", 21.5, 2), ("2.00", 2, 2), ("21.5", 21.5, nil)]
      for (result, number, decimals) in results {
        #expect(try await service.send(.PATCH, made, text: "{\"result\": \(result)}").status == 200)
        let answer = try await service.send(.GET, made)
        #expect(answer.text.contains("\"result\":\(result),"), "\(answer.text)")
        let readings = try await city.telemetry.latest(tenant: city.tenant)
        #expect(readings.map(\.value) == [.number(number)], "\(result)")
        #expect(readings.first?.decimals == decimals, "\(result)")
      }
      #expect(try await service.events("ReadingCorrected").count == 3)
      #expect(try await service.events("ReadingDeleted").isEmpty)
    }
  }

  /// Results that no reading holds, the second of one instant among them, are corrected, moved and deleted in the open, too.
  @Test(arguments: Engine.allCases) func journalsWhatIsKeptBesideReadings(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      var made: [String] = []
      for result in 1...3 {
        made.append(
          try await service.make(
            "\(stream)/Observations", ["phenomenonTime": .string(Service.time(0)), "result": .integer(Int64(result))]))
      }
      #expect(try await service.send(.PATCH, made[1], ["result": 20]).status == 200)
      #expect(try await service.send(.PATCH, made[0], ["result": "broken"]).status == 200)
      #expect(try await service.send(.PATCH, made[0], ["result": "mended"]).status == 200)
      #expect(try await service.send(.PATCH, made[1], ["parameters": ["depth": 3]]).status == 200)
      #expect(try await service.send(.PATCH, made[1], ["phenomenonTime": .string(Service.time(7))]).status == 200)
      #expect(try await service.send(.DELETE, made[2]).status == 200)
      #expect(try await service.send(.DELETE, made[2]).status == 404)
      let at = JSON.string(Service.time(0))
      func said(_ events: [JSON]) -> [JSON] {
        events.map { event in
          var members = (event.object ?? [:]).filter { $0.key != "series" }
          let its = members.removeValue(forKey: "at")
          #expect(its == at, "\(event.text)")
          return .object(members)
        }
      }
      #expect(
        said(try await service.events("ReadingCorrected")) == [
          ["sequence": 1, "before": 2, "after": 20], ["sequence": 0, "before": 1, "after": "broken"],
          ["sequence": 0, "before": "broken", "after": "mended"],
        ])
      #expect(
        said(try await service.events("ReadingDeleted")) == [
          ["sequence": 1, "before": 20], ["sequence": 2, "before": 3],
        ])
    }
  }

  /// Of a series that keeps all readings of an instant, each Observation keeps its identifier, whatever becomes of others.
  @Test(arguments: Engine.allCases) func neverGivesAnIdentifierTwice(engine: Engine) async throws {
    try await Service.with(engine, { $0.showsSeries = true }) { service in
      let city = service.town.city
      let at = service.town.time.now() - .seconds(60)
      try await city.database.write { [catalogue = city.telemetry.catalogue, tenant = city.tenant] transaction in
        // Beside another series, so that it has a place.
        let entity = try catalogue.series(code: "pipe-1", tenant: tenant, in: transaction)?.entity
        try catalogue.define(
          NewSeries(code: "all", name: LocalizedText(["en": "All"]), entity: entity, policy: .keepAll), at: at,
          tenant: tenant, in: transaction)
      }
      func append(_ value: Double) async throws {
        try await city.telemetry.append(
          [NewReading(series: "all", at: at, value: .number(value))], tenant: city.tenant)
      }
      for value in [1.0, 2, 3] { try await append(value) }
      let stream = try #require(try await service.list("Datastreams?$filter=properties/series eq 'all'").first)
      let id = stream["@iot.id"]?.integer ?? 0
      func results() async throws -> [Int: JSON] {
        var found: [Int: JSON] = [:]
        for observation in try await service.list("Datastreams(\(id))/Observations") {
          let parts = (observation["@iot.id"]?.string ?? "").split(separator: "-")
          found[parts.count > 2 ? Int(parts[2]) ?? -1 : 0] = observation["result"]
        }
        return found
      }
      func name(_ number: Int) -> String {
        "Observations('\(id)-\(at.milliseconds)\(number == 0 ? "" : "-\(number)")')"
      }
      #expect(try await results() == [0: 1, 1: 2, 2: 3])
      #expect(try await service.send(.DELETE, name(0)).status == 200)
      #expect(try await service.send(.DELETE, name(0)).status == 404)
      #expect(try await results() == [1: 2, 2: 3])
      #expect(try await service.send(.PATCH, name(2), ["result": 2]).status == 409)
      #expect(try await service.send(.PATCH, name(2), ["result": "odd"]).status == 200)
      try await append(4)
      #expect(try await results() == [1: 2, 2: "odd", 3: 4])
      #expect(try await service.send(.DELETE, name(2)).status == 200)
      #expect(try await service.send(.DELETE, name(2)).status == 404)
      // Made here: what a reading can hold is one, of the next number.
      for (result, number) in [(5, 4), ("odd", 5), (6, 6), (5, 4)] as [(JSON, Int)] {
        let made = try await service.make(
          "Datastreams(\(id))/Observations", ["phenomenonTime": .string("\(at)"), "result": result])
        #expect(made == name(number))
      }
      try await append(7)
      #expect(try await results() == [1: 2, 3: 4, 4: 5, 5: "odd", 6: 6, 7: 7])
      let all = try await city.telemetry.latest(tenant: city.tenant)
      #expect(all.map(\.value) == [.number(7)])
    }
  }

  /// Also where the Observations of an instant beyond the first are kept beside the readings.
  @Test(arguments: Engine.allCases) func neverGivesTheIdentifierOfAFurtherOneTwice(engine: Engine) async throws {
    try await Service.with(engine) { service in
      try await service.make("Things", Sample.whole())
      let stream = try await service.list("Datastreams")[0]["@iot.selfLink"]?.string ?? ""
      func make(_ result: Int64) async throws -> String {
        try await service.make(
          "\(stream)/Observations", ["phenomenonTime": .string(Service.time(0)), "result": .integer(result)])
      }
      var made: [String] = []
      for result in 1...3 { made.append(try await make(Int64(result))) }
      #expect(try await service.send(.DELETE, made[2]).status == 200)
      let next = try await make(4)
      #expect(!made.contains(next))
      #expect(try await service.send(.DELETE, made[2]).status == 404)
      #expect(try await service.get(next)["result"] == 4)
    }
  }

  /// A series without a place takes Observations too, which then tell of no feature; with one they tell of it.
  @Test(arguments: Engine.allCases) func makesReadingsOfSeriesWithoutAPlace(engine: Engine) async throws {
    try await Service.with(engine, { $0.showsSeries = true }) { service in
      let city = service.town.city
      let at = service.town.time.now() - .seconds(60)
      try await city.telemetry.append(
        [NewReading(series: "lonely", at: at, value: .number(1))], createSeries: true, tenant: city.tenant)
      let stream = try #require(try await service.list("Datastreams?$filter=properties/series eq 'lonely'").first)
      let address = "Datastreams(\(stream["@iot.id"]?.integer ?? 0))/Observations"
      let made = try await service.make(
        address, ["phenomenonTime": .string("\(at + .seconds(1))"), "result": 2])
      #expect(try await service.get("\(made)?$expand=FeatureOfInterest")["result"] == 2)
      #expect(try await city.telemetry.latest(tenant: city.tenant).map(\.value) == [.number(2)])
      let named = try await service.make(
        address,
        ["phenomenonTime": .string("\(at + .seconds(2))"), "result": 3, "FeatureOfInterest": Sample.feature()])
      #expect(try await service.get("\(named)/FeatureOfInterest")["name"] == "Field")
      // It is of that Observation alone.
      #expect(try await service.get("\(made)?$expand=FeatureOfInterest")["FeatureOfInterest"]?["name"] == nil)
      try await service.make(address, ["phenomenonTime": .string("\(at + .seconds(3))"), "result": 4])

      // What is wrong with the reading is said of the Observation's own members.
      let future: JSON = ["phenomenonTime": "2040-01-01T00:00:00Z", "result": 4]
      for (method, path) in [(HTTPMethod.POST, address), (.PATCH, made)] {
        let refused = try await service.send(method, path, future)
        #expect(refused.status == 400, "\(refused.text)")
        #expect(refused.json["errors"]?.array?.first?["pointer"] == "/phenomenonTime", "\(refused.text)")
      }
    }
  }
}

extension Service {
  /// What the journal says in events of that kind, the oldest first.
  fileprivate func events(_ kind: String) async throws -> [JSON] {
    try await town.city.database.read { transaction in
      try transaction.rows("SELECT payload FROM journal WHERE kind = ? ORDER BY partition, seq", kind).map {
        try JSON(parsing: $0[0] as [UInt8])
      }
    }
  }
}
