// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
public import Vocabulary

extension Matters {
  /// Longer lists are not for people to look at.
  private static let mostOnPage = 200

  /// A page of the matters that the principal may see.
  public func list(_ query: MatterQuery, for principal: Principal) async throws -> MatterPage {
    let prepared = prepared(query, for: principal)
    let tenant = principal.tenant
    return try await database.read { [store, cache] transaction in
      let listing = prepared(transaction.dialect)
      let statement = listing.statement(along: try listing.path(in: transaction))
      let rows = try transaction.rows(statement.text, values: statement.values)
      let matters = try rows.prefix(query.limit).map { row in
        // Lists that many look at again and again have the same matters: most are as they were a moment ago.
        if let known = cache.matter(row[1], tenant: tenant), known.revision == row[3] { return known }
        let matter = try store.decode(row[2])
        // Whoever reads the whole city pushes nothing out that people are at work on.
        if query.limit <= Self.mostOnPage { cache.put(matter, tenant: tenant) }
        return matter
      }
      guard rows.count > query.limit, let last = rows.dropLast().last else {
        return MatterPage(matters: matters, next: nil)
      }
      return MatterPage(matters: matters, next: MatterQuery.Cursor(dueAt: last[0], id: last[1]))
    }
  }

  /// How many matters of the list the principal may see, from its beginning.
  /// - Parameter limit: no more are counted.
  public func count(_ query: MatterQuery, upTo limit: Int, for principal: Principal) async throws -> Int {
    var query = query
    query.after = nil
    // The order for which what is open has an index.
    query.order = .dueAt
    let prepared = prepared(query, for: principal)
    return try await database.read { transaction in
      let listing = prepared(transaction.dialect)
      let statement = listing.count(along: try listing.path(in: transaction), upTo: limit)
      return try transaction.row(statement.text, values: statement.values)?[0] ?? 0
    }
  }

  private func prepared(_ query: MatterQuery, for principal: Principal) -> @Sendable (Dialect) -> MatterListing {
    let (rule, tenant, areas) = (Self.visibility(of: principal), principal.tenant, catalogue.areas)
    return { MatterListing(query, rule: rule, tenant: tenant, areas: areas, dialect: $0) }
  }
}
