// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Packs
import Intake
import Storage
import Telemetry
import Vocabulary

extension WriteSession {
  /// Makes an Observation.
  func createObservation(_ body: Body, presets: [String: [EntityRow]]) throws -> Item {
    try principal.requireObserving()
    let stream = try stream(of: body, presets)
    let given = try GivenObservation(body, kind: stream.series.kind, parts: stream.row.parts, now: now)
    let feature: EntityRow? =
      if let preset = presets["FeatureOfInterest"]?.first { preset } else if let given = body["FeatureOfInterest"] {
        try linkedOrMade(given, .featureOfInterest)
      } else { nil }
    return .observation(try keep(given, feature: feature, in: stream), stream: stream.row)
  }

  private func stream(of body: Body, _ presets: [String: [EntityRow]]) throws -> Stream {
    var found: EntityRow?
    for (name, type) in [("Datastream", EntityType.datastream), ("MultiDatastream", .multiDatastream)]
    where presets[name] != nil || body[name] != nil {
      guard found == nil else {
        throw body.fault(
          "an Observation has a Datastream or a MultiDatastream, not both",
          "Observation 属于 Datastream 或 MultiDatastream 之一，不可兼有")
      }
      if presets[name] == nil, let id = body[name]?.members["@iot.id"].flatMap(EntityID.init(json:))?.integer,
        let known = streams[id], known.row.type == type
      {
        found = known.row
      } else {
        found = try one(body, name, type, presets)
      }
    }
    guard let found else {
      throw body.fault(
        "Observation needs a Datastream or a MultiDatastream",
        "Observation 需要 Datastream 或 MultiDatastream")
    }
    guard let stream = try stream(found) else {
      throw body.fault(
        "the readings of \(found.type) \(found.id) are gone",
        "\(found.type) \(found.id) 的读数已不存在")
    }
    return stream
  }

  /// Keeps an Observation; the same again is the Observation that is there.
  ///
  /// - Parameter origin: its identifier, where it had one before.
  @discardableResult
  func keep(
    _ given: GivenObservation, feature: EntityRow?, in stream: Stream, origin: ObservationID? = nil
  ) throws -> Observation {
    let at = given.time.start.milliseconds
    try lock(stream)
    let own = try self.feature(feature, at: at, in: stream)
    let number = try number(of: given, at: at, in: stream)
    let observation = Observation(
      place: ObservationID(stream: stream.row.id, at: at, number: number.value),
      origin: origin, end: given.time.isInstant ? nil : given.time.end.milliseconds, result: given.result.text,
      resultTime: given.resultTime, feature: own, content: given.content)
    if !given.time.isInstant || given.resultTime != nil || own != nil || !given.content.isEmpty || number.isBeside
      || origin != nil
    {
      try write(observation, result: number.isBeside ? given.result.text : nil)
    }
    if number.isBeside || origin != nil { noticed.append(observation.id) }
    return observation
  }

  /// Makes other processes wait that look for what is there of the same stream, or append to it.
  private func lock(_ stream: Stream) throws {
    guard locked.insert(stream.row.id).inserted else { return }
    try city.telemetry.lock([stream.series.id], in: transaction)
  }

  /// Which number an Observation has among those of its instant, and whether its result is kept beside the reading.
  private func number(
    of given: GivenObservation, at: Int64, in stream: Stream
  ) throws -> (value: Int, isBeside: Bool) {
    let key = PendingKey(series: stream.series.id, at: at)
    let instant = Instant(milliseconds: at)
    let keepsAll = stream.series.policy == .keepAll
    // Each is a reading there, and has a number when it is kept.
    if keepsAll, pendingValues[key] != nil { try finish() }
    let beside = try transaction.rows(
      """
      SELECT number, result FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND at = ? ORDER BY number
      """, tenant, stream.row.id, at)
    // An identifier is never given twice, also not that of an Observation that was moved to another time.
    var others: [Int] = try transaction.rows(
      """
      SELECT origin_number FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND origin_at = ?
      """, tenant, stream.row.id, at
    ).map { $0[0] }
    for row in beside {
      let (number, result): (Int, String?) = (row[0], row[1])
      if result == given.result.text { return (number, true) }
      if result != nil { others.append(number) }
    }
    if keepsAll {
      // No reading that comes later gets one of them.
      for number in others { try retire(number, at: at, in: stream) }
    }
    let retired = try city.telemetry.retiredNumbers(
      of: stream.series.id, at: instant, tenant: tenant, in: transaction)
    if let value = pendingValues[key] {
      if let mine = given.result.value, mine == value { return (0, false) }
      return ((others + retired + [0]).reduce(0, max) + 1, true)
    }
    let readings = try city.telemetry.range(
      of: stream.series.id, from: instant, to: instant + .milliseconds(1), limit: 1000, tenant: tenant,
      in: transaction)
    for reading in readings {
      if let mine = given.result.value, mine == reading.value { return (reading.sequence, false) }
    }
    let number: Int
    if keepsAll {
      number = Telemetry.number(after: readings.count, without: retired)
      guard given.result.value != nil else {
        try retire(number, at: at, in: stream)
        return (number, true)
      }
    } else if others.isEmpty, readings.isEmpty {
      // Where one reading of an instant is kept, the instant is its name.
      number = 0
    } else {
      number = (others + retired + readings.map(\.sequence)).reduce(0, max) + 1
    }
    guard let value = given.result.value, keepsAll || number == 0 else { return (number, true) }
    pending.append(
      NewReading(series: stream.series.code, at: instant, value: value, decimals: given.result.decimals))
    pendingValues[key] = value
    return (number, false)
  }

  /// Keeps a number from being given again.
  func retire(_ number: Int, at: Int64, in stream: Stream) throws {
    try city.telemetry.retire(
      number, of: stream.series.id, at: Instant(milliseconds: at), tenant: tenant, in: transaction)
  }

  /// Writes what a reading cannot hold.
  ///
  /// - Parameter result: the result, where no reading holds it.
  func write(_ observation: Observation, result: String?) throws {
    try transaction.execute(
      """
      INSERT INTO sensorthings_observations (tenant, datastream, at, number, end_at, result_start, result_end, feature,
        result, content, origin_at, origin_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, datastream, at, number) DO UPDATE SET end_at = excluded.end_at,
        result_start = excluded.result_start, result_end = excluded.result_end, feature = excluded.feature,
        result = excluded.result, content = excluded.content, origin_at = excluded.origin_at,
        origin_number = excluded.origin_number
      """, tenant, observation.place.stream, observation.place.at, observation.place.number, observation.end,
      observation.resultTime?.start, observation.resultTime?.end, observation.feature, result,
      JSON.object(observation.content).text, observation.origin?.at, observation.origin?.number)
  }

  // MARK: - Features

  /// Settles of which feature an Observation tells.
  ///
  /// - Parameter named: the feature that came with it; `nil` for the place of the Thing.
  /// - Returns: the feature to be kept with the Observation; `nil` where it is that of its stream at the time.
  private func feature(_ named: EntityRow?, at: Int64, in stream: Stream) throws -> Int64? {
    let spans = try transaction.rows(
      """
      SELECT start_at, feature FROM sensorthings_features WHERE tenant = ? AND datastream = ?
      ORDER BY start_at DESC LIMIT 1
      """, tenant, stream.row.id)
    let newest: (start: Int64, feature: Int64)? = spans.first.map { ($0[0], $0[1]) }
    // A series that came otherwise may be of something without a place; then its readings tell of no feature but one that is
    // named, and that is theirs alone.
    if newest == nil, stream.series.code != Self.code(of: stream.row.id), try !hasPlace(stream) {
      guard let named else { return nil }
      try extendArea(of: stream, by: named)
      return named.id
    }
    let feature = try named ?? generatedFeature(of: stream)
    guard let newest else {
      try addSpan(feature, from: .min, in: stream)
      return nil
    }
    if newest.feature == feature.id, at >= newest.start { return nil }
    if newest.feature == feature.id, try self.feature(of: stream.row.id, at: at) == nil { return feature.id }
    if named != nil {
      guard try self.feature(of: stream.row.id, at: at) != feature.id else { return nil }
      try extendArea(of: stream, by: feature)
      return feature.id
    }
    guard newest.feature != feature.id else { return nil }
    // Late Observations tell of where the Thing was then.
    try finish()
    let latest = try city.telemetry.latest(of: [stream.series.id], tenant: tenant, in: transaction)[stream.series.id]
    try addSpan(feature, from: max(at, latest.map { $0.at.milliseconds + 1 } ?? .min), in: stream)
    return nil
  }

  /// The feature of a stream's readings at an instant.
  func feature(of stream: Int64, at: Int64) throws -> Int64? {
    try transaction.row(
      """
      SELECT feature FROM sensorthings_features WHERE tenant = ? AND datastream = ? AND start_at <= ?
      ORDER BY start_at DESC LIMIT 1
      """, tenant, stream, at)?[0]
  }

  /// Says from the beginning of time that a stream tells of where its Thing is.
  func stand(_ stream: Stream) throws {
    try addSpan(try generatedFeature(of: stream), from: .min, in: stream)
  }

  private func addSpan(_ feature: EntityRow, from start: Int64, in stream: Stream) throws {
    try transaction.execute(
      """
      INSERT INTO sensorthings_features (tenant, datastream, start_at, feature) VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant, datastream, start_at) DO UPDATE SET feature = excluded.feature
      """, tenant, stream.row.id, start, feature.id)
    try extendArea(of: stream, by: feature)
    changesStreams = true
  }

  /// The feature that stands for where the Thing is (OGC 18-088 §10.2.1.2): made once for each of its places.
  private func generatedFeature(of stream: Stream) throws -> EntityRow {
    let location = try place(of: stream)
    if let known = try knownFeature(of: location) { return known }
    var members: [String: JSON] = [:]
    for name in ["name", "description", "encodingType"] { members[name] = location.value(name) }
    members["feature"] = location.value("location")
    let bounds = Self.bounds(.featureOfInterest, location.value("properties"))
    if !bounds.isEmpty { members["properties"] = .object(bounds) }
    // The city makes it, whoever observes.
    let maker = WriteSession(city, ThingsRights(.system(tenant)), at: now, in: transaction)
    let made = try maker.insert(
      .featureOfInterest, Body(.object(members)), relationships: ["generatedFrom": [location.uri]])
    generated[location.id] = made
    return made
  }

  private func hasPlace(_ stream: Stream) throws -> Bool {
    guard let thing = try find(uris: stream.row.relationships["thing"] ?? []).first else { return false }
    return try !find(uris: thing.relationships["locations"] ?? []).isEmpty
  }

  /// The Location from which the feature of a stream is made.
  private func place(of stream: Stream) throws -> EntityRow {
    guard let thing = try find(uris: stream.row.relationships["thing"] ?? []).first else {
      throw Problem(
        .badRequest, "\(stream.row.type.singular) \(stream.row.id) has no Thing.",
        "\(stream.row.type.singular) \(stream.row.id) 没有 Thing。")
    }
    let locations = try find(uris: thing.relationships["locations"] ?? [])
    let isGeoJSON = { (row: EntityRow) in
      try Self.geometry(row.value("encodingType")?.string ?? "", row.value("location").map { Body($0) }) != nil
    }
    guard let location = try locations.first(where: isGeoJSON) ?? locations.first else {
      throw Problem(
        .badRequest,
        "Thing \(thing.id) has no Location from which a FeatureOfInterest could be made: give the Observation a "
          + "FeatureOfInterest, or the Thing a Location.",
        "Thing \(thing.id) 没有可用来生成 FeatureOfInterest 的 Location："
          + "请为 Observation 给出 FeatureOfInterest，或为 Thing 给出 Location。"
      )
    }
    return location
  }

  private func knownFeature(of location: EntityRow) throws -> EntityRow? {
    if let known = generated[location.id] { return known }
    let same = try sources(of: location, "generatedFrom", .featureOfInterest).last {
      $0.value("feature") == location.value("location") && $0.value("encodingType") == location.value("encodingType")
    }
    generated[location.id] = same
    return same
  }

  /// The feature of a stream's newest readings, and from when on, where it is still the place of the Thing and nothing was
  /// moved in time: then a plain Observation needs nothing else.
  func standingFeature(of stream: Stream) throws -> (Int64, Int64)? {
    let newest = try transaction.row(
      """
      SELECT feature, start_at FROM sensorthings_features WHERE tenant = ? AND datastream = ?
      ORDER BY start_at DESC LIMIT 1
      """, tenant, stream.row.id)
    let moved = try transaction.row(
      """
      SELECT 1 FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND origin_at IS NOT NULL LIMIT 1
      """, tenant, stream.row.id)
    guard let newest, moved == nil, let location = try? place(of: stream),
      let feature = try knownFeature(of: location), feature.id == newest[0] as Int64
    else { return nil }
    return (feature.id, newest[1])
  }

  // MARK: - Observed area

  /// The box around all features of which a stream tells.
  private func extendArea(of stream: Stream, by feature: EntityRow) throws {
    guard
      let geometry = try Self.geometry(
        feature.value("encodingType")?.string ?? "", feature.value("feature").map { Body($0) })
    else { return }
    var box = geometry.boundingBox
    let known: String? = try transaction.row(
      "SELECT area FROM sensorthings_entities WHERE tenant = ? AND id = ?", tenant, stream.row.id
    ).flatMap { $0[0] }
    if let known, let before = try? Geometry(json: JSON(parsing: known)).boundingBox {
      if before.contains(box) { return }
      box.extend(to: Position(before.west, before.south))
      box.extend(to: Position(before.east, before.north))
    }
    try transaction.execute(
      "UPDATE sensorthings_entities SET area = ? WHERE tenant = ? AND id = ?", box.area.json.text, tenant, stream.row.id
    )
  }
}

extension BoundingBox {
  /// The geometry that covers the box: a point or a line where it is no wider.
  var area: Geometry {
    let corner = Position(west, south)
    if west == east && south == north { return .point(corner) }
    if west == east || south == north { return .lineString([corner, Position(east, north)]) }
    return .polygon([[corner, Position(east, south), Position(east, north), Position(west, north), corner]])
  }
}

extension EntityRow {
  /// How many results an Observation of a MultiDatastream has.
  var parts: Int? {
    type == .multiDatastream ? value("multiObservationDataTypes")?.array?.count ?? 0 : nil
  }
}

extension Principal {
  /// - Throws: `Problem` of code `forbidden` for whoever may not send readings.
  func requireObserving() throws(Problem) { try requireSendingReadings() }
}
