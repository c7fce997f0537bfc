// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Journaling
import Packs
import Storage
import Vocabulary

/// `citywide doctor`: what is wrong here, and what to do.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at data folder, database, pack, keys and machine, and say what is wrong and what to do.",
    discussion: "Changes nothing. Ends with 1 when something keeps the city from being served.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var city: CityOptions

  func run() async throws {
    var broken = 0
    func report(_ name: String, _ result: Result<String, any Error>) {
      switch result {
      case .success(let words): print("ok      \(name): \(words)")
      case .failure(let error):
        broken += 1
        print("broken  \(name): \(CommandFailure.readable(error))")
      }
    }
    report("pack", Result { "\(try House.pack(city).name.text(in: "en")) in \(city.pack)" })
    report("data folder", Result { try folder() })
    report("free space", Result { try space() })
    do { report("database", .success(try await database())) } catch { report("database", .failure(error)) }
    do { report("journal key", .success(try await key())) } catch { report("journal key", .failure(error)) }
    report("time zones", Result { try zones() })
    if broken > 0 { throw ExitCodes.faults }
  }

  private func folder() throws -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: city.data, isDirectory: &isFolder) else {
      return "\(city.data) does not exist yet; citywide serve makes it"
    }
    guard isFolder.boolValue, FileManager.default.isWritableFile(atPath: city.data) else {
      throw CommandFailure(description: "\(city.data) is no folder that this user may write; give another with --data")
    }
    return city.data
  }

  private func space() throws -> String {
    var path = city.dataFolder
    while !FileManager.default.fileExists(atPath: path.path), path.path != "/" {
      path = path.deletingLastPathComponent()
    }
    if let free = try FreeSpace.scarce(at: path) {
      throw CommandFailure(
        description: "only \(FreeSpace.text(free)) are free under \(path.path); free some, or move --data")
    }
    return "\(FreeSpace.text(try FreeSpace.bytes(at: path))) under \(path.path)"
  }

  private func database() async throws -> String {
    let checkpoints = (try? House.pack(city)).map { CheckpointFile(in: city.dataFolder, tenant: $0.tenant) }
    try checkpoints?.requireDatabase(at: city.location)
    if case .sqlite(let path) = city.location, !FileManager.default.fileExists(atPath: path) {
      return "\(path) does not exist yet; citywide serve makes it"
    }
    let database = try Database(city.location, settings: city.databaseSettings)
    do {
      try await checkpoints?.requireJournal(in: database)
      let steps = try await database.appliedMigrations()
      let known = Set(House.migrations.map(\.number))
      if let newer = steps.first(where: { !known.contains($0.number) }) {
        throw CommandFailure(
          description: "\(city.location) was made by a newer Citywide (schema step \(newer.number), \(newer.name))")
      }
      let warnings = try await database.durabilityWarnings()
      await database.close()
      if let warning = warnings.first { throw CommandFailure(description: warning.text(in: "en")) }
      let waiting = House.migrations.count - steps.count
      return "\(city.location), \(steps.count) schema steps"
        + (waiting > 0 ? ", \(waiting) to come at the next start" : "")
    } catch {
      await database.close()
      throw error
    }
  }

  private func key() async throws -> String {
    let file = city.dataFolder.appending(path: "keys/journal.ed25519").path
    let signer = await signer()
    guard FileManager.default.fileExists(atPath: file) else {
      guard signer == nil else {
        throw CommandFailure(
          description:
            """
            \(file) is missing, and the journal is signed with it; bring it from the city's folder or a backup, or, where it \
            is lost, say so: citywide key change --lost
            """)
      }
      return "not made yet; citywide serve makes it"
    }
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
    guard mode?.intValue == 0o600 else {
      throw CommandFailure(description: "\(file) can be read by others; chmod 600 \(file)")
    }
    guard let key = House.publicKey(city) else { throw CommandFailure(description: "\(file) holds no key") }
    guard signer == nil || signer == key else {
      throw CommandFailure(
        description:
          """
          the journal is signed with another key than that in \(file); bring that from the city's folder or a backup, or, \
          where it is lost, say so: citywide key change --lost
          """)
    }
    let lost = await journal { try $0.checkpointOfLostKey(before: key, tenant: $1, in: $2) }
    if let lost {
      throw CommandFailure(
        description:
          """
          checkpoint \(lost) was signed with a key that does not lead to the one in \(file), as where a server was started \
          without it and made another: citywide verify refuses it until you say so: citywide key change --lost
          """)
    }
    return file
  }

  /// The public key that the journal is signed with; `nil` where there is no checkpoint, or no database to ask.
  private func signer() async -> [UInt8]? {
    await journal { try $0.keyInForce(tenant: $1, in: $2) }
  }

  /// Asks the journal; `nil` where there is no database to ask.
  private func journal<Answer: Sendable>(
    _ question: @escaping @Sendable (Journal, Tenant, Transaction) throws -> Answer?
  ) async -> Answer? {
    if case .sqlite(let path) = city.location, !FileManager.default.fileExists(atPath: path) { return nil }
    guard let tenant = try? House.pack(city).tenant,
      let database = try? Database(city.location, settings: city.databaseSettings)
    else { return nil }
    let answer = try? await database.read { try question(Journal(), tenant, $0) }
    await database.close()
    return answer
  }

  private func zones() throws -> String {
    guard FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Asia/Shanghai") else {
      throw CommandFailure(description: "/usr/share/zoneinfo is missing; install the package tzdata")
    }
    return "/usr/share/zoneinfo"
  }
}
