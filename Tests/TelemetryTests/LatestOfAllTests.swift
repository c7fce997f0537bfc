// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

/// The newest readings of all series at once, against those asked for one by one.
@Suite struct LatestOfAllTests {
  @Test(arguments: Engine.allCases) func isWhatEachSeriesSays(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    var ids: [Identifier] = []
    for number in 0..<60 { ids.append(try await fixture.define("s\(number)").id) }
    try await fixture.define("other", tenant: there)
    #expect(try await fixture.telemetry.latest(tenant: here) == [])
    var random = SeededGenerator(seed: 5)
    for round in 0..<8 {
      // Dense, sparse and late batches, some of them sealed; the last ten series come to the log only.
      let isDense = round % 2 == 0
      let codes = (0..<(round < 4 ? 50 : 60)).filter { _ in isDense || Int.random(in: 0..<9, using: &random) == 0 }
      let batch = codes.map { fixture.reading("s\($0)", Int64.random(in: 0..<6, using: &random), Double(round)) }
      if !batch.isEmpty { try await fixture.telemetry.append(batch, tenant: here) }
      try await fixture.telemetry.append([fixture.reading("other", Int64(round), 0)], tenant: there)
      if round < 4 { try await fixture.telemetry.seal() }
      let expected = try await fixture.telemetry.latest(of: ids, tenant: here).values.sorted { $0.series < $1.series }
      #expect(!expected.isEmpty)
      #expect(try await fixture.telemetry.latest(tenant: here) == expected, "round \(round)")
    }
    await fixture.database.close()
  }

  /// Of a series that keeps all readings of an instant, the last.
  @Test(arguments: Engine.allCases) func numbersTheLastOfAnInstant(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let all = try await fixture.define("all", policy: .keepAll)
    let one = try await fixture.define("one")
    try await fixture.telemetry.append([fixture.reading("one", 1, 1)], tenant: here)
    try await fixture.telemetry.seal()
    try await fixture.telemetry.append([fixture.reading("all", 5, 1), fixture.reading("all", 5, 2)], tenant: here)
    let latest = try await fixture.telemetry.latest(tenant: here)
    #expect(latest.map(\.series) == [all.id, one.id])
    #expect(latest.first?.value == .number(2) && latest.first?.sequence == 1)
    await fixture.database.close()
  }
}
