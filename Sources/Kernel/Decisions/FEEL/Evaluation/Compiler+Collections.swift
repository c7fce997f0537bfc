// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Compiler {
  mutating func list(_ elements: [Node]) -> Code {
    let codes = elements.map { compile($0) }
    var constants: [FEELValue] = []
    for case .constant(let value) in elements.map(\.kind) { constants.append(value) }
    if constants.count == elements.count {
      let value = FEELValue.list(constants)
      return { _ in value }
    }
    return { run in
      var values: [FEELValue] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(try code(run)) }
      return try run.checked(.list(values))
    }
  }

  mutating func context(_ entries: [Node.Entry]) -> Code {
    let names = FEELContextNames(entries.map(\.name))
    let steps = entries.map { entry in
      let slot = entry.variable.isUsed ? allocate(entry.variable) : nil
      return (code: compile(entry.value), slot: slot)
    }
    return { run in
      var values: [FEELValue] = []
      values.reserveCapacity(steps.count)
      for (code, slot) in steps {
        let value = try code(run)
        if let slot { run[slot] = value }
        values.append(value)
      }
      return try run.checked(.context(FEELContext(names: names, values: values)))
    }
  }

  mutating func path(_ operand: Node, _ name: String, _ site: Int) -> Code {
    let operand = compile(operand)
    return { run in
      let value = try operand(run)
      if case .context(let context) = value, let entry = context[name] { return entry }
      return try Self.member(name, of: value, run, site)
    }
  }

  private static func member(
    _ name: String, of value: FEELValue, _ run: FEELEvaluation, _ site: Int
  ) throws -> FEELValue {
    if case .list(let list) = value {
      try run.step(list.count)
      var values: [FEELValue] = []
      values.reserveCapacity(list.count)
      for element in list {
        values.append(
          element.property(name)
            ?? run.null(Message("\(element.shortText) has no \(name)", "\(element.shortText) 没有 \(name)"), at: site))
      }
      return try run.checked(.list(values))
    }
    return value.property(name)
      ?? run.null(Message("\(value.shortText) has no \(name)", "\(value.shortText) 没有 \(name)"), at: site)
  }

  /// A name inside filters: the innermost item that has such an entry, else what the name means outside.
  mutating func member(_ name: String, _ items: [Variable], _ otherwise: Node?, _ site: Int) -> Code {
    let slots = items.map { slot(of: $0) }
    let otherwise = otherwise.map { compile($0) }
    return { run in
      for slot in slots {
        if case .context(let context) = run[slot], let entry = context[name] { return entry }
      }
      if let otherwise { return try otherwise(run) }
      return run.null(
        Message("neither the item nor anything around has the name \(name)", "元素本身及其外层都没有名称 \(name)"), at: site)
    }
  }

  /// Table 55 and 10.3.2.5: a number picks an element, everything else keeps the elements for which it is true.
  mutating func filter(_ list: Node, _ item: Variable, _ condition: Node, usesItem: Bool, _ site: Int) -> Code {
    let list = compile(list)
    if case .constant(.number(let number)) = condition.kind {
      let index = number.int
      return { run in try Filtering.element(index, of: Filtering.elements(list(run)), run, site) }
    }
    guard usesItem else {
      let condition = compile(condition)
      return { run in
        let elements = Filtering.elements(try list(run))
        switch try condition(run) {
        case .number(let number): return try Filtering.element(number.int, of: elements, run, site)
        case .boolean(true): return .list(elements)
        case .boolean(false), .null: return .list([])
        case let other:
          return run.null(
            Message("\(other.shortText) is neither an index nor a condition", "\(other.shortText) 既不是序号也不是条件"), at: site
          )
        }
      }
    }
    let slot = allocate(item)
    let cost = 1 + condition.size / 8
    let condition = compile(condition)
    return { run in
      let elements = Filtering.elements(try list(run))
      var kept: [FEELValue] = []
      for element in elements {
        try run.step(cost)
        run[slot] = element
        switch try condition(run) {
        case .boolean(true): kept.append(element)
        case .boolean(false), .null: continue
        case .number(let number): return try Filtering.element(number.int, of: elements, run, site)
        case let other:
          run.warn(
            Message("\(other.shortText) is neither an index nor a condition", "\(other.shortText) 既不是序号也不是条件"), at: site
          )
        }
      }
      return try run.checked(.list(kept))
    }
  }
}

/// What filters pick from.
enum Filtering {
  /// A list's elements; another value stands for the list of it, null for an empty one.
  static func elements(_ value: FEELValue) -> FEELList {
    switch value {
    case .list(let list): list
    case .null: []
    default: [value]
    }
  }

  /// Counted from 1, or from the end with −1.
  static func element(_ index: Int?, of list: FEELList, _ run: FEELEvaluation, _ site: Int) throws -> FEELValue {
    if let index {
      if index > 0, index <= list.count { return list[index - 1] }
      if index < 0, index >= -list.count { return list[list.count + index] }
    }
    return run.null(Message("the list of \(list.count) has no such element", "有 \(list.count) 个元素的列表中没有该元素"), at: site)
  }
}
