// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DemoCity

@Suite struct RandomStreamTests {
  @Test func streamsOfOneSeedDiffer() {
    var roads = RandomStream(seed: 1, "roads")
    var again = RandomStream(seed: 1, "roads")
    var history = RandomStream(seed: 1, "history")
    var other = RandomStream(seed: 2, "roads")
    let first = roads.next()
    #expect(first == again.next() && first != history.next() && first != other.next())
  }

  @Test func numbersStayInTheirRanges() {
    var stream = RandomStream(seed: 3, "test")
    var sum = 0.0
    for _ in 0..<10_000 {
      let unit = stream.unit()
      #expect(unit >= 0 && unit < 1)
      #expect((0..<7).contains(stream.integer(below: 7)))
      #expect(stream.skewed(0.8) > 0)
      sum += stream.normal()
    }
    #expect(abs(sum / 10_000) < 0.05)
  }

  @Test func weightsOfNothingAreNeverDrawn() {
    var stream = RandomStream(seed: 4, "test")
    var counts = [0, 0, 0]
    for _ in 0..<3000 { counts[stream.index(of: [1, 0, 2])] += 1 }
    #expect(counts[1] == 0 && (800...1200).contains(counts[0]))
  }
}
