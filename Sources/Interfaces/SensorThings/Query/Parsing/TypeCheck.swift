// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Builds expressions whose operands fit together, or says why they do not.
struct TypeCheck {
  private let scanner: QueryScanner

  init(_ scanner: QueryScanner) { self.scanner = scanner }

  private func fault(_ reason: String, at position: Int) -> QueryFault { scanner.fault(reason, at: position) }

  func requireBoolean(_ expression: Expression) throws(QueryFault) {
    guard expression.type == .boolean || expression.type.isDynamic || expression.type == .null else {
      throw fault("a condition is needed, not \(expression.type.name)", at: expression.position)
    }
  }

  // MARK: Operators

  func comparison(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression, at position: Int
  ) throws(QueryFault) -> Expression {
    try requireComparable(comparison, left, right, at: position)
    return Expression(node: .comparison(comparison, left, right), type: .boolean, position: left.position)
  }

  func member(_ value: Expression, of list: [Expression], at position: Int) throws(QueryFault) -> Expression {
    for element in list {
      guard case .literal = element.node else {
        throw fault("the list after in holds constants only", at: element.position)
      }
      try requireComparable(.equal, value, element, at: element.position)
    }
    return Expression(node: .member(value, of: list), type: .boolean, position: value.position)
  }

  private func requireComparable(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression, at position: Int
  ) throws(QueryFault) {
    let (first, second) = (left.type, right.type)
    if first == .null || second == .null { return }
    if first == .geometry || second == .geometry {
      throw fault("geometries are compared with null only, or by functions such as st_equals", at: position)
    }
    if first == .boolean || second == .boolean, comparison != .equal, comparison != .notEqual {
      throw fault("true and false are compared with eq and ne only", at: position)
    }
    if first.isDynamic || second.isDynamic {
      let other = first.isDynamic ? second : first
      guard other.isDynamic || other == .number || other == .string || other == .boolean else {
        throw fault(
          "a JSON value is a number, a string or a boolean; it cannot be compared with \(other.name)", at: position)
      }
      return
    }
    guard first == second || (first.isTime && second.isTime) else {
      var reason = "\(first.name) cannot be compared with \(second.name)"
      if (first.isTime && second == .date) || (first == .date && second.isTime) {
        reason += "; write the time in full, as 2026-11-24T00:00:00Z, or use date()"
      }
      throw fault(reason, at: position)
    }
  }

  func arithmetic(
    _ name: ArithmeticOperator, _ left: Expression, _ right: Expression, at position: Int
  ) throws(QueryFault) -> Expression {
    guard let type = Self.arithmeticType(name, left.type, right.type) else {
      throw fault("\(name.rawValue) is not possible between \(left.type.name) and \(right.type.name)", at: position)
    }
    return Expression(node: .arithmetic(name, left, right), type: type, position: left.position)
  }

  private static func arithmeticType(
    _ name: ArithmeticOperator, _ left: ValueType, _ right: ValueType
  ) -> ValueType? {
    func isNumber(_ type: ValueType) -> Bool { type == .number || type.isDynamic || type == .null }
    if isNumber(left), isNumber(right) { return .number }
    switch name {
    case .add:
      if left.isTime, right == .duration { return left }
      if left == .duration, right.isTime { return right }
      return left == .duration && right == .duration ? .duration : nil
    case .sub:
      if left.isTime, right == .duration { return left }
      if left.isTime, right.isTime { return .duration }
      if left == .date, right == .date { return .duration }
      return left == .duration && right == .duration ? .duration : nil
    case .mul:
      if left == .duration, right == .number { return .duration }
      return left == .number && right == .duration ? .duration : nil
    case .div: return left == .duration && right == .number ? .duration : nil
    case .mod: return nil
    }
  }

  func negative(_ operand: Expression, at position: Int) throws(QueryFault) -> Expression {
    let type = operand.type
    guard type == .number || type == .duration || type.isDynamic || type == .null else {
      throw fault("- is not possible before \(type.name)", at: position)
    }
    return Expression(node: .negative(operand), type: type == .duration ? .duration : .number, position: position)
  }

  // MARK: Functions

  /// What a function takes.
  private enum Parameter {
    case string, number, geometry
    /// An instant or an interval.
    case time
    /// An interval, or what may be one.
    case interval
    /// Something with a year, month and day.
    case dated
    /// Something with hours, minutes and seconds.
    case timed
    /// A constant pattern of the nine-intersection model.
    case pattern

    func accepts(_ type: ValueType) -> Bool {
      if type == .null { return self != .pattern }
      return switch self {
      case .string: type == .string || type.isDynamic
      case .number: type == .number || type.isDynamic
      case .geometry: type == .geometry
      case .time: type.isTime
      case .interval: type == .interval || type == .time
      case .dated: type.isTime || type == .date
      case .timed: type.isTime || type == .timeOfDay
      case .pattern: type == .string
      }
    }

    var name: String {
      switch self {
      case .string: "a string"
      case .number: "a number"
      case .geometry: "a geometry"
      case .time: "a time"
      case .interval: "a time interval"
      case .dated: "a time or date"
      case .timed: "a time"
      case .pattern: "a pattern of nine characters T, F, *, 0, 1 or 2 in quotes"
      }
    }
  }

  private static func signature(_ function: Function) -> (parameters: [Parameter], result: ValueType) {
    switch function {
    case .substringof, .endswith, .startswith: ([.string, .string], .boolean)
    case .length: ([.string], .number)
    case .indexof: ([.string, .string], .number)
    case .substring: ([.string, .number, .number], .string)
    case .tolower, .toupper, .trim: ([.string], .string)
    case .concat: ([.string, .string], .string)
    case .year, .month, .day: ([.dated], .number)
    case .hour, .minute, .second, .fractionalseconds: ([.timed], .number)
    case .date: ([.time], .date)
    case .time: ([.time], .timeOfDay)
    case .totaloffsetminutes: ([.time], .number)
    case .now, .mindatetime, .maxdatetime: ([], .instant)
    case .round, .floor, .ceiling: ([.number], .number)
    case .geoDistance: ([.geometry, .geometry], .number)
    case .geoLength: ([.geometry], .number)
    case .geoIntersects, .stEquals, .stDisjoint, .stTouches, .stWithin, .stOverlaps, .stCrosses, .stIntersects,
      .stContains:
      ([.geometry, .geometry], .boolean)
    case .stRelate: ([.geometry, .geometry, .pattern], .boolean)
    case .before, .after, .meets, .overlaps, .starts, .finishes: ([.time, .time], .boolean)
    case .during: ([.time, .interval], .boolean)
    }
  }

  func call(_ function: Function, _ arguments: [Expression], at position: Int) throws(QueryFault) -> Expression {
    let (parameters, result) = Self.signature(function)
    let least = function == .substring ? 2 : parameters.count
    guard arguments.count >= least, arguments.count <= parameters.count else {
      let count = least == parameters.count ? "\(least)" : "\(least) or \(parameters.count)"
      throw fault(
        "\(function.rawValue) takes \(count) argument\(count == "1" ? "" : "s"), not \(arguments.count)", at: position)
    }
    for (parameter, argument) in zip(parameters, arguments) {
      guard parameter.accepts(argument.type) else {
        throw fault(
          "\(function.rawValue) takes \(parameter.name) here, not \(argument.type.name)", at: argument.position)
      }
      if parameter == .pattern { try requirePattern(argument) }
    }
    return Expression(node: .call(function, arguments), type: result, position: position)
  }

  private func requirePattern(_ argument: Expression) throws(QueryFault) {
    guard case .literal(.string(let text)) = argument.node, text.utf8.count == 9,
      text.unicodeScalars.allSatisfy({ "TF*012tf".unicodeScalars.contains($0) })
    else { throw fault("the relation is \(Parameter.pattern.name)", at: argument.position) }
  }
}
