// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import Storage
import Synchronization
public import Vocabulary

/// Reads the journal in order and gives each event one effect.
///
/// The offset is stored in the transaction of the effect, so that after a kill at any moment each event has had its effect
/// once: not twice, not never. Several processes may run the same follower; one works at a time.
public final class Follower: Sendable {
  public let name: String
  private let database: Database
  private let journal = Journal()
  private let tenant: Tenant
  private let kinds: [String]?
  private let contents: Bool
  private let batch: Int
  private let pace: Duration
  private let effect: @Sendable (Event, Transaction) throws -> Void
  private let logger: Logger
  private let trouble = Mutex<LocalizedText?>(nil)

  /// - Parameters:
  ///   - kinds: the kinds of event that have an effect; others are passed.
  ///   - contents: whether the effect looks at what the events say; else their `payload` and `hash` are empty.
  ///   - batch: events handled in one transaction at most.
  ///   - pace: after catching up, how long it rests at least: what follows may come a little later, and costs less in larger
  ///     batches.
  ///   - effect: runs in the transaction that stores the offset; may run again when that transaction is.
  public init(
    _ name: String, database: Database, tenant: Tenant, kinds: [String]? = nil, contents: Bool = true,
    batch: Int = 200, pace: Duration = .milliseconds(20), logger: Logger,
    effect: @escaping @Sendable (Event, Transaction) throws -> Void
  ) {
    self.name = name
    self.database = database
    self.tenant = tenant
    self.kinds = kinds
    self.contents = contents
    self.batch = batch
    self.pace = pace
    self.logger = logger
    self.effect = effect
  }

  /// Why it stands still; `nil` when it runs.
  public var problem: LocalizedText? { trouble.withLock { $0 } }

  /// Follows until the task is cancelled. An effect that fails is tried again, later each time; nothing is skipped.
  public func run() async {
    var delay = Duration.milliseconds(100)
    let pulses = JournalPulse(database: database, quiet: pace)
    for await _ in pulses.stream() {
      do {
        while try await step() { try Task.checkCancellation() }
        trouble.withLock { $0 = nil }
        delay = .milliseconds(100)
      } catch is CancellationError {
        return
      } catch {
        trouble.withLock { $0 = LocalizedText(trouble: error) }
        logger.error(
          "A follower of the journal cannot go on", metadata: ["follower": "\(name)", "error": "\(error)"])
        try? await Task.sleep(for: delay)
        delay = min(delay * 2, .seconds(30))
      }
      if Task.isCancelled { return }
    }
  }

  /// Handles everything that is in the journal now; for tests and for work that must be done before going on.
  public func catchUp() async throws {
    while try await step() {}
  }

  /// Passes over everything that is in the journal now, without an effect: for whoever knows that none of it has one.
  public func passOver() async throws {
    try await database.write { [self] transaction in
      let position = try Self.offset(name, tenant: tenant, lock: true, in: transaction)
      try move(to: journal.heads(tenant: tenant, in: transaction), from: position, in: transaction)
    }
  }

  /// One batch. Returns whether there may be more.
  private func step() async throws -> Bool {
    // Looked at outside a write first: most of the time there is nothing to do. What is committed only then is left for the
    // next step: whoever wrote it has not remembered it yet, and it would have to be read.
    let end = try await database.read { [journal, tenant, name] transaction -> JournalPosition? in
      let position = try Self.offset(name, tenant: tenant, lock: false, in: transaction)
      let heads = try journal.heads(tenant: tenant, in: transaction)
      return heads.sequences.contains { $0.value > position.sequences[$0.key] ?? 0 } ? heads : nil
    }
    guard let end else { return false }
    return try await database.write { [self] transaction in
      let position = try Self.offset(name, tenant: tenant, lock: true, in: transaction)
      let (events, reached) = try journal.events(
        after: position, upTo: end, kinds: kinds, contents: contents, limit: batch, tenant: tenant, in: transaction)
      for event in events { try effect(event, transaction) }
      try move(to: reached, from: position, in: transaction)
      return reached != position
    }
  }

  private func move(to reached: JournalPosition, from position: JournalPosition, in transaction: Transaction) throws {
    for (partition, sequence) in reached.sequences where position.sequences[partition] != sequence {
      try transaction.execute(
        """
        INSERT INTO journal_followers (tenant, name, partition, seq) VALUES (?, ?, ?, ?)
        ON CONFLICT (tenant, name, partition) DO UPDATE SET seq = excluded.seq
        """, tenant, name, partition, sequence)
    }
  }

  private static func offset(_ name: String, tenant: Tenant, lock: Bool, in transaction: Transaction) throws
    -> JournalPosition
  {
    if lock, transaction.dialect == .postgresql {
      // Rows that do not exist yet cannot be locked: the first one stands for all. It is locked by a statement of its own,
      // since a statement that waited does not see the rows that were added meanwhile.
      try transaction.execute(
        "INSERT INTO journal_followers (tenant, name, partition, seq) VALUES (?, ?, 0, 0) ON CONFLICT DO NOTHING",
        tenant, name)
      _ = try transaction.rows(
        "SELECT seq FROM journal_followers WHERE tenant = ? AND name = ? AND partition = 0"
          + transaction.dialect.forUpdate, tenant, name)
    }
    let rows = try transaction.rows(
      "SELECT partition, seq FROM journal_followers WHERE tenant = ? AND name = ?", tenant, name)
    return JournalPosition(Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as Int64) }))
  }
}
