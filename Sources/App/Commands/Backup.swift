// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging
import Packs
import Storage
import Vocabulary

/// `citywide backup`: one file with everything.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a backup of the whole city into one file, beside a running server.",
    discussion: "The file holds database, evidence and keys: keep it as safe as the city itself.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var city: CityOptions
  @Argument(help: "The file to write; it must not exist. - for standard output.") var file: String

  func run() async throws {
    let logger = common.logger()
    guard file == "-" || !FileManager.default.fileExists(atPath: file) else {
      throw CommandFailure(description: "\(file) is there already. Give another name, or remove it first.")
    }
    let database = try await House.openDatabase(city, existing: true)
    let display = ProgressDisplay("backup", logger: logger)
    do {
      let destination: BackupDestination =
        file == "-" ? .handle(.standardOutput) : .file(URL(fileURLWithPath: file))
      let summary = try await database.backup(
        to: destination, plan: House.backupPlan, folders: city.folders, at: SystemTime().now()
      ) { display.show(Int64($0.rows), of: Int64($0.totalRows), "rows") }
      await database.close()
      let rows = summary.rows.values.reduce(0, +)
      let words = "Backed up \(rows) rows and \(summary.files) files; SHA-256 of the content \(summary.checksum)."
      if file == "-" { logger.info("\(words)") } else { print(words) }
    } catch {
      await database.close()
      throw error
    }
  }
}

/// `citywide restore`: a city from a backup.
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a city from a backup, on either engine, into an empty database and data folder.",
    discussion: "Nothing is kept unless the whole backup is right.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var city: CityOptions
  @Argument(help: "The backup.") var file: String

  func run() async throws {
    let absent = AbsentFiles(city)
    var isRestored = false
    do {
      try FileManager.default.createDirectory(
        at: city.dataFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let database = try Database(city.location, settings: city.databaseSettings)
      do {
        let summary = try await restore(into: database)
        isRestored = true
        try await database.migrate(House.migrations, at: SystemTime().now())
        try await CheckpointFile.begin(in: city.dataFolder, with: database)
        await database.close()
        for path in ["keys", "keys/journal.ed25519"] {
          chmod(city.dataFolder.appending(path: path).path, path == "keys" ? 0o700 : 0o600)
        }
        print(
          "Restored \(summary.rows.values.reduce(0, +)) rows and \(summary.files) files. citywide verify checks them.")
      } catch {
        // Whether it was kept is not known then, so nothing may be taken away.
        if case StorageError.unknownOutcome = error { isRestored = true }
        await database.close()
        throw error
      }
    } catch {
      if !isRestored { absent.remove() }
      throw error
    }
  }

  private func restore(into database: Database) async throws -> BackupSummary {
    let display = ProgressDisplay("restore", logger: common.logger())
    return try await database.restore(
      from: URL(fileURLWithPath: file), migrations: House.migrations, plan: House.backupPlan, folders: city.folders
    ) { display.show(Int64($0.rows), of: Int64($0.totalRows), "rows") }
  }
}

/// What was not there before a restore: an empty database that a failed one leaves would look like a city.
private struct AbsentFiles {
  private var files: [String] = []
  /// The data folder.
  private var folder: String?

  init(_ city: CityOptions) {
    if case .sqlite(let path) = city.location, !FileManager.default.fileExists(atPath: path) {
      files = ["", "-wal", "-shm", "-journal"].map { path + $0 }
    }
    let folder = city.dataFolder.path(percentEncoded: false)
    if !FileManager.default.fileExists(atPath: folder) { self.folder = folder }
  }

  /// Removes them; the folder only while nothing else is in it.
  func remove() {
    for file in files { try? FileManager.default.removeItem(atPath: file) }
    if let folder { rmdir(folder) }
  }
}
