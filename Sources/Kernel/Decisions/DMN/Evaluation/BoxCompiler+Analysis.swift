// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension BoxCompiler {
  /// Notes gaps, overlaps, rules that never count, and cells that cannot be of their column's type.
  func analyse(
    _ table: DecisionTable, _ columns: [CompiledTable.Column], _ tests: [[CellTest]], _ types: [DeclaredType],
    _ limits: TableLimits
  ) {
    var views: [AnalysisColumn] = []
    for (number, column) in columns.enumerated() {
      let declared = ScalarKind(types[number].feel)
      noteTypes(table, column: number, tests[number], declared: declared, type: types[number])
      let values = table.inputs[number].values ?? types[number].allowedValues
      views.append(view(column.name, tests[number], declared: declared, values: values))
    }
    noteOutputTypes(table)
    guard table.isComparable else {
      note(
        .undecided, .note,
        Message(
          "Gaps, overlaps and rules that never count are looked for once the heads and the hit policy are right.",
          "表头和命中策略改正之后，才查缺口、重叠和不可达的规则。"), line: table.outputs.first?.line ?? 0)
      return
    }
    let outputs = table.rules.map { $0.outputs.map { $0.text.trimmingXMLSpace } }
    var analysis = TableAnalysis(
      table: table, columns: views, priorities: priorities(of: table), limits: limits, element: element, file: file
    ) { outputs[$0] == outputs[$1] }
    analysis.run()
    for finding in analysis.findings { note(finding) }
  }

  /// A column cut into segments of the kind its type or its cells have.
  private func view(
    _ name: String, _ tests: [CellTest], declared: ScalarKind?, values: Cell?
  ) -> AnalysisColumn {
    let allowed: [CellTest.Part]
    if let values, case .parts(let parts, false) = ValueTest.constant(values, limits: limits) {
      allowed = parts
    } else {
      allowed = []
    }
    var kinds: Set<ScalarKind?> = []
    for case .parts(let parts, _) in tests { kinds.formUnion(parts.map(\.kind)) }
    let kind = declared ?? (kinds.count == 1 ? kinds.first ?? nil : nil) ?? allowed.first?.kind
    var unknown = RuleSet(count: tests.count)
    var ends: [FEELValue] = kind == .boolean ? [.boolean(false), .boolean(true)] : []
    for part in allowed where part.kind == kind { ends += [part.low, part.high].compactMap(\.self) }
    for (rule, test) in tests.enumerated() {
      switch test {
      case .any: break
      case .opaque: unknown[rule] = true
      case .parts(let parts, _):
        if kind == nil || parts.contains(where: { $0.kind != kind }) {
          unknown[rule] = true
        } else {
          ends += parts.flatMap { [$0.low, $0.high].compactMap(\.self) }
        }
      }
    }
    guard let kind, !ends.isEmpty, let axis = Axis(kind: kind, values: ends) else {
      var all = RuleSet(count: tests.count)
      for (rule, test) in tests.enumerated() {
        if case .any = test { continue }
        all[rule] = true
      }
      return AnalysisColumn(name: name, index: nil, domain: [0...0], fits: tests.map { _ in nil }, unknown: all)
    }
    var base = RuleSet(allOf: tests.count)
    var fits = [[ClosedRange<Int>]?](repeating: nil, count: tests.count)
    for (rule, test) in tests.enumerated() where !unknown[rule] {
      guard case .parts(let parts, let negated) = test else { continue }
      fits[rule] = axis.segments(of: parts, negated: negated)
      base[rule] = false
    }
    let index = AxisIndex(
      axis: axis, base: base, fits: fits.enumerated().compactMap { rule, ranges in ranges.map { (rule, $0) } })
    var domain = [0...axis.segments - 1]
    if !allowed.isEmpty {
      domain = axis.segments(of: allowed, negated: false)
    } else if kind == .boolean {
      domain = [1...1, 3...3]
    }
    return AnalysisColumn(name: name, index: index, domain: domain, fits: fits, unknown: unknown)
  }

  private func noteTypes(
    _ table: DecisionTable, column: Int, _ tests: [CellTest], declared: ScalarKind?, type: DeclaredType
  ) {
    guard let declared else { return }
    for (rule, test) in tests.enumerated() {
      guard case .parts(let parts, _) = test, parts.contains(where: { $0.kind != nil && $0.kind != declared }) else {
        continue
      }
      let cell = table.rules[rule].inputs[column]
      let mayFit = parts.allSatisfy { $0.kind.map { $0 == declared || $0.isCompared(with: declared) } ?? true }
      note(
        DecisionFinding(
          .type, mayFit ? .warning : .error,
          Message(
            "\(cell.text.trimmingXMLSpace) is no \(type.name), as the column's values are.",
            "该列的类型是 \(type.name)，而 \(cell.text.trimmingXMLSpace) 不是。"),
          element: element.part(.rule(rule + 1)).part(.input(column + 1)), file: file, line: cell.line,
          column: cell.column, rule: rule + 1))
    }
  }

  /// Constant outputs that are not of the output's type, or not one of its values.
  private func noteOutputTypes(_ table: DecisionTable) {
    let evaluation = FEELEvaluation(limits: limits)
    for (number, output) in table.outputs.enumerated() {
      let type = self.type(output.typeRef, line: output.line)
      let allowed = output.values.flatMap { try? ValueTest.compile($0, limits: limits) }
      let entries = table.rules.enumerated().map { ($0.offset as Int?, $0.element.outputs[safe: number]) }
      for (rule, cell) in entries + [(nil, output.defaultEntry)] {
        guard let cell, let value = ValueTest.value(of: cell, limits: limits), !value.isNull else { continue }
        let place = rule.map { .rule($0 + 1).part(.output(number + 1)) } ?? Message.output(number + 1).part(.fallback)
        var wrong: DecisionFinding?
        if !conforms(value, to: type, evaluation) {
          wrong = DecisionFinding(
            .type, .error,
            Message(
              "\(cell.text.trimmingXMLSpace) is no \(type.name), as the output is.",
              "该输出的类型是 \(type.name)，而 \(cell.text.trimmingXMLSpace) 不是。"), element: element.part(place),
            line: cell.line, column: cell.column)
        } else if let allowed, (try? allowed(value, evaluation)) == false {
          wrong = DecisionFinding(
            .value, .error,
            Message(
              "\(cell.text.trimmingXMLSpace) is not one of the output's values.",
              "\(cell.text.trimmingXMLSpace) 不在该输出允许的取值之中。"), element: element.part(place),
            line: cell.line, column: cell.column)
        }
        guard var wrong else { continue }
        wrong.file = file
        wrong.rule = rule.map { $0 + 1 }
        note(wrong)
      }
    }
  }

  private func conforms(_ value: FEELValue, to type: DeclaredType, _ evaluation: FEELEvaluation) -> Bool {
    do {
      return try type.coerce(value, evaluation) != nil
    } catch {
      return true
    }
  }

  /// The rank of each rule's outputs among the outputs' values, where both are constant.
  private func priorities(of table: DecisionTable) -> [[Int]?] {
    guard table.hitPolicy == .priority else { return table.rules.map { _ in nil } }
    let evaluation = FEELEvaluation(limits: limits)
    let orders = table.outputs.map { output -> [DeclaredType.Test] in
      let values = output.values ?? type(output.typeRef, line: output.line).allowedValues
      return values.flatMap { try? ValueTest.compileEach($0, limits: limits) } ?? []
    }
    return table.rules.map { rule in
      var ranks: [Int] = []
      for (number, order) in orders.enumerated() where !order.isEmpty {
        guard let cell = rule.outputs[safe: number], let value = ValueTest.value(of: cell, limits: limits) else {
          return nil
        }
        let place = order.firstIndex { (try? $0(value, evaluation)) == true } ?? order.count
        ranks.append(place)
      }
      return ranks
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
