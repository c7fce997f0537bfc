// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@testable import Access

/// Queries that are asked often find their rows by index and sort nothing.
@Suite struct QueryPlanTests {
  @Test func authenticationUsesTheHash() async throws {
    let house = try await AccessHouse(.sqlite)
    for (sql, step) in [
      (SessionStore.lookup, "SEARCH s USING PRIMARY KEY (tenant=? AND hash=?)"),
      (TokenStore.lookup, "SEARCH t USING INDEX tokens_hash (tenant=? AND hash=?)"),
    ] {
      let plan = try await TestDatabase.plan(sql, in: house.database)
      #expect(plan.contains(step), "\(plan)")
      #expect(plan.contains("SEARCH p USING PRIMARY KEY (tenant=? AND id=?)"), "\(plan)")
      #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }
    await house.close()
  }

  @Test func listsOfAccountsComeInOrder() async throws {
    let house = try await AccessHouse(.sqlite)
    for query in [AccountQuery(), AccountQuery(after: AccountCursor(name: "a", id: "b"))] {
      let sql = AccountStore.list(query, limit: 10, in: house.city).text
      let plan = try await TestDatabase.plan(sql, in: house.database)
      #expect(plan.contains { $0.hasPrefix("SEARCH p USING INDEX principals_name (tenant=?") }, "\(plan)")
      #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
    await house.close()
  }
}
