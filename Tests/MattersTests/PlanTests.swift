// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Spatial
import Storage
import TestSupport
import Testing
import Vocabulary

/// Lists run along an index that has their order: none reads the whole table, none sorts.
@Suite struct PlanTests {
  static func query(_ change: (inout MatterQuery) -> Void) -> MatterQuery {
    var query = MatterQuery()
    change(&query)
    return query
  }

  private func plan(
    _ query: MatterQuery, for principal: Principal = SampleCity.system, along path: MatterListing.Path = .order
  ) async throws -> [String] {
    let database = try await TestDatabase.make(.sqlite, migrations: mattersMigrations)
    let listing = MatterListing(
      query, rule: Matters.visibility(of: principal), tenant: SampleCity.tenant,
      areas: try SampleCity.catalogue.get().areas)
    let plan = try await TestDatabase.plan(listing.statement(along: path).text, in: database)
    await database.close()
    return plan
  }

  @Test func printPlans() async throws {
    let cases: [(String, MatterQuery, Principal)] = [
      ("city", Self.query { _ in }, SampleCity.system),
      ("city2", Self.query { $0.after = .init(dueAt: 1, id: Identifier(rawValue: 1)) }, SampleCity.system),
      ("city before", Self.query { $0.dueBefore = Instant(seconds: 1) }, SampleCity.system),
      ("states", Self.query { $0.states = [.dispatched, .inProgress] }, SampleCity.system),
      ("department", Self.query { $0.department = "roads" }, SampleCity.system),
      (
        "department2",
        Self.query {
          $0.department = "roads"; $0.after = .init(dueAt: 1, id: Identifier(rawValue: 1))
        }, SampleCity.system
      ),
      (
        "department+district",
        Self.query {
          $0.department = "roads"; $0.area = "D1"
        }, SampleCity.system
      ),
      (
        "department+district2",
        Self.query {
          $0.department = "roads"; $0.area = "D1"; $0.after = .init(dueAt: 1, id: Identifier(rawValue: 1))
        }, SampleCity.system
      ),
      (
        "department+cell",
        Self.query {
          $0.department = "roads"; $0.area = "D1S1C1G1"; $0.states = [.dispatched]
        }, SampleCity.system
      ),
      ("district", Self.query { $0.area = "D1" }, SampleCity.system),
      (
        "district2",
        Self.query {
          $0.area = "D1"; $0.after = .init(dueAt: 1, id: Identifier(rawValue: 1))
        }, SampleCity.system
      ),
      ("street", Self.query { $0.area = "D1S1" }, SampleCity.system),
      ("owner", Self.query { $0.owner = "p" }, SampleCity.system),
      (
        "owner newest",
        Self.query {
          $0.owner = "p"; $0.order = .newest
        }, SampleCity.system
      ),
      ("newest", Self.query { $0.order = .newest }, SampleCity.system),
      (
        "newest dept",
        Self.query {
          $0.order = .newest; $0.department = "roads"
        }, SampleCity.system
      ),
      ("box", Self.query { $0.box = BoundingBox(west: 121, south: 31, east: 121.1, north: 31.1) }, SampleCity.system),
      (
        "box newest",
        Self.query {
          $0.order = .newest; $0.box = BoundingBox(west: 121, south: 31, east: 121.1, north: 31.1)
        }, SampleCity.system
      ),
      (
        "box dept",
        Self.query {
          $0.department = "roads"; $0.box = BoundingBox(west: 121, south: 31, east: 121.1, north: 31.1)
        }, SampleCity.system
      ),
      (
        "as handler in cell", Self.query { _ in },
        SampleCity.person("p", Grant(.handler, department: "roads", area: "D1S1C1G1"))
      ),
      ("as worker in cell", Self.query { _ in }, SampleCity.person("p", Grant(.intake, area: "D1S1C1G1"))),
      ("type", Self.query { $0.type = "p" }, SampleCity.system),
      ("as handler", Self.query { _ in }, SampleCity.person("p", Grant(.handler, department: "roads"))),
      (
        "as handlers", Self.query { _ in },
        SampleCity.person("p", Grant(.handler, department: "roads"), Grant(.handler, department: "parks"))
      ),
      ("as reporter", Self.query { _ in }, SampleCity.person("p", Grant(.reporter))),
      ("as reporter newest", Self.query { $0.order = .newest }, SampleCity.person("p", Grant(.reporter))),
      ("as area", Self.query { _ in }, SampleCity.person("p", Grant(.dispatcher, area: "D1"))),
      ("as mixed", Self.query { _ in }, SampleCity.person("p", Grant(.dispatcher, area: "D1"), Grant(.reporter))),
    ]
    for (name, query, principal) in cases {
      print("PLAN", name, try await plan(query, for: principal))
      if name.contains("own") || name.contains("rep") {
        print("PLAN+", name, try await plan(query, for: principal, along: .owner))
      }
      if name.contains("box") { print("PLAN+", name, try await plan(query, for: principal, along: .place)) }
    }
  }
}
