// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

/// `citywide verify`: whether anything was changed behind the city's back.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the journal's chain and signatures, and replay every matter from it.",
    discussion: """
      Works beside a running server. Names each event that was changed, dropped or moved, each matter that is not what its \
      events make, and each evidence file that is missing or not what it was. Ends with 0 when all is right, else with 1.
      It does not see what was changed in the database alone of accounts (names, roles, passwords, tokens), readings, things and \
      versions of decisions and rules: their events tell what was done through Citywide, and are not compared with the rows.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var city: CityOptions
  @Flag(help: "Check the journal only, not the matters and files.") var journalOnly = false

  func run() async throws {
    let pack = try House.pack(city)
    let database = try await House.openDatabase(city, existing: true)
    let display = ProgressDisplay("verify", logger: common.logger())
    do {
      let faults = try await check(database, pack.tenant, display)
      await database.close()
      for fault in faults { print(fault) }
      guard faults.isEmpty else { throw ExitCodes.faults }
    } catch {
      await database.close()
      throw error
    }
  }

  private func check(_ database: Database, _ tenant: Tenant, _ display: ProgressDisplay) async throws -> [String] {
    let key = House.publicKey(city)
    let witness = try CheckpointFile(in: city.dataFolder, tenant: tenant).read()
    let journal = try await database.read { transaction in
      try Journal().verify(tenant: tenant, publicKey: key, witness: witness, in: transaction) {
        display.show($0, of: nil, "events")
      }
    }
    // A mistyped pack, and so another tenant, must not look like a city in order.
    guard journal.events > 0 || !journal.faults.isEmpty else {
      throw CommandFailure(
        description: """
          There is no event of \(tenant) in \(city.location): nothing can be checked. --pack names the pack of the city; if it \
          is the right one, the journal was taken away.
          """)
    }
    if journal.checkpoints == 0 {
      print("No checkpoint signs the journal: whether it was replaced as a whole cannot be told.")
    }
    print(
      "Journal: \(journal.events) events, \(journal.checkpoints) checkpoints, \(journal.unsigned) events since the last."
    )
    for change in journal.keyChanges { print(change.line) }
    var faults = journal.faults.map(\.description)
    // Whoever can write to the database could have signed everything anew, with a key of their own.
    if key == nil, journal.checkpoints > 0 {
      faults.append("There is no keys/journal.ed25519 in the data folder: checkpoints may be signed with any key.")
    }
    guard !journalOnly else { return faults }
    let matters = try await database.read { transaction in
      // By hash, the number of a matter that needs the file.
      var needed: [String: String] = [:]
      let report = try Matters.verify(
        tenant: tenant, in: transaction, progress: { display.show($0, of: nil, "matters") },
        visit: { matter in
          for hash in matter.evidence.flatMap({ [$0.hash, $0.publicHash].compactMap(\.self) }) {
            needed[hash] = matter.number
          }
        })
      return (report: report, needed: needed)
    }
    print("Matters: \(matters.report.matters) replayed from their events.")
    faults += matters.report.faults.map(\.description)
    let evidence = EvidenceStore(folder: city.dataFolder.appending(path: "evidence"))
    let files = Set(try evidence.allFiles())
    for hash in files.sorted() where (try? evidence.verify(hash)) != true {
      faults.append("evidence file \(hash) is not what it was")
    }
    for (hash, number) in matters.needed.sorted(by: { $0.key < $1.key }) where !files.contains(hash) {
      faults.append("evidence file \(hash) of matter \(number) is missing")
    }
    print("Evidence: \(files.count) files.")
    if faults.isEmpty { print("Everything is as it was written.") }
    return faults
  }
}
