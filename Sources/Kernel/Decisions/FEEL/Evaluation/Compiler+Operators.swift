// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Compiler {
  /// Table 50: false if any is false, true if all are true, else null.
  mutating func conjunction(_ nodes: [Node]) -> Code {
    let operands = nodes.map { (code: compile($0), site: $0.offset) }
    return { run in
      var isKnown = true
      for operand in operands {
        switch try operand.code(run) {
        case .boolean(true): continue
        case .boolean(false): return .boolean(false)
        case .null: isKnown = false
        case let other:
          run.warn(
            Message("\(other.shortText) is no boolean, as \"and\" needs", "\(other.shortText) 不是布尔值，而 \"and\" 需要布尔值"),
            at: operand.site)
          isKnown = false
        }
      }
      return isKnown ? .boolean(true) : .null
    }
  }

  /// Table 50: true if any is true, false if all are false, else null.
  mutating func disjunction(_ nodes: [Node]) -> Code {
    let operands = nodes.map { (code: compile($0), site: $0.offset) }
    return { run in
      var isKnown = true
      for operand in operands {
        switch try operand.code(run) {
        case .boolean(true): return .boolean(true)
        case .boolean(false): continue
        case .null: isKnown = false
        case let other:
          run.warn(
            Message("\(other.shortText) is no boolean, as \"or\" needs", "\(other.shortText) 不是布尔值，而 \"or\" 需要布尔值"),
            at: operand.site)
          isKnown = false
        }
      }
      return isKnown ? .boolean(false) : .null
    }
  }

  mutating func chain(_ first: Node, _ rest: [(operation: Node.Operation, operand: Node)], _ site: Int) -> Code {
    let left = compile(first)
    if rest.count == 1 {
      let right = compile(rest[0].operand)
      switch rest[0].operation {
      case .add:
        return { run in
          let (left, right) = (try left(run), try right(run))
          if case .number(let a) = left, case .number(let b) = right, let sum = a.adding(b) { return .number(sum) }
          return try Arithmetic.apply(.add, left, right, run, site)
        }
      case .multiply:
        return { run in
          let (left, right) = (try left(run), try right(run))
          if case .number(let a) = left, case .number(let b) = right, let product = a.multiplied(by: b) {
            return .number(product)
          }
          return try Arithmetic.apply(.multiply, left, right, run, site)
        }
      case let operation:
        return { run in try Arithmetic.apply(operation, left(run), right(run), run, site) }
      }
    }
    let operands = rest.map { (operation: $0.operation, code: compile($0.operand), site: $0.operand.offset) }
    return { run in
      var value = try left(run)
      for operand in operands {
        value = try Arithmetic.apply(operand.operation, value, operand.code(run), run, operand.site)
      }
      return value
    }
  }

  mutating func negation(_ operand: Node, _ site: Int) -> Code {
    let operand = compile(operand)
    return { run in
      switch try operand(run) {
      case .number(let value): .number(value.negated)
      case .daysAndTimeDuration(let value): .daysAndTimeDuration(value.negated)
      case .yearsAndMonthsDuration(let value): .yearsAndMonthsDuration(value.negated)
      case let other: run.null(Message("\(other.shortText) has no negative", "\(other.shortText) 不能取负"), at: site)
      }
    }
  }

  mutating func comparison(_ comparison: Node.Comparison, _ left: Node, _ right: Node, _ site: Int) -> Code {
    let left = compile(left)
    if case .constant(let right) = right.kind {
      return { run in try Comparing.apply(comparison, left(run), right, run, site) }
    }
    let right = compile(right)
    return { run in try Comparing.apply(comparison, left(run), right(run), run, site) }
  }

  /// Table 55: `e1 >= e2 and e1 <= e3`, so that one comparison that is false decides.
  mutating func between(_ operand: Node, _ low: Node, _ high: Node, _ site: Int) -> Code {
    let (operand, low, high) = (compile(operand), compile(low), compile(high))
    return { run in
      let value = try operand(run)
      let (low, high) = (try low(run), try high(run))
      try Comparing.count(value, low, run)
      try Comparing.count(value, high, run)
      let (above, below) = (low.isAtMost(value), value.isAtMost(high))
      if above == false || below == false { return .boolean(false) }
      guard above == true, below == true else {
        return run.null(
          Message(
            "\(value.shortText) cannot be compared with \(low.shortText) and \(high.shortText)",
            "\(value.shortText) 无法与 \(low.shortText) 和 \(high.shortText) 比较"), at: site)
      }
      return .boolean(true)
    }
  }

  mutating func instance(_ operand: Node, _ type: FEELType) -> Code {
    let operand = compile(operand)
    return { run in
      let value = try operand(run)
      try run.step(Int(value.weight))
      return .boolean(type.includes(value))
    }
  }

  mutating func conditional(_ test: Node, _ then: Node, _ otherwise: Node, _ site: Int) -> Code {
    let (test, then, otherwise) = (compile(test), compile(then), compile(otherwise))
    return { run in
      switch try test(run) {
      case .boolean(true): return try then(run)
      case .boolean(false), .null: return try otherwise(run)
      case let other:
        run.warn(
          Message("the condition is \(other.shortText), which is no boolean", "条件是 \(other.shortText)，不是布尔值"), at: site)
        return try otherwise(run)
      }
    }
  }

  /// A range between two values of one kind; either may be null.
  mutating func range(
    _ start: Node, _ startIncluded: Bool, _ end: Node, _ endIncluded: Bool, _ site: Int
  ) -> Code {
    let (startCode, endCode) = (compile(start), compile(end))
    let make: Code = { run in
      let (low, high) = (try startCode(run), try endCode(run))
      try Comparing.count(low, high, run)
      guard low.isNull || high.isNull || low.isLess(than: high) != nil else {
        return run.null(
          Message(
            "\(low.shortText) and \(high.shortText) are no ends of one range",
            "\(low.shortText) 与 \(high.shortText) 不能作同一区间的两端"), at: site)
      }
      return try run.checked(
        .range(FEELRange(start: low, startIncluded: startIncluded, end: high, endIncluded: endIncluded)))
    }
    guard case .constant(let low) = start.kind, case .constant(let high) = end.kind,
      low.isLess(than: high) != nil
    else {
      return make
    }
    let value = FEELValue.range(
      FEELRange(start: low, startIncluded: startIncluded, end: high, endIncluded: endIncluded))
    return { _ in value }
  }

  mutating func oneSided(_ comparison: Node.Comparison, _ end: Node) -> Code {
    let endCode = compile(end)
    let make: @Sendable (FEELValue) -> FEELValue = { end in
      switch comparison {
      case .equal: .range(FEELRange(value: end))
      case .unequal: .range(FEELRange(value: end, excluded: true))
      case .less, .atMost:
        .range(FEELRange(start: nil, startIncluded: false, end: end, endIncluded: comparison == .atMost))
      case .greater, .atLeast:
        .range(FEELRange(start: end, startIncluded: comparison == .atLeast, end: nil, endIncluded: false))
      }
    }
    if case .constant(let end) = end.kind {
      let value = make(end)
      return { _ in value }
    }
    return { run in try run.checked(make(endCode(run))) }
  }
}
