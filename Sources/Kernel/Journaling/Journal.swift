// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// Every change of state of the city, in the order in which it was committed.
///
/// Events are appended in the transaction of the change itself. They form hash chains, one per partition, so that writers on
/// different partitions never wait for each other. All events of one subject are in one partition, in order.
public struct Journal: Sendable {
  public init() {}

  /// How many chains an engine gets: SQLite has one writer, PostgreSQL many.
  public static func partitions(_ dialect: Dialect) -> Int {
    switch dialect {
    case .sqlite: 1
    case .postgresql: 8
    }
  }

  /// Adds an event at the end of its chain.
  ///
  /// On PostgreSQL the chain stays locked until the transaction ends: call it as late in the transaction as possible, and with
  /// all events of one transaction together.
  /// - Returns: the event as it was written.
  @discardableResult
  public func append(_ event: NewEvent, by principal: Principal, at now: Instant, in transaction: Transaction) throws
    -> Event
  {
    try append([event], by: principal, at: now, in: transaction)[0]
  }

  /// Adds events in this order; all must be of one subject.
  @discardableResult
  public func append(
    _ events: [NewEvent], by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> [Event] {
    try append(events.map { ($0, now) }, by: principal, in: transaction)
  }

  /// Adds events that happened at different times, as an import does.
  @discardableResult
  public func append(
    _ events: [(event: NewEvent, at: Instant)], by principal: Principal, in transaction: Transaction
  ) throws -> [Event] {
    guard let first = events.first?.event else { return [] }
    let count = Self.partitions(transaction.dialect)
    let partition = count == 1 ? 0 : Int(stableHash(first.subject) % UInt64(count))
    var (sequence, previous) = try head(of: partition, tenant: principal.tenant, in: transaction)
    var written: [Event] = []
    written.reserveCapacity(events.count)
    for (new, at) in events {
      precondition(new.subject == first.subject, "events of one append have one subject")
      sequence += 1
      var event = Event(
        tenant: principal.tenant, partition: partition, sequence: sequence, at: at, kind: new.kind,
        subjectKind: new.subjectKind, subject: new.subject, revision: new.revision, actor: principal.id,
        client: principal.client, payload: new.payload, hash: [])
      event.hash = EventHash.of(event, after: previous)
      previous = event.hash
      try transaction.post(
        Self.insert,
        values: [
          .text(event.tenant.name), .integer(Int64(partition)), .integer(sequence), .integer(at.milliseconds),
          .text(event.kind), .text(event.subjectKind), .text(event.subject), .integer(event.revision),
          .text(event.actor), event.client.sqlValue, .blob(event.payload), .blob(event.hash),
        ])
      written.append(event)
    }
    try transaction.post(
      "UPDATE journal_heads SET seq = ?, hash = ? WHERE tenant = ? AND partition = ?",
      values: [.integer(sequence), .blob(previous), .text(principal.tenant.name), .integer(Int64(partition))])
    return written
  }

  private static let insert = """
    INSERT INTO journal
      (tenant, partition, seq, at, kind, subject_kind, subject, revision, actor, client, payload, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// The end of a chain, locked for this transaction.
  private func head(of partition: Int, tenant: Tenant, in transaction: Transaction) throws -> (Int64, [UInt8]) {
    let query =
      "SELECT seq, hash FROM journal_heads WHERE tenant = ? AND partition = ?" + transaction.dialect.forUpdate
    let key: [SQLValue] = [.text(tenant.name), .integer(Int64(partition))]
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

/// FNV-1a: the same on every machine and in every run, unlike Swift's own hashing.
func stableHash(_ text: String) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return hash ^ (hash >> 32)
}
