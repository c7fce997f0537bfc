// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Vocabulary

/// A flat map of a city in metres: x to the east, y to the north of an origin.
///
/// It stretches longitude and latitude each by one factor, the length of a degree at the origin on the WGS 84 ellipsoid. So
/// meridians and parallels stay straight and at right angles; lengths from east to west are off by about 0.1 % for every
/// 10 km north or south of the origin at 31° of latitude.
public struct LocalProjection: Hashable, Sendable {
  public let origin: Position
  public let metresPerDegreeEast: Double
  public let metresPerDegreeNorth: Double

  public init(origin: Position) {
    self.origin = origin
    let latitude = origin.latitude * .pi / 180
    let sine = sin(latitude)
    let curve = 1 - Self.eccentricity * sine * sine
    metresPerDegreeEast = Self.equatorialRadius / curve.squareRoot() * cos(latitude) * .pi / 180
    metresPerDegreeNorth =
      Self.equatorialRadius * (1 - Self.eccentricity) / (curve * curve.squareRoot()) * .pi / 180
  }

  public func project(_ position: Position) -> (x: Double, y: Double) {
    (
      (position.longitude - origin.longitude) * metresPerDegreeEast,
      (position.latitude - origin.latitude) * metresPerDegreeNorth
    )
  }

  public func position(x: Double, y: Double) -> Position {
    Position(origin.longitude + x / metresPerDegreeEast, origin.latitude + y / metresPerDegreeNorth)
  }

  /// Square metres inside the rings: the first without the others. Rings may turn either way.
  func area(of rings: [[Position]]) -> Double {
    var total = 0.0
    for (index, ring) in rings.enumerated() {
      guard let first = ring.first else { continue }
      // Relative to the first corner, so that small cells far from the origin lose no digits.
      var twice = 0.0
      var last = (x: 0.0, y: 0.0)
      for position in ring.dropFirst() {
        let next = (
          x: (position.longitude - first.longitude) * metresPerDegreeEast,
          y: (position.latitude - first.latitude) * metresPerDegreeNorth
        )
        twice += last.x * next.y - next.x * last.y
        last = next
      }
      total += (index == 0 ? 1 : -1) * abs(twice) / 2
    }
    return max(0, total)
  }

  /// Semi-major axis of WGS 84, in metres.
  private static let equatorialRadius = 6_378_137.0
  /// Square of the first eccentricity of WGS 84.
  private static let eccentricity = 0.006_694_379_990_141_3
}
