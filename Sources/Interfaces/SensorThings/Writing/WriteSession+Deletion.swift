// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Packs
import Storage
import Telemetry
import Vocabulary

extension WriteSession {
  /// Deletes an entity with what cannot be without it (OGC 18-088 §10.4, table 24).
  func delete(_ item: Item) throws {
    switch item {
    case .entity(let row):
      try requireChange(of: row)
      try delete(row)
    case .historical(let row):
      guard let thing = try find(.thing, row.thing) else { return }
      try requireChange(of: thing)
      try deleteHistory("id = ?", row.id)
    case .observation(let observation, let stream):
      try requireChange(of: stream)
      guard let stream = try self.stream(stream) else { return }
      try delete(observation, of: stream)
    }
  }

  private func delete(_ row: EntityRow) throws {
    changesStreams = true
    switch row.type {
    case .thing:
      guard row.isOwn else { throw Self.kept("Thing \(row.id)", "an entity of the city", row.uri) }
      for type in [EntityType.datastream, .multiDatastream] {
        for stream in try sources(of: row, "thing", type) { try delete(stream) }
      }
      try deleteHistory("thing = ?", row.id)
    case .location:
      for thing in try sources(of: row, "locations", .thing) {
        let others = try find(uris: thing.relationships["locations"] ?? []).filter { $0.id != row.id }
        try setLocations(of: thing, to: others, at: nil)
      }
      try deleteHistory(
        "id IN (SELECT historical FROM sensorthings_historical_places WHERE tenant = ? AND location = ?)", tenant,
        row.id)
    case .sensor:
      for type in [EntityType.datastream, .multiDatastream] {
        for stream in try sources(of: row, "sensor", type) { try delete(stream) }
      }
    case .observedProperty:
      for stream in try sources(of: row, "observedProperty", .datastream) { try delete(stream) }
      for stream in try sources(of: row, "observedProperties", .multiDatastream) { try delete(stream) }
    case .datastream, .multiDatastream:
      for table in ["sensorthings_observations", "sensorthings_features"] {
        try transaction.execute("DELETE FROM \(table) WHERE tenant = ? AND datastream = ?", tenant, row.id)
      }
      if let stream = try stream(row), stream.series.code != Self.code(of: row.id) {
        throw Self.kept("\(row.type.singular) \(row.id)", "a series that came otherwise", stream.series.code)
      }
      if let series = row.series {
        try finish()
        try city.telemetry.remove(series, isWhole: true, by: principal, in: transaction)
      }
      streams[row.id] = nil
    case .featureOfInterest: try deleteObservations(ofFeature: row.id)
    case .historicalLocation, .observation: break
    }
    try city.entities.delete(row.uri, by: principal, at: now, in: transaction)
    try transaction.execute("DELETE FROM sensorthings_entities WHERE tenant = ? AND id = ?", tenant, row.id)
  }

  private static func kept(_ what: String, _ stands: String, _ name: String) -> Problem {
    Problem(
      .conflict, "\(what) stands for \(stands), \(name.prefix(200)), and is kept as long as that is.",
      "\(what) 代表城市中已有的内容 \(name.prefix(200))，在其存在期间不能在此删除。")
  }

  private func deleteHistory(_ condition: String, _ values: any SQLConvertible...) throws {
    let ids: [Int64] = try transaction.rows(
      "SELECT id FROM sensorthings_historical_locations WHERE tenant = ? AND \(condition)",
      values: [tenant.sqlValue] + values.map(\.sqlValue)
    ).map { $0[0] }
    for id in ids {
      try transaction.execute(
        "DELETE FROM sensorthings_historical_places WHERE tenant = ? AND historical = ?", tenant, id)
      try transaction.execute("DELETE FROM sensorthings_historical_locations WHERE tenant = ? AND id = ?", tenant, id)
    }
  }

  // MARK: - Observations

  func delete(_ observation: Observation, of stream: Stream) throws {
    try finish()
    let place = observation.place
    let beside: String? = try transaction.row(
      """
      SELECT result FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND at = ? AND number = ?
      """, tenant, place.stream, place.at, place.number
    ).flatMap { $0[0] }
    try transaction.execute(
      "DELETE FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND at = ? AND number = ?", tenant,
      place.stream, place.at, place.number)
    if let beside {
      // A reading of the instant may still come and be its first.
      if place.number > 0 || stream.series.policy == .keepAll { try retire(place.number, at: place.at, in: stream) }
      return try journal(place, beside, nil, of: stream)
    }
    try city.telemetry.change(
      stream.series.id, at: Instant(milliseconds: place.at), sequence: place.number, .delete, by: principal,
      in: transaction)
  }

  /// Journals the change of a result that is kept beside the readings, as those of readings are.
  ///
  /// - Parameters:
  ///   - before: the JSON text of the result as it was.
  ///   - after: the same as it is now; `nil` when it is gone.
  func journal(_ place: ObservationID, _ before: String, _ after: String?, of stream: Stream) throws {
    try city.telemetry.journal(
      changeOf: stream.series, at: Instant(milliseconds: place.at), sequence: place.number, before: Self.said(before),
      after: after.map(Self.said), by: principal, in: transaction)
  }

  /// A result as the journal tells it.
  static func said(_ text: String) -> JSON { (try? JSON(parsing: text, depth: 128)) ?? .string(text) }

  /// Deletes all Observations of a stream in a span of time.
  func deleteObservations(of stream: Stream, from: Int64, to: Int64) throws {
    try finish()
    let beside: Int =
      try transaction.row(
        """
        SELECT COUNT(*) FROM sensorthings_observations
        WHERE tenant = ? AND datastream = ? AND at >= ? AND at < ? AND result IS NOT NULL
        """, tenant, stream.row.id, from, to)?[0] ?? 0
    try transaction.execute(
      "DELETE FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND at >= ? AND at < ?", tenant,
      stream.row.id, from, to)
    try city.telemetry.remove(
      stream.series.id, from: Instant(milliseconds: from), to: Instant(milliseconds: to), with: beside, by: principal,
      in: transaction)
  }

  private func deleteObservations(ofFeature feature: Int64) throws {
    let reader = ReadSession(city, rights, root: "", settings: SensorThingsSettings(), in: transaction)
    let ids: [Int64] = try transaction.rows(
      """
      SELECT datastream FROM sensorthings_features WHERE tenant = ? AND feature = ?
      UNION SELECT datastream FROM sensorthings_observations WHERE tenant = ? AND feature = ?
      """, tenant, feature, tenant, feature
    ).map { $0[0] }
    for id in ids {
      guard let stream = try stream(id) else { continue }
      let spans = try reader.spans(of: id)
      for (index, span) in spans.enumerated() where span.feature == feature {
        let end = index + 1 < spans.count ? spans[index + 1].start : Int64.max
        try deleteObservations(of: stream, from: span.start, to: end, except: feature, reader)
      }
      try transaction.execute(
        "DELETE FROM sensorthings_features WHERE tenant = ? AND datastream = ? AND feature = ?", tenant, id, feature)
      let own: [ObservationID] = try transaction.rows(
        "SELECT at, number FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND feature = ?", tenant,
        id,
        feature
      ).map { ObservationID(stream: id, at: $0[0], number: $0[1]) }
      for place in own {
        try delete(
          Observation(place: place, end: nil, result: "", resultTime: nil, feature: nil, content: [:]), of: stream)
      }
    }
  }

  /// - Parameter except: those that name another feature stay.
  private func deleteObservations(
    of stream: Stream, from: Int64, to: Int64, except feature: Int64, _ reader: ReadSession
  ) throws {
    let others = try transaction.row(
      """
      SELECT 1 FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND at >= ? AND at < ?
      AND feature IS NOT NULL AND feature <> ? LIMIT 1
      """, tenant, stream.row.id, from, to, feature)
    guard others != nil else { return try deleteObservations(of: stream, from: from, to: to) }
    let cursor = StreamCursor(reader, stream.row, from: from, to: to, chunk: 1000)
    var gone: [Observation] = []
    while let observation = try cursor.next() {
      if observation.feature == nil || observation.feature == feature { gone.append(observation) }
    }
    for observation in gone { try delete(observation, of: stream) }
  }
}
