// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Vocabulary

/// A model ready to decide: parsed once, its tables indexed.
///
/// A decision with a mistake in it is null, with a warning; `findings` tells the mistakes beforehand.
public struct CompiledModel: Sendable {
  public let model: DecisionModel
  /// Everything to tell the author: errors, warnings and notes with file and line.
  public let findings: [DecisionFinding]
  private let set: ModelSet
  private let program: DecisionProgram
  /// What bounds its decisions too.
  public let limits: DecisionLimits

  /// - Parameters:
  ///   - imports: the models that `model` imports, and those they import, in any order.
  ///   - analysed: whether tables are searched for gaps, overlaps and rules that never count.
  public init(
    _ model: DecisionModel, imports: [DecisionModel] = [], limits: DecisionLimits = DecisionLimits(),
    analysed: Bool = false
  ) {
    self.model = model
    self.limits = limits
    let set = ModelSet(model, imports: imports)
    var builder = ProgramBuilder(set, limits: limits, analysed: analysed)
    program = builder.build()
    self.set = set
    var findings = model.findings + builder.findings
    for item in model.imports where DMNVersion(rawValue: item.importType) != nil {
      if set.model(item.namespace) == nil {
        findings.append(
          DecisionFinding(
            .unknownReference, .error,
            Message("The imported model \(item.namespace) is not there.", "找不到导入的模型 \(item.namespace)。"),
            element: Message("import \"\(item.name)\"", "导入“\(item.name)”"), file: model.file, line: item.line))
      }
    }
    self.findings = findings
  }

  /// Whether no finding is an error.
  public var isSound: Bool { findings.allSatisfy { $0.severity != .error } }

  /// Works out a decision.
  /// - Parameters:
  ///   - name: the name of a decision of the model, or of one of `namespace`.
  ///   - inputs: values of inputs, and of decisions that are given instead of worked out.
  ///   - evaluation: the clock and the limits of the run.
  /// - Throws: `Problem` of code `notFound` for an unknown decision, `invalid` when a limit is passed.
  public func decide(
    _ name: String, namespace: String? = nil, inputs: [DecisionInput], evaluation: FEELEvaluation
  ) throws(Problem) -> DecisionResult {
    let target = try find(name, namespace: namespace, what: "decision") {
      if case .decision = $0 { true } else { false }
    }
    return try run(inputs, evaluation) { (run: DecisionRun) in try run.value(of: target) }
  }

  /// Calls a decision service by the names of its input data and input decisions.
  public func callService(
    _ name: String, namespace: String? = nil, inputs: [DecisionInput], evaluation: FEELEvaluation
  ) throws(Problem) -> DecisionResult {
    let target = try find(name, namespace: namespace, what: "decision service") {
      if case .service = $0 { true } else { false }
    }
    guard case .service(let service) = program.nodes[target].kind else { return try unknown(name, "decision service") }
    let program = program
    return try run(inputs, evaluation) { (run: DecisionRun) in
      var given: [Int: FEELValue] = [:]
      for parameter in service.parameters { given[parameter] = run.given[parameter] ?? .null }
      return try program.value(ofService: target, service, given: given, evaluation)
    }
  }

  /// Calls a knowledge model by the names of its parameters.
  public func callKnowledge(
    _ name: String, namespace: String? = nil, arguments: [(name: String, value: FEELValue)],
    evaluation: FEELEvaluation
  ) throws(Problem) -> DecisionResult {
    let target = try find(name, namespace: namespace, what: "business knowledge model") {
      if case .knowledge = $0 { true } else { false }
    }
    let program = program
    return try run([], evaluation) { (run: DecisionRun) in
      guard let function = program.function(target) else { return .null }
      return try function.call(named: arguments, evaluation)
    }
  }

  /// Names of the output decisions of a service; `nil` when there is no such service.
  public func outputs(ofService name: String) -> [String]? {
    for node in program.nodes where node.name == name {
      if case .service(let service) = node.kind { return service.outputs.map { program.nodes[$0].name } }
    }
    return nil
  }

  /// The names under which values may be given when a decision of the model is asked: those of all inputs, also of
  /// imported models, and of the decisions that it asks in turn.
  public func inputNames(of decision: String) -> Set<String> {
    var names: Set<String> = []
    var open: [Int] = []
    for (number, node) in program.nodes.enumerated() {
      if case .input = node.kind { names.insert(node.name) }
      if case .decision = node.kind, node.name == decision, open.isEmpty { open.append(number) }
    }
    var seen = Set(open)
    while let number = open.popLast() {
      for other in program.decisions(neededBy: number) where seen.insert(other).inserted {
        names.insert(program.nodes[other].name)
        open.append(other)
      }
    }
    return names
  }

  /// Why an element cannot be run here, such as a function in Java that it needs; `nil` when it can.
  public func externalReason(_ name: String) -> String? {
    guard let start = program.nodes.firstIndex(where: { $0.name == name }) else { return nil }
    var seen: Set<Int> = [start]
    var open = [start]
    while let number = open.popLast() {
      let node = program.nodes[number]
      if let reason = node.external { return reason }
      var next = node.requirements.map(\.node)
      if case .service(let service) = node.kind { next += service.outputs }
      for other in next where seen.insert(other).inserted { open.append(other) }
    }
    return nil
  }

  private func find(
    _ name: String, namespace: String?, what: String, where fits: (DecisionProgram.Node.Kind) -> Bool
  ) throws(Problem) -> Int {
    let found = candidates(name, namespace).first { fits(program.nodes[$0].kind) }
    guard let found else { return try unknown(name, what) }
    return found
  }

  private func unknown<Result>(_ name: String, _ what: String) throws(Problem) -> Result {
    throw Problem(.notFound, "The model \(model.name) has no \(what) \(name).", "模型 \(model.name) 中没有 \(what) \(name)。")
  }

  /// The nodes of a name, those of the model itself first.
  private func candidates(_ name: String, _ namespace: String?) -> [Int] {
    program.nodes.indices.filter {
      program.nodes[$0].name == name && (namespace == nil || set.models[program.nodes[$0].model].namespace == namespace)
    }
  }

  private func run(
    _ inputs: [DecisionInput], _ evaluation: FEELEvaluation, _ body: (DecisionRun) throws -> FEELValue
  ) throws(Problem) -> DecisionResult {
    var given: [Int: FEELValue] = [:]
    for input in inputs {
      let all = candidates(input.name, input.namespace)
      let own = all.filter { program.nodes[$0].model == 0 }
      // A name that only imported models know means all of them: they import the same input by different ways.
      for number in own.isEmpty || input.namespace != nil ? all : own { given[number] = input.value }
    }
    let run = DecisionRun(program: program, given: given, evaluation: evaluation)
    // What others noted who shared the evaluation is not of this result.
    let (decisions, matches) = (evaluation.trace.decisions.count, evaluation.trace.matches.count)
    let warnings = evaluation.warnings.count
    do {
      let value = try body(run)
      return DecisionResult(
        value: value, decisions: Array(evaluation.trace.decisions[decisions...]),
        matches: Array(evaluation.trace.matches[matches...]), warnings: Array(evaluation.warnings[warnings...]))
    } catch let problem as Problem {
      throw problem
    } catch let error as LimitExceeded {
      throw Problem(.invalid, error.message)
    } catch {
      throw Problem(.invalid, "\(error)", "评估失败：\(error)")
    }
  }
}
