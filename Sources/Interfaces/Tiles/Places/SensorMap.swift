// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Lifeline
import Packs
import Storage
import Telemetry
import Vocabulary

/// Where the sensors of a city are, and how they are.
actor SensorMap {
  struct Place: Sendable {
    var code: String
    var name: LocalizedText
    var state: SensorState?
  }

  struct View: Sendable {
    var places: [Place]
    var list: PlaceList
    var generation: Int
  }

  private let city: City
  /// Sorted by tile.
  private let sensors: [(code: UInt64, sensor: PackSeries)]
  private var view: View?
  private var states: [String: SensorState] = [:]
  private var lookedAt: ContinuousClock.Instant?
  private var looking: Task<View, any Error>?

  /// States are looked at once a minute.
  private static let freshness = Duration.seconds(10)

  init(_ city: City) {
    self.city = city
    sensors = city.pack.series.compactMap { series in
      series.position.map { (WorldPoint($0).code, series) }
    }.sorted { ($0.code, $0.sensor.code) < ($1.code, $1.sensor.code) }
  }

  func current() async throws -> View {
    if let looking { return try await looking.value }
    if let view, let lookedAt, .now - lookedAt < Self.freshness { return view }
    let task = Task { try await look() }
    looking = task
    defer { looking = nil }
    let fresh = try await task.value
    lookedAt = .now
    return fresh
  }

  private func look() async throws -> View {
    let fresh = try await city.database.read { [tenant = city.tenant] transaction in
      var states: [String: SensorState] = [:]
      try transaction.forEach(
        "SELECT s.code, t.state FROM series_state t JOIN series s ON s.tenant = t.tenant AND s.id = t.series "
          + "WHERE t.tenant = ?", values: [tenant.sqlValue]
      ) { states[$0[0]] = SensorState(rawValue: $0[1]) }
      return states
    }
    if let view, fresh == states { return view }
    states = fresh
    let places = sensors.map { Place(code: $0.sensor.code, name: $0.sensor.name, state: fresh[$0.sensor.code]) }
    let made = View(
      places: places,
      list: PlaceList(
        codes: sensors.map(\.code), items: Array(0..<UInt32(sensors.count)), kinds: places.map(Self.classes)),
      generation: (view?.generation ?? 0) + 1)
    view = made
    return made
  }

  /// Bit 0 for late, 1 for implausible, 2 for silent.
  private static func classes(of place: Place) -> UInt8 {
    switch place.state {
    case .alive, nil: 0
    case .late: 1
    case .implausible: 2
    case .silent: 4
    }
  }
}
