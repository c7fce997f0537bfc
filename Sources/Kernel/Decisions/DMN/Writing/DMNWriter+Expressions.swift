// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension DMNWriter {
  /// - Parameter owner: the identifier of the element, from which those of its tables are made.
  func expression(_ box: BoxedExpression, of owner: String, in xml: inout XMLText) {
    let type = ("typeRef", box.typeRef)
    switch box.kind {
    case .literal(let cell, let language):
      let foreign = language.flatMap { name in DMNVersion.allCases.contains { $0.feel == name } ? nil : name }
      xml.element("literalExpression", [type, ("expressionLanguage", foreign)]) { $0.leaf("text", cell.text) }
    case .decisionTable(let table): self.table(table, typeRef: box.typeRef, of: owner, in: &xml)
    case .context(let entries):
      xml.element("context", [type]) { xml in
        for entry in entries {
          xml.element("contextEntry") { xml in
            if let variable = entry.variable { item("variable", variable, in: &xml) }
            expression(entry.value, of: owner, in: &xml)
          }
        }
      }
    case .invocation(let called, let bindings):
      xml.element("invocation", [type]) { xml in
        if let called { expression(called, of: owner, in: &xml) }
        for binding in bindings {
          xml.element("binding") { xml in
            item("parameter", binding.parameter, in: &xml)
            if let value = binding.value { expression(value, of: owner, in: &xml) }
          }
        }
      }
    case .function(let definition): function(definition, as: "functionDefinition", of: owner, in: &xml)
    case .list(let elements):
      xml.element("list", [type]) { xml in
        for element in elements { expression(element, of: owner, in: &xml) }
      }
    case .relation(let columns, let rows):
      xml.element("relation", [type]) { xml in
        for column in columns { item("column", column, in: &xml) }
        for row in rows {
          xml.element("row") { xml in
            for element in row { expression(element, of: owner, in: &xml) }
          }
        }
      }
    case .conditional(let test, let then, let otherwise):
      xml.element("conditional", [type]) { xml in
        part("if", test, of: owner, in: &xml)
        part("then", then, of: owner, in: &xml)
        part("else", otherwise, of: owner, in: &xml)
      }
    case .filter(let list, let match):
      xml.element("filter", [type]) { xml in
        part("in", list, of: owner, in: &xml)
        part("match", match, of: owner, in: &xml)
      }
    case .iterator(let iterator):
      xml.element(iterator.kind.rawValue, [type, ("iteratorVariable", iterator.variable)]) { xml in
        xml.element("in", [("typeRef", iterator.listTypeRef)]) { expression(iterator.list, of: owner, in: &$0) }
        part(iterator.kind == .for ? "return" : "satisfies", iterator.body, of: owner, in: &xml)
      }
    }
  }

  private func part(_ name: String, _ box: BoxedExpression, of owner: String, in xml: inout XMLText) {
    xml.element(name) { expression(box, of: owner, in: &$0) }
  }

  func function(_ function: FunctionDefinition, as name: String, of owner: String, in xml: inout XMLText) {
    let kind = function.kind == .feel ? nil : function.kind.rawValue
    xml.element(name, [("kind", kind), ("typeRef", function.typeRef)]) { xml in
      for parameter in function.parameters { item("formalParameter", parameter, in: &xml) }
      if let body = function.body { expression(body, of: owner, in: &xml) }
    }
  }

  /// A table. Its parts have identifiers, which the standard leaves optional and some tools want.
  private func table(_ table: DecisionTable, typeRef: String?, of owner: String, in xml: inout XMLText) {
    let policy = table.hitPolicy.xml
    let id = identifiers.fresh("\(owner)_table")
    xml.element(
      "decisionTable",
      [
        ("id", id), ("typeRef", typeRef), ("hitPolicy", policy.hitPolicy), ("aggregation", policy.aggregation),
        ("outputLabel", table.outputLabel),
      ]
    ) { xml in
      for (number, input) in table.inputs.enumerated() {
        let id = identifiers.fresh("\(id)_input_\(number + 1)")
        xml.element("input", [("id", id), ("label", input.label)]) { xml in
          xml.element(
            "inputExpression", [("id", identifiers.fresh("\(id)_expression")), ("typeRef", input.typeRef)]
          ) { $0.leaf("text", input.expression.text) }
          tests("inputValues", input.values, in: &xml)
        }
      }
      for (number, output) in table.outputs.enumerated() {
        let id = identifiers.fresh("\(id)_output_\(number + 1)")
        xml.element(
          "output", [("id", id), ("label", output.label), ("name", output.name), ("typeRef", output.typeRef)]
        ) { xml in
          tests("outputValues", output.values, in: &xml)
          tests("defaultOutputEntry", output.defaultEntry, in: &xml)
        }
      }
      for name in annotationsAsDescriptions ? [] : table.annotations { xml.element("annotation", [("name", name)]) }
      for (number, rule) in table.rules.enumerated() {
        self.rule(rule, id: identifiers.fresh("\(id)_rule_\(number + 1)"), in: &xml)
      }
    }
  }

  private func rule(_ rule: DecisionTable.Rule, id: String, in xml: inout XMLText) {
    xml.element("rule", [("id", id)]) { xml in
      let notes = rule.annotations.filter { !$0.isEmpty }
      let description = ([rule.description].compactMap(\.self) + (annotationsAsDescriptions ? notes : [])).joined(
        separator: "; ")
      xml.leaf("description", description.isEmpty ? nil : description)
      for (number, cell) in rule.inputs.enumerated() {
        xml.element("inputEntry", [("id", identifiers.fresh("\(id)_in_\(number + 1)"))]) {
          $0.leaf("text", cell.text.trimmingXMLSpace.isEmpty ? "-" : cell.text)
        }
      }
      for (number, cell) in rule.outputs.enumerated() {
        xml.element("outputEntry", [("id", identifiers.fresh("\(id)_out_\(number + 1)"))]) {
          $0.leaf("text", cell.text)
        }
      }
      for note in annotationsAsDescriptions ? [] : rule.annotations {
        xml.element("annotationEntry") { $0.leaf("text", note) }
      }
    }
  }
}
