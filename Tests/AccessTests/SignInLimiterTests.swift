// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@testable import Access

@Suite struct SignInLimiterTests {
  let city = Tenant("city")
  let now = FrozenTime().now()

  func limiter(capacity: Int = 100) -> SignInLimiter {
    var settings = AccessSettings()
    settings.attemptsPerName = AttemptLimit(burst: 3, interval: .seconds(10))
    settings.attemptsPerNameAndAddress = AttemptLimit(burst: 2, interval: .seconds(20))
    settings.attemptsPerAddress = AttemptLimit(burst: 5, interval: .seconds(1))
    settings.attemptCapacity = capacity
    return SignInLimiter(settings)
  }

  func wait(_ limiter: SignInLimiter, _ keys: [SignInLimiter.Key], at now: Instant) -> Int? {
    do throws(Problem) {
      try limiter.take(keys, at: now)
      return nil
    } catch {
      #expect(error.code == .tooManyRequests)
      return error.retryAfter
    }
  }

  @Test func letsABurstThroughAndThenOneEachInterval() {
    let limiter = limiter()
    let keys: [SignInLimiter.Key] = [.name(city, "fang")]
    for _ in 0..<3 { #expect(wait(limiter, keys, at: now) == nil) }
    #expect(wait(limiter, keys, at: now) == 10)
    #expect(wait(limiter, keys, at: now + .seconds(4)) == 6)
    #expect(wait(limiter, keys, at: now + .milliseconds(9001)) == 1)
    #expect(wait(limiter, keys, at: now + .seconds(10)) == nil)
    #expect(wait(limiter, keys, at: now + .seconds(10)) == 10)
    for _ in 0..<3 { #expect(wait(limiter, keys, at: now + .seconds(100)) == nil) }
    #expect(wait(limiter, keys, at: now + .seconds(100)) == 10)
  }

  @Test func countsNamesApartAndTenantsApart() {
    let limiter = limiter()
    for _ in 0..<3 { #expect(wait(limiter, [.name(city, "fang")], at: now) == nil) }
    #expect(wait(limiter, [.name(city, "wei")], at: now) == nil)
    #expect(wait(limiter, [.name(Tenant("other"), "fang")], at: now) == nil)
  }

  /// One address that tries many names is stopped; what was refused takes nothing from the name.
  @Test func stopsAnAddressThatTriesManyNames() {
    let limiter = limiter()
    for number in 0..<5 {
      #expect(wait(limiter, [.name(city, "n\(number)"), .address("a")], at: now) == nil)
    }
    for _ in 0..<10 { #expect(wait(limiter, [.name(city, "fang"), .address("a")], at: now) == 1) }
    for _ in 0..<3 { #expect(wait(limiter, [.name(city, "fang"), .address("b")], at: now) == nil) }
  }

  /// One network uses up its own attempts at a name; only several together use up the name's.
  @Test func oneNetworkShutsItselfOutAlone() {
    let limiter = limiter()
    func attempt(_ address: String) -> Int? {
      wait(limiter, SignInLimiter.Key.attempt(city, "fang", from: address), at: now)
    }
    for _ in 0..<2 { #expect(attempt("192.0.2.1") == nil) }
    for _ in 0..<50 { #expect(attempt("192.0.2.1") == 20) }
    #expect(attempt("192.0.2.2") == nil)
    #expect(attempt("192.0.2.3") == 10)
  }

  @Test func givesBackWhatSucceeded() {
    let limiter = limiter()
    for _ in 0..<50 {
      #expect(wait(limiter, [.name(city, "fang"), .address("a")], at: now) == nil)
      limiter.giveBack([.name(city, "fang"), .address("a")])
    }
  }

  @Test func aClockSetBackLocksNobodyOut() {
    let limiter = limiter()
    for _ in 0..<3 { _ = wait(limiter, [.name(city, "fang")], at: now) }
    #expect(wait(limiter, [.name(city, "fang")], at: now - .seconds(86_400)) == 10)
    #expect(wait(limiter, [.name(city, "fang")], at: now - .seconds(86_390)) == nil)
  }

  /// Memory stays bounded, and a flood of names does not free the one that is being guessed.
  @Test func isBounded() {
    let limiter = limiter(capacity: 100)
    for _ in 0..<3 { #expect(wait(limiter, [.name(city, "fang")], at: now) == nil) }
    for number in 0..<10_000 {
      _ = wait(limiter, [.name(city, "n\(number)")], at: now)
      #expect(limiter.count <= 100)
    }
    #expect(wait(limiter, [.name(city, "fang")], at: now) == 10)
  }

  @Test func oneIPv6NetworkIsOneAddress() {
    #expect(SignInLimiter.Key.network(of: "2001:db8:1:2::1") == .network(of: "2001:db8:1:2:ffff::9"))
    #expect(SignInLimiter.Key.network(of: "2001:db8:1:2::1") != .network(of: "2001:db8:1:3::1"))
    #expect(SignInLimiter.Key.network(of: "::ffff:192.0.2.1") == .network(of: "192.0.2.1"))
    #expect(SignInLimiter.Key.network(of: "192.0.2.1") != .network(of: "192.0.2.2"))
  }
}
