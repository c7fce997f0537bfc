// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Vocabulary

/// The series that doors of this process know by a handle.
final class SeriesSlots: Sendable {
  private struct State {
    var entries: [SeriesEntry] = []
    var slots: [Int64: Int32] = [:]
  }
  private let state = Mutex(State())

  /// By slot.
  func entries() -> [SeriesEntry] { state.withLock(\.entries) }

  func handles(_ entries: [SeriesEntry?]) -> [SeriesHandle?] {
    state.withLock { state in
      entries.map { entry in
        guard let entry else { return nil }
        if let slot = state.slots[entry.id.rawValue] { return SeriesHandle(slot: slot) }
        let slot = Int32(state.entries.count)
        state.entries.append(entry)
        state.slots[entry.id.rawValue] = slot
        return SeriesHandle(slot: slot)
      }
    }
  }
}
