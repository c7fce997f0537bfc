// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Foundation
import Packs
import Storage
import Telemetry
import Vocabulary

extension City {
  /// In which names are answered that are in several languages.
  var language: String { pack.languages.first ?? "en" }
}

/// Series that came by other doors, as Datastreams.
///
/// The Thing is the entity of which the series tells; without one it is made of the first part of the code. Of sensors the
/// city knows nothing more, so all of these Datastreams share one.
extension WriteSession {
  func adopt(_ series: Series) throws {
    let thing = try thing(of: series)
    let sensor = try known(
      .sensor, "urn:ngsi-ld:Sensor:series",
      [
        "name": "Sensor", "description": "Whatever sends the readings of a series; the city knows no more of it.",
        "encodingType": "text/html", "metadata": "",
      ])
    let property = Self.property(of: series)
    let observed = try known(
      .observedProperty, "urn:ngsi-ld:ObservedProperty:series-\(Self.encoded(property))",
      [
        "name": .string(property), "description": .string(property),
        "definition": .string("urn:ngsi-ld:ObservedProperty:series-\(Self.encoded(property))"),
      ])
    let name = series.name.text(in: city.language)
    let row = try insert(
      .datastream,
      Body([
        "name": .string(name.isEmpty ? series.code : name), "description": .string(series.code),
        "observationType": .string(
          "http://www.opengis.net/def/observationType/OGC-OM/2.0/\(Self.observationType(series.kind))"),
        "unitOfMeasurement": Self.unit(series.unit), "properties": ["series": .string(series.code)],
      ]),
      relationships: ["thing": [thing.uri], "sensor": [sensor.uri], "observedProperty": [observed.uri]],
      series: series.id)
    changesStreams = true
    let locations = thing.relationships["locations"] ?? []
    if !locations.isEmpty { try stand(Stream(row: row, series: series)) }
  }

  private func thing(of series: Series) throws -> EntityRow {
    if let uri = series.entity, let entity = try city.entities.find(uri, tenant: tenant, in: transaction) {
      if let row = try find(uris: [uri]).first, row.type == .thing { return row }
      if try find(uris: [uri]).isEmpty { return try register(entity) }
    }
    let device = Self.parts(of: series.code).device
    let name = device.removingPercentEncoding ?? device
    return try known(
      .thing, "urn:ngsi-ld:Thing:series-\(Self.encoded(device))",
      ["name": .string(name), "description": .string(name)])
  }

  /// Makes an entity that the city knows a Thing, with its place as a Location.
  private func register(_ entity: Entity) throws -> EntityRow {
    let row = try register(.thing, entity.id, id: nextID())
    guard let place = entity.location, row.relationships["locations"] == nil else { return row }
    let name = row.value("name", in: city.language)?.string ?? entity.id
    let location = try insert(
      .location,
      Body([
        "name": .string(name), "description": .string(name), "encodingType": "application/geo+json",
        "location": place.json,
      ]), location: place)
    try setLocations(of: row, to: [location], at: now)
    return try find(.thing, row.id) ?? row
  }

  /// An entity that several Datastreams share.
  private func known(_ type: EntityType, _ uri: String, _ members: [String: JSON]) throws -> EntityRow {
    if let row = try find(uris: [uri]).first { return row }
    return try insert(type, Body(.object(members)), uri: uri)
  }

  /// What a Datastream observes: what the code says, or else the class of the series.
  private static func property(of series: Series) -> String {
    if let property = parts(of: series.code).property { return property.removingPercentEncoding ?? property }
    return series.retentionClass.isEmpty ? series.code : series.retentionClass
  }

  /// `weather,station=s1` and `t` of `weather,station=s1:t`, `outfall-1` and `w01018` of `outfall-1:w01018:hour:avg`.
  private static func parts(of code: String) -> (device: String, property: String?) {
    guard let first = code.firstIndex(of: ":"), let last = code.lastIndex(of: ":"), first > code.startIndex,
      last < code.index(before: code.endIndex)
    else { return (code, nil) }
    // Tags may have colons of their own, fields have none.
    if code[..<last].contains(",") { return (String(code[..<last]), String(code[code.index(after: last)...])) }
    let property = code[code.index(after: first)...].prefix { $0 != ":" }
    return (String(code[..<first]), property.isEmpty ? nil : String(property))
  }

  private static func observationType(_ kind: Series.Kind) -> String {
    switch kind {
    case .number: "OM_Measurement"
    case .boolean: "OM_TruthObservation"
    case .text: "OM_CategoryObservation"
    case .json: "OM_Observation"
    }
  }

  private static func unit(_ code: String?) -> JSON {
    guard let code else { return ["name": .null, "symbol": .null, "definition": .null] }
    return ["name": .string(code), "symbol": .string(code), "definition": .string("ucum:" + code)]
  }

  /// Letters and digits as they are, all else percent-encoded, as a part of a URN.
  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .urnCharacters) ?? text
  }
}

extension CharacterSet {
  fileprivate static let urnCharacters = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._")
}
