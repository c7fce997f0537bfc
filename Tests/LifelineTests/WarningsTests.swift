// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Contexts
import Decisions
import Foundation
import Journaling
@testable import Lifeline
import Spatial
import Storage
import Testing
import Matters
import TestSupport
import Vocabulary

@Suite struct WarningsTests {
  /// One warning in the east and three, of which two are over, in the west.
  private func busy(_ engine: Engine) async throws -> LifelineHouse {
    let house = try await LifelineHouse.make(engine)
    try await house.send([29, 29, 29])
    house.time.advance(by: .seconds(1))
    try await house.send([3, 0, 3, 0, 1.5], to: "bridge-tilt")
    try await house.follower.catchUp()
    return house
  }

  @Test(arguments: Engine.allCases) func listsPageByPageNewestFirst(engine: Engine) async throws {
    let house = try await busy(engine)
    let all = try await house.warnings.list(for: .system(LifelineHouse.tenant))
    #expect(all.warnings.map(\.rule) == ["tilt", "tilt", "tilt", "flow-low"] && all.next == nil)
    var query = WarningQuery()
    query.limit = 1
    var seen: [Identifier] = []
    repeat {
      let page = try await house.warnings.list(query, for: .system(LifelineHouse.tenant))
      seen += page.warnings.map(\.id)
      query.after = page.next
    } while query.after != nil
    #expect(seen == all.warnings.map(\.id))
  }

  @Test(arguments: Engine.allCases) func filters(engine: Engine) async throws {
    let house = try await busy(engine)
    func count(_ change: (inout WarningQuery) -> Void) async throws -> Int {
      var query = WarningQuery()
      change(&query)
      return try await house.warnings.list(query, for: .system(LifelineHouse.tenant)).warnings.count
    }
    #expect(try await count { $0.isActive = true } == 2)
    #expect(try await count { $0.isActive = false } == 2)
    #expect(try await count { $0.level = .orange } == 2)
    #expect(try await count { $0.series = "pump-flow" } == 1)
    #expect(try await count { $0.rule = "tilt" } == 3)
    #expect(try await count { $0.area = "west" } == 3)
    let matter = try #require(try await house.allMatters().first { $0.correlation == "flow-low/pump-flow" }).id
    #expect(try await count { $0.matter = matter } == 1)
    // The bridge lies elsewhere now, and its warnings with it.
    try await house.database.write { [entities = house.entities, time = house.time] transaction in
      let system = Principal.system(LifelineHouse.tenant)
      try entities.merge(
        EntityPatch(location: .set(.point(Position(1.5, 0.5)))), into: "urn:bridge", by: system, at: time.now(),
        in: transaction)
      try Warnings.followThings(tenant: LifelineHouse.tenant, in: transaction)
    }
    #expect(try await count { $0.area = "west" } == 0)
    #expect(try await count { $0.area = "east" } == 4)
  }

  @Test(arguments: Engine.allCases) func showsNobodyMoreThanTheirBounds(engine: Engine) async throws {
    let house = try await busy(engine)
    func seen(_ principal: Principal) async throws -> [String] {
      let listed = try await house.warnings.list(for: principal).warnings
      // A list never shows what a get would refuse, nor hides what it would give.
      for warning in try await house.warnings.list(for: .system(LifelineHouse.tenant)).warnings {
        if listed.contains(where: { $0.id == warning.id }) {
          #expect(try await house.warnings.warning(warning.id, for: principal).id == warning.id)
        } else {
          await #expect(throws: Problem.self) { try await house.warnings.warning(warning.id, for: principal) }
        }
      }
      return Set(listed.map(\.series)).sorted()
    }
    #expect(try await seen(LifelineHouse.person(Grant(.dispatcher))) == ["bridge-tilt", "pump-flow"])
    #expect(try await seen(LifelineHouse.person(Grant(.dispatcher, area: "east"))) == ["pump-flow"])
    #expect(try await seen(LifelineHouse.person(Grant(.handler, department: "water"))) == ["bridge-tilt", "pump-flow"])
    #expect(try await seen(LifelineHouse.person(Grant(.handler, department: "water", area: "west"))) == ["bridge-tilt"])
    #expect(try await seen(LifelineHouse.person(Grant(.handler, department: "roads"))) == [])
    #expect(try await seen(LifelineHouse.person(Grant(.reporter))) == [])
    #expect(try await seen(.anonymous(LifelineHouse.tenant)) == [])
    let stranger = Principal(
      id: "s", kind: .person, tenant: Tenant("there"), name: "s", grants: [Grant(.administrator)])
    #expect(try await seen(stranger) == [])
  }

  @Test(arguments: Engine.allCases) func countsReadingsOfAWarningThatIsOn(engine: Engine) async throws {
    let house = try await LifelineHouse.make(engine)
    try await house.send([29, 29, 29])
    try await house.send([25, 24, 26], from: 3)
    let warning = try #require(try await house.warnings.list(for: .system(LifelineHouse.tenant)).warnings.first)
    #expect(warning.exceedances == 4 && warning.extreme == 24)
    #expect(warning.value == 29 && warning.isActive)
  }

  @Test func plansUseIndexes() async throws {
    let database = try await LifelineHouse.make(.sqlite).database
    for change: (inout WarningQuery) -> Void in [
      { _ in }, { $0.isActive = true }, { $0.after = Identifier(rawValue: 1) },
    ] {
      var query = WarningQuery()
      change(&query)
      let statement = Warnings.statement(query, for: LifelineHouse.person(Grant(.auditor)))
      let plan = try await TestDatabase.plan(statement.text, in: database)
      #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }
  }

  @Test func writesItselfAsSortedJSON() async throws {
    let house = try await busy(.sqlite)
    let warning = try #require(try await house.warnings.list(for: .system(LifelineHouse.tenant)).warnings.last)
    var writer = JSONWriter()
    warning.write(to: &writer)
    let json = try JSON(parsing: writer.bytes)
    #expect(json.bytes == writer.bytes)
    #expect(json["rule"] == "flow-low@1" && json["level"] == "yellow" && json["areas"] == ["district": "east"])
    #expect(json["isActive"] == true && json["matter"]?.string != nil && json["clearedAt"] == nil)
  }
}
