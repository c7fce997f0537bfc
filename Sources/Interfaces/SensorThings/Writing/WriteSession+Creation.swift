// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Packs
import Spatial
import Storage
import Telemetry
import Vocabulary

extension WriteSession {
  /// Makes an entity with all that is given inside it.
  ///
  /// - Parameter presets: related entities that follow from the address, by navigation.
  func create(_ type: EntityType, _ body: Body, presets: [String: [EntityRow]] = [:]) throws -> Item {
    try check(body, type)
    if type == .observation { return try createObservation(body, presets: presets) }
    try rights.requireWriting()
    switch type {
    case .thing: return .entity(try createThing(body, presets))
    case .location: return .entity(try createLocation(body, presets))
    case .historicalLocation: return .historical(try createHistoricalLocation(body, presets))
    case .datastream, .multiDatastream: return .entity(try createStream(type, body, presets))
    case .sensor, .observedProperty:
      let row = try insert(type, body)
      if type == .observedProperty, let wrong = body["MultiDatastreams"] {
        throw wrong.fault(
          "a MultiDatastream names its ObservedProperties in their order: make it as a MultiDatastream",
          "MultiDatastream 按顺序列出其 ObservedProperties：请作为 MultiDatastream 创建")
      }
      try createChildren(of: row, body, ["Datastreams", "MultiDatastreams"], as: type.singular)
      return .entity(row)
    case .featureOfInterest, .observation:
      let row = try insert(type, body)
      try createChildren(of: row, body, ["Observations"], as: type.singular)
      return .entity(row)
    }
  }

  /// - Throws: `Problem` of code `badRequest` naming a member that is unknown, missing or of another type.
  func check(_ body: Body, _ type: EntityType, isPatch: Bool = false) throws {
    try body.requireObject("a \(type.singular)", type.singular + " ")
    for name in body.members.keys.sorted() where !type.isKnown(name) {
      let known = type.given.map(\.name) + type.navigations.map(\.name)
      throw body.fault(
        "\(type.singular) has no \"\(name.prefix(80))\"; it has \(known.joined(separator: ", "))",
        "\(type.singular) 没有 \"\(name.prefix(80))\"；它有 \(known.joined(separator: "、"))")
    }
    for given in type.given {
      guard let value = body[given.name] else {
        let isNullable = type == .observation && body.member(given.name) != nil
        if given.isRequired, !isNullable, !isPatch || body.member(given.name) != nil {
          throw body.fault("\(type.singular) needs \"\(given.name)\"", "\(type.singular) 需要 \"\(given.name)\"")
        }
        continue
      }
      let isRight =
        switch given.form {
        case .text: value.json.string != nil
        case .object: value.json.object != nil
        case .list: value.json.array != nil
        case .any: true
        case .time: value.json.string.flatMap { Instant($0) } != nil
        }
      guard isRight else {
        throw value.fault(
          "must be \(given.form.name), not \(value.json.kind)",
          "应为\(given.form.chineseName)，而不是\(value.json.chineseKind)")
      }
    }
  }

  // MARK: - Each type

  private func createThing(_ body: Body, _ presets: [String: [EntityRow]]) throws -> EntityRow {
    let locations = try many(body, "Locations", .location, presets: presets["Locations"] ?? [])
    var row = try insert(
      .thing, body, relationships: ["locations": locations.map(\.uri)], location: try place(of: locations))
    row.relationships["locations"] = locations.map(\.uri)
    if !locations.isEmpty { try addHistory(of: row, locations, at: now) }
    try createChildren(of: row, body, ["HistoricalLocations", "Datastreams", "MultiDatastreams"], as: "Thing")
    return row
  }

  private func createLocation(_ body: Body, _ presets: [String: [EntityRow]]) throws -> EntityRow {
    let geometry = try Self.geometry(body["encodingType"]?.json.string ?? "", body["location"])
    let row = try insert(.location, body, location: geometry)
    for thing in try many(body, "Things", .thing, presets: presets["Things"] ?? []) {
      try setLocations(of: thing, to: [row], at: now)
    }
    try createChildren(of: row, body, ["HistoricalLocations"], as: "Locations")
    return row
  }

  private func createHistoricalLocation(_ body: Body, _ presets: [String: [EntityRow]]) throws -> HistoricalRow {
    let thing = try one(body, "Thing", .thing, presets)
    try requireChange(of: thing)
    let locations = try many(body, "Locations", .location, presets: presets["Locations"] ?? [])
    guard let time = body["time"]?.json.string.flatMap({ Instant($0) }) else {
      throw body.fault("needs \"time\"", "需要 \"time\"")
    }
    let newest: Instant? = try transaction.row(
      "SELECT MAX(time) FROM sensorthings_historical_locations WHERE tenant = ? AND thing = ?", tenant, thing.id
    ).flatMap { $0[0] }
    let row = try addHistory(of: thing, locations, at: time)
    if newest.map({ $0 < time }) ?? true, !locations.isEmpty {
      try setLocations(of: thing, to: locations, at: nil)
    }
    return row
  }

  private func createStream(
    _ type: EntityType, _ body: Body, _ presets: [String: [EntityRow]]
  ) throws -> EntityRow {
    try checkStream(type, body)
    let thing = try one(body, "Thing", .thing, presets)
    try requireChange(of: thing)
    let sensor = try one(body, "Sensor", .sensor, presets)
    var relationships = ["thing": [thing.uri], "sensor": [sensor.uri]]
    if type == .datastream {
      relationships["observedProperty"] = [try one(body, "ObservedProperty", .observedProperty, presets).uri]
    } else {
      let observed = try many(body, "ObservedProperties", .observedProperty, presets: [])
      let count = body["multiObservationDataTypes"]?.json.array?.count ?? 0
      guard observed.count == count else {
        throw body.fault(
          "MultiDatastream has \(count) multiObservationDataTypes and \(observed.count) ObservedProperties",
          "MultiDatastream 有 \(count) 个 multiObservationDataTypes，却有 \(observed.count) 个 ObservedProperties")
      }
      relationships["observedProperties"] = observed.map(\.uri)
    }
    let id = try nextID()
    let new = NewSeries(
      code: Self.code(of: id), name: LocalizedText(["en": body["name"]?.json.string ?? ""]),
      unit: body["unitOfMeasurement"]?["symbol"]?.json.string, kind: Self.kind(type, body), entity: thing.uri,
      policy: .firstWins)
    let series = try define(new)
    let row = try insert(type, body, id: id, relationships: relationships, series: series.id)
    changesStreams = true
    try createChildren(of: row, body, ["Observations"], as: type.singular)
    return row
  }

  /// The code of the series that is made for a stream.
  static func code(of id: Int64) -> String { "sensorthings-\(id)" }

  /// What the series of a stream holds; results of another kind are kept beside it.
  private static func kind(_ type: EntityType, _ body: Body) -> Series.Kind {
    guard type == .datastream, let name = body["observationType"]?.json.string?.split(separator: "/").last else {
      return .json
    }
    return switch name {
    case "OM_Measurement", "OM_CountObservation": .number
    case "OM_TruthObservation": .boolean
    case "OM_CategoryObservation": .text
    default: .json
    }
  }

  /// A symbol that is no code of UCUM stays in the Datastream alone.
  private func define(_ new: NewSeries) throws -> Series {
    do { return try city.telemetry.catalogue.define(new, at: now, tenant: tenant, in: transaction) } catch let problem
      as Problem where problem.code == .invalid && new.unit != nil
    {
      var plain = new
      plain.unit = nil
      return try city.telemetry.catalogue.define(plain, at: now, tenant: tenant, in: transaction)
    }
  }

  /// The lists of a MultiDatastream are of one length (OGC 18-088 §14).
  func checkStream(_ type: EntityType, _ body: Body) throws {
    guard type == .multiDatastream, let types = body["multiObservationDataTypes"]?.json.array,
      let units = body["unitOfMeasurements"]?.json.array
    else { return }
    guard types.count == units.count, !types.isEmpty else {
      throw body.fault(
        "MultiDatastream has \(types.count) multiObservationDataTypes and \(units.count) unitOfMeasurements",
        "MultiDatastream 有 \(types.count) 个 multiObservationDataTypes，却有 \(units.count) 个 unitOfMeasurements")
    }
  }

  // MARK: - Related entities

  private func createChildren(of row: EntityRow, _ body: Body, _ navigations: [String], as inverse: String) throws {
    for name in navigations {
      guard let navigation = row.type.navigation(name), let list = body[name] else { continue }
      guard let elements = list.elements else { throw list.fault("must be a list of \(name)", "应为 \(name) 的列表") }
      for element in elements {
        if element.members["@iot.id"] != nil {
          throw element.fault(
            "a \(navigation.target.singular) that is there already cannot be moved here",
            "已有的 \(navigation.target.singular) 不能移到此处")
        }
        _ = try create(navigation.target, element, presets: [inverse: [row]])
      }
    }
  }

  /// The one entity at the other end of a navigation: from the address, linked, or made.
  func one(
    _ body: Body, _ name: String, _ type: EntityType, _ presets: [String: [EntityRow]]
  ) throws -> EntityRow {
    if let preset = presets[name]?.first {
      if let given = body[name] {
        guard given.members["@iot.id"].flatMap(EntityID.init(json:)) == .integer(preset.id) else {
          throw given.fault("the address says that the \(name) is \(preset.id)", "地址已指明 \(name) 是 \(preset.id)")
        }
      }
      return preset
    }
    guard let given = body[name] else {
      throw body.fault(
        "needs \"\(name)\": an entity, or {\"@iot.id\": …} of one that is there",
        "需要 \"\(name)\"：一个实体，或已有实体的 {\"@iot.id\": …}")
    }
    return try linkedOrMade(given, type)
  }

  func many(
    _ body: Body, _ name: String, _ type: EntityType, presets: [EntityRow], mayMake: Bool = true
  ) throws -> [EntityRow] {
    var rows = presets
    if let list = body[name] {
      // Clients give a single entity where a list has one.
      for element in list.elements ?? [list] {
        let row = try mayMake ? linkedOrMade(element, type) : linked(element, type)
        if !rows.contains(where: { $0.id == row.id }) { rows.append(row) }
      }
    }
    return rows
  }

  func linkedOrMade(_ body: Body, _ type: EntityType) throws -> EntityRow {
    try body.requireObject("a \(type.singular)", type.singular + " ")
    if body.members["@iot.id"] != nil { return try linked(body, type) }
    guard case .entity(let row) = try create(type, body) else {
      throw body.fault("must be a \(type.singular)", "应为 \(type.singular)")
    }
    return row
  }

  /// - Throws: `Problem` of code `badRequest` where it is no link, or there is no such entity.
  func linked(_ body: Body, _ type: EntityType) throws -> EntityRow {
    guard let given = body.members["@iot.id"] else {
      throw body.fault(
        "a change can only link entities that are there, as {\"@iot.id\": 7}",
        "修改只能关联已有的实体，写作 {\"@iot.id\": 7}")
    }
    guard let id = EntityID(json: given)?.integer, let row = try find(type, id) else {
      throw body.fault(
        "there is no \(type.singular) with the @iot.id \(given.text.prefix(80))",
        "没有 @iot.id 为 \(given.text.prefix(80)) 的 \(type.singular)")
    }
    return row
  }

  // MARK: - Rows

  /// - Parameter uri: of the city's entity; `nil` for one made of the identifier.
  @discardableResult
  func insert(
    _ type: EntityType, _ body: Body, id: Int64? = nil, uri: String? = nil, relationships: [String: [String]] = [:],
    location: Geometry? = nil, series: Identifier? = nil
  ) throws -> EntityRow {
    let id = try id ?? nextID()
    let uri = uri ?? type.uri(of: id)
    var location = location
    if type == .featureOfInterest {
      location = try Self.geometry(body["encodingType"]?.json.string ?? "", body["feature"])
    }
    let new = NewEntity(
      id: uri, type: type.rawValue, attributes: Self.attributes(type, body).mapValues { Attribute($0) },
      relationships: relationships.filter { !$0.value.isEmpty }.mapValues { Relationship(targets: $0) },
      location: location)
    let entity = try city.entities.create(new, by: principal, at: now, in: transaction)
    if !type.isStream { try rights.requireChange(of: entity.facts, "This \(type.singular)") }
    return try register(
      type, uri, id: id, series: series, area: type.isStream ? body["observedArea"]?.json.text : nil)
  }

  /// Gives an entity of the city an identifier of this interface.
  func register(
    _ type: EntityType, _ uri: String, id: Int64, series: Identifier? = nil, area: String? = nil
  ) throws -> EntityRow {
    try transaction.execute(
      "INSERT INTO sensorthings_entities (tenant, id, type, entity, series, area) VALUES (?, ?, ?, ?, ?, ?)", tenant,
      id, type.rawValue, uri, series, area)
    guard let row = try find(type, id) else { throw StorageError.conflict("entity \(uri) is gone again") }
    return row
  }

  /// The attributes of the city's entity.
  static func attributes(_ type: EntityType, _ body: Body) -> [String: JSON] {
    var attributes: [String: JSON] = [:]
    for given in type.given where given.name != "observedArea" {
      if let value = body[given.name] { attributes[EntityType.attribute(given.name)] = value.json }
    }
    attributes.merge(bounds(type, body["properties"]?.json)) { first, _ in first }
    return attributes
  }

  /// A Thing's department and area, by which roles are bound, are those that its properties name.
  static func bounds(_ type: EntityType, _ properties: JSON?) -> [String: JSON] {
    guard type == .thing || type == .location || type == .featureOfInterest else { return [:] }
    var bounds: [String: JSON] = [:]
    for name in ["department", "area"] {
      if case .string(let code)? = properties?[name] { bounds[name] = .string(code) }
    }
    return bounds
  }

  /// The geometry of a Location or a feature in GeoJSON; `nil` for other encodings.
  static func geometry(_ encodingType: String, _ value: Body?) throws -> Geometry? {
    guard let value, ["application/geo+json", "application/vnd.geo+json"].contains(encodingType.lowercased()) else {
      return nil
    }
    var json = value.json
    var pointer = value.pointer
    if json["type"] == "Feature" {
      json = json["geometry"] ?? .null
      pointer += "/geometry"
      if json.isNull { return nil }
    }
    return try Geometry(json: json, at: pointer)
  }

  /// Where a Thing is: at the first of its Locations that says so in GeoJSON.
  func place(of locations: [EntityRow]) throws -> Geometry? {
    for row in locations {
      if let geometry = try Self.geometry(
        row.value("encodingType")?.string ?? "", row.value("location").map { Body($0) })
      {
        return geometry
      }
    }
    return nil
  }

  // MARK: - Places of Things

  /// Gives a Thing other Locations.
  ///
  /// - Parameter time: of the HistoricalLocation that is made of it; `nil` to make none.
  func setLocations(of thing: EntityRow, to locations: [EntityRow], at time: Instant?) throws {
    try requireChange(of: thing)
    var patch = EntityPatch()
    patch.relationships["locations"] = locations.isEmpty ? .remove : .set(Relationship(targets: locations.map(\.uri)))
    patch.location = try place(of: locations).map { .set($0) } ?? .remove
    let entity = try city.entities.merge(patch, into: thing.uri, by: principal, at: now, in: transaction)
    try rights.requireChange(of: entity.facts, "Thing \(thing.id)")
    if let time, !locations.isEmpty { try addHistory(of: thing, locations, at: time) }
    changesStreams = true
  }

  @discardableResult
  func addHistory(of thing: EntityRow, _ locations: [EntityRow], at time: Instant) throws -> HistoricalRow {
    let id = try nextID()
    try transaction.execute(
      "INSERT INTO sensorthings_historical_locations (tenant, id, thing, time) VALUES (?, ?, ?, ?)", tenant, id,
      thing.id,
      time)
    for location in locations {
      try transaction.execute(
        "INSERT INTO sensorthings_historical_places (tenant, historical, location) VALUES (?, ?, ?)", tenant, id,
        location.id)
    }
    return HistoricalRow(Row(values: [.integer(id), .integer(thing.id), time.sqlValue]))
  }
}

extension EntityType.Given.Form {
  fileprivate var name: String { words.english }
  fileprivate var chineseName: String { words.chinese }

  private var words: (english: String, chinese: String) {
    switch self {
    case .text: ("a text", "文本")
    case .object: ("an object", "对象")
    case .list: ("a list", "列表")
    case .any: ("a value", "值")
    case .time: ("a time with zone such as 2026-11-24T08:30:00Z", "带时区的时间，如 2026-11-24T08:30:00Z")
    }
  }
}
