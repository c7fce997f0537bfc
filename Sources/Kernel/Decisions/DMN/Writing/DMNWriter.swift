// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension DecisionModel {
  /// The model as a DMN 1.5 document, without a diagram, which the standard leaves optional.
  public var xml: String { xml(as: .dmn15) }

  /// The model as a document of a version of DMN.
  ///
  /// - Parameters:
  ///   - version: decision tables are the same from 1.2 on. Conditionals, filters, iterators and constraints of types are
  ///     of 1.4 and later: whoever names an older version knows that there are none.
  ///   - annotationsAsDescriptions: writes what rules are annotated with as their descriptions, for tools that do not know
  ///     the `annotation` element of DMN 1.2 and later.
  public func xml(as version: DMNVersion, annotationsAsDescriptions: Bool = false) -> String {
    var writer = DMNWriter(model: self, version: version, annotationsAsDescriptions: annotationsAsDescriptions)
    writer.write()
    return writer.xml.text
  }
}

/// Writes a model with the elements in the order of the standard's schema (`DMN15.xsd`).
struct DMNWriter {
  let model: DecisionModel
  let version: DMNVersion
  var xml = XMLText()
  let identifiers: XMLIdentifiers

  let annotationsAsDescriptions: Bool

  init(model: DecisionModel, version: DMNVersion, annotationsAsDescriptions: Bool) {
    self.model = model
    self.version = version
    self.annotationsAsDescriptions = annotationsAsDescriptions
    identifiers = XMLIdentifiers(
      model.inputs.map(\.id) + model.decisions.map(\.id) + model.knowledgeModels.map(\.id) + model.services.map(\.id))
  }

  func identifier(_ id: String) -> String { identifiers[id] }

  func href(_ reference: ElementReference) -> String {
    if let namespace = reference.namespace, namespace != model.namespace { return "\(namespace)#\(reference.id)" }
    return "#\(identifier(reference.id))"
  }

  mutating func write() {
    let definitionsID = identifiers.fresh(model.id ?? "definitions")
    let model = model
    let attributes: [(String, String?)] = [
      ("xmlns", version.rawValue), ("id", definitionsID), ("name", model.name),
      ("namespace", model.namespace), ("exporter", "Citywide"),
    ]
    var xml = XMLText()
    xml.element("definitions", attributes) { xml in
      xml.leaf("description", model.description)
      for item in model.imports {
        let type = DMNVersion(rawValue: item.importType) == nil ? item.importType : version.rawValue
        xml.element(
          "import",
          [
            ("name", item.name), ("namespace", item.namespace), ("locationURI", item.location), ("importType", type),
          ])
      }
      for type in model.types { itemDefinition(type, as: "itemDefinition", in: &xml) }
      for input in model.inputs {
        xml.element("inputData", [("id", identifier(input.id)), ("name", input.name)]) { xml in
          xml.leaf("description", input.description)
          item("variable", input.variable, in: &xml)
        }
      }
      for decision in model.decisions { self.decision(decision, in: &xml) }
      for logic in model.knowledgeModels { knowledgeModel(logic, in: &xml) }
      for service in model.services { self.service(service, in: &xml) }
      for source in model.knowledgeSources { xml.element("knowledgeSource", [("name", source)]) }
    }
    self.xml = xml
  }

  func item(_ name: String, _ item: InformationItem, in xml: inout XMLText) {
    xml.element(name, [("name", item.name), ("typeRef", item.typeRef)])
  }

  private func itemDefinition(_ type: ItemDefinition, as name: String, in xml: inout XMLText) {
    xml.element(name, [("name", type.name), ("isCollection", type.isCollection ? "true" : nil)]) { xml in
      xml.leaf("description", type.description)
      if let function = type.function {
        xml.element("functionItem", [("outputTypeRef", function.outputTypeRef)]) { xml in
          for parameter in function.parameters { item("parameters", parameter, in: &xml) }
        }
      } else if let typeRef = type.typeRef {
        xml.leaf("typeRef", typeRef)
        tests("allowedValues", type.allowedValues, in: &xml)
        tests("typeConstraint", type.typeConstraint, in: &xml)
      } else {
        for component in type.components { itemDefinition(component, as: "itemComponent", in: &xml) }
      }
    }
  }

  func tests(_ name: String, _ cell: Cell?, in xml: inout XMLText) {
    guard let cell else { return }
    xml.element(name) { $0.leaf("text", cell.text) }
  }

  private func decision(_ decision: Decision, in xml: inout XMLText) {
    xml.element("decision", [("id", identifier(decision.id)), ("name", decision.name)]) { xml in
      xml.leaf("description", decision.description)
      xml.leaf("question", decision.question)
      xml.leaf("allowedAnswers", decision.allowedAnswers)
      item("variable", decision.variable, in: &xml)
      for required in decision.requiredDecisions {
        xml.element("informationRequirement") { $0.element("requiredDecision", [("href", href(required))]) }
      }
      for required in decision.requiredInputs {
        xml.element("informationRequirement") { $0.element("requiredInput", [("href", href(required))]) }
      }
      knowledge(decision.requiredKnowledge, in: &xml)
      if let logic = decision.logic { expression(logic, of: identifier(decision.id), in: &xml) }
    }
  }

  private func knowledge(_ required: [ElementReference], in xml: inout XMLText) {
    for reference in required {
      xml.element("knowledgeRequirement") { $0.element("requiredKnowledge", [("href", href(reference))]) }
    }
  }

  private func knowledgeModel(_ logic: KnowledgeModel, in xml: inout XMLText) {
    xml.element("businessKnowledgeModel", [("id", identifier(logic.id)), ("name", logic.name)]) { xml in
      xml.leaf("description", logic.description)
      item("variable", logic.variable, in: &xml)
      if let function = logic.logic {
        self.function(function, as: "encapsulatedLogic", of: identifier(logic.id), in: &xml)
      }
      knowledge(logic.requiredKnowledge, in: &xml)
    }
  }

  private func service(_ service: DecisionService, in xml: inout XMLText) {
    xml.element("decisionService", [("id", identifier(service.id)), ("name", service.name)]) { xml in
      xml.leaf("description", service.description)
      item("variable", service.variable, in: &xml)
      let parts = [
        ("outputDecision", service.outputDecisions), ("encapsulatedDecision", service.encapsulatedDecisions),
        ("inputDecision", service.inputDecisions), ("inputData", service.inputData),
      ]
      for (name, references) in parts {
        for reference in references { xml.element(name, [("href", href(reference))]) }
      }
    }
  }
}
