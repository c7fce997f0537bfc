// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// The events that a transaction appended and has not written yet.
final class PendingEvents: TransactionEnding {
  private struct Chain: Hashable, Comparable {
    var tenant: String
    var partition: Int

    static func < (left: Self, right: Self) -> Bool {
      (left.tenant, left.partition) < (right.tenant, right.partition)
    }
  }

  /// An event, and the decisions of whose uses it tells.
  private struct Pending {
    var event: Event
    var decisions: Set<String>
  }

  /// By chain, in the order in which they were appended; hashes and sequences are still to come.
  private var chains: [Chain: [Pending]] = [:]

  func add(_ new: NewEvent, by principal: Principal, at: Instant, in transaction: Transaction) {
    let count = Journal.partitions(transaction.dialect)
    let partition = count == 1 ? 0 : Int(stableHash(new.subject) % UInt64(count))
    chains[Chain(tenant: principal.tenant.name, partition: partition), default: []].append(
      Pending(
        event: Event(
          tenant: principal.tenant, partition: partition, sequence: 0, at: at, kind: new.kind,
          subjectKind: new.subjectKind, subject: new.subject, revision: new.revision, actor: principal.id,
          client: principal.client, payload: new.payload, hash: []), decisions: new.decisions))
  }

  func finish(in transaction: Transaction) throws {
    guard !chains.isEmpty else { return }
    for (chain, events) in chains.sorted(by: { $0.key < $1.key }) { try write(events, to: chain, in: transaction) }
    chains = [:]
  }

  private func write(_ events: [Pending], to chain: Chain, in transaction: Transaction) throws {
    var (sequence, previous) = try head(of: chain, in: transaction)
    for pending in events {
      sequence += 1
      var event = pending.event
      event.sequence = sequence
      previous = EventHash.of(event, after: previous)
      try transaction.post(
        Self.insert,
        values: [
          .text(chain.tenant), .integer(Int64(chain.partition)), .integer(sequence), .integer(event.at.milliseconds),
          .text(event.kind), .text(event.subjectKind), .text(event.subject), .integer(event.revision),
          .text(event.actor), event.client.sqlValue, .blob(event.payload), .blob(previous),
        ])
      for decision in pending.decisions.sorted() {
        try transaction.post(
          Self.insertUse,
          values: [
            .text(chain.tenant), .text(decision), .integer(event.at.milliseconds), .integer(Int64(chain.partition)),
            .integer(sequence),
          ])
      }
    }
    try transaction.post(
      "UPDATE journal_heads SET seq = ?, hash = ? WHERE tenant = ? AND partition = ?",
      values: [.integer(sequence), .blob(previous), .text(chain.tenant), .integer(Int64(chain.partition))])
  }

  private static let insert = """
    INSERT INTO journal
      (tenant, partition, seq, at, kind, subject_kind, subject, revision, actor, client, payload, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private static let insertUse =
    "INSERT INTO journal_decisions (tenant, decision, at, partition, seq) VALUES (?, ?, ?, ?, ?)"

  /// The end of a chain, locked for this transaction.
  private func head(of chain: Chain, in transaction: Transaction) throws -> (Int64, [UInt8]) {
    let query =
      "SELECT seq, hash FROM journal_heads WHERE tenant = ? AND partition = ?" + transaction.dialect.forUpdate
    let key: [SQLValue] = [.text(chain.tenant), .integer(Int64(chain.partition))]
    if let row = try transaction.row(query, values: key) { return (row[0], row[1]) }
    try transaction.execute(
      "INSERT INTO journal_heads (tenant, partition, seq, hash) VALUES (?, ?, 0, ?) ON CONFLICT DO NOTHING",
      values: key + [.blob(EventHash.start)])
    guard let row = try transaction.row(query, values: key) else {
      throw StorageError.conflict("the journal's head was not found after it was made")
    }
    return (row[0], row[1])
  }
}
