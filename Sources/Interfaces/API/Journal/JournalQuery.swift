// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Journaling
import Storage
import Vocabulary

/// Which events a page of the journal shows.
struct JournalQuery: Sendable {
  private enum Range: Sendable {
    case subject(String, kind: String, after: HistoryPosition)
    case all(after: JournalPosition)
  }

  private let range: Range
  private let kinds: [String]?
  private let limit: Int
  /// Events that are looked at for one page at most, where few are of the kinds asked for.
  private static let mostLookedAt: Int64 = 50_000

  init(_ call: Call, _ page: PageRequest) throws(Problem) {
    limit = page.limit
    let kinds = call.strings("kind")
    self.kinds = kinds.isEmpty ? nil : kinds
    switch (call.string("subject"), call.string("subjectKind")) {
    case (let subject?, let kind?):
      var place = HistoryPosition()
      if let after = page.after {
        guard after.count == 2, let revision = after[0].integer, let sequence = after[1].integer else {
          throw Self.wrongCursor
        }
        place = HistoryPosition(revision: revision, sequence: sequence)
      }
      range = .subject(subject, kind: kind, after: place)
    case (nil, nil):
      guard let after = page.after else {
        range = .all(after: JournalPosition())
        return
      }
      guard let position = after.first?.string.flatMap({ JournalPosition($0) }) else { throw Self.wrongCursor }
      range = .all(after: position)
    default:
      throw .invalid("subject", "subject and subjectKind belong together", "subject 与 subjectKind 须同时给出")
    }
  }

  private static let wrongCursor = Problem.invalid(
    "cursor", "must be the next of an earlier answer to the same list", "须为同一列表先前回答中的 next")

  /// The events of the page, and the sort key after which the next one begins.
  func run(
    on journal: Journal, tenant: Tenant, in transaction: Transaction
  ) throws -> (events: [Event], next: [JSON]?) {
    switch range {
    case .subject(let subject, let kind, let after):
      let found = try journal.history(
        of: subject, kind: kind, after: after, limit: limit + 1, tenant: tenant, in: transaction)
      let page = found.prefix(limit)
      let shown = page.filter { event in kinds?.contains(event.kind) ?? true }
      return (shown, found.count > limit ? page.last.map { [.integer($0.revision), .integer($0.sequence)] } : nil)
    case .all(let after): return try all(after: after, journal, tenant, transaction)
    }
  }

  private func all(
    after start: JournalPosition, _ journal: Journal, _ tenant: Tenant, _ transaction: Transaction
  ) throws -> (events: [Event], next: [JSON]?) {
    let heads = try journal.heads(tenant: tenant, in: transaction)
    var events: [Event] = []
    var position = start
    var lookedAt: Int64 = 0
    while events.count < limit, lookedAt < Self.mostLookedAt {
      let step = kinds == nil ? limit : 2000
      let (found, reached) = try journal.events(
        after: position, kinds: kinds, limit: step, tenant: tenant, in: transaction)
      guard reached != position else { return (events, nil) }
      lookedAt += Int64(step)
      let room = limit - events.count
      events += found.prefix(room)
      position = found.count <= room ? reached : Self.position(from: position, to: reached, after: found, count: room)
    }
    let isAtEnd = heads.sequences.allSatisfy { position.sequences[$0.key] ?? 0 >= $0.value }
    return (events, isAtEnd ? nil : [.string(position.description)])
  }

  /// The position after the first `count` of these events, which come partition by partition.
  private static func position(
    from: JournalPosition, to reached: JournalPosition, after found: [Event], count: Int
  ) -> JournalPosition {
    var position = from
    for event in found.prefix(count) { position.advance(past: event) }
    // Partitions of which nothing is left over were read to the end of the step.
    let leftOver = Set(found.dropFirst(count).map(\.partition))
    for (partition, sequence) in reached.sequences where !leftOver.contains(partition) {
      position.sequences[partition] = sequence
    }
    return position
  }
}
