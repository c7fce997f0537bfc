// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
import Journaling
import Spatial
import Storage
import TestSupport
import Vocabulary

let here = Principal.system(Tenant("here"))
let there = Principal.system(Tenant("there"))

/// A store on a fresh database, over a city of two districts side by side.
struct Fixture {
  let database: Database
  let time = FrozenTime()
  let store: EntityStore

  init(_ engine: Engine, areas: AreaIndex = Self.city) async throws {
    database = try await TestDatabase.make(
      engine, migrations: journalingMigrations + spatialMigrations + contextsMigrations)
    store = EntityStore { tenant in tenant.name == "here" ? areas : nil }
  }

  static let city = AreaIndex([district("W", 0), district("E", 1)])

  static func district(_ code: String, _ west: Double) -> Area {
    let corners = [
      Position(west, 0), Position(west + 1, 0), Position(west + 1, 1), Position(west, 1), Position(west, 0),
    ]
    return Area(code: code, level: .district, name: LocalizedText(["en": code]), geometry: .polygon([corners]))
  }

  @discardableResult
  func create(_ new: NewEntity, by principal: Principal = here) async throws -> Entity {
    try await database.write { [store, now = time.now()] in try store.create(new, by: principal, at: now, in: $0) }
  }

  func find(_ id: String, by principal: Principal = here) async throws -> Entity? {
    try await database.read { [store] in try store.find(id, tenant: principal.tenant, in: $0) }
  }

  func ids(
    _ query: EntityQuery, where condition: String? = nil, arguments: [SQLValue] = [], after: String = "",
    limit: Int = 100, by principal: Principal = here
  ) async throws -> [String] {
    try await database.read { [store] transaction in
      try store.list(
        query, where: condition, arguments: arguments, after: after, limit: limit, tenant: principal.tenant,
        in: transaction
      ).map { String($0.id.dropFirst("urn:ngsi-ld:".count)) }
    }
  }

  func events(by principal: Principal = here) async throws -> [Event] {
    try await database.read { transaction in
      try Journal().events(after: JournalPosition(), limit: 1000, tenant: principal.tenant, in: transaction).events
    }
  }
}
