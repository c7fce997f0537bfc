// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Vocabulary

/// Matters that were used lately, decoded. What is in it was committed once; whether it is still the newest, the revision check
/// of the write decides.
final class MatterCache: Sendable {
  private struct Key: Hashable {
    var tenant: Tenant
    var id: Identifier
  }
  private struct State {
    // Two generations: when the young one is full it becomes the old one, and what nobody used is forgotten.
    var young: [Key: Matter] = [:]
    var old: [Key: Matter] = [:]
  }

  private let capacity: Int
  private let state = Mutex(State())

  init(capacity: Int) { self.capacity = capacity }

  func matter(_ id: Identifier, tenant: Tenant) -> Matter? {
    let key = Key(tenant: tenant, id: id)
    return state.withLock { state in
      if let matter = state.young[key] { return matter }
      guard let matter = state.old[key] else { return nil }
      Self.put(matter, key, &state, capacity)
      return matter
    }
  }

  func put(_ matter: Matter, tenant: Tenant) {
    let key = Key(tenant: tenant, id: matter.id)
    state.withLock { state in
      if let known = state.young[key] ?? state.old[key], known.revision > matter.revision { return }
      Self.put(matter, key, &state, capacity)
    }
  }

  func remove(_ id: Identifier, tenant: Tenant) {
    let key = Key(tenant: tenant, id: id)
    state.withLock { state in
      state.young[key] = nil
      state.old[key] = nil
    }
  }

  private static func put(_ matter: Matter, _ key: Key, _ state: inout State, _ capacity: Int) {
    if state.young.count >= capacity / 2 {
      state.old = state.young
      state.young = [:]
    }
    state.young[key] = matter
  }
}
