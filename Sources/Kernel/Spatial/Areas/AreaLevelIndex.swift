// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Finds the area of one level in which a position lies.
///
/// A tree over the areas' boxes finds the candidates, `EdgeStrips` the few edges of each that matter.
final class AreaLevelIndex: Sendable {
  /// Positions this near to an edge lie on it: 0.1 mm, far above rounding and far below surveying.
  static let tolerance = 1e-9

  private let tree: BoxTree
  private let edges: EdgeStrips

  /// - Parameter geometries: their order decides between areas that overlap: the first wins.
  init(_ geometries: [Geometry]) {
    var edges = EdgeStrips()
    let boxes = geometries.map { geometry in
      var box = geometry.boundingBox
      box.west -= Self.tolerance
      box.south -= Self.tolerance
      box.east += Self.tolerance
      box.north += Self.tolerance
      edges.append(geometry, in: box, reach: Self.tolerance)
      return box
    }
    edges.finish()
    self.edges = edges
    tree = BoxTree(boxes)
  }

  /// The number of the area that holds the position.
  ///
  /// Where areas share an edge with the same corners, a position on it lies in exactly one of them: in the one to the east
  /// of the edge, or to the north of a level one. A position on an edge that borders no other area lies in that area.
  func locate(_ position: Position) -> Int? {
    var inside = Int.max
    var near = Int.max
    tree.forEach(meeting: BoundingBox(position)) { area in
      guard area < inside else { return }
      if contains(area, position) {
        inside = area
      } else if area < near, isOnBoundary(area, position) {
        near = area
      }
    }
    if inside < .max { return inside }
    return near < .max ? near : nil
  }

  /// Counts the edges to the east of the position. An edge is measured from its southern end whichever area it belongs to,
  /// so that rounding falls the same way on both of its sides.
  private func contains(_ area: Int, _ position: Position) -> Bool {
    let x = position.longitude
    let y = position.latitude
    var odd = false
    for index in edges.range(of: area, at: y) {
      let edge = edges.edges[index]
      guard edge.y <= y, y < edge.w else { continue }
      if (edge.z - edge.x) * (y - edge.y) > (x - edge.x) * (edge.w - edge.y) { odd.toggle() }
    }
    return odd
  }

  private func isOnBoundary(_ area: Int, _ position: Position) -> Bool {
    for index in edges.range(of: area, at: position.latitude) {
      let edge = edges.edges[index]
      let along = SIMD2(edge.z - edge.x, edge.w - edge.y)
      let to = SIMD2(position.longitude - edge.x, position.latitude - edge.y)
      let length = (along * along).sum()
      let share = length > 0 ? min(1, max(0, (to * along).sum() / length)) : 0
      let rest = to - along * share
      if (rest * rest).sum() <= Self.tolerance * Self.tolerance { return true }
    }
    return false
  }
}
