// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Builds expressions whose operands fit together, or says why they do not.
struct TypeCheck {
  private let scanner: QueryScanner

  init(_ scanner: QueryScanner) { self.scanner = scanner }

  private func fault(_ reason: String, _ chinese: String, at position: Int) -> QueryFault {
    scanner.fault(reason, chinese, at: position)
  }

  func requireBoolean(_ expression: Expression) throws(QueryFault) {
    guard expression.type == .boolean || expression.type.isDynamic || expression.type == .null else {
      throw fault(
        "a condition is needed, not \(expression.type.name)", "此处应为条件，而不是\(expression.type.chineseName)",
        at: expression.position)
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
        throw fault("the list after in holds constants only", "in 之后的列表中只能有常量", at: element.position)
      }
      try requireComparable(.equal, value, element, at: element.position)
    }
    return Expression(node: .member(value, of: list), type: .boolean, position: value.position)
  }

  func element(_ value: Expression, of array: Expression) throws(QueryFault) -> Expression {
    guard case .path = array.node, array.type.isDynamic else {
      throw fault(
        "in is followed by a list such as (1, 2) or by a property that may be an array, not by \(array.type.name)",
        "in 之后应为列表，如 (1, 2)，或可为数组的属性，而不是\(array.type.chineseName)", at: array.position)
    }
    let type = value.type
    guard type == .number || type == .string || type == .boolean || type == .null || type.isDynamic else {
      throw fault(
        "what is in an array is a number, a string or a boolean, not \(type.name)",
        "数组中的元素是数字、字符串或布尔值，而不是\(type.chineseName)", at: value.position)
    }
    return Expression(node: .element(value, of: array), type: .boolean, position: value.position)
  }

  private func requireComparable(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression, at position: Int
  ) throws(QueryFault) {
    let (first, second) = (left.type, right.type)
    if first == .null || second == .null { return }
    if first == .geometry || second == .geometry {
      throw fault(
        "geometries are compared with null only, or by functions such as st_equals",
        "几何图形只能与 null 比较，或用 st_equals 等函数比较", at: position)
    }
    if first == .boolean || second == .boolean, comparison != .equal, comparison != .notEqual {
      throw fault("true and false are compared with eq and ne only", "true 和 false 只能用 eq 和 ne 比较", at: position)
    }
    if first.isDynamic || second.isDynamic {
      let other = first.isDynamic ? second : first
      guard other.isDynamic || other == .number || other == .string || other == .boolean else {
        throw fault(
          "a JSON value is a number, a string or a boolean; it cannot be compared with \(other.name)",
          "JSON 值是数字、字符串或布尔值，不能与\(other.chineseName)比较", at: position)
      }
      return
    }
    guard first == second || (first.isTime && second.isTime) else {
      var reason = "\(first.name) cannot be compared with \(second.name)"
      var chinese = "\(first.chineseName)不能与\(second.chineseName)比较"
      if (first.isTime && second == .date) || (first == .date && second.isTime) {
        reason += "; write the time in full, as 2026-11-24T00:00:00Z, or use date()"
        chinese += "；请写出完整的时间，如 2026-11-24T00:00:00Z，或用 date()"
      }
      throw fault(reason, chinese, at: position)
    }
  }

  func arithmetic(
    _ name: ArithmeticOperator, _ left: Expression, _ right: Expression, at position: Int
  ) throws(QueryFault) -> Expression {
    guard let type = Self.arithmeticType(name, left.type, right.type) else {
      throw fault(
        "\(name.rawValue) is not possible between \(left.type.name) and \(right.type.name)",
        "\(left.type.chineseName)与\(right.type.chineseName)之间不能用 \(name.rawValue)", at: position)
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
      throw fault("- is not possible before \(type.name)", "\(type.chineseName)之前不能有 -", at: position)
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

    var name: String { words.english }
    var chineseName: String { words.chinese }

    private var words: (english: String, chinese: String) {
      switch self {
      case .string: ("a string", "字符串")
      case .number: ("a number", "数字")
      case .geometry: ("a geometry", "几何图形")
      case .time: ("a time", "时间")
      case .interval: ("a time interval", "时段")
      case .dated: ("a time or date", "时间或日期")
      case .timed: ("a time", "时间")
      case .pattern:
        ("a pattern of nine characters T, F, *, 0, 1 or 2 in quotes", "引号中由 T、F、*、0、1、2 组成的九个字符")
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
      let countInChinese = least == parameters.count ? "\(least)" : "\(least) 或 \(parameters.count)"
      throw fault(
        "\(function.rawValue) takes \(count) argument\(count == "1" ? "" : "s"), not \(arguments.count)",
        "\(function.rawValue) 要 \(countInChinese) 个参数，而不是 \(arguments.count) 个", at: position)
    }
    for (parameter, argument) in zip(parameters, arguments) {
      guard parameter.accepts(argument.type) else {
        throw fault(
          "\(function.rawValue) takes \(parameter.name) here, not \(argument.type.name)",
          "\(function.rawValue) 在此要\(parameter.chineseName)，而不是\(argument.type.chineseName)", at: argument.position)
      }
      if parameter == .pattern { try requirePattern(argument) }
    }
    return Expression(node: .call(function, arguments), type: result, position: position)
  }

  private func requirePattern(_ argument: Expression) throws(QueryFault) {
    guard case .literal(.string(let text)) = argument.node, text.utf8.count == 9,
      text.unicodeScalars.allSatisfy({ "TF*012tf".unicodeScalars.contains($0) })
    else {
      throw fault(
        "the relation is \(Parameter.pattern.name)", "关系应为\(Parameter.pattern.chineseName)", at: argument.position)
    }
  }
}
