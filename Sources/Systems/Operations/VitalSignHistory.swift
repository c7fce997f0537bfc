// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Matters
public import Storage
public import Vocabulary

/// The vital signs that nothing tells afterwards, as they were at each hour: how many clocks had run out or were about to, and
/// how many sensors were silent. Somebody has to look once an hour.
///
/// They are counted of the whole city and of each area in which there is anything to count, so an area without a line had none.
public struct VitalSignHistory: Sendable {
  /// What was counted at one hour.
  public struct Hour: Sendable, Hashable {
    /// `nil` for whoever may not see all that was counted.
    public var late: Int?
    public var dueSoon: Int?
    /// Sensors of the whole city that were silent or late.
    public var silent: Int
  }

  /// How many hours a line shows.
  static let shown = 24

  private let database: Database

  public init(database: Database) { self.database = database }

  /// Keeps what is counted now for this hour, unless that was done already, and forgets what is older than so many days.
  ///
  /// Processes that serve the same city may all do so: the first one's numbers stay.
  /// - Returns: whether there was anything to do.
  @discardableResult
  public func keep(days: Int, tenant: Tenant, at now: Instant) async throws -> Bool {
    let hour = Self.hour(of: now)
    let isKept = try await database.read { transaction in
      try transaction.row("SELECT 1 FROM vital_hours WHERE tenant = ? AND area = '' AND hour = ?", tenant, hour) != nil
    }
    guard !isKept else { return false }
    let soon = now + VitalSigns.soon
    // One more row of the whole city than there are matters, so that it has a line also when nothing is late.
    let areas = ["district", "street", "community", "cell"].map { column in
      "UNION ALL SELECT m.\(column), m.due_at, NULL FROM matters m "
        + "WHERE m.tenant = ? AND m.due_at < ? AND m.\(column) IS NOT NULL"
    }
    let sql = """
      INSERT INTO vital_hours (tenant, area, hour, late, due_soon, silent)
      SELECT ?, c.area, ?, COUNT(CASE WHEN c.due_at < ? THEN 1 END), COUNT(CASE WHEN c.due_at >= ? THEN 1 END),
        COALESCE(MAX(c.silent), 0)
      FROM (
        SELECT '' AS area, m.due_at AS due_at, NULL AS silent FROM matters m WHERE m.tenant = ? AND m.due_at < ?
        UNION ALL SELECT '', NULL, COUNT(*) FROM series_state s WHERE s.tenant = ? AND s.state IN ('late', 'silent')
        \(areas.joined(separator: "\n  "))
      ) c WHERE c.area IS NOT NULL GROUP BY c.area
      ON CONFLICT (tenant, area, hour) DO NOTHING
      """
    let counted: [SQLValue] = [tenant.sqlValue, soon.sqlValue]
    let values: [SQLValue] =
      [tenant.sqlValue, .integer(hour), now.sqlValue, now.sqlValue] + counted + [tenant.sqlValue]
      + areas.flatMap { _ in counted }
    try await database.write { transaction in
      try transaction.execute(sql, values: values)
      try transaction.execute(
        "DELETE FROM vital_hours WHERE tenant = ? AND hour <= ?", tenant, hour - Int64(days) * 24)
    }
    return true
  }

  /// What was kept at each of the last hours, the oldest first; `nil` where nobody looked.
  ///
  /// What was counted cannot be counted anew by the rights of each reader: matters are told of to those alone who may see all of
  /// them in that area.
  static func hours(
    area: String?, for principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> [Hour?] {
    let last = hour(of: now)
    let sees = Matters.visibility(of: principal).coversAll(of: area)
    var hours = [Hour?](repeating: nil, count: shown)
    // The city's line comes first: it tells that somebody looked.
    for row in try transaction.rows(
      """
      SELECT hour, area, late, due_soon, silent FROM vital_hours
      WHERE tenant = ? AND area IN ('', ?) AND hour > ? AND hour <= ? ORDER BY area
      """, principal.tenant, area ?? "", last - Int64(shown), last)
    {
      let (hour, code): (Int64, String) = (row[0], row[1])
      let index = Int(hour - last) + shown - 1
      if code.isEmpty { hours[index] = Hour(late: sees ? 0 : nil, dueSoon: sees ? 0 : nil, silent: row[4]) }
      if sees, code == area ?? "" {
        hours[index]?.late = row[2]
        hours[index]?.dueSoon = row[3]
      }
    }
    return hours
  }

  private static func hour(of now: Instant) -> Int64 { now.milliseconds / 3_600_000 }
}

extension AccessRule {
  /// Whether the rule covers whatever lies in an area, or, with `nil`, in the city.
  fileprivate func coversAll(of area: String?) -> Bool {
    switch self {
    case .everything: true
    case .area(let code): code == area
    case .any(let rules): rules.contains { $0.coversAll(of: area) }
    case .all(let rules): rules.allSatisfy { $0.coversAll(of: area) }
    case .nothing, .department, .owner: false
    }
  }
}
