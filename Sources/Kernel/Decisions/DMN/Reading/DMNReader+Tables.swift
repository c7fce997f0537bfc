// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension DMNReader {
  mutating func table(_ node: XMLNode) -> DecisionTable {
    let policy = node.attributes["hitPolicy"]
    let aggregation = node.attributes["aggregation"]
    let hitPolicy = HitPolicy(hitPolicy: policy, aggregation: aggregation)
    if hitPolicy == nil {
      let given = [policy, aggregation].compactMap(\.self).joined(separator: " with ")
      note(
        .structure,
        """
        The hit policy \(given) does not exist; it is UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT ORDER or \
        COLLECT, with SUM, MIN, MAX or COUNT.
        """, at: node)
    }
    let inputs = node.children("input").map { input(node: $0) }
    let outputs = node.children("output").map { output(node: $0) }
    if outputs.isEmpty { note(.structure, "A decision table has at least one output.", at: node) }
    var rules: [DecisionTable.Rule] = []
    for (index, rule) in node.children("rule").enumerated() {
      rules.append(
        inside("rule \(index + 1)") { reader in
          reader.rule(node: rule, inputs: inputs.count, outputs: outputs.count)
        })
    }
    return DecisionTable(
      hitPolicy: hitPolicy ?? .unique, inputs: inputs, outputs: outputs,
      annotations: node.children("annotation").map { $0.attributes["name"] ?? "" }, rules: rules,
      outputLabel: node.attributes["outputLabel"])
  }

  private mutating func input(node: XMLNode) -> DecisionTable.Input {
    let expression = node.child("inputExpression")
    if expression == nil { note(.structure, "The input has no inputExpression.", at: node) }
    return DecisionTable.Input(
      label: node.attributes["label"], expression: expression.map { cell($0) } ?? Cell("", line: node.line),
      typeRef: expression.flatMap { typeRef($0) }, values: optionalCell(node.child("inputValues")))
  }

  private func output(node: XMLNode) -> DecisionTable.Output {
    DecisionTable.Output(
      name: node.attributes["name"], label: node.attributes["label"], typeRef: typeRef(node),
      values: optionalCell(node.child("outputValues")), defaultEntry: optionalCell(node.child("defaultOutputEntry")),
      line: node.line)
  }

  private mutating func rule(node: XMLNode, inputs: Int, outputs: Int) -> DecisionTable.Rule {
    let tests = node.children("inputEntry").map { cell($0) }
    let results = node.children("outputEntry").map { cell($0) }
    if tests.count != inputs {
      note(.structure, "The rule has \(tests.count) input entries; the table has \(inputs) inputs.", at: node)
    }
    if results.count != outputs {
      note(.structure, "The rule has \(results.count) output entries; the table has \(outputs) outputs.", at: node)
    }
    return DecisionTable.Rule(
      id: node.attributes["id"], description: description(node), inputs: tests, outputs: results,
      annotations: node.children("annotationEntry").map { $0.child("text")?.text ?? "" }, line: node.line)
  }
}
