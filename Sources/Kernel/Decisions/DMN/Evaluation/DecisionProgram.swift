// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The elements of a set of models, compiled.
final class DecisionProgram: Sendable {
  /// What an element needs before its logic runs.
  struct Requirement: Sendable {
    var node: Int
    var slot: Int
    /// The name within the context of an imported model; `nil` for an element of the own model.
    var member: String?
  }

  struct Node: Sendable {
    enum Kind: Sendable {
      case input
      case decision(Logic?)
      case knowledge(FunctionTemplate?)
      case service(Service)
    }

    var name: String
    /// The element in words, for messages.
    var title: Message
    var model: Int
    var line: Int
    var type: DeclaredType
    var requirements: [Requirement]
    /// Of a knowledge model: the slot of its own name, by which it may call itself.
    var own: Int?
    var frameSize: Int
    var kind: Kind
    /// Whether the element needs itself; it is then null.
    var isCircular = false
    /// Why the element is not run here, such as a function in Java.
    var external: String?
  }

  /// The parts of a decision service, as numbers of nodes.
  struct Service: Sendable {
    var outputs: [Int]
    /// Input data, then input decisions: the order of the parameters (DMN 1.5, 10.4).
    var parameters: [Int]
  }

  let nodes: [Node]

  init(nodes: [Node]) {
    self.nodes = nodes
  }

  /// The decisions a node needs at once, without those inside functions.
  func decisions(neededBy node: Int) -> [Int] {
    nodes[node].requirements.map(\.node).filter {
      if case .decision = nodes[$0].kind { return true }
      return false
    }
  }

  /// The function that a knowledge model or service is.
  func function(_ number: Int) -> FEELFunction? {
    let node = nodes[number]
    switch node.kind {
    case .knowledge(let template):
      guard let template, !node.isCircular else { return nil }
      // The functions it requires are made when it is called, so that a long chain of them does not use up the stack.
      let parameters = template.parameters.map { FEELFunction.Parameter(name: $0.name, type: $0.type) }
      return FEELFunction(name: node.name, parameters: parameters, result: template.result) { arguments, evaluation in
        let frame = BoxFrame(size: node.frameSize)
        self.fill(frame, of: node) { self.function($0).map { .function($0) } ?? .null }
        if let own = node.own { frame.slots[own] = self.function(number).map { .function($0) } ?? .null }
        return try template.body(frame.slots, arguments.values, evaluation)
      }
    case .service(let service):
      let parameters = service.parameters.map {
        FEELFunction.Parameter(name: nodes[$0].name, type: nodes[$0].type.feel)
      }
      let result = node.type.functionResult ?? node.type.feel
      return FEELFunction(name: node.name, parameters: parameters, result: result) { arguments, evaluation in
        var given: [Int: FEELValue] = [:]
        for (parameter, argument) in zip(service.parameters, arguments.values) { given[parameter] = argument }
        return try self.value(ofService: number, service, given: given, evaluation)
      }
    default: return nil
    }
  }

  /// Puts the values of the requirements into the frame.
  func fill(_ frame: BoxFrame, of node: Node, value: (Int) -> FEELValue) {
    for requirement in node.requirements {
      guard let member = requirement.member else {
        frame.slots[requirement.slot] = value(requirement.node)
        continue
      }
      var context = FEELContext()
      if case .context(let known) = frame.slots[requirement.slot] { context = known }
      context[member] = value(requirement.node)
      frame.slots[requirement.slot] = .context(context)
    }
  }

  /// The value of a service: of its output decision, or of several by name.
  func value(
    ofService number: Int, _ service: Service, given: [Int: FEELValue], _ evaluation: FEELEvaluation
  ) throws -> FEELValue {
    for parameter in service.parameters {
      let value = given[parameter] ?? .null
      // With an argument of a wrong type the service is not called at all.
      if try nodes[parameter].type.coerce(value, evaluation) == nil {
        evaluation.warn(
          Message(
            "\(value.shortText) is not of the type of the parameter \(nodes[parameter].name)",
            "\(value.shortText) 的类型与参数 \(nodes[parameter].name) 不符"), line: 0,
          origin: nodes[number].title)
        return .null
      }
    }
    // Each run has a place for the value of every node.
    try evaluation.step(nodes.count / 16)
    let run = DecisionRun(program: self, given: given, evaluation: evaluation)
    var context = FEELContext()
    var single: FEELValue = .null
    for output in service.outputs {
      single = try run.value(of: output)
      context[nodes[output].name] = single
    }
    let result = service.outputs.count == 1 ? single : .context(context)
    guard let feel = nodes[number].type.functionResult else {
      return try typed(result, nodes[number].type, nodes[number].title, evaluation)
    }
    return try typed(
      result, DeclaredType(name: feel.description, shape: .plain, feel: feel), nodes[number].title, evaluation)
  }

  /// The value as a type has it; null with a warning when it does not conform.
  func typed(
    _ value: FEELValue, _ type: DeclaredType, _ title: Message, _ evaluation: FEELEvaluation
  ) throws -> FEELValue {
    guard let result = try type.coerce(value, evaluation) else {
      evaluation.warn(
        Message("\(value.shortText) is not of type \(type.name)", "\(value.shortText) 的类型不是 \(type.name)"), line: 0,
        origin: title)
      return .null
    }
    return result
  }
}
