// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Crypto
public import Storage
public import Vocabulary

/// A signed statement of where every chain ended at a moment: what was signed can no longer be rewritten unnoticed.
public struct Checkpoint: Sendable {
  public var number: Int64
  public var at: Instant
  /// The signed bytes: canonical JSON with number, time, heads and the hash of the checkpoint before.
  public var content: [UInt8]
  public var publicKey: [UInt8]
  /// Ed25519 (RFC 8032) over `content`.
  public var signature: [UInt8]
}

extension Journal {
  /// Signs the heads of all chains, when one has grown since the last checkpoint.
  /// - Returns: the new checkpoint; `nil` when nothing has happened since the last.
  /// - Throws: `Problem` of code `conflict`: the key was given up for another.
  @discardableResult
  public func checkpoint(
    tenant: Tenant, key: Curve25519.Signing.PrivateKey, at now: Instant, database: Database
  ) async throws -> Checkpoint? {
    let rawKey = key.rawRepresentation
    return try await database.write { transaction in
      let heads = try transaction.rows(
        "SELECT partition, seq, hash FROM journal_heads WHERE tenant = ? ORDER BY partition"
          + transaction.dialect.forUpdate, tenant)
      let last = try Self.checkpoints(tenant: tenant, newestFirst: true, limit: 1, in: transaction).first
      let headsJSON = JSON.array(
        heads.map { row in
          .object([
            "partition": .integer(row[0]), "sequence": .integer(row[1]), "hash": .string(hexadecimal(row[2])),
          ])
        })
      if let last, let signed = try? JSON(parsing: last.content), signed["heads"] == headsJSON { return nil }
      if heads.isEmpty { return nil }
      let key = try Curve25519.Signing.PrivateKey(rawRepresentation: rawKey)
      let publicKey = Array(key.publicKey.rawRepresentation)
      guard try !isGivenUp(publicKey, tenant: tenant, in: transaction) else { throw Self.givenUp }
      let number = (last?.number ?? 0) + 1
      let content = JSON.object([
        "number": .integer(number), "tenant": .string(tenant.name), "at": .string(now.description), "heads": headsJSON,
        "previous": .string(hexadecimal(last.map { Array(SHA256.hash(data: $0.content)) } ?? EventHash.start)),
      ]).bytes
      let checkpoint = Checkpoint(
        number: number, at: now, content: content, publicKey: publicKey,
        signature: Array(try key.signature(for: content)))
      try transaction.execute(
        """
        INSERT INTO journal_checkpoints (tenant, number, at, content, public_key, signature) VALUES (?, ?, ?, ?, ?, ?)
        """, tenant, number, now, checkpoint.content, checkpoint.publicKey, checkpoint.signature)
      return checkpoint
    }
  }

  static func checkpoints(
    tenant: Tenant, newestFirst: Bool = false, limit: Int = .max, in transaction: Transaction
  ) throws -> [Checkpoint] {
    try transaction.rows(
      "SELECT number, at, content, public_key, signature FROM journal_checkpoints WHERE tenant = ? "
        + "ORDER BY number \(newestFirst ? "DESC" : "ASC") LIMIT ?", tenant, Int64(limit)
    ).map { Checkpoint(number: $0[0], at: $0[1], content: $0[2], publicKey: $0[3], signature: $0[4]) }
  }
}

/// Bytes as lower-case hexadecimal digits.
public func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
    for (index, byte) in bytes.enumerated() {
      buffer[2 * index] = digits[Int(byte >> 4)]
      buffer[2 * index + 1] = digits[Int(byte & 15)]
    }
    return bytes.count * 2
  }
}
