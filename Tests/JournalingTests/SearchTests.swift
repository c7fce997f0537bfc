// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestSupport
import Testing
import Vocabulary

@testable import Journaling

/// Looking for events, the newest first, page by page, over all chains.
@Suite struct SearchTests {
  @Test(arguments: Engine.allCases) func findsEveryEventOncePageByPage(engine: Engine) async throws {
    let (database, journal, tenant) = try await Self.filled(engine)
    for limit in [1, 7, 50, 1000] {
      var search = JournalSearch(limit: limit)
      var names: [String] = []
      var times: [Instant] = []
      repeat {
        let page = try await database.read { [search] in try journal.search(search, tenant: tenant, in: $0) }
        #expect(page.events.count <= limit)
        names += page.events.map(\.name)
        times += page.events.map(\.at)
        search.before = page.next
      } while search.before != nil
      #expect(names.count == 120 && Set(names).count == 120, "\(limit) at a time")
      #expect(times == times.sorted { $0 > $1 }, "the newest first, \(limit) at a time")
    }
    await database.close()
  }

  @Test(arguments: Engine.allCases) func filters(engine: Engine) async throws {
    let (database, journal, tenant) = try await Self.filled(engine)
    func count(_ search: JournalSearch) async throws -> Int {
      var search = search
      search.limit = 1000
      return try await database.read { [search] in try journal.search(search, tenant: tenant, in: $0).events.count }
    }
    #expect(try await count(JournalSearch(actors: ["ann"])) == 60)
    #expect(try await count(JournalSearch(actors: ["ann", "bob"])) == 120)
    #expect(try await count(JournalSearch(kinds: ["Opened"])) == 40)
    #expect(try await count(JournalSearch(subjectKind: "matter", subject: "s3")) == 6)
    #expect(try await count(JournalSearch(actors: ["nobody"])) == 0)
    let middle = Self.start + .seconds(60)
    #expect(try await count(JournalSearch(from: middle)) == 60)
    #expect(try await count(JournalSearch(to: middle)) == 60)
    #expect(try await count(JournalSearch(kinds: ["' OR 1=1 --"])) == 0)
    let other = try await database.read { try journal.search(JournalSearch(), tenant: Tenant("other"), in: $0) }
    #expect(other.events.isEmpty && other.next == nil)
    await database.close()
  }

  @Test(arguments: Engine.allCases) func saysHowFarFollowersAreBehind(engine: Engine) async throws {
    let (database, journal, tenant) = try await Self.filled(engine)
    try await database.write { transaction in
      for (partition, sequence) in try journal.heads(tenant: tenant, in: transaction).sequences {
        try transaction.execute(
          "INSERT INTO journal_followers (tenant, name, partition, seq) VALUES (?, 'slow', ?, ?)", tenant, partition,
          max(0, sequence - 2))
      }
    }
    let partitions = try await database.read { try journal.heads(tenant: tenant, in: $0).sequences.count }
    let lags = try await database.read { try journal.lags(tenant: tenant, in: $0) }
    #expect(lags == ["slow": Int64(2 * partitions)])
    let (slow, never) = try await database.read { transaction in
      (
        try journal.lag(of: "slow", tenant: tenant, in: transaction),
        try journal.lag(of: "never", tenant: tenant, in: transaction)
      )
    }
    #expect(slow == Int64(2 * partitions) && never >= slow, "who never ran has everything before it")
    await database.close()
  }

  static let start = Instant("2026-11-24T08:00:00Z") ?? Instant(milliseconds: 0)

  /// 120 events, one a second, of 20 subjects, by two people, of three kinds.
  static func filled(_ engine: Engine) async throws -> (Database, Journal, Tenant) {
    let database = try await TestDatabase.make(engine, migrations: journalingMigrations)
    let (journal, tenant) = (Journal(), Tenant("town"))
    for index in 0..<120 {
      let person = Principal(
        id: index % 2 == 0 ? "ann" : "bob", kind: .person, tenant: tenant, name: "person", grants: [])
      let event = NewEvent(
        ["Opened", "Changed", "Closed"][index % 3], subjectKind: "matter", subject: "s\(index % 20)",
        revision: Int64(index / 20 + 1), payload: ["index": .integer(Int64(index))])
      try await database.write { transaction in
        try journal.append(event, by: person, at: start + .seconds(index), in: transaction)
      }
    }
    return (database, journal, tenant)
  }
}
