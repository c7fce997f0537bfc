// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Packs
import Storage
import Telemetry
import Vocabulary

extension WriteSession {
  /// How a change is given.
  enum Change {
    /// What is not named stays.
    case merge
    /// What is not named goes back to nothing.
    case replace
  }

  /// Changes an entity.
  ///
  /// - Parameter expected: the revision that the change was made for; `nil` for any.
  func change(_ item: Item, _ body: Body, _ change: Change, expecting expected: Int64? = nil) throws {
    try check(body, item.type, isPatch: change == .merge)
    switch item {
    case .entity(let row): try self.change(row, body, change, expecting: expected)
    case .historical(let row): try self.change(row, body)
    case .observation(let observation, let stream): try self.change(observation, stream, body, change)
    }
  }

  private func change(_ row: EntityRow, _ body: Body, _ change: Change, expecting expected: Int64?) throws {
    try requireChange(of: row)
    try checkStream(row.type, merged(row, body))
    for navigation in row.type.navigations where body[navigation.name] != nil {
      try requireLinks(body, navigation, of: row.type)
    }
    var patch = EntityPatch()
    let given = Self.attributes(row.type, body)
    for property in row.type.given where property.name != "observedArea" {
      let name = EntityType.attribute(property.name)
      if let value = given[name] {
        patch.attributes[name] = .set(Attribute(value))
      } else if change == .replace || body.member(property.name) != nil {
        patch.attributes[name] = .remove
      }
    }
    if change == .replace || body["properties"] != nil {
      for name in ["department", "area"] where row.attributes[name] != nil && given[name] == nil {
        patch.attributes[name] = .remove
      }
      for (name, value) in Self.bounds(row.type, body["properties"]?.json) {
        patch.attributes[name] = .set(Attribute(value))
      }
    }
    if row.type == .location || row.type == .featureOfInterest {
      let merged = merged(row, body)
      let property = row.type == .location ? "location" : "feature"
      let geometry = try Self.geometry(merged["encodingType"]?.json.string ?? "", merged[property])
      patch.location = geometry.map { .set($0) } ?? .remove
    }
    for (name, navigation, type) in row.type.links where body[navigation] != nil {
      let rows = try many(body, navigation, type, presets: [], mayMake: false)
      if navigation == "Thing", let thing = rows.first { try requireChange(of: thing) }
      patch.relationships[name] = rows.isEmpty ? .remove : .set(Relationship(targets: rows.map(\.uri)))
    }
    let entity = try city.entities.merge(
      patch, into: row.uri, expecting: expected, by: principal, at: now, in: transaction)
    if !row.type.isStream { try rights.requireChange(of: entity.facts, "\(row.type.singular) \(row.id)") }
    changesStreams = true
    streams[row.id] = nil
    try follow(row, body)
  }

  /// What changes along with an entity.
  private func follow(_ row: EntityRow, _ body: Body) throws {
    switch row.type {
    case .thing where body["Locations"] != nil:
      let locations = try many(body, "Locations", .location, presets: [], mayMake: false)
      try setLocations(of: row, to: locations, at: now)
    case .location:
      if body["location"] != nil || body["encodingType"] != nil {
        for thing in try sources(of: row, "locations", .thing) {
          try setLocations(of: thing, to: try find(uris: thing.relationships["locations"] ?? []), at: nil)
        }
      }
      for thing in try many(body, "Things", .thing, presets: [], mayMake: false) {
        guard let location = try find(.location, row.id) else { continue }
        try setLocations(of: thing, to: [location], at: now)
      }
    case .datastream, .multiDatastream:
      if let area = body.member("observedArea") {
        try transaction.execute(
          "UPDATE sensorthings_entities SET area = ? WHERE tenant = ? AND id = ?",
          area.json.isNull ? nil : area.json.text,
          tenant, row.id)
      }
      guard let now = try find(row.type, row.id), let stream = try stream(now) else { return }
      streams[row.id] = nil
      var series = stream.series
      // A series that came otherwise keeps the name that it has there.
      guard series.code == Self.code(of: row.id) else { return }
      series.name = LocalizedText(["en": now.value("name")?.string ?? now.uri])
      series.entity = now.relationships["thing"]?.first
      try city.telemetry.catalogue.define(
        NewSeries(
          code: series.code, name: series.name, unit: series.unit, kind: series.kind, entity: series.entity,
          policy: series.policy, retentionClass: series.retentionClass), at: self.now, tenant: tenant, in: transaction)
    default: break
    }
  }

  /// - Throws: `Problem` of code `badRequest` for entities in place of links, and for links that are kept at the other end.
  private func requireLinks(_ body: Body, _ navigation: Navigation, of type: EntityType) throws {
    guard let value = body[navigation.name] else { return }
    let isPossible =
      type.links.contains { $0.navigation == navigation.name } || type == .location && navigation.name == "Things"
      || type == .thing && navigation.name == "Locations"
    guard isPossible else {
      throw value.fault(
        "a change of \(type.singular) cannot change its \(navigation.name); change those themselves",
        "修改 \(type.singular) 不能改动其 \(navigation.name)；请直接修改后者")
    }
    for element in value.elements ?? [value] { _ = try linked(element, navigation.target) }
  }

  /// The properties as they will be.
  private func merged(_ row: EntityRow, _ body: Body) -> Body {
    var members: [String: JSON] = [:]
    for given in row.type.given {
      members[given.name] = body[given.name]?.json ?? row.value(given.name)
    }
    return Body(.object(members), at: body.pointer)
  }

  private func change(_ row: HistoricalRow, _ body: Body) throws {
    guard let thing = try find(.thing, row.thing) else { return }
    try requireChange(of: thing)
    if let time = body["time"]?.json.string.flatMap({ Instant($0) }) {
      try transaction.execute(
        "UPDATE sensorthings_historical_locations SET time = ? WHERE tenant = ? AND id = ?", time, tenant, row.id)
    }
    if body["Thing"] != nil {
      let thing = try many(body, "Thing", .thing, presets: [], mayMake: false)
      try requireChange(of: thing[0])
      try transaction.execute(
        "UPDATE sensorthings_historical_locations SET thing = ? WHERE tenant = ? AND id = ?", thing[0].id, tenant,
        row.id)
    }
    guard body["Locations"] != nil else { return }
    let locations = try many(body, "Locations", .location, presets: [], mayMake: false)
    try transaction.execute(
      "DELETE FROM sensorthings_historical_places WHERE tenant = ? AND historical = ?", tenant, row.id)
    for location in locations {
      try transaction.execute(
        "INSERT INTO sensorthings_historical_places (tenant, historical, location) VALUES (?, ?, ?)", tenant, row.id,
        location.id)
    }
  }

  private func change(
    _ observation: Observation, _ row: EntityRow, _ body: Body, _ change: Change
  ) throws {
    try requireChange(of: row)
    guard let stream = try stream(row) else { return }
    for name in ["Datastream", "MultiDatastream"] {
      guard let given = body[name] else { continue }
      guard name == row.type.singular, try linked(given, row.type).id == row.id else {
        throw given.fault(
          "an Observation stays with its \(row.type.singular); delete it and make it there",
          "Observation 不能移到另一 \(row.type.singular)；请删除后在那里新建")
      }
    }
    let feature =
      try body["FeatureOfInterest"].map { try linked($0, .featureOfInterest) }
      ?? observation.feature.flatMap { try find(.featureOfInterest, $0) }
      ?? self.feature(of: row.id, at: observation.place.at).flatMap { try find(.featureOfInterest, $0) }
    var given = GivenObservation(
      time: observation.phenomenonTime,
      result: GivenResult(written: observation.result, kind: stream.series.kind), resultTime: observation.resultTime,
      content: observation.content)
    if change == .replace {
      given = try GivenObservation(body, kind: stream.series.kind, parts: row.parts, now: now)
    } else {
      if let time = try GivenObservation.time(body, "phenomenonTime") { given.time = time }
      if body.member("resultTime") != nil { given.resultTime = try GivenObservation.time(body, "resultTime") }
      for name in ["resultQuality", "parameters"] where body.member(name) != nil {
        given.content[name] = body[name]?.json
      }
      if body.member("validTime") != nil {
        given.content["validTime"] = try GivenObservation.time(body, "validTime").map {
          .string("\($0.start)/\($0.end)")
        }
      }
      if let result = body.member("result") {
        if let parts = row.parts, result.json.array?.count != parts {
          throw result.wrongParts(parts)
        }
        given.result = GivenResult(result, kind: stream.series.kind)
      }
    }
    try replace(observation, by: given, feature: feature, in: stream)
  }

  /// Puts a changed Observation in the place of the one before; its identifier stays.
  private func replace(
    _ observation: Observation, by given: GivenObservation, feature: EntityRow?, in stream: Stream
  ) throws {
    let isMoved = given.time.start.milliseconds != observation.place.at
    let isSame = given.result.text == observation.result
    if isMoved {
      try delete(observation, of: stream)
      try keep(given, feature: feature, in: stream, origin: observation.id)
      changesStreams = true
      return
    }
    let place = observation.place
    let beside: String? = try transaction.row(
      "SELECT result FROM sensorthings_observations WHERE tenant = ? AND datastream = ? AND at = ? AND number = ?",
      tenant,
      place.stream, place.at, place.number
    ).flatMap { $0[0] }
    var result = beside
    if !isSame {
      if let beside {
        result = given.result.text
        try journal(observation.place, beside, given.result.text, of: stream)
      } else if let value = given.result.value {
        try finish()
        try city.telemetry.change(
          stream.series.id, at: Instant(milliseconds: place.at), sequence: place.number,
          .correct(value, decimals: given.result.decimals), by: principal, in: transaction)
      } else {
        // A reading cannot say this: it is kept beside from now on.
        try finish()
        try city.telemetry.change(
          stream.series.id, at: Instant(milliseconds: place.at), sequence: place.number,
          .setAside(Self.said(given.result.text)), by: principal, in: transaction)
        result = given.result.text
      }
    }
    let usual = try self.feature(of: stream.row.id, at: place.at)
    let own = feature.flatMap { $0.id == usual ? nil : $0.id }
    let changed = Observation(
      place: place, origin: observation.origin, end: given.time.isInstant ? nil : given.time.end.milliseconds,
      result: given.result.text, resultTime: given.resultTime, feature: own, content: given.content)
    try write(changed, result: result)
    noticed.append(changed.id)
  }
}

extension EntityType {
  /// The links that an entity itself holds: relationship, navigation, and what is at the other end.
  fileprivate var links: [(name: String, navigation: String, target: EntityType)] {
    switch self {
    case .datastream:
      [
        ("thing", "Thing", .thing), ("sensor", "Sensor", .sensor),
        ("observedProperty", "ObservedProperty", .observedProperty),
      ]
    case .multiDatastream: [("thing", "Thing", .thing), ("sensor", "Sensor", .sensor)]
    default: []
    }
  }
}

extension GivenResult {
  /// From the text of a result that was kept.
  init(written text: String, kind: Series.Kind) {
    let body = (try? Body(parsing: Array(text.utf8))) ?? Body(.null)
    self.init(body, kind: kind)
  }
}
