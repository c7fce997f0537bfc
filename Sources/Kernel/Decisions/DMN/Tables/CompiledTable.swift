// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A decision table ready to be asked.
struct CompiledTable: Sendable {
  /// One input with its cells.
  struct Column: Sendable {
    var name: String
    /// The input's value.
    var value: Logic
    /// Where the cells find the value, as `?`.
    var slot: Int
    /// Whether the value is one of the input's values; `nil` where all are allowed.
    var allowed: Logic?
    var index: TableColumnIndex
    /// The cells; `nil` for those that fit everything.
    var tests: [Logic?]
    var line: Int
  }

  /// One output.
  struct Output: Sendable {
    /// The name in the result; `nil` when the value stands alone.
    var name: String?
    var type: DeclaredType
    var entries: [Logic]
    var defaultEntry: Logic?
    /// The tests of the output's values in order, the highest priority first.
    var priorities: [DeclaredType.Test]
    /// The output's values, all of them; `nil` where all are allowed.
    var allowed: DeclaredType.Test?
  }

  let element: Message
  let line: Int
  let hitPolicy: HitPolicy
  let columns: [Column]
  let outputs: [Output]
  let rules: Int
  /// The lines of the rules, for warnings.
  let lines: [Int]

  /// The result for the values in a frame.
  func evaluate(_ frame: BoxFrame, _ evaluation: FEELEvaluation) throws -> FEELValue {
    var candidates = RuleSet(allOf: rules)
    var unsure: [Bool]?
    for (number, column) in columns.enumerated() {
      let value = try column.value(frame, evaluation)
      frame.slots[column.slot] = value
      if let allowed = column.allowed, !value.isNull {
        guard case .boolean(true) = try allowed(frame, evaluation) else {
          evaluation.warn(
            Message(
              "\(column.name) is \(value.shortText), which is not one of its values",
              "\(column.name) 为 \(value.shortText)，不在允许的取值之中"), line: column.line, origin: element)
          return .null
        }
      }
      if !column.index.narrow(&candidates, to: value) {
        if unsure == nil { unsure = [Bool](repeating: false, count: columns.count) }
        unsure?[number] = true
      }
    }
    let matched = try matchedRules(candidates, unsure, frame, evaluation)
    try evaluation.take(bytes: 64 + matched.count * 8)
    evaluation.trace.matches.append(
      DecisionResult.Match(
        element: element.english, rules: matched.map { $0 + 1 }, isDefault: matched.isEmpty && hasDefault))
    return try result(matched, frame, evaluation)
  }

  private var hasDefault: Bool { outputs.contains { $0.defaultEntry != nil } }

  /// The rules that fit, after evaluating the cells that the indexes leave open.
  private func matchedRules(
    _ candidates: RuleSet, _ unsure: [Bool]?, _ frame: BoxFrame, _ evaluation: FEELEvaluation
  ) throws -> [Int] {
    let open = columns.indices.filter { unsure?[$0] == true || !columns[$0].index.isExact }
    var matched: [Int] = []
    var failure: (any Error)?
    candidates.forEach { rule in
      do {
        for number in open {
          let column = columns[number]
          guard let test = column.tests[rule], unsure?[number] == true || column.index.unknown[rule] else { continue }
          guard case .boolean(true) = try test(frame, evaluation) else { return true }
        }
      } catch {
        failure = error
        return false
      }
      matched.append(rule)
      return hitPolicy != .first
    }
    if let failure { throw failure }
    return matched
  }

  private func result(_ matched: [Int], _ frame: BoxFrame, _ evaluation: FEELEvaluation) throws -> FEELValue {
    guard !matched.isEmpty else { return try resultWithoutRule(frame, evaluation) }
    switch hitPolicy {
    case .first: return try output(of: matched[0], frame, evaluation)
    case .unique:
      if matched.count > 1 {
        let rules = matched.map { "\($0 + 1)" }.joined(separator: ", ")
        evaluation.warn(
          Message("the rules \(rules) fit at once; with hit policy U only one may", "规则 \(rules) 同时适用；命中策略 U 只允许一条适用"),
          line: lines[matched[0]], origin: element)
        return .null
      }
      return try output(of: matched[0], frame, evaluation)
    case .any:
      let first = try output(of: matched[0], frame, evaluation)
      for rule in matched.dropFirst()
      where try Comparing.isEqual(output(of: rule, frame, evaluation), first, evaluation) != true {
        evaluation.warn(
          Message(
            "the rules \(matched[0] + 1) and \(rule + 1) fit with different outputs; with hit policy A they may not",
            "规则 \(matched[0] + 1) 和规则 \(rule + 1) 同时适用而输出不同；命中策略 A 不允许这样"),
          line: lines[rule], origin: element)
        return .null
      }
      return first
    case .priority:
      return try ordered(matched, frame, evaluation)[0]
    case .outputOrder:
      return try evaluation.checked(.list(ordered(matched, frame, evaluation)))
    case .ruleOrder, .collect:
      return try evaluation.checked(.list(matched.map { try output(of: $0, frame, evaluation) }))
    case .collectCount: return .number(Decimal128(matched.count))
    case .collectSum, .collectMinimum, .collectMaximum:
      return try aggregate(matched.map { try output(of: $0, frame, evaluation) }, evaluation)
    }
  }

  private func resultWithoutRule(_ frame: BoxFrame, _ evaluation: FEELEvaluation) throws -> FEELValue {
    if hasDefault {
      let value = try assemble(frame, evaluation) { output, frame, evaluation in
        try output.defaultEntry?(frame, evaluation) ?? .null
      }
      switch hitPolicy {
      case .ruleOrder, .outputOrder, .collect: return if case .list = value { value } else { .list([value]) }
      default: return value
      }
    }
    switch hitPolicy {
    case .ruleOrder, .outputOrder, .collect: return .list([])
    case .collectCount: return .number(.zero)
    default: return .null
    }
  }

  private func output(of rule: Int, _ frame: BoxFrame, _ evaluation: FEELEvaluation) throws -> FEELValue {
    try assemble(frame, evaluation) { output, frame, evaluation in try output.entries[rule](frame, evaluation) }
  }

  /// One value, or a context of the named outputs.
  private func assemble(
    _ frame: BoxFrame, _ evaluation: FEELEvaluation,
    _ entry: (Output, BoxFrame, FEELEvaluation) throws -> FEELValue
  ) throws -> FEELValue {
    if outputs.count == 1 { return try checked(outputs[0], entry(outputs[0], frame, evaluation), evaluation) }
    var context = FEELContext()
    for output in outputs {
      context[output.name ?? ""] = try checked(output, entry(output, frame, evaluation), evaluation)
    }
    return try evaluation.checked(.context(context))
  }

  private func checked(_ output: Output, _ value: FEELValue, _ evaluation: FEELEvaluation) throws -> FEELValue {
    let name = output.name.map { " \($0)" } ?? ""
    guard let result = try output.type.coerce(value, evaluation) else {
      evaluation.warn(
        Message(
          "the output\(name) \(value.shortText) is not of type \(output.type.name)",
          "输出\(name) \(value.shortText) 的类型不是 \(output.type.name)"), line: line, origin: element)
      return .null
    }
    if let allowed = output.allowed, !result.isNull, try !allowed(result, evaluation) {
      evaluation.warn(
        Message(
          "the output\(name) \(result.shortText) is not one of its values", "输出\(name) \(result.shortText) 不在允许的取值之中"),
        line: line, origin: element)
    }
    return result
  }

  /// The outputs by priority, equal ones in order of the rules.
  private func ordered(_ matched: [Int], _ frame: BoxFrame, _ evaluation: FEELEvaluation) throws -> [FEELValue] {
    var ranked: [(ranks: [Int], value: FEELValue)] = []
    for rule in matched {
      let value = try output(of: rule, frame, evaluation)
      var ranks: [Int] = []
      for output in outputs where !output.priorities.isEmpty {
        let part: FEELValue
        if outputs.count > 1, case .context(let context) = value {
          part = context[output.name ?? ""] ?? .null
        } else {
          part = value
        }
        ranks.append(try output.priorities.firstIndex { try $0(part, evaluation) } ?? Int.max)
      }
      ranked.append((ranks, value))
    }
    let order = ranked.indices.sorted { left, right in
      let (first, second) = (ranked[left].ranks, ranked[right].ranks)
      return first == second ? left < right : first.lexicographicallyPrecedes(second)
    }
    return order.map { ranked[$0].value }
  }

  private func aggregate(_ values: [FEELValue], _ evaluation: FEELEvaluation) throws -> FEELValue {
    if hitPolicy == .collectSum {
      var sum = Decimal128.zero
      for value in values {
        guard case .number(let number) = value, let next = sum.adding(number) else {
          evaluation.warn(
            Message(
              "\(value.shortText) cannot be summed; hit policy C+ takes numbers", "\(value.shortText) 无法求和；命中策略 C+ 只用于数"
            ), line: line, origin: element)
          return .null
        }
        sum = next
      }
      return .number(sum)
    }
    var best: FEELValue?
    for value in values {
      guard let current = best else {
        best = value
        continue
      }
      try Comparing.count(current, value, evaluation)
      guard let isLess = current.isLess(than: value) else {
        evaluation.warn(
          Message(
            "\(current.shortText) and \(value.shortText) cannot be compared, as hit policy \(hitPolicy.rawValue) needs",
            "\(current.shortText) 与 \(value.shortText) 无法比较，而命中策略 \(hitPolicy.rawValue) 需要比较"),
          line: line, origin: element)
        return .null
      }
      if hitPolicy == .collectMinimum ? value.isLess(than: current) == true : isLess { best = value }
    }
    return best ?? .null
  }
}
