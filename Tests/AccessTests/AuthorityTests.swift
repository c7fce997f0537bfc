// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestSupport
import Testing
import Vocabulary

/// Who may manage whom.
@Suite struct AuthorityTests {
  @Test(arguments: Engine.allCases)
  func isNotThereByDefault(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang", [Grant(.administrator)])
    let grants = Role.allCases.filter { $0 != .administrator && $0 != .auditor }.map { Grant($0) }
    let wei = house.principal(try await house.person("wei", grants))
    let nobody = house.principal(try await house.person("nobody"))
    for principal in [wei, nobody, .anonymous(house.city)] {
      let codes = try await [
        problem { _ = try await house.person("x", by: principal) },
        problem { try await house.access.changeAccount(fang.id, AccountChange(name: "X"), by: principal) },
        problem { try await house.access.setPassword(of: fang.id, to: AccessHouse.password, by: principal) },
        problem { try await house.access.signOutEverywhere(fang.id, by: principal) },
        problem { _ = try await house.access.accounts(AccountQuery(), by: principal) },
        problem { _ = try await house.access.issueToken(NewToken(owner: fang.id, label: "t"), by: principal) },
      ]
      #expect(codes.allSatisfy { $0 == .forbidden })
      #expect(try await problem { _ = try await house.access.account(fang.id, by: principal) } == .notFound)
      #expect(try await problem { _ = try await house.access.tokens(of: fang.id, by: principal) } == .notFound)
    }
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func auditorsReadAndChangeNothing(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang", [Grant(.handler)])
    let auditor = house.principal(try await house.person("auditor", [Grant(.auditor)]))
    #expect(try await house.access.account(fang.id, by: auditor) == fang)
    #expect(try await house.access.accounts(AccountQuery(), by: auditor).accounts.count == 2)
    #expect(
      try await problem {
        try await house.access.changeAccount(fang.id, AccountChange(name: "X"), by: auditor)
      } == .forbidden)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func endsAtItsBounds(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let chief = house.principal(
      try await house.person("chief", [Grant(.administrator, area: "A"), Grant(.administrator, department: "D")]))
    let inside = try await house.person("inside", [Grant(.handler, area: "A.1"), Grant(.verifier, department: "D")])
    let partly = try await house.person("partly", [Grant(.handler, area: "A.1"), Grant(.handler, area: "B")])
    let outside = try await house.person("outside", [Grant(.handler)])
    let bare = try await house.person("bare")
    #expect(try await access.account(inside.id, by: chief) == inside)
    for account in [partly, outside, bare] {
      let codes = try await [
        problem { _ = try await access.account(account.id, by: chief) },
        problem { try await access.changeAccount(account.id, AccountChange(isEnabled: false), by: chief) },
        problem { try await access.setPassword(of: account.id, to: AccessHouse.password, by: chief) },
        problem { try await access.signOutEverywhere(account.id, by: chief) },
        problem { _ = try await access.tokens(of: account.id, by: chief) },
      ]
      #expect(codes.allSatisfy { $0 == .notFound })
    }
    // A list shows what a get allows, and its pages are full.
    for number in 0..<6 { _ = try await house.person("in\(number)", [Grant(.handler, area: "A.\(number)")]) }
    let first = try await access.accounts(AccountQuery(limit: 4), by: chief)
    let second = try await access.accounts(AccountQuery(after: first.next, limit: 4), by: chief)
    #expect(first.accounts.count == 4 && second.accounts.count == 4 && second.next == nil)
    #expect(!(first.accounts + second.accounts).contains { [partly.id, outside.id, bare.id].contains($0.id) })
    // Nobody gives what they do not have.
    for grants in [[Grant(.handler)], [Grant(.handler, area: "B")], [], [Grant(.administrator)]] {
      #expect(
        try await problem {
          try await access.changeAccount(inside.id, AccountChange(grants: grants), by: chief)
        } == .invalid)
      #expect(try await problem { _ = try await house.person("new", grants, by: chief) } == .invalid)
    }
    _ = try await house.person("new", [Grant(.supervisor, area: "A.2")], by: chief)
    #expect(
      try await problem {
        try await access.changeAccount(chief.id, AccountChange(grants: [Grant(.administrator)]), by: chief)
      } == .invalid)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func theLastAdministratorStays(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang", [Grant(.administrator)])
    let changes = [
      AccountChange(isEnabled: false), AccountChange(grants: []),
      AccountChange(grants: [Grant(.administrator, area: "A")]),
    ]
    for change in changes {
      #expect(
        try await problem { try await house.access.changeAccount(fang.id, change, by: house.system) } == .conflict)
    }
    // Two who put each other out at the same time: one stays.
    let wei = try await house.person("wei", [Grant(.administrator)])
    async let one = problem {
      try await house.access.changeAccount(wei.id, AccountChange(isEnabled: false), by: house.principal(fang))
    }
    async let other = problem {
      try await house.access.changeAccount(fang.id, AccountChange(isEnabled: false), by: house.principal(wei))
    }
    let codes = try await [one, other]
    #expect(codes.count { $0 == nil } == 1 && codes.contains(.conflict))
    #expect(try await !house.access.needsSetUp(in: house.city))
    await house.close()
  }
}
