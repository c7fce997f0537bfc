// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Packs
import Storage
import Telemetry
import Vocabulary

/// Which sensors a list shows.
struct SensorListing: Sendable {
  var state: SensorState?
  /// A part of the code or of the name in any language.
  var text = ""
  /// Identifier of the thing that they watch.
  var entity: String?
  /// The last code of the page before.
  var after = ""
  var limit = 50

  struct Line: Sendable {
    var series: Series
    var state: SensorState?
  }

  /// A page of sensors, by code; one more than the limit where there are more.
  func lines(_ city: City) async throws -> [Line] {
    let tenant = city.tenant
    return try await city.database.read { transaction in
      var sql = """
        SELECT s.code, t.state FROM series s
        LEFT JOIN series_state t ON t.tenant = s.tenant AND t.series = s.id
        WHERE s.tenant = ? AND s.code > ?
        """
      var values: [SQLValue] = [tenant.sqlValue, .text(after)]
      if let state {
        sql += " AND t.state = ?"
        values.append(.text(state.rawValue))
      }
      if !text.isEmpty {
        sql += " AND (LOWER(s.code) LIKE ? ESCAPE '!' OR LOWER(s.name) LIKE ? ESCAPE '!')"
        values += [.text(pattern), .text(pattern)]
      }
      if let entity {
        let devices = try city.entities.list(
          EntityQuery(relationships: [RelationshipCondition("controlledAsset", target: entity)]), limit: 1000,
          tenant: tenant, in: transaction)
        let ids = devices.map(\.id) + [entity]
        sql += " AND s.entity IN (\(ids.map { _ in "?" }.joined(separator: ", ")))"
        values += ids.map { .text($0) }
      }
      sql += " ORDER BY s.code LIMIT ?"
      values.append(.integer(Int64(limit + 1)))
      return try transaction.rows(sql, values: values).compactMap { row in
        guard let series = try city.telemetry.catalogue.series(code: row[0], tenant: tenant, in: transaction) else {
          return nil
        }
        return Line(series: series, state: (row[1] as String?).flatMap(SensorState.init))
      }
    }
  }

  private var pattern: String {
    let escaped = text.lowercased().map { ["%", "_", "!"].contains($0) ? "!\($0)" : "\($0)" }.joined()
    return "%\(escaped)%"
  }
}
