// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CGEOS
public import Vocabulary

/// Why a geometry is not valid (OGC 06-103r4 §6.1.11), and where.
public struct GeometryFault: Hashable, Sendable, CustomStringConvertible {
  /// In the words of GEOS: `Self-intersection`, `Hole lies outside shell` …
  public var reason: String
  public var position: Position?

  public var description: String {
    guard let position else { return reason }
    return "\(reason) at longitude \(position.longitude), latitude \(position.latitude)"
  }
}

extension Geometry {
  /// Square metres of its polygons; 0 for points and lines. Within 0.1 % for shapes up to 50 km across.
  public var area: Double {
    polygons.reduce(0) { sum, rings in
      guard let first = rings.first, !first.isEmpty else { return sum }
      return sum + LocalProjection(origin: Geometry.lineString(first).boundingBox.center).area(of: rings)
    }
  }

  /// Metres between the nearest positions of both, 0 where they intersect; as exact as `Position.distance(to:)`.
  /// - Throws: `Problem` of code `invalid` when a ring is not closed.
  public func distance(to other: Geometry) throws(Problem) -> Double {
    if case .point(let from) = self, case .point(let to) = other { return from.distance(to: to) }
    let projection = LocalProjection(origin: boundingBox.union(other.boundingBox).center)
    let nearest = try GEOSContext.use { context throws(Problem) -> (Position, Position) in
      let left = try context.shape(of: self, project: projection.project)
      let right = try context.shape(of: other, project: projection.project)
      guard let pair = GEOSNearestPoints_r(context.handle, left.pointer, right.pointer) else {
        throw context.problem()
      }
      defer { GEOSCoordSeq_destroy_r(context.handle, pair) }
      func end(_ index: UInt32) -> Position {
        var x = 0.0
        var y = 0.0
        GEOSCoordSeq_getXY_r(context.handle, pair, index, &x, &y)
        return projection.position(x: x, y: y)
      }
      return (end(0), end(1))
    }
    return nearest.0.distance(to: nearest.1)
  }

  /// What both have in common, without altitudes; `nil` when that is nothing.
  /// - Throws: `Problem` of code `invalid` for a geometry that is not valid.
  public func intersection(_ other: Geometry) throws(Problem) -> Geometry? {
    guard boundingBox.intersects(other.boundingBox) else { return nil }
    return try combine(GEOSIntersection_r, other)
  }

  /// What lies in one or the other, without altitudes.
  /// - Throws: as `intersection`.
  public func union(_ other: Geometry) throws(Problem) -> Geometry { try combine(GEOSUnion_r, other) ?? self }

  /// Square metres that both cover.
  /// - Throws: as `intersection`.
  public func overlapArea(with other: Geometry) throws(Problem) -> Double { try intersection(other)?.area ?? 0 }

  /// Length of the boundary that two polygons share, in degrees: good for comparing borders of one piece.
  func sharedBorder(with other: Geometry) throws(Problem) -> Double {
    guard let common = try intersection(other) else { return 0 }
    return common.lines.reduce(0) { sum, line in
      sum
        + zip(line, line.dropFirst()).reduce(0) { sum, edge in
          let east = edge.1.longitude - edge.0.longitude
          let north = edge.1.latitude - edge.0.latitude
          return sum + (east * east + north * north).squareRoot()
        }
    }
  }

  private var lines: [[Position]] {
    switch self {
    case .lineString(let line): [line]
    case .multiLineString(let lines): lines
    case .geometryCollection(let parts): parts.flatMap(\.lines)
    case .point, .multiPoint, .polygon, .multiPolygon: []
    }
  }

  /// A position inside it: the point itself, for a polygon one that lies in no hole, for a line one on it.
  /// - Throws: `Problem` of code `invalid` when a ring is not closed.
  public func representativePosition() throws(Problem) -> Position {
    if case .point(let position) = self { return position }
    let point = try GEOSContext.use { context throws(Problem) -> Geometry? in
      let shape = try context.shape(of: self)
      return try context.geometry(of: try context.shape(GEOSPointOnSurface_r(context.handle, shape.pointer)))
    }
    guard case .point(let position)? = point else { return boundingBox.center }
    return position
  }

  /// Why it is not valid; `nil` when it is.
  public func fault() -> GeometryFault? {
    do throws(Problem) {
      return try GEOSContext.use { context throws(Problem) -> GeometryFault? in
        let shape = try context.shape(of: self)
        var reason: UnsafeMutablePointer<CChar>?
        var place: OpaquePointer?
        let valid = GEOSisValidDetail_r(context.handle, shape.pointer, 0, &reason, &place)
        defer { if let reason { GEOSFree_r(context.handle, reason) } }
        let location = place == nil ? nil : try context.geometry(of: try context.shape(place))
        guard try !context.answer(valid) else { return nil }
        guard case .point(let position)? = location else {
          return GeometryFault(reason: reason.map { String(cString: $0) } ?? "not valid", position: nil)
        }
        return GeometryFault(reason: reason.map { String(cString: $0) } ?? "not valid", position: position)
      }
    } catch {
      return GeometryFault(reason: error.detail, position: nil)
    }
  }

  private func combine(
    _ operation: (GEOSContextHandle_t?, OpaquePointer?, OpaquePointer?) -> OpaquePointer?, _ other: Geometry
  ) throws(Problem) -> Geometry? {
    try GEOSContext.use { context throws(Problem) in
      let left = try context.shape(of: self)
      let right = try context.shape(of: other)
      return try context.geometry(of: try context.shape(operation(context.handle, left.pointer, right.pointer)))
    }
  }
}
