// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@testable import Telemetry

/// Windows of time against what their readings say, on both engines.
struct WindowTests {
  @Test(arguments: Engine.allCases) func tellWhatTheReadingsTell(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: telemetryMigrations + journalingMigrations)
    let time = FrozenTime()
    let telemetry = Telemetry(database: database, identifiers: IdentifierSource(), time: time)
    let tenant = Tenant("here")
    var generator = SeededGenerator(seed: 21)
    let now = time.now().milliseconds
    var known: [String: [Int64: Double]] = [:]
    for round in 0..<6 {
      var readings: [NewReading] = []
      for series in 0..<5 {
        let first = now - Int64.random(in: 1...600_000, using: &generator)
        for index in 0..<80 {
          let at = min(now, first + Int64(index) * 1000 + Int64.random(in: 0..<900, using: &generator))
          let value = Double(Int.random(in: 0..<40, using: &generator)) / 4
          readings.append(NewReading(series: "s\(series)", at: Instant(milliseconds: at), value: .number(value)))
          known["s\(series)", default: [:]][at] = value
        }
      }
      try await telemetry.append(readings, createSeries: true, tenant: tenant)
      if round % 2 == 0 { try await telemetry.seal() }
    }
    var ids: [Identifier: String] = [:]
    for code in known.keys {
      let series = try await database.read { try telemetry.catalogue.series(code: code, tenant: tenant, in: $0) }
      ids[try #require(series).id] = code
    }
    for (step, length, count) in [
      (60_000, 60_000, 12), (1, 1, 3), (17_000, 90_000, 30), (100_000, 7_000, 6), (1000, 999, 40),
    ] {
      let end = now - Int64(count - 1) * Int64(step)
      let windows = Windows(
        end: Instant(milliseconds: end), step: Int64(step), count: count, length: Int64(length))
      for needs: WindowNeeds in [[], [.moments, .falls], .readings] {
        let found = try await telemetry.windows(
          of: Array(ids.keys), over: windows, needs: needs, tenant: tenant
        ) { _, summaries in summaries }
        for (id, code) in ids {
          let readings = (known[code] ?? [:]).sorted { $0.key < $1.key }
          for index in 0..<count {
            let last = end + Int64(index * step)
            let its = readings.filter { $0.key > last - Int64(length) && $0.key <= last }
            guard let window = found[id]?[index] else {
              #expect(its.isEmpty)
              continue
            }
            Self.compare(window, its.map(\.key), its.map(\.value), needs)
          }
        }
      }
    }
    await #expect(throws: Problem.self) {
      _ = try await telemetry.windows(
        of: Array(ids.keys), over: Windows(end: time.now(), step: 1, count: 1, length: 7_200_000), needs: .readings,
        limit: 100, tenant: tenant
      ) { _, summaries in summaries.count }
    }
    await database.close()
  }

  private static func compare(_ window: WindowSummary, _ instants: [Int64], _ values: [Double], _ needs: WindowNeeds) {
    #expect(window.count == values.count)
    guard let first = values.first, let last = values.last, window.count == values.count else { return }
    let sum = values.reduce(0, +)
    #expect(window.first == first && window.last == last && window.sum == sum)
    #expect(window.firstAt == instants.first && window.lastAt == instants.last)
    #expect(window.min == values.min() && window.max == values.max())
    if needs.contains(.moments) {
      let mean = sum / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(abs(window.squares - squares) <= 1e-9 * max(1, squares))
    }
    if needs.contains(.falls) {
      #expect(window.fallen == zip(values, values.dropFirst()).reduce(0) { $0 + ($1.1 < $1.0 ? $1.0 : 0) })
    }
    if needs.contains(.readings) { #expect(window.values == values && window.instants == instants) }
  }
}
