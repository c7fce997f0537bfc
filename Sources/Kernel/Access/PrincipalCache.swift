// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Synchronization
import Vocabulary

/// Remembers for seconds whom a session or token belongs to.
///
/// Two generations bound it: when the young one is full it becomes the old one, and what is not asked for again goes with the
/// next change.
final class PrincipalCache: Sendable {
  struct Key: Hashable, Sendable {
    var tenant: Tenant
    var digest: SHA256Digest
  }

  private struct Entry {
    var principal: Principal
    var readAt: Instant
    var validUntil: Instant

    /// A clock that was set back must not lengthen anything.
    func isGood(at now: Instant) -> Bool { now >= readAt && now < validUntil }
  }

  private struct State {
    var young: [Key: Entry] = [:]
    var old: [Key: Entry] = [:]
    /// Counts removals, so that what was read before one is not kept after it.
    var removals = 0
  }

  private let state = Mutex(State())
  private let lifetime: Duration
  private let half: Int

  init(lifetime: Duration, capacity: Int) {
    self.lifetime = lifetime
    half = max(1, capacity / 2)
  }

  func principal(for key: Key, at now: Instant) -> Principal? {
    state.withLock { state in
      if let entry = state.young[key] { return entry.isGood(at: now) ? entry.principal : nil }
      guard let entry = state.old[key], entry.isGood(at: now) else { return nil }
      insert(entry, for: key, &state)
      return entry.principal
    }
  }

  /// To be asked before the database is read, for `keep`.
  var removals: Int { state.withLock { $0.removals } }

  /// - Parameter removals: what it was before the principal was read.
  func keep(_ principal: Principal, for key: Key, at now: Instant, until end: Instant?, removals: Int) {
    let until = min(end ?? now + lifetime, now + lifetime)
    state.withLock { state in
      guard state.removals == removals else { return }
      insert(Entry(principal: principal, readAt: now, validUntil: until), for: key, &state)
    }
  }

  func remove(_ key: Key) {
    state.withLock { state in
      state.removals += 1
      state.young[key] = nil
      state.old[key] = nil
    }
  }

  /// Forgets all sessions and tokens of one principal.
  func removeAll(of id: String, in tenant: Tenant) {
    state.withLock { state in
      state.removals += 1
      state.young = state.young.filter { $0.key.tenant != tenant || $0.value.principal.id != id }
      state.old = state.old.filter { $0.key.tenant != tenant || $0.value.principal.id != id }
    }
  }

  var count: Int { state.withLock { $0.young.count + $0.old.count } }

  private func insert(_ entry: Entry, for key: Key, _ state: inout State) {
    if state.young.count >= half, state.young[key] == nil {
      state.old = state.young
      state.young = [:]
    }
    state.young[key] = entry
    state.old[key] = nil
  }
}
