// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Contexts, functions, conditions and iterations.
extension Parser {
  /// Grammar rules 57 to 60. An entry may use those before it; a function may call itself by its entry's name.
  mutating func context() throws(FEELError) -> Node {
    let offset = scanner.offset
    _ = scanner.take(UInt8(ascii: "{"))
    let outside = scopes.count
    defer { scopes.removeLast(scopes.count - outside) }
    var entries: [Node.Entry] = []
    var keys: Set<String> = []
    var duplicate: String?
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        let key = try self.key()
        seenMembers.insert(NamePattern(key))
        if !keys.insert(key).inserted { duplicate = duplicate ?? key }
        entries.append(try entry(key))
      } while scanner.take(UInt8(ascii: ","))
      guard scanner.take(UInt8(ascii: "}")) else { throw expected("a comma or \"}\"", "逗号或 \"}\"") }
    }
    if let duplicate {
      let reason = Message("the context has two entries \"\(duplicate)\"", "上下文中有两个条目 \"\(duplicate)\"")
      return Node(.invalid(reason), at: offset)
    }
    return try node(.context(entries), at: offset)
  }

  private mutating func key() throws(FEELError) -> String {
    if scanner.byte == UInt8(ascii: "\"") {
      let key = try string()
      try expect(":", "\":\" and the entry's value", "\":\" 和条目的值")
      return key
    }
    guard let word = scanner.wordEnd(at: scanner.offset), let end = declaredNameEnd(from: word, until: ":") else {
      throw expected("the name of an entry and \":\", or \"}\"", "条目名称和 \":\"，或者 \"}\"")
    }
    let key = NamePattern(scanner.text(scanner.offset, end)).text
    scanner.offset = end
    scanner.skipSpace()
    try expect(":", "\":\"", "\":\"")
    return key
  }

  private mutating func entry(_ key: String) throws(FEELError) -> Node.Entry {
    let offset = scanner.offset
    let before = scopes.count
    if scanner.isAt("function") {
      let own = declare(key, type: .anyFunction)
      let here = scanner
      if scanner.take("function"), scanner.byte == UInt8(ascii: "(") {
        let value = try function(own: own, at: offset)
        // `function(x) x` may be the beginning of no larger expression: its body takes all that follows.
        return Node.Entry(name: key, variable: own, value: value)
      }
      scanner = here
      scopes.removeLast(scopes.count - before)
    }
    let value = try outsideRange { parser throws(FEELError) in try parser.expression() }
    return Node.Entry(name: key, variable: declare(key, type: type(of: value)), value: value)
  }

  /// Behind the word `function` (grammar rules 54 to 56).
  mutating func function(own: Variable?, at offset: Int) throws(FEELError) -> Node {
    try expect("(", "\"(\" and the parameters", "\"(\" 和参数")
    let outside = scopes.count
    level += 1
    defer {
      scopes.removeLast(scopes.count - outside)
      level -= 1
    }
    var parameters: [Variable] = []
    if !scanner.take(UInt8(ascii: ")")) {
      repeat { parameters.append(try parameter()) } while scanner.take(UInt8(ascii: ","))
      guard scanner.take(UInt8(ascii: ")")) else { throw expected("a comma or \")\"", "逗号或 \")\"") }
    }
    for (index, parameter) in parameters.enumerated()
    where parameters[..<index].contains(where: { $0.name == parameter.name }) {
      throw failure(
        "Two parameters are called \(parameter.name); give each a name of its own.",
        "有两个参数都叫 \(parameter.name)；参数不能重名。", at: offset)
    }
    var body: Node
    if scanner.take("external") {
      _ = try outsideRange { parser throws(FEELError) in try parser.expression() }
      body = Node(
        .invalid(
          Message("functions that are external, in Java or PMML, are not run", "不能运行外部函数（Java 或 PMML）")), at: offset)
    } else {
      body = try outsideRange { parser throws(FEELError) in try parser.expression() }
    }
    return try node(
      .function(
        Node.FunctionNode(
          parameters: parameters, own: own, body: body, level: level, shownResult: type(of: body).plain)),
      at: offset)
  }

  private mutating func parameter() throws(FEELError) -> Variable {
    let start = scanner.offset
    guard let word = scanner.wordEnd(at: start) else { throw expected("the name of a parameter", "参数名称") }
    let end =
      [":", ",", ")"].compactMap { declaredNameEnd(from: word, until: $0) }.min() ?? word
    let name = NamePattern(scanner.text(start, end)).text
    scanner.offset = end
    scanner.skipSpace()
    var type = FEELType.any
    if scanner.take(UInt8(ascii: ":")) {
      let here = scanner.offset
      guard let named = try self.type() else {
        let name = scanner.text(here, scanner.offset).trimmedOfSpaces
        throw failure("There is no type \(name).", "没有类型 \(name)。", at: here)
      }
      type = named
    }
    return declare(name, type: type)
  }

  mutating func conditional(at offset: Int) throws(FEELError) -> Node {
    let test = try outsideRange { parser throws(FEELError) in try parser.expression() }
    guard scanner.take("then") else { throw expected("\"then\"", "\"then\"") }
    let then = try outsideRange { parser throws(FEELError) in try parser.expression() }
    guard scanner.take("else") else { throw expected("\"else\"", "\"else\"") }
    return try node(.conditional(test, then: then, otherwise: try expression()), at: offset)
  }

  mutating func loop(at offset: Int) throws(FEELError) -> Node {
    let outside = scopes.count
    defer { scopes.removeLast(scopes.count - outside) }
    let iterations = try self.iterations()
    guard scanner.take("return") else { throw expected("a comma or \"return\"", "逗号或 \"return\"") }
    let partial = declare("partial", type: .list(.any))
    let body = try expression()
    return try node(
      .loop(iterations, partial: partial.isUsed ? partial : nil, body: body), at: offset)
  }

  mutating func quantified(isSome: Bool, at offset: Int) throws(FEELError) -> Node {
    let outside = scopes.count
    defer { scopes.removeLast(scopes.count - outside) }
    let iterations = try self.iterations()
    guard scanner.take("satisfies") else { throw expected("a comma or \"satisfies\"", "逗号或 \"satisfies\"") }
    return try node(
      .quantified(isSome: isSome, iterations, condition: try expression()), at: offset)
  }

  /// `x in list, y in 1..10`; each may use those before it.
  private mutating func iterations() throws(FEELError) -> [Node.Iteration] {
    var iterations: [Node.Iteration] = []
    repeat {
      // Each is a loop inside the one before it.
      guard iterations.count < limits.nesting else { throw tooDeep(scanner.offset) }
      let name = try iterationName()
      let domain = try outsideRange { parser throws(FEELError) in try parser.expression() }
      var end: Node?
      if isAtDots {
        scanner.offset += 2
        scanner.skipSpace()
        end = try outsideRange { parser throws(FEELError) in try parser.expression() }
      }
      let type = end == nil ? elementType(of: domain) : type(of: domain)
      iterations.append(Node.Iteration(variable: declare(name, type: type), domain: domain, end: end))
    } while scanner.take(UInt8(ascii: ","))
    return iterations
  }
}
