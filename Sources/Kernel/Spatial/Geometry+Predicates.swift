// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CGEOS
public import Vocabulary

/// The predicates of Simple Features (OGC 06-103r4 §6.1.15) in the plane of longitude and latitude.
///
/// All throw a `Problem` of code `invalid` for rings that are not closed. For a collection whose parts overlap each other only
/// `intersects` and `disjoint` are dependable. Safe from any thread. To test many geometries against one use
/// `PreparedGeometry`.
extension Geometry {
  /// Whether they share at least one position.
  public func intersects(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSIntersects_r, other) }

  /// Whether they share no position.
  public func disjoint(_ other: Geometry) throws(Problem) -> Bool {
    guard boundingBox.intersects(other.boundingBox) else { return true }
    return try !intersects(other)
  }

  /// Whether `other` lies inside and not only on the boundary.
  public func contains(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSContains_r, other) }

  /// Whether this lies inside `other` and not only on its boundary.
  public func within(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSWithin_r, other) }

  /// Whether no position of `other` lies outside; its boundary may be shared.
  public func covers(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSCovers_r, other) }

  /// Whether they share positions of their boundaries and none of their insides.
  public func touches(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSTouches_r, other) }

  /// Whether their insides meet in the dimension of both, and each has positions that the other has not.
  public func overlaps(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSOverlaps_r, other) }

  private func test(
    _ predicate: (GEOSContextHandle_t?, OpaquePointer?, OpaquePointer?) -> CChar, _ other: Geometry
  ) throws(Problem) -> Bool {
    // None of the predicates above holds between shapes whose boxes are apart.
    guard boundingBox.intersects(other.boundingBox) else { return false }
    return try GEOSContext.use { context throws(Problem) in
      let left = try context.shape(of: self)
      let right = try context.shape(of: other)
      return try context.answer(predicate(context.handle, left.pointer, right.pointer))
    }
  }
}
