// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
import Testing
import Vocabulary

@Suite struct AccessRuleTests {
  let city = Tenant("city")

  func principal(_ grants: [Grant], kind: Principal.Kind = .person) -> Principal {
    Principal(id: "p1", kind: kind, tenant: city, name: "P", grants: grants)
  }

  @Test func nobodySeesAnythingWithoutAGrant() {
    let rule = AccessRule(principal([]), in: Set(Role.allCases))
    #expect(rule == .nothing)
    #expect(!rule.allows(AccessFacts(departments: ["D1"], areas: ["A1"], owner: "p1")))
  }

  @Test func grantsOfOtherRolesCountForNothing() {
    #expect(AccessRule(principal([Grant(.handler)]), in: [.dispatcher, .verifier]) == .nothing)
    #expect(AccessRule(principal([Grant(.handler)]), in: []) == .nothing)
  }

  @Test func anUnboundedGrantCoversEverything() {
    let rule = AccessRule(principal([Grant(.handler, department: "D1"), Grant(.auditor)]), in: [.handler, .auditor])
    #expect(rule == .everything)
  }

  @Test func aReporterSeesTheirOwnThingsOnly() {
    let rule = AccessRule(principal([Grant(.reporter)]), in: [.reporter])
    #expect(rule == .owner("p1"))
    #expect(rule.allows(AccessFacts(owner: "p1")))
    #expect(!rule.allows(AccessFacts(owner: "p2")))
    #expect(!rule.allows(AccessFacts(owner: nil)))
  }

  @Test func whoDidNotSignInOwnsNothing() {
    let everybody = Principal(
      id: "anonymous", kind: .anonymous, tenant: city, name: "anonymous", grants: [Grant(.reporter)])
    #expect(AccessRule(everybody, in: [.reporter]) == .nothing)
  }

  @Test func theSystemIsNotHeldToItsOwnReports() {
    #expect(AccessRule(.system(city), in: [.reporter]) == .everything)
  }

  @Test func bothBoundsOfOneGrantMustHold() {
    let rule = AccessRule(principal([Grant(.handler, department: "D1", area: "A1")]), in: [.handler])
    #expect(rule == .all([.department("D1"), .area("A1")]))
    #expect(rule.allows(AccessFacts(departments: ["D1", "D2"], areas: ["A1", "A11"])))
    #expect(!rule.allows(AccessFacts(departments: ["D1"], areas: ["A2"])))
    #expect(!rule.allows(AccessFacts(departments: ["D2"], areas: ["A1"])))
  }

  @Test func grantsAddUp() {
    let rule = AccessRule(
      principal([Grant(.handler, department: "D1"), Grant(.verifier, area: "A1")]), in: [.handler, .verifier])
    #expect(rule.allows(AccessFacts(departments: ["D1"])))
    #expect(rule.allows(AccessFacts(areas: ["A1"])))
    #expect(!rule.allows(AccessFacts(departments: ["D2"], areas: ["A2"])))
  }

  @Test(arguments: [
    (AccessRule.any([]), AccessRule.nothing),
    (.all([]), .everything),
    (.any([.nothing, .area("A")]), .area("A")),
    (.all([.everything, .area("A")]), .area("A")),
    (.any([.area("A"), .everything]), .everything),
    (.all([.area("A"), .nothing]), .nothing),
    (.any([.area("A"), .area("A"), .area("B")]), .any([.area("A"), .area("B")])),
    (.any([.any([.area("A")]), .any([.area("B"), .owner("o")])]), .any([.area("A"), .area("B"), .owner("o")])),
    (.any([.all([.department("D"), .area("A")]), .department("D")]), .department("D")),
    (.all([.any([.department("D"), .area("A")]), .department("D")]), .department("D")),
    (
      .any([.all([.department("D"), .area("A")]), .all([.area("A"), .department("D")])]),
      .all([.department("D"), .area("A")])
    ),
  ])
  func simplifies(rule: AccessRule, simple: AccessRule) { #expect(rule.simplified == simple) }

  @Test(
    arguments: [
      (AccessRule.everything, nil),
      (.nothing, Set()),
      (.department("D"), Set(["D"])),
      (.owner("o"), nil),
      (.any([.department("D"), .all([.department("E"), .area("A")])]), Set(["D", "E"])),
      (.any([.department("D"), .area("A")]), nil),
      (.all([.any([.department("D"), .department("E")]), .department("F")]), Set(["F"])),
    ] as [(AccessRule, Set<String>?)])
  func knowsItsDepartments(rule: AccessRule, departments: Set<String>?) {
    #expect(rule.boundDepartments == departments)
  }

  @Test func alternativesOfOneKindBecomeOneTest() {
    let columns = AccessColumns(
      department: "m.lead IN (?)", area: "m.district IN (?) OR m.cell IN (?)", owner: "m.owner IN (?)")
    let rule = AccessRule.any([.department("D"), .area("A"), .department("E"), .all([.owner("o"), .area("B")])])
    let condition = rule.sql(columns)
    #expect(
      condition.text == "((m.lead IN (?, ?)) OR (m.district IN (?) OR m.cell IN (?)) OR "
        + "((m.owner IN (?)) AND (m.district IN (?) OR m.cell IN (?))))")
    #expect(condition.values == ["D", "E", "A", "A", "o", "B", "B"].map { .text($0) })
    #expect(AccessRule.everything.sql(columns).text == "1 = 1")
    #expect(AccessRule.nothing.sql(columns).text == "1 = 0")
  }
}
