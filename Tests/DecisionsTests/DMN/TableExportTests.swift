// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import Foundation
import TestSupport
import Testing
import Vocabulary

/// What is exported opens in another tool: SpiffWorkflow (PyPI) reads decision tables of DMN and works them out in Python.
@Suite struct TableExportTests {
  private static func duties(notes: JSON = []) throws -> DecisionDefinition {
    func note(_ text: String) -> [JSON] { notes == [] ? [] : [.string(text)] }
    return try DecisionDefinition(json: [
      "code": "duties", "source": "an order", "hitPolicy": "F",
      "inputs": [
        ["expression": "kind", "label": "类型 & <kind>", "type": "string"], ["expression": "level", "type": "number"],
      ],
      "outputs": [["name": "department", "label": "主办", "type": "string"], ["name": "assisting"]], "notes": notes,
      "rules": [
        .array(["\"leak\"", "> 7", "\"emergency\"", "[\"water\", \"roads\"]"] + note("article 1 & 2")),
        .array(["\"leak\"", "-", "\"water\"", "[]"] + note("")),
        .array(["\"路灯\"", "<= 3", "\"市政\"", "[]"] + note("第 2 条")),
        .array(["-", "5", "\"five\"", "[]"] + note("")),
      ],
    ])
  }

  private static let script = """
    import json, sys
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser
    class Workflow:
        script_engine = PythonScriptEngine()
    class Task:
        workflow = Workflow()
        task_spec = None
    parser = BpmnDmnParser()
    parser.add_dmn_file(sys.argv[1])
    engine = parser.get_engine("duties", None)
    heads = [(column.label, column.expression, column.typeRef) for column in engine.decision_table.inputs]
    outputs = []
    for data in json.loads(sys.argv[2]):
        task = Task()
        task.data = data
        outputs.append(engine.result(task))
    print("said: " + json.dumps([heads, outputs]))
    """

  @Test(.timeLimit(.minutes(1)), arguments: [[], ["basis"]] as [JSON]) func opensInSpiffWorkflow(notes: JSON)
    async throws
  {
    let duties = try Self.duties(notes: notes)
    let folder = try TemporaryFolder()
    // It does not know the element for annotations.
    let file = try folder.write(
      duties.compiled.model.xml(as: .dmn13, annotationsAsDescriptions: notes != []), to: "duties.dmn")
    let facts: [[String: JSON]] = ["leak", "路灯", "tree"].flatMap { kind in
      [1, 3, 5, 8].map { ["kind": .string(kind), "level": .integer($0)] }
    }
    let given = JSON.array(facts.map { .object($0) }).text
    guard
      let (status, said) = try await Python.run([
        "-c", Self.script, file.path(percentEncoded: false), given,
      ])
    else { return }
    #expect(status == 0, "\(said)")
    let line = try #require(said.split(separator: "\n").last { $0.hasPrefix("said: ") })
    let answer = try JSON(parsing: String(line.dropFirst(6))).array ?? []
    #expect(answer.first == [["类型 & <kind>", "kind", "string"], ["", "level", "number"]])
    let outputs = answer.last?.array ?? []
    #expect(outputs.count == facts.count)
    for (facts, output) in zip(facts, outputs) {
      // Where no rule fits, it gives an empty context.
      let own = try duties.decide(facts).output
      #expect(DecisionUse.isSame(own == .null ? [:] : own, output), "\(facts): \(own) and \(output)")
    }
  }

  /// Notes are annotations of rules unless a tool wants them otherwise, and nothing is lost on the way.
  @Test func isReadAgain() throws {
    let duties = try Self.duties(notes: ["basis"])
    let plain = try DecisionModel(xml: Array(duties.compiled.model.xml(as: .dmn13).utf8))
    #expect(plain.version == .dmn13)
    guard case .decisionTable(let table)? = plain.decisions.first?.logic?.kind else {
      Issue.record("there is no table")
      return
    }
    #expect(table.annotations == ["basis"] && table.rules.map(\.annotations).first == ["article 1 & 2"])
    let described = duties.compiled.model.xml(as: .dmn13, annotationsAsDescriptions: true)
    #expect(!described.contains("annotation") && described.contains("<description>第 2 条</description>"))
  }
}
