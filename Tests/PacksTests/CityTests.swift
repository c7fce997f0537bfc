// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Journaling
import Logging
import Matters
import Packs
import Spatial
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct CityTests {
  static func settings(_ engine: Engine, _ folder: TemporaryFolder) async throws -> CitySettings {
    var settings = CitySettings(
      dataFolder: folder.url.appending(path: "data"),
      database: engine == .sqlite ? nil : try await TestDatabase.location(.postgresql))
    settings.databaseSettings.readers = 2
    settings.databaseSettings.writers = 4
    return settings
  }

  static func open(_ settings: CitySettings, _ pack: PackFolder, time: any TimeSource = FrozenTime()) async throws
    -> City
  {
    try await City.open(settings, pack: pack.load(), time: time, logger: quiet)
  }

  static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test(arguments: Engine.allCases) func opensClosesAndOpensAgain(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await Self.settings(engine, folder)
    let pack = try PackFolder()
    let city = try await Self.open(settings, pack)
    #expect(city.tenant == Tenant("town") && city.adopted.count == 7 && city.rules.count == 1)
    let key = city.journalKey.rawRepresentation
    let result = try await city.matters.submit(
      Submission(type: "leak", text: "wet", channel: "test", position: Position(120.2, 30.5)), by: .system(city.tenant))
    #expect(result.matter.areas.codes == ["01", "0101"])
    await city.close()

    let again = try await Self.open(settings, pack)
    #expect(again.adopted == [] && again.journalKey.rawRepresentation == key)
    #expect(try await again.matters.matter(result.matter.id, for: .system(again.tenant)).text == "wet")
    let report = try await again.database.read { transaction in
      try Journal().verify(
        tenant: again.tenant, publicKey: Array(again.journalKey.publicKey.rawRepresentation), in: transaction)
    }
    #expect(report.faults == [] && report.unsigned == 0 && report.checkpoints == 1)
    await again.close()
  }

  @Test func keepsItsFilesToItself() async throws {
    let folder = try TemporaryFolder()
    let city = try await Self.open(Self.settings(.sqlite, folder), PackFolder())
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: folder.path + "/data" + path)[.posixPermissions] as? Int
    }
    #expect(try mode("") == 0o700)
    #expect(try mode("/keys") == 0o700)
    #expect(try mode("/keys/journal.ed25519") == 0o600)
    await city.close()
  }

  @Test func refusesASecondOpener() async throws {
    let folder = try TemporaryFolder()
    let settings = try await Self.settings(.sqlite, folder)
    let pack = try PackFolder()
    let city = try await Self.open(settings, pack)
    let problem = try await #require(throws: Problem.self) { try await Self.open(settings, pack) }
    #expect(problem.code == .conflict)
    #expect(
      problem.detail.contains("is in use by another citywide (process \(ProcessInfo.processInfo.processIdentifier))"))
    // The same file through another data folder.
    var other = settings
    other.dataFolder = folder.url.appending(path: "other")
    let elsewhere = try await #require(throws: Problem.self) {
      // Opened elsewhere first: the lock is beside the file.
      let first = try await Self.open(other, pack)
      defer { withExtendedLifetime(first) {} }
      other.dataFolder = folder.url.appending(path: "third")
      let second = try await Self.open(other, pack)
      await second.close()
    }
    #expect(elsewhere.detail.contains("the database "))
    await city.close()
    await (try await Self.open(settings, pack)).close()
  }

  @Test func letsSeveralShareAPostgreSQLCity() async throws {
    guard Engine.allCases.contains(.postgresql) else { return }
    let folder = try TemporaryFolder()
    let settings = try await Self.settings(.postgresql, folder)
    let pack = try PackFolder()
    async let one = Self.open(settings, pack)
    async let two = Self.open(settings, pack)
    let cities = try await [one, two]
    #expect(cities.map(\.adopted.count).sorted() == [0, 7])
    #expect(cities[0].journalKey.rawRepresentation == cities[1].journalKey.rawRepresentation)
    let now = FrozenTime().now()
    #expect(cities[0].identifiers.next(at: now) != cities[1].identifiers.next(at: now))
    for city in cities { await city.close() }
  }

  @Test func saysThatAKeyIsNone() async throws {
    let folder = try TemporaryFolder()
    let settings = try await Self.settings(.sqlite, folder)
    let pack = try PackFolder()
    await (try await Self.open(settings, pack)).close()
    let file = folder.url.appending(path: "data/keys/journal.ed25519")
    try Data("not a key\n".utf8).write(to: file)
    let problem = try await #require(throws: Problem.self) { try await Self.open(settings, pack) }
    #expect(
      problem.detail.hasSuffix("journal.ed25519, cannot be used: it holds no key: 32 bytes in base 64 are expected"))
    // What failed lets the folder go.
    try FileManager.default.removeItem(at: file)
    await (try await Self.open(settings, pack)).close()
  }

  @Test(arguments: Engine.allCases) func takesUpAKeyThatIsChangedWhileItRuns(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await Self.settings(engine, folder)
    let city = try await Self.open(settings, PackFolder())
    let old = city.journalKey
    let keys = try JournalKeys(
      in: settings.dataFolder, tenant: city.tenant, database: city.database, logger: Self.quiet)
    _ = try await city.matters.submit(Submission(type: "pothole", channel: "test"), by: .system(city.tenant))
    let change = try await keys.change(at: city.time.now())
    #expect(change.from == Array(old.publicKey.rawRepresentation) && !change.isLost)
    _ = try await city.matters.submit(Submission(type: "pothole", channel: "test"), by: .system(city.tenant))
    #expect(try await city.checkpoint()?.publicKey == change.to)
    let report = try await city.database.read { [tenant = city.tenant] transaction in
      try Journal().verify(tenant: tenant, publicKey: change.to, in: transaction)
    }
    #expect(report.faults == [] && report.keyChanges.count == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data/keys")
    #expect(names == ["journal.ed25519"], "the old key is gone")
    await city.close()
  }

  /// The journal knows of the new key, and the file has not got its name yet.
  @Test func endsAChangeOfItsKeyThatWasInterrupted() async throws {
    let folder = try TemporaryFolder()
    let settings = try await Self.settings(.sqlite, folder)
    let pack = try PackFolder()
    let city = try await Self.open(settings, pack)
    let keys = try JournalKeys(
      in: settings.dataFolder, tenant: city.tenant, database: city.database, logger: Self.quiet)
    _ = try await city.matters.submit(Submission(type: "pothole", channel: "test"), by: .system(city.tenant))
    let file = folder.path + "/data/keys/journal.ed25519"
    let old = try Data(contentsOf: URL(filePath: file))
    let change = try await keys.change(at: city.time.now())
    await city.close()
    try FileManager.default.moveItem(atPath: file, toPath: file + ".next")
    try old.write(to: URL(filePath: file))
    let again = try await Self.open(settings, pack)
    #expect(Array(again.journalKey.publicKey.rawRepresentation) == change.to)
    #expect(!FileManager.default.fileExists(atPath: file + ".next"))
    await again.close()
  }

  @Test(arguments: Engine.allCases) func remembersItsNewestCheckpoint(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let settings = try await Self.settings(engine, folder)
    let city = try await Self.open(settings, PackFolder())
    let file = CheckpointFile(in: settings.dataFolder, tenant: city.tenant)
    func signAgain() async throws -> Checkpoint? {
      _ = try await city.matters.submit(Submission(type: "pothole", channel: "test"), by: .system(city.tenant))
      return try await city.checkpoint()
    }
    #expect(try file.read() == nil)
    #expect(try await signAgain()?.number == 1)
    let second = try #require(try await signAgain())
    #expect(try file.read() == CheckpointWitness(second))
    // Those that were taken away are not forgotten with the next one.
    _ = try await city.database.write { try $0.execute("DELETE FROM journal_checkpoints") }
    #expect(try await signAgain()?.number == 1)
    #expect(try file.read() == CheckpointWitness(second))
    let report = try await city.database.read { [tenant = city.tenant] transaction in
      try Journal().verify(tenant: tenant, witness: CheckpointWitness(second), in: transaction)
    }
    #expect(report.faults == [.checkpointsMissing(from: 2, to: 2)])
    await city.close()
  }

  @Test func runsItsClocksUntilItIsToldToStop() async throws {
    let folder = try TemporaryFolder()
    var settings = try await Self.settings(.sqlite, folder)
    settings.tickEvery = .milliseconds(5)
    settings.checkpointEvery = .milliseconds(5)
    let time = FrozenTime()
    let city = try await Self.open(settings, PackFolder(), time: time)
    let system = Principal.system(city.tenant)
    let id = try await city.matters.submit(Submission(type: "pothole", channel: "test"), by: system).matter.id
    _ = try await city.matters.perform(.accept, on: id, by: system)
    let running = Task { await city.run() }
    time.advance(by: .seconds(14 * 86_400))
    while try await city.matters.matter(id, for: system).clock(.handle)?.breached != true {
      try await Task.sleep(for: .milliseconds(2))
    }
    running.cancel()
    await running.value
    await city.close()
  }
}
