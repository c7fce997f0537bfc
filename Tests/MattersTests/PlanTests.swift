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
      areas: try SampleCity.catalogue.get().areas, dialect: .sqlite)
    let plan = try await TestDatabase.plan(listing.statement(along: path).text, in: database)
    await database.close()
    return plan
  }

  static let cursor = MatterQuery.Cursor(dueAt: 1, id: Identifier(rawValue: 1))

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var query: MatterQuery
    var path = MatterListing.Path.order
    var plan: [String]
    var testDescription: String { name }
  }

  static let own = "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)"

  static let cases = [
    Case(
      name: "the whole city by due date", query: query { _ in }, plan: ["SEARCH m USING INDEX matters_due (tenant=?)"]),
    Case(
      name: "its next page", query: query { $0.after = cursor },
      plan: ["SEARCH m USING INDEX matters_due (tenant=? AND due_at>?)"]),
    Case(
      name: "what is open in the whole city", query: query { $0.states = [.dispatched, .inProgress] },
      plan: ["SEARCH m USING INDEX matters_open (tenant=?)"]),
    Case(
      name: "due before", query: query { $0.dueBefore = Instant(seconds: 1) },
      plan: ["SEARCH m USING INDEX matters_due (tenant=? AND due_at<?)"]),
    Case(
      name: "a department", query: query { $0.department = "roads" },
      plan: ["SEARCH d USING PRIMARY KEY (tenant=? AND department=?)", own]),
    Case(
      name: "a department, next page",
      query: query {
        $0.department = "roads"
        $0.after = cursor
      }, plan: ["SEARCH d USING PRIMARY KEY (tenant=? AND department=? AND (due_at,matter)>(?,?))", own]),
    Case(
      name: "a department in a district",
      query: query {
        $0.department = "roads"
        $0.area = "D1"
      },
      plan: [
        "SEARCH d USING COVERING INDEX matter_departments_district (tenant=? AND department=? AND district=?)", own,
      ]),
    Case(
      name: "a department in a district, next page",
      query: query {
        $0.department = "roads"
        $0.area = "D1"
        $0.after = cursor
      },
      plan: [
        "SEARCH d USING COVERING INDEX matter_departments_district "
          + "(tenant=? AND department=? AND district=? AND (due_at,matter)>(?,?))", own,
      ]),
    Case(
      name: "a department in a cell, in some states",
      query: query {
        $0.department = "roads"
        $0.area = "D1S1C1G1"
        $0.states = [.dispatched, .inProgress]
      },
      plan: [
        "SEARCH d USING COVERING INDEX matter_departments_district (tenant=? AND department=? AND district=?)", own,
      ]),
    Case(
      name: "a district", query: query { $0.area = "D1" },
      plan: ["SEARCH m USING INDEX matters_district (tenant=? AND district=?)"]),
    Case(
      name: "a community", query: query { $0.area = "D1S1C1" },
      plan: ["SEARCH m USING INDEX matters_district (tenant=? AND district=?)"]),
    Case(
      name: "somebody's few", query: query { $0.owner = "p" }, path: .owner,
      plan: ["SEARCH m USING INDEX matters_owner (tenant=? AND owner=?)", "USE TEMP B-TREE FOR ORDER BY"]),
    Case(
      name: "somebody's many", query: query { $0.owner = "p" }, plan: ["SEARCH m USING INDEX matters_due (tenant=?)"]),
    Case(
      name: "somebody's newest",
      query: query {
        $0.owner = "p"
        $0.order = .newest
      }, plan: ["SEARCH m USING INDEX matters_owner (tenant=? AND owner=?)"]),
    Case(
      name: "the newest", query: query { $0.order = .newest },
      plan: ["SEARCH m USING INDEX matters_newest (tenant=?)"]),
    Case(
      name: "the newest, next page",
      query: query {
        $0.order = .newest
        $0.after = cursor
      }, plan: ["SEARCH m USING INTEGER PRIMARY KEY (rowid<?)"]),
    Case(
      name: "the newest of a district",
      query: query {
        $0.order = .newest
        $0.area = "D1"
      }, plan: ["SEARCH m USING INDEX matters_newest (tenant=?)"]),
    Case(
      name: "the newest of a department",
      query: query {
        $0.order = .newest
        $0.department = "roads"
      },
      plan: ["SEARCH d USING COVERING INDEX matter_departments_newest (tenant=? AND department=?)", own]),
    Case(
      name: "the newest of a department in a district, next page",
      query: query {
        $0.order = .newest
        $0.department = "roads"
        $0.area = "D1"
        $0.dueBefore = Instant(seconds: 1)
        $0.after = cursor
      },
      plan: ["SEARCH d USING INDEX matter_departments_newest (tenant=? AND department=? AND matter<?)", own]),
  ]

  @Test(arguments: cases) func runsAlongItsIndex(example: Case) async throws {
    #expect(try await plan(example.query, along: example.path) == example.plan)
  }

  @Test(arguments: MatterQuery.Order.allCases) func aSmallBoxIsFoundByItsPlaces(order: MatterQuery.Order) async throws {
    let query = Self.query {
      $0.box = BoundingBox(west: 121, south: 31, east: 121.01, north: 31.01)
      $0.order = order
      $0.department = "roads"
    }
    let plan = try await plan(query, along: .place)
    #expect(plan.contains(Self.own))
    #expect(plan.contains { $0.hasSuffix("matters_place (tenant=? AND place>? AND place<?)") }, "\(plan)")
    #expect(!plan.contains { $0.hasSuffix("(tenant=?)") || $0.hasPrefix("SCAN m") }, "\(plan)")
  }

  /// Bounds of grants narrow like questions do.
  @Test(arguments: [
    ([Grant(.handler, department: "roads")], "PRIMARY KEY (tenant=? AND department=?)"),
    (
      [Grant(.handler, department: "roads", area: "D1S1C1G1")],
      "matter_departments_district (tenant=? AND department=? AND district=?)"
    ), ([Grant(.intake, area: "D1S1C1G1")], "matters_district (tenant=? AND district=?)"),
    ([Grant(.intake, area: "D1"), Grant(.dispatcher, area: "D1")], "matters_district (tenant=? AND district=?)"),
    ([Grant(.intake, area: "D1"), Grant(.reporter)], "matters_due (tenant=?)"),
  ])
  func boundsNarrow(grants: [Grant], index: String) async throws {
    let principal = Principal(id: "p", kind: .person, tenant: SampleCity.tenant, name: "", grants: grants)
    let plan = try await plan(MatterQuery(), for: principal)
    #expect(plan.first?.hasSuffix(index) == true, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN") }, "\(plan)")
  }

  /// Few matters of several departments, or of one in a district, are gathered and sorted.
  @Test(arguments: MatterQuery.Order.allCases) func fewOfDepartmentsAreGathered(order: MatterQuery.Order) async throws {
    let principal = Principal(
      id: "p", kind: .person, tenant: SampleCity.tenant, name: "",
      grants: [Grant(.handler, department: "roads"), Grant(.handler, department: "water")])
    let plan = try await plan(Self.query { $0.order = order }, for: principal, along: .departments)
    #expect(plan.last == "USE TEMP B-TREE FOR ORDER BY", "\(plan)")
    // Each by its identifier, out of the lists of the departments.
    #expect(plan.first?.contains("rowid=?") == true && !plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
  }

  /// A crowd in which one department and one owner have nearly everything, and others next to nothing.
  @Test func postgreSQLKeepsToTheOrderOfTheList() async throws {
    let database = try await TestDatabase.make(.postgresql, migrations: mattersMigrations)
    let tenant = SampleCity.tenant
    try await database.write { transaction in
      try transaction.execute(
        """
        INSERT INTO matters (id, tenant, number, type, state, priority, channel, department, district, street, owner,
          due_at, updated_at, revision, snapshot)
        SELECT i, ?, 'N' || i, 'plain', 'inProgress', 'normal', 'test', CASE WHEN i % 500 = 0 THEN 'small' ELSE 'roads' END,
          'D' || (i % 2 + 1), 'D1S1', CASE WHEN i % 10 = 0 THEN 'o' || i ELSE 'many' END,
          (i * 7919) % 100000, 1, 1, REPEAT(MD5(CAST(i AS TEXT)), 30)
        FROM generate_series(1, 20000) i
        """, tenant)
      try transaction.execute(
        """
        INSERT INTO matter_departments (tenant, department, due_at, matter, district, street, state)
        SELECT tenant, department, due_at, id, district, street, state FROM matters
        """)
    }
    for table in ["matters", "matter_departments"] { try await database.write { try $0.execute("ANALYZE \(table)") } }
    func plan(_ change: (inout MatterQuery) -> Void, for principal: Principal = SampleCity.system) async throws
      -> String
    {
      let listing = MatterListing(
        Self.query(change), rule: Matters.visibility(of: principal), tenant: tenant,
        areas: try SampleCity.catalogue.get().areas, dialect: .postgresql)
      return try await database.read { transaction in
        let statement = listing.statement(along: try listing.path(in: transaction))
        return try transaction.rows("EXPLAIN " + statement.text, values: statement.values).map { $0[0] as String }
          .joined(separator: "\n")
      }
    }
    func expectWalk(_ index: String..., plan: String) {
      #expect(index.contains(where: plan.contains) && !plan.contains("Sort") && !plan.contains("Seq Scan"), "\(plan)")
    }
    let owner = SampleCity.person("many", Grant(.reporter))
    expectWalk("matters_due", plan: try await plan { _ in })
    expectWalk("matters_due", plan: try await plan { $0.owner = "many" })
    expectWalk("matters_due", plan: try await plan({ _ in }, for: owner))
    expectWalk("matters_district", plan: try await plan { $0.area = "D1" })
    expectWalk("matters_newest", "matters_pkey", plan: try await plan { $0.order = .newest })
    expectWalk("matter_departments_pkey", plan: try await plan { $0.department = "roads" })
    for department in ["roads", "small"] {
      // Two indexes have that order; of a large department each is as good.
      expectWalk(
        "matter_departments_newest", department == "roads" ? "matter_departments_matter" : "matter_departments_newest",
        plan: try await plan {
          $0.department = department
          $0.order = .newest
        })
    }
    await database.close()
  }

  @Test func timersAndNumbersHaveTheirIndexes() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: mattersMigrations)
    for (query, index) in [
      (
        "SELECT id FROM matters WHERE tenant = ? AND timer_at <= ? ORDER BY timer_at LIMIT ?",
        "matters_timer (tenant=? AND timer_at<?)"
      ),
      ("SELECT snapshot FROM matters WHERE id = ? AND tenant = ?", "INTEGER PRIMARY KEY (rowid=?)"),
      ("UPDATE matters SET state = 'x' WHERE id = ? AND tenant = ? AND revision = ?", "INTEGER PRIMARY KEY (rowid=?)"),
      ("SELECT snapshot FROM matters WHERE tenant = ? AND number = ?", "matters_number (tenant=? AND number=?)"),
      (
        "SELECT snapshot FROM matters WHERE tenant = ? AND channel = ? AND external_id = ?",
        "matters_external (tenant=? AND channel=? AND external_id=?)"
      ),
      (
        "SELECT snapshot, state FROM matters WHERE tenant = ? AND correlation = ? ORDER BY id DESC LIMIT 20",
        "matters_correlation (tenant=? AND correlation=?)"
      ), (Matters.outlineQuery, "INTEGER PRIMARY KEY (rowid=?)"),
      (Matters.outlineDepartments, "matter_departments_matter (tenant=? AND matter=?)"),
    ] {
      let plan = try await TestDatabase.plan(query, in: database)
      #expect(plan.count == 1 && plan[0].hasSuffix(index), "\(plan)")
    }
    await database.close()
  }

  /// Few are sorted, many are walked along; both give the same.
  @Test(arguments: Engine.allCases) func thePathDependsOnHowManyThereAre(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let few = SampleCity.person("few", Grant(.reporter))
    let many = SampleCity.person("many", Grant(.reporter))
    try await house.database.write { [matters = house.matters] transaction in
      let now = try SampleCity.local("11-24 16:00")
      for index in 0..<MatterListing.fewEnough + 6 {
        let submission = Submission(
          type: "plain", channel: "test", position: index < 3 ? SampleCity.west : SampleCity.east)
        _ = try matters.submit(submission, by: index < 5 ? few : many, at: now, in: transaction)
      }
    }
    func path(_ principal: Principal = SampleCity.system, _ change: (inout MatterQuery) -> Void) async throws
      -> MatterListing.Path
    {
      let listing = MatterListing(
        Self.query(change), rule: Matters.visibility(of: principal), tenant: SampleCity.tenant,
        areas: try SampleCity.catalogue.get().areas, dialect: house.database.dialect)
      return try await house.database.read { try listing.path(in: $0) }
    }
    #expect(try await path { $0.owner = "few" } == .owner)
    #expect(try await path { $0.owner = "nobody" } == .owner)
    #expect(try await path(few) { _ in } == .owner)
    #expect(try await path(few) { $0.order = .newest } == .order)
    #expect(try await path(many) { _ in } == .order)
    #expect(try await path { _ in } == .order)
    #expect(try await path { $0.box = BoundingBox(SampleCity.west) } == .place)
    let two = SampleCity.person("p", Grant(.handler, department: "roads"), Grant(.handler, department: "water"))
    #expect(try await path(two) { _ in } == .departments)
    #expect(try await path { $0.department = "roads" } == .order)
    #expect(try await path { $0.box = BoundingBox(west: 100, south: 0, east: 140, north: 50) } == .order)
    #expect(try await house.matters.list(MatterQuery(), for: few).matters.count == 5)
    #expect(try await house.matters.list(MatterQuery(), for: many).matters.count == 50)
    await house.database.close()
  }
}
