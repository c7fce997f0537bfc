// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// Finds the area of one level in which a position lies.
///
/// The edges of each area are sorted into strips from south to north, so that a boundary of thousands of corners costs no
/// more than a small one.
struct AreaLevelIndex: Sendable {
  /// Positions this near to an edge lie on it: 0.1 mm, far above rounding and far below surveying.
  static let tolerance = 1e-9

  private var tree = BoxTree([])
  /// For each area: southern end, strips per degree, number of its first strip.
  private var areas: ContiguousArray<(south: Double, stripsPerDegree: Double, firstStrip: Int)> = []
  /// Where each strip starts in `edges`.
  private var strips: ContiguousArray<Int> = []
  /// Longitude and latitude of the southern end, then of the northern end.
  private var edges: ContiguousArray<SIMD4<Double>> = []

  /// - Parameter geometries: their order decides between areas that overlap: the first wins.
  init(_ geometries: [Geometry]) {
    var boxes: [BoundingBox] = []
    for geometry in geometries {
      var box = geometry.boundingBox
      box.west -= Self.tolerance
      box.south -= Self.tolerance
      box.east += Self.tolerance
      box.north += Self.tolerance
      boxes.append(box)
      append(Self.edges(of: geometry), in: box)
    }
    areas.append((0, 0, strips.count))
    strips.append(edges.count)
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
    for index in strip(of: area, y) {
      let edge = edges[index]
      guard edge.y <= y, y < edge.w else { continue }
      if (edge.z - edge.x) * (y - edge.y) > (x - edge.x) * (edge.w - edge.y) { odd.toggle() }
    }
    return odd
  }

  private func isOnBoundary(_ area: Int, _ position: Position) -> Bool {
    for index in strip(of: area, position.latitude) {
      let edge = edges[index]
      let along = SIMD2(edge.z - edge.x, edge.w - edge.y)
      let to = SIMD2(position.longitude - edge.x, position.latitude - edge.y)
      let length = (along * along).sum()
      let share = length > 0 ? min(1, max(0, (to * along).sum() / length)) : 0
      let rest = to - along * share
      if (rest * rest).sum() <= Self.tolerance * Self.tolerance { return true }
    }
    return false
  }

  /// The edges that may matter at a latitude.
  private func strip(of area: Int, _ latitude: Double) -> Range<Int> {
    let (south, stripsPerDegree, first) = areas[area]
    let count = areas[area + 1].firstStrip - first
    let strip = first + min(count - 1, max(0, Int((latitude - south) * stripsPerDegree)))
    return strips[strip]..<strips[strip + 1]
  }

  private mutating func append(_ list: [SIMD4<Double>], in box: BoundingBox) {
    let height = box.north - box.south
    var count = min(4096, max(1, list.count / 8))
    // Edges that run through many strips are kept in each: fewer strips then.
    func span(_ edge: SIMD4<Double>) -> ClosedRange<Int> {
      let perDegree = Double(count) / height
      func strip(_ latitude: Double) -> Int { min(count - 1, max(0, Int((latitude - box.south) * perDegree))) }
      // One strip more on either side costs little and absorbs every rounding at the border of two strips.
      let reach = count == 1 ? 0 : Self.tolerance + 1e-6 / perDegree
      return strip(edge.y - reach)...strip(edge.w + reach)
    }
    while count > 1, list.reduce(0, { $0 + span($1).count }) > 8 * list.count { count /= 2 }
    areas.append((box.south, Double(count) / height, strips.count))
    var sorted = [[SIMD4<Double>]](repeating: [], count: count)
    for edge in list { for strip in span(edge) { sorted[strip].append(edge) } }
    for strip in sorted {
      strips.append(edges.count)
      edges += strip
    }
  }

  private static func edges(of geometry: Geometry) -> [SIMD4<Double>] {
    var edges: [SIMD4<Double>] = []
    for ring in geometry.polygons.joined() {
      for (from, to) in zip(ring, ring.dropFirst()) {
        let start = SIMD2(from.longitude, from.latitude)
        let end = SIMD2(to.longitude, to.latitude)
        edges.append(start.y <= end.y ? SIMD4(start.x, start.y, end.x, end.y) : SIMD4(end.x, end.y, start.x, start.y))
      }
    }
    return edges
  }
}
