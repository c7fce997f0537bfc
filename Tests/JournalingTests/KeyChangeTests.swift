// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
@testable import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct KeyChangeTests {
  private typealias Key = Curve25519.Signing.PrivateKey
  private let first = Key()
  private let second = Key()

  private static func bytes(_ key: Key) -> [UInt8] { Array(key.publicKey.rawRepresentation) }

  /// Checkpoints 1 and 2 with the first key.
  private func fixture(_ engine: Engine) async throws -> JournalFixture {
    let fixture = try await JournalFixture(engine)
    for _ in 0..<2 { try await sign(fixture, first) }
    return fixture
  }

  /// Writes something, so that there is something to sign.
  private func sign(_ fixture: JournalFixture, _ key: Key) async throws {
    try await fixture.write(2)
    try await fixture.journal.checkpoint(
      tenant: JournalFixture.city, key: key, at: fixture.time.now(), database: fixture.database)
  }

  @discardableResult
  private func change(_ fixture: JournalFixture, _ old: Key?, _ new: Key) async throws -> KeyChange {
    try await fixture.journal.changeKey(
      from: old, to: new, by: .system(JournalFixture.city), at: fixture.time.now(), database: fixture.database)
  }

  private func inForce(_ fixture: JournalFixture) async throws -> [UInt8]? {
    try await fixture.database.read { [journal = fixture.journal] transaction in
      try journal.keyInForce(tenant: JournalFixture.city, in: transaction)
    }
  }

  @Test(arguments: Engine.allCases) func verifyFollowsFromKeyToKey(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let third = Key()
    #expect(try await inForce(fixture) == Self.bytes(first))
    let made = try await change(fixture, first, second)
    #expect(made.checkpoint == 2 && made.isSound && !made.isLost)
    #expect(made.from == Self.bytes(first) && made.to == Self.bytes(second))
    #expect(try await inForce(fixture) == Self.bytes(second), "before its first checkpoint, too")
    #expect(try await fixture.faults(key: Self.bytes(second)) == [])
    try await sign(fixture, second)
    try await change(fixture, second, third)
    try await sign(fixture, third)
    let report = try await fixture.verify(key: Self.bytes(third))
    #expect(report.faults == [] && report.checkpoints == 4 && report.keyChanges.map(\.checkpoint) == [2, 3])
    #expect(try await fixture.faults() == [], "whoever has no key sees nothing wrong either")
    // A key of the past, as from an old backup, is not the one that signs now.
    #expect(
      try await fixture.faults(key: Self.bytes(second)) == [
        "checkpoint 4 was signed with a key that is not the journal's"
      ])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func whatWasGivenUpSignsNoMore(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await change(fixture, first, second)
    try await fixture.write(1)
    let problem = try await #require(throws: Problem.self) { try await sign(fixture, first) }
    #expect(problem.code == .conflict && problem.detail.contains("given up"))
    let again = try await #require(throws: Problem.self) { try await change(fixture, first, Key()) }
    #expect(again.code == .conflict)
    await fixture.database.close()
  }

  /// Who has the old key and the database cannot write the past anew: the new key has signed what it was.
  @Test(arguments: Engine.allCases) func aLeakedKeyCannotRewriteThePast(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await change(fixture, first, second)
    try await sign(fixture, second)
    let content = JSON.object([
      "number": 2, "tenant": "city", "at": "2026-11-24T08:00:00.000Z", "heads": .array([]), "previous": "",
    ]).bytes
    let signature = Array(try first.signature(for: content))
    try await fixture.database.write { transaction in
      try transaction.execute(
        "UPDATE journal_checkpoints SET content = ?, signature = ? WHERE number = 2", content, signature)
    }
    let faults = try await fixture.faults(key: Self.bytes(second))
    #expect(
      faults.contains { $0.hasPrefix("checkpoint 2 is not the one after which event ") }, "\(faults)")
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func checkpointsBeforeAChangeAreMissed(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await change(fixture, first, second)
    try await fixture.tamper("DELETE FROM journal_checkpoints")
    #expect(
      try await fixture.faults(key: Self.bytes(second)) == ["checkpoint 1 is missing", "checkpoint 2 is missing"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func aLostKeyIsSaid(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let nothing = try await #require(throws: Problem.self) { try await change(fixture, nil, first) }
    #expect(nothing.detail.contains("no key is lost"))
    // A server that was started without the key has gone on with another.
    try await sign(fixture, second)
    try await sign(fixture, second)
    #expect(
      try await fixture.faults(key: Self.bytes(second)) == [
        "checkpoint 1 was signed with a key that is not the journal's",
        "checkpoint 2 was signed with a key that is not the journal's",
      ])
    let refused = try await #require(throws: Problem.self) { try await change(fixture, second, Key()) }
    #expect(refused.detail.contains("checkpoint 2 was signed with a key that does not lead to"))
    let made = try await change(fixture, nil, second)
    #expect(made.isLost && made.isSound && made.checkpoint == 2 && made.from == Self.bytes(first))
    let report = try await fixture.verify(key: Self.bytes(second))
    #expect(report.faults == [] && report.keyChanges.map(\.isLost) == [true])
    #expect(try await inForce(fixture) == Self.bytes(second))
    // From there on it goes as always.
    let third = Key()
    try await change(fixture, second, third)
    try await sign(fixture, third)
    #expect(try await fixture.faults(key: Self.bytes(third)) == [])
    await fixture.database.close()
  }

  /// Whoever may write the database has no key that leads to the city's.
  @Test(arguments: Engine.allCases) func aForgedChangeLeadsNowhere(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let forged = try KeyChange.event(
      after: nil, from: Self.bytes(second), signedBy: second, to: second, revision: 1, tenant: JournalFixture.city,
      at: fixture.time.now())
    var text = String(decoding: forged.payload, as: UTF8.self)
    text.replace(
      "\"to\":\"\(hexadecimal(Self.bytes(second)))\"", with: "\"to\":\"\(hexadecimal(Self.bytes(first)))\"")
    let event = NewEvent(
      KeyChange.eventKind, subjectKind: KeyChange.subjectKind, subject: KeyChange.subject, revision: 1,
      payload: Array(text.utf8))
    try await fixture.database.write { [journal = fixture.journal, now = fixture.time.now()] transaction in
      try journal.append(event, by: .system(JournalFixture.city), at: now, in: transaction)
    }
    let faults = try await fixture.faults(key: Self.bytes(first))
    #expect(faults.count == 1 && faults[0].contains("changes the journal's key and is not signed as it must be"))
    #expect(try await inForce(fixture) == Self.bytes(first))
    try await sign(fixture, first)
    await fixture.database.close()
  }
}
