// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

/// A place in a chain of which a checkpoint says what stands there.
struct SignedPlace: Hashable {
  var partition: Int
  var sequence: Int64
}

/// What a checkpoint says of a place, and which one.
struct SignedHash {
  var hash: String
  var checkpoint: Int64
}

/// Where a chain ends.
struct ChainEnd {
  var sequence: Int64
  var hash: [UInt8]
}

/// Walks along one chain and names what does not follow from what stands before.
struct ChainVerifier {
  let partition: Int
  let tenant: Tenant
  var signed: [SignedPlace: SignedHash]
  var report: JournalReport
  /// The hash that the next event is chained to.
  private var previous = EventHash.start
  private var expected: Int64 = 1
  /// Events that stood where others belong, and whose own place has not come yet.
  private var displaced: [Event] = []

  init(partition: Int, tenant: Tenant, signed: [SignedPlace: SignedHash], report: JournalReport) {
    self.partition = partition
    self.tenant = tenant
    self.signed = signed
    self.report = report
  }

  mutating func run(in transaction: Transaction, progress: (Int64) -> Void) throws {
    try transaction.forEach(
      Journal.select + " WHERE tenant = ? AND partition = ? ORDER BY seq",
      values: [.text(tenant.name), .integer(Int64(partition))]
    ) { row in
      guard !report.isFull else { return }
      report.events += 1
      if report.events % 10_000 == 0 { progress(report.events) }
      try take(Event(row: row), in: transaction)
    }
  }

  private mutating func take(_ event: Event, in transaction: Transaction) throws {
    guard event.sequence >= expected else {
      // Chains begin with 1.
      return report.add(.changed(event: event.name, kind: event.kind, subject: event.subject))
    }
    let followsGap = event.sequence != expected
    while expected < event.sequence, !report.isFull {
      report.add(.dropped(event: "\(partition):\(expected)"))
      expected += 1
    }
    var hash = event.hash
    // After a gap the event before is unknown, so only the chain from here on can be judged.
    if !followsGap, EventHash.of(event, after: previous) != event.hash {
      if let index = displaced.firstIndex(where: { belongs($0, at: event.sequence) }) {
        // Reported where it stood; what stands here instead belongs somewhere else.
        hash = displaced.remove(at: index).hash
        displaced.append(event)
      } else if let other = try laterEvent(belongingAt: event, in: transaction) {
        report.add(.reordered(event: event.name, with: other.name))
        hash = other.hash
        displaced.append(event)
      } else {
        report.add(.changed(event: event.name, kind: event.kind, subject: event.subject))
      }
    }
    let place = SignedPlace(partition: partition, sequence: event.sequence)
    if let entry = signed.removeValue(forKey: place), entry.hash != hexadecimal(hash) {
      report.add(.contradictsCheckpoint(checkpoint: entry.checkpoint, event: event.name))
    }
    previous = hash
    expected = event.sequence + 1
  }

  mutating func finish(head: ChainEnd) {
    let last = expected - 1
    if head.sequence != last {
      report.add(.headDiffers(partition: partition, head: head.sequence, last: last))
    } else if head.hash != previous {
      report.add(.headForged(partition: partition))
    }
  }

  /// Whether the event would follow from what stands before, were it here.
  private func belongs(_ event: Event, at sequence: Int64) -> Bool {
    var moved = event
    moved.sequence = sequence
    return EventHash.of(moved, after: previous) == event.hash
  }

  private func laterEvent(belongingAt event: Event, in transaction: Transaction) throws -> Event? {
    try transaction.rows(
      Journal.select + " WHERE tenant = ? AND partition = ? AND seq > ? ORDER BY seq LIMIT 1000", tenant, partition,
      event.sequence
    ).lazy.map(Event.init(row:)).first { belongs($0, at: event.sequence) }
  }
}
