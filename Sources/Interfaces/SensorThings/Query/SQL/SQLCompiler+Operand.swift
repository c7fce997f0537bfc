// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Vocabulary

extension SQLCompiler {
  /// The value of an expression.
  func operand(_ expression: Expression, _ scope: Scope) throws -> SQLOperand {
    if expression.isConstant {
      let value = try value(constant: expression)
      if case .duration(let duration) = value, abs(duration) >= 1e15 { return .null }
      return SQLOperand(value)
    }
    switch expression.node {
    case .path(let path):
      let property = try resolver.property(path.property, of: path.owner, alias: scope.row(path))
      return property.operand(path.property.type, inner: path.inner, dialect)
    case .literal(let literal): return SQLOperand(QueryValue(literal))
    case .logical, .not, .comparison, .member, .element, .quantified:
      let sql = try condition(expression, scope, .value)
      return .boolean(dialect == .postgresql ? "CAST((\(sql)) AS INTEGER)" : "(\(sql))")
    case .negative(let operand):
      switch try self.operand(operand, scope) {
      case .duration(let sql): return .duration("(-(\(sql)))")
      case let value: return value.number.map { .number("(-(\($0)))") } ?? .null
      }
    case .arithmetic(let name, let left, let right):
      return try checked(arithmetic(name, try operand(left, scope), try operand(right, scope)), expression)
    case .call(let function, let arguments):
      return try checked(value(function, arguments, scope, expression), expression)
    }
  }

  func value(constant expression: Expression) throws -> QueryValue {
    struct Nothing: EntityView {
      func value(of property: Property) throws -> QueryValue { .null }
      func related(_ navigation: Navigation) throws -> [any EntityView] { [] }
    }
    return try Evaluator(now: now).value(of: expression, Nothing())
  }

  private func checked(_ operand: SQLOperand, _ expression: Expression) throws -> SQLOperand {
    switch operand {
    case .number(let sql), .string(let sql), .boolean(let sql), .date(let sql), .timeOfDay(let sql), .duration(let sql):
      _ = try measured(sql, expression)
    case .time(let start, let end, _): _ = try measured("\(start)\(end)", expression)
    case .null, .dynamic: break
    }
    return operand
  }

  // MARK: Arithmetic

  private func arithmetic(_ name: ArithmeticOperator, _ left: SQLOperand, _ right: SQLOperand) -> SQLOperand {
    switch (left, right) {
    case (.time(let start, let end, let isInstant), .duration(let duration)):
      let sign = name == .add ? "+" : "-"
      let moved: SQLText = "(\(start) \(raw: sign) \(whole(duration)))"
      return .time(
        start: moved, end: isInstant ? moved : "(\(end) \(raw: sign) \(whole(duration)))", isInstant: isInstant)
    case (.duration, .time): return arithmetic(name, right, left)
    case (.time(let start, let end, let isInstant), .time(let otherStart, let otherEnd, let otherIsInstant)):
      if isInstant, otherIsInstant { return .duration("(\(start) - \(otherStart))") }
      return .duration(
        "CASE WHEN \(start) = \(end) AND \(otherStart) = \(otherEnd) THEN \(start) - \(otherStart) END")
    case (.date(let left), .date(let right)): return .duration("((\(left) - \(right)) * 86400000)")
    case (.duration(let left), .duration(let right)): return .duration(number(name, left, right))
    case (.duration(let left), _): return right.number.map { .duration(number(name, left, $0)) } ?? .null
    case (_, .duration(let right)): return left.number.map { .duration(number(name, $0, right)) } ?? .null
    default:
      guard let left = left.number, let right = right.number else { return .null }
      return .number(number(name, left, right))
    }
  }

  private func number(_ name: ArithmeticOperator, _ left: SQLText, _ right: SQLText) -> SQLText {
    let (left, right) = (real(left), real(right))
    switch name {
    case .add: return "(\(left) + \(right))"
    case .sub: return "(\(left) - \(right))"
    case .mul: return "(\(left) * \(right))"
    case .div: return "(\(left) / NULLIF(\(right), 0))"
    case .mod:
      switch dialect {
      case .sqlite: return "MOD(\(left), NULLIF(\(right), 0))"
      case .postgresql:
        return "CAST(MOD(CAST(\(left) AS NUMERIC), CAST(NULLIF(\(right), 0) AS NUMERIC)) AS DOUBLE PRECISION)"
      }
    }
  }

  private func real(_ sql: SQLText) -> SQLText { "CAST(\(sql) AS DOUBLE PRECISION)" }

  /// A duration in whole milliseconds; null where it is out of reach.
  private func whole(_ sql: SQLText) -> SQLText {
    if sql.sql == "?", case .integer? = sql.values.first { return sql }
    return "CASE WHEN ABS(\(sql)) < 1e15 THEN CAST(ROUND(\(real(sql))) AS BIGINT) END"
  }

  // MARK: Functions

  /// A function that is true or false, but not a geospatial one.
  func call(_ function: Function, _ arguments: [Expression], _ scope: Scope) throws -> SQLText {
    let operands = try arguments.map { try operand($0, scope) }
    switch function {
    case .substringof, .startswith, .endswith:
      guard let first = operands[0].string, let second = operands[1].string else { return "NULL = 1" }
      switch function {
      case .substringof: return "\(raw: find)(\(second), \(first)) > 0"
      case .startswith: return "\(raw: find)(\(first), \(second)) = 1"
      default:
        if dialect == .postgresql { return "RIGHT(\(first), LENGTH(\(second))) = \(second)" }
        return "(LENGTH(\(second)) = 0 AND \(first) IS NOT NULL OR SUBSTR(\(first), -LENGTH(\(second))) = \(second))"
      }
    case .before, .after, .meets, .during, .overlaps, .starts, .finishes:
      guard case .time(let start, let end, _) = operands[0], case .time(let otherStart, let otherEnd, _) = operands[1]
      else { return "NULL = 1" }
      return relation(function, (start, end), (otherStart, otherEnd))
    default: return "NULL = 1"
    }
  }

  private var find: String { dialect == .sqlite ? "INSTR" : "STRPOS" }

  private func relation(
    _ function: Function, _ left: (start: SQLText, end: SQLText), _ right: (start: SQLText, end: SQLText)
  ) -> SQLText {
    switch function {
    case .before: return "(\(left.end) <= \(right.start) AND \(left.start) < \(right.start))"
    case .after: return relation(.before, right, left)
    case .meets: return "(\(left.end) = \(right.start) OR \(left.start) = \(right.end))"
    case .during:
      return """
        (\(right.start) <= \(left.start) AND \(left.end) <= \(right.end) AND \(left.start) < \(right.end))
        """
    case .overlaps:
      return """
        (\(left.start) = \(right.start) OR (\(left.start) < \(right.end) AND \(right.start) < \(left.end)))
        """
    case .starts: return "\(left.start) = \(right.start)"
    default: return "\(left.end) = \(right.end)"
    }
  }

  private func value(
    _ function: Function, _ arguments: [Expression], _ scope: Scope, _ expression: Expression
  ) throws -> SQLOperand {
    if expression.type == .boolean {
      let sql = try truth(expression, scope)
      return .boolean(dialect == .postgresql ? "CAST((\(sql)) AS INTEGER)" : "(\(sql))")
    }
    if function == .geoDistance || function == .geoLength {
      throw fault(
        "\(function.rawValue) can only be compared with a number that is the same for all entities",
        "\(function.rawValue) 只能与对所有实体都相同的数字比较", at: expression)
    }
    let operands = try arguments.map { try operand($0, scope) }
    switch function {
    case .round, .floor, .ceiling:
      guard let number = operands[0].number else { return .null }
      let sql = real(number)
      switch function {
      // PostgreSQL's ROUND would go to the even neighbour.
      case .round: return .number("(SIGN(\(sql)) * FLOOR(ABS(\(sql)) + 0.5))")
      case .floor: return .number("FLOOR(\(sql))")
      default: return .number("CEIL(\(sql))")
      }
    case .totaloffsetminutes: return .number("CASE WHEN \(operands[0].isPresent) THEN 0 END")
    case .year, .month, .day, .hour, .minute, .second, .fractionalseconds, .date, .time:
      return part(function, operands[0])
    default: return text(function, operands)
    }
  }

  private func text(_ function: Function, _ operands: [SQLOperand]) -> SQLOperand {
    guard let text = operands[0].string else { return .null }
    switch function {
    case .length: return .number("LENGTH(\(text))")
    case .tolower: return .string("LOWER(\(collated(text)))")
    case .toupper: return .string("UPPER(\(collated(text)))")
    case .trim:
      let blanks = SQLValue.text(String(String.UnicodeScalarView(Function.blanks)))
      return .string(dialect == .sqlite ? "TRIM(\(text), \(blanks))" : "BTRIM(\(text), \(blanks))")
    case .substring:
      guard let start = operands[1].number else { return .null }
      guard operands.count > 2 else { return .string("SUBSTR(\(text), 1 + \(count(start)))") }
      guard let length = operands[2].number else { return .null }
      return .string("SUBSTR(\(text), 1 + \(count(start)), \(count(length)))")
    default:
      guard let other = operands[1].string else { return .null }
      if function == .indexof { return .number("(\(raw: find)(\(text), \(other)) - 1)") }
      return .string("(\(text) || \(other))")
    }
  }

  /// A number of characters: whole, not negative.
  private func count(_ sql: SQLText) -> SQLText {
    """
    CAST(CASE WHEN \(sql) <= 0 THEN 0 WHEN \(sql) >= 1000000000 THEN 1000000000 ELSE TRUNC(\(real(sql))) END AS INTEGER)
    """
  }

  /// A part of a time, in UTC; of a period that of its start.
  private func part(_ function: Function, _ operand: SQLOperand) -> SQLOperand {
    let day: SQLText
    let clock: SQLText
    switch operand {
    case .time(let start, _, _):
      // The remainder takes the sign of what is divided.
      clock = "(((\(start) % 86400000) + 86400000) % 86400000)"
      day = "((\(start) - \(clock)) / 86400000)"
    case .date(let sql): (day, clock) = (sql, "0")
    case .timeOfDay(let sql): (day, clock) = ("0", sql)
    default: return .null
    }
    switch function {
    case .date: return .date(day)
    case .time: return .timeOfDay(clock)
    case .hour: return .number("(\(clock) / 3600000)")
    case .minute: return .number("((\(clock) / 60000) % 60)")
    case .second: return .number("((\(clock) / 1000) % 60)")
    case .fractionalseconds: return .number("((\(clock) % 1000) / 1000.0)")
    default: break
    }
    let (letter, name) = function == .year ? ("%Y", "YEAR") : function == .month ? ("%m", "MONTH") : ("%d", "DAY")
    switch dialect {
    case .sqlite: return .number("CAST(STRFTIME('\(raw: letter)', \(day) * 86400, 'unixepoch') AS INTEGER)")
    case .postgresql:
      return .number("CAST(EXTRACT(\(raw: name) FROM DATE '1970-01-01' + CAST(\(day) AS INTEGER)) AS DOUBLE PRECISION)")
    }
  }
}
