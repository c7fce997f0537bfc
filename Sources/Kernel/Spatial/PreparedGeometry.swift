// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import CGEOS
import Synchronization
public import Vocabulary

/// A geometry made ready to be tested against many others.
///
/// The predicates mean what they mean on `Geometry`. Safe from any thread; calls on the same one wait for each other.
public final class PreparedGeometry: @unchecked Sendable {
  public let geometry: Geometry
  private let box: BoundingBox
  /// Used by this geometry alone, for as long as it lives.
  private let shape: GEOSShape
  private let prepared: OpaquePointer
  /// GEOS builds its inner index at the first call that needs it, without a lock of its own.
  private let lock = Mutex(())

  /// - Throws: `Problem` of code `invalid` when a ring is not closed.
  public init(_ geometry: Geometry) throws(Problem) {
    self.geometry = geometry
    box = geometry.boundingBox
    let context = GEOSContext()
    shape = try context.shape(of: geometry)
    guard let prepared = GEOSPrepare_r(context.handle, shape.pointer) else { throw context.problem() }
    self.prepared = prepared
  }

  deinit { GEOSPreparedGeom_destroy_r(shape.context.handle, prepared) }

  public func intersects(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSPreparedIntersects_r, other) }
  public func disjoint(_ other: Geometry) throws(Problem) -> Bool { try !intersects(other) }
  public func contains(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSPreparedContains_r, other) }
  public func within(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSPreparedWithin_r, other) }
  public func covers(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSPreparedCovers_r, other) }
  public func touches(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSPreparedTouches_r, other) }
  public func overlaps(_ other: Geometry) throws(Problem) -> Bool { try test(GEOSPreparedOverlaps_r, other) }

  private func test(
    _ predicate: (GEOSContextHandle_t?, OpaquePointer?, OpaquePointer?) -> CChar, _ other: Geometry
  ) throws(Problem) -> Bool {
    guard box.intersects(other.boundingBox) else { return false }
    return try GEOSContext.use { context throws(Problem) in
      let shape = try context.shape(of: other)
      return try context.answer(lock.withLock { _ in predicate(context.handle, prepared, shape.pointer) })
    }
  }
}
