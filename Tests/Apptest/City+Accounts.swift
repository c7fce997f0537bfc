// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Vocabulary

/// A city on a data folder of its own, used through the built program.
struct BuiltCity {
  let folder: TemporaryFolder
  let data: URL
  let database: String?
  let pack: String

  init(_ engine: Engine, pack: String = "Packs/demo") async throws {
    folder = try TemporaryFolder()
    data = folder.url.appending(path: "data")
    database = engine == .postgresql ? try await TestDatabase.postgresURI() : nil
    self.pack = pack
  }

  /// A city whose data are in that folder, on that database or on SQLite.
  init(data: URL? = nil, database: String? = nil, pack: String = "Packs/demo") throws {
    folder = try TemporaryFolder()
    self.data = data ?? folder.url.appending(path: "data")
    self.database = database
    self.pack = pack
  }

  var options: [String] {
    ["--data", data.path, "--pack", RunningServer.packageRoot.appending(path: pack).path]
      + (database.map { ["--database", $0] } ?? [])
  }

  /// Runs a command on this city and returns what it printed.
  @discardableResult
  func run(_ words: String..., expecting status: Int32 = 0) async throws -> String {
    let ended = try await RunningServer.run(words + options)
    guard ended.status == status else {
      throw RunningServer.Failure(
        description: "\(words.joined(separator: " ")) ended with \(ended.status): \(ended.output)\(ended.errors)")
    }
    return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A token of a new service with these roles.
  func token(_ name: String, _ roles: String) async throws -> String {
    let account = try await run("user", "add", name, "--service", "--roles", roles).split(separator: "\t")[0]
    return String(try await run("token", "issue", String(account)).split(separator: "\n").last ?? "")
  }

  func serve(_ options: [String] = []) async throws -> RunningServer {
    try await RunningServer.start(data: data, pack: pack, database: database, options: options)
  }
}
