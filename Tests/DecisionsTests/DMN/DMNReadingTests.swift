// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Testing
import Vocabulary

@Suite("Reading and writing .dmn") struct DMNReadingTests {
  @Test func everyBoxIsRead() throws {
    let model = try DecisionModel(xml: DMNFixture.everyBox, file: "every.dmn")
    #expect(model.name == "Fixture" && model.namespace == "https://example.org/fixture")
    #expect(model.description == "Every box & <kind>")
    #expect(model.types.map(\.name) == ["tGrade", "tGrades", "tPerson", "tTwice"])
    #expect(model.types[0].allowedValues?.text == "\"A\", \"B\", \"C\"")
    #expect(model.types[1].isCollection)
    #expect(model.types[2].components.map(\.name) == ["name", "age"])
    #expect(model.types[3].function?.parameters.first?.name == "n")
    let decision = try #require(model.decisions.first)
    #expect(decision.requiredInputs.map(\.id) == ["i1", "i2"])
    #expect(decision.requiredKnowledge.map(\.id) == ["b1"])
    guard case .context(let entries) = decision.logic?.kind else {
      Issue.record("The decision is no context.")
      return
    }
    #expect(
      entries.compactMap(\.variable?.name) == [
        "literal", "call", "increment", "called", "list", "relation", "conditional", "filter", "for", "some", "every",
        "table",
      ])
    guard case .decisionTable(let table) = entries.last?.value.kind else {
      Issue.record("The last entry is no table.")
      return
    }
    #expect(table.hitPolicy == .collectSum)
    #expect(table.inputs[0].values?.text == "\"A\", \"B\", \"C\"")
    #expect(table.outputs[0].defaultEntry?.text == "0")
    #expect(table.rules.map { $0.inputs[0].text } == ["\"A\"", "not(\"C\")"])
    #expect(table.rules[0].annotations == ["§ 1"] && table.rules[0].description == "the best")
    #expect(table.rules[1].line > table.rules[0].line)
  }

  @Test(arguments: DMNVersion.allCases) func everyVersionIsRead(version: DMNVersion) throws {
    let body = "<decision id='d' name='D'><literalExpression><text>1</text></literalExpression></decision>"
    let model = try DecisionModel(xml: DMNFixture.document(body, version: version))
    #expect(model.version == version && model.decisions.count == 1)
  }

  @Test func otherVersionsAreNamed() {
    let old = "<definitions xmlns='http://www.omg.org/spec/DMN/20151101/dmn.xsd' name='a' namespace='b'/>"
    #expect(throws: Problem.self) { try DecisionModel(xml: Array(old.utf8)) }
  }

  @Test func errorsNameElementAndLine() throws {
    let body = """
      <decision id="d" name="Duty">
        <decisionTable hitPolicy="UNIQE">
          <input><inputExpression><text>a</text></inputExpression></input>
          <output/>
          <rule><inputEntry><text>1</text></inputEntry></rule>
        </decisionTable>
      </decision>
      <decision id="e"><conditional><if><literalExpression><text>true</text></literalExpression></if></conditional>
      </decision>
      """
    let problem = #expect(throws: Problem.self) { try DecisionModel(xml: DMNFixture.document(body), file: "bad.dmn") }
    let details = problem?.errors.map(\.detail) ?? []
    #expect(
      details.contains { $0.hasPrefix("bad.dmn:4: error: decision \"Duty\", decisionTable") && $0.contains("UNIQE") })
    #expect(details.contains { $0.hasPrefix("bad.dmn:7: ") && $0.contains("0 output entries; the table has 1") })
    #expect(details.contains { $0.contains("attribute name is missing") })
    #expect(details.contains { $0.contains("part then with an expression is missing") })
  }

  @Test func foreignElementsAndCommentsArePassedOver() throws {
    let body = """
      <extensionElements><x:decision xmlns:x="urn:x" name="no"/></extensionElements>
      <x:decision xmlns:x="urn:x" id="no" name="no"/>
      <!-- <decision id="no" name="no"/> -->
      <decision id="d" name="yes"><extensionElements><literalExpression xmlns="urn:x"/></extensionElements>
        <literalExpression><text>1</text></literalExpression></decision>
      """
    let model = try DecisionModel(xml: DMNFixture.document(body))
    #expect(model.decisions.map(\.name) == ["yes"])
    guard case .literal(let cell, _) = model.decisions[0].logic?.kind else {
      Issue.record("The literal is not there.")
      return
    }
    #expect(cell.text == "1")
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let model = try DecisionModel(xml: DMNFixture.everyBox)
    let written = model.xml
    let again = try DecisionModel(xml: Array(written.utf8))
    #expect(again.xml == written)
    #expect(again.decisions.count == model.decisions.count && again.types.count == model.types.count)
    #expect(again.version == .dmn15)
  }

  @Test func textIsEscaped() throws {
    var model = DecisionModel(name: "a<\"&>\n", namespace: "urn:x")
    model.decisions = [
      Decision(id: "路 1", name: "路灯 & \"x\"", logic: .literal("\"<a>\" + \"\u{1}]]>\"\n+ 1")),
      Decision(id: "路_1", name: "other", requiredDecisions: [ElementReference(id: "路 1")]),
    ]
    let again = try DecisionModel(xml: Array(model.xml.utf8))
    #expect(again.name == model.name)
    #expect(again.decisions[0].name == "路灯 & \"x\"")
    #expect(again.decisions[0].id != again.decisions[1].id)
    #expect(again.decisions[1].requiredDecisions.map(\.id) == [again.decisions[0].id])
    guard case .literal(let cell, _) = again.decisions[0].logic?.kind else {
      Issue.record("The literal is not there.")
      return
    }
    #expect(cell.text == "\"<a>\" + \"\u{FFFD}]]>\"\n+ 1")
  }

  /// What is wrong in a table is told with its line, its rule and its cell: the inputs first, then the outputs.
  @Test func wrongCellsHaveTheirPlace() throws {
    let body = #"""
      <inputData id="a" name="a"><variable name="a" typeRef="number"/></inputData>
      <decision id="d" name="Duty">
        <variable name="Duty"/>
        <informationRequirement><requiredInput href="#a"/></informationRequirement>
        <decisionTable hitPolicy="UNIQUE">
          <input><inputExpression typeRef="number"><text>a</text></inputExpression></input>
          <input><inputExpression><text>b</text></inputExpression></input>
          <output name="o" typeRef="number"/>
          <rule>
            <inputEntry><text>1</text></inputEntry>
            <inputEntry>
              <text>
                &lt; )
              </text>
            </inputEntry>
            <outputEntry><text>"x"</text></outputEntry>
          </rule>
          <rule>
            <inputEntry><text>"two"</text></inputEntry><inputEntry><text>-</text></inputEntry>
            <outputEntry><text>1 + nowhere</text></outputEntry>
          </rule>
        </decisionTable>
      </decision>
      """#
    let xml = DMNFixture.document(body)
    let first = try #require(
      String(decoding: xml, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex { $0.contains("inputData id=\"a\"") })
    let model = try DecisionModel(xml: xml, file: "duty.dmn")
    let found = CompiledModel(model, analysed: true).findings.filter { $0.kind != .gap && $0.kind != .undecided }
    // Lines are counted from that of the input data, which is the first of the body.
    let places = Set(found.map { "\($0.kind.rawValue) \($0.line - first):\($0.column) \($0.element)" })
    let at = "decision \"Duty\", "
    #expect(
      places == [
        "unknown-input 7:2 \(at)input 2", "syntax 13:2 \(at)rule 1, input 2", "type 16:3 \(at)rule 1, output 1",
        "type 19:1 \(at)rule 2, input 1", "unknown-reference 20:3 \(at)rule 2, output 1",
      ], "\(places.sorted())")
  }
}
