// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CGEOS
public import Vocabulary

/// Further relations of Simple Features (OGC 06-103r4 §6.1.15), and measures, in the plane of longitude and latitude.
///
/// All throw a `Problem` of code `invalid` for rings that are not closed.
extension Geometry {
  /// Whether they cover the same positions, whatever their order.
  public func isEqual(to other: Geometry) throws(Problem) -> Bool {
    guard boundingBox == other.boundingBox else { return false }
    return try relation(GEOSEquals_r, other)
  }

  /// Whether their insides meet in less than the dimension of the larger, and each has positions that the other has not.
  public func crosses(_ other: Geometry) throws(Problem) -> Bool {
    guard boundingBox.intersects(other.boundingBox) else { return false }
    return try relation(GEOSCrosses_r, other)
  }

  /// Whether the dimensions in which they meet fit a pattern of the nine-intersection model: nine of `T`, `F`, `*`, `0`, `1`,
  /// `2`, in the order interior, boundary, exterior.
  public func relates(to other: Geometry, as pattern: String) throws(Problem) -> Bool {
    try relation({ GEOSRelatePattern_r($0, $1, $2, pattern) }, other)
  }

  /// Degrees between the nearest positions of both, 0 where they intersect.
  public func planarDistance(to other: Geometry) throws(Problem) -> Double {
    try GEOSContext.use { context throws(Problem) in
      let left = try context.shape(of: self)
      let right = try context.shape(of: other)
      var distance = 0.0
      guard GEOSDistance_r(context.handle, left.pointer, right.pointer, &distance) == 1 else { throw context.problem() }
      return distance
    }
  }

  /// Length of its lines, in degrees; 0 for points and polygons.
  public var planarLength: Double {
    func length(_ line: [Position]) -> Double {
      zip(line, line.dropFirst()).reduce(0) { sum, edge in
        let east = edge.1.longitude - edge.0.longitude
        let north = edge.1.latitude - edge.0.latitude
        return sum + (east * east + north * north).squareRoot()
      }
    }
    return switch self {
    case .lineString(let line): length(line)
    case .multiLineString(let lines): lines.reduce(0) { $0 + length($1) }
    case .geometryCollection(let parts): parts.reduce(0) { $0 + $1.planarLength }
    case .point, .multiPoint, .polygon, .multiPolygon: 0
    }
  }

  private func relation(
    _ predicate: (GEOSContextHandle_t?, OpaquePointer?, OpaquePointer?) -> CChar, _ other: Geometry
  ) throws(Problem) -> Bool {
    try GEOSContext.use { context throws(Problem) in
      let left = try context.shape(of: self)
      let right = try context.shape(of: other)
      return try context.answer(predicate(context.handle, left.pointer, right.pointer))
    }
  }
}
