// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Journaling
public import Logging
public import Storage
public import Vocabulary

/// The file of the data folder that remembers the newest checkpoint of a journal: `checkpoints/<tenant>.json`.
///
/// It is beside the database, so that whoever can write to that alone cannot take checkpoints away unnoticed.
public struct CheckpointFile: Sendable {
  let tenant: Tenant
  private let url: URL

  public init(in dataFolder: URL, tenant: Tenant) {
    self.tenant = tenant
    url = dataFolder.appending(path: "checkpoints").appending(path: tenant.name + ".json")
  }

  var path: String { DataFolder.path(url) }

  /// Whether there was a checkpoint, also where the file cannot be read.
  var isThere: Bool { FileManager.default.fileExists(atPath: path) }

  /// - Returns: `nil` before the first checkpoint.
  /// - Throws: `Problem` of code `unavailable`: it cannot be read, or holds something else.
  public func read() throws(Problem) -> CheckpointWitness? {
    guard isThere else { return nil }
    guard let bytes = try? Data(contentsOf: url), let json = try? JSON(parsing: Array(bytes)),
      let witness = CheckpointWitness(json)
    else {
      throw problem("it holds no checkpoint, or cannot be read", "其中没有检查点，或无法读取")
    }
    return witness
  }

  /// Remembers a checkpoint in place of the one before, unless the database has lost that: then it stays the witness that
  /// checkpoints were taken away.
  public func remember(_ signed: Checkpoint, in database: Database, logger: Logger) async throws {
    if let known = try read() {
      let isThere = try await database.read { [tenant] in try Journal().holds(known, tenant: tenant, in: $0) }
      guard isThere else {
        return logger.error(
          "the database has lost a checkpoint that the data folder remembers; citywide verify says more",
          metadata: ["checkpoint": "\(known.number)", "signed": "\(known.at)"])
      }
    }
    try write(CheckpointWitness(signed))
  }

  /// Begins to remember the newest checkpoint of each journal that was restored into the database; forgets those of a city
  /// that was there before.
  public static func begin(in dataFolder: URL, with database: Database) async throws {
    try? FileManager.default.removeItem(at: dataFolder.appending(path: "checkpoints"))
    for (tenant, newest) in try await database.read({ try Journal().newestCheckpoints(in: $0) }) {
      try CheckpointFile(in: dataFolder, tenant: tenant).write(CheckpointWitness(newest))
    }
  }

  private func write(_ witness: CheckpointWitness) throws(Problem) {
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data((witness.json.text + "\n").utf8).write(to: url, options: .atomic)
    } catch {
      throw problem(error.localizedDescription, error.localizedDescription)
    }
  }

  private func problem(_ english: String, _ chinese: String) -> Problem {
    Problem(
      .unavailable, "the file \(path), which remembers the newest checkpoint, cannot be used: \(english)",
      "无法使用记录最新检查点的文件 \(path)：\(chinese)")
  }
}

extension City {
  /// What the data folder remembers of the newest checkpoint.
  /// - Throws: `Problem` of code `unavailable`.
  var rememberedCheckpoint: CheckpointWitness? {
    get throws(Problem) { try CheckpointFile(in: settings.dataFolder, tenant: tenant).read() }
  }
}
