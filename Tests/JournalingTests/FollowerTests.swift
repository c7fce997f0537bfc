// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Logging
import Storage
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// Followers whose effect is a row for each event, in which it is counted how often.
@Suite struct FollowerTests {
  struct Refusal: Error {}

  private func fixture(_ engine: Engine, events: Int = 40) async throws -> JournalFixture {
    let fixture = try await JournalFixture(engine)
    try await fixture.tamper("CREATE TABLE effects (event TEXT PRIMARY KEY, times BIGINT NOT NULL)")
    for subject in 0..<events { try await fixture.write(1, subject: "s-\(subject)") }
    return fixture
  }

  private func follower(
    _ fixture: JournalFixture, name: String = "counter", kinds: [String]? = nil, batch: Int = 7,
    before: @escaping @Sendable (Event) throws -> Void = { _ in },
    after: @escaping @Sendable (Event) throws -> Void = { _ in }
  ) -> Follower {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return Follower(
      name, database: fixture.database, tenant: JournalFixture.city, kinds: kinds, batch: batch, logger: logger
    ) { event, transaction in
      try before(event)
      try transaction.execute(
        """
        INSERT INTO effects (event, times) VALUES (?, 1) ON CONFLICT (event) DO UPDATE SET times = effects.times + 1
        """, "\(name) \(event.name)")
      try after(event)
    }
  }

  private func effects(_ fixture: JournalFixture) async throws -> [String: Int64] {
    try await fixture.database.read { transaction in
      let rows = try transaction.rows("SELECT event, times FROM effects")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int64) })
    }
  }

  private func expectOnceEach(
    _ fixture: JournalFixture, _ count: Int, by name: String = "counter", place: SourceLocation = #_sourceLocation
  ) async throws {
    let events = try await fixture.events()
    #expect(events.count == count, sourceLocation: place)
    let expected = Dictionary(uniqueKeysWithValues: events.map { ("\(name) \($0.name)", Int64(1)) })
    #expect(
      try await effects(fixture).filter { $0.key.hasPrefix(name + " ") } == expected, sourceLocation: place)
  }

  @Test(arguments: Engine.allCases) func eachEventHasItsEffectOnce(engine: Engine) async throws {
    let fixture = try await fixture(engine)
    let follower = follower(fixture)
    try await follower.catchUp()
    try await follower.catchUp()
    try await expectOnceEach(fixture, 40)
    try await fixture.write(3)
    try await follower.catchUp()
    try await expectOnceEach(fixture, 43)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func otherKindsAndTenantsHaveNone(engine: Engine) async throws {
    let fixture = try await fixture(engine, events: 3)
    try await fixture.write(2, subject: "x", by: .system(Tenant("other")))
    let none = follower(fixture, name: "none", kinds: ["SomethingElse"])
    try await none.catchUp()
    #expect(try await effects(fixture).isEmpty)
    try await follower(fixture).catchUp()
    try await expectOnceEach(fixture, 3)
    await fixture.database.close()
  }

  /// The effect fails before its SQL and after it, at every event in turn; then a new process goes on.
  @Test(arguments: Engine.allCases) func failuresInTheEffectRepeatAndSkipNothing(engine: Engine) async throws {
    let fixture = try await fixture(engine, events: 12)
    for event in try await fixture.events().map(\.name) {
      for failsBefore in [true, false] {
        let name = "\(event)/\(failsBefore)"
        let failing = follower(
          fixture, name: name, batch: 3, before: { if failsBefore, $0.name == event { throw Refusal() } },
          after: { if !failsBefore, $0.name == event { throw Refusal() } })
        await #expect(throws: Refusal.self) { try await failing.catchUp() }
        await #expect(throws: Refusal.self) { try await failing.catchUp() }
        #expect(try await effects(fixture)["\(name) \(event)"] == nil)
        try await follower(fixture, name: name, batch: 2).catchUp()
        try await expectOnceEach(fixture, 12, by: name)
      }
    }
    await fixture.database.close()
  }

  /// The statement that stores the offset is refused, after all effects of the batch have been written.
  @Test(arguments: Engine.allCases) func aFailureAtTheEndUndoesTheWholeBatch(engine: Engine) async throws {
    let fixture = try await fixture(engine, events: 10)
    switch engine {
    case .sqlite:
      try await fixture.tamper(
        """
        CREATE TRIGGER refuse BEFORE INSERT ON journal_followers BEGIN SELECT RAISE(ABORT, 'no'); END
        """)
    case .postgresql:
      try await fixture.tamper(
        "CREATE FUNCTION refuse() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql",
        // Deferred: refused by COMMIT itself.
        """
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON journal_followers DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()
        """)
    }
    let follower = follower(fixture, batch: 4)
    await #expect(throws: StorageError.self) { try await follower.catchUp() }
    #expect(try await effects(fixture).isEmpty)
    try await fixture.tamper(engine == .sqlite ? "DROP TRIGGER refuse" : "DROP TRIGGER refuse ON journal_followers")
    try await follower.catchUp()
    try await expectOnceEach(fixture, 10)
    await fixture.database.close()
  }

  /// Two processes run the same follower while events come in.
  @Test(arguments: Engine.allCases) func twoOfOneNameShareTheWork(engine: Engine) async throws {
    // At first all events are in one chain; the others get their first ones while both followers are at work.
    let fixture = try await fixture(engine, events: 0)
    try await fixture.write(20)
    try await follower(fixture, batch: 2).catchUp()
    let location = fixture.database.location
    let neighbour = engine == .sqlite ? fixture.database : try Database(location)
    let other = JournalFixture(fixture, database: neighbour)
    try await withThrowingTaskGroup { group in
      for house in [fixture, other, fixture, other] {
        group.addTask {
          for _ in 0..<15 { try await follower(house, batch: 2).catchUp() }
        }
      }
      group.addTask {
        for subject in 0..<60 { try await fixture.write(1, subject: "late-\(subject)") }
      }
      try await group.waitForAll()
    }
    try await follower(fixture).catchUp()
    try await expectOnceEach(fixture, 80)
    if engine == .postgresql { await neighbour.close() }
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func passesOverWhatHasNoEffect(engine: Engine) async throws {
    let fixture = try await fixture(engine, events: 5)
    let follower = follower(fixture)
    try await follower.passOver()
    try await follower.catchUp()
    #expect(try await effects(fixture).isEmpty)
    try await fixture.write(2)
    try await follower.catchUp()
    #expect(try await effects(fixture).count == 2)
    await fixture.database.close()
  }

  @Test(arguments: Engine.allCases) func runFollowsTriesAgainAndSaysWhy(engine: Engine) async throws {
    let fixture = try await fixture(engine, events: 3)
    let refusals = Mutex(2)
    let follower = follower(fixture) { event in
      let refuses = refusals.withLock { left in
        defer { left -= 1 }
        return left > 0
      }
      if refuses { throw Problem(.unavailable, "The other side is away.", "对方不在。") }
    }
    let running = Task { await follower.run() }
    while refusals.withLock({ $0 > 1 }) { try await Task.sleep(for: .milliseconds(5)) }
    while follower.problem == nil, refusals.withLock({ $0 > 0 }) { try await Task.sleep(for: .milliseconds(1)) }
    if refusals.withLock({ $0 > 0 }) {
      #expect(follower.problem?.text(in: "en").contains("The other side is away.") == true)
      #expect(follower.problem?.text(in: "zh-Hans").contains("对方不在。") == true)
    }
    while try await effects(fixture).count < 3 { try await Task.sleep(for: .milliseconds(10)) }
    try await fixture.write(1)
    while try await effects(fixture).count < 4 { try await Task.sleep(for: .milliseconds(10)) }
    running.cancel()
    await running.value
    #expect(follower.problem == nil)
    try await expectOnceEach(fixture, 4)
    await fixture.database.close()
  }
}
