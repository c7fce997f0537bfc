// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Synchronization
import Testing
import Vocabulary

@testable import Operations

/// Reports that took long are made seldom.
@Suite struct KeptReportsTests {
  /// Makes reports and counts them.
  private final class Maker: Sendable {
    private let count = Mutex(0)
    var made: Int { count.withLock { $0 } }

    func make() -> OnTimeReport {
      let number = count.withLock { count in
        count += 1
        return count
      }
      return OnTimeReport(
        dimensions: [], basis: .opened, at: Instant(milliseconds: Int64(number)), lines: [],
        total: OnTimeReport.Line(keys: []))
    }
  }

  private func ask(
    _ kept: KeptReports, _ maker: Maker, _ text: String = "all", isLarge: Bool = true
  ) async throws -> Instant {
    try await kept.report(SQLCondition(text)) {
      isLarge
    } make: {
      for _ in 0..<10 { await Task.yield() }
      return maker.make()
    }.at
  }

  @Test func whatTookLongIsMadeOnce() async throws {
    let (kept, maker) = (KeptReports { _ in .seconds(600) }, Maker())
    let answers = try await withThrowingTaskGroup(of: Instant.self) { group in
      for _ in 0..<20 { group.addTask { try await ask(kept, maker) } }
      return try await group.reduce(into: Set<Instant>()) { $0.insert($1) }
    }
    #expect(maker.made == 1 && answers.count == 1)
    #expect(try await ask(kept, maker, "of one department") > answers.first ?? Instant(milliseconds: 9))
    #expect(maker.made == 2)
  }

  @Test func anythingElseIsMadeAnew() async throws {
    let maker = Maker()
    for _ in 0..<2 { _ = try await ask(KeptReports { _ in nil }, maker) }
    let slow = KeptReports { _ in .seconds(600) }
    for _ in 0..<2 { _ = try await ask(slow, maker, isLarge: false) }
    #expect(maker.made == 4)
    await #expect(throws: Problem.self) {
      _ = try await slow.report(SQLCondition("x")) {
        true
      } make: {
        throw Problem(.unavailable, "gone", "没有了")
      }
    }
    #expect(try await ask(slow, maker, "x") == Instant(milliseconds: 5), "a failure is not kept")
  }

  @Test(arguments: [(1, nil), (49, nil), (80, 4), (1000, 50), (5000, 60)] as [(Int64, Int64?)])
  func keptForFiftyTimesAsLong(_ milliseconds: Int64, _ seconds: Int64?) {
    #expect(KeptReports.usual(.milliseconds(milliseconds)) == seconds.map { .seconds($0) })
  }
}
