// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Packs
import Storage
import Telemetry
import Vocabulary

/// A sensor as pages show it: its series, how it is, what it told last, and what it watches.
struct SensorView: Sendable {
  /// The thing that a sensor watches: a bridge, a pipe.
  struct Asset: Sendable {
    var id: String
    var type: String
    var name: LocalizedText

    init(_ entity: Entity) {
      id = entity.id
      type = entity.type
      let names = entity.attributes["name"]?.value.object ?? [:]
      name = names.isEmpty ? LocalizedText(["en": entity.id]) : LocalizedText(names.compactMapValues(\.string))
    }
  }

  var series: Series
  /// `nil` where no rule says how often it should tell something.
  var state: SensorState?
  var latest: Reading?
  var asset: Asset?

  static func find(_ code: String, _ city: City) async throws -> SensorView? {
    let found = try await city.database.read { [tenant = city.tenant] transaction -> (Series, SensorState?, Asset?)? in
      guard let series = try city.telemetry.catalogue.series(code: code, tenant: tenant, in: transaction) else {
        return nil
      }
      let state = try transaction.row(
        "SELECT state FROM series_state WHERE tenant = ? AND series = ?", tenant, series.id
      ).flatMap { SensorState(rawValue: $0[0]) }
      return (series, state, try Self.asset(of: series, city, in: transaction))
    }
    guard let (series, state, asset) = found else { return nil }
    let latest = try await city.telemetry.latest(of: series.id, tenant: city.tenant)
    return SensorView(series: series, state: state, latest: latest, asset: asset)
  }

  private static func asset(of series: Series, _ city: City, in transaction: Transaction) throws -> Asset? {
    guard let id = series.entity, let device = try city.entities.find(id, tenant: city.tenant, in: transaction),
      let target = device.relationships["controlledAsset"]?.targets.first
    else { return nil }
    return try city.entities.find(target, tenant: city.tenant, in: transaction).map { Asset($0) }
  }

  /// The mean of each of the last hours; `nil` where there was none.
  static func hourly(of series: Series, _ city: City, now: Instant, hours: Int = 24) async throws -> [Double?] {
    guard series.kind == .number else { return [] }
    return try await hourly(of: [series.id], city, now: now, hours: hours).first ?? []
  }

  static func hourly(of series: [Identifier], _ city: City, now: Instant, hours: Int = 24) async throws -> [[Double?]] {
    guard !series.isEmpty else { return [] }
    let rows = try await city.telemetry.aggregate(
      AggregateQuery(
        groups: series.map { [$0] }, from: Instant(milliseconds: now.milliseconds - Int64(hours) * 3_600_000), to: now,
        buckets: .fixed(.seconds(3600)), functions: [.mean]), tenant: city.tenant)
    return rows.map { $0.values.first ?? [] }
  }
}

/// How many sensors there are, by how they are.
struct SensorCounts: Sendable {
  var all = 0
  var states: [SensorState: Int] = [:]

  var silentOrLate: Int { states[.silent, default: 0] + states[.late, default: 0] }

  init(_ city: City) async throws {
    (all, states) = try await city.database.read { [tenant = city.tenant] transaction in
      let all: Int = try transaction.row("SELECT COUNT(*) FROM series WHERE tenant = ?", tenant)?[0] ?? 0
      var states: [SensorState: Int] = [:]
      for row in try transaction.rows(
        "SELECT state, COUNT(*) FROM series_state WHERE tenant = ? GROUP BY state", tenant)
      {
        if let state = SensorState(rawValue: row[0]) { states[state] = row[1] }
      }
      return (all, states)
    }
  }
}
