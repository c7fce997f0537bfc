// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestSupport
import Testing
import Vocabulary

@Suite struct GrantTests {
  @Test(arguments: [
    (Grant(.handler), Grant(.handler, department: "D"), Grant?.some(Grant(.handler, department: "D"))),
    (Grant(.handler), Grant(.verifier), nil),
    (Grant(.handler, department: "D"), Grant(.handler, department: "E"), nil),
    (Grant(.handler, area: "A"), Grant(.handler, area: "A.1"), Grant(.handler, area: "A.1")),
    (Grant(.handler, area: "A.1"), Grant(.handler, area: "A"), Grant(.handler, area: "A.1")),
    (Grant(.handler, area: "A.1"), Grant(.handler, area: "A.2"), nil),
    (
      Grant(.handler, department: "D"), Grant(.handler, area: "A"),
      Grant(.handler, department: "D", area: "A")
    ),
  ])
  func intersects(left: Grant, right: Grant, common: Grant?) {
    let expected = common.map { [$0] } ?? []
    #expect(Grant.intersection([left], [right], isInside: AccessHouse.isInside) == expected)
    #expect(Grant.intersection([right], [left], isInside: AccessHouse.isInside) == expected)
  }

  @Test func dropsWhatAnotherGrantCovers() {
    let common = Grant.intersection(
      [Grant(.handler), Grant(.handler, department: "D")],
      [Grant(.handler, area: "A"), Grant(.handler, area: "A.1")], isInside: AccessHouse.isInside)
    #expect(common == [Grant(.handler, area: "A")])
  }

  @Test func readsAndWritesItself() {
    for grant in [Grant(.handler), Grant(.auditor, department: "D"), Grant(.verifier, department: "D", area: "A")] {
      #expect(Grant(json: grant.json) == grant)
    }
    // A bound that this program does not know must not become no bound.
    #expect(Grant(json: ["role": "handler", "shift": "night"]) == nil)
    #expect(Grant(json: ["role": "handler", "department": 7]) == nil)
    #expect(Grant(json: ["role": "mayor"]) == nil)
  }

  /// A token narrows: what the intersection allows, owner and token both allow; where a thing has one department, and so no
  /// two bounds can meet in it, the intersection allows all that both do.
  @Test func narrowsExactly() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<400 {
      let owner = Self.grants(&random)
      let token = Self.grants(&random)
      let both = Grant.intersection(owner, token, isInside: AccessHouse.isInside)
      for _ in 0..<20 {
        let facts = Self.facts(&random)
        for role in Role.allCases {
          let allowed = Self.allows(both, role, facts)
          #expect(allowed == (Self.allows(owner, role, facts) && Self.allows(token, role, facts)))
        }
      }
      for grant in both {
        #expect(owner.contains { grant.isWithin($0, isInside: AccessHouse.isInside) })
        #expect(token.contains { grant.isWithin($0, isInside: AccessHouse.isInside) })
      }
    }
  }

  private static func allows(_ grants: [Grant], _ role: Role, _ facts: AccessFacts) -> Bool {
    let principal = Principal(id: "p", kind: .person, tenant: Tenant("city"), name: "P", grants: grants)
    return AccessRule(principal, in: [role]).allows(facts)
  }

  private static func grants(_ random: inout SeededGenerator) -> [Grant] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in
      Grant(
        [.handler, .verifier, .reporter].randomElement(using: &random)!,
        department: Bool.random(using: &random) ? "D\(Int.random(in: 0..<2, using: &random))" : nil,
        area: Bool.random(using: &random) ? areas.randomElement(using: &random) : nil)
    }
  }

  private static func facts(_ random: inout SeededGenerator) -> AccessFacts {
    let place = areas.randomElement(using: &random)!
    return AccessFacts(
      departments: ["D\(Int.random(in: 0..<2, using: &random))"],
      areas: Set(areas.filter { AccessHouse.isInside(place, $0) }), owner: Bool.random(using: &random) ? "p" : "q")
  }

  private static let areas = ["A", "A.1", "A.2", "A.1.1", "B", "B.1"]
}
