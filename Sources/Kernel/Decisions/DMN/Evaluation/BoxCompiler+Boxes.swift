// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension BoxCompiler {
  func context(_ entries: [BoxedExpression.ContextEntry], _ names: FEELNames) -> Compiled {
    var names = names
    var steps: [(name: String?, slot: Int, logic: Logic)] = []
    var types: [(name: String, type: FEELType)] = []
    var result: FEELType?
    for entry in entries {
      // A function may call itself by the name of its entry, as in a context of FEEL, where nothing else has the name.
      var known = names
      var own: Int?
      if case .function = entry.value.kind, let name = entry.variable?.name, names.isFree(name) {
        own = known.declare(name, type: .anyFunction)
      }
      let value = compile(entry.value, known, own: own)
      guard let variable = entry.variable else {
        steps.append((nil, 0, value.logic))
        result = value.type
        continue
      }
      if types.contains(where: { $0.name == variable.name }) {
        note(
          .duplicate, .error,
          Message(
            "The entry \(variable.name) stands twice in the context.", "条目 \(variable.name) 在上下文中出现两次。"),
          line: variable.line)
      }
      let declared = type(variable.typeRef, line: variable.line)
      let type = declared.acceptsAll ? value.type : declared.feel
      types.append((variable.name, type))
      let slot = names.declare(variable.name, type: type)
      steps.append((variable.name, slot, typed(value.logic, declared, line: variable.line)))
      reserve(names)
    }
    let final = steps
    let logic: Logic = { frame, evaluation in
      var context = FEELContext()
      for step in final {
        let value = try step.logic(frame, evaluation)
        guard let name = step.name else { return value }
        frame.slots[step.slot] = value
        context[name] = value
      }
      return try evaluation.checked(.context(context))
    }
    return Compiled(logic: logic, type: result ?? .context(types))
  }

  func relation(_ columns: [InformationItem], _ rows: [[BoxedExpression]], _ names: FEELNames) -> Compiled {
    let types = columns.map { type($0.typeRef, line: $0.line) }
    for (number, row) in rows.enumerated() where row.count != columns.count {
      note(
        .structure, .error,
        Message(
          "Row \(number + 1) has \(row.count) cells; the relation has \(columns.count) columns.",
          "第 \(number + 1) 行有 \(row.count) 个单元格；关系表有 \(columns.count) 列。"),
        line: row.first?.line ?? 0)
    }
    let cells = rows.map { row in
      zip(row, types).map { cell, type in typed(compile(cell, names).logic, type, line: cell.line) }
    }
    let titles = columns.map(\.name)
    let logic: Logic = { frame, evaluation in
      var list: [FEELValue] = []
      list.reserveCapacity(cells.count)
      for row in cells {
        var context = FEELContext()
        for (name, cell) in zip(titles, row) { context[name] = try cell(frame, evaluation) }
        list.append(try evaluation.checked(.context(context)))
      }
      return try evaluation.checked(.list(list))
    }
    return Compiled(logic: logic, type: .list(.context(zip(titles, types.map(\.feel)).map { ($0, $1) })))
  }

  func conditional(
    _ test: Compiled, _ then: Compiled, _ otherwise: Compiled, line: Int
  ) -> Compiled {
    let element = element
    let type: FEELType = then.type == otherwise.type ? then.type : .any
    let (test, then, otherwise) = (test.logic, then.logic, otherwise.logic)
    let logic: Logic = { frame, evaluation in
      switch try test(frame, evaluation) {
      case .boolean(true): return try then(frame, evaluation)
      case .boolean(false), .null: return try otherwise(frame, evaluation)
      case let other:
        evaluation.warn(
          Message("the condition is \(other.shortText), not true or false", "条件是 \(other.shortText)，不是 true 或 false"),
          line: line, origin: element)
        return .null
      }
    }
    return Compiled(logic: logic, type: type)
  }

  func iterator(_ iterator: BoxedExpression.Iterator, _ names: FEELNames, line: Int) -> Compiled {
    let list = compile(iterator.list, names)
    let declared = type(iterator.listTypeRef, line: line)
    let source = typed(list.logic, declared, line: line)
    var names = names
    let itemType: FEELType =
      if case .list(let item) = declared.acceptsAll ? list.type : declared.feel { item } else { .any }
    let slot = names.declare(iterator.variable, type: itemType)
    // `partial` is what has been returned so far (10.3.2.14).
    let partial = iterator.kind == .for ? names.declare("partial", type: .list(.any)) : nil
    let compiled = compile(iterator.body, names)
    let body = compiled.logic
    let element = element
    let kind = iterator.kind
    let logic: Logic = { frame, evaluation in
      let value = try source(frame, evaluation)
      guard let domain = Domain(value) else {
        evaluation.warn(
          Message("\(value.shortText) cannot be gone through", "\(value.shortText) 无法遍历"), line: line, origin: element)
        return .null
      }
      var results: [FEELValue] = []
      var measure = ValueMeasure()
      var isUnknown = false
      var answer: FEELValue?
      try domain.forEach { item in
        try evaluation.step()
        frame.slots[slot] = item
        if let partial { frame.slots[partial] = .list(FEELList(results, measure: measure)) }
        let result = try body(frame, evaluation)
        // Without this the list would be shared, and copied for each turn.
        if let partial {
          try evaluation.step((frame.slots.count - partial) / 16)
          for slot in partial..<frame.slots.count { frame.slots[slot] = .null }
        }
        switch (kind, result) {
        case (.for, _):
          measure.add(result)
          if result.depth > 0 {
            // The value may hold the list, which then is copied.
            try evaluation.step(results.count / 8)
            try evaluation.take(bytes: results.count * MemoryLayout<FEELValue>.stride)
            _ = try evaluation.checked(.list(FEELList([], measure: measure)))
          }
          results.append(result)
          try evaluation.checkListSize(results.count)
        case (.some, .boolean(true)): answer = .boolean(true)
        case (.every, .boolean(false)): answer = .boolean(false)
        case (_, .boolean): break
        case (_, .null): isUnknown = true
        default:
          evaluation.warn(
            Message("\(result.shortText) is not true or false", "\(result.shortText) 不是 true 或 false"), line: line,
            origin: element)
          answer = .null
        }
        return answer == nil
      }
      if let answer { return answer }
      if kind == .for { return try evaluation.checked(.list(FEELList(results, measure: measure))) }
      return isUnknown ? .null : .boolean(kind == .every)
    }
    return Compiled(logic: logic, type: kind == .for ? .list(compiled.type) : .boolean)
  }

  func invocation(
    _ called: BoxedExpression?, _ bindings: [BoxedExpression.Binding], _ names: FEELNames, line: Int
  ) -> Compiled {
    guard let called else {
      note(.structure, .error, Message("The invocation names no function.", "调用没有指明函数。"), line: line)
      let reason = Message("the invocation names no function", "调用没有指明函数")
      return Compiled(logic: nothing(reason, line: line), type: .any)
    }
    let compiled = compile(called, names)
    let function = compiled.logic
    let arguments = bindings.map { binding in
      let type = self.type(binding.parameter.typeRef, line: binding.parameter.line)
      let logic: Logic = if let value = binding.value { compile(value, names).logic } else { { _, _ in .null } }
      return (name: binding.parameter.name, logic: typed(logic, type, line: binding.parameter.line))
    }
    let element = element
    let logic: Logic = { frame, evaluation in
      let value = try function(frame, evaluation)
      guard case .function(let function) = value else {
        evaluation.warn(
          Message("\(value.shortText) is called and is no function", "调用了 \(value.shortText)，但它不是函数"), line: line,
          origin: element)
        return .null
      }
      var named: [(name: String, value: FEELValue)] = []
      for argument in arguments { named.append((argument.name, try argument.logic(frame, evaluation))) }
      return try function.call(named: named, evaluation)
    }
    let type: FEELType = if case .function(_, let result) = compiled.type { result } else { .any }
    return Compiled(logic: logic, type: type)
  }

  /// A function, whose body sees the values of the names around it.
  func function(_ definition: FunctionDefinition, _ names: FEELNames) -> FunctionTemplate {
    var names = names
    let parameters = definition.parameters.map { parameter in
      (name: parameter.name, type: type(parameter.typeRef, line: parameter.line))
    }
    let slots = parameters.map { names.declare($0.name, type: $0.type.feel) }
    reserve(names)
    let body: Logic
    var bodyType = FEELType.any
    if definition.kind != .feel {
      note(
        .unsupported, .warning,
        Message(
          "A function of kind \(definition.kind.rawValue) is not run; it gives null.",
          "不能运行 \(definition.kind.rawValue) 类的函数；其结果为 null。"),
        line: definition.line)
      body = nothing(
        Message(
          "a function of kind \(definition.kind.rawValue) is not run", "不能运行 \(definition.kind.rawValue) 类的函数"),
        line: definition.line)
    } else if let box = definition.body {
      let compiled = compile(box, names)
      body = compiled.logic
      bodyType = compiled.type
    } else {
      body = nothing(Message("the function has no body", "函数没有函数体"), line: definition.line)
    }
    let result = type(definition.typeRef, line: definition.line)
    let typedBody = typed(body, result.functionResult == nil ? result : .any, line: definition.line)
    let element = element
    let line = definition.line
    let declared = result.functionResult ?? result.feel
    return FunctionTemplate(
      parameters: parameters.map { ($0.name, $0.type.feel) }, result: declared,
      inferred: result.acceptsAll ? bodyType : declared
    ) { outer, arguments, evaluation in
      // A frame of its own takes as long as some ten steps.
      try evaluation.step(10 + outer.count / 16)
      let inner = BoxFrame(slots: outer)
      for (number, slot) in slots.enumerated() {
        let given = number < arguments.count ? arguments[number] : .null
        guard let value = try parameters[number].type.coerce(given, evaluation) else {
          evaluation.warn(
            Message(
              "\(given.shortText) is not of the type of the parameter \(parameters[number].name)",
              "\(given.shortText) 的类型与参数 \(parameters[number].name) 不符"), line: line,
            origin: element)
          return .null
        }
        inner.slots[slot] = value
      }
      return try typedBody(inner, evaluation)
    }
  }
}

/// A function whose body waits for the values of the names around it.
struct FunctionTemplate: Sendable {
  var parameters: [(name: String, type: FEELType)]
  /// The type the result is converted to.
  var result: FEELType
  /// The type the result has as far as its expression shows, for the names in it.
  var inferred: FEELType
  var body: @Sendable ([FEELValue], [FEELValue], FEELEvaluation) throws -> FEELValue

  /// The function in a frame, whose values it keeps.
  /// - Parameter own: the slot of the name by which it may call itself.
  func function(name: String?, in frame: BoxFrame, own: Int? = nil) -> FEELFunction {
    var outer = frame.slots
    let body = body
    let parameters = parameters.map { FEELFunction.Parameter(name: $0.name, type: $0.type) }
    guard let own else {
      let kept = outer
      return FEELFunction(name: name, parameters: parameters, result: result, capturing: kept) {
        arguments, evaluation in try body(kept, arguments.values, evaluation)
      }
    }
    // A frame that is used again may still hold the function of the turn before.
    outer[own] = .null
    let kept = outer
    return FEELFunction(name: name, parameters: parameters, result: result, shownResult: result, captured: kept) {
      itself, arguments, evaluation in
      var slots = kept
      slots[own] = .function(itself)
      return try body(slots, arguments.values, evaluation)
    }
  }
}
