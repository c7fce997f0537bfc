// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestSupport
import Testing
import Vocabulary

@Suite struct SessionTests {
  @Test(arguments: Engine.allCases)
  func endWhenIdle(engine: Engine) async throws {
    let house = try await AccessHouse(engine) { $0.sessionIdle = .seconds(3600) }
    _ = try await house.person("fang")
    let token = try await house.signIn("fang").session.token
    for _ in 0..<3 {
      house.time.advance(by: .seconds(3599))
      #expect(try await house.access.principal(forSession: token, in: house.city) != nil)
    }
    house.time.advance(by: .seconds(3600))
    #expect(try await house.access.principal(forSession: token, in: house.city) == nil)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func endHoweverMuchTheyAreUsed(engine: Engine) async throws {
    let house = try await AccessHouse(engine) { $0.sessionLifetime = .seconds(7200) }
    _ = try await house.person("fang")
    let session = try await house.signIn("fang").session
    #expect(session.expiresAt == house.time.now() + .seconds(7200))
    house.time.advance(by: .seconds(7199))
    #expect(try await house.access.principal(forSession: session.token, in: house.city) != nil)
    house.time.advance(by: .seconds(1))
    #expect(try await house.access.principal(forSession: session.token, in: house.city) == nil)
    #expect(try await house.access.removeExpiredSessions(in: house.city) == 1)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func rotateOnSignInAndEndOnSignOut(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let fang = try await house.person("fang")
    let first = try await house.signIn("fang").session.token
    #expect(try await access.principal(forSession: first, in: house.city) != nil)
    let second = try await house.signIn("fang", replacing: first).session.token
    #expect(first != second)
    #expect(try await access.principal(forSession: first, in: house.city) == nil)
    #expect(try await access.principal(forSession: second, in: house.city) != nil)
    try await access.signOut(session: second, in: house.city)
    try await access.signOut(session: second, in: house.city)
    try await access.signOut(session: "nonsense", in: house.city)
    #expect(try await access.principal(forSession: second, in: house.city) == nil)
    #expect(try await house.events(of: fang.id) == ["AccountCreated", "SignedIn", "SignedIn", "SignedOut"])
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func endTogether(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang")
    _ = try await house.person("wei")
    var tokens: [String] = []
    for _ in 0..<3 { tokens.append(try await house.signIn("fang").session.token) }
    let other = try await house.signIn("wei").session.token
    let principal = try #require(try await house.access.principal(forSession: tokens[0], in: house.city))
    try await house.access.signOutEverywhere(fang.id, by: principal)
    for token in tokens { #expect(try await house.access.principal(forSession: token, in: house.city) == nil) }
    #expect(try await house.access.principal(forSession: other, in: house.city) != nil)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func endWhenTheirOwnerIsDisabled(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang")
    let token = try await house.signIn("fang").session.token
    #expect(try await house.access.principal(forSession: token, in: house.city) != nil)
    try await house.access.changeAccount(fang.id, AccountChange(isEnabled: false), by: house.system)
    #expect(try await house.access.principal(forSession: token, in: house.city) == nil)
    // Enabling brings no session back.
    try await house.access.changeAccount(fang.id, AccountChange(isEnabled: true), by: house.system)
    #expect(try await house.access.principal(forSession: token, in: house.city) == nil)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func seeChangedGrantsAtOnceHereAndSoonElsewhere(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let elsewhere = house.neighbour()
    let fang = try await house.person("fang", [Grant(.handler), Grant(.verifier)])
    let token = try await house.signIn("fang").session.token
    for access in [house.access, elsewhere] {
      #expect(try await access.principal(forSession: token, in: house.city)?.grants == fang.grants)
    }
    try await house.access.changeAccount(fang.id, AccountChange(grants: [Grant(.verifier)]), by: house.system)
    #expect(try await house.access.principal(forSession: token, in: house.city)?.grants == [Grant(.verifier)])
    house.time.advance(by: .seconds(5))
    #expect(try await elsewhere.principal(forSession: token, in: house.city)?.grants == [Grant(.verifier)])
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func areBoundedPerPerson(engine: Engine) async throws {
    let house = try await AccessHouse(engine) { $0.sessionsPerPerson = 2 }
    _ = try await house.person("fang")
    var tokens: [String] = []
    for _ in 0..<3 {
      house.time.advance(by: .seconds(1))
      tokens.append(try await house.signIn("fang").session.token)
    }
    house.time.advance(by: .seconds(10))
    var alive: [Bool] = []
    for token in tokens { alive.append(try await house.access.principal(forSession: token, in: house.city) != nil) }
    #expect(alive == [false, true, true])
    await house.close()
  }

  @Test func haveACSRFTokenOfTheirOwn() {
    let session = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
    // Python: base64.urlsafe_b64encode(hmac.new(session, b"citywide csrf", "sha256").digest())
    let token = Access.csrfToken(forSession: session)
    #expect(token == "KMxs5mIqLWvwL_RYmuTLifGxaV72tJl66SWsOUEfbMU")
    #expect(Access.isCSRFToken(token, forSession: session))
    #expect(!Access.isCSRFToken(token, forSession: session + "x"))
    #expect(!Access.isCSRFToken(String(token.dropLast()), forSession: session))
    #expect(!Access.isCSRFToken("", forSession: session))
  }
}
