// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Which key must have signed which checkpoint, followed back from the key that signs now.
///
/// Back, not forth: a key that was given up, because others may have it, must not lead anywhere any more.
struct SigningKeys {
  /// The changes that lead to the key, oldest first.
  let changes: [KeyChange]
  private let last: [UInt8]?

  /// - Parameters:
  ///   - publicKey: the key that signs now; `nil` when it is not known: then each checkpoint may name its own.
  ///   - all: the changes in the journal, oldest first.
  init(leadingTo publicKey: [UInt8]?, _ all: [KeyChange]) {
    last = publicKey
    guard var next = publicKey else {
      changes = []
      return
    }
    var found: [KeyChange] = []
    for change in all.reversed() where change.isSound && change.to == next {
      guard change.checkpoint <= found.last?.checkpoint ?? .max else { continue }
      found.append(change)
      next = change.from
    }
    changes = found.reversed()
  }

  /// The key that must have signed a checkpoint; `nil` when any may have.
  func key(of checkpoint: Int64) -> [UInt8]? { changes.first { $0.checkpoint >= checkpoint }?.from ?? last }

  /// The first of these checkpoints that another key signed than must have.
  func unexplained(_ checkpoints: [Checkpoint]) -> Checkpoint? {
    checkpoints.first { $0.publicKey != key(of: $0.number) }
  }

  /// Whether the key that signs now can take over after a checkpoint that nothing explains: what led to it came before.
  func mayTakeOver(after checkpoint: Checkpoint) -> Bool { checkpoint.number >= changes.last?.checkpoint ?? 0 }

  /// The change that should have been made right after this checkpoint and says that it was another.
  func contradiction(of checkpoint: Checkpoint) -> KeyChange? {
    changes.first { $0.checkpoint == checkpoint.number && $0.checkpointHash != KeyChange.hash(of: checkpoint) }
  }
}
