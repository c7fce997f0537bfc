// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Packs
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
