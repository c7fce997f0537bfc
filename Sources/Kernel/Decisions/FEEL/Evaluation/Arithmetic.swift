// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Arithmetic operators (DMN 1.5, tables 56 to 60).
enum Arithmetic {
  static func apply(
    _ operation: Node.Operation, _ left: FEELValue, _ right: FEELValue, _ run: FEELEvaluation, _ site: Int
  ) throws -> FEELValue {
    if case .number(let a) = left, case .number(let b) = right {
      let result =
        switch operation {
        case .add: a.adding(b)
        case .subtract: a.subtracting(b)
        case .multiply: a.multiplied(by: b)
        case .divide: a.divided(by: b)
        case .power: a.raised(to: b)
        }
      // As long as some two hundred additions where the exponent is no whole number.
      if operation == .power { try run.step(b.isInteger ? 32 : 256) }
      return result.map { .number($0) } ?? undefined(operation, left, right, run, site)
    }
    let result: FEELValue? =
      switch operation {
      case .add: try add(left, right, run)
      case .subtract: subtract(left, right)
      case .multiply: multiply(left, right)
      case .divide: divide(left, right)
      case .power: nil
      }
    return result ?? undefined(operation, left, right, run, site)
  }

  private static func undefined(
    _ operation: Node.Operation, _ left: FEELValue, _ right: FEELValue, _ run: FEELEvaluation, _ site: Int
  ) -> FEELValue {
    let sign =
      switch operation {
      case .add: "+"
      case .subtract: "-"
      case .multiply: "*"
      case .divide: "/"
      case .power: "**"
      }
    return run.null(
      Message(
        "\(left.shortText) \(sign) \(right.shortText) has no value", "\(left.shortText) \(sign) \(right.shortText) 没有结果"
      ), at: site)
  }

  private static func add(_ left: FEELValue, _ right: FEELValue, _ run: FEELEvaluation) throws -> FEELValue? {
    switch (left, right) {
    case (.string(let a), .string(let b)):
      guard a.utf8.count + b.utf8.count <= run.limits.stringSize else {
        throw LimitExceeded(.stringSize, allowed: run.limits.stringSize)
      }
      return try run.checked(.string(a + b))
    case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)):
      return a.adding(b).map { .daysAndTimeDuration($0) }
    case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)):
      return a.adding(b).map { .yearsAndMonthsDuration($0) }
    case (.date(let a), .daysAndTimeDuration(let b)), (.daysAndTimeDuration(let b), .date(let a)):
      return a.adding(b).map { .date($0) }
    case (.date(let a), .yearsAndMonthsDuration(let b)), (.yearsAndMonthsDuration(let b), .date(let a)):
      return a.adding(b).map { .date($0) }
    case (.time(let a), .daysAndTimeDuration(let b)), (.daysAndTimeDuration(let b), .time(let a)):
      return .time(a.adding(b))
    case (.dateAndTime(let a), .daysAndTimeDuration(let b)), (.daysAndTimeDuration(let b), .dateAndTime(let a)):
      return a.adding(b).map { .dateAndTime($0) }
    case (.dateAndTime(let a), .yearsAndMonthsDuration(let b)), (.yearsAndMonthsDuration(let b), .dateAndTime(let a)):
      return a.adding(b).map { .dateAndTime($0) }
    default: return nil
    }
  }

  private static func subtract(_ left: FEELValue, _ right: FEELValue) -> FEELValue? {
    switch (left, right) {
    case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)):
      a.subtracting(b).map { .daysAndTimeDuration($0) }
    case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)):
      a.subtracting(b).map { .yearsAndMonthsDuration($0) }
    case (.date(let a), .date(let b)): .daysAndTimeDuration(a.subtracting(b))
    case (.date(let a), .dateAndTime(let b)): a.midnightUTC.subtracting(b).map { .daysAndTimeDuration($0) }
    case (.dateAndTime(let a), .date(let b)): a.subtracting(b.midnightUTC).map { .daysAndTimeDuration($0) }
    case (.dateAndTime(let a), .dateAndTime(let b)): a.subtracting(b).map { .daysAndTimeDuration($0) }
    case (.time(let a), .time(let b)): a.subtracting(b).map { .daysAndTimeDuration($0) }
    case (.date(let a), .daysAndTimeDuration(let b)): a.subtracting(b).map { .date($0) }
    case (.date(let a), .yearsAndMonthsDuration(let b)): a.subtracting(b).map { .date($0) }
    case (.time(let a), .daysAndTimeDuration(let b)): .time(a.subtracting(b))
    case (.dateAndTime(let a), .daysAndTimeDuration(let b)): a.subtracting(b).map { .dateAndTime($0) }
    case (.dateAndTime(let a), .yearsAndMonthsDuration(let b)): a.subtracting(b).map { .dateAndTime($0) }
    default: nil
    }
  }

  private static func multiply(_ left: FEELValue, _ right: FEELValue) -> FEELValue? {
    switch (left, right) {
    case (.daysAndTimeDuration(let a), .number(let b)), (.number(let b), .daysAndTimeDuration(let a)):
      a.multiplied(by: b).map { .daysAndTimeDuration($0) }
    case (.yearsAndMonthsDuration(let a), .number(let b)), (.number(let b), .yearsAndMonthsDuration(let a)):
      a.multiplied(by: b).map { .yearsAndMonthsDuration($0) }
    default: nil
    }
  }

  private static func divide(_ left: FEELValue, _ right: FEELValue) -> FEELValue? {
    switch (left, right) {
    case (.daysAndTimeDuration(let a), .number(let b)): a.divided(by: b).map { .daysAndTimeDuration($0) }
    case (.yearsAndMonthsDuration(let a), .number(let b)): a.divided(by: b).map { .yearsAndMonthsDuration($0) }
    case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)): a.divided(by: b).map { .number($0) }
    case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)): a.divided(by: b).map { .number($0) }
    default: nil
    }
  }
}
