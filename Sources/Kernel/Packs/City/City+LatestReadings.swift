// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Spatial
import Storage
public import Telemetry
public import Vocabulary

/// The newest reading of a series, and where the thing is that it tells of.
public struct PlacedReading: Sendable {
  public var code: String
  public var unit: String?
  public var entity: String
  /// The middle of the thing's box.
  public var position: Position
  public var reading: Reading
}

extension City {
  /// The newest reading of each series whose thing meets a box, by code; series without one are left out.
  public func latestReadings(in box: BoundingBox) async throws -> [PlacedReading] {
    struct Found: Sendable {
      var id: Identifier
      var code: String
      var unit: String?
      var entity: String
      var position: Position
    }
    let found = try await database.read { [tenant] transaction in
      let meeting = EntityStore.places.meeting(
        box, columns: ["p.west", "p.south", "p.east", "p.north"], tenant: tenant, dialect: transaction.dialect)
      var found: [Found] = []
      try transaction.forEach(
        """
        SELECT s.id, s.code, s.unit, s.entity, m.west, m.south, m.east, m.north
        FROM (\(meeting.sql)) m CROSS JOIN series s WHERE s.tenant = ? AND s.entity = m.id
        """, values: meeting.values + [tenant.sqlValue]
      ) { row in
        let (west, south, east, north): (Double, Double, Double, Double) = (row[4], row[5], row[6], row[7])
        found.append(
          Found(
            id: row[0], code: row[1], unit: row[2], entity: row[3],
            position: Position(longitude: (west + east) / 2, latitude: (south + north) / 2)))
      }
      return found
    }
    let latest = try await telemetry.latest(of: found.map(\.id), tenant: tenant)
    var placed: [PlacedReading] = []
    placed.reserveCapacity(found.count)
    for one in found {
      guard let reading = latest[one.id] else { continue }
      placed.append(
        PlacedReading(code: one.code, unit: one.unit, entity: one.entity, position: one.position, reading: reading))
    }
    return placed
  }
}
