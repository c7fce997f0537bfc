// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import Foundation
public import Journaling
public import Logging
public import Storage
public import Vocabulary

/// Changes the key that signs a city's journal, beside the running city too, which takes the new one up by itself.
public struct JournalKeys: Sendable {
  private let folder: DataFolder
  private let tenant: Tenant
  private let database: Database
  private let logger: Logger

  /// - Throws: `Problem` of code `unavailable`: the folder cannot be used.
  public init(in dataFolder: URL, tenant: Tenant, database: Database, logger: Logger) throws(Problem) {
    folder = try DataFolder(dataFolder)
    self.tenant = tenant
    self.database = database
    self.logger = logger
  }

  /// Makes a new key and gives the old one up: both sign the change, and the old one is gone then.
  ///
  /// However it is interrupted, either nothing is changed or the next that needs the key ends it.
  /// - Throws: `Problem` of code `conflict`: there is no old key, or the journal is signed with another.
  public func change(at now: Instant) async throws -> KeyChange {
    let lock = try folder.lockKeys()
    defer { withExtendedLifetime(lock) {} }
    let file = try folder.journalKeyFile()
    guard let old = try file.present(inForce: try await inForce(), logger: logger) else {
      throw Self.missing(file.path)
    }
    // What happened so far is still the old key's to sign.
    try await sign(with: old, at: now)
    let new = try file.makeNext()
    let change = try await Journal().changeKey(
      from: old, to: new, by: .system(tenant), at: now, database: database)
    try file.takeNext()
    try await sign(with: new, at: now)
    return change
  }

  /// Lets the key in the data folder, or a new one where there is none, take over from one that is lost.
  /// - Throws: `Problem` of code `conflict`: none is lost.
  public func replaceLost(at now: Instant) async throws -> KeyChange {
    let lock = try folder.lockKeys()
    defer { withExtendedLifetime(lock) {} }
    let signer = try await inForce()
    let key = try folder.journalKeyFile().key(inForce: signer, logger: logger)
    let change = try await Journal().changeKey(
      from: nil, to: key, by: .system(tenant), at: now, database: database)
    try await sign(with: key, at: now)
    return change
  }

  /// Signs, and has the data folder remember it: checkpoints about a change of the key are the last to be missed.
  private func sign(with key: Curve25519.Signing.PrivateKey, at now: Instant) async throws {
    guard let signed = try await Journal().checkpoint(tenant: tenant, key: key, at: now, database: database) else {
      return
    }
    do {
      try await CheckpointFile(in: folder.url, tenant: tenant).remember(signed, in: database, logger: logger)
    } catch {
      // The change is made all the same, and the next checkpoint is remembered in its turn.
      logger.error("the newest checkpoint could not be remembered", metadata: ["error": "\(error)"])
    }
  }

  private func inForce() async throws -> [UInt8]? {
    try await database.read { [tenant] in try Journal().keyInForce(tenant: tenant, in: $0) }
  }

  private static func missing(_ path: String) -> Problem {
    Problem(
      .conflict,
      "there is no \(path) to sign the change: bring it from the city's folder or a backup, or say that it is lost "
        + "(citywide key change --lost)",
      "没有可为更换签名的密钥 \(path)：请从城市文件夹或备份取回，或声明其已丢失（citywide key change --lost）")
  }
}
