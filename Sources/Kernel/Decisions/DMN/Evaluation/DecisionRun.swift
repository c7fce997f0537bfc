// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Works out decisions for one set of inputs; each decision once.
final class DecisionRun {
  private let program: DecisionProgram
  let given: [Int: FEELValue]
  private let evaluation: FEELEvaluation
  private var known: [FEELValue?]

  /// - Parameter given: values of inputs, and of decisions that are not to be worked out, by node.
  init(program: DecisionProgram, given: [Int: FEELValue], evaluation: FEELEvaluation) {
    self.program = program
    self.given = given
    self.evaluation = evaluation
    known = [FEELValue?](repeating: nil, count: program.nodes.count)
  }

  /// The value of an input or decision, or the function of a knowledge model or service.
  func value(of target: Int) throws -> FEELValue {
    // Not recursive: a long chain of decisions must not use up the stack.
    var open = [target]
    while let number = open.last {
      if known[number] != nil {
        open.removeLast()
        continue
      }
      if given[number] == nil, !program.nodes[number].isCircular {
        let missing = program.decisions(neededBy: number).filter { known[$0] == nil }
        if !missing.isEmpty {
          open += missing
          continue
        }
      }
      known[number] = try workOut(number)
      open.removeLast()
    }
    return known[target] ?? .null
  }

  /// The value of a node whose decisions are known.
  private func workOut(_ number: Int) throws -> FEELValue {
    let node = program.nodes[number]
    if let value = given[number] { return try program.typed(value, node.type, node.title, evaluation) }
    if node.isCircular {
      evaluation.warn(
        Message("the element needs itself and has no value", "该元素依赖自身，没有值"), line: node.line, origin: node.title)
      return .null
    }
    switch node.kind {
    case .input: return .null
    case .knowledge, .service: return program.function(number).map { .function($0) } ?? .null
    case .decision(let logic):
      guard let logic else {
        evaluation.warn(
          Message("there is no logic, and no value is given", "既没有决策逻辑，也没有给定值"), line: node.line, origin: node.title)
        return .null
      }
      let frame = BoxFrame(size: node.frameSize)
      var values: [Int: FEELValue] = [:]
      for requirement in node.requirements where known[requirement.node] == nil {
        values[requirement.node] = try workOut(requirement.node)
      }
      program.fill(frame, of: node) { known[$0] ?? values[$0] ?? .null }
      let value = try program.typed(logic(frame, evaluation), node.type, node.title, evaluation)
      try evaluation.take(bytes: 64)
      evaluation.trace.decisions.append((node.name, value))
      return value
    }
  }
}
