// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Packs
import Storage
import Telemetry
import Vocabulary

/// What one request reads, from one snapshot.
final class ReadSession {
  let city: City
  let rights: ThingsRights
  let transaction: Transaction
  let settings: SensorThingsSettings
  /// The address of the service's root.
  let root: String
  /// Entities that were read before.
  private var known: [Int64: EntityRow] = [:]
  private var spans: [Int64: [(start: Int64, feature: Int64)]] = [:]
  /// The newest readings of series that were asked for together; `nil` where there is none.
  private var latest: [Identifier: Reading?] = [:]
  /// Observations that may still be looked at.
  var budget: Int

  var tenant: Tenant { city.tenant }

  init(_ city: City, _ rights: ThingsRights, root: String, settings: SensorThingsSettings, in transaction: Transaction)
  {
    self.city = city
    self.rights = rights
    self.root = root
    self.settings = settings
    self.transaction = transaction
    budget = settings.scannedObservations
  }

  // MARK: - Single entities

  /// The entity that an address names.
  /// - Throws: `Problem` of code `notFound` where there is none that the principal may see.
  func item(_ path: ResourcePath) throws -> Item {
    guard let item = try walk(path.steps[...]) else { throw Self.nothing(path.steps) }
    return item
  }

  /// The entity at the end of steps that all name one; `nil` where there is none.
  func walk(_ steps: ArraySlice<ResourcePath.Step>) throws -> Item? {
    var item: Item?
    for step in steps {
      guard let parent = item, let navigation = step.navigation else {
        guard item == nil, let id = step.id, let found = try find(step.type, id) else { return nil }
        item = found
        continue
      }
      if let id = step.id {
        guard let found = try find(step.type, id), try isRelated(found, to: parent, navigation) else { return nil }
        item = found
      } else {
        guard let found = try related(parent, navigation) else { return nil }
        item = found
      }
    }
    return item
  }

  static func nothing(_ steps: [ResourcePath.Step]) -> Problem {
    let names = steps.map { step in
      let name = step.navigation?.name ?? step.type.set
      return step.id.map { "\(name)(\($0))" } ?? name
    }
    return Problem(
      .notFound, "There is no \(names.joined(separator: "/").prefix(300)) that you may see.",
      "没有您可查看的 \(names.joined(separator: "/").prefix(300))。")
  }

  func find(_ type: EntityType, _ id: EntityID) throws -> Item? {
    if type == .observation {
      guard case .string(let text) = id, let id = ObservationID(text) else { return nil }
      return try observation(id)
    }
    guard case .integer(let id) = id else { return nil }
    if type == .historicalLocation {
      return try first(type, SQLText("t.id = ?", [.integer(id)]))
    }
    return try entity(id, type).map { .entity($0) }
  }

  /// - Parameter type: `nil` for any.
  func entity(_ id: Int64, _ type: EntityType? = nil) throws -> EntityRow? {
    if let row = known[id] { return type == nil || row.type == type ? row : nil }
    let row = try transaction.row(
      "SELECT \(EntityRow.columns("t")), t.type FROM \(EntityRow.tables("t")) WHERE t.tenant = ? AND t.id = ?", tenant,
      id
    ).map { try EntityRow($0) }
    guard let row, type == nil || row.type == type, try maySee(row) else { return nil }
    remember(row)
    return row
  }

  func remember(_ row: EntityRow) { known[row.id] = row }

  /// The newest reading of each series that has any, each asked for once.
  func latest(of series: [Identifier]) throws -> [Identifier: Reading] {
    let missing = series.filter { latest[$0] == nil }
    if !missing.isEmpty {
      let found = try city.telemetry.latest(of: missing, tenant: tenant, in: transaction)
      for one in missing { latest[one] = .some(found[one]) }
    }
    return series.reduce(into: [:]) { found, one in
      if let known = latest[one], let reading = known { found[one] = reading }
    }
  }

  private func maySee(_ row: EntityRow) throws -> Bool {
    guard let condition = rights.condition(row.type, "t") else { return true }
    return try transaction.row(
      "SELECT 1 FROM \(EntityRow.tables("t")) WHERE t.tenant = ? AND t.id = ? AND \(condition.sql)",
      values: [tenant.sqlValue, .integer(row.id)] + condition.values) != nil
  }

  /// The first entity of a type that meets a condition on `t`.
  private func first(_ type: EntityType, _ condition: SQLText) throws -> Item? {
    var base = SetQuery(type, tenant: tenant, rights: rights)
    base.add(condition)
    return try transaction.row(base.select(limit: 1), values: base.values).map { try Self.item(type, $0) }
  }

  static func item(_ type: EntityType, _ row: Row) throws -> Item {
    type == .historicalLocation ? .historical(HistoricalRow(row)) : .entity(try EntityRow(row))
  }

  // MARK: - Related entities

  /// The entity at the other end of a navigation that leads to one.
  func related(_ item: Item, _ navigation: Navigation) throws -> Item? {
    if case .observation(let observation, let stream) = item {
      if navigation.target == .featureOfInterest {
        return try feature(of: observation).flatMap { try entity($0, .featureOfInterest) }.map { .entity($0) }
      }
      return navigation.target == stream.type ? .entity(stream) : nil
    }
    return try first(navigation.target, condition(of: item, navigation))
  }

  func isRelated(_ found: Item, to parent: Item, _ navigation: Navigation) throws -> Bool {
    if case .observation(let observation, let stream) = found, case .entity(let row) = parent {
      return row.type.isStream ? row.id == stream.id : try feature(of: observation) == row.id
    }
    guard let id = found.id.integer else { return false }
    var condition = condition(of: parent, navigation)
    condition.sql += " AND t.id = ?"
    condition.values.append(.integer(id))
    return try first(navigation.target, condition) != nil
  }

  /// What ties the rows `t` of a navigation's target to the entity it starts from.
  func condition(of item: Item, _ navigation: Navigation) -> SQLText {
    switch item {
    case .historical(let row):
      if navigation.target == .thing { return SQLText("t.id = ?", [.integer(row.thing)]) }
      return SQLText(
        "t.id IN (SELECT p.location FROM sensorthings_historical_places p WHERE p.tenant = t.tenant AND p.historical = ?)",
        [.integer(row.id)])
    case .observation(_, let stream): return SQLText("t.id = ?", [.integer(stream.id)])
    case .entity(let row):
      if navigation.target == .historicalLocation {
        if row.type == .thing { return SQLText("t.thing = ?", [.integer(row.id)]) }
        return SQLText(
          """
          t.id IN (SELECT p.historical FROM sensorthings_historical_places p WHERE p.tenant = t.tenant AND p.location = ?)
          """, [.integer(row.id)])
      }
      guard let (name, isForward) = row.type.relationship(navigation.name) else { return SQLText("1 = 0") }
      let (mine, other) = isForward ? ("id", "target") : ("target", "id")
      // Found once, by the relationships: SQLite would look at every entity of the type for the few that are meant.
      return SQLText(
        """
        t.id IN (SELECT x.id FROM entity_relationships r CROSS JOIN sensorthings_entities x
          WHERE r.tenant = ? AND r.\(mine) = ? AND r.name = ? AND x.tenant = r.tenant AND x.entity = r.\(other))
        """, [tenant.sqlValue, .text(row.uri), .text(name)])
    }
  }

  // MARK: - Features of Observations

  /// From when on which feature the readings of a stream tell of, the first first.
  func spans(of stream: Int64) throws -> [(start: Int64, feature: Int64)] {
    if let known = spans[stream] { return known }
    let found: [(start: Int64, feature: Int64)] = try transaction.rows(
      "SELECT start_at, feature FROM sensorthings_features WHERE tenant = ? AND datastream = ? ORDER BY start_at",
      tenant,
      stream
    ).map { ($0[0], $0[1]) }
    spans[stream] = found
    return found
  }

  func feature(of observation: Observation) throws -> Int64? {
    if let own = observation.feature { return own }
    return try spans(of: observation.place.stream).last { $0.start <= observation.place.at }?.feature
  }
}

/// A query over the entities of one type, as the table `t`.
struct SetQuery {
  let type: EntityType
  private(set) var condition: String
  private(set) var values: [SQLValue]

  init(_ type: EntityType, tenant: Tenant, rights: ThingsRights) {
    self.type = type
    condition = "t.tenant = ?"
    values = [tenant.sqlValue]
    if type.isEntity {
      condition += " AND t.type = ?"
      values.append(.text(type.rawValue))
    }
    if let bound = rights.condition(type, "t") { add(bound) }
  }

  mutating func add(_ more: SQLText) {
    condition += " AND \(more.sql)"
    values += more.values
  }

  private var tables: String { type.isEntity ? EntityRow.tables("t") : "sensorthings_historical_locations t" }
  private var columns: String { type.isEntity ? EntityRow.columns("t") : HistoricalRow.columns("t") }
  var columnCount: Int { type.isEntity ? EntityRow.columnCount : HistoricalRow.columnCount }

  /// - Parameter more: further columns, each with a comma before it.
  func select(_ more: String = "", orderBy: String = "t.id", limit: Int, offset: Int = 0) -> String {
    "SELECT \(columns)\(more) FROM \(tables) WHERE \(condition) ORDER BY \(orderBy) LIMIT \(limit)"
      + (offset > 0 ? " OFFSET \(offset)" : "")
  }

  var count: String { "SELECT COUNT(*) FROM \(tables) WHERE \(condition)" }
}
