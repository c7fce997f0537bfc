// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Testing
import Vocabulary

@testable import API
@testable import HTTP

/// Where a listener that is further than the others meets them.
@Suite struct LiveListenerTests {
  private static func event(_ partition: Int, _ sequence: Int64) -> LiveEvent {
    LiveEvent(
      kind: "MatterNoted", partition: partition, sequence: sequence, matter: nil, facts: AccessFacts(), data: "{}")
  }

  private static func turns(
    ahead: [Int: Int64], others: [Int: Int64], _ events: [(Int, Int64)]
  ) -> [String] {
    let listener = LiveListener(LiveAudience(rule: .everything), sink: EventSink(limit: 1000) {})
    listener.ahead(to: JournalPosition(ahead))
    var position = JournalPosition(others)
    return events.map { partition, sequence in
      let event = event(partition, sequence)
      position.advance(past: event)
      switch listener.turn(event, at: position) {
      case .known: return "known"
      case .level: return "level"
      case .ahead(let ahead): return position.merged(with: ahead).description
      }
    }
  }

  @Test func theLastKnownEventIsNotGivenAgain() {
    #expect(Self.turns(ahead: [0: 5], others: [0: 3], [(0, 4), (0, 5), (0, 6)]) == ["known", "known", "level"])
  }

  @Test func whatIsNewInOnePartitionKeepsThePlaceInTheOthers() {
    #expect(
      Self.turns(ahead: [0: 5, 1: 9], others: [0: 5, 1: 7], [(0, 6), (1, 8), (1, 9), (1, 10), (0, 7)])
        == ["0:6,1:9", "known", "known", "level", "level"])
  }

  @Test func whoIsNotAheadIsLevel() {
    #expect(Self.turns(ahead: [0: 3], others: [0: 3], [(0, 4)]) == ["level"])
  }
}
