// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct AuthenticationMemoryTests {
  /// Each request asks: who is known is answered without the database.
  @Test func answersFromMemory() async throws {
    let house = try await AccessHouse(.sqlite)
    let gateway = try await house.access.createAccount(
      .service(name: "Gateway", grants: Role.allCases.map { Grant($0) }), by: house.system)
    let secret = try await house.access.issueToken(NewToken(owner: gateway.id, label: "t"), by: house.system).secret
    _ = try await house.access.principal(forToken: secret, in: house.city)
    let before = house.database.statistics
    for _ in 0..<100 {
      let principal = try await house.access.principal(forToken: secret, in: house.city)
      #expect(principal?.id == gateway.id)
    }
    #expect(house.database.statistics == before)
    await house.close()
  }
}
