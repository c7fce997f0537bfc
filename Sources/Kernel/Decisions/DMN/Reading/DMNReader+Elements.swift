// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension DMNReader {
  mutating func model(_ root: XMLNode, version: DMNVersion) -> DecisionModel {
    var model = DecisionModel(
      name: root.attributes["name"] ?? "", namespace: required("namespace", of: root), id: root.attributes["id"],
      description: description(root), version: version, file: file)
    for node in root.children where node.namespace == root.namespace {
      switch node.name {
      case "import":
        model.imports.append(
          ModelImport(
            name: node.attributes["name"] ?? "", namespace: required("namespace", of: node),
            location: node.attributes["locationURI"], importType: required("importType", of: node), line: node.line))
      case "itemDefinition": model.types.append(itemDefinition(node))
      case "inputData":
        let name = required("name", of: node)
        let item = node.child("variable").map { informationItem($0) } ?? InformationItem(name: name, line: node.line)
        model.inputs.append(
          InputData(
            id: node.attributes["id"] ?? name, name: name, description: description(node), variable: item,
            line: node.line))
      case "decision": model.decisions.append(decision(node))
      case "businessKnowledgeModel": model.knowledgeModels.append(knowledgeModel(node))
      case "decisionService": model.services.append(service(node))
      case "knowledgeSource": model.knowledgeSources.append(node.attributes["name"] ?? "")
      case "description", "extensionElements", "textAnnotation", "association", "group", "elementCollection",
        "performanceIndicator", "organizationUnit":
        break
      default:
        note(
          .structure, Message("definitions has no such element; it is passed over.", "definitions 没有这种元素；已跳过。"),
          severity: .warning, at: node)
      }
    }
    return model
  }

  mutating func itemDefinition(_ node: XMLNode) -> ItemDefinition {
    let name = required("name", of: node)
    return inside(Message("\(node.name) \"\(name)\"", "类型定义“\(name)”")) { reader in
      let function = node.child("functionItem").map { item in
        ItemDefinition.Function(
          parameters: item.children("parameters").map { reader.informationItem($0) },
          outputTypeRef: item.attributes["outputTypeRef"])
      }
      let typeRef = node.child("typeRef").map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
      return ItemDefinition(
        name: name, typeRef: typeRef, allowedValues: reader.optionalCell(node.child("allowedValues")),
        typeConstraint: reader.optionalCell(node.child("typeConstraint")),
        components: node.children("itemComponent").map { reader.itemDefinition($0) }, function: function,
        isCollection: node.flag("isCollection"), description: reader.description(node), line: node.line)
    }
  }

  mutating func decision(_ node: XMLNode) -> Decision {
    let name = required("name", of: node)
    return inside(Message("decision \"\(name)\"", "决策“\(name)”")) { reader in
      let information = node.children("informationRequirement")
      return Decision(
        id: node.attributes["id"] ?? name, name: name, description: reader.description(node),
        question: node.child("question").map(\.trimmed), allowedAnswers: node.child("allowedAnswers").map(\.trimmed),
        variable: node.child("variable").map { reader.informationItem($0) },
        requiredDecisions: information.compactMap { reader.reference($0.child("requiredDecision")) },
        requiredInputs: information.compactMap { reader.reference($0.child("requiredInput")) },
        requiredKnowledge: reader.requiredKnowledge(node),
        logic: reader.expression(in: node), line: node.line)
    }
  }

  mutating func knowledgeModel(_ node: XMLNode) -> KnowledgeModel {
    let name = required("name", of: node)
    return inside(Message("businessKnowledgeModel \"\(name)\"", "业务知识模型“\(name)”")) { reader in
      KnowledgeModel(
        id: node.attributes["id"] ?? name, name: name, description: reader.description(node),
        variable: node.child("variable").map { reader.informationItem($0) },
        logic: node.child("encapsulatedLogic").map { reader.functionDefinition($0) },
        requiredKnowledge: reader.requiredKnowledge(node), line: node.line)
    }
  }

  mutating func service(_ node: XMLNode) -> DecisionService {
    let name = required("name", of: node)
    return inside(Message("decisionService \"\(name)\"", "决策服务“\(name)”")) { reader in
      DecisionService(
        id: node.attributes["id"] ?? name, name: name, description: reader.description(node),
        variable: node.child("variable").map { reader.informationItem($0) },
        outputDecisions: node.children("outputDecision").compactMap { reader.reference($0) },
        encapsulatedDecisions: node.children("encapsulatedDecision").compactMap { reader.reference($0) },
        inputDecisions: node.children("inputDecision").compactMap { reader.reference($0) },
        inputData: node.children("inputData").compactMap { reader.reference($0) }, line: node.line)
    }
  }

  private mutating func requiredKnowledge(_ node: XMLNode) -> [ElementReference] {
    node.children("knowledgeRequirement").compactMap { reference($0.child("requiredKnowledge")) }
  }

  private mutating func reference(_ node: XMLNode?) -> ElementReference? {
    guard let node else { return nil }
    let href = required("href", of: node).trimmingXMLSpace
    return href.isEmpty ? nil : ElementReference(href: href, line: node.line)
  }
}
