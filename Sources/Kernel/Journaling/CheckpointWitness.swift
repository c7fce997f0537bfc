// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Storage
public import Vocabulary

/// What is kept of a checkpoint outside the database.
///
/// Checkpoints that are taken away from the end of their table leave no gap, and all of them leave nothing: only who kept the
/// newest elsewhere can tell.
public struct CheckpointWitness: Hashable, Sendable {
  public let number: Int64
  public let at: Instant
  /// SHA-256 of what the checkpoint says, in hexadecimal digits.
  public let hash: String

  public init(_ checkpoint: Checkpoint) {
    number = checkpoint.number
    at = checkpoint.at
    hash = KeyChange.hash(of: checkpoint)
  }

  /// Reads what `json` made; `nil` where it is something else.
  public init?(_ json: JSON) {
    guard let number = json["number"]?.integer, let at = json["at"]?.string.flatMap({ Instant($0) }),
      let hash = json["sha256"]?.string
    else { return nil }
    self.number = number
    self.at = at
    self.hash = hash
  }

  public var json: JSON {
    ["number": .integer(number), "at": .string(at.description), "sha256": .string(hash)]
  }
}

extension Journal {
  /// Whether the checkpoint of which that was kept is there and says the same.
  public func holds(_ witness: CheckpointWitness, tenant: Tenant, in transaction: Transaction) throws -> Bool {
    let found = try transaction.row(
      "SELECT content FROM journal_checkpoints WHERE tenant = ? AND number = ?", tenant, witness.number)
    guard let found else { return false }
    let content: [UInt8] = found[0]
    return hexadecimal(Array(SHA256.hash(data: content))) == witness.hash
  }
}
