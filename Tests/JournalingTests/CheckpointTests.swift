// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
@testable import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct CheckpointTests {
  let key = Curve25519.Signing.PrivateKey()
  var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

  /// Three checkpoints, over three events each; two events more.
  private func fixture(_ engine: Engine) async throws -> JournalFixture {
    let fixture = try await JournalFixture(engine)
    for _ in 0..<3 {
      try await fixture.write(3)
      try await sign(fixture)
    }
    try await fixture.write(2)
    return fixture
  }

  @discardableResult
  private func sign(_ fixture: JournalFixture, _ other: Curve25519.Signing.PrivateKey? = nil) async throws
    -> Checkpoint?
  {
    try await fixture.journal.checkpoint(
      tenant: JournalFixture.city, key: other ?? key, at: fixture.time.now(), database: fixture.database)
  }

  @Test(arguments: Engine.allCases) func coverWhatWasWrittenBefore(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let report = try await fixture.verify(key: publicKey)
    #expect(report.checkpoints == 3 && report.events == 11 && report.unsigned == 2 && report.faults == [])
    let last = try #require(await sign(fixture))
    #expect(last.number == 4)
    #expect(try await sign(fixture) == nil, "nothing has happened since")
    #expect(try await fixture.verify(key: publicKey).unsigned == 0)
    // Signed for others to check: the content alone says what, and the key that signed it.
    let content = try JSON(parsing: last.content)
    #expect(content["number"] == 4 && content["tenant"] == "city" && content["at"] == "2026-11-24T08:00:00.000Z")
    #expect(content["heads"]?.array?.first?["sequence"] == 11)
    #expect(key.publicKey.isValidSignature(last.signature, for: last.content))
    await fixture.database.close()
  }

  @Test func ofAnEmptyJournalThereIsNone() async throws {
    let fixture = try await JournalFixture(.sqlite)
    #expect(try await sign(fixture) == nil)
    #expect(try await fixture.faults(key: publicKey) == [])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func aChainWrittenAnewContradictsThem(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    // Somebody who can write the whole table makes all of it fit together again, but cannot sign.
    try await rewrite(fixture, from: 5)
    #expect(
      try await fixture.faults(key: publicKey) == [
        "event 0:6 is not the one that checkpoint 2 signed", "event 0:9 is not the one that checkpoint 3 signed",
      ])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func anEndThatWasCutOffContradictsThem(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let events = try await fixture.events()
    try await fixture.database.write { transaction in
      try transaction.execute("DELETE FROM journal WHERE seq > 7")
      try transaction.execute("UPDATE journal_heads SET seq = 7, hash = ?", events[6].hash)
    }
    #expect(try await fixture.faults(key: publicKey) == ["event 0:9 is not the one that checkpoint 3 signed"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func aMissingNumberIsNamed(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await fixture.tamper("DELETE FROM journal_checkpoints WHERE number = 2")
    #expect(try await fixture.faults(key: publicKey) == ["checkpoint 2 is missing"])
    try await fixture.tamper("DELETE FROM journal_checkpoints WHERE number = 1")
    #expect(try await fixture.faults(key: publicKey) == ["checkpoint 1 is missing", "checkpoint 2 is missing"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func whoKeptTheNewestMissesWhatWasTakenAway(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let kept = CheckpointWitness(try #require(await sign(fixture)))
    #expect(kept.number == 4 && CheckpointWitness(kept.json) == kept)
    #expect(try await fixture.verify(key: publicKey, witness: kept).faults == [])
    // One that was signed later takes nothing away.
    try await fixture.write(1)
    try await sign(fixture)
    #expect(try await fixture.verify(key: publicKey, witness: kept).faults == [])
    try await fixture.tamper("DELETE FROM journal_checkpoints WHERE number >= 4")
    #expect(try await fixture.faults(key: publicKey) == [], "a table that ends earlier shows no gap")
    #expect(
      try await fixture.verify(key: publicKey, witness: kept).faults.map(\.description) == [
        "checkpoint 4, which the data folder remembers, is missing"
      ])
    try await fixture.tamper("DELETE FROM journal_checkpoints")
    #expect(
      try await fixture.verify(key: publicKey, witness: kept).faults == [.checkpointsMissing(from: 1, to: 4)])
    // Signed anew, up to the same number.
    for _ in 0..<4 {
      try await fixture.write(1)
      try await sign(fixture)
    }
    #expect(try await fixture.verify(key: publicKey, witness: kept).faults == [.contradictsWitness(checkpoint: 4)])
    await fixture.database.close()
  }

  @Test func aForgedNumberDoesNotKeepTheProgramBusy() async throws {
    let fixture = try await fixture(.sqlite)
    try await fixture.tamper("UPDATE journal_checkpoints SET number = 9000000000000000000 WHERE number = 3")
    let report = try await fixture.verify(key: publicKey)
    #expect(report.faults.count == 100)
    #expect(report.faults.first == .checkpointMissing(3))
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func aForgedSignatureIsNamed(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let bytes = [UInt8](repeating: 7, count: 64)
    try await fixture.database.write { transaction in
      try transaction.execute("UPDATE journal_checkpoints SET signature = ? WHERE number = 2", bytes)
    }
    #expect(try await fixture.faults(key: publicKey) == ["checkpoint 2 has a wrong signature"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func changedContentIsNamed(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await fixture.database.write { transaction in
      let row = try transaction.row("SELECT content FROM journal_checkpoints WHERE number = 2")
      let content: [UInt8] = row?[0] ?? []
      let changed = String(decoding: content, as: UTF8.self).replacing("\"sequence\":6", with: "\"sequence\":5")
      try transaction.execute("UPDATE journal_checkpoints SET content = ? WHERE number = 2", Array(changed.utf8))
    }
    #expect(try await fixture.faults(key: publicKey) == ["checkpoint 2 has a wrong signature"])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func anotherKeyIsNamed(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await sign(fixture, Curve25519.Signing.PrivateKey())
    #expect(
      try await fixture.faults(key: publicKey) == ["checkpoint 4 was signed with a key that is not the journal's"])
    // Whoever does not know the key can only see that each checkpoint is sound in itself.
    #expect(try await fixture.faults() == [])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func oneOfAnotherTenantIsNone(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await fixture.tamper(
      """
      INSERT INTO journal_checkpoints
      SELECT 'other', number, at, content, public_key, signature FROM journal_checkpoints WHERE number = 1
      """)
    let report = try await fixture.verify(key: publicKey, tenant: Tenant("other"))
    #expect(report.faults == [.badSignature(checkpoint: 1)])
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func oneSignedForAChangedChainContradictsTheOneBefore(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    try await rewrite(fixture, from: 9)
    try await sign(fixture)
    #expect(try await fixture.faults(key: publicKey) == ["event 0:9 is not the one that checkpoint 3 signed"])
    await fixture.database.close()
  }

  /// Changes an event and every hash from it on, and the head.
  private func rewrite(_ fixture: JournalFixture, from sequence: Int64) async throws {
    let events = try await fixture.events()
    try await fixture.database.write { transaction in
      var previous = events[Int(sequence) - 2].hash
      for var event in events.dropFirst(Int(sequence) - 1) {
        if event.sequence == sequence { event.actor = "somebody else" }
        previous = EventHash.of(event, after: previous)
        try transaction.execute(
          "UPDATE journal SET actor = ?, hash = ? WHERE seq = ?", event.actor, previous, event.sequence)
      }
      try transaction.execute("UPDATE journal_heads SET hash = ?", previous)
    }
    #expect(try await fixture.faults() != [] || sequence > 9, "without a signature it would not be noticed")
  }
}
