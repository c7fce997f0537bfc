// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// Two cities in one database: everything that one has is nothing to the other, whatever roles somebody holds there.
@Suite struct TenantTests {
  @Test(arguments: Engine.allCases) func nothingCrosses(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let stranger = Principal.system(Tenant("town"))
    let ours = try await house.submit(externalID: "x-1", key: house.key("k"))
    let theirs = try await house.submit(externalID: "x-1", by: stranger, key: house.key("k"))
    #expect(ours.id != theirs.id && ours.number == theirs.number, "each city counts for itself")
    try await house.do(.attach(.sample(.report)), on: ours.id)

    let matters = house.matters
    #expect(try await code { _ = try await matters.matter(ours.id, for: stranger) } == .notFound)
    #expect(try await code { _ = try await matters.history(of: ours.id, for: stranger) } == .notFound)
    #expect(try await code { try await house.do(.accept, on: ours.id, by: stranger) } == .notFound)
    for (one, other) in [(ours.id, theirs.id), (theirs.id, ours.id)] {
      #expect(try await code { _ = try await matters.merge(one, into: other, by: stranger) } == .notFound)
      #expect(try await code { _ = try await matters.merge(one, into: other, by: house.system) } == .notFound)
    }
    #expect(try await matters.list(MatterQuery(), for: stranger).matters.map(\.id) == [theirs.id])
    for order in MatterQuery.Order.allCases {
      var query = MatterQuery()
      query.order = order
      query.department = "roads"
      #expect(try await matters.list(query, for: stranger).matters.isEmpty)
    }
    #expect(try await matters.matter(number: ours.number, tenant: stranger.tenant)?.id == theirs.id)
    #expect(
      try await code { _ = try await matters.progress(number: ours.number, tenant: Tenant("nobody")) } == .notFound)

    let found = try await house.database.read { transaction in
      try (
        matters.matter(channel: "test", externalID: "x-1", tenant: stranger.tenant, in: transaction)?.id,
        matters.outlines(of: [ours.id, theirs.id], tenant: stranger.tenant, in: transaction).keys.map { $0 },
        Matters.replay(ours.id, tenant: stranger.tenant, in: transaction)
      )
    }
    #expect(found.0 == theirs.id && found.1 == [theirs.id] && found.2 == nil)
    #expect(
      try await code {
        try await house.database.write { transaction in
          _ = try matters.perform(
            .accept, on: ours.id, by: stranger, at: SampleCity.local("11-24 17:00"), in: transaction)
        }
      } == .notFound)

    // Clocks of one are noted without touching the other's.
    house.time.advance(by: .seconds(30 * 86_400))
    #expect(try await matters.tick(tenant: Tenant("nobody")) == 0)
    #expect(try await matters.tick(tenant: stranger.tenant) == 1)
    #expect(try await house.matter(ours.id).revision == 2)
    #expect(try await house.verify().matters == 1)
    #expect(try await house.verify(tenant: stranger.tenant).faults == [])
    try await house.close()
  }
}
