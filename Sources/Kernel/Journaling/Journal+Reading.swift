// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// How far somebody has read: the last sequence seen in each partition.
public struct JournalPosition: Hashable, Sendable, CustomStringConvertible {
  /// Partition → sequence; a missing partition means its beginning.
  public var sequences: [Int: Int64]

  public init(_ sequences: [Int: Int64] = [:]) { self.sequences = sequences }

  /// Reads the text form: `0:17` or `0:17,3:4`. `nil` when it is none.
  public init?(_ text: String) {
    var sequences: [Int: Int64] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: ":", omittingEmptySubsequences: false)
      // `Int64` would take a sign too.
      guard pair.count == 2, pair.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
        let partition = Int(pair[0]), partition < 1024, let sequence = Int64(pair[1]),
        sequences.updateValue(sequence, forKey: partition) == nil
      else { return nil }
    }
    self.sequences = sequences
  }

  public var description: String {
    sequences.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
  }

  /// The position after that event.
  public mutating func advance(past event: Event) { sequences[event.partition] = event.sequence }
}

extension Journal {
  /// Events after a position, in order within each partition, at most `limit` of each.
  /// - Parameters:
  ///   - end: not beyond; `nil` for the end of every chain.
  ///   - kinds: only these kinds; the position returned has passed the others too.
  ///   - contents: with `payload` and `hash`; without, these are empty, and need not be read.
  public func events(
    after position: JournalPosition, upTo end: JournalPosition? = nil, kinds: [String]? = nil, contents: Bool = true,
    limit: Int, tenant: Tenant, in transaction: Transaction
  ) throws -> (events: [Event], position: JournalPosition) {
    var events: [Event] = []
    var reached = position
    let heads = try end ?? heads(tenant: tenant, in: transaction)
    for (partition, head) in heads.sequences.sorted(by: { $0.key < $1.key }) {
      let from = position.sequences[partition] ?? 0
      let to = head - from > Int64(limit) ? from + Int64(limit) : head
      guard to > from else { continue }
      var sql =
        (contents ? Self.select : Self.outlines) + " WHERE tenant = ? AND partition = ? AND seq > ? AND seq <= ?"
      var values: [SQLValue] = [
        .text(tenant.name), .integer(Int64(partition)), .integer(from), .integer(to),
      ]
      if let kinds {
        sql += " AND kind IN (" + kinds.map { _ in "?" }.joined(separator: ", ") + ")"
        values += kinds.map { .text($0) }
      }
      try transaction.forEach(sql + " ORDER BY seq", values: values) {
        events.append(contents ? Event(row: $0) : Event(outline: $0))
      }
      reached.sequences[partition] = to
    }
    return (events, reached)
  }

  /// The end of every chain.
  public func heads(tenant: Tenant, in transaction: Transaction) throws -> JournalPosition {
    try settle(transaction)
    let rows = try transaction.rows("SELECT partition, seq FROM journal_heads WHERE tenant = ?", tenant)
    return JournalPosition(Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as Int64) }))
  }

  /// Everything that happened to one subject, oldest first.
  /// - Parameter after: only events with a greater revision.
  public func history(
    of subject: String, kind subjectKind: String, after revision: Int64 = -1, limit: Int = .max, tenant: Tenant,
    in transaction: Transaction
  ) throws -> [Event] {
    try settle(transaction)
    return try transaction.rows(
      Self.select + """
         WHERE tenant = ? AND subject = ? AND subject_kind = ? AND revision > ?
        ORDER BY revision, at, partition, seq LIMIT ?
        """, tenant, subject, subjectKind, revision, Int64(limit)
    ).map(Event.init(row:))
  }

  /// Hands over everything that happened to all subjects of a kind: subject by subject in the order of their identifiers, each
  /// oldest first. Holds one event at a time.
  public func forEachEvent(
    ofKind subjectKind: String, tenant: Tenant, in transaction: Transaction, _ body: (Event) throws -> Void
  ) throws {
    try settle(transaction)
    try transaction.forEach(Self.bySubject, values: [.text(tenant.name), .text(subjectKind)]) { row in
      try body(Event(row: row))
    }
  }

  static let bySubject =
    select + " WHERE tenant = ? AND subject_kind = ? ORDER BY subject, revision, partition, seq"

  static let select = """
    SELECT tenant, partition, seq, at, kind, subject_kind, subject, revision, actor, client, payload, hash FROM journal
    """
  static let outlines = """
    SELECT tenant, partition, seq, at, kind, subject_kind, subject, revision, actor, client FROM journal
    """
}

extension Event {
  init(row: Row) {
    self.init(outline: row)
    payload = row[10]
    hash = row[11]
  }

  fileprivate init(outline row: Row) {
    self.init(
      tenant: row[0], partition: row[1], sequence: row[2], at: row[3], kind: row[4], subjectKind: row[5],
      subject: row[6], revision: row[7], actor: row[8], client: row[9], payload: [], hash: [])
  }
}
