// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestSupport
import Testing
import Vocabulary

/// What belongs to one city is not there for another, even in one database.
@Suite struct TenantTests {
  @Test(arguments: Engine.allCases)
  func cannotBeCrossed(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let other = Tenant("other")
    let stranger = Principal.system(other)
    let fang = try await house.person("fang", [Grant(.administrator)])
    let session = try await house.signIn("fang")
    let token = try await access.issueToken(NewToken(owner: fang.id, label: "t"), by: session.principal)
    // Known here, and so in memory; unknown there.
    #expect(try await access.principal(forSession: session.session.token, in: house.city) != nil)
    #expect(try await access.principal(forToken: token.secret, in: house.city) != nil)
    #expect(try await access.principal(forSession: session.session.token, in: other) == nil)
    #expect(try await access.principal(forToken: token.secret, in: other) == nil)
    let codes = try await [
      problem { _ = try await access.account(fang.id, by: stranger) },
      problem { try await access.changeAccount(fang.id, AccountChange(name: "X"), by: stranger) },
      problem { try await access.setPassword(of: fang.id, to: "another long sentence", by: stranger) },
      problem { try await access.signOutEverywhere(fang.id, by: stranger) },
      problem { _ = try await access.issueToken(NewToken(owner: fang.id, label: "t"), by: stranger) },
      problem { _ = try await access.tokens(of: fang.id, by: stranger) },
      problem { try await access.revokeToken(token.token.id, by: stranger) },
    ]
    #expect(codes.allSatisfy { $0 == .notFound }, "\(codes)")
    #expect(try await access.accounts(AccountQuery(includesDisabled: true), by: stranger).accounts.isEmpty)
    #expect(try await access.names(of: [fang.id], in: other).isEmpty)
    #expect(
      try await problem {
        _ = try await access.signIn(name: "fang", password: AccessHouse.password, address: "192.0.2.1", in: other)
      } == .unauthenticated)
    try await access.signOut(session: session.session.token, in: other)
    #expect(try await access.removeExpiredSessions(in: other) == 0)
    #expect(try await access.principal(forSession: session.session.token, in: house.city) != nil)
    // Each city has administrators and names of its own.
    #expect(try await access.needsSetUp(in: other))
    let secret = try #require(try await access.makeSetUpSecret(in: other))
    #expect(
      try await problem {
        try await access.checkSetUp(secret: secret, address: "192.0.2.1", in: house.city)
      } == .forbidden)
    let namesake = try await access.createAccount(
      .person(name: "Fang", signInName: "fang", password: AccessHouse.password), by: stranger)
    #expect(namesake.id != fang.id)
    await house.close()
  }
}
