// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
public import Vocabulary

extension City {
  /// What lies a little outside is somebody's to hand on; what lies far away is a mistake, such as coordinates in the wrong
  /// order, which is best said to whoever reports it.
  /// - Throws: `Problem` of code `invalid` at `/position`.
  public func requireReach(_ position: Position?) throws(Problem) {
    guard settings.reportReach > 0, let position, let distance = pack.areas.distance(to: position),
      distance > Double(settings.reportReach) * 1000
    else { return }
    let (away, reach) = (Int((distance / 1000).rounded()), settings.reportReach)
    throw .invalid(
      "/position",
      "it lies \(away) km from the city; give [longitude, latitude] of a place in it or at most \(reach) km away",
      "距本市 \(away) 公里；请给出本市或周边 \(reach) 公里以内地点的 [经度, 纬度]")
  }
}
