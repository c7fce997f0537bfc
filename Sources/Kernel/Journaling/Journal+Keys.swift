// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Crypto
public import Storage
public import Vocabulary

extension Journal {
  /// Gives up the key that signs the journal for another, as an event that both sign.
  ///
  /// Checkpoints that the old key signed stay valid, and it signs none any more.
  /// - Parameter old: the key until now; `nil` when it is lost: then `new` alone takes over, from the last checkpoint that
  ///   nothing explains.
  /// - Throws: `Problem` of code `conflict`: the journal is signed with a key that does not lead to `old`, or nothing is lost.
  public func changeKey(
    from old: Curve25519.Signing.PrivateKey?, to new: Curve25519.Signing.PrivateKey, by principal: Principal,
    at now: Instant, database: Database
  ) async throws -> KeyChange {
    let tenant = principal.tenant
    return try await database.write { transaction in
      // Nobody signs meanwhile.
      _ = try transaction.rows(
        "SELECT partition FROM journal_heads WHERE tenant = ? ORDER BY partition" + transaction.dialect.forUpdate,
        tenant)
      let known = try keyChanges(tenant: tenant, in: transaction)
      // Also before the new key has signed its first checkpoint.
      if let old, known.contains(where: { $0.givesUp(Array(old.publicKey.rawRepresentation)) }) { throw Self.givenUp }
      let keys = SigningKeys(leadingTo: Array((old ?? new).publicKey.rawRepresentation), known)
      let checkpoints = try Self.checkpoints(tenant: tenant, newestFirst: true, in: transaction)
      let strange = keys.unexplained(checkpoints)
      if old != nil, let strange { throw Self.signedOtherwise(strange.number) }
      if old == nil {
        guard let strange, keys.mayTakeOver(after: strange) else { throw Self.nothingIsLost }
      }
      let last = old == nil ? strange : checkpoints.first
      let from = old.map { Array($0.publicKey.rawRepresentation) } ?? strange?.publicKey ?? []
      try append(
        KeyChange.event(
          after: last, from: from, signedBy: old, to: new, revision: Int64(known.count + 1), tenant: tenant, at: now),
        by: principal, at: now, in: transaction)
      guard let made = try keyChanges(tenant: tenant, in: transaction).last else {
        throw StorageError.conflict("the change of the key was not found after it was made")
      }
      return made
    }
  }

  /// The changes of the key that signs the journal, oldest first.
  public func keyChanges(tenant: Tenant, in transaction: Transaction) throws -> [KeyChange] {
    try history(of: KeyChange.subject, kind: KeyChange.subjectKind, tenant: tenant, in: transaction)
      .filter { $0.kind == KeyChange.eventKind }.map { KeyChange($0) }
  }

  /// The public key that signs the journal now, as the journal itself says; `nil` before the first checkpoint.
  public func keyInForce(tenant: Tenant, in transaction: Transaction) throws -> [UInt8]? {
    let newest = try newestCheckpoint(tenant: tenant, in: transaction)
    if let change = try keyChanges(tenant: tenant, in: transaction).last, change.isSound,
      change.checkpoint >= newest?.number ?? 0
    {
      return change.to
    }
    return newest?.publicKey
  }

  /// The number of the newest checkpoint, since the last change of the key, that was signed with a key that does not lead to
  /// this one; `nil` where there is none. Where there is one, no change was made: the other key was lost, and this one made.
  public func checkpointOfLostKey(
    before publicKey: [UInt8], tenant: Tenant, in transaction: Transaction
  ) throws -> Int64? {
    let keys = SigningKeys(leadingTo: publicKey, try keyChanges(tenant: tenant, in: transaction))
    let checkpoints = try Self.checkpoints(tenant: tenant, newestFirst: true, in: transaction)
    guard let strange = keys.unexplained(checkpoints), keys.mayTakeOver(after: strange) else { return nil }
    return strange.number
  }

  /// Whether a key was given up for another, by its own word.
  func isGivenUp(_ publicKey: [UInt8], tenant: Tenant, in transaction: Transaction) throws -> Bool {
    try keyChanges(tenant: tenant, in: transaction).contains { $0.givesUp(publicKey) }
  }

  static var givenUp: Problem {
    Problem(.conflict, "this key was given up for another and signs the journal no more", "该密钥已被更换，不再用于为日志签名")
  }

  private static func signedOtherwise(_ number: Int64) -> Problem {
    Problem(
      .conflict,
      "checkpoint \(number) was signed with a key that does not lead to the one in the data folder: bring the right one from "
        + "the city's folder or a backup, or say that it is lost (citywide key change --lost)",
      "检查点 \(number) 由另一密钥签名，与数据文件夹中的密钥无法衔接：请从城市文件夹或备份取回正确的密钥，"
        + "或声明其已丢失（citywide key change --lost）")
  }

  private static var nothingIsLost: Problem {
    Problem(
      .conflict,
      "no key is lost: every checkpoint was signed with the key in the data folder or with one that led to it; citywide key "
        + "change without --lost changes it",
      "没有密钥丢失：所有检查点均由数据文件夹中的密钥或其前任密钥签名；更换密钥请用不带 --lost 的 citywide key change")
  }
}

extension KeyChange {
  fileprivate func givesUp(_ publicKey: [UInt8]) -> Bool { from == publicKey && !isLost && isSound }
}
