// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import TestSupport
import Testing

/// The index of a table finds the rules that evaluating every cell finds.
@Suite("Index of decision tables") struct TableIndexTests {
  private static let cells = [
    "-", "5", "<3", ">=7", "[2..6)", "(4..9]", "not(5)", "not([2..6], 8)", "1, 3, [7..8]", "\"a\"", "\"b\", \"c\"",
    "not(\"a\")", "> \"b\"", "true", "null", "not(null)", "\"a\", 5", "date(\"2026-01-01\")", "< date(\"2026-06-01\")",
    "duration(\"P1D\")", "[duration(\"PT1H\")..duration(\"P2D\")]", "time(\"10:00:00\")", "> time(\"09:00:00Z\")",
    "? = b", "? > 4 and ? < 8", "!= 5", "b", "[1, 2, 5]",
  ]

  private static let values = [
    "null", "0", "2", "3", "4.5", "5", "6", "7", "8", "9", "10", "\"a\"", "\"b\"", "\"bb\"", "\"c\"", "\"\"", "true",
    "false", "date(\"2026-01-01\")", "date(\"2025-12-31\")", "date(\"2026-06-01\")", "duration(\"PT1H\")",
    "duration(\"P1D\")", "duration(\"P3D\")", "time(\"10:00:00\")", "time(\"10:00:00.5\")", "time(\"10:00:00Z\")",
    "[5]", "[\"a\"]", "[1, 2]", "{x: 1}", "date and time(\"2026-01-01T00:00:00\")",
  ]

  @Test func indexAgreesWithEvaluation() throws {
    var random = SeededGenerator(seed: 11)
    var names = FEELNames()
    names.declare("b")
    names.declare("?")
    let expressions = try Self.cells.map { try FEELExpression(unaryTests: $0, names: names) }
    for _ in 0..<20 {
      let chosen = (0..<70).map { _ in Int.random(in: 0..<Self.cells.count, using: &random) }
      let sheet = TableSheet(
        name: Cell("D"), hitPolicy: Cell("C"), inputs: [.init(head: Cell("a"))],
        outputs: [.init(head: Cell("o"))],
        rows: chosen.enumerated().map { number, cell in
          .init(inputs: [Cell(Self.cells[cell])], outputs: [Cell("\(number + 1)")], line: number + 1)
        })
      let inputs = ["a", "b"].map { InputData(id: $0, name: $0, variable: InformationItem(name: $0)) }
      let model = CompiledModel(
        try DecisionModel(sheets: [sheet], name: "m", namespace: "urn:m", inputs: inputs))
      for text in Self.values {
        let value = try FEELExpression(text).evaluate(in: FEELEvaluation())
        let found = try DMNFixture.decide(model, "D", ["a": value, "b": 5]).matches[0].rules
        let expected = try chosen.indices.filter {
          guard Self.cells[chosen[$0]] != "-" else { return true }
          let result = try expressions[chosen[$0]].evaluate([5, value], in: FEELEvaluation())
          if case .boolean(true) = result { return true }
          return false
        }
        #expect(
          found == expected.map { $0 + 1 },
          "\(text): \(Set(found).symmetricDifference(expected.map { $0 + 1 }).map { Self.cells[chosen[$0 - 1]] })")
      }
    }
  }

  @Test func manyRulesAreThinnedOut() throws {
    let count = 3_000
    let values = (0..<count).map { FEELValue.number($0) }
    let axis = try #require(Axis(kind: .number, values: values))
    let fits = (0..<count).map { rule in
      (
        rule: rule,
        segments: axis.segments(
          of: [.init(low: values[rule], lowIncluded: true, high: nil, highIncluded: false)], negated: false)
      )
    }
    let index = AxisIndex(axis: axis, base: RuleSet(count: count), fits: fits)
    for value in [-1, 0, 1, 1_499, 2_998, 2_999, 4_000] {
      let segment = try #require(axis.segment(of: .number(value)))
      #expect(index.rules(in: segment).count == max(0, min(count, value + 1)))
    }
    #expect(index.rules(touching: 0...3).rules == [0, 1])
  }

  @Test func ruleSetsCount() {
    var set = RuleSet(count: 130)
    #expect(set.isEmpty && set.first == nil)
    for rule in [0, 63, 64, 129] { set[rule] = true }
    #expect(set.rules == [0, 63, 64, 129] && set.count == 4 && set.first == 0)
    #expect(RuleSet(allOf: 130).count == 130)
    var rest = RuleSet(allOf: 130)
    rest.subtract(set)
    #expect(rest.count == 126 && !rest[63])
  }
}
