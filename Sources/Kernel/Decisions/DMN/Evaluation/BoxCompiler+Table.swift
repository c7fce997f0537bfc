// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension BoxCompiler {
  /// A decision table with its indexes; notes what is wrong with its cells and, when asked, with its rules as a whole.
  func table(_ table: DecisionTable, _ outer: FEELNames, line: Int) -> Compiled {
    let width = table.inputs.count + table.outputs.count
    guard width <= DecisionTable.greatestWidth else {
      let reason = Message(
        "The table has \(width) inputs and outputs; at most \(DecisionTable.greatestWidth) are read. Take it apart.",
        "该表有 \(width) 个输入和输出；最多读取 \(DecisionTable.greatestWidth) 个。请拆分该表。")
      note(.structure, .error, reason, line: line)
      return Compiled(logic: nothing(reason, line: line), type: .any)
    }
    var columns: [CompiledTable.Column] = []
    var tests: [[CellTest]] = []
    var types: [DeclaredType] = []
    // Each column has its own `?`, which only its cells see.
    var names = outer
    for (number, input) in table.inputs.enumerated() {
      let part = Message.input(number + 1)
      let type = self.type(input.typeRef, line: input.expression.line)
      let expression = literal(input.expression, outer, part: part, isInput: true)
      let feel = type.acceptsAll ? expression.type : type.feel
      let value = typed(expression.logic, type, line: input.expression.line)
      let slot = names.declare("?", type: feel)
      reserve(names)
      let cells = table.rules.enumerated().map { rule, row in
        guard row.isWhole else { return unknownCell(of: row, rule) }
        return cell(row.inputs.indices.contains(number) ? row.inputs[number] : Cell("-"), names, rule: rule, part: part)
      }
      let allowed = input.values.map { cell($0, names, rule: nil, part: part) }
      columns.append(column(input, value: value, slot: slot, cells: cells, allowed: allowed))
      tests.append(cells.map(\.test))
      types.append(type)
    }
    noteOutputs(table, line: line)
    let outputs = table.outputs.indices.map { output($0, table, outer, line: line) }
    let compiled = CompiledTable(
      element: element, line: line, hitPolicy: table.hitPolicy, columns: columns, outputs: outputs,
      rules: table.rules.count, lines: table.rules.map(\.line))
    if let analysis { analyse(table, columns, tests, types, analysis) }
    let single: FEELType =
      outputs.count == 1 ? outputs[0].type.feel : .context(outputs.map { ($0.name ?? "", $0.type.feel) })
    let result: FEELType =
      switch table.hitPolicy {
      case .ruleOrder, .outputOrder, .collect: .list(single)
      case .collectCount, .collectSum: .number
      default: single
      }
    return Compiled(logic: { frame, evaluation in try compiled.evaluate(frame, evaluation) }, type: result)
  }

  /// A cell of an input, as far as it is constant, and as closure.
  struct CompiledCell {
    var cell: Cell
    var test: CellTest
    var logic: Logic?
  }

  private func unknownCell(of row: DecisionTable.Rule, _ rule: Int) -> CompiledCell {
    let reason = Message("the rule does not have as many cells as the table has columns", "该规则的单元格数与表的列数不符")
    return CompiledCell(
      cell: Cell("", line: row.line), test: .opaque, logic: nothing(reason, part: .rule(rule + 1), line: row.line))
  }

  private func cell(_ cell: Cell, _ names: FEELNames, rule: Int?, part: Message) -> CompiledCell {
    if cell.isIrrelevant { return CompiledCell(cell: cell, test: .any, logic: nil) }
    let place = rule.map { .rule($0 + 1).part(part) } ?? part
    do {
      let expression = try FEELExpression(
        unaryTests: cell.text, names: names, limits: limits, origin: element.part(place))
      for name in expression.unknownNames {
        noteUnknown(name, cell, part: place, isInput: rule == nil)
      }
      noteImpossible(expression, cell, part: place)
      return CompiledCell(cell: cell, test: CellTest(expression.tests), logic: expression.logic)
    } catch {
      var finding = DecisionFinding(error, cell: cell, element: element.part(place), file: file)
      finding.rule = rule.map { $0 + 1 }
      note(finding)
      let warning = nothing(
        Message("the cell \(cell.text.trimmingXMLSpace) cannot be read", "无法读取单元格 \(cell.text.trimmingXMLSpace)"),
        part: place, line: cell.line)
      return CompiledCell(cell: cell, test: .opaque, logic: warning)
    }
  }

  private func column(
    _ input: DecisionTable.Input, value: @escaping Logic, slot: Int, cells: [CompiledCell], allowed: CompiledCell?
  ) -> CompiledTable.Column {
    let evaluation = FEELEvaluation(limits: limits)
    let index = TableColumnIndex(tests: cells.map(\.test)) { rule, value in
      guard let logic = cells[rule].logic else { return true }
      let frame = BoxFrame(size: slot + 1)
      frame.slots[slot] = value
      guard let result = try? logic(frame, evaluation), case .boolean(true) = result else { return false }
      return true
    }
    return CompiledTable.Column(
      name: input.label ?? input.expression.text.trimmingXMLSpace, value: value, slot: slot, allowed: allowed?.logic,
      index: index, tests: cells.map(\.logic), line: input.expression.line)
  }

  private func output(_ number: Int, _ table: DecisionTable, _ names: FEELNames, line: Int) -> CompiledTable.Output {
    let output = table.outputs[number]
    let part = Message.output(number + 1)
    let type = self.type(output.typeRef, line: output.line)
    let entries = table.rules.enumerated().map { rule, row in
      let cell = row.outputs.indices.contains(number) ? row.outputs[number] : Cell("", line: row.line)
      let place = Message.rule(rule + 1).part(part)
      if row.isWhole, cell.text.trimmingXMLSpace.isEmpty {
        note(
          .structure, .warning,
          Message("The output is empty and thus null; write null where that is meant.", "输出为空，结果为 null；若确是此意，请写 null。"),
          part: place, line: cell.line, column: cell.column)
      }
      return literal(cell, names, part: place).logic
    }
    var priorities: [DeclaredType.Test] = []
    if table.hitPolicy == .priority || table.hitPolicy == .outputOrder {
      if let values = output.values ?? type.allowedValues {
        do {
          priorities = try ValueTest.compileEach(values, limits: limits)
        } catch {
          note(DecisionFinding(error, cell: values, element: element.part(part), file: file))
        }
      }
    }
    var allowed: DeclaredType.Test?
    if let values = output.values {
      do {
        allowed = try ValueTest.compile(values, limits: limits)
      } catch {
        note(DecisionFinding(error, cell: values, element: element.part(part), file: file))
      }
    }
    return CompiledTable.Output(
      name: table.outputs.count > 1 ? output.name ?? output.label ?? "output \(number + 1)" : output.name, type: type,
      entries: entries, defaultEntry: output.defaultEntry.map { literal($0, names, part: part.part(.fallback)).logic },
      priorities: priorities, allowed: allowed)
  }

  private func noteOutputs(_ table: DecisionTable, line: Int) {
    if table.outputs.count > 1 {
      var names: Set<String> = []
      for (number, output) in table.outputs.enumerated() {
        let name = output.name ?? ""
        if name.isEmpty {
          note(
            .structure, .warning,
            Message("The output has no name; with several outputs each needs one.", "该输出没有名称；有多个输出时，每个都要有名称。"),
            part: .output(number + 1), line: output.line)
        } else if !names.insert(name).inserted {
          note(
            .duplicate, .error, Message("The name \(name) stands for two outputs.", "名称 \(name) 用于两个输出。"),
            part: .output(number + 1),
            line: output.line)
        }
      }
    }
    if table.hitPolicy == .priority || table.hitPolicy == .outputOrder {
      let ordered = table.outputs.contains { $0.values != nil || type($0.typeRef, line: $0.line).allowedValues != nil }
      if !ordered {
        note(
          .structure, .warning,
          Message(
            "Hit policy \(table.hitPolicy.rawValue) orders by the outputs' values; give an output its values, the highest first.",
            "命中策略 \(table.hitPolicy.rawValue) 按输出的取值排序；请给出输出的取值，最优先的写在最前。"),
          line: line)
      }
    }
    if [.collectSum, .collectMinimum, .collectMaximum].contains(table.hitPolicy), table.outputs.count > 1 {
      note(
        .structure, .error,
        Message(
          "Hit policy \(table.hitPolicy.rawValue) takes one output; the table has \(table.outputs.count).",
          "命中策略 \(table.hitPolicy.rawValue) 只能有一个输出；该表有 \(table.outputs.count) 个。"),
        line: line)
    }
  }
}

extension DecisionTable {
  /// Inputs and outputs together. Each input sees the names of those before it, so that more take time by their square.
  static let greatestWidth = 1000
}
