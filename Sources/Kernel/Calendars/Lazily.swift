// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A value made on first use. Threads that come at once may each make it; one is kept, and all of them get that one.
final class Lazily<Value: AnyObject & Sendable>: Sendable {
  private let reference = AtomicLazyReference<Value>()

  func value(_ make: () -> Value) -> Value { reference.load() ?? reference.storeIfNil(make()) }
}
