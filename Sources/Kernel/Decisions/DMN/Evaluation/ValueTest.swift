// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Unary tests on a value alone, without names: allowed values, constraints, the values of an output.
enum ValueTest {
  /// A test of a value.
  static func compile(_ cell: Cell, limits: FEELLimits) throws(FEELError) -> DeclaredType.Test {
    test(try FEELExpression(unaryTests: cell.text, limits: limits))
  }

  /// A test for each of the constants and ranges, in order; all at once where they are more than that.
  static func compileEach(_ cell: Cell, limits: FEELLimits) throws(FEELError) -> [DeclaredType.Test] {
    let expression = try FEELExpression(unaryTests: cell.text, limits: limits)
    guard case .ranges(let ranges, false) = expression.tests else { return [test(expression)] }
    return ranges.map { range in { value, _ in range.contains(value) ?? false } }
  }

  /// What a cell says without being evaluated.
  static func constant(_ cell: Cell, limits: FEELLimits) -> CellTest {
    guard let expression = try? FEELExpression(unaryTests: cell.text, limits: limits) else { return .opaque }
    return CellTest(expression.tests)
  }

  /// The value of a cell that needs no names; `nil` for others.
  static func value(of cell: Cell, limits: FEELLimits) -> FEELValue? {
    guard !cell.text.trimmingXMLSpace.isEmpty, let expression = try? FEELExpression(cell.text, limits: limits),
      expression.unknownNames.isEmpty
    else { return nil }
    // The analysis asks for this for each cell of a table.
    var limits = limits
    limits.steps = min(limits.steps, 10_000)
    return try? expression.evaluate(in: FEELEvaluation(limits: limits))
  }

  private static func test(_ expression: FEELExpression) -> DeclaredType.Test {
    { value, evaluation in
      if case .boolean(true) = try expression.evaluate([value], in: evaluation) { return true }
      return false
    }
  }
}

extension CellTest {
  init(_ tests: FEELTests) {
    switch tests {
    case .any: self = .any
    case .opaque: self = .opaque
    case .ranges(let ranges, let negated):
      if ranges.contains(where: { $0.form == .unequal }) {
        // All but one value: with another range beside it nothing is gained from an index.
        guard ranges.count == 1, !negated, let value = ranges[0].start else {
          self = .opaque
          return
        }
        self = .parts([.equal(value)], negated: true)
      } else {
        self = .parts(
          ranges.map {
            Part(low: $0.start, lowIncluded: $0.startIncluded, high: $0.end, highIncluded: $0.endIncluded)
          }, negated: negated)
      }
    }
  }
}

extension ScalarKind {
  init?(_ type: FEELType) {
    switch type {
    case .boolean: self = .boolean
    case .number: self = .number
    case .string: self = .string
    case .date: self = .date
    case .time: self = .time
    case .dateAndTime: self = .dateAndTime
    case .daysAndTimeDuration: self = .daysAndTimeDuration
    case .yearsAndMonthsDuration: self = .yearsAndMonthsDuration
    default: return nil
    }
  }
}

extension DecisionFinding {
  /// What is wrong with the FEEL of a cell, at its place in the file.
  init(_ error: FEELError, cell: Cell, element: Message, file: String) {
    self.init(
      .syntax, .error, error.messages, element: element, file: file,
      line: cell.line > 0 ? cell.line + error.position.line - 1 : 0,
      column: cell.column > 0 ? cell.column : error.position.column)
  }
}
