// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension DMNReader {
  /// The elements that are boxed expressions.
  private static let expressions: Set<String> = [
    "literalExpression", "decisionTable", "context", "invocation", "functionDefinition", "list", "relation",
    "conditional", "filter", "for", "some", "every",
  ]

  /// The boxed expression directly inside an element.
  mutating func expression(in node: XMLNode) -> BoxedExpression? {
    let found = node.children.filter { $0.namespace == node.namespace && Self.expressions.contains($0.name) }
    if found.count > 1 {
      note(
        .structure,
        Message(
          "There are \(found.count) expressions where one may stand.", "此处只能有一个表达式，却有 \(found.count) 个。"), at: found[1])
    }
    return found.first.map { expression($0) }
  }

  /// The expression inside a part such as `if`, `in` or `return`, which must be there.
  private mutating func part(_ name: String, of node: XMLNode) -> BoxedExpression {
    guard let part = node.child(name), let expression = expression(in: part) else {
      note(.structure, Message("The part \(name) with an expression is missing.", "缺少带表达式的部分 \(name)。"), at: node)
      return .literal("null", line: node.line)
    }
    return expression
  }

  mutating func expression(_ node: XMLNode) -> BoxedExpression {
    inside(Message(same: node.name)) { reader in
      BoxedExpression(reader.kind(node), typeRef: reader.typeRef(node), line: node.line)
    }
  }

  private mutating func kind(_ node: XMLNode) -> BoxedExpression.Kind {
    switch node.name {
    case "literalExpression":
      if let values = node.child("importedValues") {
        note(
          .unsupported,
          Message("importedValues is not read; write the values as text.", "不读取 importedValues；请把取值写成文本。"),
          severity: .warning, at: values)
      }
      return .literal(cell(node), language: node.attributes["expressionLanguage"])
    case "decisionTable": return .decisionTable(table(node))
    case "context":
      return .context(
        node.children("contextEntry").map { entry in
          let variable = entry.child("variable").map { informationItem($0) }
          return inside(Message("entry \"\(variable?.name ?? "")\"", "条目“\(variable?.name ?? "")”")) { reader in
            if let value = reader.expression(in: entry) { return .init(variable: variable, value: value) }
            reader.note(.structure, Message("The entry has no expression.", "该条目没有表达式。"), at: entry)
            return .init(variable: variable, value: .literal("null", line: entry.line))
          }
        })
    case "invocation":
      return .invocation(
        called: expression(in: node),
        bindings: node.children("binding").map { binding in
          let parameter =
            binding.child("parameter").map { informationItem($0) }
            ?? InformationItem(name: required("parameter", of: binding), line: binding.line)
          return .init(parameter: parameter, value: expression(in: binding))
        })
    case "functionDefinition": return .function(functionDefinition(node))
    case "list": return .list(elements(node))
    case "relation":
      return .relation(
        columns: node.children("column").map { informationItem($0) }, rows: node.children("row").map { elements($0) })
    case "conditional":
      return .conditional(
        test: part("if", of: node), then: part("then", of: node), otherwise: part("else", of: node))
    case "filter": return .filter(list: part("in", of: node), match: part("match", of: node))
    default:
      let kind = BoxedExpression.Iterator.Kind(rawValue: node.name) ?? .for
      return .iterator(
        .init(
          kind: kind, variable: required("iteratorVariable", of: node), list: part("in", of: node),
          listTypeRef: node.child("in").flatMap { typeRef($0) },
          body: part(kind == .for ? "return" : "satisfies", of: node)))
    }
  }

  private mutating func elements(_ node: XMLNode) -> [BoxedExpression] {
    node.children.filter { $0.namespace == node.namespace && Self.expressions.contains($0.name) }
      .map { expression($0) }
  }

  mutating func functionDefinition(_ node: XMLNode) -> FunctionDefinition {
    let kind = node.attributes["kind"].map { FunctionDefinition.Kind(rawValue: $0) } ?? .feel
    if kind == nil {
      note(.structure, Message("The kind of a function is FEEL, Java or PMML.", "函数的种类只能是 FEEL、Java 或 PMML。"), at: node)
    }
    return FunctionDefinition(
      kind: kind ?? .feel, parameters: node.children("formalParameter").map { informationItem($0) },
      body: expression(in: node), typeRef: typeRef(node), line: node.line)
  }
}
