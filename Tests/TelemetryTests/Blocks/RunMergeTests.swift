// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Telemetry
import TestSupport
import Testing

@Suite struct RunMergeTests {
  private struct Stored: Equatable {
    var instant: Int64
    var value: UInt64
  }

  /// Stretches, ties and gaps in all orders: what comes out is what a table of instants says.
  @Test(arguments: [Series.Policy.lastWins, .firstWins, .keepAll]) func mergesAsATableWould(policy: Series.Policy) {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        // Few instants, so that there are ties; few values, so that some of these say the same.
        (0..<Int64.random(in: 1...30, using: &random)).filter { _ in Bool.random(using: &random) }
          .map { Stored(instant: $0, value: UInt64.random(in: 0...2, using: &random)) }
      }
      var table: [Int64: [UInt64]] = [:]
      for reading in parts.joined() {
        let known = table[reading.instant] ?? []
        table[reading.instant] =
          switch policy {
          case .lastWins: [reading.value]
          case .firstWins: known.isEmpty ? [reading.value] : known
          case .keepAll: known.contains(reading.value) ? known : known + [reading.value]
          }
      }
      let expected = table.sorted { $0.key < $1.key }.flatMap { row in
        row.value.map { Stored(instant: row.key, value: $0) }
      }
      var merged = ReadingRuns()
      RunMerge.append(parts.map(Self.part), series: 7, kind: .number, policy: policy, to: &merged)
      #expect(zip(merged.instants, merged.values).map { Stored(instant: $0, value: $1) } == expected, "\(parts)")
      #expect(merged.runs.map(\.range) == [0..<expected.count])
    }
  }

  /// A part in the middle of longer columns.
  private static func part(_ readings: [Stored]) -> RunMerge.Part {
    var runs = ReadingRuns()
    runs.instants = [-1] + readings.map(\.instant) + [99]
    runs.values = [9] + readings.map(\.value) + [9]
    let range = 1..<readings.count + 1
    runs.runs = [ReadingRuns.Run(series: 7, kind: .number, range: range)]
    return RunMerge.Part(source: runs, range: range)
  }
}
