// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
@testable import Telemetry
import TestSupport
import Testing
import Vocabulary

@Suite struct PlanTests {
  @Test func everyQueryUsesItsIndex() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: telemetryMigrations + journalingMigrations)
    let log = try await TestDatabase.plan(SegmentStore.logQuery, in: database)
    #expect(log == ["SEARCH telemetry_log USING COVERING INDEX telemetry_log_position (tenant=?)"])
    let segments = try await TestDatabase.plan(SegmentStore.segmentQuery, in: database)
    #expect(
      segments == ["SEARCH telemetry_segment USING COVERING INDEX telemetry_segment_shard (shard=? AND end_at>?)"])
    for query in [SegmentStore.shardQuery, SegmentStore.latestQuery, SegmentStore.newestQuery] {
      let plan = try await TestDatabase.plan(query, in: database)
      #expect(plan.allSatisfy { $0.contains("USING PRIMARY KEY (tenant=? AND series=?)") }, "\(plan)")
    }
    let retired = try await TestDatabase.plan(SegmentStore.retiredQuery, in: database)
    #expect(
      retired == ["SEARCH retired_numbers USING PRIMARY KEY (tenant=? AND series=? AND at>? AND at<?)"])
    // In order without sorting.
    let ordered = try await TestDatabase.plan(SegmentStore.orderedLatestQuery, in: database)
    #expect(ordered == ["SEARCH series_latest USING PRIMARY KEY (tenant=?)"])
    // Not all series of the city for each of its shards.
    let retention = try await TestDatabase.plan(ShardRetention.expireLatest, in: database)
    #expect(retention.contains { $0.contains("series_shard_shard (shard=?)") }, "\(retention)")
    await database.close()
  }
}
