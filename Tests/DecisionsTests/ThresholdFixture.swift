// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Vocabulary

extension ThresholdRule {
  /// A rule with times in seconds.
  static func sample(
    _ side: Side, _ steps: [(level: WarningLevel, limit: Double, holding: Int64)], hysteresis: Double = 0,
    clearing: Int64 = 0, silence: Int64 = 600
  ) -> ThresholdRule {
    ThresholdRule(
      code: "rule", version: 1, name: LocalizedText(["en": "Rule"]), series: ["s"], side: side,
      steps: steps.map { Step(level: $0.level, limit: $0.limit, holding: $0.holding * 1000) }, hysteresis: hysteresis,
      clearing: clearing * 1000, silence: silence * 1000, matterType: "alarm", source: "example")
  }

  /// Red above 90 at once, yellow above 70 for a minute; back is 5 inside a limit for half a minute.
  static let heat = sample(.above, [(.red, 90, 0), (.yellow, 70, 60)], hysteresis: 5, clearing: 30)
  /// Red below 5 at once, yellow below 10 for 20 seconds; back is 2 inside a limit, at once.
  static let pressure = sample(.below, [(.red, 5, 0), (.yellow, 10, 20)], hysteresis: 2)
  /// Four levels, the milder the longer it takes; back is back at once.
  static let stairs = sample(.above, [(.red, 40, 0), (.orange, 30, 10), (.yellow, 20, 20), (.blue, 10, 30)])
  /// Frost: red above −10, back at −11.
  static let thaw = sample(.above, [(.red, -10, 0)], hysteresis: 1)
}

extension ThresholdState.Change {
  /// `red`, `red→yellow`, `red→`.
  var text: String {
    switch self {
    case .raised(let level): "\(level)"
    case .moved(let level, let from): "\(from)→\(level)"
    case .cleared(let level): "\(level)→"
    }
  }
}

extension ThresholdState {
  /// Takes readings at times in seconds and says when what changed: `60 yellow, 61 yellow→red`.
  mutating func play(_ readings: [(Int64, Double)], _ rule: ThresholdRule) -> String {
    readings.compactMap { second, value in
      take(value, at: Instant(seconds: second), by: rule).map { "\(second) \($0.text)" }
    }.joined(separator: ", ")
  }
}
