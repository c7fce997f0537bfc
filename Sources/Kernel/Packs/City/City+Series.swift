// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
public import Spatial
import Storage
public import Telemetry
public import Vocabulary

/// A series with what is known of the thing that it tells of.
public struct ListedSeries: Hashable, Sendable {
  public var id: Identifier
  public var code: String
  public var name: LocalizedText
  public var unit: String?
  public var kind: Series.Kind
  public var retentionClass: String
  /// The entity of which it tells, with its type, department and areas where the city has it.
  public var entity: String?
  public var entityType: String?
  public var department: String?
  public var areas = AreaPath()
}

extension City {
  /// All series of these kinds, by identifier: the order in which they were made.
  public func listedSeries(_ kinds: [Series.Kind]) async throws -> [ListedSeries] {
    let marks = kinds.map { _ in "?" }.joined(separator: ", ")
    return try await database.read { [tenant] transaction in
      var found: [ListedSeries] = []
      try transaction.forEach(
        """
        SELECT s.id, s.code, s.name, s.unit, s.kind, s.retention_class, s.entity, e.type, e.department, e.district,
          e.street, e.community
        FROM series s LEFT JOIN entities e ON e.tenant = s.tenant AND e.id = s.entity
        WHERE s.tenant = ? AND s.kind IN (\(marks)) ORDER BY s.id
        """, values: [tenant.sqlValue] + kinds.map { .text($0.rawValue) }
      ) { row in
        found.append(
          ListedSeries(
            id: row[0], code: row[1], name: Series.name(stored: row[2], code: row[1]), unit: row[3],
            kind: Series.Kind(rawValue: row[4]) ?? .number, retentionClass: row[5], entity: row[6], entityType: row[7],
            department: row[8], areas: AreaPath(district: row[9], street: row[10], community: row[11])))
      }
      return found
    }
  }
}
