// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Vocabulary

/// A model of DMN as a page shows it: its decisions and knowledge models, box by box.
struct ModelView: Sendable {
  struct Box: Sendable {
    /// Where it is: `Approval › Score`.
    var path: String
    var expression: String?
    var sheet: SheetView?
  }

  struct Input: Sendable {
    var inputName: String
    var inputType: String
  }

  var modelInputs: [Input]
  var boxes: [Box]

  init(_ definition: DecisionDefinition, _ messages: Messages) {
    let model = definition.compiled.model
    modelInputs = definition.inputs.map { Input(inputName: $0.name, inputType: $0.type ?? "") }
    var maker = BoxMaker(messages: messages)
    for decision in model.decisions {
      if let logic = decision.logic { maker.add(logic, at: [decision.name]) }
    }
    for knowledge in model.knowledgeModels {
      if let logic = knowledge.logic { maker.add(logic, at: [knowledge.name]) }
    }
    boxes = maker.boxes
  }
}

/// Makes a list of boxes that lie within each other.
private struct BoxMaker {
  let messages: Messages
  var boxes: [ModelView.Box] = []

  mutating func add(_ expression: BoxedExpression, at path: [String]) {
    switch expression.kind {
    case .literal(let cell, _): add(cell.text, path)
    case .decisionTable(let table):
      boxes.append(ModelView.Box(path: Self.text(path), sheet: SheetView(SheetText(table), messages)))
    case .context(let entries):
      for entry in entries { add(entry.value, at: path + [entry.variable?.name ?? messages["boxResult"]]) }
    case .invocation(let called, let bindings):
      if let called { add(called, at: path) }
      for binding in bindings {
        if let value = binding.value { add(value, at: path + [binding.parameter.name]) }
      }
    case .function(let function): add(function, at: path)
    case .list(let elements):
      for (index, element) in elements.enumerated() { add(element, at: path + ["\(index + 1)"]) }
    case .relation(let columns, let rows):
      for (index, row) in rows.enumerated() {
        for (column, cell) in zip(columns, row) { add(cell, at: path + ["\(index + 1)", column.name]) }
      }
    case .conditional(let test, let then, let otherwise):
      add(test, at: path + ["if"])
      add(then, at: path + ["then"])
      add(otherwise, at: path + ["else"])
    case .filter(let list, let match):
      add(list, at: path + ["in"])
      add(match, at: path + ["match"])
    case .iterator(let iterator):
      add(iterator.list, at: path + ["\(iterator.kind.rawValue) \(iterator.variable) in"])
      add(iterator.body, at: path + [iterator.kind == .for ? "return" : "satisfies"])
    }
  }

  mutating func add(_ function: FunctionDefinition, at path: [String]) {
    let name = (path.last ?? "") + "(" + function.parameters.map(\.name).joined(separator: ", ") + ")"
    if let body = function.body { add(body, at: path.dropLast() + [name]) }
  }

  private mutating func add(_ text: String, _ path: [String]) {
    boxes.append(ModelView.Box(path: Self.text(path), expression: text))
  }

  private static func text(_ path: [String]) -> String { path.joined(separator: " › ") }
}

extension SheetText {
  /// A table of a model.
  init(_ table: DecisionTable) {
    hitPolicy = table.hitPolicy.rawValue
    columns =
      table.inputs.map {
        Column(
          kind: .input, head: $0.expression.text.trimmed, label: $0.label ?? "", type: $0.typeRef ?? "",
          values: $0.values?.text ?? "")
      }
      + table.outputs.map {
        Column(
          kind: .output, head: $0.name ?? table.outputLabel ?? "", label: $0.label ?? "", type: $0.typeRef ?? "",
          values: $0.values?.text ?? "", defaultEntry: $0.defaultEntry?.text ?? "")
      } + table.annotations.map { Column(kind: .note, head: $0) }
    let width = columns.count
    rules = table.rules.map { rule in
      let cells = (rule.inputs.map(\.text) + rule.outputs.map(\.text) + rule.annotations).prefix(width)
      return cells + [String](repeating: "", count: width - cells.count)
    }
  }
}
