// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Vocabulary

/// A place on the city's flat map: metres to the east and to the north of its middle.
struct Point: Hashable, Sendable {
  var x: Double
  var y: Double

  static func + (left: Self, right: Self) -> Self { Self(x: left.x + right.x, y: left.y + right.y) }
  static func - (left: Self, right: Self) -> Self { Self(x: left.x - right.x, y: left.y - right.y) }
  static func * (left: Self, right: Double) -> Self { Self(x: left.x * right, y: left.y * right) }

  var length: Double { (x * x + y * y).squareRoot() }
  /// A quarter turn to the left.
  var left: Self { Self(x: -y, y: x) }
  /// Of length 1.
  var direction: Self { length > 0 ? self * (1 / length) : Self(x: 1, y: 0) }

  static func between(_ start: Self, _ end: Self, _ share: Double) -> Self { start + (end - start) * share }
}

extension [Point] {
  /// In metres.
  var length: Double { zip(self, dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length } }

  /// The point at a share of the length, 0 to 1, and the direction of the line there.
  func point(at share: Double) -> (point: Point, direction: Point) {
    var rest = length * share
    for (start, end) in zip(self, dropFirst()) {
      let step = (end - start).length
      if rest <= step, step > 0 { return (.between(start, end, rest / step), (end - start).direction) }
      rest -= step
    }
    let last = self[count - 1]
    return (last, (last - self[Swift.max(0, count - 2)]).direction)
  }
}

/// From metres to degrees, rounded to 10⁻⁶ (about 0.1 m), so that the same point is the same text everywhere.
struct DemoProjection: Sendable {
  private let projection: LocalProjection

  init(center: Position) { projection = LocalProjection(origin: center) }

  func position(_ point: Point) -> Position {
    let exact = projection.position(x: point.x, y: point.y)
    return Position(Self.rounded(exact.longitude), Self.rounded(exact.latitude))
  }

  func line(_ points: [Point]) -> Geometry { .lineString(points.map(position)) }

  /// - Parameter ring: without a repetition of its first point.
  func polygon(_ ring: [Point]) -> Geometry {
    let positions = ring.map(position)
    return .polygon([positions + positions.prefix(1)])
  }

  private static func rounded(_ degrees: Double) -> Double { (degrees * 1_000_000).rounded() / 1_000_000 }
}
