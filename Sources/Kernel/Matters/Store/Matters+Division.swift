// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Spatial
public import Storage
public import Vocabulary

extension Matters {
  /// Moves all matters into the areas in which they lie in a city that was divided anew; so lists and rights by area follow.
  ///
  /// Each that moves gets an event, so that its history says since when it lies there; the others stay as they are.
  /// - Returns: how many moved.
  @discardableResult
  public static func relocate(
    into areas: AreaIndex, tenant: Tenant, at now: Instant, in transaction: Transaction
  ) throws -> Int {
    let store = MatterStore()
    let system = Principal.system(tenant)
    var moved = 0
    var after = Identifier(rawValue: .min)
    while true {
      let rows = try transaction.rows(
        """
        SELECT id, district, street, community, cell, longitude, latitude FROM matters
        WHERE tenant = ? AND id > ? ORDER BY id LIMIT 1000
        """, tenant, after)
      guard let last = rows.last else { return moved }
      after = last[0]
      for row in rows {
        let path = AreaPath(district: row[1], street: row[2], community: row[3], cell: row[4])
        var position: Position?
        if let longitude: Double = row[5], let latitude: Double = row[6] { position = Position(longitude, latitude) }
        let next = areas.path(following: path, position: position)
        guard next != path, let before = try store.load(row[0], tenant: tenant, in: transaction) else { continue }
        let event = MatterEvent(.relocated, body: .areas(next), at: now, by: system.id)
        guard try store.write(PreparedChange(before, [event]), by: system, in: transaction) else {
          throw StorageError.conflict("matter \(before.number) was changed at the same time")
        }
        moved += 1
      }
      // A whole city may have moved: its events need not be in memory at once.
      try store.journal.settle(transaction)
    }
  }
}
