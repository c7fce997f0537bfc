// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Spatial
import Vocabulary

/// Open matters near another in place, the likeliest to be of the same trouble first.
enum NearbyMatters {
  struct Found: Sendable {
    var matter: Matter
    /// Metres.
    var distance: Double
    /// Whether type and place say that it is the same trouble.
    var isLikely: Bool
  }

  /// How far one looks, in metres.
  static let reach = 250.0
  /// How near two reports of one type are taken for the same trouble, in metres.
  static let likely = 60.0

  /// - Returns: at most `limit`; none for a matter without a place.
  static func find(_ matter: Matter, in city: City, for principal: Principal, limit: Int = 8) async throws -> [Found] {
    guard let position = matter.position else { return [] }
    let scale = LocalProjection(origin: position)
    let (east, north) = (reach / scale.metresPerDegreeEast, reach / scale.metresPerDegreeNorth)
    var query = MatterQuery()
    query.states = Set(MatterState.allCases.filter { !$0.isFinal && $0 != .draft })
    query.box = BoundingBox(
      west: max(-180, position.longitude - east), south: max(-90, position.latitude - north),
      east: min(180, position.longitude + east), north: min(90, position.latitude + north))
    query.order = .newest
    query.limit = 100
    let page = try await city.matters.list(query, for: principal)
    let found = page.matters.compactMap { other -> Found? in
      guard other.id != matter.id, let place = other.position else { return nil }
      let distance = position.distance(to: place)
      guard distance <= reach else { return nil }
      return Found(
        matter: other, distance: distance, isLikely: other.type == matter.type && distance <= likely)
    }
    // Then those of its type: what looks alike is looked at first.
    func rank(_ found: Found) -> Int { found.isLikely ? 0 : found.matter.type == matter.type ? 1 : 2 }
    return Array(found.sorted { (rank($0), $0.distance) < (rank($1), $1.distance) }.prefix(limit))
  }
}
