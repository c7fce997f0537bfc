// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Compiles the elements of a set of models.
struct ProgramBuilder {
  private var set: ModelSet
  private let types: TypeLibrary
  private let limits: DecisionLimits
  private let analysed: Bool
  private(set) var findings: [DecisionFinding] = []
  private var typeNames: [Int: FEELNames] = [:]

  init(_ set: ModelSet, limits: DecisionLimits, analysed: Bool) {
    self.set = set
    self.limits = limits
    self.analysed = analysed
    types = TypeLibrary(set, limits: limits.feel)
  }

  mutating func build() -> DecisionProgram {
    // Types first: a scope needs those of the elements it names.
    let declared = set.entries.map { type(of: $0) }
    var nodes = set.entries.indices.map { node($0, declared) }
    for number in circular(nodes) {
      nodes[number].isCircular = true
      note(
        .cycle, Message("The element needs itself, directly or through others.", "该元素直接或间接地依赖自身。"),
        set.entries[number])
    }
    findings = set.findings + types.findings + findings
    return DecisionProgram(nodes: nodes)
  }

  /// The types of a model as names, before any variable.
  private mutating func names(in model: Int) -> FEELNames {
    if let known = typeNames[model] { return known }
    var names = FEELNames()
    for (name, type) in types.names(in: model) { names.declareType(name, type) }
    typeNames[model] = names
    return names
  }

  private mutating func note(
    _ kind: DecisionFinding.Kind, _ message: Message, _ entry: ModelSet.Entry, line: Int? = nil
  ) {
    findings.append(
      DecisionFinding(
        kind, .error, message, element: entry.title, file: set.models[entry.model].file, line: line ?? entry.line))
  }

  private func type(of entry: ModelSet.Entry) -> DeclaredType {
    switch entry.element {
    case .input(let input): variableType(input.variable, entry)
    case .decision(let decision): variableType(decision.variable, entry)
    case .service(let service): variableType(service.variable, entry)
    case .knowledge(let knowledge): functionType(knowledge, entry)
    }
  }

  private func variableType(_ item: InformationItem, _ entry: ModelSet.Entry) -> DeclaredType {
    types.type(item.typeRef, in: entry.model, element: entry.title, line: item.line)
  }

  /// A knowledge model's variable has a function type; some tools write the type of its result there.
  private func functionType(_ knowledge: KnowledgeModel, _ entry: ModelSet.Entry) -> DeclaredType {
    let written = variableType(knowledge.variable, entry)
    if written.functionResult != nil { return written }
    let parameters = (knowledge.logic?.parameters ?? []).map {
      types.type($0.typeRef, in: entry.model, element: entry.title, line: $0.line).feel
    }
    let name = knowledge.logic?.typeRef ?? knowledge.logic?.body?.typeRef
    let result =
      written.acceptsAll
      ? types.type(name, in: entry.model, element: entry.title, line: knowledge.line) : written
    return DeclaredType(
      name: written.name, shape: .plain, feel: .function(parameters, result.functionResult ?? result.feel))
  }

  private mutating func node(_ number: Int, _ declared: [DeclaredType]) -> DecisionProgram.Node {
    let entry = set.entries[number]
    var names = names(in: entry.model)
    var node = DecisionProgram.Node(
      name: entry.name, title: entry.title, model: entry.model, line: entry.line, type: declared[number],
      requirements: [], frameSize: 0, kind: .input)
    let compiler = BoxCompiler(
      types: types, model: entry.model, element: entry.title, file: set.models[entry.model].file, limits: limits.feel,
      analysis: analysed && entry.model == 0 ? limits.tables : nil)
    switch entry.element {
    case .input: break
    case .decision(let decision):
      let references = decision.requiredInputs + decision.requiredDecisions + decision.requiredKnowledge
      node.requirements = requirements(references, entry, declared, &names)
      node.kind = .decision(decision.logic.map { compiler.compile($0, names).logic })
      node.external = decision.logic.flatMap { External.reason($0) }
    case .knowledge(let knowledge):
      node.requirements = requirements(knowledge.requiredKnowledge, entry, declared, &names)
      // It may call itself, where its name means nothing else.
      if names.isFree(entry.name) { node.own = names.declare(entry.name, type: declared[number].feel) }
      node.kind = .knowledge(
        knowledge.logic.map { logic in
          var logic = logic
          // The variable's type, where it is no function type, is that of the result; else its result's.
          let written = knowledge.variable.typeRef.flatMap { types.find($0, in: entry.model) }
          if written?.functionResult == nil { logic.typeRef = logic.typeRef ?? knowledge.variable.typeRef }
          var template = compiler.function(logic, names)
          if let result = written?.functionResult, template.result.isAny { template.result = result }
          return template
        })
      node.external = knowledge.logic.flatMap { External.reason($0) }
    case .service(let service):
      let parameters = (service.inputData + service.inputDecisions).compactMap { resolve($0, entry) }
      let outputs = service.outputDecisions.compactMap { resolve($0, entry) }
      if outputs.isEmpty {
        note(.structure, Message("The service has no output decision.", "该决策服务没有输出决策。"), entry)
      }
      node.kind = .service(.init(outputs: outputs, parameters: parameters))
    }
    compiler.reserve(names)
    node.frameSize = compiler.frameSize
    findings += compiler.findings
    return node
  }

  private mutating func resolve(_ reference: ElementReference, _ entry: ModelSet.Entry) -> Int? {
    if let number = set.resolve(reference, from: entry.model) { return number }
    let place = reference.namespace.map { "\($0)#" } ?? "#"
    note(
      .unknownReference,
      Message("There is no element \(place)\(reference.id).", "没有元素 \(place)\(reference.id)。"), entry,
      line: reference.line)
    return nil
  }

  /// Gives each required element its place: own ones one each, imported ones one for each import.
  private mutating func requirements(
    _ references: [ElementReference], _ entry: ModelSet.Entry, _ declared: [DeclaredType], _ names: inout FEELNames
  ) -> [DecisionProgram.Requirement] {
    var result: [DecisionProgram.Requirement] = []
    var imported: [(name: String, members: [(name: String, node: Int)])] = []
    for reference in references {
      guard let number = resolve(reference, entry) else { continue }
      let other = set.entries[number]
      guard let name = set.importName(of: other.model, in: entry.model) else {
        note(
          .unknownReference,
          Message(
            "\(other.title.english) belongs to a model that is not imported.",
            "\(other.title.chinese)属于未导入的模型。"), entry, line: reference.line)
        continue
      }
      if name.isEmpty {
        result.append(.init(node: number, slot: names.declare(other.name, type: declared[number].feel), member: nil))
      } else if let place = imported.firstIndex(where: { $0.name == name }) {
        imported[place].members.append((other.name, number))
      } else {
        imported.append((name, [(other.name, number)]))
      }
    }
    for (name, members) in imported {
      let type = FEELType.context(members.map { ($0.name, declared[$0.node].feel) })
      let slot = names.declare(name, type: type)
      result += members.map { .init(node: $0.node, slot: slot, member: $0.name) }
    }
    return result
  }

  /// The nodes that lie on a circle of requirements.
  private func circular(_ nodes: [DecisionProgram.Node]) -> [Int] {
    // Nodes that nothing open needs are taken away until only circles, and what needs them, are left; then the same
    // from the other side.
    func remaining(_ edges: [[Int]]) -> Set<Int> {
      var needs = edges.map(\.count)
      var neededBy = [[Int]](repeating: [], count: edges.count)
      for (number, targets) in edges.enumerated() {
        for target in targets { neededBy[target].append(number) }
      }
      var free = needs.indices.filter { needs[$0] == 0 }
      var left = Set(needs.indices)
      while let number = free.popLast() {
        left.remove(number)
        for other in neededBy[number] {
          needs[other] -= 1
          if needs[other] == 0 { free.append(other) }
        }
      }
      return left
    }
    // A knowledge model that requires itself is a function that calls itself.
    let edges = nodes.enumerated().map { number, node in
      node.requirements.map(\.node).filter {
        if case .knowledge = node.kind { return $0 != number }
        return true
      }
    }
    var reversed = [[Int]](repeating: [], count: nodes.count)
    for (number, targets) in edges.enumerated() {
      for target in targets { reversed[target].append(number) }
    }
    return remaining(edges).intersection(remaining(reversed)).sorted()
  }
}

/// Finds functions that are not written in FEEL.
enum External {
  static func reason(_ definition: FunctionDefinition) -> String? {
    if definition.kind != .feel { return "a function of kind \(definition.kind.rawValue) is not run here" }
    return definition.body.flatMap { reason($0) }
  }

  static func reason(_ box: BoxedExpression) -> String? {
    switch box.kind {
    case .literal(let cell, _):
      guard cell.text.contains("external") else { return nil }
      return ["java", "pmml"].first { cell.text.contains($0) }.map { "a function in \($0) is not run here" }
    case .decisionTable: return nil
    case .context(let entries): return entries.lazy.compactMap { reason($0.value) }.first
    case .invocation(let called, let bindings):
      return called.flatMap { reason($0) } ?? bindings.lazy.compactMap { $0.value.flatMap { reason($0) } }.first
    case .function(let definition): return reason(definition)
    case .list(let elements): return elements.lazy.compactMap { reason($0) }.first
    case .relation(_, let rows): return rows.joined().lazy.compactMap { reason($0) }.first
    case .conditional(let test, let then, let otherwise): return reason(test) ?? reason(then) ?? reason(otherwise)
    case .filter(let list, let match): return reason(list) ?? reason(match)
    case .iterator(let iterator): return reason(iterator.list) ?? reason(iterator.body)
    }
  }
}
