// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Foundation
public import HTTP
public import Journaling
import Lifeline
import Logging
import Matters
import Operations
public import Packs
public import Storage
import Synchronization
public import TestSupport
public import Vocabulary

/// A small city, served on a free port for the time of one test. Its clock stands still.
public final class TestTown: Sendable {
  public let city: City
  public let site: Site
  public let server: HTTPServer
  public let port: Int
  public let time: FrozenTime
  private let tokens = Mutex<[String: String]>([:])
  private let folder: TemporaryFolder

  public var address: String { "http://127.0.0.1:\(port)" }

  private init(city: City, site: Site, server: HTTPServer, port: Int, time: FrozenTime, folder: TemporaryFolder) {
    self.city = city
    self.site = site
    self.server = server
    self.port = port
    self.time = time
    self.folder = folder
  }

  /// Serves a town on that engine while `body` runs.
  ///
  /// - Parameters:
  ///   - migrations: the tables of what is served.
  ///   - endpoints: what is served of the city.
  ///   - problemPage: how problems are shown to people.
  public static func with<Result: Sendable>(
    _ engine: Engine = .sqlite, migrations: [Migration] = [], schemas: [String: JSON] = [:],
    endpoints: (City) -> [Endpoint],
    problemPage: (City) -> Site.ProblemPage? = { _ in nil }, _ body: (TestTown) async throws -> Result
  ) async throws -> Result {
    let folder = try TemporaryFolder()
    let time = FrozenTime()
    let city = try await open(engine, migrations, folder, time)
    let site = try Site(
      endpoints(city), schemas: schemas, about: DocumentInfo(title: "Town", version: "1"),
      authenticator: CityAuthenticator(city), problemPage: problemPage(city), logger: city.logger)
    var settings = ServerSettings()
    settings.port = 0
    settings.drainDeadline = .seconds(5)
    // What a fuzzer makes longer than its schema allows is still to be answered by the interface, not by the parser of HTTP.
    settings.maximumHeaderSize = 128 << 10
    settings.maximumHeadersSize = 256 << 10
    let server = try HTTPServer(site, settings: settings, logger: city.logger)
    let running = Task { try await server.run() }
    do {
      let town = TestTown(
        city: city, site: site, server: server, port: try await server.port, time: time, folder: folder)
      let result = try await body(town)
      server.shutDown()
      try await running.value
      await city.close()
      return result
    } catch {
      server.shutDown()
      _ = await running.result
      await city.close()
      throw error
    }
  }

  private static func open(
    _ engine: Engine, _ migrations: [Migration], _ folder: TemporaryFolder, _ time: FrozenTime
  ) async throws -> City {
    var settings = CitySettings(
      dataFolder: folder.url.appending(path: "data"),
      database: engine == .sqlite ? nil : try await TestDatabase.location(.postgresql))
    settings.databaseSettings.readers = 2
    settings.databaseSettings.writers = 4
    // Passwords of tests need not withstand anybody.
    settings.access.scrypt = ScryptParameters(logN: 4)
    return try await City.open(
      settings, pack: TownPack.load(in: folder), migrations: lifelineMigrations + operationsMigrations + migrations,
      observers: { [ThresholdDetector($0)] }, time: time,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// An API token of a person with these grants; the same person for the same name.
  public func token(_ name: String, _ grants: [Grant], kind: Principal.Kind = .person) async throws -> String {
    if let known = tokens.withLock({ $0[name] }) { return known }
    let system = Principal.system(city.tenant)
    let new: NewAccount =
      kind == .service
      ? .service(name: name, grants: grants)
      : .person(name: name, signInName: name.lowercased(), password: nil, grants: grants)
    let account = try await city.access.createAccount(new, by: system)
    let issued = try await city.access.issueToken(NewToken(owner: account.id, label: "test"), by: system)
    tokens.withLock { $0[name] = issued.secret }
    return issued.secret
  }

  /// A token of a person with that role for the whole city.
  public func token(_ role: Role) async throws -> String { try await token(role.rawValue, [Grant(role)]) }

  /// What follows the journal catches up with it.
  public func follow() async throws {
    let warnings = WarningsToMatters(
      matters: city.matters, tenant: city.tenant, zone: city.pack.timeZone, logger: city.logger)
    try await warnings.follower(database: city.database).catchUp()
    let outcomes = MatterOutcomes(
      matters: city.matters, tenant: city.tenant, zone: city.pack.timeZone, logger: city.logger)
    try await outcomes.follower(database: city.database).catchUp()
    let texts = MatterTexts(matters: city.matters, tenant: city.tenant, logger: city.logger)
    try await texts.follower(database: city.database).catchUp()
  }

  /// Kinds of the events after a position of the journal, in order.
  public func events(after position: JournalPosition) async throws -> [String] {
    try await city.database.read { [journal = city.journal, tenant = city.tenant] in
      try journal.events(after: position, limit: 10_000, tenant: tenant, in: $0).events.map(\.kind)
    }
  }

  public func heads() async throws -> JournalPosition {
    try await city.database.read { [journal = city.journal, tenant = city.tenant] in
      try journal.heads(tenant: tenant, in: $0)
    }
  }
}
