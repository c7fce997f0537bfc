// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// Commands inside somebody else's transaction: kept or lost together with what else is in it.
@Suite struct TransactionTests {
  struct Refusal: Error {}

  @Test(arguments: Engine.allCases) func whatIsRolledBackNeverWas(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let matters = house.matters
    let known = try await house.submit()
    let now = house.time.now()
    await #expect(throws: Refusal.self) {
      try await house.database.write { transaction in
        _ = try matters.submit(
          Submission(type: "plain", channel: "test", externalID: "x"), by: SampleCity.system, at: now, in: transaction)
        _ = try matters.perform(.accept, on: known.id, by: SampleCity.system, at: now, in: transaction)
        throw Refusal()
      }
    }
    #expect(try await house.matter(known.id) == known)
    #expect(try await house.do(.accept, on: known.id).revision == 2, "nothing of it is remembered")
    #expect(try await house.verify().matters == 1)
    try await house.close()
  }

  /// As an import does: the whole history of a matter that another system kept.
  @Test(arguments: Engine.allCases) func aHistoryIsWrittenWithItsTimes(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let matters = house.matters
    let (reported, done) = (try SampleCity.local("11-02 09:00"), try SampleCity.local("11-03 09:00"))
    let due = try SampleCity.local("11-04 17:00")
    let matter = try await house.database.write { transaction in
      try matters.submit(
        Submission(type: "pothole", channel: "import", externalID: "x-1", dueAt: due),
        then: [
          (.accept, reported), (.dispatch("roads"), reported), (.start("roads"), reported), (.handle("roads"), done),
          (.verify, done), (.close(result: nil), done),
        ], by: SampleCity.system, at: reported, in: transaction)
    }
    #expect(matter.state == .closed && matter.createdAt == reported && matter.closedAt == done && matter.revision == 7)
    #expect(matter.clock(.total)?.onTime(at: house.time.now()) == true && matter.clock(.total)?.dueAt == due)
    #expect(matter.number.hasPrefix("20261102-"))
    let history = try await house.matters.history(of: matter.id, for: house.system)
    #expect(history.map(\.at) == [reported, reported, reported, reported, done, done, done])
    try await house.close()
  }

  /// The list by age goes by the time that its rows show, not by when the city came to know.
  @Test(arguments: Engine.allCases) func whatIsToldLaterHasItsPlaceByAge(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, now) = (house.matters, house.time.now())
    let first = try await house.submit()
    house.time.advance(by: .seconds(600))
    let last = try await house.submit()
    let between = now + .seconds(60)
    let told = try await house.database.write { transaction in
      try [between, now - .seconds(86_400), between].map { at in
        try matters.submit(
          Submission(type: "plain", channel: "sensor"), by: SampleCity.system, at: at, in: transaction)
      }
    }
    var query = MatterQuery()
    query.order = .newest
    let newest = try await matters.list(query, for: house.system).matters
    #expect(newest.map(\.id) == [last, told[2], told[0], first, told[1]].map(\.id))
    // A moment may have more than it has identifiers; of what is older than all of them there are those of today.
    let full = try #require(Identifier.told(of: between)).upperBound
    await #expect(throws: Refusal.self) {
      try await house.database.write { transaction in
        func submit(_ at: Instant) throws -> Identifier {
          try matters.submit(
            Submission(type: "plain", channel: "import"), by: SampleCity.system, at: at, in: transaction
          ).id
        }
        try transaction.execute(
          """
          INSERT INTO matters
            (id, tenant, number, type, state, priority, channel, due_at, updated_at, revision, snapshot)
          VALUES (?, ?, 'x', 'plain', 'submitted', 'normal', 'import', 1, 1, 1, '{}')
          """, full, SampleCity.tenant)
        #expect(try submit(between).instant == between + .milliseconds(1))
        #expect(try submit(Instant("2015-01-03T21:40:58Z")!) > last.id)
        throw Refusal()
      }
    }
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func warningsJoinTheOpenMatterOfTheirTrouble(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (matters, now) = (house.matters, house.time.now())
    func open() async throws -> Matter? {
      try await house.database.read { try matters.open(correlation: "heat/s-1", tenant: SampleCity.tenant, in: $0) }
    }
    #expect(try await open() == nil)
    var submission = Submission(type: "alarm", channel: "sensor", position: SampleCity.west)
    submission.correlation = "heat/s-1"
    let first = try await house.matters.submit(submission, by: house.system).matter
    #expect(try await open() == first)
    let joined = try await house.database.write { transaction in
      _ = try matters.join("101 °C", priority: .urgent, to: first.id, by: SampleCity.system, at: now, in: transaction)
      return try matters.join("99 °C", priority: .normal, to: first.id, by: SampleCity.system, at: now, in: transaction)
    }
    #expect(joined.notes.map(\.text) == ["101 °C", "99 °C"] && joined.priority == .urgent)
    #expect(
      try await house.kinds(first.id).suffix(3) == ["WarningJoined", "Prioritised", "WarningJoined"],
      "a milder one changes no priority")
    // What this process remembers of it is old; commands find that out by themselves.
    try await house.do(.start("water"), .handle("water"), .refuse("police"), on: first.id)
    try await house.do(.verify, .closed, on: first.id)
    #expect(try await open() == nil)
    let second = try await house.matters.submit(submission, by: house.system).matter
    #expect(try await open() == second)
    #expect(
      try await code {
        try await house.database.write { transaction in
          _ = try matters.join(
            "x", priority: nil, to: Identifier(rawValue: 1), by: SampleCity.system, at: now, in: transaction)
        }
      } == .notFound)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func mergesInside(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let (one, other) = (try await house.submit(), try await house.submit())
    let (matters, now) = (house.matters, house.time.now())
    try await house.database.write { transaction in
      try matters.merge(one.id, into: other.id, by: SampleCity.system, at: now, in: transaction)
    }
    #expect(try await house.matter(one.id).mergedInto == other.id)
    try await house.close()
  }
}
