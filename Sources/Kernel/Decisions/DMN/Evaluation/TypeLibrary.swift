// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// The types of a set of models by name.
final class TypeLibrary {
  private let set: ModelSet
  private let limits: FEELLimits
  private var known: [String: DeclaredType] = [:]
  /// Definitions being resolved, to notice circles.
  private var open: Set<String> = []
  private(set) var findings: [DecisionFinding] = []

  init(_ set: ModelSet, limits: FEELLimits) {
    self.set = set
    self.limits = limits
  }

  /// The type a name means in a model; an unknown one is noted and becomes `Any`.
  func type(_ name: String?, in model: Int, element: Message, line: Int) -> DeclaredType {
    guard let name = name?.trimmingXMLSpace, !name.isEmpty else { return .any }
    if let type = find(name, in: model) { return type }
    note(
      .unknownType,
      Message(
        "There is no type \(name); define it as an itemDefinition, or use one of FEEL's own.",
        "没有类型 \(name)；请用 itemDefinition 定义它，或使用 FEEL 自带的类型。"),
      element: element, model: model, line: line)
    return .any
  }

  /// The type of a name; `nil` when there is none.
  func find(_ name: String, in model: Int) -> DeclaredType? {
    if let type = FEELType(typeName: name) { return DeclaredType(name: name, shape: .plain, feel: type) }
    if let definition = set.models[model].types.first(where: { $0.name == name }) {
      return resolve(definition, in: model, path: definition.name)
    }
    for item in set.models[model].imports {
      let prefix = item.name.isEmpty ? "" : item.name + "."
      guard name.hasPrefix(prefix), let other = set.model(item.namespace), other != model else { continue }
      let rest = String(name.dropFirst(prefix.count))
      if let definition = set.models[other].types.first(where: { $0.name == rest }) {
        return resolve(definition, in: other, path: definition.name)
      }
    }
    // A prefix of XML, as DMN 1.1 had them: `feel:number`.
    if let colon = name.lastIndex(of: ":") {
      return FEELType(typeName: String(name[name.index(after: colon)...])).map {
        DeclaredType(name: name, shape: .plain, feel: $0)
      }
    }
    return nil
  }

  /// All types a model's expressions may name, with the imported ones qualified.
  func names(in model: Int) -> [(name: String, type: FEELType)] {
    var result = set.models[model].types.map { ($0.name, resolve($0, in: model, path: $0.name).feel) }
    for item in set.models[model].imports {
      guard let other = set.model(item.namespace), other != model else { continue }
      let prefix = item.name.isEmpty ? "" : item.name + "."
      result += set.models[other].types.map { (prefix + $0.name, resolve($0, in: other, path: $0.name).feel) }
    }
    return result
  }

  private func resolve(_ definition: ItemDefinition, in model: Int, path: String) -> DeclaredType {
    let key = "\(model)#\(path)"
    if let type = known[key] { return type }
    let element = Message("itemDefinition \"\(path)\"", "类型定义“\(path)”")
    guard open.insert(key).inserted else {
      note(
        .cycle,
        Message("The type is made of itself; a type may not contain itself.", "该类型由自身构成；类型不能包含自身。"), element: element,
        model: model,
        line: definition.line)
      return .any
    }
    defer { open.remove(key) }
    guard open.count <= Self.greatestDepth else { return tooDeep(element, model, definition.line) }
    let allowed = test(definition.allowedValues, element: element, model: model)
    let constraint = test(definition.typeConstraint, element: element, model: model)
    var type = base(definition, in: model, path: path, element: element)
    if let allowed {
      type = DeclaredType(
        name: path, shape: .narrowed(type), feel: type.feel, tests: [allowed],
        allowedValues: definition.allowedValues)
    }
    if definition.isCollection {
      type = DeclaredType(name: path, shape: .list(type), feel: .list(type.feel))
    }
    if let constraint {
      type = DeclaredType(name: path, shape: .narrowed(type), feel: type.feel, tests: [constraint])
    }
    if type.depth > Self.greatestDepth {
      type = tooDeep(element, model, definition.line)
    } else if type.feel.hasMoreParts(than: Self.mostParts) {
      note(
        .structure,
        Message(
          "The type is made of more than \(Self.mostParts) types; make it smaller.",
          "该类型由超过 \(Self.mostParts) 个类型构成；请缩小。"), element: element,
        model: model, line: definition.line)
      type = .any
    }
    known[key] = type
    return type
  }

  private static let greatestDepth = 64
  private static let mostParts = 10_000

  private func tooDeep(_ element: Message, _ model: Int, _ line: Int) -> DeclaredType {
    note(
      .structure,
      Message(
        "The type is made of more than \(Self.greatestDepth) types within one another; make it flatter.",
        "该类型的嵌套超过 \(Self.greatestDepth) 层；请减少层次。"),
      element: element, model: model, line: line)
    return .any
  }

  /// The type without collection and tests.
  private func base(_ definition: ItemDefinition, in model: Int, path: String, element: Message) -> DeclaredType {
    if let function = definition.function {
      let parameters = function.parameters.map { type($0.typeRef, in: model, element: element, line: $0.line) }
      let result = type(function.outputTypeRef, in: model, element: element, line: definition.line)
      return DeclaredType(
        name: path, shape: .plain, feel: .function(parameters.map(\.feel), result.feel),
        depth: 1 + (parameters + [result]).reduce(0) { max($0, $1.depth) })
    }
    if !definition.components.isEmpty {
      let entries = definition.components.map { component in
        (name: component.name, type: resolve(component, in: model, path: "\(path).\(component.name)"))
      }
      return DeclaredType(
        name: path, shape: .context(entries), feel: .context(entries.map { ($0.name, $0.type.feel) }))
    }
    guard let typeRef = definition.typeRef else { return .any }
    return type(typeRef, in: model, element: element, line: definition.line)
  }

  private func test(_ cell: Cell?, element: Message, model: Int) -> DeclaredType.Test? {
    guard let cell else { return nil }
    do {
      return try ValueTest.compile(cell, limits: limits)
    } catch {
      findings.append(
        DecisionFinding(error, cell: cell, element: element, file: set.models[model].file))
      return nil
    }
  }

  private func note(
    _ kind: DecisionFinding.Kind, _ message: Message, element: Message, model: Int, line: Int
  ) {
    let finding = DecisionFinding(kind, .error, message, element: element, file: set.models[model].file, line: line)
    if !findings.contains(finding) { findings.append(finding) }
  }
}
