// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

extension Journal {
  /// The event at that place; `nil` when there is none.
  public func event(
    partition: Int, sequence: Int64, tenant: Tenant, in transaction: Transaction
  ) throws -> Event? {
    try settle(transaction)
    return try transaction.row(
      Self.select + " WHERE tenant = ? AND partition = ? AND seq = ?", tenant, partition, sequence
    ).map(Event.init(row:))
  }

  /// Events that tell of uses of a decision in a span of time, the newest first.
  /// - Parameters:
  ///   - from: the first moment that counts; `to` is the first that does not.
  ///   - before: only events that come after this one in that order.
  public func uses(
    of decision: String, from: Instant, to: Instant, before: Event? = nil, limit: Int, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Event] {
    try settle(transaction)
    var values: [SQLValue] = [.text(tenant.name), .text(decision), from.sqlValue]
    if let before {
      values += [before.at.sqlValue, before.partition.sqlValue, before.sequence.sqlValue]
    } else {
      values += [to.sqlValue, .integer(-1), .integer(-1)]
    }
    return try transaction.rows(Self.usesQuery, values: values + [.integer(Int64(limit))]).map(Event.init(row:))
  }

  /// How many events tell of uses of a decision in a span of time, as `uses` would give them without a limit.
  public func useCount(
    of decision: String, from: Instant, before: Event, tenant: Tenant, in transaction: Transaction
  ) throws -> Int {
    try settle(transaction)
    let values: [SQLValue] = [
      .text(tenant.name), .text(decision), from.sqlValue, before.at.sqlValue, before.partition.sqlValue,
      before.sequence.sqlValue,
    ]
    let row = try transaction.row(
      """
      SELECT COUNT(*) FROM journal_decisions d
      WHERE d.tenant = ? AND d.decision = ? AND d.at >= ? AND (d.at, d.partition, d.seq) < (?, ?, ?)
      """, values: values)
    return row.map { $0[0] as Int } ?? 0
  }

  static let usesQuery = """
    SELECT j.tenant, j.partition, j.seq, j.at, j.kind, j.subject_kind, j.subject, j.revision, j.actor, j.client, j.payload,
      j.hash
    FROM journal_decisions d JOIN journal j ON j.tenant = d.tenant AND j.partition = d.partition AND j.seq = d.seq
    WHERE d.tenant = ? AND d.decision = ? AND d.at >= ? AND (d.at, d.partition, d.seq) < (?, ?, ?)
    ORDER BY d.at DESC, d.partition DESC, d.seq DESC LIMIT ?
    """
}
