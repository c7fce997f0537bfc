// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// An entity as it is kept: in the city's entities, under an identifier of this interface.
struct EntityRow: Sendable {
  var type: EntityType
  var id: Int64
  /// The identifier of the city's entity.
  var uri: String
  /// Of Datastreams and MultiDatastreams.
  var series: Identifier?
  var area: String?
  var revision: Int64
  var attributes: [String: JSON]
  var relationships: [String: [String]]

  /// The columns that `init` reads, of the tables `alias` and `alias`_e.
  static func columns(_ alias: String) -> String {
    "\(alias).type, \(alias).id, \(alias).entity, \(alias).series, \(alias).area, \(alias)_e.revision, \(alias)_e.content"
  }

  static func tables(_ alias: String) -> String {
    "sensorthings_entities \(alias) JOIN entities \(alias)_e "
      + "ON \(alias)_e.tenant = \(alias).tenant AND \(alias)_e.id = \(alias).entity"
  }

  static let columnCount = 7

  init(_ row: Row) throws {
    let content = try JSON(parsing: row[6] as String, depth: 128)
    type = EntityType(rawValue: row[0]) ?? .thing
    id = row[1]
    uri = row[2]
    series = row[3]
    area = row[4]
    revision = row[5]
    attributes = (content["attributes"]?.object ?? [:]).compactMapValues { $0["value"] }
    relationships = (content["relationships"]?.object ?? [:]).mapValues {
      $0["targets"]?.array?.compactMap(\.string) ?? []
    }
  }

  func value(_ property: String) -> JSON? { attributes[EntityType.attribute(property)] }

  /// A property as it is answered. Things that the city knew before have names in several languages, and no description.
  func value(_ property: String, in language: String) -> JSON? {
    guard type == .thing, !isOwn else { return value(property) }
    if property == "description", value(property) == nil { return value("name", in: language) }
    guard property == "name" || property == "description", let texts = value(property)?.object else {
      return value(property)
    }
    return .string(LocalizedText(texts.compactMapValues(\.string)).text(in: language))
  }

  /// Whether it came by this interface.
  var isOwn: Bool { uri.hasPrefix(type.ownPrefix) }
}

/// Where a Thing was, and since when.
struct HistoricalRow: Sendable {
  var id: Int64
  var thing: Int64
  var time: Instant

  static func columns(_ alias: String) -> String { "\(alias).id, \(alias).thing, \(alias).time" }
  static let columnCount = 3

  init(_ row: Row) {
    id = row[0]
    thing = row[1]
    time = row[2]
  }
}

/// One Observation: a reading, with what was said besides.
struct Observation: Sendable {
  /// Where it is among the others: its identifier, unless it was moved to another time.
  var place: ObservationID
  /// Its identifier where that is not its place.
  var origin: ObservationID?
  /// The end of the phenomenon time, where it is a period.
  var end: Int64?
  /// The text of the result as JSON.
  var result: String
  var resultTime: TimeInterval?
  /// The feature that was named for it; `nil` for that of its stream at the time.
  var feature: Int64?
  /// `resultQuality`, `validTime` and `parameters`, those that there are.
  var content: [String: JSON]

  var id: ObservationID { origin ?? place }

  var phenomenonTime: TimeInterval {
    TimeInterval(start: Instant(milliseconds: place.at), end: Instant(milliseconds: end ?? place.at))
  }
}

extension TimeInterval {
  /// `2026-11-24T08:00:00.000Z`, or two of them with `/` between.
  var text: String { isInstant ? start.description : "\(start)/\(end)" }
}

/// Any of them.
enum Item: Sendable {
  case entity(EntityRow)
  case historical(HistoricalRow)
  case observation(Observation, stream: EntityRow)

  var type: EntityType {
    switch self {
    case .entity(let row): row.type
    case .historical: .historicalLocation
    case .observation: .observation
    }
  }

  var id: EntityID {
    switch self {
    case .entity(let row): .integer(row.id)
    case .historical(let row): .integer(row.id)
    case .observation(let observation, _): .string(observation.id.text)
    }
  }
}
