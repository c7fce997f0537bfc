// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads an expression by recursive descent.
struct Parser {
  private let text: String
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  /// How deep expressions may lie within each other.
  private static let deepest = 100

  /// - Throws: `QueryError` with line and column.
  static func parse(_ text: String) throws(QueryError) -> Expression {
    var parser = Parser(text, try Lexer.tokens(text))
    guard parser.token.kind != .end else { throw parser.fault("no expression found in input", "没有表达式") }
    let expression = try parser.expression(0)
    guard parser.token.kind == .end else { throw parser.unexpected() }
    return expression
  }

  /// Reads a selector alone, as `match[]` has it.
  static func matchers(_ text: String) throws(QueryError) -> [Matcher] {
    guard case .selector(let selector) = try parse(text), selector.shift == Expression.Shift() else {
      throw QueryError(
        .badData, "invalid parameter \"match[]\": \(text.prefix(64)) is no series selector",
        "参数 \"match[]\" 无效：\(text.prefix(64)) 不是序列选择器")
    }
    return selector.matchers
  }

  private init(_ text: String, _ tokens: [Token]) {
    self.text = text
    self.tokens = tokens
  }

  // MARK: - Tokens

  private var token: Token { tokens[index] }

  private mutating func advance() { if index + 1 < tokens.count { index += 1 } }

  private func isMark(_ mark: String) -> Bool { token.kind == .mark(mark) }

  private mutating func take(_ mark: String) -> Bool {
    guard isMark(mark) else { return false }
    advance()
    return true
  }

  private mutating func expect(_ mark: String, _ place: String) throws(QueryError) {
    guard take(mark) else {
      throw fault(
        "unexpected \(token.text) in \(place), expected \"\(mark)\"",
        "\(Self.chinese(place))应为 \"\(mark)\"，而不是\(token.chinese)")
    }
  }

  /// Where something was expected, for messages.
  private static func chinese(_ place: String) -> String {
    switch place {
    case "range": "时间范围中"
    case "subquery": "子查询中"
    case "parentheses": "括号中"
    case "aggregation": "聚合中"
    case "grouping opts": "分组标签中"
    case "function call": "函数调用中"
    case "label matching": "标签匹配中"
    default: "\(place) 之后"
    }
  }

  private var word: String? { if case .identifier(let name) = token.kind { name } else { nil } }

  private func isWord(_ name: String) -> Bool { word?.lowercased() == name }

  private func fault(_ detail: String, _ chinese: String, at offset: Int? = nil) -> QueryError {
    .parse(text, at: offset ?? token.offset, detail, chinese)
  }

  private func unexpected() -> QueryError { fault("unexpected \(token.text)", "此处不应有\(token.chinese)") }

  // MARK: - Operators

  private mutating func expression(_ lowest: Int) throws(QueryError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw fault(
        "the expression is nested more than \(Self.deepest) deep", "表达式嵌套超过 \(Self.deepest) 层")
    }
    var left = try unary()
    while let operation = binaryOperation(), operation.precedence >= lowest {
      let offset = token.offset
      advance()
      var binary = Expression.Binary(operation: operation, left: left, right: .number(0))
      let isMatched = try modifiers(&binary)
      // All but ^ group from the left.
      binary.right = try expression(operation == .power ? operation.precedence : operation.precedence + 1)
      try check(binary, isMatched: isMatched, at: offset)
      left = .binary(binary)
    }
    return left
  }

  private func binaryOperation() -> Expression.Binary.Operation? {
    switch token.kind {
    case .mark(let mark): mark == "=" ? nil : Expression.Binary.Operation(rawValue: mark)
    case .identifier(let name): Expression.Binary.Operation(rawValue: name.lowercased())
    default: nil
    }
  }

  /// `bool`, `on (…)`, `ignoring (…)`, `group_left (…)`. Returns whether labels were given.
  private mutating func modifiers(_ binary: inout Expression.Binary) throws(QueryError) -> Bool {
    if isWord("bool") {
      guard binary.operation.isComparison else {
        throw fault(
          "bool modifier can only be used on comparison operators", "bool 只能用于比较运算符")
      }
      binary.returnsBool = true
      advance()
    }
    guard isWord("on") || isWord("ignoring") else { return false }
    binary.matching.isOn = isWord("on")
    advance()
    binary.matching.labels = try labels()
    guard isWord("group_left") || isWord("group_right") else { return true }
    guard !binary.operation.isSet else {
      throw fault(
        "no grouping allowed for \"\(binary.operation.rawValue)\" operation",
        "\"\(binary.operation.rawValue)\" 运算不能分组")
    }
    binary.matching.many = isWord("group_left") ? .left : .right
    advance()
    let place = token.offset
    if isMark("(") { binary.matching.included = try labels() }
    if binary.matching.isOn, let twice = binary.matching.included.first(where: binary.matching.labels.contains) {
      throw fault(
        "label \"\(twice)\" must not occur in ON and GROUP clause at once",
        "标签 \"\(twice)\" 不能同时出现在 ON 和 GROUP 子句中", at: place)
    }
    return true
  }

  private func check(_ binary: Expression.Binary, isMatched: Bool, at offset: Int) throws(QueryError) {
    for side in [binary.left, binary.right] where side.type != .scalar && side.type != .vector {
      throw fault(
        "binary expression must contain only scalar and instant vector types", "二元运算的两边只能是标量或瞬时向量", at: offset)
    }
    let scalars = [binary.left, binary.right].count { $0.type == .scalar }
    if binary.operation.isComparison, scalars == 2, !binary.returnsBool {
      throw fault("comparisons between scalars must use BOOL modifier", "标量之间的比较须用 bool", at: offset)
    }
    if binary.operation.isSet, scalars > 0 {
      throw fault(
        "set operator \"\(binary.operation.rawValue)\" not allowed in binary scalar expression",
        "集合运算符 \"\(binary.operation.rawValue)\" 不能用于标量", at: offset)
    }
    if isMatched, scalars > 0 {
      throw fault("vector matching only allowed between instant vectors", "向量匹配只能用于瞬时向量之间", at: offset)
    }
  }

  private mutating func unary() throws(QueryError) -> Expression {
    guard isMark("-") || isMark("+") else { return try postfix() }
    let isNegative = isMark("-")
    let offset = token.offset
    advance()
    // Binds tighter than * and looser than ^.
    let operand = try expression(Expression.Binary.Operation.power.precedence)
    guard operand.type == .scalar || operand.type == .vector else {
      throw fault(
        "unary expression only allowed on expressions of type scalar or instant vector, got "
          + "\"\(operand.type.rawValue)\"", "正负号只能用于标量或瞬时向量，而不是 \"\(operand.type.rawValue)\"", at: offset)
    }
    return isNegative ? .negation(operand) : operand
  }

  // MARK: - Ranges, offsets and times

  private mutating func postfix() throws(QueryError) -> Expression {
    var expression = try primary()
    while true {
      if isMark("[") {
        expression = try ranged(expression)
      } else if isWord("offset") {
        expression = try offset(expression)
      } else if isMark("@") {
        expression = try anchored(expression)
      } else {
        return expression
      }
    }
  }

  /// `[5m]`, `[1h:5m]`, `[1h:]`.
  private mutating func ranged(_ expression: Expression) throws(QueryError) -> Expression {
    let offset = token.offset
    advance()
    let length = try duration("range")
    if take(":") {
      guard expression.type == .vector else {
        throw fault(
          "subquery is only allowed on instant vector, got \(expression.type.rawValue)",
          "子查询只能用于瞬时向量，而不是 \(expression.type.rawValue)", at: offset)
      }
      var subquery = Expression.Subquery(expression: expression, length: length)
      if !isMark("]") { subquery.step = try duration("subquery") }
      try expect("]", "subquery")
      return .subquery(subquery)
    }
    try expect("]", "range")
    guard case .selector(let selector) = expression else {
      throw fault("ranges only allowed for vector selectors", "时间范围只能用于向量选择器", at: offset)
    }
    guard selector.shift.offset == nil else {
      throw fault("no offset modifiers allowed before range", "时间范围之前不能有 offset", at: offset)
    }
    guard selector.shift.anchor == nil else {
      throw fault("no @ modifiers allowed before range", "时间范围之前不能有 @", at: offset)
    }
    return .range(selector, length: length)
  }

  private mutating func duration(_ place: String) throws(QueryError) -> Int64 {
    guard case .duration(let length) = token.kind, length > 0 else {
      throw fault(
        "unexpected \(token.text) in \(place), expected a positive duration such as 5m",
        "\(Self.chinese(place))应为正的时长，如 5m，而不是\(token.chinese)")
    }
    advance()
    return length
  }

  private mutating func offset(_ expression: Expression) throws(QueryError) -> Expression {
    let place = token.offset
    advance()
    let isNegative = isMark("-")
    if isNegative { advance() }
    guard case .duration(let length) = token.kind else {
      throw fault(
        "unexpected \(token.text) in offset, expected a duration such as 1h",
        "offset 之后应为时长，如 1h，而不是\(token.chinese)")
    }
    advance()
    guard var shift = expression.shift else {
      throw fault(
        "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
        "offset 之前须为瞬时向量选择器、区间向量选择器或子查询",
        at: place)
    }
    guard shift.offset == nil else { throw fault("offset may not be set multiple times", "offset 只能写一次", at: place) }
    shift.offset = isNegative ? -length : length
    return expression.with(shift)
  }

  /// `@ 1795480000`, `@ start()`, `@ end()`.
  private mutating func anchored(_ expression: Expression) throws(QueryError) -> Expression {
    let place = token.offset
    advance()
    let anchor: Expression.Shift.Anchor
    if isWord("start") || isWord("end") {
      anchor = isWord("start") ? .start : .end
      advance()
      try expect("(", "@")
      try expect(")", "@")
    } else {
      let isNegative = isMark("-")
      if isNegative || isMark("+") { advance() }
      guard case .number(let seconds) = token.kind else {
        throw fault("unexpected \(token.text) in @, expected timestamp", "@ 之后应为时间戳，而不是\(token.chinese)")
      }
      guard seconds.isFinite, seconds <= Self.latest else {
        throw fault("timestamp out of bounds for @ modifier: \(seconds)", "@ 的时间戳超出范围：\(seconds)")
      }
      advance()
      anchor = .instant(Int64((seconds * 1000).rounded()) * (isNegative ? -1 : 1))
    }
    guard var shift = expression.shift else {
      throw fault(
        "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery",
        "@ 之前须为瞬时向量选择器、区间向量选择器或子查询", at: place)
    }
    guard shift.anchor == nil else { throw fault("@ <timestamp> may not be set multiple times", "@ 只能写一次", at: place) }
    shift.anchor = anchor
    return expression.with(shift)
  }

  /// The end of the year 9999, in seconds since 1970.
  private static let latest = 253_402_300_799.0

  // MARK: - Operands

  private mutating func primary() throws(QueryError) -> Expression {
    let start = token
    switch token.kind {
    case .number(let value):
      advance()
      return .number(value)
    case .string(let value):
      advance()
      return .string(value)
    case .mark("("):
      advance()
      let inner = try expression(0)
      try expect(")", "parentheses")
      return inner
    case .mark("{"): return .selector(try selector(name: nil, at: start.offset))
    case .identifier(let name): return try named(name)
    default: throw unexpected()
    }
  }

  private mutating func named(_ name: String) throws(QueryError) -> Expression {
    let start = token.offset
    switch name.lowercased() {
    case "inf":
      advance()
      return .number(.infinity)
    case "nan":
      advance()
      return .number(.nan)
    default: break
    }
    let lower = name.lowercased()
    let next = tokens[index + 1].kind
    if let operation = Expression.Aggregation.Operation(rawValue: lower),
      next == .mark("(") || next == .identifier("by") || next == .identifier("without")
    {
      return try aggregation(operation)
    }
    if next == .mark("(") { return try call(name, at: start) }
    guard !Self.reserved.contains(lower) else { throw unexpected() }
    advance()
    // The lexer does not know names of metrics: they may have colons.
    var metric = name
    while isMark(":"), token.offset == start + metric.utf8.count, let rest = joined() {
      metric += ":" + rest
    }
    return .selector(try selector(name: metric, at: start))
  }

  /// What follows a colon without a blank.
  private mutating func joined() -> String? {
    let colon = token.offset
    guard index + 1 < tokens.count, tokens[index + 1].offset == colon + 1,
      case .identifier(let rest) = tokens[index + 1].kind
    else { return nil }
    advance()
    advance()
    return rest
  }

  private static let reserved: Set<String> = [
    "and", "or", "unless", "atan2", "bool", "by", "without", "on", "ignoring", "group_left", "group_right", "offset",
  ]

  private mutating func aggregation(_ operation: Expression.Aggregation.Operation) throws(QueryError) -> Expression {
    let start = token.offset
    advance()
    var result = Expression.Aggregation(operation: operation, expression: .number(0))
    var isGrouped = try grouping(&result)
    try expect("(", "aggregation")
    if let type = operation.parameter {
      let parameter = try expression(0)
      guard parameter.type == type else {
        throw fault(
          "expected type \(type.rawValue) in aggregation parameter, got \"\(parameter.type.rawValue)\"",
          "聚合的参数应为 \(type.rawValue)，而不是 \"\(parameter.type.rawValue)\"", at: start)
      }
      result.parameter = parameter
      guard isMark(",") else {
        throw fault(
          "wrong number of arguments for aggregate expression provided, expected 2, got 1", "聚合应有 2 个参数，而不是 1 个",
          at: start)
      }
      advance()
    }
    result.expression = try expression(0)
    try expect(")", "aggregation")
    if !isGrouped { isGrouped = try grouping(&result) }
    guard result.expression.type == .vector else {
      throw fault(
        "expected type instant vector in aggregation expression, got \"\(result.expression.type.rawValue)\"",
        "聚合的对象应为瞬时向量，而不是 \"\(result.expression.type.rawValue)\"", at: start)
    }
    return .aggregation(result)
  }

  private mutating func grouping(_ aggregation: inout Expression.Aggregation) throws(QueryError) -> Bool {
    guard isWord("by") || isWord("without") else { return false }
    aggregation.isWithout = isWord("without")
    advance()
    aggregation.labels = try labels()
    return true
  }

  private mutating func labels() throws(QueryError) -> [String] {
    try expect("(", "grouping opts")
    var labels: [String] = []
    while !isMark(")") {
      guard let name = word else {
        throw fault(
          "unexpected \(token.text) in grouping opts, expected label", "分组中应为标签，而不是\(token.chinese)")
      }
      labels.append(name)
      advance()
      if !take(",") { break }
    }
    try expect(")", "grouping opts")
    return labels
  }

  private mutating func call(_ name: String, at start: Int) throws(QueryError) -> Expression {
    guard let function = Function(rawValue: name) else {
      throw fault("unknown function with name \"\(name.prefix(64))\"", "没有函数 \"\(name.prefix(64))\"")
    }
    advance()
    try expect("(", "function call")
    var arguments: [Expression] = []
    while !isMark(")") {
      let place = token.offset
      let argument = try expression(0)
      let types = function.parameters
      let expected =
        arguments.count < types.count ? types[arguments.count] : function.isOpen ? types.last : nil
      if let expected, argument.type != expected {
        throw fault(
          "expected type \(expected.rawValue) in call to function \"\(name)\", got \(argument.type.rawValue)",
          "函数 \"\(name)\" 在此要 \(expected.rawValue)，而不是 \(argument.type.rawValue)",
          at: place)
      }
      arguments.append(argument)
      if !take(",") { break }
    }
    try expect(")", "function call")
    let most = function.isOpen ? Int.max : function.parameters.count
    guard (function.required...most).contains(arguments.count) else {
      throw fault(
        "expected \(function.required) argument(s) in call to \"\(name)\", got \(arguments.count)",
        "函数 \"\(name)\" 要 \(function.required) 个参数，而不是 \(arguments.count) 个", at: start)
    }
    return .call(function, arguments)
  }

  // MARK: - Selectors

  private mutating func selector(name: String?, at start: Int) throws(QueryError) -> Expression.Selector {
    var selector = Expression.Selector(matchers: [])
    if let name { selector.matchers.append(try matcher("__name__", .equal, name, at: start)) }
    if take("{") {
      while !isMark("}") {
        let place = token.offset
        guard let label = word else {
          throw fault(
            "unexpected \(token.text) in label matching, expected identifier", "标签匹配中应为标签名，而不是\(token.chinese)")
        }
        if name != nil, label == "__name__" {
          throw fault("metric name must not be set twice", "指标名只能写一次")
        }
        advance()
        guard case .mark(let mark) = token.kind, let operation = Matcher.Operation(rawValue: mark) else {
          throw fault(
            "unexpected \(token.text) in label matching, expected label matching operator",
            "标签匹配中应为匹配运算符，而不是\(token.chinese)")
        }
        advance()
        guard case .string(let value) = token.kind else {
          throw fault(
            "unexpected \(token.text) in label matching, expected string", "标签匹配中应为字符串，而不是\(token.chinese)")
        }
        advance()
        selector.matchers.append(try matcher(label, operation, value, at: place))
        if !take(",") { break }
      }
      try expect("}", "label matching")
    }
    guard selector.matchers.contains(where: { !$0.matches("") }) else {
      throw fault(
        "vector selector must contain at least one non-empty matcher", "向量选择器至少要有一个非空的匹配条件", at: start)
    }
    return selector
  }

  private func matcher(
    _ name: String, _ operation: Matcher.Operation, _ value: String, at place: Int
  ) throws(QueryError) -> Matcher {
    do throws(PatternError) { return try Matcher(name, operation, value) } catch {
      throw fault(error.description, error.chinese, at: place)
    }
  }
}
