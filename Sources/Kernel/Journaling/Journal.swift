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
  /// It is written at the end of the transaction, together with all others of it: the chains are locked as late as can be, and
  /// in the order of their partitions, so that transactions with events of several subjects never wait for each other in a
  /// ring. Whoever reads the journal in the same transaction finds it there.
  public func append(_ event: NewEvent, by principal: Principal, at now: Instant, in transaction: Transaction) throws {
    try append([(event, now)], by: principal, in: transaction)
  }

  /// Adds events; those of one subject in this order.
  public func append(_ events: [NewEvent], by principal: Principal, at now: Instant, in transaction: Transaction) throws
  {
    try append(events.map { ($0, now) }, by: principal, in: transaction)
  }

  /// Adds events that happened at different times, as an import does.
  public func append(
    _ events: [(event: NewEvent, at: Instant)], by principal: Principal, in transaction: Transaction
  ) throws {
    guard !events.isEmpty else { return }
    let pending = transaction.ending(PendingEvents.self)
    for (event, at) in events { pending.add(event, by: principal, at: at, in: transaction) }
  }

  /// Writes what was appended so far in this transaction, so that it can be read.
  package func settle(_ transaction: Transaction) throws {
    try transaction.ending(PendingEvents.self).finish(in: transaction)
  }
}

/// FNV-1a: the same on every machine and in every run, unlike Swift's own hashing.
func stableHash(_ text: String) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return hash ^ (hash >> 32)
}
