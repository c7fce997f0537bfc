// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A shape on the earth: the geometry object of GeoJSON (RFC 7946 §3.1).
///
/// Edges are straight lines in longitude and latitude (§3.1.1). A geometry has at least one position. Whether its rings cross
/// is not looked at here: that is the room Spatial's business.
public indirect enum Geometry: Hashable, Sendable {
  case point(Position)
  case multiPoint([Position])
  /// Two positions or more.
  case lineString([Position])
  case multiLineString([[Position]])
  /// An exterior ring, then the rings of its holes. A ring has four positions or more, the last the same as the first.
  case polygon([[Position]])
  case multiPolygon([[[Position]]])
  case geometryCollection([Geometry])

  /// The type's name in GeoJSON.
  public var type: String {
    switch self {
    case .point: "Point"
    case .multiPoint: "MultiPoint"
    case .lineString: "LineString"
    case .multiLineString: "MultiLineString"
    case .polygon: "Polygon"
    case .multiPolygon: "MultiPolygon"
    case .geometryCollection: "GeometryCollection"
    }
  }

  /// Hands over every position, in the order of the text.
  public func forEachPosition(_ body: (Position) -> Void) {
    switch self {
    case .point(let position): body(position)
    case .multiPoint(let positions), .lineString(let positions): positions.forEach(body)
    case .multiLineString(let lines), .polygon(let lines): for line in lines { line.forEach(body) }
    case .multiPolygon(let polygons): for rings in polygons { for ring in rings { ring.forEach(body) } }
    case .geometryCollection(let parts): for part in parts { part.forEachPosition(body) }
    }
  }

  public var positionCount: Int {
    var count = 0
    forEachPosition { _ in count += 1 }
    return count
  }

  /// The smallest box that holds every position.
  public var boundingBox: BoundingBox {
    var box: BoundingBox?
    forEachPosition { position in
      if box == nil { box = BoundingBox(position) } else { box?.extend(to: position) }
    }
    guard let box else { preconditionFailure("a geometry has at least one position") }
    return box
  }

  /// The rings of every polygon in it, also of those in collections.
  public var polygons: [[[Position]]] {
    switch self {
    case .polygon(let rings): [rings]
    case .multiPolygon(let polygons): polygons
    case .geometryCollection(let parts): parts.flatMap(\.polygons)
    case .point, .multiPoint, .lineString, .multiLineString: []
    }
  }
}
