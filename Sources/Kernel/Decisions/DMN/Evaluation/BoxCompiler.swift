// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Turns the boxes of one element into closures.
final class BoxCompiler {
  let types: TypeLibrary
  let model: Int
  let element: Message
  let file: String
  let limits: FEELLimits
  /// How far rules of tables are analysed for gaps and overlaps; `nil` for not at all.
  let analysis: TableLimits?
  private(set) var findings: [DecisionFinding] = []
  /// The size of the frames: the greatest number of names in reach at once.
  private(set) var frameSize = 0

  init(
    types: TypeLibrary, model: Int, element: Message, file: String, limits: FEELLimits, analysis: TableLimits?
  ) {
    self.types = types
    self.model = model
    self.element = element
    self.file = file
    self.limits = limits
    self.analysis = analysis
  }

  func note(_ finding: DecisionFinding) { findings.append(finding) }

  func note(
    _ kind: DecisionFinding.Kind, _ severity: DecisionFinding.Severity, _ message: Message, part: Message? = nil,
    line: Int, column: Int = 0
  ) {
    findings.append(
      DecisionFinding(
        kind, severity, message, element: element.part(part), file: file, line: line,
        column: column))
  }

  /// Remembers that frames must hold the names.
  func reserve(_ names: FEELNames) { frameSize = max(frameSize, names.count) }

  func type(_ name: String?, line: Int) -> DeclaredType {
    types.type(name, in: model, element: element, line: line)
  }

  /// A box and the type its value has, as far as that shows.
  struct Compiled {
    var logic: Logic
    var type: FEELType
  }

  /// A box, with its value converted to the box's type.
  /// - Parameter own: of a function, the slot of the name by which it may call itself.
  func compile(_ box: BoxedExpression, _ names: FEELNames, own: Int? = nil) -> Compiled {
    reserve(names)
    let inner = kind(box, names, own)
    let type = type(box.typeRef, line: box.line)
    guard !type.acceptsAll else { return inner }
    return Compiled(logic: typed(inner.logic, type, line: box.line), type: type.feel)
  }

  /// The value as a type has it; null with a warning when it does not conform.
  func typed(_ logic: @escaping Logic, _ type: DeclaredType, line: Int) -> Logic {
    guard !type.acceptsAll else { return logic }
    let element = element
    return { frame, evaluation in
      let value = try logic(frame, evaluation)
      guard let result = try type.coerce(value, evaluation) else {
        evaluation.warn(
          Message("\(value.shortText) is not of type \(type.name)", "\(value.shortText) 的类型不是 \(type.name)"),
          line: line, origin: element)
        return .null
      }
      return result
    }
  }

  private func kind(_ box: BoxedExpression, _ names: FEELNames, _ own: Int?) -> Compiled {
    switch box.kind {
    case .literal(let cell, let language):
      if let language, !language.isEmpty, !DMNVersion.allCases.contains(where: { $0.feel == language }),
        language.lowercased() != "feel"
      {
        note(
          .unsupported, .error,
          Message(
            "The expression language \(language) is not run; write FEEL.", "不能运行表达式语言 \(language)；请用 FEEL 书写。"),
          line: cell.line)
        let reason = Message("the expression language \(language) is not run", "不能运行表达式语言 \(language)")
        return Compiled(logic: nothing(reason, line: cell.line), type: .any)
      }
      return literal(cell, names)
    case .decisionTable(let table): return self.table(table, names, line: box.line)
    case .context(let entries): return context(entries, names)
    case .invocation(let called, let bindings): return invocation(called, bindings, names, line: box.line)
    case .function(let definition):
      let function = self.function(definition, names)
      return Compiled(
        logic: { frame, _ in .function(function.function(name: nil, in: frame, own: own)) },
        type: .function(function.parameters.map(\.type), function.inferred))
    case .list(let elements):
      let parts = elements.map { compile($0, names) }
      let logics = parts.map(\.logic)
      let type = parts.first.map { first in parts.allSatisfy { $0.type == first.type } ? first.type : .any } ?? .any
      return Compiled(
        logic: { frame, evaluation in
          var values: [FEELValue] = []
          values.reserveCapacity(logics.count)
          for logic in logics { values.append(try logic(frame, evaluation)) }
          return try evaluation.checked(.list(values))
        }, type: .list(type))
    case .relation(let columns, let rows): return relation(columns, rows, names)
    case .conditional(let test, let then, let otherwise):
      return conditional(compile(test, names), compile(then, names), compile(otherwise, names), line: box.line)
    case .filter(let list, let match): return filter(list, match, names, line: box.line)
    case .iterator(let iterator): return self.iterator(iterator, names, line: box.line)
    }
  }

  /// Null with a warning.
  func nothing(_ reason: Message, part: Message? = nil, line: Int) -> Logic {
    let element = element.part(part)
    return { _, evaluation in
      evaluation.warn(reason, line: line, origin: element)
      return .null
    }
  }

  /// A FEEL expression; one that cannot be read is noted and becomes null.
  func literal(_ cell: Cell, _ names: FEELNames, part: Message? = nil, isInput: Bool = false) -> Compiled {
    guard !cell.text.trimmingXMLSpace.isEmpty else {
      let reason = Message("the expression is empty", "表达式为空")
      return Compiled(logic: nothing(reason, part: part, line: cell.line), type: .any)
    }
    reserve(names)
    do {
      let expression = try FEELExpression(cell.text, names: names, limits: limits, origin: element.part(part))
      for name in expression.unknownNames { noteUnknown(name, cell, part: part, isInput: isInput) }
      noteImpossible(expression, cell, part: part)
      return Compiled(logic: expression.logic, type: expression.type)
    } catch {
      note(DecisionFinding(error, cell: cell, element: element.part(part), file: file))
      let reason = Message(
        "the expression cannot be read: \(error.messages.english)", "无法读取表达式：\(error.messages.chinese)")
      return Compiled(logic: nothing(reason, part: part, line: cell.line), type: .any)
    }
  }

  /// A rule with such a value never fits, or gives null: hardly what was meant.
  func noteImpossible(_ expression: FEELExpression, _ cell: Cell, part: Message?) {
    for value in expression.impossibleValues {
      note(
        .value, .warning, Message("\(value.reason.english).", "\(value.reason.chinese)。"), part: part,
        line: cell.line > 0 ? cell.line + value.position.line - 1 : 0,
        column: cell.column > 0 ? cell.column : value.position.column)
    }
  }

  func noteUnknown(_ name: FEELExpression.UnknownName, _ cell: Cell, part: Message?, isInput: Bool = false) {
    let hint = HalfWidth.hint(inName: name.name)
    note(
      isInput ? .unknownInput : .unknownReference, .error,
      Message(
        "\(name.name) names nothing in reach\(hint.english); put quotes around a text, or require the input, "
          + "decision or knowledge it means.",
        "此处没有名为 \(name.name) 的内容\(hint.chinese)；文本请加引号，否则请先引用它所指的输入、决策或业务知识。"), part: part,
      line: cell.line > 0 ? cell.line + name.position.line - 1 : 0,
      column: cell.column > 0 ? cell.column : name.position.column)
  }
}
