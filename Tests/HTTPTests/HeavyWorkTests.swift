// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import HTTP

@Suite struct HeavyWorkTests {
  private final class Counts: Sendable {
    let running = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let done = Atomic<Int>(0)
  }

  @Test func letsOnlySoManyComputeAtOnce() async {
    let heavy = HeavyWork(atOnce: 2)
    let counts = Counts()
    await withTaskGroup { group in
      for number in 0..<20 {
        group.addTask {
          try? await heavy.run {
            let running = counts.running.wrappingAdd(1, ordering: .relaxed).newValue
            counts.most.max(running, ordering: .relaxed)
            for _ in 0..<20 { await Task.yield() }
            counts.running.wrappingSubtract(1, ordering: .relaxed)
            // A failure makes room as well.
            if number % 5 == 0 { throw Toy.Unexpected() }
            counts.done.wrappingAdd(1, ordering: .relaxed)
          }
        }
      }
    }
    #expect(counts.done.load(ordering: .relaxed) == 16)
    #expect(counts.most.load(ordering: .relaxed) <= 2)
  }
}
