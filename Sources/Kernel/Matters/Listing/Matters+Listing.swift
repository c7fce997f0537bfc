// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
public import Vocabulary

extension Matters {
  /// A page of the matters that the principal may see.
  public func list(_ query: MatterQuery, for principal: Principal) async throws -> MatterPage {
    let listing = MatterListing(
      query, rule: Self.visibility(of: principal), tenant: principal.tenant, areas: catalogue.areas)
    return try await database.read { [store] transaction in
      let statement = listing.statement(along: try listing.path(in: transaction))
      let rows = try transaction.rows(statement.text, values: statement.values)
      let matters = try rows.prefix(query.limit).map { try store.decode($0[2]) }
      guard rows.count > query.limit, let last = rows.dropLast().last else {
        return MatterPage(matters: matters, next: nil)
      }
      return MatterPage(matters: matters, next: MatterQuery.Cursor(dueAt: last[0], id: last[1]))
    }
  }
}
