// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Foundation
import Matters
import Packs
import Spatial
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

/// A series knows the middle of its entity's box, whichever of the two comes, moves or goes first.
@Suite struct SeriesPlaceTests {
  private static let tenant = Tenant("town")
  private let entities = EntityStore()
  private let catalogue = SeriesCatalogue(identifiers: IdentifierSource())
  private let now = FrozenTime().now()

  private func put(_ id: String, at location: Geometry?, in database: Database) async throws {
    try await database.write { [entities, now] transaction in
      try entities.put(
        NewEntity(id: id, type: "Device", location: location), by: .system(Self.tenant), at: now, in: transaction)
    }
  }

  private func define(_ code: String, of entity: String?, in database: Database) async throws {
    try await database.write { [catalogue, now] transaction in
      try catalogue.define(
        NewSeries(code: code, name: LocalizedText(["en": code]), entity: entity), at: now, tenant: Self.tenant,
        in: transaction)
    }
  }

  private func position(_ code: String, in database: Database) async throws -> [Double?] {
    try await database.read { transaction in
      let row = try transaction.row(
        "SELECT longitude, latitude FROM series WHERE tenant = ? AND code = ?", Self.tenant, code)
      let position: [Double?]? = row.map { [$0[0], $0[1]] }
      return try #require(position)
    }
  }

  private let one = "urn:ngsi-ld:Device:one"
  private let two = "urn:ngsi-ld:Device:two"

  @Test(arguments: Engine.allCases) func followsItsEntity(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: kernelMigrations)
    try await define("before", of: one, in: database)
    #expect(try await position("before", in: database) == [nil, nil])
    try await put(one, at: .lineString([Position(120, 30), Position(121, 30.5)]), in: database)
    try await define("after", of: one, in: database)
    try await define("none", of: nil, in: database)
    for code in ["before", "after"] { #expect(try await position(code, in: database) == [120.5, 30.25], "\(code)") }
    #expect(try await position("none", in: database) == [nil, nil])

    try await put(one, at: .point(Position(119, 29)), in: database)
    for code in ["before", "after"] { #expect(try await position(code, in: database) == [119, 29], "\(code)") }

    try await put(two, at: .point(Position(10, 20)), in: database)
    try await define("after", of: two, in: database)
    try await define("none", of: two, in: database)
    #expect(try await position("before", in: database) == [119, 29])
    for code in ["after", "none"] { #expect(try await position(code, in: database) == [10, 20], "\(code)") }
    try await define("none", of: nil, in: database)
    #expect(try await position("none", in: database) == [nil, nil])

    // Others have places, too: of another kind, and of the same name in another city.
    try await database.write { [one] transaction in
      let box = BoundingBox(Position(1, 1))
      try PlaceIndex(kind: "network").set(box, for: one, tenant: Self.tenant, in: transaction)
      try EntityStore.places.set(box, for: one, tenant: Tenant("other"), in: transaction)
    }
    #expect(try await position("before", in: database) == [119, 29])

    try await put(one, at: nil, in: database)
    #expect(try await position("before", in: database) == [nil, nil])
    try await database.write { [entities, two, now] transaction in
      try entities.delete(two, by: .system(Self.tenant), at: now, in: transaction)
    }
    #expect(try await position("after", in: database) == [nil, nil])
    await database.close()
  }

  @Test(arguments: Engine.allCases) func isFilledForSeriesThatWereThere(engine: Engine) async throws {
    let older = kernelMigrations.filter { $0.number < 71 }
    let database = try await TestDatabase.make(engine, migrations: older)
    try await define("placed", of: one, in: database)
    try await define("unplaced", of: two, in: database)
    try await put(one, at: .point(Position(119, 29)), in: database)
    try await database.migrate(kernelMigrations, at: now)
    #expect(try await position("placed", in: database) == [119, 29])
    #expect(try await position("unplaced", in: database) == [nil, nil])
    await database.close()
  }

  @Test(arguments: Engine.allCases, Engine.allCases)
  func isRestoredFromABackup(made: Engine, restored: Engine) async throws {
    let source = try await TestDatabase.make(made, migrations: kernelMigrations)
    try await put(one, at: .point(Position(119, 29)), in: source)
    try await define("placed", of: one, in: source)
    try await define("unplaced", of: two, in: source)
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "backup")
    let plan = BackupPlan(joining: [spatialBackupPlan, matterBackupPlan])
    try await source.backup(to: .file(file), plan: plan, at: now)
    let target = try await TestDatabase.make(restored)
    try await target.restore(from: file, migrations: kernelMigrations, plan: plan)
    #expect(try await position("placed", in: target) == [119, 29])
    #expect(try await position("unplaced", in: target) == [nil, nil])
    // And goes on from there.
    try await put(one, at: .point(Position(118, 28)), in: target)
    #expect(try await position("placed", in: target) == [118, 28])
    await source.close()
    await target.close()
  }
}
