// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Vocabulary

/// When each thing that the city does by itself was last done, and whether it failed since.
public final class WorkLog: Sendable {
  public struct Entry: Sendable, Hashable {
    public var name: String
    public var doneAt: Instant?
    /// Why the last attempt failed; `nil` when it did not.
    public var trouble: LocalizedText?
  }

  private let entries = Mutex<[String: Entry]>([:])

  init() {}

  /// By name.
  public var all: [Entry] { entries.withLock { $0.values.sorted { $0.name < $1.name } } }

  func done(_ name: String, at now: Instant) {
    entries.withLock { $0[name] = Entry(name: name, doneAt: now) }
  }

  func failed(_ name: String, _ trouble: LocalizedText) {
    entries.withLock { $0[name, default: Entry(name: name)].trouble = trouble }
  }
}
