// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct SignInTests {
  @Test(arguments: Engine.allCases)
  func signsIn(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang", [Grant(.handler, department: "D1")])
    let signedIn = try await house.signIn(" FANG ")
    #expect(signedIn.principal.id == fang.id && signedIn.principal.grants == fang.grants)
    #expect(signedIn.principal.client?.hasPrefix("session:") == true)
    let found = try await house.access.principal(forSession: signedIn.session.token, in: house.city)
    #expect(found == signedIn.principal)
    #expect(try await house.access.account(fang.id, by: house.system).signedInAt == house.time.now())
    #expect(try await house.events(of: fang.id) == ["AccountCreated", "SignedIn"])
    await house.close()
  }

  /// Whatever is wrong, a stranger hears the same.
  @Test(arguments: Engine.allCases)
  func tellsNothing(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let fang = try await house.person("fang")
    _ = try await house.person("unset", password: nil)
    let gone = try await house.person("gone")
    try await house.access.changeAccount(gone.id, AccountChange(isEnabled: false), by: house.system)
    var problems: Set<Problem> = []
    let attempts = [
      ("fang", "wrong horse battery staple"), ("unknown", AccessHouse.password), ("unset", AccessHouse.password),
      ("gone", AccessHouse.password), ("fang", ""), ("", ""), ("fang\u{0}", "x"), ("' OR 1=1 --", "x"),
      ("fang", String(repeating: "x", count: 100_000)), (String(repeating: "x", count: 100_000), "x"),
    ]
    for (name, password) in attempts {
      do {
        _ = try await house.signIn(name, password)
        Issue.record("\(name.prefix(20)) signed in")
      } catch let problem as Problem { problems.insert(problem) }
    }
    #expect(problems.count == 1 && problems.first?.code == .unauthenticated)
    #expect(try await house.events(of: fang.id).suffix(3) == ["SignInFailed", "SignInFailed", "SignInFailed"])
    #expect(try await house.events(of: "unknown").count == 6)
    #expect(try await house.signIn("fang").principal.id == fang.id)
    await house.close()
  }

  /// An unknown name costs a whole password hash too.
  @Test func takesAsLongForAnUnknownName() async throws {
    let house = try await AccessHouse(.sqlite) { settings in
      settings.scrypt = ScryptParameters(logN: 13)
      settings.attemptsPerNameAndAddress = AttemptLimit(burst: 100, interval: .seconds(1))
      settings.passwordQueue = 1000
    }
    _ = try await house.person("fang")
    // The shortest of several in turn: other tests run at the same time. Without the hash it would be a twentieth.
    var shortest: [String: Duration] = [:]
    for _ in 0..<12 {
      for name in ["fang", "unknown"] {
        let start = ContinuousClock.now
        let code = try await problem { _ = try await house.signIn(name, "wrong horse battery staple") }
        #expect(code == .unauthenticated)
        shortest[name] = min(shortest[name] ?? .seconds(60), ContinuousClock.now - start)
      }
    }
    let known = try #require(shortest["fang"])
    let unknown = try #require(shortest["unknown"])
    #expect(unknown > known * 0.25 && unknown < known * 4, "known \(known), unknown \(unknown)")
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func limitsAttempts(engine: Engine) async throws {
    let house = try await AccessHouse(engine) {
      $0.attemptsPerNameAndAddress = AttemptLimit(burst: 3, interval: .seconds(30))
    }
    let fang = try await house.person("fang")
    for _ in 0..<3 { #expect(try await problem { _ = try await house.signIn("fang", "wrong") } == .unauthenticated) }
    do {
      _ = try await house.signIn("FANG")
      Issue.record("no limit")
    } catch let problem as Problem {
      #expect(problem.code == .tooManyRequests && problem.retryAfter == 30)
    }
    // Who guesses shuts nobody out who comes from elsewhere.
    #expect(try await house.signIn("fang", address: "198.51.100.7").principal.id == fang.id)
    house.time.advance(by: .seconds(30))
    // Successes use nothing up.
    for _ in 0..<10 { #expect(try await house.signIn("fang").principal.id == fang.id) }
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func renewsWeakHashes(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    _ = try await house.person("fang")
    let access = house.neighbour { $0.scrypt = ScryptParameters(logN: 5) }
    func stored() async throws -> String {
      try await house.database.read { try $0.row("SELECT password FROM principals WHERE tenant = 'city'")![0] }
    }
    #expect(try await stored().hasPrefix("$scrypt$ln=4,"))
    _ = try await access.signIn(name: "fang", password: AccessHouse.password, address: "192.0.2.1", in: house.city)
    #expect(try await stored().hasPrefix("$scrypt$ln=5,"))
    _ = try await house.signIn("fang")
    #expect(try await stored().hasPrefix("$scrypt$ln=5,"))
    await house.close()
  }

  @Test(arguments: Engine.allCases)
  func changesPasswords(engine: Engine) async throws {
    let house = try await AccessHouse(engine)
    let access = house.access
    let fang = try await house.person("fang")
    let here = try await house.signIn("fang")
    let there = try await house.signIn("fang")
    let new = "another long sentence of words"
    #expect(
      try await problem { try await access.changePassword(from: "wrong", to: new, by: here.principal) } == .forbidden)
    #expect(
      try await problem {
        try await access.changePassword(from: AccessHouse.password, to: "fang", by: here.principal)
      } == .invalid)
    try await access.changePassword(from: AccessHouse.password, to: new, by: here.principal)
    #expect(try await access.principal(forSession: here.session.token, in: house.city) != nil)
    #expect(try await access.principal(forSession: there.session.token, in: house.city) == nil)
    #expect(try await problem { _ = try await house.signIn("fang") } == .unauthenticated)
    #expect(try await house.signIn("fang", new).principal.id == fang.id)
    try await access.setPassword(of: fang.id, to: AccessHouse.password, by: house.system)
    #expect(try await access.principal(forSession: here.session.token, in: house.city) == nil)
    #expect(try await house.signIn("fang").principal.id == fang.id)
    let events = try await house.events(of: fang.id)
    #expect(events.count { $0 == "PasswordChanged" } == 2 && events.count { $0 == "PasswordChangeFailed" } == 1)
    // Services have none.
    let gateway = try await access.createAccount(.service(name: "Gateway"), by: house.system)
    #expect(
      try await problem { try await access.setPassword(of: gateway.id, to: new, by: house.system) } == .invalid)
    await house.close()
  }
}
