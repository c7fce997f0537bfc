// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct ListTests {
  /// Random questions by random people: the pages show every matter once, in order, and those alone that a filter in memory
  /// gives; and what a list shows is what a get gives.
  @Test(arguments: Engine.allCases) func pagesAreWhatAFilterGives(engine: Engine) async throws {
    let crowd = try await Crowd(engine, count: 160, seed: 5)
    var random = RandomCommands(seed: 6)
    var seen = 0
    for round in 0..<250 {
      let query = random.query()
      let principal = round % 5 == 0 ? SampleCity.system : random.reader()
      let expected = crowd.expected(query, for: principal)
      let pages = try await crowd.pages(query, for: principal)
      #expect(pages.flatMap { $0 }.map(\.id) == expected, "\(query) for \(principal.grants)")
      #expect(pages.dropLast().allSatisfy { $0.count == query.limit } && (pages.last?.count ?? 0) <= query.limit)
      seen += expected.count
    }
    #expect(seen > 2000)
    for round in 0..<60 {
      let principal = random.reader()
      let listed = Set(try await crowd.pages(MatterQuery(), for: principal).flatMap { $0 }.map(\.id))
      for matter in crowd.matters.shuffled(using: &random.generator).prefix(round == 0 ? 160 : 12) {
        let got = try await code { _ = try await crowd.house.matters.matter(matter.id, for: principal) }
        #expect((got == nil) == listed.contains(matter.id))
        if got == nil { continue }
        #expect(got == .notFound)
        #expect(
          try await code { _ = try await crowd.house.matters.history(of: matter.id, for: principal) } == .notFound)
      }
    }
    try await crowd.house.close()
  }

  @Test(arguments: Engine.allCases) func aListShowsTheMatterAsItIsNow(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let matter = try await house.submit()
    var query = MatterQuery()
    query.states = [.dispatched]
    query.department = "parks"
    #expect(try await house.matters.list(query, for: house.system).matters.isEmpty)
    let dispatched = try await house.do(.accept, .dispatch("parks"), on: matter.id)
    #expect(try await house.matters.list(query, for: house.system).matters == [dispatched])
    _ = try await house.do(.refuse("parks"), on: matter.id)
    query.states = []
    #expect(try await house.matters.list(query, for: house.system).matters.isEmpty)
    let parks = SampleCity.person("p", Grant(.handler, department: "parks"))
    #expect(try await house.matters.list(MatterQuery(), for: parks).matters.isEmpty)
    try await house.close()
  }

  @Test(arguments: Engine.allCases) func outlinesSayTheSame(engine: Engine) async throws {
    let crowd = try await Crowd(engine, count: 70, seed: 8)
    let ids = crowd.matters.map(\.id) + [Identifier(rawValue: 5)]
    let outlines = try await crowd.house.database.read { [matters = crowd.house.matters] transaction in
      try matters.outlines(of: ids, tenant: SampleCity.tenant, in: transaction)
    }
    #expect(outlines.count == 70)
    for matter in crowd.matters {
      let outline = try #require(outlines[matter.id])
      #expect(outline.number == matter.number && outline.type == matter.type && outline.state == matter.state)
      #expect(outline.priority == matter.priority && outline.department == matter.department)
      #expect(outline.areas == matter.areas && outline.position == matter.position && outline.dueAt == matter.dueAt)
      #expect(outline.revision == matter.revision && outline.facts == matter.facts)
    }
    try await crowd.house.close()
  }
}
