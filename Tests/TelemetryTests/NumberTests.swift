// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
@testable import Telemetry
import TestSupport
import Testing
import Vocabulary

/// The numbers of several readings of one instant.
@Suite struct NumberTests {
  private func change(
    _ series: Series, _ sequence: Int, _ change: ReadingChange, _ fixture: Fixture
  ) async throws {
    try await fixture.database.write { [telemetry = fixture.telemetry, at = fixture.start] in
      _ = try telemetry.change(series.id, at: at, sequence: sequence, change, by: .system(here), in: $0)
    }
  }

  private func numbered(_ series: Series, _ fixture: Fixture) async throws -> [Int: Double] {
    Dictionary(uniqueKeysWithValues: try await fixture.all(series).map { ($0.sequence, $0.value.number ?? .nan) })
  }

  /// A number is that of one reading for ever, in the log, in segments and after they are merged.
  @Test(arguments: Engine.allCases) func stayWithTheirReadings(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a", policy: .keepAll)
    for value in 1...3 { try await fixture.telemetry.append([fixture.reading("a", 0, Double(value))], tenant: here) }
    try await change(series, 0, .delete, fixture)
    for isSealed in [false, true] {
      if isSealed { try await fixture.telemetry.seal() }
      // Deleted once more, nothing else goes.
      let problem = try await #require(throws: Problem.self) { try await change(series, 0, .delete, fixture) }
      #expect(problem.code == .notFound)
      #expect(try await numbered(series, fixture) == [1: 2, 2: 3])
      #expect(try await fixture.telemetry.latest(of: series.id, tenant: here)?.sequence == 2)
    }
    try await change(series, 2, .delete, fixture)
    // What comes now gets a number of its own, also where it says what was deleted.
    for value in [3.0, 1] { try await fixture.telemetry.append([fixture.reading("a", 0, value)], tenant: here) }
    #expect(try await numbered(series, fixture) == [1: 2, 3: 3, 4: 1])
    await #expect(throws: Problem.self) { try await change(series, 2, .correct(.number(9)), fixture) }
    try await change(series, 3, .correct(.number(9)), fixture)
    for round in 1...8 {
      try await fixture.telemetry.append([fixture.reading("a", Int64(round), 0)], tenant: here)
      try await fixture.telemetry.seal()
    }
    var numbers: [Int] = []
    for order in [ReadingOrder.oldestFirst, .newestFirst] {
      var last: Reading?
      for _ in 0..<3 {
        last =
          try await fixture.telemetry.range(
            of: series.id, from: fixture.start, to: fixture.start + .milliseconds(1), order: order, after: last?.at,
            sequence: last?.sequence, limit: 1, tenant: here
          ).first
        if let last { numbers.append(last.sequence) }
      }
    }
    #expect(numbers == [1, 3, 4, 4, 3, 1])
    // All of an instant are gone, and the next one is another.
    for number in [1, 3, 4] { try await change(series, number, .delete, fixture) }
    try await fixture.telemetry.append([fixture.reading("a", 0, 5)], tenant: here)
    #expect(try await fixture.all(series).first.map { [$0.sequence, Int($0.value.number ?? 0)] } == [5, 5])
    // With its series all that was remembered of it goes.
    try await fixture.database.write { [telemetry = fixture.telemetry] transaction in
      try telemetry.remove(series.id, isWhole: true, by: .system(here), in: transaction)
      let left: Int? = try transaction.row("SELECT COUNT(*) FROM retired_numbers")?[0]
      #expect(left == 0)
    }
    await fixture.database.close()
  }

  /// Two of one instant that say the same would be one, and a number would be lost.
  @Test(arguments: Engine.allCases) func areNotLostByCorrections(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a", policy: .keepAll)
    try await fixture.telemetry.append([1, 2, 3].map { fixture.reading("a", 0, $0) }, tenant: here)
    let problem = try await #require(throws: Problem.self) {
      try await change(series, 0, .correct(.number(2)), fixture)
    }
    #expect(problem.code == .conflict)
    try await change(series, 1, .correct(.number(2)), fixture)
    #expect(try await numbered(series, fixture) == [0: 1, 1: 2, 2: 3])
    await fixture.database.close()
  }

  /// A series that keeps one reading of an instant has nothing to number.
  @Test(arguments: Engine.allCases) func areNoneWhereOneIsKept(engine: Engine) async throws {
    let fixture = try await Fixture(engine)
    let series = try await fixture.define("a")
    for value in [1.0, 2] {
      try await fixture.telemetry.append([fixture.reading("a", 0, value)], tenant: here)
      try await change(series, 0, .delete, fixture)
      await #expect(throws: Problem.self) { try await change(series, 0, .delete, fixture) }
    }
    try await fixture.telemetry.append([fixture.reading("a", 0, 3)], tenant: here)
    #expect(try await numbered(series, fixture) == [0: 3])
    await fixture.database.close()
  }

  /// A segment ends after all readings of its last instant.
  @Test func keepAnInstantInOneSegment() {
    var runs = ReadingRuns()
    let count = SegmentStore.readingsPerSegment
    runs.begin(1, .number)
    runs.instants = Array(0..<Int64(count - 1))
    runs.instants += [Int64](repeating: Int64(count), count: 3)
    runs.instants.append(Int64(count + 1))
    runs.values = [UInt64](repeating: 0, count: runs.instants.count)
    runs.runs[0].range = 0..<runs.instants.count
    #expect(
      SegmentStore.split(runs.runs, of: runs).filter { !$0.isEmpty }.map { $0.map(\.range) } == [
        [0..<count + 2], [count + 2..<count + 3],
      ])
  }
}
