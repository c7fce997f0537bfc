// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import TestSupport
import Testing

/// Random tables say what evaluating every cell of every rule says, whatever the hit policy.
@Suite("Decision tables against their definition") struct TableAgreementTests {
  private static let policies: [(name: String, aggregation: String?)] = [
    ("UNIQUE", nil), ("ANY", nil), ("PRIORITY", nil), ("FIRST", nil), ("RULE ORDER", nil), ("OUTPUT ORDER", nil),
    ("COLLECT", nil), ("COLLECT", "SUM"), ("COLLECT", "MIN"), ("COLLECT", "MAX"), ("COLLECT", "COUNT"),
  ]

  /// For each type of column: cells, and values that it may be asked for.
  private static let columns: [(type: String, feel: FEELType, cells: [String], values: [String])] = [
    (
      "number", .number,
      ["1", "< 3", ">= 3", "[2..5]", "(2..5)", "not(3)", "not([1..2], 4)", "1, 3, 5", "a0", "b + 1"],
      ["0", "1", "2", "2.5", "3", "4", "5", "6"]
    ),
    (
      "string", .string, ["\"a\"", "\"a\", \"b\"", "not(\"a\")", "> \"a\"", "[\"a\"..\"c\")", "contains(?, \"b\")"],
      ["\"\"", "\"a\"", "\"ab\"", "\"b\"", "\"c\""]
    ),
    ("boolean", .boolean, ["true", "false", "not(true)", "true, false", "b > 3", "?"], ["true", "false"]),
    (
      "date", .date,
      [
        "@\"2026-01-01\"", "< @\"2026-06-01\"", "[@\"2026-01-01\"..@\"2026-12-31\"]", "date(\"2026-01-01\")",
        "not(@\"2026-01-01\")", "> @\"2026-06-01T00:00:00Z\"",
      ], ["@\"2025-12-31\"", "@\"2026-01-01\"", "@\"2026-06-01\"", "@\"2027-01-01\""]
    ),
    (
      "dateTime", .dateAndTime,
      ["< @\"2026-06-01\"", "@\"2026-06-01T00:00:00Z\"", "[@\"2026-01-01\"..@\"2026-06-01\"]"],
      ["@\"2026-01-01T00:00:00Z\"", "@\"2026-06-01T00:00:00Z\"", "@\"2030-01-01T12:00:00\""]
    ),
    (
      "Any", .any, ["1", "\"a\"", "true", "[1, 2]", "1, \"a\", true", "not(1, \"a\")", "@\"P1D\"", "{x: 1}", "> 2"],
      ["1", "3", "\"a\"", "true", "false", "[1, 2]", "[1]", "@\"P1D\"", "{x: 1}", "@\"2026-01-01\""]
    ),
  ]

  private static let shared = ["-", "-", "null", "not(null)", "? = null", "? != null and b = 4"]
  private static let outputs = ["1", "2", "3", "2", "null", "b", "1 + 1"]

  @Test func everyCellCounts() throws {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<FuzzSize.count(150) {
      let chosen = (0..<Int.random(in: 1...4, using: &random)).map { _ in Self.columns.randomElement(using: &random)! }
      let policy = Self.policies.randomElement(using: &random)!
      let rules = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        chosen.map { (Bool.random(using: &random) ? $0.cells : Self.shared).randomElement(using: &random)! }
          + [Self.outputs.randomElement(using: &random)!]
      }
      let fallback = Int.random(in: 0..<3, using: &random) == 0 ? "9" : nil
      let values = policy.name.contains("ORDER") || policy.name == "PRIORITY" ? "3, 1, 2" : nil
      let inputs = chosen.indices.map { "a\($0)" } + ["b"]
      let model = try DMNFixture.compile(
        DMNFixture.table(
          policy.name, aggregation: policy.aggregation, inputs: inputs, types: chosen.map(\.type) + ["number"],
          outputs: [("r", values, fallback)], rules: rules.map { $0.dropLast() + ["-"] + $0.suffix(1) }))
      for _ in 0..<12 {
        let given = try chosen.map { column in
          let text = Int.random(in: 0..<6, using: &random) == 0 ? "null" : column.values.randomElement(using: &random)!
          return try FEELExpression(text).evaluate(in: FEELEvaluation())
        }
        let expected = try Self.naive(chosen.map(\.feel), rules, given, policy, fallback)
        let result = try model.decide(
          "D", inputs: zip(inputs, given + [4]).map { DecisionInput(name: $0, value: $1) }, evaluation: FEELEvaluation()
        )
        #expect(result.value.literal == expected, "\(policy) \(rules) for \(given)")
      }
    }
  }

  /// What the table says by its definition (DMN 1.5, 8.2.10 and 8.3.3).
  private static func naive(
    _ types: [FEELType], _ rules: [[String]], _ given: [FEELValue], _ policy: (name: String, aggregation: String?),
    _ fallback: String?
  ) throws -> String {
    var outputs: [FEELValue] = []
    for rule in rules {
      var fits = true
      for (number, value) in given.enumerated() where rule[number] != "-" {
        var names = FEELNames()
        for (other, type) in types.enumerated() { names.declare("a\(other)", type: type) }
        names.declare("b", type: .number)
        names.declare("?", type: types[number])
        let test = try FEELExpression(unaryTests: rule[number], names: names)
        let answer = try test.evaluate(given + [4, value], in: FEELEvaluation())
        if case .boolean(true) = answer { continue }
        fits = false
      }
      if fits {
        var names = FEELNames()
        names.declare("b")
        outputs.append(try FEELExpression(rule[given.count], names: names).evaluate([4], in: FEELEvaluation()))
      }
    }
    let isList = policy.name.contains("ORDER") || policy.name == "COLLECT" && policy.aggregation == nil
    if outputs.isEmpty {
      if let fallback { return isList ? "[\(fallback)]" : fallback }
      return isList ? "[]" : policy.aggregation == "COUNT" ? "0" : "null"
    }
    let priorities = ["3", "1", "2"]
    let ranked = outputs.enumerated().sorted { left, right in
      let ranks = [left, right].map { priorities.firstIndex(of: $0.element.literal) ?? priorities.count }
      return ranks[0] == ranks[1] ? left.offset < right.offset : ranks[0] < ranks[1]
    }.map(\.element)
    let numbers = outputs.compactMap { if case .number(let number) = $0 { number } else { nil } }
    let areNumbers = numbers.count == outputs.count
    switch (policy.name, policy.aggregation) {
    case ("UNIQUE", _): return outputs.count == 1 ? outputs[0].literal : "null"
    case ("ANY", _): return Set(outputs.map(\.literal)).count == 1 ? outputs[0].literal : "null"
    case ("PRIORITY", _): return ranked[0].literal
    case ("FIRST", _): return outputs[0].literal
    case ("OUTPUT ORDER", _): return FEELValue.list(ranked).literal
    case (_, "SUM"?):
      return areNumbers ? FEELValue.number(numbers.reduce(0) { $0 + ($1.int ?? 0) }).literal : "null"
    case (_, "MIN"?): return outputs.count == 1 ? outputs[0].literal : areNumbers ? "\(numbers.min()!)" : "null"
    case (_, "MAX"?): return outputs.count == 1 ? outputs[0].literal : areNumbers ? "\(numbers.max()!)" : "null"
    case (_, "COUNT"?): return "\(outputs.count)"
    default: return FEELValue.list(outputs).literal
    }
  }
}
