// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Spatial
import Storage
import Telemetry
import Vocabulary

/// A series whose thing has a place.
struct PlacedSeries: Sendable {
  var id: Identifier
  var code: String
  var unit: String?
  var entity: String
  /// The middle of the thing's box.
  var position: Position

  private init(_ row: Row) {
    id = row[0]
    code = row[1]
    unit = row[2]
    entity = row[3]
    position = Position(longitude: row[4], latitude: row[5])
  }

  /// Whether it is quicker to look up the things in a box and the series of each than to read all series: from a tenth as many
  /// things as there are series it is not.
  ///
  /// - Parameter enough: how many are few; `nil` for what is quicker.
  static func areFew(
    in box: BoundingBox, enough: Int?, telemetry: Telemetry, tenant: Tenant, in transaction: Transaction
  ) throws -> Bool {
    let meeting = EntityStore.places.meeting(box, tenant: tenant, dialect: transaction.dialect)
    func areAtMost(_ limit: Int) throws -> Bool {
      let row = try transaction.row(
        "SELECT COUNT(*) FROM (\(meeting.sql) LIMIT ?) few", values: meeting.values + [.integer(Int64(limit) + 1)])
      return row?[0] ?? 0 <= limit
    }
    if let enough { return try areAtMost(enough) }
    if try areAtMost(1000) { return true }
    let tenth = try telemetry.seriesEstimate(tenant: tenant, in: transaction) / 10
    return try tenth > 1000 && areAtMost(tenth)
  }

  /// The series of the things in a box, found through the index of places.
  static func lookedUp(in box: BoundingBox, tenant: Tenant, in transaction: Transaction) throws -> [PlacedSeries] {
    // A middle in the box is the middle of a thing that meets it.
    let meeting = EntityStore.places.meeting(box, tenant: tenant, dialect: transaction.dialect)
    return try list(
      "SELECT \(columns) FROM (\(meeting.sql)) m CROSS JOIN series s WHERE s.tenant = ? AND s.entity = m.id AND \(inside)",
      values: meeting.values + [tenant.sqlValue] + edges(box), in: transaction)
  }

  /// The same, by reading all series once; in order of identifier.
  static func all(in box: BoundingBox, tenant: Tenant, in transaction: Transaction) throws -> [PlacedSeries] {
    try list(allQuery, values: [tenant.sqlValue] + edges(box), in: transaction)
  }

  private static func list(
    _ query: String, values: [SQLValue], in transaction: Transaction
  ) throws -> [PlacedSeries] {
    var found: [PlacedSeries] = []
    try transaction.forEach(query, values: values) { found.append(PlacedSeries($0)) }
    return found
  }

  private static func edges(_ box: BoundingBox) -> [SQLValue] {
    [.real(box.west), .real(box.east), .real(box.south), .real(box.north)]
  }

  private static let columns = "s.id, s.code, s.unit, s.entity, s.longitude, s.latitude"
  private static let inside = "s.longitude BETWEEN ? AND ? AND s.latitude BETWEEN ? AND ?"
  static let allQuery = "SELECT \(columns) FROM series s WHERE s.tenant = ? AND \(inside) ORDER BY s.id"
}
