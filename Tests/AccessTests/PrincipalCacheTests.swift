// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@testable import Access

@Suite struct PrincipalCacheTests {
  let city = Tenant("city")
  let now = FrozenTime().now()

  func key(_ text: String, _ tenant: Tenant? = nil) -> PrincipalCache.Key {
    .init(tenant: tenant ?? city, digest: Secret.digest(text))
  }

  func principal(_ id: String) -> Principal {
    Principal(id: id, kind: .person, tenant: city, name: id, grants: [])
  }

  @Test func forgetsAfterItsLifetime() {
    let cache = PrincipalCache(lifetime: .seconds(5), capacity: 10)
    cache.keep(principal("p"), for: key("a"), at: now, until: nil, removals: cache.removals)
    #expect(cache.principal(for: key("a"), at: now + .milliseconds(4999))?.id == "p")
    #expect(cache.principal(for: key("a"), at: now + .seconds(5)) == nil)
    #expect(cache.principal(for: key("a"), at: now - .seconds(1)) == nil)
    #expect(cache.principal(for: key("a", Tenant("other")), at: now) == nil)
  }

  @Test func endsWithTheSession() {
    let cache = PrincipalCache(lifetime: .seconds(5), capacity: 10)
    cache.keep(principal("p"), for: key("a"), at: now, until: now + .seconds(2), removals: cache.removals)
    #expect(cache.principal(for: key("a"), at: now + .seconds(1)) != nil)
    #expect(cache.principal(for: key("a"), at: now + .seconds(2)) == nil)
  }

  /// What was read before a change must not be remembered after it.
  @Test func doesNotKeepWhatWasReadBeforeAChange() {
    let cache = PrincipalCache(lifetime: .seconds(5), capacity: 10)
    let before = cache.removals
    cache.removeAll(of: "p", in: city)
    cache.keep(principal("p"), for: key("a"), at: now, until: nil, removals: before)
    #expect(cache.principal(for: key("a"), at: now) == nil)
  }

  @Test func removesOnePrincipalOnly() {
    let cache = PrincipalCache(lifetime: .seconds(5), capacity: 10)
    for (text, id) in [("a", "p"), ("b", "p"), ("c", "q")] {
      cache.keep(principal(id), for: key(text), at: now, until: nil, removals: cache.removals)
    }
    cache.removeAll(of: "p", in: city)
    #expect(cache.principal(for: key("a"), at: now) == nil)
    #expect(cache.principal(for: key("b"), at: now) == nil)
    #expect(cache.principal(for: key("c"), at: now) != nil)
    cache.remove(key("c"))
    #expect(cache.principal(for: key("c"), at: now) == nil)
  }

  @Test func isBoundedAndKeepsWhatIsAskedFor() {
    let cache = PrincipalCache(lifetime: .seconds(5), capacity: 100)
    cache.keep(principal("busy"), for: key("busy"), at: now, until: nil, removals: 0)
    for number in 0..<1000 {
      cache.keep(principal("p"), for: key("\(number)"), at: now, until: nil, removals: 0)
      #expect(cache.count <= 100)
      #expect(cache.principal(for: key("busy"), at: now) != nil)
    }
  }
}
