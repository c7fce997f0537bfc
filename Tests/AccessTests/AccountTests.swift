// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestSupport
import Testing
import Vocabulary

@Suite struct AccountTests {
  @Test(arguments: Engine.allCases)
  func makesAndReadsAccounts(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let grants = [Grant(.handler, department: "D1"), Grant(.verifier, area: "A.1"), Grant(.handler, department: "D1")]
    let fang = try await house.person("Wang.FANG", grants)
    #expect(fang.signInName == "wang.fang")
    #expect(fang.grants == [Grant(.handler, department: "D1"), Grant(.verifier, area: "A.1")])
    #expect(fang.hasPassword && fang.revision == 1 && fang.kind == .person)
    #expect(try await house.access.account(fang.id, by: house.system) == fang)
    #expect(try await house.access.account(fang.id, by: house.principal(fang)) == fang)
    let gateway = try await house.access.createAccount(.service(name: "Gateway"), by: house.system)
    #expect(gateway.signInName == nil && !gateway.hasPassword && gateway.kind == .service)
    #expect(try await house.access.names(of: [fang.id, "system", "x"], in: house.city) == [fang.id: fang.name])
    #expect(try await house.events(of: fang.id) == ["AccountCreated"])
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func refusesBadFields(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    _ = try await house.person("fang")
    let good = NewAccount.person(name: "N", signInName: "n", password: AccessHouse.password)
    func code(_ change: (inout NewAccount) -> Void) async throws -> Problem.Code? {
      var new = good
      change(&new)
      return try await problem { [new] in _ = try await house.access.createAccount(new, by: house.system) }
    }
    #expect(try await code { $0.signInName = "ＦＡＮＧ" } == .conflict)
    #expect(try await code { $0.signInName = nil } == .invalid)
    #expect(try await code { $0.signInName = "a b" } == .invalid)
    #expect(try await code { $0.name = " " } == .invalid)
    #expect(try await code { $0.name = "a\u{0}b" } == .invalid)
    #expect(try await code { $0.name = "a\u{202E}b" } == .invalid)
    #expect(try await code { $0.password = "short" } == .invalid)
    #expect(try await code { $0.kind = .system } == .invalid)
    #expect(try await code { $0.kind = .service } == .invalid)
    #expect(try await code { $0.grants = [Grant(.handler, department: "")] } == .invalid)
    #expect(try await code { $0.grants = (0..<201).map { Grant(.handler, area: "\($0)") } } == .invalid)
    #expect(try await code { _ in } == nil)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func changesAccounts(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang", [Grant(.handler)])
    let change = AccountChange(name: "Fang Wang", signInName: "F.Wang", grants: [Grant(.verifier)], isEnabled: false)
    let changed = try await house.access.changeAccount(fang.id, change, revision: 1, by: house.system)
    #expect(changed.name == "Fang Wang" && changed.signInName == "f.wang" && changed.grants == [Grant(.verifier)])
    #expect(changed.disabledAt == house.time.now() && changed.revision == 5)
    #expect(try await house.access.account(fang.id, by: house.system) == changed)
    #expect(
      try await problem {
        try await house.access.changeAccount(fang.id, AccountChange(name: "X"), revision: 4, by: house.system)
      } == .revisionMismatch)
    // What is so already changes nothing.
    #expect(try await house.access.changeAccount(fang.id, change, by: house.system) == changed)
    try await house.access.changeAccount(fang.id, AccountChange(isEnabled: true), by: house.system)
    #expect(
      try await house.events(of: fang.id) == [
        "AccountCreated", "AccountRenamed", "SignInNameChanged", "GrantsChanged", "AccountDisabled", "AccountEnabled",
      ])
    let wei = try await house.person("wei")
    #expect(
      try await problem {
        try await house.access.changeAccount(wei.id, AccountChange(signInName: "F.WANG"), by: house.system)
      } == .conflict)
    #expect(
      try await problem {
        try await house.access.changeAccount("nobody", AccountChange(name: "X"), by: house.system)
      } == .notFound)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func listsByPages(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    for number in 0..<25 { _ = try await house.person("p\(number)", [Grant(.handler, department: "D\(number % 2)")]) }
    _ = try await house.access.createAccount(.service(name: "Gateway"), by: house.system)
    var names: [String] = []
    var query = AccountQuery(limit: 7)
    repeat {
      let page = try await house.access.accounts(query, by: house.system)
      #expect(page.accounts.count <= 7)
      names += page.accounts.map(\.name)
      query.after = page.next.flatMap { AccountCursor($0.text) }
      #expect(query.after == page.next)
    } while query.after != nil
    #expect(names.count == 26 && names == names.sorted() && Set(names).count == 26)
    let some = try await house.access.accounts(
      AccountQuery(kind: .person, role: .handler, department: "D1", limit: 100), by: house.system)
    #expect(some.accounts.count == 12 && some.next == nil)
    let one = try #require(some.accounts.first)
    try await house.access.changeAccount(one.id, AccountChange(isEnabled: false), by: house.system)
    #expect(try await house.access.accounts(AccountQuery(limit: 100), by: house.system).accounts.count == 25)
    #expect(
      try await house.access.accounts(AccountQuery(includesDisabled: true, limit: 100), by: house.system)
        .accounts.count == 26)
    #expect(
      try await problem { _ = try await house.access.accounts(AccountQuery(limit: 0), by: house.system) } == .invalid)
    await house.close()
  }
}
