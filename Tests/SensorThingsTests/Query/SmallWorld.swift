// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SensorThings
import Storage
import Vocabulary

/// A few entities, in memory and in tables of a database, for what queries mean.
final class SmallWorld {
  final class Item: EntityView {
    let type: EntityType
    let id: Int64
    var values: [String: JSON]
    var links: [String: [Item]] = [:]

    init(_ type: EntityType, _ id: Int64, _ values: [String: JSON]) {
      self.type = type
      self.id = id
      self.values = values
    }

    func value(of property: Property) -> QueryValue {
      property.name == "id" ? .number(Double(id)) : QueryValue(values[property.name] ?? .null, as: property.type)
    }

    func related(_ navigation: Navigation) -> [any EntityView] { links[navigation.name] ?? [] }
  }

  private(set) var items: [Item] = []

  func of(_ type: EntityType) -> [Item] { items.filter { $0.type == type } }

  @discardableResult
  func add(_ type: EntityType, _ id: Int64, _ values: [String: JSON]) -> Item {
    let item = Item(type, id, values)
    items.append(item)
    return item
  }

  func link(_ one: Item, _ other: Item) {
    for (from, to) in [(one, other), (other, one)] {
      for navigation in from.type.navigations where navigation.target == to.type {
        from.links[navigation.name, default: []].append(to)
      }
    }
  }

  /// Two Things with streams and places, one Thing with nothing.
  init() {
    let bridge = add(
      .thing, 1,
      [
        "name": "Bridge", "description": "over the river",
        "properties": [
          "floors": 2, "tag": "a", "open": true, "list": [8, [9, 10]], "deep": ["x": "y"], "n": nil,
          "tags": ["a", "路", 3, true, nil],
        ],
      ])
    let road = add(
      .thing, 2,
      [
        "name": "Road", "description": "路 É é",
        "properties": ["floors": "2", "tag": "B", "open": false, "list": [7], "half": 2.5, "tags": "a"],
      ])
    add(.thing, 3, ["name": "it's", "description": "  blank\t"])
    let place = add(
      .location, 11,
      ["name": "here", "description": "d", "location": ["type": "Point", "coordinates": [8, 51]]])
    let square = add(
      .location, 12,
      [
        "name": "square", "description": "d",
        "location": ["type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]],
      ])
    let line = add(
      .location, 13,
      ["name": "line", "description": "d", "location": ["type": "LineString", "coordinates": [[0, 0], [3, 4]]]])
    add(.location, 14, ["name": "nowhere", "description": "d"])
    link(bridge, place)
    link(bridge, square)
    link(road, line)
    let sensor = add(.sensor, 21, ["name": "S", "description": "thermometer", "metadata": "m"])
    let bare = add(.sensor, 22, ["name": "T"])
    let temperature = add(
      .datastream, 31,
      [
        "name": "temperature", "description": "t", "unitOfMeasurement": ["symbol": "°C", "name": "degree"],
        "phenomenonTime": "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z", "properties": ["limit": 5],
      ])
    let humidity = add(
      .datastream, 32,
      ["name": "humidity", "description": "h", "unitOfMeasurement": ["symbol": "%"], "properties": ["limit": -1]])
    let traffic = add(
      .datastream, 33, ["name": "Traffic", "phenomenonTime": "2025-12-31T23:59:59.999Z/2026-06-01T12:00:00Z"])
    for (stream, thing, sensor) in [(temperature, bridge, sensor), (humidity, bridge, bare), (traffic, road, sensor)] {
      link(stream, thing)
      link(stream, sensor)
    }
    let results: [JSON] = [0, 3, 5.5, -2, "3", "high", true, false, nil, 1e6, 2.5, -2.5]
    for (index, result) in results.enumerated() {
      let hour = index + 1
      let start = "2026-01-01T\(padded(hour, 2)):00:00Z"
      var values: [String: JSON] = ["result": result, "resultTime": .string(start)]
      values["phenomenonTime"] = .string(
        index % 3 == 0 ? "\(start)/2026-01-01T\(padded(hour + 1, 2)):30:00.250Z" : start)
      if index % 4 == 0 {
        values["validTime"] = .string("2026-01-01T02:00:00Z/\(start.replacing("01-01T", with: "01-02T"))")
      }
      if index % 5 == 4 { values["resultTime"] = nil }
      values["parameters"] = ["n": .integer(Int64(index)), "s": .string("p\(index % 3)")]
      let observation = add(.observation, Int64(100 + index), values)
      link(observation, [temperature, humidity, traffic][index % 3])
    }
  }

  private func padded(_ value: Int, _ width: Int) -> String { (value < 10 ? "0" : "") + "\(value)" }

  // MARK: In tables

  static let migrations: [Migration] = [
    Migration(
      1, "entities and links",
      [
        """
        CREATE TABLE items (
          type TEXT NOT NULL, id INTEGER NOT NULL, name TEXT, content TEXT NOT NULL, geometry TEXT, west REAL, south REAL,
          east REAL, north REAL, time_start INTEGER, time_end INTEGER, result_time INTEGER, valid_start INTEGER,
          valid_end INTEGER, number REAL, text TEXT, flag INTEGER, PRIMARY KEY (id)) STRICT
        """,
        "CREATE TABLE links (source INTEGER NOT NULL, name TEXT NOT NULL, target INTEGER NOT NULL) STRICT",
      ])
  ]

  func store(in transaction: Transaction) throws {
    for item in items {
      func time(_ name: String) -> TimeInterval? { item.values[name]?.string.flatMap(TimeInterval.init) }
      let geometry = item.values["location"].flatMap { try? Geometry(json: $0) }
      let box = geometry?.boundingBox
      let result = item.values["result"]
      try transaction.execute(
        "INSERT INTO items VALUES (\((0..<17).map { _ in "?" }.joined(separator: ", ")))", item.type.rawValue, item.id,
        item.values["name"]?.string, JSON.object(["attributes": .object(item.values)]).text, geometry?.json.text,
        box?.west, box?.south, box?.east, box?.north, time("phenomenonTime")?.start, time("phenomenonTime")?.end,
        time("resultTime")?.start, time("validTime")?.start, time("validTime")?.end, result?.double, result?.string,
        result?.bool)
      for (name, targets) in item.links {
        for target in targets {
          try transaction.execute("INSERT INTO links VALUES (?, ?, ?)", item.id, name, target.id)
        }
      }
    }
  }
}

/// Where `SmallWorld` has its properties.
struct SmallResolver: EntityResolver {
  func property(_ property: Property, of type: EntityType, alias: String) throws -> SQLProperty {
    func column(_ name: String) -> SQLText { "\(raw: alias).\(raw: name)" }
    switch property.name {
    case "id": return .number(column("id"))
    case "name": return .string(column("name"))
    case "phenomenonTime": return .interval(start: column("time_start"), end: column("time_end"))
    case "validTime": return .interval(start: column("valid_start"), end: column("valid_end"))
    case "resultTime" where type == .observation: return .instant(column("result_time"))
    case "result": return .variant(number: column("number"), string: column("text"), boolean: column("flag"))
    case "location":
      return .geometry(
        GeometrySource(key: "CASE WHEN \(column("geometry")) IS NOT NULL THEN \(column("id")) END", keyIsInteger: true)
        { box in
          guard let box else { return "SELECT id, geometry FROM items WHERE geometry IS NOT NULL" }
          return """
            SELECT id, geometry FROM items WHERE west <= \(.real(box.east)) AND east >= \(.real(box.west))
            AND south <= \(.real(box.north)) AND north >= \(.real(box.south))
            """
        })
    case "observedArea", "feature", "time", "resultTime": throw NotInSQL(name: property.name)
    default: return .json(document: column("content"), path: [.key("attributes"), .key(property.name)])
    }
  }

  func join(_ navigation: Navigation, from type: EntityType, alias: String, target: String) throws -> SQLJoin {
    SQLJoin(
      tables: "links \(raw: target)l JOIN items \(raw: target) ON \(raw: target).id = \(raw: target)l.target",
      condition: "\(raw: target)l.source = \(raw: alias).id AND \(raw: target)l.name = \(.text(navigation.name))")
  }
}
