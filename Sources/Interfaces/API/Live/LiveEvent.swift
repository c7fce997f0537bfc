// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Journaling
import Vocabulary

/// An event of the journal in the form in which the live stream gives it to whoever may see it.
struct LiveEvent: Sendable {
  let kind: String
  let partition: Int
  let sequence: Int64
  /// The matter that it is about.
  let matter: Identifier?
  /// What says who may see it.
  let facts: AccessFacts
  /// JSON, the same for everybody: nothing in it tells about a reporter.
  let data: String
  /// Whether it concerns everybody, whatever their bounds.
  var isForAll = false
}

/// Which events somebody wants, and may see.
struct LiveAudience: Hashable, Sendable {
  var rule: AccessRule
  /// `nil` for all.
  var kinds: Set<String>?
  var matter: Identifier?

  func wants(_ event: LiveEvent) -> Bool {
    if let kinds, !kinds.contains(event.kind) { return false }
    if let matter, event.matter != matter { return false }
    return event.isForAll || rule.allows(event.facts)
  }
}

extension JournalPosition {
  /// Whether everything up to `other` lies before this position.
  func covers(_ other: JournalPosition) -> Bool {
    other.sequences.allSatisfy { sequences[$0.key] ?? 0 >= $0.value }
  }

  /// The later of the two in each partition.
  func merged(with other: JournalPosition) -> JournalPosition {
    JournalPosition(sequences.merging(other.sequences) { max($0, $1) })
  }

  func isPast(_ event: LiveEvent) -> Bool { sequences[event.partition] ?? 0 >= event.sequence }

  mutating func advance(past event: LiveEvent) { sequences[event.partition] = event.sequence }
}
