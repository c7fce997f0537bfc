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
        Message(
          """
          The hit policy \(given) does not exist; it is UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT ORDER or \
          COLLECT, with SUM, MIN, MAX or COUNT.
          """,
          """
          没有命中策略 \(given)；应为 UNIQUE、ANY、PRIORITY、FIRST、RULE ORDER、OUTPUT ORDER 或 COLLECT（可带 SUM、MIN、MAX 或 \
          COUNT）。
          """), at: node)
    }
    let inputs = node.children("input").enumerated().map { input(node: $1, column: $0 + 1) }
    let outputs = node.children("output").enumerated().map { output(node: $1, column: inputs.count + $0 + 1) }
    if outputs.isEmpty {
      note(.structure, Message("A decision table has at least one output.", "决策表至少有一个输出。"), at: node)
    }
    var rules: [DecisionTable.Rule] = []
    for (index, rule) in node.children("rule").enumerated() {
      rules.append(
        inside(.rule(index + 1)) { reader in
          reader.rule(node: rule, inputs: inputs.count, outputs: outputs.count)
        })
    }
    return DecisionTable(
      hitPolicy: hitPolicy ?? .unique, inputs: inputs, outputs: outputs,
      annotations: node.children("annotation").map { $0.attributes["name"] ?? "" }, rules: rules,
      outputLabel: node.attributes["outputLabel"])
  }

  private mutating func input(node: XMLNode, column: Int) -> DecisionTable.Input {
    let expression = node.child("inputExpression")
    if expression == nil {
      note(.structure, Message("The input has no inputExpression.", "该输入没有 inputExpression。"), at: node)
    }
    return DecisionTable.Input(
      label: node.attributes["label"],
      expression: expression.map { cell($0, column: column) } ?? Cell("", line: node.line),
      typeRef: expression.flatMap { typeRef($0) }, values: optionalCell(node.child("inputValues"), column: column))
  }

  private func output(node: XMLNode, column: Int) -> DecisionTable.Output {
    DecisionTable.Output(
      name: node.attributes["name"], label: node.attributes["label"], typeRef: typeRef(node),
      values: optionalCell(node.child("outputValues"), column: column),
      defaultEntry: optionalCell(node.child("defaultOutputEntry"), column: column), line: node.line)
  }

  private mutating func rule(node: XMLNode, inputs: Int, outputs: Int) -> DecisionTable.Rule {
    let tests = node.children("inputEntry").enumerated().map { cell($1, column: $0 + 1) }
    let results = node.children("outputEntry").enumerated().map { cell($1, column: inputs + $0 + 1) }
    if tests.count != inputs {
      note(
        .structure,
        Message(
          "The rule has \(tests.count) input entries; the table has \(inputs) inputs.",
          "该规则有 \(tests.count) 个输入单元格；该表有 \(inputs) 个输入。"), at: node)
    }
    if results.count != outputs {
      note(
        .structure,
        Message(
          "The rule has \(results.count) output entries; the table has \(outputs) outputs.",
          "该规则有 \(results.count) 个输出单元格；该表有 \(outputs) 个输出。"), at: node)
    }
    return DecisionTable.Rule(
      id: node.attributes["id"], description: description(node), inputs: tests, outputs: results,
      annotations: node.children("annotationEntry").map { $0.child("text")?.text ?? "" }, line: node.line)
  }
}
