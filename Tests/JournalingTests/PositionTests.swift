// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct PositionTests {
  @Test(
    arguments: [
      ("0:17", [0: 17]), ("0:0", [0: 0]), ("0:17,3:4", [0: 17, 3: 4]), ("1023:9223372036854775807", [1023: .max]),
    ] as [(String, [Int: Int64])])
  func textIsRead(text: String, sequences: [Int: Int64]) {
    #expect(JournalPosition(text)?.sequences == sequences)
    #expect(JournalPosition(sequences).description == text)
  }

  @Test(arguments: [
    "", "0", ":", "0:", ":1", "a:1", "0:a", "-1:1", "0:-1", "+0:1", "0:+1", " 0:1", "0:1,", ",0:1", "0:1,0:2", "1024:1",
    "0:9223372036854775808", "0:1:2", "0:1;1:2", "0:1, 1:2", "０:1",
  ])
  func otherTextIsNone(text: String) {
    #expect(JournalPosition(text) == nil)
  }

  @Test func everyPositionIsReadBack() {
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<2000 {
      var position = JournalPosition()
      for _ in 0..<Int.random(in: 1...9, using: &generator) {
        let size = Int.random(in: 0...62, using: &generator)
        position.sequences[.random(in: 0..<1024, using: &generator)] = .random(in: 0...(1 << size), using: &generator)
      }
      #expect(JournalPosition(position.description) == position)
    }
  }

  @Test(arguments: Engine.allCases) func readingGoesOnWhereItStood(engine: Engine) async throws {
    let fixture = try await JournalFixture(engine)
    for subject in 0..<20 { try await fixture.write(3, subject: "s\(subject)") }
    let all = try await fixture.events()
    #expect(all.count == 60)
    var position = JournalPosition()
    var seen: [Event] = []
    while true {
      let (journal, from) = (fixture.journal, position)
      let (events, reached) = try await fixture.database.read { transaction in
        try journal.events(after: from, limit: 2, tenant: JournalFixture.city, in: transaction)
      }
      if reached == position { break }
      seen += events
      position = try #require(JournalPosition(reached.description))
    }
    #expect(Set(seen) == Set(all) && seen.count == 60)
    for partition in Set(all.map(\.partition)) {
      let chain = seen.filter { $0.partition == partition }
      #expect(chain.map(\.sequence) == Array(1...Int64(chain.count)))
    }
    var own = JournalPosition()
    for event in seen { own.advance(past: event) }
    #expect(own == position)
    await fixture.database.close()
  }
}
