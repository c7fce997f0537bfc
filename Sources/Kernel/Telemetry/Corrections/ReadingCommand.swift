// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// Makes a change of a reading happen once however often it is sent.
public struct ReadingCommand: Hashable, Sendable {
  /// The key that the client chose.
  public var key: String
  /// Of the change, so that the same key with another change is noticed.
  public var fingerprint: [UInt8]

  public init(key: String, fingerprint: [UInt8]) {
    self.key = key
    self.fingerprint = fingerprint
  }
}

extension Telemetry {
  /// What a command was answered with when it was carried out before, empty where nothing was to be said; `nil` for one
  /// that is new.
  ///
  /// - Throws: `Problem` of code `idempotencyMismatch` for the key of another change.
  public func answer(
    to command: ReadingCommand, by principal: Principal, in transaction: Transaction
  ) throws -> String? {
    let row = try transaction.row(
      "SELECT fingerprint, answer FROM reading_commands WHERE tenant = ? AND principal = ? AND key = ?",
      principal.tenant, principal.id, command.key)
    guard let row else { return nil }
    let fingerprint: [UInt8] = row[0]
    guard fingerprint == command.fingerprint else {
      throw Problem(
        .idempotencyMismatch, "Idempotency key \"\(command.key)\" was used for another command; take a new key.",
        "幂等键“\(command.key)”已用于其他命令，请更换。")
    }
    return row[1]
  }

  /// Keeps what a command was answered with, in the transaction that carries it out.
  public func remember(
    _ answer: String, to command: ReadingCommand, by principal: Principal, in transaction: Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO reading_commands (tenant, principal, key, fingerprint, answer, at) VALUES (?, ?, ?, ?, ?, ?)",
      principal.tenant, principal.id, command.key, command.fingerprint, answer, time.now())
  }
}
