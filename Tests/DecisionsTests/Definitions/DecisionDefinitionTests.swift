// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Testing
import Vocabulary

@Suite struct DecisionDefinitionTests {
  private static func fee(tests: JSON = []) throws -> DecisionDefinition {
    try DecisionDefinition(json: [
      "code": "fee", "source": "a law", "hitPolicy": "F",
      "inputs": [
        ["expression": "born", "type": "date", "label": "Born on"], ["expression": "stay", "type": "dayTimeDuration"],
      ],
      "outputs": [["name": "amount", "default": "0"], ["name": "until", "default": "null"]], "notes": ["article"],
      "rules": [
        ["< date(\"2000-01-01\")", "-", "2.5", "date(\"2027-01-01\")", "3"],
        ["-", "> duration(\"PT48H\")", 7, "null", ""],
      ], "tests": tests,
    ])
  }

  /// JSON has no dates and durations: where the type is declared, a text is one.
  @Test func readsTextsAsTheirType() throws {
    let fee = try Self.fee()
    #expect(try fee.decide(["born": "1999-12-31"]).output == ["amount": 2.5, "until": "2027-01-01"])
    #expect(try fee.decide(["born": "2000-01-01", "stay": "P2DT1S"]).output["amount"] == 7)
    #expect(try fee.decide(["born": "2000-01-01", "stay": "P2D"]).output == ["amount": 0, "until": nil])
  }

  @Test func showsTheRulesThatFitted() throws {
    let fee = try Self.fee()
    let first = try fee.matchedTables(of: fee.decide(["born": "1999-12-31"]))
    #expect(first.count == 1 && first[0].table == "fee" && !first[0].isDefault && first[0].rules.map(\.number) == [1])
    let rule = first[0].rules[0]
    #expect(rule.inputs.map(\.name) == ["born", "stay"] && rule.inputs.map(\.value) == ["1999-12-31", nil])
    #expect(rule.inputs[0].text == "< date(\"2000-01-01\")" && rule.inputs[0].label == "Born on")
    #expect(rule.outputs.map(\.text) == ["2.5", "date(\"2027-01-01\")"] && rule.notes.map(\.text) == ["3"])
    let second = try fee.matchedTables(of: fee.decide(["born": "2001-01-01", "stay": "P3D"]))
    #expect(second[0].rules.map(\.number) == [2] && second[0].rules[0].notes.isEmpty, "an empty note is none")
    let none = try fee.matchedTables(of: fee.decide([:]))
    #expect(none[0].isDefault && none[0].rules.isEmpty && none[0].defaults.map(\.text) == ["0", "null"])
  }

  @Test func runsItsTests() throws {
    let fee = try Self.fee(tests: [
      ["inputs": ["born": "1999-12-31"], "output": ["until": "2027-01-01", "amount": 2.5]],
      ["inputs": ["stay": "P3D"], "output": ["amount": 7.0, "until": nil]],
      ["name": "free", "inputs": [:], "output": ["amount": 1, "until": nil]],
      ["inputs": ["name": "Li"], "output": nil],
    ])
    let failed = fee.failedTests()
    #expect(failed.map(\.index) == [2, 3] && failed[0].output == ["amount": 0, "until": nil])
    #expect(failed[0].detail.english.hasPrefix("test 3 (free): {\"amount\":1,\"until\":null} is expected, "))
    #expect(failed[1].detail.english == "test 4: the decision has no input name; it has born, stay")
  }

  /// A misspelt name would count as a value that is missing; a decision on the way may be given instead of worked out.
  @Test func takesOnlyWhatIsAskedFor() throws {
    let fee = try Self.fee()
    #expect(fee.unknownInputs(among: ["born": 1, "stay": nil]).isEmpty)
    let unknown = fee.unknownInputs(among: ["born": 1, "until": 2, "amount": 3])
    #expect(unknown.map(\.name) == ["amount", "until"] && unknown[0].detail.chinese.hasSuffix("它的输入是 born、stay"))
    #expect(throws: Problem.self) { try fee.refuseUnknown(["Born": 1], at: "/inputs") }
    let model = try DecisionDefinition(json: [
      "code": "m", "source": "a law", "decision": "Total",
      "dmn": """
      <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="M" namespace="urn:m">
      <inputData id="i" name="wet"><variable name="wet" typeRef="number"/></inputData>
      <decision id="s" name="Share"><variable name="Share"/>
        <informationRequirement><requiredInput href="#i"/></informationRequirement>
        <literalExpression><text>wet / 2</text></literalExpression></decision>
      <decision id="t" name="Total"><variable name="Total"/>
        <informationRequirement><requiredDecision href="#s"/></informationRequirement>
        <informationRequirement><requiredDecision href="#b"/></informationRequirement>
        <literalExpression><text>if Begun = null then Share + 1 else Begun.year</text></literalExpression></decision>
      <decision id="b" name="Begun"><variable name="Begun" typeRef="date"/></decision>
      <decision id="o" name="Other"><variable name="Other"/>
        <literalExpression><text>1</text></literalExpression></decision>
      </definitions>
      """,
      "tests": [
        ["inputs": ["wet": 4], "output": 3], ["inputs": ["Share": 4], "output": 5],
        ["inputs": ["Begun": "2026-11-28"], "output": 2026],
      ],
    ])
    #expect(model.failedTests().isEmpty, "\(model.failedTests())")
    #expect(model.unknownInputs(among: ["Total": 1, "Other": 1, "Share": 1]).map(\.name) == ["Other", "Total"])
    let free = try DecisionDefinition(json: [
      "code": "n", "source": "a law", "outputs": [["name": "o"]], "rules": [[1]],
    ])
    #expect(free.unknownInputs(among: ["x": 1]).first?.detail.english == "the decision has no input x; it has none")
  }

  /// One rule with a wrong number of cells is told with all that is wrong in the others, and no test case is run.
  @Test func tellsWhatElseIsWrong() throws {
    let table = try DecisionDefinition(
      json: [
        "code": "fee", "source": "a law", "hitPolicy": "U", "inputs": [["expression": "age", "type": "number"]],
        "outputs": [["name": "fee", "type": "number"]],
        "rules": [["< 18", 1], [">= 10", 2], ["> 5"], [["-"], 1], "-", ["> 100", "\"much\""]],
        "tests": [["inputs": ["age": 1], "output": 7]],
      ], analysed: true)
    let findings = table.compiled.findings.filter { $0.severity == .error }
    #expect(findings.filter { $0.kind == .structure }.map(\.rule) == [3, 4, 5] && !table.isWhole, "\(findings)")
    #expect(findings[0].message.hasPrefix("The rule has 1 cells; there are 1 inputs and 1 outputs."))
    #expect(findings[0].column == 2 && findings[1].column == 1 && findings[2].column == 0)
    #expect(Set(findings.map(\.kind)) == [.structure, .overlap, .type] && table.failedTests().isEmpty, "\(findings)")
    #expect(findings.filter { $0.kind == .overlap }.compactMap(\.rule).sorted() == [2, 6], "\(findings)")
  }

  /// However many there are, together they take no more than one decision may.
  @Test func boundsItsTestsAsAWhole() throws {
    var limits = DecisionLimits()
    limits.feel.steps = 20_000
    let test: JSON = ["inputs": ["n": 5_000], "output": 5_000]
    let slow = try DecisionDefinition(
      json: [
        "code": "slow", "source": "a law", "hitPolicy": "F", "inputs": [["expression": "n", "type": "number"]],
        "outputs": [["name": "count"]], "rules": [["-", "count(for i in 1..n return i)"]],
        "tests": .array(Array(repeating: test, count: 30)),
      ], limits: limits)
    let failed = slow.failedTests()
    #expect(failed.count == 2, "one that passes the limit, and the rest at once: \(failed)")
    let (first, rest) = (try #require(failed.first), try #require(failed.last))
    #expect(first.index > 0 && first.unrun == 0 && first.detail.english.contains("more than 20000 steps"))
    #expect(rest.index == first.index + 1 && rest.unrun == 30 - rest.index)
    #expect(rest.detail.english.hasPrefix("tests \(rest.index + 1) to 30 were not run"), "\(rest.detail.english)")
    #expect(rest.detail.chinese.contains("未运行"))
    // Each result tells of its own run, though they share one.
    let run = FEELEvaluation()
    let fee = try Self.fee()
    for _ in 1...2 { #expect(try fee.decide(["stay": "P3D"], in: run).matches.map(\.rules) == [[2]]) }
  }

  @Test(
    arguments: [
      (JSON.integer(1), JSON.number(1), true), (1, 2, false), (1, "1", false), ([1, 2], [2, 1], false),
      (["a": 1, "b": nil], ["b": nil, "a": 1.0], true), (["a": 1], ["a": 1, "b": nil], false), (nil, nil, true),
      ([["a": 0.5]], [["a": 0.5]], true), ([1], [1, 1], false),
    ] as [(JSON, JSON, Bool)]) func comparesOutputs(_ left: JSON, _ right: JSON, _ isSame: Bool)
  {
    #expect(DecisionUse.isSame(left, right) == isSame && DecisionUse.isSame(right, left) == isSame)
  }
}
