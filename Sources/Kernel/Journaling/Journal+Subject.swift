// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// A place in the history of one subject: its events are in order of revision, those of one revision in order of sequence.
public struct HistoryPosition: Hashable, Sendable {
  public var revision: Int64
  public var sequence: Int64

  /// The beginning.
  public init() { self.init(revision: -1, sequence: 0) }

  public init(revision: Int64, sequence: Int64) {
    self.revision = revision
    self.sequence = sequence
  }

  /// The place of that event.
  public init(_ event: Event) { self.init(revision: event.revision, sequence: event.sequence) }
}

extension Journal {
  /// What happened to one subject after a place in its history, oldest first. For subjects too whose events do not count
  /// revisions, such as a tenant.
  public func history(
    of subject: String, kind subjectKind: String, after place: HistoryPosition, limit: Int, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Event] {
    try settle(transaction)
    return try transaction.rows(
      Self.select + """
         WHERE tenant = ? AND subject = ? AND subject_kind = ? AND (revision, seq) > (?, ?)
        ORDER BY revision, partition, seq LIMIT ?
        """, tenant, subject, subjectKind, place.revision, place.sequence, limit
    ).map(Event.init(row:))
  }
}
