// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Cuts lines and rings to the grid of a tile and a margin around it, and leaves out what is too small to be seen.
enum Clipping {
  /// Units beyond the tile's edge that are kept, so that outlines do not run along it.
  static let margin: Int32 = 80
  private static let low = -margin
  private static let high = VectorTile.extent + margin

  /// A line's parts within the tile (Liang and Barsky 1984, segment by segment).
  static func line(_ points: [TilePoint]) -> [[TilePoint]] {
    var parts: [[TilePoint]] = []
    var part: [TilePoint] = []
    for (from, to) in zip(points, points.dropFirst()) {
      guard let (start, end) = segment(from, to) else {
        if part.count > 1 { parts.append(part) }
        part = []
        continue
      }
      if part.last != start {
        if part.count > 1 { parts.append(part) }
        part = [start]
      }
      if start != end { part.append(end) }
      if end != to {
        if part.count > 1 { parts.append(part) }
        part = []
      }
    }
    if part.count > 1 { parts.append(part) }
    return parts
  }

  private static func segment(_ from: TilePoint, _ to: TilePoint) -> (TilePoint, TilePoint)? {
    let (x, y) = (Double(from.x), Double(from.y))
    let (dx, dy) = (Double(to.x) - x, Double(to.y) - y)
    var (enter, leave) = (0.0, 1.0)
    for (delta, distance) in [
      (-dx, x - Double(low)), (dx, Double(high) - x), (-dy, y - Double(low)), (dy, Double(high) - y),
    ] {
      if delta == 0 {
        if distance < 0 { return nil }
      } else if delta < 0 {
        enter = max(enter, distance / delta)
      } else {
        leave = min(leave, distance / delta)
      }
    }
    guard enter <= leave else { return nil }
    func at(_ share: Double) -> TilePoint {
      TilePoint(Int32((x + dx * share).rounded()), Int32((y + dy * share).rounded()))
    }
    return (enter == 0 ? from : at(enter), leave == 1 ? to : at(leave))
  }

  /// A ring's part within the tile (Sutherland and Hodgman 1974); empty where there is none.
  static func ring(_ points: [TilePoint]) -> [TilePoint] {
    var ring = points
    for side in 0..<4 {
      guard !ring.isEmpty else { return [] }
      var kept: [TilePoint] = []
      kept.reserveCapacity(ring.count + 4)
      var last = ring[ring.count - 1]
      for point in ring {
        if isInside(point, side) {
          if !isInside(last, side) { kept.append(crossing(last, point, side)) }
          kept.append(point)
        } else if isInside(last, side) {
          kept.append(crossing(last, point, side))
        }
        last = point
      }
      ring = kept
    }
    return ring
  }

  private static func isInside(_ point: TilePoint, _ side: Int) -> Bool {
    switch side {
    case 0: point.x >= low
    case 1: point.x <= high
    case 2: point.y >= low
    default: point.y <= high
    }
  }

  private static func crossing(_ a: TilePoint, _ b: TilePoint, _ side: Int) -> TilePoint {
    let edge = side % 2 == 0 ? low : high
    func between(_ along: (Int32, Int32), _ across: (Int32, Int32)) -> Int32 {
      let share = Double(edge - along.0) / Double(along.1 - along.0)
      return Int32((Double(across.0) + (Double(across.1) - Double(across.0)) * share).rounded())
    }
    return side < 2
      ? TilePoint(edge, between((a.x, b.x), (a.y, b.y))) : TilePoint(between((a.y, b.y), (a.x, b.x)), edge)
  }

  /// Leaves out points that lie within `tolerance` units of the line without them (Douglas and Peucker 1973).
  static func simplified(_ points: [TilePoint], tolerance: Double = 6) -> [TilePoint] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var spans = [(0, points.count - 1)]
    while let (first, last) = spans.popLast() {
      var (farthest, distance) = (first, tolerance)
      for index in first + 1..<max(first + 1, last) {
        let far = self.distance(of: points[index], points[first], points[last])
        if far > distance { (farthest, distance) = (index, far) }
      }
      guard farthest != first else { continue }
      isKept[farthest] = true
      spans.append((first, farthest))
      spans.append((farthest, last))
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }

  private static func distance(of point: TilePoint, _ a: TilePoint, _ b: TilePoint) -> Double {
    let (dx, dy) = (Double(b.x - a.x), Double(b.y - a.y))
    let (px, py) = (Double(point.x - a.x), Double(point.y - a.y))
    let length = (dx * dx + dy * dy).squareRoot()
    return length == 0 ? (px * px + py * py).squareRoot() : abs(px * dy - py * dx) / length
  }
}
