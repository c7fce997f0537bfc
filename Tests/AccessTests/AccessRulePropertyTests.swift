// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
import TestSupport
import Testing
import Vocabulary

/// What a list shows is what a get allows: the SQL of random rules against their evaluation in memory.
@Suite struct AccessRulePropertyTests {
  static let tables = [
    Migration(
      1, "things",
      [
        """
        CREATE TABLE things (
          tenant TEXT NOT NULL, id INTEGER NOT NULL, district TEXT, street TEXT, community TEXT, cell TEXT, owner TEXT,
          PRIMARY KEY (tenant, id)) STRICT
        """,
        """
        CREATE TABLE thing_departments (
          tenant TEXT NOT NULL, thing INTEGER NOT NULL, department TEXT NOT NULL,
          PRIMARY KEY (tenant, thing, department)) STRICT, WITHOUT ROWID
        """,
      ])
  ]
  static let columns = AccessColumns(
    department: """
      EXISTS (SELECT 1 FROM thing_departments d WHERE d.tenant = t.tenant AND d.thing = t.id AND d.department IN (?))
      """,
    area: "t.district IN (?) OR t.street IN (?) OR t.community IN (?) OR t.cell IN (?)", owner: "t.owner IN (?)")
  let city = Tenant("city")

  struct Thing: Sendable {
    var id: Int
    var areas: [String?]
    var facts: AccessFacts
  }

  @Test(arguments: Engine.allCases)
  func listsShowWhatGetsAllow(engine: Engine) async throws {
    var random = SeededGenerator(seed: 20_261_124)
    let things = (0..<200).map { Self.thing($0, &random) }
    let database = try await TestDatabase.make(engine, migrations: Self.tables)
    try await database.write { [city] in try Self.store(things, city, $0) }
    for _ in 0..<150 {
      let rule = AccessRule(
        Self.principal(city, &random), in: Set(Role.allCases.filter { _ in Bool.random(using: &random) }))
      try await check(rule, on: things, database)
      #expect(rule == rule.simplified)
    }
    for _ in 0..<150 { try await check(Self.rule(depth: 3, &random), on: things, database) }
    await database.close()
  }

  private func check(_ rule: AccessRule, on things: [Thing], _ database: Database) async throws {
    let condition = rule.sql(Self.columns)
    let listed = try await database.read { [city] transaction in
      try transaction.rows(
        "SELECT t.id FROM things t WHERE t.tenant = ? AND \(condition.text) ORDER BY t.id",
        values: [city.sqlValue] + condition.values
      ).map { $0[0] as Int }
    }
    let allowed = things.filter { rule.allows($0.facts) }
    #expect(listed == allowed.map(\.id), "\(rule)")
    #expect(allowed.map(\.id) == things.filter { rule.simplified.allows($0.facts) }.map(\.id), "\(rule)")
    if let departments = rule.boundDepartments {
      #expect(allowed.allSatisfy { !departments.isDisjoint(with: $0.facts.departments) }, "\(rule)")
    }
  }

  private static func thing(_ id: Int, _ random: inout SeededGenerator) -> Thing {
    // Columns may be empty, and a code need not lie where its name says: the rule must agree with itself all the same.
    let areas = (0..<4).map { _ in Bool.random(using: &random) ? "A\(Int.random(in: 0..<6, using: &random))" : nil }
    let departments = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      "D\(Int.random(in: 0..<5, using: &random))"
    }
    let owner = Bool.random(using: &random) ? "p\(Int.random(in: 0..<4, using: &random))" : nil
    return Thing(
      id: id, areas: areas,
      facts: AccessFacts(departments: Set(departments), areas: Set(areas.compactMap { $0 }), owner: owner))
  }

  private static func store(_ things: [Thing], _ city: Tenant, _ transaction: Transaction) throws {
    for thing in things {
      try transaction.execute(
        "INSERT INTO things (tenant, id, district, street, community, cell, owner) VALUES (?, ?, ?, ?, ?, ?, ?)",
        values: [city.sqlValue, .integer(Int64(thing.id))] + thing.areas.map(\.sqlValue)
          + [thing.facts.owner.sqlValue])
      for department in thing.facts.departments {
        try transaction.execute(
          "INSERT INTO thing_departments (tenant, thing, department) VALUES (?, ?, ?)", city, thing.id, department)
      }
    }
  }

  /// Whoever asks without a rule is told the same.
  @Test func principalsMayWhatTheirRulesAllow() {
    var random = SeededGenerator(seed: 20_261_128)
    let things = (0..<60).map { Self.thing($0, &random) }
    for _ in 0..<600 {
      var principal = Self.principal(city, &random)
      principal.kind = [.person, .anonymous, .system, .service].randomElement(using: &random) ?? .person
      let roles = Set(Role.allCases.filter { _ in Bool.random(using: &random) })
      let rule = AccessRule(principal, in: roles)
      for thing in things {
        #expect(principal.may(in: roles, with: thing.facts) == rule.allows(thing.facts), "\(principal) \(roles)")
      }
    }
  }

  private static func principal(_ city: Tenant, _ random: inout SeededGenerator) -> Principal {
    let grants = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      Grant(
        Role.allCases.randomElement(using: &random)!,
        department: Bool.random(using: &random) ? "D\(Int.random(in: 0..<5, using: &random))" : nil,
        area: Bool.random(using: &random) ? "A\(Int.random(in: 0..<6, using: &random))" : nil)
    }
    let id = "p\(Int.random(in: 0..<4, using: &random))"
    return Principal(id: id, kind: .person, tenant: city, name: id, grants: grants)
  }

  private static func rule(depth: Int, _ random: inout SeededGenerator) -> AccessRule {
    let inner = depth > 0 ? (0..<Int.random(in: 0...3, using: &random)) : 0..<0
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return .everything
    case 1: return .nothing
    case 2: return .department("D\(Int.random(in: 0..<5, using: &random))")
    case 3: return .area("A\(Int.random(in: 0..<6, using: &random))")
    case 4: return .owner("p\(Int.random(in: 0..<4, using: &random))")
    case 5, 6: return .any(inner.map { _ in rule(depth: depth - 1, &random) })
    default: return .all(inner.map { _ in rule(depth: depth - 1, &random) })
    }
  }
}
