// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct ChainTests {
  /// Worked out apart from this program. Each text is its length as a 64-bit number, big-endian, and its UTF-8; each number
  /// has 64 bits:
  ///
  ///     text = lambda t: struct.pack(">q", len(t.encode())) + t.encode()
  ///     num = lambda n: struct.pack(">q", n)
  ///     first = hashlib.sha256(
  ///       bytes(32) + text("city") + num(0) + num(1) + num(1795507200000) + text("ThingMade") + text("thing")
  ///       + text("t-1") + num(1) + text("system") + b"\0" + text("") + num(7) + b'{"n":1}').digest()
  ///     second = hashlib.sha256(
  ///       first + text("city") + num(0) + num(2) + num(1795507200250) + text("ThingRenamed") + text("thing")
  ///       + text("t-1") + num(2) + text("p-7") + b"\1" + text("token-9") + num(17) + '{"name":"井盖"}'.encode()).digest()
  @Test(arguments: Engine.allCases) func hashesAreThoseWorkedOutElsewhere(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    let (journal, now) = (fixture.journal, fixture.time.now())
    let written = try await fixture.database.write { [writer = fixture.writer] transaction in
      try journal.append(
        NewEvent("ThingMade", subjectKind: "thing", subject: "t-1", revision: 1, payload: ["n": 1]),
        by: .system(writer.tenant), at: now, in: transaction)
      try journal.append(
        NewEvent("ThingRenamed", subjectKind: "thing", subject: "t-1", revision: 2, payload: ["name": "井盖"]),
        by: writer, at: now + .milliseconds(250), in: transaction)
      return try journal.history(of: "t-1", kind: "thing", tenant: writer.tenant, in: transaction)
    }
    #expect(written.map(\.partition) == [chain, chain])
    #expect(
      written.map { hexadecimal($0.hash) } == [
        "8cfe97cf7a89c9b4440fb679db5f4c79671b50b5e8fe8d3385e047a4784c14c8",
        "32a626ab6f233f892a6df7c162276439fd7ac818e5a0787e43bcfde2c616c44a",
      ])
    #expect(try await fixture.events() == written)
    #expect(try await fixture.faults() == [])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func numbersFollowEachOtherAndTenantsHaveChainsOfTheirOwn(
    engine: Engine
  ) async throws {
    let fixture = try await JournalFixture(engine)
    let other = Principal.system(Tenant("other"))
    for _ in 0..<3 {
      try await fixture.write(2)
      try await fixture.write(1, by: other)
    }
    #expect(try await fixture.events().map(\.sequence) == [1, 2, 3, 4, 5, 6])
    let theirs = try await fixture.events(tenant: other.tenant)
    #expect(theirs.map(\.sequence) == [1, 2, 3])
    #expect(theirs.allSatisfy { $0.tenant == other.tenant && $0.actor == "system" && $0.client == nil })
    #expect(try await fixture.verify().events == 6)
    #expect(try await fixture.verify(tenant: other.tenant).events == 3)
    #expect(try await fixture.verify(tenant: Tenant("nobody")).events == 0)
    await fixture.database.close()
  }

  @Test func everyFieldIsPartOfTheHash() {
    let event = Event(
      tenant: Tenant("city"), partition: 1, sequence: 2, at: Instant(milliseconds: 3), kind: "K", subjectKind: "S",
      subject: "s", revision: 4, actor: "a", client: nil, payload: [1], hash: [])
    let changes: [(inout Event) -> Void] = [
      { $0.tenant = Tenant("town") }, { $0.partition = 0 }, { $0.sequence = 1 }, { $0.at = Instant(milliseconds: 4) },
      { $0.kind = "L" }, { $0.subjectKind = "T" }, { $0.subject = "t" }, { $0.revision = 5 }, { $0.actor = "b" },
      { $0.client = "" }, { $0.client = "c" }, { $0.payload = [1, 0] }, { $0.payload = [] },
      // The same letters, divided otherwise between two fields.
      {
        $0.kind = ""
        $0.subjectKind = "KS"
      },
    ]
    var hashes: Set<[UInt8]> = [EventHash.of(event, after: EventHash.start)]
    for change in changes {
      var changed = event
      change(&changed)
      hashes.insert(EventHash.of(changed, after: EventHash.start))
    }
    hashes.insert(EventHash.of(event, after: [UInt8](repeating: 1, count: 32)))
    #expect(hashes.count == changes.count + 2)
  }

  /// FNV-1a of "foobar" is 85944171f73967e8 (draft-eastlake-fnv, appendix C); its halves are then folded.
  @Test func partitionsAreChosenByAHashThatNeverChanges() {
    let (foobar, empty): (UInt64, UInt64) = (0x8594_4171_f739_67e8, 0xcbf2_9ce4_8422_2325)
    #expect(stableHash("foobar") == foobar ^ 0x8594_4171)
    #expect(stableHash("") == empty ^ 0xcbf2_9ce4)
  }
}
