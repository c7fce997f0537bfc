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

  private let recent: Mutex<RecentValues<Key, Matter>>

  init(capacity: Int) { recent = Mutex(RecentValues(capacity: capacity)) }

  func matter(_ id: Identifier, tenant: Tenant) -> Matter? {
    recent.withLock { $0.use(Key(tenant: tenant, id: id)) }
  }

  func put(_ matter: Matter, tenant: Tenant) {
    let key = Key(tenant: tenant, id: matter.id)
    recent.withLock { recent in
      if let known = recent.peek(key), known.revision > matter.revision { return }
      recent.keep(matter, for: key)
    }
  }

  func remove(_ id: Identifier, tenant: Tenant) {
    recent.withLock { $0.forget(Key(tenant: tenant, id: id)) }
  }
}
