// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Spatial
import Storage
import Vocabulary

/// Where the properties of entities are in the database, and how to go from one to another.
struct ThingsResolver: EntityResolver {
  let tenant: Tenant
  let rights: ThingsRights
  let dialect: Dialect
  /// In which names are answered that are in several.
  let language: String

  func property(_ property: Property, of type: EntityType, alias: String) throws -> SQLProperty {
    switch (type, property.name) {
    case (.observation, _): throw NotInSQL(name: property.name)
    case (_, "id"): return .number("\(raw: alias).id")
    case (.historicalLocation, "time"): return .instant("\(raw: alias).time")
    case (.location, "location"), (.featureOfInterest, "feature"): return .geometry(place(alias))
    case (.thing, "name"): return .string(text(alias, "name"))
    case (.thing, "description"):
      return .string("COALESCE(\(text(alias, "description")), \(text(alias, "name")))")
    case (_, "observedArea"): return .geometry(area(alias))
    // They follow from readings.
    case (_, "phenomenonTime"), (_, "resultTime"): throw NotInSQL(name: property.name)
    default:
      return .json(
        document: "\(raw: alias)_e.content", path: [.key("attributes"), .key(property.name), .key("value")])
    }
  }

  /// A text of a Thing, which may be in several languages.
  private func text(_ alias: String, _ property: String) -> SQLText {
    func string(_ more: [JSONStep]) -> SQLText {
      let path: [JSONStep] = [.key("attributes"), .key(property), .key("value")]
      let json = SQLProperty.json(document: "\(raw: alias)_e.content", path: path + more)
      return json.operand(.string, inner: [], dialect).string ?? "NULL"
    }
    return "COALESCE(\(string([])), \(string([.key(language)])))"
  }

  private func place(_ alias: String) -> GeometrySource {
    GeometrySource(key: "CASE WHEN \(raw: alias)_e.location IS NOT NULL THEN \(raw: alias).entity END") { box in
      guard let box else {
        return """
          SELECT e.id, e.location FROM sensorthings_entities s JOIN entities e ON e.tenant = s.tenant AND e.id = s.entity
          WHERE s.tenant = \(tenant.sqlValue) AND s.type IN ('Location', 'FeatureOfInterest') AND e.location IS NOT NULL
          """
      }
      let meeting = EntityStore.places.meeting(box, tenant: tenant, dialect: dialect)
      return """
        SELECT e.id, e.location FROM entities e WHERE e.tenant = \(tenant.sqlValue)
        AND e.id IN (\(SQLText(meeting.sql, meeting.values)))
        """
    }
  }

  private func area(_ alias: String) -> GeometrySource {
    GeometrySource(
      key: "CASE WHEN \(raw: alias).area IS NOT NULL THEN \(raw: alias).id END", keyIsInteger: true
    ) { _ in
      "SELECT id, area FROM sensorthings_entities WHERE tenant = \(tenant.sqlValue) AND area IS NOT NULL"
    }
  }

  func join(_ navigation: Navigation, from type: EntityType, alias: String, target: String) throws -> SQLJoin {
    guard type != .observation, navigation.target != .observation else { throw NotInSQL(name: navigation.name) }
    var condition: SQLText = "\(raw: target).tenant = \(raw: alias).tenant AND "
    let isHistory = navigation.target == .historicalLocation
    let tables = isHistory ? "sensorthings_historical_locations \(target)" : EntityRow.tables(target)
    switch (type, navigation.target) {
    case (.thing, .historicalLocation): condition = "\(condition)\(raw: target).thing = \(raw: alias).id"
    case (.historicalLocation, .thing): condition = "\(condition)\(raw: target).id = \(raw: alias).thing"
    case (.location, .historicalLocation):
      condition = """
        \(condition)\(raw: target).id IN (SELECT p.historical FROM sensorthings_historical_places p
          WHERE p.tenant = \(raw: alias).tenant AND p.location = \(raw: alias).id)
        """
    case (.historicalLocation, .location):
      condition = """
        \(condition)\(raw: target).id IN (SELECT p.location FROM sensorthings_historical_places p
          WHERE p.tenant = \(raw: alias).tenant AND p.historical = \(raw: alias).id)
        """
    default:
      guard let (name, isForward) = type.relationship(navigation.name) else { throw NotInSQL(name: navigation.name) }
      let (mine, other) = isForward ? ("id", "target") : ("target", "id")
      condition = """
        \(condition)\(raw: target).type = \(.text(navigation.target.rawValue)) AND \(raw: target).entity IN
          (SELECT r.\(raw: other) FROM entity_relationships r WHERE r.tenant = \(raw: alias).tenant
            AND r.\(raw: mine) = \(raw: alias).entity AND r.name = \(.text(name)))
        """
    }
    if let bound = rights.condition(navigation.target, target) { condition = "\(condition) AND \(bound)" }
    return SQLJoin(tables: SQLText(tables), condition: condition)
  }
}
