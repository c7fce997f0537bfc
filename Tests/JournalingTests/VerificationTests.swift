// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

/// What is done to a journal of nine events, and what `verify` says then.
@Suite struct VerificationTests {
  struct Tampering: Sendable, CustomTestStringConvertible {
    var name: String
    var statements: [String]
    var faults: [String]
    var testDescription: String { name }

    init(_ name: String, _ statements: String..., faults: [String]) {
      self.name = name
      self.statements = statements
      self.faults = faults
    }
  }

  static let changedFifth = ["event 0:5 (ThingChanged of t-1) was changed"]

  static let tamperings: [Tampering] = [
    Tampering("payload changed", "UPDATE journal SET payload = X WHERE seq = 5", faults: changedFifth),
    Tampering("time changed", "UPDATE journal SET at = at + 1 WHERE seq = 5", faults: changedFifth),
    Tampering(
      "kind changed", "UPDATE journal SET kind = 'ThingKept' WHERE seq = 5",
      faults: ["event 0:5 (ThingKept of t-1) was changed"]),
    Tampering(
      "subject changed", "UPDATE journal SET subject = 't-2' WHERE seq = 5",
      faults: ["event 0:5 (ThingChanged of t-2) was changed"]),
    Tampering("kind of subject changed", "UPDATE journal SET subject_kind = 'x' WHERE seq = 5", faults: changedFifth),
    Tampering("revision changed", "UPDATE journal SET revision = 9 WHERE seq = 5", faults: changedFifth),
    Tampering("actor changed", "UPDATE journal SET actor = 'p-8' WHERE seq = 5", faults: changedFifth),
    Tampering("client removed", "UPDATE journal SET client = NULL WHERE seq = 5", faults: changedFifth),
    Tampering(
      "hash changed", "UPDATE journal SET hash = X WHERE seq = 5",
      // The hash is wrong for what stands there, and what follows is not chained to it.
      faults: changedFifth + ["event 0:6 (ThingChanged of t-1) was changed"]),
    Tampering(
      "first changed", "UPDATE journal SET actor = 'p-8' WHERE seq = 1",
      faults: ["event 0:1 (ThingChanged of t-1) was changed"]),
    Tampering(
      "last changed", "UPDATE journal SET actor = 'p-8' WHERE seq = 9",
      faults: ["event 0:9 (ThingChanged of t-1) was changed"]),
    Tampering("one dropped", "DELETE FROM journal WHERE seq = 5", faults: ["event 0:5 is missing"]),
    Tampering("first dropped", "DELETE FROM journal WHERE seq = 1", faults: ["event 0:1 is missing"]),
    Tampering(
      "several dropped", "DELETE FROM journal WHERE seq IN (2, 3, 7)",
      faults: ["event 0:2 is missing", "event 0:3 is missing", "event 0:7 is missing"]),
    Tampering(
      "gap closed", "DELETE FROM journal WHERE seq = 5", "UPDATE journal SET seq = seq + 100 WHERE seq > 5",
      "UPDATE journal SET seq = seq - 101 WHERE seq > 100", "UPDATE journal_heads SET seq = 8",
      // Each is where its neighbour was; the chain fits nowhere from there on.
      faults: (5...8).map { "event 0:\($0) (ThingChanged of t-1) was changed" }),
    Tampering(
      "end dropped", "DELETE FROM journal WHERE seq > 7", faults: ["partition 0 ends at event 7, its head says 9"]),
    Tampering(
      "all dropped", "DELETE FROM journal", faults: ["partition 0 ends at event 0, its head says 9"]),
    Tampering(
      "head moved back", "UPDATE journal_heads SET seq = 7", faults: ["partition 0 ends at event 9, its head says 7"]),
    Tampering(
      "head removed", "DELETE FROM journal_heads", faults: ["partition 0 ends at event 9, its head says 0"]),
    Tampering(
      "head's hash forged", "UPDATE journal_heads SET hash = X",
      faults: ["the head of partition 0 does not hold the hash of its last event"]),
    Tampering(
      "appended without a hash", copy(to: 10),
      faults: [
        "event 0:10 (ThingChanged of t-1) was changed", "partition 0 ends at event 10, its head says 9",
      ]),
    Tampering(
      "appended far away", copy(to: 13),
      faults: [
        "event 0:10 is missing", "event 0:11 is missing", "event 0:12 is missing",
        "partition 0 ends at event 13, its head says 9",
      ]),
    Tampering("put before the first", copy(to: 0), faults: ["event 0:0 (ThingChanged of t-1) was changed"]),
    Tampering(
      "put into a chain that there is none of", copy(to: 1, partition: 5),
      faults: [
        "event 5:1 (ThingChanged of t-1) was changed", "partition 5 ends at event 1, its head says 0",
      ]),
  ]

  /// SQL that copies the fifth event to another place.
  static func copy(to sequence: Int, partition: Int = 0) -> String {
    """
    INSERT INTO journal
    SELECT tenant, \(partition), \(sequence), at, kind, subject_kind, subject, revision, actor, client, payload, hash
    FROM journal WHERE seq = 5
    """
  }

  @Test(arguments: Engine.allCases, tamperings)
  func isFoundAndNamed(engine: Engine, tampering: Tampering) async throws {
    let fixture = try await JournalFixture(engine)
    try await fixture.write(9)
    #expect(try await fixture.faults() == [])
    let bytes = engine == .sqlite ? "X'7B7D'" : "'\\x7B7D'::bytea"
    for statement in tampering.statements {
      try await fixture.tamper(statement.replacing("= X", with: "= \(bytes)"))
    }
    #expect(try await fixture.faults() == tampering.faults)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func eventsThatChangedPlacesAreNamedTogether(engine: Engine) async throws {
    for (first, second) in [(4, 5), (2, 8), (1, 9), (8, 9), (1, 2)] as [(Int64, Int64)] {
      let fixture = try await JournalFixture(engine)
      try await fixture.write(9)
      try await fixture.swap(first, second)
      #expect(try await fixture.faults() == ["events 0:\(first) and 0:\(second) have changed places"])
      await fixture.database.close()
    }
  }

  @Test(arguments: Engine.allCases) func anEventMovedForwardIsNamedOnce(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    try await fixture.write(9)
    // The third goes to the place of the seventh; those between move up by one.
    for place in 3..<7 { try await fixture.swap(Int64(place), Int64(place + 1)) }
    #expect(try await fixture.faults() == ["events 0:3 and 0:7 have changed places"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func severalFaultsAreAllNamed(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    try await fixture.write(20)
    try await fixture.tamper(
      "UPDATE journal SET actor = 'x' WHERE seq = 3", "DELETE FROM journal WHERE seq = 7",
      "UPDATE journal SET actor = 'y' WHERE seq = 15")
    try await fixture.swap(10, 12)
    #expect(
      try await fixture.faults() == [
        "event 0:3 (ThingChanged of t-1) was changed", "event 0:7 is missing",
        "events 0:10 and 0:12 have changed places", "event 0:15 (ThingChanged of t-1) was changed",
      ])
    #expect(try await fixture.verify(faultLimit: 2).faults.count == 2)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func anotherTenantsFaultsAreNotOurs(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    let other = Principal.system(Tenant("other"))
    try await fixture.write(3)
    try await fixture.write(3, by: other)
    try await fixture.tamper("UPDATE journal SET actor = 'x' WHERE tenant = 'other' AND seq = 2")
    #expect(try await fixture.faults() == [])
    #expect(try await fixture.verify(tenant: other.tenant).faults.count == 1)
    await fixture.database.close()
  }

  @Test func progressIsReported() async throws {
    let fixture = try await JournalFixture(.sqlite)
    try await fixture.write(10_001)
    let (report, steps) = try await fixture.database.read { [journal = fixture.journal] transaction in
      var steps: [Int64] = []
      let report = try journal.verify(tenant: JournalFixture.city, in: transaction) { steps.append($0) }
      return (report, steps)
    }
    #expect(steps == [10_000])
    #expect(report.events == 10_001 && report.faults.isEmpty && report.unsigned == 10_001)
    await fixture.database.close()
  }
}
