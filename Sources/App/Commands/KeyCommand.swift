// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Journaling
import Packs
import Storage
import Vocabulary

/// `citywide key`: the key that signs the journal.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Show and change the key that signs the journal.",
    discussion: "Works beside a running server, which takes the new key up with its next checkpoint.",
    subcommands: [Show.self, Change.self])

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the public key that signs the journal now, and each change that led to it.",
      discussion: "Copy it to another place, with the newest checkpoint: who has it can check the journal without you.")
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions

    func run() async throws {
      let pack = try House.pack(city)
      let database = try await House.openDatabase(city, existing: true)
      do {
        for line in try await database.read({ try Self.lines(pack.tenant, in: $0) }) { print(line) }
        await database.close()
      } catch {
        await database.close()
        throw error
      }
    }

    private static func lines(_ tenant: Tenant, in transaction: Transaction) throws -> [String] {
      guard let key = try Journal().keyInForce(tenant: tenant, in: transaction) else {
        return ["No checkpoint signs the journal yet."]
      }
      let newest = try Journal().newestCheckpoint(tenant: tenant, in: transaction)
      return ["Public key (Ed25519): \(hexadecimal(key))"]
        + (newest.map { [CheckpointWitness($0).line] } ?? [])
        + (try Journal().keyChanges(tenant: tenant, in: transaction).map(\.line))
    }
  }

  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign the journal with a new key from now on.",
      discussion: """
        The old key signs the change, which is an event of the journal, and is gone then; what it signed stays valid, and \
        citywide verify follows from key to key by itself. Back the data folder up afterwards.
        """)
    @OptionGroup var common: CommonOptions
    @OptionGroup var city: CityOptions
    @Flag(help: "The old key is lost: let the key in the data folder, or a new one, take over without it.")
    var lost = false

    func run() async throws {
      let pack = try House.pack(city)
      let database = try await House.openDatabase(city, existing: true)
      do {
        let keys = try JournalKeys(
          in: city.dataFolder, tenant: pack.tenant, database: database, logger: common.logger())
        let now = SystemTime().now()
        let change = lost ? try await keys.replaceLost(at: now) : try await keys.change(at: now)
        await database.close()
        print(change.line)
        print("Public key (Ed25519): \(hexadecimal(change.to))")
        print("Make a backup now: older ones hold another key.")
      } catch {
        await database.close()
        throw error
      }
    }
  }
}

extension CheckpointWitness {
  /// What is worth keeping of it elsewhere.
  fileprivate var line: String { "Newest checkpoint: \(number), signed \(at), SHA-256 \(hash)" }
}

extension KeyChange {
  /// What people read of it.
  var line: String {
    guard isSound else { return "Event \(event) changes the key and is not signed as it must be." }
    return isLost
      ? """
      KEY LOST: after checkpoint \(checkpoint) (event \(event)) another key took over, and the one before did not sign that. \
      The new key alone vouches for what stands before: compare checkpoint \(checkpoint), SHA-256 \(checkpointHash), with what is \
      kept of it elsewhere.
      """
      : "Key changed after checkpoint \(checkpoint) (event \(event)), signed by the key before."
  }
}
