// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Vocabulary

/// The series that doors of this process know by a handle.
final class SeriesSlots: Sendable {
  private struct State {
    var entries: [SeriesEntry] = []
    var codes: [String] = []
    var slots: [Int64: Int32] = [:]
    /// Those whose writers take turns.
    var inTurn: Set<Int64> = []
  }
  private let state = Mutex(State())

  /// By slot.
  func entries() -> [SeriesEntry] { state.withLock(\.entries) }

  /// The codes of all, by slot.
  func codes() -> [String] { state.withLock(\.codes) }

  /// The series of these whose writers take turns.
  func inTurn(of runs: ReadingRuns) -> [Int64] {
    let some = state.withLock(\.inTurn)
    return some.isEmpty ? [] : runs.runs.map(\.series).filter(some.contains)
  }

  /// - Parameter entries: what is known of the series of each code; `nil` where there is none.
  func handles(_ codes: [String], _ entries: [SeriesEntry?]) -> [SeriesHandle?] {
    state.withLock { state in
      zip(codes, entries).map { code, entry in
        guard let entry else { return nil }
        if let slot = state.slots[entry.id.rawValue] { return SeriesHandle(slot: slot) }
        let slot = Int32(state.entries.count)
        state.entries.append(entry)
        state.codes.append(code)
        state.slots[entry.id.rawValue] = slot
        if entry.policy.takesTurns { state.inTurn.insert(entry.id.rawValue) }
        return SeriesHandle(slot: slot)
      }
    }
  }
}
