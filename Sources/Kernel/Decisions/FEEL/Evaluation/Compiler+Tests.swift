// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension Compiler {
  /// `in`: true if any test fits, else null if any cannot be made, else false (table 55).
  mutating func contained(_ operand: Node, _ input: Variable, _ tests: [Node.Test], _ site: Int) -> Code {
    let operand = compile(operand)
    let slot = input.isUsed || tests.contains { $0.usesInput } ? allocate(input) : nil
    let tests = tests.map { (code: compile($0.node), usesInput: $0.usesInput, site: $0.node.offset) }
    if tests.count == 1, slot == nil {
      let test = tests[0].code
      return { run in
        let value = try operand(run)
        return try UnaryTesting.result(UnaryTesting.fits(value, test(run), run), value, run, site)
      }
    }
    return { run in
      let value = try operand(run)
      if let slot { run[slot] = value }
      var isKnown = true
      for test in tests {
        let result = try test.code(run)
        let fits =
          test.usesInput
          ? try UnaryTesting.answer(value, result, run, test.site) : try UnaryTesting.fits(value, result, run)
        if fits == true { return .boolean(true) }
        if fits == nil { isKnown = false }
      }
      return isKnown
        ? .boolean(false)
        : run.null(Message("\(value.shortText) cannot be tested", "\(value.shortText) 无法判断"), at: site)
    }
  }

  /// The tests of a cell (grammar rule 17).
  mutating func unaryTests(_ tests: [Node.Test], _ input: Variable, negated: Bool, _ site: Int) -> Code {
    let slot = slot(of: input)
    let tests = tests.map {
      (
        code: compile($0.node), usesInput: $0.usesInput, isCondition: $0.node.isCondition,
        comparesNull: $0.comparesNull, site: $0.node.offset
      )
    }
    return { run in
      let value = run[slot]
      var isKnown = true
      for test in tests {
        let result = try test.code(run)
        let fits =
          test.usesInput || test.isCondition && result.isNull
          ? try UnaryTesting.answer(value, result, run, test.site)
          : try UnaryTesting.cellFits(value, result, comparesNull: test.comparesNull, run)
        if fits == true { return .boolean(!negated) }
        if fits == nil { isKnown = false }
      }
      return isKnown ? .boolean(negated) : .null
    }
  }
}

/// Whether a value fits what a test's expression gave (DMN 1.5, 10.3.2.8 and table 55).
enum UnaryTesting {
  /// `nil` when they cannot be compared.
  static func fits(_ value: FEELValue, _ test: FEELValue, _ run: FEELEvaluation) throws -> Bool? {
    switch test {
    case .number: return value.isEqual(to: test)
    case .range(let range): return try Comparing.contains(range, value, run)
    case .list(let list):
      try run.step(list.count)
      for element in list {
        if case .range(let range) = element, try Comparing.contains(range, value, run) == true { return true }
        if try Comparing.isEqual(value, element, run) == true { return true }
      }
      guard case .list = value else { return false }
      return try Comparing.isEqual(value, test, run)
    default: return try Comparing.isEqual(value, test, run)
    }
  }

  /// As `fits`; a boolean fits the same boolean, and says of every other value whether it fits.
  ///
  /// - Parameter comparesNull: whether null stands for a boolean that is missing, which no boolean fits.
  static func cellFits(
    _ value: FEELValue, _ test: FEELValue, comparesNull: Bool, _ run: FEELEvaluation
  ) throws -> Bool? {
    guard case .boolean(let truth) = test else { return try fits(value, test, run) }
    switch value {
    case .boolean(let value): return value == truth
    case .null: return comparesNull ? false : truth
    case .list(let list) where list.count == 1: return try fits(list[0], test, run) ?? truth
    default: return truth
    }
  }

  /// What a test says that names the value itself.
  static func answer(
    _ value: FEELValue, _ result: FEELValue, _ run: FEELEvaluation, _ site: Int
  ) throws -> Bool? {
    switch result {
    case .boolean(let answer): return answer
    case .null: return nil
    default: return try fits(value, result, run)
    }
  }

  static func result(_ fits: Bool?, _ value: FEELValue, _ run: FEELEvaluation, _ site: Int) -> FEELValue {
    fits.map { .boolean($0) }
      ?? run.null(
        Message(
          "\(value.shortText) cannot be compared with what is behind \"in\"", "\(value.shortText) 无法与 \"in\" 之后的内容比较"),
        at: site)
  }
}
