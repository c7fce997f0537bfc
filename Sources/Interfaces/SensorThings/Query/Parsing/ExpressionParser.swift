// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads expressions by the precedence of OData (OGC 18-088 §9.3.3.5, OData 4.0 part 2 §5.1.1.9): `-`, then `mul div mod`,
/// `add sub`, `gt ge lt le in`, `eq ne`, `not`, `and`, `or`. What `not` stands before reaches to the next `and` or `or`.
struct ExpressionParser {
  var scanner: QueryScanner
  let root: EntityType
  /// Lambda variables and the entities they stand for.
  private var variables: [(name: String, type: EntityType)] = []

  init(_ scanner: QueryScanner, root: EntityType) {
    self.scanner = scanner
    self.root = root
  }

  /// A condition: an expression that is true or false.
  mutating func condition() throws(QueryFault) -> Expression {
    let expression = try expression()
    try TypeCheck(scanner).requireBoolean(expression)
    return expression
  }

  mutating func expression() throws(QueryFault) -> Expression {
    try scanner.enter()
    defer { scanner.leave() }
    return try logical(.or)
  }

  // MARK: By precedence, from the loosest

  private mutating func logical(_ logicalOperator: LogicalOperator) throws(QueryFault) -> Expression {
    var operands = [try logicalOperand(logicalOperator)]
    while takeOperator([logicalOperator.rawValue]) != nil {
      try scanner.countTerm()
      operands.append(try logicalOperand(logicalOperator))
    }
    guard operands.count > 1 else { return operands[0] }
    for operand in operands { try TypeCheck(scanner).requireBoolean(operand) }
    return Expression(node: .logical(logicalOperator, operands), type: .boolean, position: operands[0].position)
  }

  private mutating func logicalOperand(_ logicalOperator: LogicalOperator) throws(QueryFault) -> Expression {
    logicalOperator == .or ? try logical(.and) : try negation()
  }

  private mutating func negation() throws(QueryFault) -> Expression {
    scanner.skipSpaces()
    let start = scanner.position
    guard scanner.word == "not", let after = scanner.peek(3), after == " " || after == "(" else {
      return try equality()
    }
    scanner.advance(3)
    try scanner.countTerm()
    try scanner.enter()
    defer { scanner.leave() }
    let operand = try negation()
    try TypeCheck(scanner).requireBoolean(operand)
    return Expression(node: .not(operand), type: .boolean, position: start)
  }

  private mutating func equality() throws(QueryFault) -> Expression {
    var left = try relation()
    while let (name, position) = takeOperator(["eq", "ne"]) {
      try scanner.countTerm()
      left = try TypeCheck(scanner).comparison(name == "eq" ? .equal : .notEqual, left, try relation(), at: position)
      try chain(left)
    }
    return left
  }

  private mutating func relation() throws(QueryFault) -> Expression {
    var left = try sum()
    while let (name, position) = takeOperator(["gt", "ge", "lt", "le", "in"]) {
      try scanner.countTerm()
      if let comparison = ComparisonOperator(rawValue: name) {
        left = try TypeCheck(scanner).comparison(comparison, left, try sum(), at: position)
      } else if scanner.next == "(" {
        left = try TypeCheck(scanner).member(left, of: try list(), at: position)
      } else {
        left = try TypeCheck(scanner).element(left, of: try sum())
      }
      try chain(left)
    }
    return left
  }

  private mutating func sum() throws(QueryFault) -> Expression {
    var left = try product()
    while let (name, position) = takeOperator(["add", "sub"]) {
      try scanner.countTerm()
      left = try TypeCheck(scanner).arithmetic(name == "add" ? .add : .sub, left, try product(), at: position)
      try chain(left)
    }
    return left
  }

  private mutating func product() throws(QueryFault) -> Expression {
    var left = try negative()
    while let (name, position) = takeOperator(["mul", "div", "mod"]) {
      try scanner.countTerm()
      let arithmetic: ArithmeticOperator = name == "mul" ? .mul : name == "div" ? .div : .mod
      left = try TypeCheck(scanner).arithmetic(arithmetic, left, try negative(), at: position)
      try chain(left)
    }
    return left
  }

  private mutating func negative() throws(QueryFault) -> Expression {
    scanner.skipSpaces()
    let start = scanner.position
    guard scanner.next == "-", try scanner.isLiteral == false else { return try primary() }
    scanner.advance()
    try scanner.countTerm()
    try scanner.enter()
    defer { scanner.leave() }
    return try TypeCheck(scanner).negative(try negative(), at: start)
  }

  /// Each operator of a chain makes the tree one level deeper.
  private func chain(_ expression: Expression) throws(QueryFault) {
    guard expression.depth <= 4 * scanner.limits.depth else {
      throw scanner.fault(
        "more than \(4 * scanner.limits.depth) operators in one chain are not allowed; use parentheses",
        "一串中最多 \(4 * scanner.limits.depth) 个运算符；请使用括号")
    }
  }

  // MARK: What operators stand between

  private mutating func primary() throws(QueryFault) -> Expression {
    try scanner.countTerm()
    let start = scanner.position
    if scanner.take("(") {
      let inner = try expression()
      scanner.skipSpaces()
      try scanner.expect(")", "an operator or \")\"", "运算符或 \")\"")
      return inner
    }
    if let literal = try scanner.literal() {
      return Expression(node: .literal(literal), type: literal.type, position: start)
    }
    let word = scanner.word
    guard !word.isEmpty else {
      throw scanner.fault("expected a value, not \(scanner.found)", "此处应为值，而不是\(scanner.foundInChinese)")
    }
    if scanner.peek(word.unicodeScalars.count) == "(", root.navigation(word) == nil {
      guard let function = Function(rawValue: word) else {
        throw scanner.fault("there is no function \"\(word.prefix(40))\"", "没有函数 \"\(word.prefix(40))\"")
      }
      scanner.advance(word.unicodeScalars.count)
      let arguments = try arguments()
      return try TypeCheck(scanner).call(function, arguments, at: start)
    }
    return try path()
  }

  private mutating func arguments() throws(QueryFault) -> [Expression] {
    try scanner.expect("(", "\"(\"")
    scanner.skipSpaces()
    if scanner.take(")") { return [] }
    var arguments = [try expression()]
    while true {
      scanner.skipSpaces()
      if scanner.take(",") {
        arguments.append(try expression())
      } else {
        try scanner.expect(")", "\",\" or \")\"", "\",\" 或 \")\"")
        return arguments
      }
    }
  }

  private mutating func list() throws(QueryFault) -> [Expression] {
    let list = try arguments()
    guard !list.isEmpty else { throw scanner.fault("the list after in is empty", "in 之后的列表是空的") }
    return list
  }

  private mutating func path() throws(QueryFault) -> Expression {
    let start = scanner.position
    var reader = PathReader(scanner, root: root, variables: variables)
    let found = try reader.read()
    scanner = reader.scanner
    switch found {
    case .property(let path): return Expression(node: .path(path), type: path.type, position: start)
    case .quantifier(let quantifier, let set): return try quantified(quantifier, set, at: start)
    }
  }

  /// Stands behind `any` or `all`.
  private mutating func quantified(
    _ quantifier: Quantifier, _ set: RelatedSet, at start: Int
  ) throws(QueryFault) -> Expression {
    try scanner.expect("(", "\"(\"")
    scanner.skipSpaces()
    if quantifier == .any, scanner.take(")") {
      return Expression(node: .quantified(.any, set, variable: nil, condition: nil), type: .boolean, position: start)
    }
    let name = scanner.takeWord()
    guard let first = name.unicodeScalars.first, ("a"..."z").contains(first) || ("A"..."Z").contains(first),
      !name.contains("."), !name.contains("$"), !name.contains("@"), !name.contains("*")
    else {
      throw scanner.fault(
        "expected the name of a variable, as in Datastreams/any(d: d/name eq 'x')",
        "此处应为变量名，如 Datastreams/any(d: d/name eq 'x')")
    }
    guard !variables.contains(where: { $0.name == name }) else {
      throw scanner.fault("there is a variable \"\(name)\" already", "已有变量 \"\(name)\"")
    }
    scanner.skipSpaces()
    try scanner.expect(":", "\":\"")
    variables.append((name, set.target))
    let condition = try condition()
    variables.removeLast()
    scanner.skipSpaces()
    try scanner.expect(")", "an operator or \")\"", "运算符或 \")\"")
    return Expression(
      node: .quantified(quantifier, set, variable: name, condition: condition), type: .boolean, position: start)
  }

  /// Takes one of the operators, where it stands between spaces or before a parenthesis.
  private mutating func takeOperator(_ names: [String]) -> (String, position: Int)? {
    let before = scanner.position
    scanner.skipSpaces()
    let start = scanner.position
    let word = scanner.word
    // `1 add 2`; `(1)add(2)` is taken, too.
    let isApart = start > before || scanner.peekBehind == ")"
    let after = scanner.peek(word.unicodeScalars.count)
    guard isApart, names.contains(word),
      after == nil || after == " " || after == "\t" || after == "(" || after == "'" || after == "-"
    else {
      scanner.rewind(to: before)
      return nil
    }
    scanner.advance(word.unicodeScalars.count)
    scanner.skipSpaces()
    return (word, start)
  }
}

extension QueryScanner {
  /// Whether a constant begins here.
  fileprivate var isLiteral: Bool {
    get throws(QueryFault) {
      var ahead = self
      return try ahead.literal() != nil
    }
  }
}
