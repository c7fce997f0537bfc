// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Foundation
import Journaling
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// Matters of the sample city on a database of their own.
struct MattersHouse {
  let database: Database
  let time: FrozenTime
  let matters: Matters
  var system: Principal { SampleCity.system }

  init(_ engine: Engine, at now: Instant? = nil) async throws {
    database = try await TestDatabase.make(engine, migrations: journalingMigrations + mattersMigrations)
    time = FrozenTime(try now ?? SampleCity.local("11-24 16:00"))
    matters = try Self.matters(database, time, node: 1)
  }

  private init(_ house: MattersHouse, _ matters: Matters) {
    database = house.database
    time = house.time
    self.matters = matters
  }

  /// Another process on the same database, which remembers nothing of what this one does.
  func neighbour() throws -> MattersHouse { MattersHouse(self, try Self.matters(database, time, node: 2)) }

  private static func matters(_ database: Database, _ time: FrozenTime, node: Int) throws -> Matters {
    try Matters(
      database: database, catalogue: SampleCity.catalogue.get(), time: time, identifiers: IdentifierSource(node: node),
      zone: SampleCity.zone)
  }

  func submit(
    _ type: String = "pothole", position: Position? = SampleCity.west, externalID: String? = nil,
    by principal: Principal = SampleCity.system, key: IdempotencyKey? = nil
  ) async throws -> Matter {
    try await matters.submit(
      Submission(type: type, text: "text", channel: "test", position: position, externalID: externalID), by: principal,
      idempotency: key
    ).matter
  }

  @discardableResult
  func `do`(
    _ commands: MatterCommand..., on id: Identifier, expected: Int64? = nil,
    by principal: Principal = SampleCity.system,
    key: IdempotencyKey? = nil
  ) async throws -> Matter {
    var matter: Matter?
    for command in commands {
      matter = try await matters.perform(command, on: id, expected: expected, by: principal, idempotency: key).matter
    }
    return try #require(matter)
  }

  func matter(_ id: Identifier) async throws -> Matter { try await matters.matter(id, for: SampleCity.system) }

  func kinds(_ id: Identifier) async throws -> [String] {
    try await matters.history(of: id, for: SampleCity.system).map { String($0.kind.dropFirst("Matter".count)) }
  }

  func verify(tenant: Tenant = SampleCity.tenant, faultLimit: Int = 100) async throws -> MattersReport {
    try await database.read { try Matters.verify(tenant: tenant, faultLimit: faultLimit, in: $0) }
  }

  /// Checks everything against everything, then closes.
  func close(_ place: SourceLocation = #_sourceLocation) async throws {
    #expect(try await verify().faults.map(\.description) == [], sourceLocation: place)
    let report = try await database.read { try Journal().verify(tenant: SampleCity.tenant, in: $0) }
    #expect(report.faults == [], sourceLocation: place)
    await database.close()
  }

  func key(_ name: String, _ command: String = "command") throws -> IdempotencyKey {
    try IdempotencyKey(name, for: Array(command.utf8))
  }
}

/// The code of the problem that `body` throws; `nil` when it throws none.
func code(_ body: () async throws -> Void) async throws -> Problem.Code? {
  do {
    try await body()
    return nil
  } catch let problem as Problem { return problem.code }
}
