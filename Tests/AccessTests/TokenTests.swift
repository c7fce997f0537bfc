// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct TokenTests {
  @Test(arguments: Engine.allCases)
  func areIssuedOnceAndUsed(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let gateway = try await access.createAccount(
      .service(name: "Gateway", grants: [Grant(.intake), Grant(.handler, department: "D1")]), by: house.system)
    let issued = try await access.issueToken(
      NewToken(owner: gateway.id, label: " sensors ", grants: [Grant(.intake, area: "A")]), by: house.system)
    #expect(issued.secret.hasPrefix("cw_") && issued.secret.utf8.count == 46)
    #expect(issued.token.label == "sensors" && issued.token.expiresAt == house.time.now() + .seconds(365 * 86400))
    let principal = try #require(try await access.principal(forToken: issued.secret, in: house.city))
    #expect(principal.id == gateway.id && principal.kind == .service)
    #expect(principal.grants == [Grant(.intake, area: "A")])
    #expect(principal.client == "token:\(issued.token.id)")
    let token = try #require(try await access.tokens(of: gateway.id, by: house.system).tokens.first)
    #expect(token.lastUsedAt == house.time.now() && token.grants == [Grant(.intake, area: "A")])
    #expect(try await house.events(of: token.id.description, kind: "token") == ["TokenIssued"])
    await house.close()
  }

  /// A token holds no more than its owner still holds.
  @Test(arguments: Engine.allCases)
  func loseWhatTheirOwnerLoses(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let fang = try await house.person("fang", [Grant(.handler, area: "A"), Grant(.verifier)])
    let session = try await house.signIn("fang")
    let secret = try await access.issueToken(NewToken(owner: fang.id, label: "t"), by: session.principal).secret
    func grants() async throws -> [Grant]? {
      try await access.principal(forToken: secret, in: house.city)?.grants
    }
    #expect(try await grants() == [Grant(.handler, area: "A"), Grant(.verifier)])
    try await access.changeAccount(
      fang.id, AccountChange(grants: [Grant(.handler, area: "A.1"), Grant(.supervisor)]), by: house.system)
    #expect(try await grants() == [Grant(.handler, area: "A.1")])
    try await access.changeAccount(fang.id, AccountChange(grants: []), by: house.system)
    #expect(try await grants() == [])
    try await access.changeAccount(
      fang.id, AccountChange(grants: [Grant(.handler)], isEnabled: false), by: house.system)
    #expect(try await grants() == nil)
    try await access.changeAccount(fang.id, AccountChange(isEnabled: true), by: house.system)
    #expect(try await grants() == [Grant(.handler, area: "A")])
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func expireAndAreRevoked(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let fang = try await house.person("fang", [Grant(.handler)])
    let me = try await house.signIn("fang").principal
    let short = try await access.issueToken(
      NewToken(owner: fang.id, label: "short", expiresAt: house.time.now() + .seconds(2)), by: me)
    let long = try await access.issueToken(NewToken(owner: fang.id, label: "long"), by: me)
    for secret in [short.secret, long.secret] {
      #expect(try await access.principal(forToken: secret, in: house.city) != nil)
    }
    house.time.advance(by: .seconds(2))
    #expect(try await access.principal(forToken: short.secret, in: house.city) == nil)
    #expect(try await access.principal(forToken: long.secret, in: house.city) != nil)
    try await access.revokeToken(long.token.id, by: me)
    try await access.revokeToken(long.token.id, by: me)
    #expect(try await access.principal(forToken: long.secret, in: house.city) == nil)
    #expect(
      try await house.events(of: long.token.id.description, kind: "token") == ["TokenIssued", "TokenRevoked"])
    #expect(
      try await problem {
        _ = try await access.issueToken(
          NewToken(owner: fang.id, label: "late", expiresAt: house.time.now()), by: me)
      } == .invalid)
    #expect(
      try await problem { try await access.revokeToken(Identifier(rawValue: 1), by: house.system) } == .notFound)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func cannotWiden(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let fang = try await house.person("fang", [Grant(.handler, area: "A.1"), Grant(.administrator)])
    let wei = try await house.person("wei", [Grant(.handler)])
    let me = try await house.signIn("fang").principal
    for grant in [Grant(.verifier), Grant(.handler, area: "B")] {
      #expect(
        try await problem {
          _ = try await access.issueToken(NewToken(owner: fang.id, label: "t", grants: [grant]), by: me)
        } == .invalid)
    }
    // What is asked for beyond the owner's bounds is cut to them.
    let wide = try await access.issueToken(NewToken(owner: fang.id, label: "t", grants: [Grant(.handler)]), by: me)
    #expect(wide.token.grants == [Grant(.handler, area: "A.1")])
    // A token makes no tokens for its owner, ends no sisters, changes no password; it may end itself.
    let narrow = try #require(try await access.principal(forToken: wide.secret, in: house.city))
    let sister = try await access.issueToken(NewToken(owner: fang.id, label: "sister"), by: me)
    let refused = try await [
      problem { _ = try await access.issueToken(NewToken(owner: fang.id, label: "t"), by: narrow) },
      problem {
        try await access.changePassword(from: AccessHouse.password, to: "another long sentence", by: narrow)
      },
      problem { _ = try await house.person("new", by: narrow) },
    ]
    #expect(refused.allSatisfy { $0 == .forbidden })
    #expect(try await problem { try await access.revokeToken(sister.token.id, by: narrow) } == .notFound)
    try await access.revokeToken(wide.token.id, by: narrow)
    // Nobody acts in another person's name.
    #expect(
      try await problem { _ = try await access.issueToken(NewToken(owner: wei.id, label: "t"), by: me) } == .forbidden)
    _ = try await access.issueToken(NewToken(owner: wei.id, label: "t"), by: house.system)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func noteTheirUseOnceAMinute(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let gateway = try await house.access.createAccount(.service(name: "Gateway"), by: house.system)
    let issued = try await house.access.issueToken(NewToken(owner: gateway.id, label: "t"), by: house.system)
    let start = house.time.now()
    func lastUsed() async throws -> Instant? {
      try await house.access.tokens(of: gateway.id, by: house.system).tokens.first?.lastUsedAt
    }
    #expect(try await lastUsed() == nil)
    for (seconds, noted) in [(0, 0), (30, 0), (59, 0), (65, 65), (100, 65), (125, 125)] {
      house.time.set(start + .seconds(seconds))
      #expect(try await house.access.principal(forToken: issued.secret, in: house.city) != nil)
      #expect(try await lastUsed() == start + .seconds(noted))
    }
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func areListedByPages(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let gateway = try await house.access.createAccount(.service(name: "Gateway"), by: house.system)
    for number in 0..<5 {
      _ = try await house.access.issueToken(NewToken(owner: gateway.id, label: "t\(number)"), by: house.system)
    }
    let first = try await house.access.tokens(of: gateway.id, limit: 3, by: house.system)
    let second = try await house.access.tokens(of: gateway.id, after: first.next, limit: 3, by: house.system)
    #expect((first.tokens + second.tokens).map(\.label) == ["t0", "t1", "t2", "t3", "t4"] && second.next == nil)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func ofOtherFormsAreNone(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let gateway = try await house.access.createAccount(.service(name: "Gateway"), by: house.system)
    let secret = try await house.access.issueToken(NewToken(owner: gateway.id, label: "t"), by: house.system).secret
    let others = [
      "", "cw_", String(secret.dropFirst(3)), String(secret.dropLast()), secret + "A", secret.uppercased(),
      "cw_" + String(repeating: "\u{0}", count: 43), "cw_" + String(repeating: "A", count: 43),
    ]
    for other in others {
      #expect(try await house.access.principal(forToken: other, in: house.city) == nil)
      #expect(try await house.access.principal(forSession: other, in: house.city) == nil)
    }
    #expect(try await house.access.principal(forToken: secret, in: house.city) != nil)
    await house.close()
  }
}
