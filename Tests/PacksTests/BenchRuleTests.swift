// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Foundation
import Packs
import TestSupport
import Testing
import Vocabulary

/// The demo pack's rules on the recordings of a real pump bench, with the faults that were made on purpose marked in
/// them.
@Suite struct BenchRuleTests {
  private struct Row {
    var at: Instant
    var value: Double
    var isFault: Bool
  }

  private static func rows(_ file: URL, column: String) throws -> [Row] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let heads = lines[0].split(separator: ";")
    let place = try #require(heads.firstIndex { $0 == column })
    let fault = heads.firstIndex { $0 == "anomaly" }
    return try lines.dropFirst().map { line in
      let fields = line.split(separator: ";")
      return Row(
        at: try #require(Instant(fields[0].replacing(" ", with: "T") + "Z")),
        value: try #require(Double(fields[place])),
        isFault: fault.map { fields[$0].hasPrefix("1") } ?? false)
    }
  }

  private struct Raised: Equatable {
    var run: Int
    var level: WarningLevel
    var isFault: Bool
  }

  private static func warnings(_ rule: ThresholdRule, _ runs: [[Row]]) -> [Raised] {
    var state = ThresholdState()
    var raised: [Raised] = []
    for (run, rows) in runs.enumerated() {
      for row in rows {
        switch state.take(row.value, at: row.at, by: rule).change {
        case .raised(let level): raised.append(Raised(run: run, level: level, isFault: row.isFault))
        case .moved(let level, _) where level > raised[raised.count - 1].level: raised[raised.count - 1].level = level
        default: break
        }
      }
    }
    return raised
  }

  @Test func findsClosingValvesAndNothingElse() throws {
    guard let folder = RealData.folder("skab") else { return }
    let pack = try CityPackTests.load("demo")
    let rule = try #require(pack.rules.first { $0.code == "pump-bench-flow-low" })
    let column = try #require(pack.series("pump-bench-flow")?.column)
    let runs = try (0..<16).map { try Self.rows(folder.appending(path: "valve1/\($0).csv"), column: column) }
    let warnings = Self.warnings(rule, runs)
    // One warning in each run in which the valve closed far enough; none outside of the marked times.
    #expect(warnings.map(\.run) == [3, 5, 7, 9, 10, 11, 12, 13, 14, 15])
    #expect(warnings.filter { !$0.isFault } == [])
    #expect(warnings.filter { $0.level == .red }.map(\.run) == [13, 15])
  }

  @Test func isQuietWhenNothingIsWrong() throws {
    guard let folder = RealData.folder("skab") else { return }
    let pack = try CityPackTests.load("demo")
    let file = folder.appending(path: "anomaly-free.csv")
    for rule in pack.rules where rule.code.hasPrefix("pump-bench") {
      for series in pack.series where rule.watches(series.code) {
        let rows = try Self.rows(file, column: try #require(series.column))
        #expect(rows.count == 9405 && Self.warnings(rule, [rows]) == [], "\(rule.code) on \(series.code)")
      }
    }
  }
}
