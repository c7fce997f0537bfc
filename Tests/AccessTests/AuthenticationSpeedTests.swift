// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestSupport
import Testing
import Vocabulary

@Suite struct AuthenticationSpeedTests {
  /// Each request asks: from memory it must cost microseconds. The bound is wide, for builds without optimisation.
  @Test func answersFromMemory() async throws {
    let house = try await AccessHouse(.sqlite)
    let gateway = try await house.access.createAccount(
      .service(name: "Gateway", grants: Role.allCases.map { Grant($0) }), by: house.system)
    let secret = try await house.access.issueToken(NewToken(owner: gateway.id, label: "t"), by: house.system).secret
    _ = try await house.access.principal(forToken: secret, in: house.city)
    let rounds = 20_000
    let start = ContinuousClock.now
    for _ in 0..<rounds { _ = try await house.access.principal(forToken: secret, in: house.city) }
    let each = (ContinuousClock.now - start) / rounds
    print("authentication from memory: \(each) each")
    #expect(each < .microseconds(100))
    await house.close()
  }
}
