// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Storage
public import Vocabulary

/// What is wrong with a journal, with the event named.
public enum JournalFault: Hashable, Sendable, CustomStringConvertible {
  case changed(event: String, kind: String, subject: String)
  case dropped(event: String)
  case reordered(event: String, with: String)
  /// The table of heads does not end where the chain does: events at its end are missing or were added past it.
  case headDiffers(partition: Int, head: Int64, last: Int64)
  case badSignature(checkpoint: Int64)
  case unknownKey(checkpoint: Int64)
  case checkpointMissing(Int64)
  case contradictsCheckpoint(checkpoint: Int64, event: String)

  public var description: String {
    switch self {
    case .changed(let event, let kind, let subject): "event \(event) (\(kind) of \(subject)) was changed"
    case .dropped(let event): "event \(event) is missing"
    case .reordered(let event, let other): "events \(event) and \(other) have changed places"
    case .headDiffers(let partition, let head, let last):
      "partition \(partition) ends at event \(last), its head says \(head)"
    case .badSignature(let number): "checkpoint \(number) has a wrong signature"
    case .unknownKey(let number): "checkpoint \(number) was signed with a key that is not the journal's"
    case .checkpointMissing(let number): "checkpoint \(number) is missing"
    case .contradictsCheckpoint(let number, let event): "event \(event) is not the one that checkpoint \(number) signed"
    }
  }
}

/// The result of `Journal.verify`.
public struct JournalReport: Sendable {
  public var events: Int64 = 0
  public var checkpoints = 0
  /// How many events at the ends of the chains no checkpoint covers yet.
  public var unsigned: Int64 = 0
  public var faults: [JournalFault] = []
}

extension Journal {
  /// Recomputes every chain and checks it against its head and the signed checkpoints.
  ///
  /// - Parameters:
  ///   - publicKey: the key that checkpoints must be signed with; `nil` accepts the key each names.
  ///   - faultLimit: stops looking after so many faults.
  ///   - progress: called now and then with the number of events read.
  public func verify(
    tenant: Tenant, publicKey: [UInt8]? = nil, faultLimit: Int = 100, in transaction: Transaction,
    progress: (Int64) -> Void = { _ in }
  ) throws -> JournalReport {
    var report = JournalReport()
    var signed = try verifyCheckpoints(tenant: tenant, publicKey: publicKey, into: &report, in: transaction)
    report.unsigned = try heads(tenant: tenant, in: transaction).sequences.reduce(0) { sum, head in
      sum + head.value - (signed.keys.filter { $0.partition == head.key }.map(\.sequence).max() ?? 0)
    }
    var partitions = Set(try heads(tenant: tenant, in: transaction).sequences.keys)
    partitions.formUnion(
      try transaction.rows("SELECT DISTINCT partition FROM journal WHERE tenant = ?", tenant).map { $0[0] as Int })
    for partition in partitions.sorted() {
      try verifyChain(
        partition, tenant: tenant, signed: &signed, report: &report, faultLimit: faultLimit, in: transaction,
        progress: progress)
    }
    for (place, entry) in signed.sorted(by: { $0.value.checkpoint < $1.value.checkpoint })
    where report.faults.count < faultLimit {
      report.faults.append(
        .contradictsCheckpoint(checkpoint: entry.checkpoint, event: "\(place.partition):\(place.sequence)"))
    }
    return report
  }

  private struct Place: Hashable {
    var partition: Int
    var sequence: Int64
  }

  /// The places and hashes that valid checkpoints signed.
  private func verifyCheckpoints(
    tenant: Tenant, publicKey: [UInt8]?, into report: inout JournalReport, in transaction: Transaction
  ) throws -> [Place: (hash: String, checkpoint: Int64)] {
    var signed: [Place: (String, Int64)] = [:]
    var previous = EventHash.start
    var number: Int64 = 0
    for checkpoint in try Self.checkpoints(tenant: tenant, in: transaction) {
      report.checkpoints += 1
      while checkpoint.number > number + 1 {
        number += 1
        report.faults.append(.checkpointMissing(number))
        previous = []
      }
      number = checkpoint.number
      if let publicKey, publicKey != checkpoint.publicKey {
        report.faults.append(.unknownKey(checkpoint: number))
        continue
      }
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: checkpoint.publicKey)
      let content = try? JSON(parsing: checkpoint.content)
      guard key?.isValidSignature(checkpoint.signature, for: checkpoint.content) == true, let content,
        content["number"]?.integer == number,
        previous.isEmpty || content["previous"]?.string == hexadecimal(previous)
      else {
        report.faults.append(.badSignature(checkpoint: number))
        continue
      }
      previous = Array(SHA256.hash(data: checkpoint.content))
      for head in content["heads"]?.array ?? [] {
        guard let partition = head["partition"]?.integer, let sequence = head["sequence"]?.integer, sequence > 0,
          let hash = head["hash"]?.string
        else { continue }
        signed[Place(partition: Int(partition), sequence: sequence)] = (hash, number)
      }
    }
    return signed
  }

  private func verifyChain(
    _ partition: Int, tenant: Tenant, signed: inout [Place: (hash: String, checkpoint: Int64)],
    report: inout JournalReport, faultLimit: Int, in transaction: Transaction, progress: (Int64) -> Void
  ) throws {
    var previous = EventHash.start
    var expected: Int64 = 1
    var explained: Set<Int64> = []
    try transaction.forEach(
      Self.select + " WHERE tenant = ? AND partition = ? ORDER BY seq",
      values: [.text(tenant.name), .integer(Int64(partition))]
    ) { row in
      guard report.faults.count < faultLimit else { return }
      let event = Event(row: row)
      report.events += 1
      if report.events % 10_000 == 0 { progress(report.events) }
      let gap = event.sequence > expected
      while expected < event.sequence, report.faults.count < faultLimit {
        report.faults.append(.dropped(event: "\(partition):\(expected)"))
        expected += 1
      }
      // After a gap the event before is unknown, so only the chain from here on can be judged.
      if !gap, EventHash.of(event, after: previous) != event.hash, !explained.contains(event.sequence) {
        if let other = try displaced(event, after: previous, in: transaction) {
          explained.insert(other.sequence)
          report.faults.append(.reordered(event: event.name, with: other.name))
        } else {
          report.faults.append(.changed(event: event.name, kind: event.kind, subject: event.subject))
        }
      }
      if let entry = signed.removeValue(forKey: Place(partition: partition, sequence: event.sequence)),
        entry.hash != hexadecimal(event.hash)
      {
        report.faults.append(.contradictsCheckpoint(checkpoint: entry.checkpoint, event: event.name))
      }
      previous = event.hash
      expected = event.sequence + 1
    }
    let head = try heads(tenant: tenant, in: transaction).sequences[partition] ?? 0
    if head != expected - 1, report.faults.count < faultLimit {
      report.faults.append(.headDiffers(partition: partition, head: head, last: expected - 1))
    }
  }

  /// The event whose content belongs where `event` stands, when the two have changed places.
  private func displaced(_ event: Event, after previous: [UInt8], in transaction: Transaction) throws -> Event? {
    let later = try transaction.rows(
      Self.select + " WHERE tenant = ? AND partition = ? AND seq > ? ORDER BY seq LIMIT 1000", event.tenant,
      event.partition, event.sequence)
    for candidate in later.map(Event.init(row:)) {
      var moved = candidate
      moved.sequence = event.sequence
      if EventHash.of(moved, after: previous) == candidate.hash { return candidate }
    }
    return nil
  }
}
