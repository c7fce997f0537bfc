// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import TestSupport
import Testing
import Vocabulary

@Suite struct SetUpTests {
  func setUp(_ house: AccessHouse, _ secret: String, _ name: String = "chief", password: String? = nil) async throws
    -> SignedIn
  {
    try await house.access.setUp(
      secret: secret, name: "Chief", signInName: name, password: password ?? AccessHouse.password,
      address: "192.0.2.1", in: house.city)
  }

  @Test(arguments: Engine.allCases)
  func makesTheFirstAdministrator(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    #expect(try await house.access.needsSetUp(in: house.city))
    let secret = try #require(try await house.access.makeSetUpSecret(in: house.city))
    #expect(try await problem { _ = try await setUp(house, secret, password: "short") } == .invalid)
    let chief = try await setUp(house, secret)
    #expect(chief.principal.grants == [Grant(.administrator)])
    #expect(try await house.access.principal(forSession: chief.session.token, in: house.city) == chief.principal)
    #expect(try await house.signIn("chief").principal.id == chief.principal.id)
    #expect(try await !house.access.needsSetUp(in: house.city))
    #expect(try await house.access.makeSetUpSecret(in: house.city) == nil)
    #expect(try await problem { _ = try await setUp(house, secret, "second") } == .forbidden)
    #expect(try await house.events(of: chief.principal.id) == ["AccountCreated", "SignedIn", "SignedIn"])
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func endsAfterADayAndWhenReplaced(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let first = try #require(try await house.access.makeSetUpSecret(in: house.city))
    let second = try #require(try await house.access.makeSetUpSecret(in: house.city))
    for wrong in [first, "", String(second.dropLast()) + "!"] {
      #expect(try await problem { _ = try await setUp(house, wrong) } == .forbidden)
    }
    house.time.advance(by: .seconds(86_400) - .milliseconds(1))
    try await house.access.checkSetUp(secret: second, address: "192.0.2.1", in: house.city)
    house.time.advance(by: .milliseconds(1))
    #expect(try await problem { _ = try await setUp(house, second) } == .forbidden)
    let third = try #require(try await house.access.makeSetUpSecret(in: house.city))
    _ = try await setUp(house, third)
    await house.close()
  }

  /// An administrator made on the command line in the meantime makes the link void.
  @Test(arguments: Engine.allCases)
  func endsWhenThereIsAnAdministrator(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let secret = try #require(try await house.access.makeSetUpSecret(in: house.city))
    _ = try await house.person("unset", [Grant(.administrator)], password: nil)
    _ = try await house.person("bounded", [Grant(.administrator, area: "A")])
    #expect(try await house.access.needsSetUp(in: house.city))
    _ = try await house.person("chief", [Grant(.administrator)])
    #expect(try await problem { _ = try await setUp(house, secret, "second") } == .forbidden)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func ofManyUsesAtOnceOneWins(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let secret = try #require(try await house.access.makeSetUpSecret(in: house.city))
    let codes = try await withThrowingTaskGroup(of: Problem.Code?.self, returning: [Problem.Code?].self) { group in
      for number in 0..<12 {
        group.addTask { try await problem { _ = try await setUp(house, secret, "chief\(number)") } }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes.count { $0 == nil } == 1 && codes.count { $0 == .forbidden } == 11)
    #expect(try await house.access.accounts(AccountQuery(), by: house.system).accounts.count == 1)
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func cannotBeGuessed(engine: Engine) async throws {
    let house = try await AccessHouse(engine) { $0.attemptsPerAddress = AttemptLimit(burst: 3, interval: .seconds(60)) }
    let secret = try #require(try await house.access.makeSetUpSecret(in: house.city))
    for _ in 0..<3 { #expect(try await problem { _ = try await setUp(house, "guess") } == .forbidden) }
    #expect(try await problem { _ = try await setUp(house, secret) } == .tooManyRequests)
    await house.close()
  }
}
