// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// Which events somebody looks for.
public struct JournalSearch: Sendable, Hashable {
  /// Identifiers of principals, of whom one acted; empty for anybody.
  public var actors: [String]
  /// One of these kinds; empty for any.
  public var kinds: [String]
  /// What sort of thing it happened to: `matter`.
  public var subjectKind: String?
  /// Identifier of the thing.
  public var subject: String?
  /// At this time or later.
  public var from: Instant?
  /// Before this time.
  public var to: Instant?
  /// Where the page before ended: events before these places. `nil` for the newest.
  public var before: JournalPosition?
  public var limit: Int

  public init(
    actors: [String] = [], kinds: [String] = [], subjectKind: String? = nil, subject: String? = nil,
    from: Instant? = nil, to: Instant? = nil, before: JournalPosition? = nil, limit: Int = 50
  ) {
    self.actors = actors
    self.kinds = kinds
    self.subjectKind = subjectKind
    self.subject = subject
    self.from = from
    self.to = to
    self.before = before
    self.limit = limit
  }
}

/// One page of what was found, the newest first.
public struct JournalPage: Sendable {
  public var events: [Event]
  /// Where the next page begins; `nil` at the end.
  public var next: JournalPosition?
}

extension Journal {
  /// Events of each chain that are looked at for one page, at most: a search for what is rare goes on on the next page rather than
  /// reading years at once.
  public static let mostSearched: Int64 = 200_000

  /// The events that a search is for, the newest first.
  ///
  /// A page may be empty and have a next one: so far nothing fits.
  public func search(_ search: JournalSearch, tenant: Tenant, in transaction: Transaction) throws -> JournalPage {
    let heads = try heads(tenant: tenant, in: transaction)
    // Of each chain, the newest that fit.
    var found: [Int: ArraySlice<Event>] = [:]
    var reached = JournalPosition()
    for (partition, head) in heads.sequences {
      // The first that may be on the page.
      let top = min(head, (search.before?.sequences[partition] ?? Int64.max) - 1)
      let bottom = search.subject == nil ? max(0, top - Self.mostSearched) : 0
      reached.sequences[partition] = bottom + 1
      guard top > 0 else { continue }
      var sql = Self.select + " WHERE tenant = ? AND partition = ? AND seq <= ? AND seq > ?"
      var values: [SQLValue] = [
        .text(tenant.name), .integer(Int64(partition)), .integer(top), .integer(bottom),
      ]
      Self.add(search, to: &sql, &values)
      values.append(.integer(Int64(search.limit + 1)))
      found[partition] = try transaction.rows(sql + " ORDER BY seq DESC LIMIT ?", values: values)
        .map(Event.init(row:))[...]
    }
    // The chains are merged by time, each in its own order: a chain that was imported is not in the order of time, and what is on
    // a page must be the beginning of what is left of each.
    var page: [Event] = []
    while page.count < search.limit,
      let next = found.values.compactMap(\.first).max(by: { ($0.at, $1.partition) < ($1.at, $0.partition) })
    {
      page.append(next)
      found[next.partition]?.removeFirst()
    }
    // What was found and did not fit comes on the next page.
    for left in found.values.compactMap(\.first) { reached.sequences[left.partition] = left.sequence + 1 }
    let isAtEnd = reached.sequences.values.allSatisfy { $0 <= 1 }
    return JournalPage(events: page, next: isAtEnd ? nil : reached)
  }

  /// The newest checkpoint.
  public func newestCheckpoint(tenant: Tenant, in transaction: Transaction) throws -> Checkpoint? {
    try Self.checkpoints(tenant: tenant, newestFirst: true, limit: 1, in: transaction).first
  }

  /// The newest checkpoint of each journal that has one.
  public func newestCheckpoints(in transaction: Transaction) throws -> [Tenant: Checkpoint] {
    var newest: [Tenant: Checkpoint] = [:]
    for row in try transaction.rows("SELECT DISTINCT tenant FROM journal_checkpoints") {
      let tenant = Tenant(row[0])
      newest[tenant] = try newestCheckpoint(tenant: tenant, in: transaction)
    }
    return newest
  }

  /// How many events each follower of the journal has still before it, by its name.
  public func lags(tenant: Tenant, in transaction: Transaction) throws -> [String: Int64] {
    let heads = try heads(tenant: tenant, in: transaction).sequences
    var reached: [String: [Int: Int64]] = [:]
    for row in try transaction.rows("SELECT name, partition, seq FROM journal_followers WHERE tenant = ?", tenant) {
      reached[row[0], default: [:]][row[1]] = row[2]
    }
    return reached.mapValues { place in heads.reduce(0) { $0 + max(0, $1.value - (place[$1.key] ?? 0)) } }
  }

  /// How many events one follower has still before it: all of them where it has never run.
  public func lag(of follower: String, tenant: Tenant, in transaction: Transaction) throws -> Int64 {
    try lags(tenant: tenant, in: transaction)[follower]
      ?? heads(tenant: tenant, in: transaction).sequences.values.reduce(0, +)
  }

  private static func add(_ search: JournalSearch, to sql: inout String, _ values: inout [SQLValue]) {
    if !search.actors.isEmpty {
      sql += " AND actor IN (" + search.actors.map { _ in "?" }.joined(separator: ", ") + ")"
      values += search.actors.map { .text($0) }
    }
    if !search.kinds.isEmpty {
      sql += " AND kind IN (" + search.kinds.map { _ in "?" }.joined(separator: ", ") + ")"
      values += search.kinds.map { .text($0) }
    }
    if let subjectKind = search.subjectKind {
      sql += " AND subject_kind = ?"
      values.append(.text(subjectKind))
    }
    if let subject = search.subject {
      sql += " AND subject = ?"
      values.append(.text(subject))
    }
    if let from = search.from {
      sql += " AND at >= ?"
      values.append(.integer(from.milliseconds))
    }
    if let to = search.to {
      sql += " AND at < ?"
      values.append(.integer(to.milliseconds))
    }
  }
}
