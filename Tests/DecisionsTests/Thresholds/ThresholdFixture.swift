// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Vocabulary

/// Limits on one side with a hysteresis, from which a rule is written in FEEL.
struct Limits: Sendable {
  enum Side: String, Sendable { case above, below }

  var side: Side
  /// The most severe first; times in seconds.
  var steps: [(level: WarningLevel, limit: Double, holding: Int64)]
  var hysteresis = 0.0
  var clearing: Int64 = 0
  var silence: Int64 = 600

  /// With conditions in the form of a table's cells, or of expressions that say the same.
  func rule(asCells: Bool = true) throws -> ThresholdRule {
    let levels = try steps.map { step in
      let (sign, back) = side == .above ? (">", "<=") : ("<", ">=")
      let end = side == .above ? step.limit - hysteresis : step.limit + hysteresis
      // What is no comparison of the value with a number is evaluated each time.
      let (value, plain) = asCells ? ("", "") : ("value ", " + 0")
      return ThresholdRule.Level(
        level: step.level, when: try ThresholdCondition("\(value)\(sign) \(step.limit)\(plain)"),
        until: hysteresis == 0 ? nil : try ThresholdCondition("\(value)\(back) \(end)\(plain)"),
        holding: step.holding * 1000)
    }
    return ThresholdRule(
      code: "rule", version: 1, name: LocalizedText(["en": "Rule"]), series: ["s"], levels: levels,
      clearing: clearing * 1000, silence: silence * 1000, matterType: "alarm", source: "example")
  }
}

extension ThresholdRule {
  private static func sample(_ limits: Limits) -> ThresholdRule {
    do { return try limits.rule() } catch { fatalError("\(error)") }
  }

  /// Red above 90 at once, yellow above 70 for a minute; back is 5 inside a limit for half a minute.
  static let heat = sample(
    Limits(side: .above, steps: [(.red, 90, 0), (.yellow, 70, 60)], hysteresis: 5, clearing: 30))
  /// Red below 5 at once, yellow below 10 for 20 seconds; back is 2 inside a limit, at once.
  static let pressure = sample(Limits(side: .below, steps: [(.red, 5, 0), (.yellow, 10, 20)], hysteresis: 2))
  /// Four levels, the milder the longer it takes; back is back at once.
  static let stairs = sample(
    Limits(side: .above, steps: [(.red, 40, 0), (.orange, 30, 10), (.yellow, 20, 20), (.blue, 10, 30)]))
  /// Frost: red above −10, back at −11.
  static let thaw = sample(Limits(side: .above, steps: [(.red, -10, 0)], hysteresis: 1))

  /// A rule whose levels are written as in a pack; times in seconds.
  static func written(
    _ levels: [(level: WarningLevel, when: String, until: String?, holding: Int64)], clearing: Int64 = 0
  ) -> ThresholdRule {
    do {
      return ThresholdRule(
        code: "rule", version: 1, name: LocalizedText(["en": "Rule"]), series: ["s"],
        levels: try levels.map {
          ThresholdRule.Level(
            level: $0.level, when: try ThresholdCondition($0.when),
            until: try $0.until.map({ try ThresholdCondition($0) }),
            holding: $0.holding * 1000)
        }, clearing: clearing * 1000, silence: 600_000, matterType: "alarm", source: "example")
    } catch {
      fatalError("\(error)")
    }
  }
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
      take(value, at: Instant(seconds: second), of: "s", by: rule).change.map { "\(second) \($0.text)" }
    }.joined(separator: ", ")
  }
}
