// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Vocabulary

extension Position {
  /// Metres along the earth's surface; altitudes are left out.
  ///
  /// Up to about 400 km it is measured on the WGS 84 ellipsoid at the middle latitude, which is within 0.01 % outside the
  /// polar regions; beyond that along a great circle of the mean sphere, within 0.6 %.
  public func distance(to other: Position) -> Double {
    var east = other.longitude - longitude
    if east > 180 { east -= 360 } else if east < -180 { east += 360 }
    let projection = LocalProjection(origin: Position(0, (latitude + other.latitude) / 2))
    let near = hypot(
      east * projection.metresPerDegreeEast, (other.latitude - latitude) * projection.metresPerDegreeNorth)
    guard near > 400_000 || abs(projection.origin.latitude) > 85 else { return near }
    let from = latitude * .pi / 180
    let to = other.latitude * .pi / 180
    let north = sin((to - from) / 2)
    let across = sin(east * .pi / 360)
    let half = (north * north + cos(from) * cos(to) * across * across).squareRoot()
    return 2 * Self.meanRadius * asin(min(1, half))
  }

  /// Mean radius of the earth (IUGG), in metres.
  private static let meanRadius = 6_371_008.8
}
