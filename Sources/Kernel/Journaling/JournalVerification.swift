// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Storage
public import Vocabulary

extension Journal {
  /// Recomputes every chain and checks it against its head and the signed checkpoints.
  ///
  /// - Parameters:
  ///   - publicKey: the key that signs now; checkpoints must be signed with it or, before a change of the key, with the one
  ///     that led to it. `nil` accepts the key each names.
  ///   - witness: what was kept of a checkpoint outside the database, if anything.
  ///   - faultLimit: stops looking after so many faults.
  ///   - progress: called now and then with the number of events read.
  public func verify(
    tenant: Tenant, publicKey: [UInt8]? = nil, witness: CheckpointWitness? = nil, faultLimit: Int = 100,
    in transaction: Transaction, progress: (Int64) -> Void = { _ in }
  ) throws -> JournalReport {
    try settle(transaction)
    var report = JournalReport(faultLimit: faultLimit)
    var signed = try verifyCheckpoints(
      tenant: tenant, publicKey: publicKey, witness: witness, into: &report, in: transaction)
    let heads = try transaction.rows("SELECT partition, seq, hash FROM journal_heads WHERE tenant = ?", tenant)
    var ends: [Int: ChainEnd] = [:]
    for row in heads { ends[row[0]] = ChainEnd(sequence: row[1], hash: row[2]) }
    report.unsigned = ends.reduce(0) { sum, end in
      sum + max(0, end.value.sequence - (signed.keys.filter { $0.partition == end.key }.map(\.sequence).max() ?? 0))
    }
    let found = try transaction.rows("SELECT DISTINCT partition FROM journal WHERE tenant = ?", tenant)
    for partition in Set(ends.keys).union(found.map { $0[0] as Int }).sorted() {
      var chain = ChainVerifier(partition: partition, tenant: tenant, signed: signed, report: report)
      try chain.run(in: transaction, progress: progress)
      chain.finish(head: ends[partition] ?? ChainEnd(sequence: 0, hash: EventHash.start))
      (signed, report) = (chain.signed, chain.report)
    }
    // What is left was signed and is not there.
    for (place, entry) in signed.sorted(by: { $0.value.checkpoint < $1.value.checkpoint }) {
      report.add(
        .contradictsCheckpoint(checkpoint: entry.checkpoint, event: "\(place.partition):\(place.sequence)"))
    }
    return report
  }

  /// The places and hashes that valid checkpoints signed.
  private func verifyCheckpoints(
    tenant: Tenant, publicKey: [UInt8]?, witness: CheckpointWitness?, into report: inout JournalReport,
    in transaction: Transaction
  ) throws -> [SignedPlace: SignedHash] {
    var signed: [SignedPlace: SignedHash] = [:]
    let changes = try keyChanges(tenant: tenant, in: transaction)
    let keys = SigningKeys(leadingTo: publicKey, changes)
    report.keyChanges = keys.changes
    for change in changes where !change.isSound { report.add(.unsoundKeyChange(event: change.event)) }
    // The hash of the checkpoint before; `nil` when that one cannot be trusted.
    var previous: [UInt8]? = EventHash.start
    var number: Int64 = 0
    for checkpoint in try Self.checkpoints(tenant: tenant, in: transaction) {
      report.checkpoints += 1
      if checkpoint.number != number + 1 { previous = nil }
      while number + 1 < checkpoint.number, !report.isFull {
        number += 1
        report.add(.checkpointMissing(number))
      }
      number = checkpoint.number
      if let witness, witness.number == number, witness.hash != KeyChange.hash(of: checkpoint) {
        report.add(.contradictsWitness(checkpoint: number))
      }
      if let change = keys.contradiction(of: checkpoint) {
        report.add(.contradictsKeyChange(checkpoint: number, event: change.event))
      }
      let due = keys.key(of: number)
      guard due == nil || due == checkpoint.publicKey else {
        report.add(.unknownKey(checkpoint: number))
        previous = nil
        continue
      }
      let content = Self.content(of: checkpoint, tenant: tenant)
      guard let content, previous == nil || content["previous"]?.string == previous.map(hexadecimal) else {
        report.add(.badSignature(checkpoint: number))
        previous = nil
        continue
      }
      previous = Array(SHA256.hash(data: checkpoint.content))
      for head in content["heads"]?.array ?? [] {
        guard let partition = head["partition"]?.integer, let sequence = head["sequence"]?.integer, sequence > 0,
          let hash = head["hash"]?.string
        else { continue }
        let place = SignedPlace(partition: Int(partition), sequence: sequence)
        if let known = signed[place], known.hash != hash {
          report.add(.contradictsCheckpoint(checkpoint: number, event: "\(partition):\(sequence)"))
        } else if signed[place] == nil {
          signed[place] = SignedHash(hash: hash, checkpoint: number)
        }
      }
    }
    // A change names the checkpoint before it, also where the table now ends earlier.
    while number < keys.changes.last?.checkpoint ?? 0, !report.isFull {
      number += 1
      report.add(.checkpointMissing(number))
    }
    if let witness, witness.number > number { report.add(.checkpointsMissing(from: number + 1, to: witness.number)) }
    return signed
  }

  /// What a checkpoint says, when its own key signed it and it is about its own row.
  private static func content(of checkpoint: Checkpoint, tenant: Tenant) -> JSON? {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: checkpoint.publicKey),
      key.isValidSignature(checkpoint.signature, for: checkpoint.content),
      let content = try? JSON(parsing: checkpoint.content), content["number"]?.integer == checkpoint.number,
      content["tenant"]?.string == tenant.name
    else { return nil }
    return content
  }
}
