// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@Suite struct IdentifierTests {
  @Test(
    arguments: [
      (0, "0000000000000"), (1, "0000000000001"), (31, "000000000000Z"), (32, "0000000000010"),
      (.max, "7ZZZZZZZZZZZZ"), (1 << 60, "1000000000000"), (32 * 31 + 18, "00000000000ZJ"),
    ] as [(Int64, String)])
  func text(_ raw: Int64, _ text: String) {
    #expect(Identifier(rawValue: raw).description == text)
    #expect(Identifier(text)?.rawValue == raw)
    #expect(Identifier(text.lowercased())?.rawValue == raw)
  }

  @Test func looksAlikeAreRead() {
    #expect(Identifier("OoIiLl0000000") == Identifier("0011110000000"))
  }

  @Test(arguments: [
    "", "000000000000", "00000000000000", "8000000000000", "ZZZZZZZZZZZZZ", "000000000000U", "00000000000-0",
    " 000000000000",
    "00000000000é",
  ])
  func refuses(_ text: String) {
    #expect(Identifier(text) == nil)
  }

  @Test func textsSortAsNumbersDo() {
    var generator = SeededGenerator(seed: 1)
    var previous = Identifier(rawValue: 0)
    for _ in 0..<20_000 {
      let shift = Int64.random(in: 0...40, using: &generator)
      let identifier = Identifier(rawValue: .random(in: 0...Int64.max, using: &generator) >> shift)
      let text = identifier.description
      if Identifier(text) != identifier { Issue.record("\(text)") }
      if (text < previous.description) != (identifier < previous) { Issue.record("\(text) and \(previous)") }
      previous = identifier
    }
  }

  @Test func identifiersGrowAndTellTheirTime() {
    let source = IdentifierSource(node: 1022)
    let now = Instant("2026-11-24T08:30:00Z")!
    var last = source.next(at: now)
    #expect(last.instant == now)
    #expect(last.rawValue >> 12 & 1023 == 1022)
    // More than one millisecond's worth: time runs ahead. A clock that goes back changes nothing.
    for index in 0..<10_000 {
      let next = source.next(at: index % 2 == 0 ? now : now - .seconds(60))
      if next <= last { Issue.record("\(next) after \(last)") }
      last = next
    }
    #expect(last.instant == now + .milliseconds(2))
    #expect(source.next(at: now + .seconds(1)).instant == now + .seconds(1))
  }

  @Test func identifiersOfManyThreadsDiffer() async {
    let source = IdentifierSource()
    let now = Instant("2026-11-24T08:30:00Z")!
    let all = await withTaskGroup(of: [Identifier].self) { group in
      for _ in 0..<8 { group.addTask { (0..<5000).map { _ in source.next(at: now) } } }
      return await group.reduce(into: Set<Identifier>()) { $0.formUnion($1) }
    }
    #expect(all.count == 40_000)
  }

  @Test func timeBeforeTheEpochIsTheEpoch() {
    #expect(IdentifierSource().next(at: Instant(milliseconds: 0)).instant >= Instant("2020-01-01T00:00:00Z")!)
  }

  /// What is told afterwards has its place among what was made at the time, and never the identifier of anything else.
  @Test func whatIsToldAfterwardsSortsByItsTime() throws {
    let moment = Instant("2026-11-24T08:30:00Z")!
    let told = try #require(Identifier.told(of: moment))
    #expect(told.lowerBound.instant == moment && told.upperBound.instant == moment)
    #expect(told.upperBound.rawValue - told.lowerBound.rawValue == 4095)
    for node in [0, 1, 1022] {
      let source = IdentifierSource(node: node)
      #expect(source.next(at: moment) < told.lowerBound)
      #expect(source.next(at: moment + .milliseconds(1)) > told.upperBound)
    }
    #expect(
      Identifier.told(of: Instant("2020-01-01T00:00:00Z")!)?.lowerBound.instant == Instant("2020-01-01T00:00:00Z"))
    #expect(Identifier.told(of: Instant("2019-12-31T23:59:59Z")!) == nil)
  }
}
