// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Literals, names, what is in brackets, and what is behind them: paths, filters, calls.
extension Parser {
  mutating func postfix() throws(FEELError) -> Node {
    var operand = try primary()
    while true {
      let offset = scanner.offset
      switch scanner.byte {
      case UInt8(ascii: "."):
        guard !isAtDots else { return operand }
        scanner.offset += 1
        scanner.skipSpace()
        operand = try node(.path(operand, try memberName(of: operand)), at: offset)
      case UInt8(ascii: "["):
        if isInRange, isRangeEnd { return operand }
        operand = try filter(operand, at: offset)
      case UInt8(ascii: "("): operand = try call(operand, at: offset)
      default: return operand
      }
    }
  }

  /// Whether the bracket here ends a range, `[1..5[`, and begins no filter: nothing an expression begins with follows.
  private var isRangeEnd: Bool {
    var scanner = scanner
    scanner.offset += 1
    scanner.skipSpace()
    switch scanner.byte {
    case 0, UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "="),
      UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "."), UInt8(ascii: ":"):
      return true
    default:
      return scanner.isAt("and") || scanner.isAt("or") || scanner.isAt("in") || scanner.isAt("instance")
        || scanner.isAt("between") || scanner.isAt("then") || scanner.isAt("else") || scanner.isAt("return")
        || scanner.isAt("satisfies")
    }
  }

  private mutating func primary() throws(FEELError) -> Node {
    if let node = pending {
      pending = nil
      return node
    }
    let offset = scanner.offset
    switch scanner.byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "."):
      if isAtDots { throw expected("an expression", "表达式") }
      return try number()
    case UInt8(ascii: "\""): return Node(.constant(.string(try string())), at: offset)
    case UInt8(ascii: "@"): return try temporalLiteral()
    case UInt8(ascii: "("): return try parentheses()
    case UInt8(ascii: "["): return try brackets()
    case UInt8(ascii: "]"):
      _ = scanner.take(UInt8(ascii: "]"))
      let start = isAtDots ? nil : try outsideRange { parser throws(FEELError) in try parser.expression() }
      return try range(from: start, startIncluded: false, at: offset)
    case UInt8(ascii: "{"): return try context()
    default: break
    }
    if let comparison = comparisonOperator() {
      return try node(.oneSided(comparison, try comparand()), at: offset)
    }
    guard let end = scanner.wordEnd(at: offset) else { throw expected("an expression", "表达式") }
    return try wordOperand(scanner.text(offset, end), end: end)
  }

  private mutating func wordOperand(_ word: String, end: Int) throws(FEELError) -> Node {
    let offset = scanner.offset
    let keyword = Keyword(rawValue: word)
    let known = name(word, end: end, longerOnly: keyword != nil)
    try checkComparisons()
    if let known { return known }
    guard let keyword else {
      scanner.offset = end
      scanner.skipSpace()
      return unknownName(word, at: offset)
    }
    scanner.offset = end
    scanner.skipSpace()
    switch keyword {
    case .null: return Node(.constant(.null), at: offset)
    case .true: return Node(.constant(.boolean(true)), at: offset)
    case .false: return Node(.constant(.boolean(false)), at: offset)
    case .if: return try conditional(at: offset)
    case .for: return try loop(at: offset)
    case .some: return try quantified(isSome: true, at: offset)
    case .every: return try quantified(isSome: false, at: offset)
    case .function: return try function(own: nil, at: offset)
    case .and, .or, .in, .between, .then, .else, .return, .satisfies, .instance:
      scanner.offset = offset
      throw expected("an expression", "表达式")
    }
  }

  /// Words that are no names by themselves.
  enum Keyword: String {
    case null, `true`, `false`, `if`, `for`, some, every, function
    case and, or, `in`, between, then, `else`, `return`, satisfies, instance
  }

  private mutating func parentheses() throws(FEELError) -> Node {
    let offset = scanner.offset
    _ = scanner.take(UInt8(ascii: "("))
    if isAtDots { return try range(from: nil, startIncluded: false, at: offset) }
    let inner = try outsideRange { parser throws(FEELError) in try parser.expression() }
    if isAtDots { return try range(from: inner, startIncluded: false, at: offset) }
    guard scanner.take(UInt8(ascii: ")")) else {
      let open = source.position(offset)
      throw expected("\")\" for the \"(\" at \(open)", "与第 \(open.line) 行第 \(open.column) 列的 \"(\" 对应的 \")\"")
    }
    return inner
  }

  /// A list, or a range with its start included.
  private mutating func brackets() throws(FEELError) -> Node {
    let offset = scanner.offset
    _ = scanner.take(UInt8(ascii: "["))
    if scanner.take(UInt8(ascii: "]")) { return Node(.constant(.list([])), at: offset) }
    if isAtDots { return try range(from: nil, startIncluded: true, at: offset) }
    var elements: [Node] = []
    repeat {
      let element = try outsideRange { parser throws(FEELError) in try parser.expression() }
      if elements.isEmpty, isAtDots { return try range(from: element, startIncluded: true, at: offset) }
      elements.append(element)
    } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: "]")) else { throw expected("a comma or \"]\"", "逗号或 \"]\"") }
    return try node(.list(elements), at: offset)
  }

  /// The rest of a range, from its dots (grammar rules 8 to 12, 66).
  mutating func range(from start: Node?, startIncluded: Bool, at offset: Int) throws(FEELError) -> Node {
    guard isAtDots else { throw expected("\"..\" and the end of a range", "\"..\" 和区间的终点") }
    scanner.offset += 2
    scanner.skipSpace()
    var end: Node?
    if scanner.byte != UInt8(ascii: ")"), scanner.byte != UInt8(ascii: "]") {
      let wasInRange = isInRange
      isInRange = true
      defer { isInRange = wasInRange }
      end = try expression()
    }
    let endIncluded = scanner.byte == UInt8(ascii: "]")
    guard scanner.take(UInt8(ascii: "]")) || scanner.take(UInt8(ascii: ")")) || scanner.take(UInt8(ascii: "[")) else {
      throw expected("\"]\", \")\" or \"[\" at the end of the range", "区间末尾的 \"]\"、\")\" 或 \"[\"")
    }
    switch (start, end) {
    case (nil, nil):
      throw failure(
        "A range has at least one end, as in [1..5] or (..5].", "区间至少有一端，如 [1..5] 或 (..5]。", at: offset)
    case (nil, let end?): return try node(.oneSided(endIncluded ? .atMost : .less, end), at: offset)
    case (let start?, nil): return try node(.oneSided(startIncluded ? .atLeast : .greater, start), at: offset)
    case (let start?, let end?):
      return try node(
        .range(start: start, startIncluded: startIncluded, end: end, endIncluded: endIncluded), at: offset)
    }
  }

  /// Reads what is in brackets of its own, where `[` is no end of a range.
  mutating func outsideRange<Result>(
    _ body: (inout Parser) throws(FEELError) -> Result
  ) throws(FEELError) -> Result {
    let wasInRange = isInRange
    isInRange = false
    defer { isInRange = wasInRange }
    return try body(&self)
  }

  private mutating func filter(_ list: Node, at offset: Int) throws(FEELError) -> Node {
    _ = scanner.take(UInt8(ascii: "["))
    let item = Variable("item", type: elementType(of: list), level: level)
    scopes.append(.variable(NamePattern("item"), item))
    scopes.append(.item(item))
    let condition = try outsideRange { parser throws(FEELError) in try parser.expression() }
    scopes.removeLast(2)
    guard scanner.take(UInt8(ascii: "]")) else { throw expected("\"]\" at the end of the filter", "筛选末尾的 \"]\"") }
    return try node(.filter(list, item: item, condition: condition, usesItem: item.isUsed), at: offset)
  }

  /// Arguments by place or by name (grammar rules 38 to 42).
  private mutating func call(_ function: Node, at offset: Int) throws(FEELError) -> Node {
    _ = scanner.take(UInt8(ascii: "("))
    var arguments: [Node] = []
    if scanner.take(UInt8(ascii: ")")) { return try node(.call(function, []), at: offset) }
    if let first = argumentName() {
      var named: [(name: String, value: Node)] = [(first, try argument())]
      while scanner.take(UInt8(ascii: ",")) {
        guard let name = argumentName() else { throw expected("the name of an argument and \":\"", "参数名称和 \":\"") }
        named.append((name, try argument()))
      }
      guard scanner.take(UInt8(ascii: ")")) else { throw expected("a comma or \")\"", "逗号或 \")\"") }
      return try node(.callNamed(function, named), at: offset)
    }
    repeat { arguments.append(try argument()) } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: ")")) else { throw expected("a comma or \")\"", "逗号或 \")\"") }
    if let (name, text) = Self.temporal(function, arguments) {
      if let value = FEELValue(calling: name, with: text) { return Node(.constant(value), at: offset) }
      impossible.append(
        (Message("\"\(text)\" is no \(name)", "\"\(text)\" 不是\(Self.temporalKinds[name] ?? name)"), offset))
    }
    return try node(.call(function, arguments), at: offset)
  }

  /// The parts of a call that is a literal: a built-in function of dates and times and one string (grammar rule 62).
  ///
  /// A name of the outside or of the expression itself that hides the function is no built-in one any more.
  private static func temporal(_ function: Node, _ arguments: [Node]) -> (name: String, text: String)? {
    guard case .builtin(let name) = function.kind, temporalKinds[name] != nil,
      arguments.count == 1, case .constant(.string(let text)) = arguments[0].kind
    else { return nil }
    return (name, text)
  }

  /// The functions that make literals of dates and times, with what they make in Chinese.
  private static let temporalKinds = ["date": "日期", "time": "时间", "date and time": "日期时间", "duration": "时长"]

  private mutating func argument() throws(FEELError) -> Node {
    try outsideRange { parser throws(FEELError) in try parser.expression() }
  }

  /// A name with a colon behind it; `nil`, and nothing read, when there is none.
  private mutating func argumentName() -> String? {
    guard let word = scanner.wordEnd(at: scanner.offset), let end = declaredNameEnd(from: word, until: ":") else {
      return nil
    }
    let name = NamePattern(scanner.text(scanner.offset, end)).text
    scanner.offset = end
    _ = scanner.take(UInt8(ascii: ":"))
    return name
  }
}
