// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Textual expressions by precedence (grammar rule 2; the later in the list, the tighter).
extension Parser {
  mutating func expression() throws(FEELError) -> Node { try deeper(isWhole: true) }

  /// What is behind a comparison sign that begins a test: a sum, which may begin with such a sign again.
  mutating func comparand() throws(FEELError) -> Node { try deeper(isWhole: false) }

  private mutating func deeper(isWhole: Bool) throws(FEELError) -> Node {
    guard nesting < limits.nesting else { throw tooDeep(scanner.offset) }
    nesting += 1
    defer { nesting -= 1 }
    // Each level takes some kilobytes of stack; a small thread's must not run out.
    guard nesting % 8 == 0, DeepStack.address() < stackLimit else {
      return isWhole ? try disjunction() : try additive()
    }
    return try onNewStack(isWhole: isWhole)
  }

  private mutating func onNewStack(isWhole: Bool) throws(FEELError) -> Node {
    var copy = self
    defer {
      copy.stackLimit = stackLimit
      self = copy
    }
    do {
      return try DeepStack.run { limit in
        copy.stackLimit = limit
        return isWhole ? try copy.disjunction() : try copy.additive()
      }
    } catch let error as FEELError {
      throw error
    } catch {
      throw tooDeep(scanner.offset)
    }
  }

  private mutating func disjunction() throws(FEELError) -> Node {
    let offset = scanner.offset
    let first = try conjunction()
    guard scanner.isAt("or") else { return first }
    var operands = [first]
    while scanner.take("or") { operands.append(try conjunction()) }
    return try node(.or(operands), at: offset)
  }

  private mutating func conjunction() throws(FEELError) -> Node {
    let offset = scanner.offset
    let first = try comparison()
    guard scanner.isAt("and") else { return first }
    var operands = [first]
    while scanner.take("and") { operands.append(try comparison()) }
    return try node(.and(operands), at: offset)
  }

  mutating func comparisonOperator() -> Node.Comparison? {
    let next = scanner.byte(ahead: 1)
    let result: Node.Comparison
    switch scanner.byte {
    case UInt8(ascii: "="): result = .equal
    case UInt8(ascii: "!") where next == UInt8(ascii: "="): result = .unequal
    case UInt8(ascii: "<"): result = next == UInt8(ascii: "=") ? .atMost : .less
    case UInt8(ascii: ">"): result = next == UInt8(ascii: "=") ? .atLeast : .greater
    default: return nil
    }
    scanner.offset += result.rawValue.utf8.count
    scanner.skipSpace()
    return result
  }

  private mutating func comparison() throws(FEELError) -> Node {
    var left = try additive()
    while true {
      let offset = scanner.offset
      if let comparison = comparisonOperator() {
        left = try node(.comparison(comparison, left, try additive()), at: offset)
      } else if scanner.take("between") {
        let low = try additive()
        guard scanner.take("and") else {
          throw expected("\"and\" and the upper end of \"between\"", "\"and\" 和 \"between\" 的上限")
        }
        left = try node(.between(left, low: low, high: try additive()), at: offset)
      } else if scanner.take("in") {
        left = try containment(of: left, at: offset)
      } else {
        return left
      }
    }
  }

  /// What is behind `in`: one test, or several in parentheses.
  private mutating func containment(of left: Node, at offset: Int) throws(FEELError) -> Node {
    let input = Variable("?", type: type(of: left), level: level)
    scopes.append(.variable(NamePattern("?"), input))
    defer { scopes.removeLast() }
    if let tests = try testsInParentheses(input) {
      return try node(.contained(left, input: input, tests: tests), at: offset)
    }
    let test = try additive()
    return try node(
      .contained(left, input: input, tests: [Node.Test(node: test, usesInput: input.isUsed)]), at: offset)
  }

  /// `(1, > 5)`; `nil` for what goes on after the parenthesis, or is a range, which then is the operand that is read
  /// next.
  private mutating func testsInParentheses(_ input: Variable) throws(FEELError) -> [Node.Test]? {
    let offset = scanner.offset
    guard scanner.take(UInt8(ascii: "(")) else { return nil }
    guard !isAtDots else {
      pending = try range(from: nil, startIncluded: false, at: offset)
      return nil
    }
    var tests = [try test(input)]
    if isAtDots {
      pending = try range(from: tests[0].node, startIncluded: false, at: offset)
      return nil
    }
    while scanner.take(UInt8(ascii: ",")) { tests.append(try test(input)) }
    try expect(")", "a comma or \")\"", "逗号或 \")\"")
    if tests.count == 1, goesOnAfterOperand {
      pending = tests[0].node
      return nil
    }
    return tests
  }

  /// Whether an operator follows that makes what was read a part of an operand.
  private var goesOnAfterOperand: Bool {
    switch scanner.byte {
    case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"),
      UInt8(ascii: "/"):
      true
    case UInt8(ascii: "."): !isAtDots
    default: scanner.isAt("instance")
    }
  }

  var isAtDots: Bool { scanner.byte == UInt8(ascii: ".") && scanner.byte(ahead: 1) == UInt8(ascii: ".") }

  mutating func additive() throws(FEELError) -> Node {
    let offset = scanner.offset
    let first = try multiplicative()
    var rest: [(operation: Node.Operation, operand: Node)] = []
    while true {
      if scanner.take(UInt8(ascii: "+")) {
        rest.append((.add, try multiplicative()))
      } else if scanner.take(UInt8(ascii: "-")) {
        rest.append((.subtract, try multiplicative()))
      } else {
        return rest.isEmpty ? first : try node(.chain(first, rest), at: offset)
      }
    }
  }

  private mutating func multiplicative() throws(FEELError) -> Node {
    let offset = scanner.offset
    let first = try power()
    var rest: [(operation: Node.Operation, operand: Node)] = []
    while true {
      if scanner.byte == UInt8(ascii: "*"), scanner.byte(ahead: 1) != UInt8(ascii: "*") {
        _ = scanner.take(UInt8(ascii: "*"))
        rest.append((.multiply, try power()))
      } else if scanner.take(UInt8(ascii: "/")) {
        rest.append((.divide, try power()))
      } else {
        return rest.isEmpty ? first : try node(.chain(first, rest), at: offset)
      }
    }
  }

  private mutating func power() throws(FEELError) -> Node {
    let offset = scanner.offset
    let first = try negation()
    var rest: [(operation: Node.Operation, operand: Node)] = []
    while scanner.byte == UInt8(ascii: "*"), scanner.byte(ahead: 1) == UInt8(ascii: "*") {
      scanner.offset += 2
      scanner.skipSpace()
      rest.append((.power, try negation()))
    }
    return rest.isEmpty ? first : try node(.chain(first, rest), at: offset)
  }

  private mutating func negation() throws(FEELError) -> Node {
    let offset = scanner.offset
    var isNegative = false
    var count = 0
    while pending == nil, scanner.take(UInt8(ascii: "-")) {
      isNegative.toggle()
      count += 1
    }
    let isLiteral = isDigit(scanner.byte) || scanner.byte == UInt8(ascii: ".")
    var operand = try postfix()
    if isLiteral, count > 0, scanner.isAt("instance"), case .constant(.number(let value)) = operand.kind {
      // The sign before a number is the literal's (grammar rule 37): what is asked of is a negative number.
      operand = Node(.constant(.number(value.negated)), at: offset)
      isNegative.toggle()
      count -= 1
    }
    operand = try instance(operand)
    guard count > 0 else { return operand }
    if case .constant(.number(let value)) = operand.kind {
      return Node(.constant(.number(isNegative ? value.negated : value)), at: offset)
    }
    let inner = try node(.negation(operand), at: offset)
    return isNegative ? inner : try node(.negation(inner), at: offset)
  }

  /// The tests of the type of an operand, as far as there are any behind it.
  private mutating func instance(_ operand: Node) throws(FEELError) -> Node {
    var operand = operand
    while scanner.isAt("instance") {
      let offset = scanner.offset
      _ = scanner.take("instance")
      guard scanner.take("of") else { throw expected("\"of\" and a type", "\"of\" 和类型") }
      operand = try instanceTest(operand, at: offset)
    }
    return operand
  }

  private mutating func instanceTest(_ operand: Node, at offset: Int) throws(FEELError) -> Node {
    let here = scanner.offset
    if let type = try self.type() { return try node(.instance(operand, of: type), at: offset) }
    let name = scanner.text(here, scanner.offset).trimmedOfSpaces
    unknown.append((name, here))
    return Node(.invalid(Message("there is no type \(name)", "没有类型 \(name)")), at: offset)
  }
}

extension String {
  var trimmedOfSpaces: String {
    var scalars = Substring(self).unicodeScalars
    while let first = scalars.first, NameCharacters.isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, NameCharacters.isSpace(last) { scalars.removeLast() }
    return String(scalars)
  }
}
