// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Something the decisions are told from outside (`inputData`, DMN 1.5, 6.3.11).
public struct InputData: Sendable {
  public var id: String
  public var name: String
  public var description: String?
  public var variable: InformationItem
  public var line: Int

  public init(id: String, name: String, description: String? = nil, variable: InformationItem, line: Int = 0) {
    self.id = id
    self.name = name
    self.description = description
    self.variable = variable
    self.line = line
  }
}

/// A decision with its requirements and its logic (DMN 1.5, 6.3.7).
public struct Decision: Sendable {
  public var id: String
  public var name: String
  public var description: String?
  public var question: String?
  public var allowedAnswers: String?
  public var variable: InformationItem
  public var requiredDecisions: [ElementReference]
  public var requiredInputs: [ElementReference]
  public var requiredKnowledge: [ElementReference]
  /// `nil` for a decision without logic, whose value must be given.
  public var logic: BoxedExpression?
  public var line: Int

  public init(
    id: String, name: String, description: String? = nil, question: String? = nil, allowedAnswers: String? = nil,
    variable: InformationItem? = nil, requiredDecisions: [ElementReference] = [],
    requiredInputs: [ElementReference] = [], requiredKnowledge: [ElementReference] = [],
    logic: BoxedExpression? = nil, line: Int = 0
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.question = question
    self.allowedAnswers = allowedAnswers
    self.variable = variable ?? InformationItem(name: name, line: line)
    self.requiredDecisions = requiredDecisions
    self.requiredInputs = requiredInputs
    self.requiredKnowledge = requiredKnowledge
    self.logic = logic
    self.line = line
  }
}

/// Logic to be used by several decisions, with parameters (`businessKnowledgeModel`, DMN 1.5, 6.3.9).
public struct KnowledgeModel: Sendable {
  public var id: String
  public var name: String
  public var description: String?
  public var variable: InformationItem
  public var logic: FunctionDefinition?
  public var requiredKnowledge: [ElementReference]
  public var line: Int

  public init(
    id: String, name: String, description: String? = nil, variable: InformationItem? = nil,
    logic: FunctionDefinition? = nil, requiredKnowledge: [ElementReference] = [], line: Int = 0
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.variable = variable ?? InformationItem(name: name, line: line)
    self.logic = logic
    self.requiredKnowledge = requiredKnowledge
    self.line = line
  }
}

/// Decisions offered together under a name (`decisionService`, DMN 1.5, 6.3.10).
public struct DecisionService: Sendable {
  public var id: String
  public var name: String
  public var description: String?
  public var variable: InformationItem
  public var outputDecisions: [ElementReference]
  public var encapsulatedDecisions: [ElementReference]
  public var inputDecisions: [ElementReference]
  public var inputData: [ElementReference]
  public var line: Int

  public init(
    id: String, name: String, description: String? = nil, variable: InformationItem? = nil,
    outputDecisions: [ElementReference], encapsulatedDecisions: [ElementReference] = [],
    inputDecisions: [ElementReference] = [], inputData: [ElementReference] = [], line: Int = 0
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.variable = variable ?? InformationItem(name: name, line: line)
    self.outputDecisions = outputDecisions
    self.encapsulatedDecisions = encapsulatedDecisions
    self.inputDecisions = inputDecisions
    self.inputData = inputData
    self.line = line
  }
}
