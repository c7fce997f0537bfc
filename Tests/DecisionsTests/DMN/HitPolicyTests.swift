// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing

/// The hit policies (DMN 1.5, 8.3.6).
@Suite("Hit policies") struct HitPolicyTests {
  private static let rules = [
    ["< 10", "-", "\"low\""], ["[5..20]", "\"x\"", "\"middle\""], ["> 15", "-", "\"high\""],
    ["15.5", "not(\"x\")", "\"low\""],
  ]

  private func model(
    _ policy: String, _ aggregation: String? = nil, values: String? = nil, fallback: String? = nil,
    rules: [[String]] = rules
  ) throws -> CompiledModel {
    let model = try DMNFixture.compile(
      DMNFixture.table(policy, aggregation: aggregation, outputs: [("o", values, fallback)], rules: rules))
    #expect(model.findings.filter { $0.severity == .error }.isEmpty)
    return model
  }

  @Test func uniqueTakesTheOneRule() throws {
    let model = try model("UNIQUE")
    #expect(try DMNFixture.text(model, "D", ["a": 3, "b": "y"]) == "\"low\"")
    #expect(try DMNFixture.text(model, "D", ["a": 12, "b": "x"]) == "\"middle\"")
    #expect(try DMNFixture.text(model, "D", ["a": 12, "b": "y"]) == "null")
    let twice = try DMNFixture.decide(model, "D", ["a": 7, "b": "x"])
    #expect(twice.value.isNull)
    #expect(twice.warnings.contains { $0.message.contains("rules 1, 2 fit at once") })
    #expect(twice.matches.map(\.rules) == [[1, 2]])
  }

  @Test func anyWantsEqualOutputs() throws {
    let model = try model("ANY")
    #expect(try DMNFixture.text(model, "D", ["a": .number(Decimal128("15.5")!), "b": "x"]) == "null")
    let same = try self.model("ANY", rules: [["< 10", "-", "1"], ["< 20", "-", "1.0"], ["< 5", "-", "2"]])
    #expect(try DMNFixture.text(same, "D", ["a": 7, "b": "x"]) == "1")
    #expect(try DMNFixture.text(same, "D", ["a": 3, "b": "x"]) == "null")
  }

  @Test func priorityTakesTheHighestOutput() throws {
    let model = try model("PRIORITY", values: "\"high\", \"middle\", \"low\"")
    #expect(try DMNFixture.text(model, "D", ["a": 7, "b": "x"]) == "\"middle\"")
    #expect(try DMNFixture.text(model, "D", ["a": 18, "b": "x"]) == "\"high\"")
    #expect(try DMNFixture.text(model, "D", ["a": .number(Decimal128("15.5")!), "b": "y"]) == "\"high\"")
  }

  @Test func firstTakesTheFirst() throws {
    let model = try model("FIRST")
    #expect(try DMNFixture.text(model, "D", ["a": 7, "b": "x"]) == "\"low\"")
    #expect(try DMNFixture.text(model, "D", ["a": 18, "b": "x"]) == "\"middle\"")
    #expect(try DMNFixture.decide(model, "D", ["a": 18, "b": "x"]).matches.map(\.rules) == [[2]])
  }

  @Test func severalAreListed() throws {
    #expect(try DMNFixture.text(model("RULE ORDER"), "D", ["a": 18, "b": "x"]) == "[\"middle\", \"high\"]")
    #expect(try DMNFixture.text(model("COLLECT"), "D", ["a": 7, "b": "x"]) == "[\"low\", \"middle\"]")
    let ordered = try model("OUTPUT ORDER", values: "\"high\", \"middle\", \"low\"")
    #expect(try DMNFixture.text(ordered, "D", ["a": .number(Decimal128("15.5")!), "b": "y"]) == "[\"high\", \"low\"]")
    #expect(try DMNFixture.text(ordered, "D", ["a": 12, "b": "y"]) == "[]")
  }

  @Test(arguments: [("SUM", "17"), ("MIN", "2"), ("MAX", "10"), ("COUNT", "3")])
  func collectedAreSummedUp(aggregation: String, result: String) throws {
    let model = try model("COLLECT", aggregation, rules: [["> 1", "-", "10"], ["> 2", "-", "5"], ["> 3", "-", "2"]])
    #expect(try DMNFixture.text(model, "D", ["a": 4, "b": ""]) == result)
    #expect(try DMNFixture.text(model, "D", ["a": 0, "b": ""]) == (aggregation == "COUNT" ? "0" : "null"))
  }

  @Test func defaultIsTakenWhereNoRuleFits() throws {
    let model = try model("UNIQUE", fallback: "\"none \" + b")
    #expect(try DMNFixture.text(model, "D", ["a": 12, "b": "y"]) == "\"none y\"")
    #expect(try DMNFixture.decide(model, "D", ["a": 12, "b": "y"]).matches.first?.isDefault == true)
    #expect(try DMNFixture.text(self.model("COLLECT", fallback: "\"n\""), "D", ["a": 12, "b": "y"]) == "[\"n\"]")
  }

  @Test func severalOutputsAreAContext() throws {
    let model = try DMNFixture.compile(
      DMNFixture.table(
        "PRIORITY", outputs: [("grade", "\"A\", \"B\"", nil), ("points", "10, 5", nil)],
        rules: [["> 1", "-", "\"B\"", "10"], ["> 2", "-", "\"A\"", "5"], ["> 3", "-", "\"A\"", "10"]]))
    #expect(try DMNFixture.text(model, "D", ["a": 2, "b": ""]) == "{grade: \"B\", points: 10}")
    #expect(try DMNFixture.text(model, "D", ["a": 3, "b": ""]) == "{grade: \"A\", points: 5}")
    #expect(try DMNFixture.text(model, "D", ["a": 4, "b": ""]) == "{grade: \"A\", points: 10}")
  }
}
