// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Vocabulary

extension ThresholdRule {
  /// The use of the rule that led to a change of a warning, for the journal: the inputs, the level that fitted, counted from 1
  /// as the rules of a table are, and as output the level that is on.
  func use(_ inputs: [String: JSON], leadingTo level: WarningLevel?) -> DecisionUse {
    let number = level.flatMap { level in levels.firstIndex { $0.level == level } }.map { $0 + 1 }
    return DecisionUse(
      decision: "\(code)@\(version)", inputs: inputs,
      matches: [DecisionResult.Match(element: code, rules: number.map { [$0] } ?? [], isDefault: number == nil)],
      output: .object(["level": level.map { .string($0.rawValue) } ?? .null]))
  }

  /// The levels of a use as they are written; the use must be of this version.
  public func matchedTables(of use: DecisionUse) -> [MatchedTable] {
    use.matches.map { match in
      MatchedTable(
        table: match.element,
        rules: match.rules.compactMap { number in
          guard levels.indices.contains(number - 1) else { return nil }
          let level = levels[number - 1]
          var inputs = [MatchedTable.Entry(name: "when", text: level.when.text, value: use.inputs["value"])]
          if let until = level.until { inputs.append(MatchedTable.Entry(name: "until", text: until.text)) }
          if level.holding > 0 {
            let holding = DaysAndTimeDuration(nanoseconds: Int128(level.holding) * 1_000_000)
            inputs.append(
              MatchedTable.Entry(
                name: "for", text: holding.map { FEELValue.daysAndTimeDuration($0).text } ?? "\(level.holding) ms"))
          }
          return MatchedTable.Rule(
            number: number, inputs: inputs,
            outputs: [MatchedTable.Entry(name: "level", text: "\"\(level.level.rawValue)\"")],
            notes: [MatchedTable.Entry(name: "source", text: source)])
        }, isDefault: match.isDefault,
        defaults: match.isDefault ? [MatchedTable.Entry(name: "level", text: "null")] : [])
    }
  }
}
