// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
public import Storage
public import Vocabulary

extension Matters {
  /// Outlines of the matters that are not over and have a place, by identifier: what a map of the city begins with.
  ///
  /// - Parameters:
  ///   - after: the last identifier of the page before.
  ///   - limit: most outlines to return; a page with fewer is the last.
  public func openWithPlace(
    after: Identifier?, limit: Int, tenant: Tenant, in transaction: Transaction
  ) throws -> [MatterOutline] {
    let after = after ?? Identifier(rawValue: -1)
    let rows = try transaction.rows(
      Self.openQuery, values: [tenant.sqlValue, after.sqlValue] + Self.final + [.integer(Int64(limit))])
    var outlines = rows.compactMap { MatterOutline($0) }
    guard let first = outlines.first?.id, let last = outlines.last?.id else { return [] }
    // Both are in the order of the identifier, so one walk brings them together.
    var index = 0
    try transaction.forEach(
      "SELECT matter, department FROM matter_departments WHERE tenant = ? AND matter BETWEEN ? AND ? ORDER BY matter",
      values: [tenant.sqlValue, first.sqlValue, last.sqlValue]
    ) { row in
      let matter: Identifier = row[0]
      while index < outlines.count, outlines[index].id < matter { index += 1 }
      if index < outlines.count, outlines[index].id == matter { outlines[index].facts.departments.insert(row[1]) }
    }
    return outlines
  }

  private static let final = MatterState.allCases.filter(\.isFinal).map { SQLValue.text($0.rawValue) }
  static let openQuery = """
    SELECT \(outlineColumns) FROM matters
    WHERE tenant = ? AND id > ? AND place IS NOT NULL AND state NOT IN (\(final.map { _ in "?" }.joined(separator: ", ")))
    ORDER BY id LIMIT ?
    """
}
