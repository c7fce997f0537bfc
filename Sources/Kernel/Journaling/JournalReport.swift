// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a journal, with the event named.
public enum JournalFault: Hashable, Sendable, CustomStringConvertible {
  case changed(event: String, kind: String, subject: String)
  case dropped(event: String)
  case reordered(event: String, with: String)
  /// The table of heads does not end where the chain does: events at its end are missing or were added past it.
  case headDiffers(partition: Int, head: Int64, last: Int64)
  /// The head ends where the chain does, with another hash than the last event's.
  case headForged(partition: Int)
  case badSignature(checkpoint: Int64)
  case unknownKey(checkpoint: Int64)
  case checkpointMissing(Int64)
  case contradictsCheckpoint(checkpoint: Int64, event: String)
  case unsoundKeyChange(event: String)
  case contradictsKeyChange(checkpoint: Int64, event: String)
  /// The table of checkpoints ends before the one of which something was kept.
  case checkpointsMissing(from: Int64, to: Int64)
  case contradictsWitness(checkpoint: Int64)

  public var description: String {
    switch self {
    case .changed(let event, let kind, let subject): "event \(event) (\(kind) of \(subject)) was changed"
    case .dropped(let event): "event \(event) is missing"
    case .reordered(let event, let other): "events \(event) and \(other) have changed places"
    case .headDiffers(let partition, let head, let last):
      "partition \(partition) ends at event \(last), its head says \(head)"
    case .headForged(let partition): "the head of partition \(partition) does not hold the hash of its last event"
    case .badSignature(let number): "checkpoint \(number) has a wrong signature"
    case .unknownKey(let number): "checkpoint \(number) was signed with a key that is not the journal's"
    case .checkpointMissing(let number): "checkpoint \(number) is missing"
    case .contradictsCheckpoint(let number, let event): "event \(event) is not the one that checkpoint \(number) signed"
    case .unsoundKeyChange(let event): "event \(event) changes the journal's key and is not signed as it must be"
    case .contradictsKeyChange(let number, let event):
      "checkpoint \(number) is not the one after which event \(event) changed the journal's key"
    case .checkpointsMissing(let from, let to):
      from == to
        ? "checkpoint \(to), which the data folder remembers, is missing"
        : "checkpoints \(from) to \(to) are missing; the data folder remembers the last of them"
    case .contradictsWitness(let number): "checkpoint \(number) is not the one that the data folder remembers"
    }
  }
}

/// The result of `Journal.verify`.
public struct JournalReport: Sendable {
  public var events: Int64 = 0
  public var checkpoints = 0
  /// How many events at the ends of the chains no checkpoint covers yet.
  public var unsigned: Int64 = 0
  /// The changes that lead to the key that signs now, oldest first.
  public var keyChanges: [KeyChange] = []
  public var faults: [JournalFault] = []
  /// How many faults are gathered at most.
  let faultLimit: Int

  var isFull: Bool { faults.count >= faultLimit }

  mutating func add(_ fault: JournalFault) {
    if !isFull { faults.append(fault) }
  }
}
