// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
@testable import Telemetry
import TestSupport
import Testing
import Vocabulary

@Suite struct PlanTests {
  @Test func everyQueryUsesItsIndex() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: telemetryMigrations)
    for query in [RowReadingStore.ascendingQuery, RowReadingStore.descendingQuery] {
      let plan = try await TestDatabase.plan(query, in: database)
      #expect(plan == ["SEARCH readings USING PRIMARY KEY (tenant=? AND series=? AND at>? AND at<?)"])
    }
    let latest = try await TestDatabase.plan(RowReadingStore.latestQuery, in: database)
    #expect(latest.allSatisfy { !$0.hasPrefix("SCAN") && !$0.contains("TEMP B-TREE") }, "\(latest)")
    #expect(latest.contains { $0.contains("PRIMARY KEY (tenant=? AND series=? AND at=?)") }, "\(latest)")
    await database.close()
  }
}
