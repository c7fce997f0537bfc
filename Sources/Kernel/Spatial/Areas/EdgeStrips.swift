// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

/// The edges of many areas, those of each sorted into strips from south to north, so that a boundary of thousands of corners
/// costs no more than a small one.
struct EdgeStrips: Sendable {
  /// Longitude and latitude of the southern end, then of the northern end; each strip's edges together.
  private(set) var edges: ContiguousArray<SIMD4<Double>> = []
  /// Where each strip starts in `edges`.
  private var strips: ContiguousArray<Int> = []
  /// For each area: southern end, strips per degree, number of its first strip.
  private var areas: ContiguousArray<(south: Double, stripsPerDegree: Double, firstStrip: Int)> = []

  /// Adds the next area.
  /// - Parameters:
  ///   - box: holds the area with something around it.
  ///   - reach: degrees beyond its ends at which an edge still matters.
  mutating func append(_ geometry: Geometry, in box: BoundingBox, reach: Double) {
    let list = Self.edges(of: geometry)
    let height = box.north - box.south
    var count = min(4096, max(1, list.count / 8))
    func span(_ edge: SIMD4<Double>) -> ClosedRange<Int> {
      let perDegree = Double(count) / height
      func strip(_ latitude: Double) -> Int { min(count - 1, max(0, Int((latitude - box.south) * perDegree))) }
      // A millionth of a strip more absorbs every rounding at the border of two.
      let margin = reach + 1e-6 / perDegree
      return strip(edge.y - margin)...strip(edge.w + margin)
    }
    // Edges that run through many strips are kept in each: fewer strips then.
    while count > 1, list.reduce(0, { $0 + span($1).count }) > 8 * list.count { count /= 2 }
    areas.append((box.south, Double(count) / height, strips.count))
    var sorted = [[SIMD4<Double>]](repeating: [], count: count)
    for edge in list { for strip in span(edge) { sorted[strip].append(edge) } }
    for strip in sorted {
      strips.append(edges.count)
      edges += strip
    }
  }

  /// Must be called after the last area.
  mutating func finish() {
    areas.append((0, 0, strips.count))
    strips.append(edges.count)
  }

  /// The edges of an area that may matter at a latitude.
  func range(of area: Int, at latitude: Double) -> Range<Int> {
    let (south, stripsPerDegree, first) = areas[area]
    let count = areas[area + 1].firstStrip - first
    let strip = first + min(count - 1, max(0, Int((latitude - south) * stripsPerDegree)))
    return strips[strip]..<strips[strip + 1]
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
