// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Geometry {
  /// Reads a GeoJSON geometry object (RFC 7946 §3.1).
  ///
  /// Foreign members and `bbox` are ignored; the direction of rings is not enforced (§3.1.6). Empty `coordinates` are refused.
  ///
  /// - Parameters:
  ///   - pointer: JSON Pointer to `json`, for messages.
  ///   - maximumPositions: most positions in the whole geometry.
  /// - Throws: `Problem` of code `invalid` whose pointer names the place: unknown type, a ring that is not closed or has fewer
  ///   than four positions, degrees out of range, too many positions, a coordinate reference system other than WGS 84.
  public init(json: JSON, at pointer: String = "", maximumPositions: Int = 100_000) throws(Problem) {
    var reader = GeometryReader(remaining: maximumPositions, maximum: maximumPositions)
    self = try reader.geometry(json, pointer, depth: 0)
  }

  /// The GeoJSON geometry object.
  public var json: JSON {
    func list(_ positions: [Position]) -> JSON { .array(positions.map(\.json)) }
    func lists(_ lines: [[Position]]) -> JSON { .array(lines.map(list)) }
    let coordinates: JSON
    switch self {
    case .point(let position): coordinates = position.json
    case .multiPoint(let positions), .lineString(let positions): coordinates = list(positions)
    case .multiLineString(let lines), .polygon(let lines): coordinates = lists(lines)
    case .multiPolygon(let polygons): coordinates = .array(polygons.map(lists))
    case .geometryCollection(let parts):
      return ["type": .string(type), "geometries": .array(parts.map(\.json))]
    }
    return ["type": .string(type), "coordinates": coordinates]
  }
}

/// Reads the parts of one geometry and counts its positions.
private struct GeometryReader {
  var remaining: Int
  let maximum: Int

  /// Collections in collections are to be avoided (RFC 7946 §3.1.8); some producers nest them once or twice.
  static let deepestCollection = 8

  mutating func geometry(_ json: JSON, _ pointer: String, depth: Int) throws(Problem) -> Geometry {
    guard case .object(let members) = json else {
      throw .geometry(
        pointer, "must be a GeoJSON geometry object, not of kind \(json.kind)", "应为 GeoJSON 几何对象，而不是\(json.chineseKind)"
      )
    }
    guard let type = members["type"]?.string else {
      throw .geometry("\(pointer)/type", "a geometry names its type, such as \"Point\"", "几何对象要写明类型，例如 Point")
    }
    // The member is obsolete (§4, Appendix B.1), but overlooking one would put the shape in the wrong place.
    if let crs = members["crs"], !crs.isNull, crs["properties"]?["name"] != "urn:ogc:def:crs:OGC:1.3:CRS84" {
      throw .geometry(
        "\(pointer)/crs", "positions must be WGS 84 longitude and latitude (RFC 7946 §4)",
        "坐标应为 WGS 84 经纬度（RFC 7946 §4）")
    }
    if type == "GeometryCollection" {
      guard depth < Self.deepestCollection else {
        throw .geometry(pointer, "collections are nested too deeply", "几何集合嵌套过深")
      }
      let place = "\(pointer)/geometries"
      let parts = try elements(members["geometries"], place, atLeast: 1, of: ("geometries", "几何对象"))
      var geometries: [Geometry] = []
      for (index, part) in parts.enumerated() {
        geometries.append(try geometry(part, "\(place)/\(index)", depth: depth + 1))
      }
      return .geometryCollection(geometries)
    }
    let place = "\(pointer)/coordinates"
    let coordinates = members["coordinates"] ?? .null
    switch type {
    case "Point": return .point(try position(coordinates, place))
    case "MultiPoint": return .multiPoint(try positions(coordinates, place, atLeast: 1))
    case "LineString": return .lineString(try positions(coordinates, place, atLeast: 2))
    case "MultiLineString":
      var lines: [[Position]] = []
      for (index, line) in try elements(coordinates, place, atLeast: 1, of: ("lines", "线")).enumerated() {
        lines.append(try positions(line, "\(place)/\(index)", atLeast: 2))
      }
      return .multiLineString(lines)
    case "Polygon": return .polygon(try rings(coordinates, place))
    case "MultiPolygon":
      var polygons: [[[Position]]] = []
      for (index, polygon) in try elements(coordinates, place, atLeast: 1, of: ("polygons", "多边形")).enumerated() {
        polygons.append(try rings(polygon, "\(place)/\(index)"))
      }
      return .multiPolygon(polygons)
    default:
      throw .geometry(
        "\(pointer)/type",
        "\"\(type)\" is no geometry; it is Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon or "
          + "GeometryCollection",
        "“\(type)”不是几何类型；可用的类型：Point、MultiPoint、LineString、MultiLineString、Polygon、MultiPolygon、GeometryCollection")
    }
  }

  private mutating func rings(_ json: JSON, _ pointer: String) throws(Problem) -> [[Position]] {
    var rings: [[Position]] = []
    for (index, element) in try elements(json, pointer, atLeast: 1, of: ("rings", "环")).enumerated() {
      let place = "\(pointer)/\(index)"
      let ring = try positions(element, place, atLeast: 4)
      guard ring.first == ring.last else {
        throw .geometry(
          "\(place)/\(ring.count - 1)", "the ring is not closed: its last position must be the same as its first",
          "环未闭合：最后一个坐标须与第一个相同")
      }
      rings.append(ring)
    }
    return rings
  }

  private mutating func positions(_ json: JSON, _ pointer: String, atLeast least: Int) throws(Problem) -> [Position] {
    let elements = try elements(json, pointer, atLeast: least, of: ("positions", "坐标"))
    var positions: [Position] = []
    positions.reserveCapacity(min(elements.count, remaining))
    for (index, element) in elements.enumerated() {
      positions.append(try position(element, "\(pointer)/\(index)"))
    }
    return positions
  }

  private mutating func position(_ json: JSON, _ pointer: String) throws(Problem) -> Position {
    guard remaining > 0 else {
      throw .geometry(pointer, "the geometry has more than \(maximum) positions", "几何图形的坐标超过 \(maximum) 个")
    }
    remaining -= 1
    return try Position(json: json, at: pointer)
  }

  private func elements(
    _ json: JSON?, _ pointer: String, atLeast least: Int, of what: (String, String)
  ) throws(Problem) -> [JSON] {
    guard let json, let elements = json.array else {
      throw .geometry(
        pointer, "must be an array of \(what.0), not of kind \((json ?? .null).kind)",
        "应为\(what.1)的数组，而不是\((json ?? .null).chineseKind)")
    }
    guard elements.count >= least else {
      throw .geometry(
        pointer, "must hold at least \(least) \(what.0), not \(elements.count)",
        "至少要有 \(least) 个\(what.1)，现有 \(elements.count) 个")
    }
    return elements
  }
}
