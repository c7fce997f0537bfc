// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import Spatial
import Storage
import TestSupport
import Vocabulary

/// Many matters in all states, and what lists of them should show, by plain filters in memory.
struct Crowd {
  let house: MattersHouse
  let matters: [Matter]

  init(_ engine: Engine, count: Int, seed: UInt64) async throws {
    let house = try await MattersHouse(engine)
    self.house = house
    matters = try await house.database.write { [matters = house.matters] transaction in
      var random = RandomCommands(seed: seed)
      var now = try SampleCity.local("11-20 10:00")
      var made: [Matter] = []
      for _ in 0..<count {
        now = now + random.duration()
        let owner = random.one(Array(RandomCommands.people.prefix(2)) + [SampleCity.system])
        var matter = try matters.submit(random.submission(), by: owner, at: now, in: transaction)
        for _ in 0..<Int.random(in: 0...10, using: &random.generator) {
          now = now + .milliseconds(Int64.random(in: 0...3_600_000, using: &random.generator))
          let decider = matters.decider(SampleCity.system, at: now)
          let action = random.action(among: decider.actions(on: matter))
          // What cannot be done is not done.
          guard let command = random.command(action), (try? decider.events(command, on: matter)) != nil else {
            continue
          }
          matter = try matters.perform(command, on: matter.id, by: SampleCity.system, at: now, in: transaction)
        }
        made.append(matter)
      }
      return made
    }
  }

  /// What somebody may see, by the words of the grants.
  static func sees(_ principal: Principal, _ matter: Matter) -> Bool {
    principal.grants.contains { grant in
      let areas = [matter.areas.district, matter.areas.street, matter.areas.community, matter.areas.cell]
      return (grant.role != .reporter || (matter.owner == principal.id && principal.kind != .anonymous))
        && (grant.department.map(matter.departments.contains) ?? true)
        && (grant.area.map { areas.contains($0) } ?? true)
    }
  }

  static func fits(_ matter: Matter, _ query: MatterQuery) -> Bool {
    let areas = [matter.areas.district, matter.areas.street, matter.areas.community, matter.areas.cell]
    return (query.states.isEmpty || query.states.contains(matter.state))
      && (query.department.map(matter.departments.contains) ?? true) && (query.area.map { areas.contains($0) } ?? true)
      && (query.type.map { $0 == matter.type } ?? true) && (query.priority.map { $0 == matter.priority } ?? true)
      && (query.owner.map { $0 == matter.owner } ?? true) && (query.channel.map { $0 == matter.channel } ?? true)
      && (query.box.map { box in matter.position.map(box.contains) ?? false } ?? true)
      && (query.dueBefore.map { limit in matter.dueAt.map { $0 < limit } ?? false } ?? true)
  }

  func expected(_ query: MatterQuery, for principal: Principal) -> [Identifier] {
    matters.filter { Self.fits($0, query) && Self.sees(principal, $0) }.sorted { left, right in
      if query.order == .newest { return left.id > right.id }
      let (one, other) = (left.dueAt?.milliseconds ?? .max, right.dueAt?.milliseconds ?? .max)
      return (one, left.id) < (other, right.id)
    }.map(\.id)
  }

  /// All pages of a list, one after another.
  func pages(_ query: MatterQuery, for principal: Principal) async throws -> [[Matter]] {
    var query = query
    var pages: [[Matter]] = []
    while true {
      let page = try await house.matters.list(query, for: principal)
      pages.append(page.matters)
      guard let next = page.next else { return pages }
      query.after = next
    }
  }
}

extension RandomCommands {
  mutating func query() -> MatterQuery {
    var query = MatterQuery()
    if chance(3) {
      query.states = Set(
        MatterState.allCases.shuffled(using: &generator).prefix(Int.random(in: 1...8, using: &generator)))
    }
    if chance(2) { query.department = one(SampleCity.departments + ["mars"]) }
    if chance(3) { query.area = one(SampleCity.areas.map(\.code) + ["nowhere"]) }
    if chance(6) { query.type = one(["pothole", "alarm", "meteorite"]) }
    if chance(6) { query.priority = one(MatterPriority.allCases) }
    if chance(6) { query.owner = one(["reporter-1", "reporter-2", "system"]) }
    if chance(6) { query.channel = one(["app", "phone", "sensor"]) }
    if chance(5) {
      let (west, south) = (
        Double.random(in: 120.5...123, using: &generator), Double.random(in: 30.5...32, using: &generator)
      )
      query.box = BoundingBox(
        west: west, south: south, east: west + .random(in: 0...2, using: &generator),
        north: south + .random(in: 0...1, using: &generator))
    }
    if chance(5) {
      query.dueBefore = Instant(seconds: 1_795_507_200 + .random(in: -1_000_000...5_000_000, using: &generator))
    }
    if chance(3) { query.order = .newest }
    query.limit = Int.random(in: 1...30, using: &generator)
    return query
  }

  mutating func reader() -> Principal {
    let grants = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      Grant(
        one(Role.allCases), department: chance(2) ? one(SampleCity.departments) : nil,
        area: chance(2) ? one(SampleCity.areas.map(\.code)) : nil)
    }
    let kind: Principal.Kind = one([.person, .person, .person, .service, .anonymous])
    return Principal(
      id: one(["reporter-1", "reporter-2", "p"]), kind: kind, tenant: SampleCity.tenant, name: "", grants: grants)
  }
}
