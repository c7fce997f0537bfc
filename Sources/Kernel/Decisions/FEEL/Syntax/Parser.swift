// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads the grammar of FEEL (DMN 1.5, 10.3.1.2) by recursive descent.
struct Parser {
  let source: FEELSource
  let names: FEELNames
  let limits: FEELLimits
  var scanner: Scanner
  /// Names declared by the expression itself, the innermost last.
  var scopes: [Scope] = []
  /// Variables of the outside that are used, by slot.
  var outer: [Int: Variable] = [:]
  var unknown: [(name: String, offset: Int)] = []
  /// Dates, times and durations that do not exist.
  var impossible: [(reason: Message, offset: Int)] = []
  /// Names of entries seen in the text that are more than one word.
  var seenMembers = NameSet()
  /// How many function definitions this is inside of.
  var level = 0
  /// How many names were compared with the text.
  var comparisons = 0
  /// How many expressions this is inside of.
  var nesting = 0
  var stackLimit: UInt
  /// Whether the end of a range is being read, which `[` may follow.
  var isInRange = false
  /// An operand that has been read already.
  var pending: Node?

  /// A part of the text where a name is declared.
  enum Scope {
    case variable(NamePattern, Variable)
    /// A filter: the entries of its item are names.
    case item(Variable)
  }

  struct Root {
    let node: Node
    let type: FEELType
    let unknown: [(name: String, offset: Int)]
    let impossible: [(reason: Message, offset: Int)]
  }

  static func parse(
    _ source: FEELSource, names: FEELNames, limits: FEELLimits, isUnaryTests: Bool
  ) throws(FEELError) -> Root {
    guard source.bytes.count <= limits.sourceLength else {
      throw FEELError(
        Message(
          "The expression has more than \(limits.sourceLength) bytes; make it shorter, or raise the limit.",
          "表达式超过 \(limits.sourceLength) 字节；请缩短，或提高上限。"),
        at: source.position(0))
    }
    var parser = Parser(source: source, names: names, limits: limits, stackLimit: DeepStack.limitOfCaller())
    let node = isUnaryTests ? try parser.wholeUnaryTests() : try parser.wholeExpression()
    return Root(node: node, type: parser.type(of: node), unknown: parser.unknown, impossible: parser.impossible)
  }

  init(source: FEELSource, names: FEELNames, limits: FEELLimits, stackLimit: UInt) {
    self.source = source
    self.names = names
    self.limits = limits
    self.stackLimit = stackLimit
    scanner = Scanner(source.bytes)
  }

  // MARK: Errors

  func failure(_ english: String, _ chinese: String, at offset: Int? = nil) -> FEELError {
    FEELError(Message(english, chinese), at: source.position(offset ?? scanner.offset))
  }

  /// What stands here, for messages.
  var found: Message {
    guard let (scalar, length) = scanner.scalar(at: scanner.offset) else { return Message("the end", "结尾") }
    let end = scanner.wordEnd(at: scanner.offset) ?? scanner.offset + length
    if NameCharacters.isSpace(scalar) { return Message("a space", "空格") }
    let isShort = end - scanner.offset <= 100
    return Message(
      same: "\"" + scanner.text(scanner.offset, isShort ? end : scanner.offset + 100) + (isShort ? "\"" : "…\""))
  }

  func expected(_ english: String, _ chinese: String) -> FEELError {
    let found = found
    let hint = halfWidthHint
    return failure(
      "Here stands \(found.english); expected is \(english)\(hint.english).",
      "此处是：\(found.chinese)；应为：\(chinese)\(hint.chinese)。")
  }

  /// What to write instead, where a full-width character stands here, or was taken for a name before.
  var halfWidthHint: Message {
    let here =
      scanner.scalar(at: scanner.offset).map { HalfWidth.hint(in: CollectionOfOne($0.scalar)) } ?? Message(same: "")
    guard here.english.isEmpty else { return here }
    if let end = scanner.wordEnd(at: scanner.offset) {
      let word = HalfWidth.hint(in: scanner.text(scanner.offset, end).unicodeScalars)
      guard word.english.isEmpty else { return word }
    }
    return unknown.lazy.map { HalfWidth.hint(inName: $0.name) }.first { !$0.english.isEmpty } ?? here
  }

  mutating func expect(_ character: Unicode.Scalar, _ english: String, _ chinese: String) throws(FEELError) {
    guard scanner.take(UInt8(ascii: character)) else { throw expected(english, chinese) }
  }

  /// A part of the tree; an error when it is too high.
  func node(_ kind: Node.Kind, at offset: Int) throws(FEELError) -> Node {
    let node = Node(kind, at: offset)
    guard node.height <= limits.nesting else { throw tooDeep(offset) }
    return node
  }

  func tooDeep(_ offset: Int) -> FEELError {
    failure(
      "The expression is nested more than \(limits.nesting) deep; take it apart, or raise the limit of nesting.",
      "表达式嵌套超过 \(limits.nesting) 层；请拆开，或提高嵌套上限。",
      at: offset)
  }

  /// Refuses a text in which names are so many that to tell them apart takes too long.
  func checkComparisons() throws(FEELError) {
    guard comparisons <= limits.steps else {
      throw failure(
        "The expression has so many names that it takes more than \(limits.steps) steps to tell them apart; "
          + "take it apart, or raise the limit of steps.",
        "表达式中的名称太多，分辨它们要超过 \(limits.steps) 步；请拆开，或提高步数上限。")
    }
  }

  // MARK: Whole texts

  private mutating func start() throws(FEELError) {
    guard scanner.skipSpace() else { throw failure("The comment has no end; close it with */.", "注释没有结束；请以 */ 结束。") }
  }

  mutating func wholeExpression() throws(FEELError) -> Node {
    try start()
    guard !scanner.isAtEnd else {
      throw failure("The expression is empty; write one, or null.", "表达式为空；请写表达式，或写 null。")
    }
    let node = try expression()
    // Only the text of `for`, `some` and `every` has `1..3` by itself (grammar rule 47); the list of a box is an expression.
    guard !isAtDots else {
      throw failure(
        "A range stands in brackets, as [1..3]; without them it stands behind \"in\" of for, some and every alone.",
        "区间要加方括号，如 [1..3]；只有 for、some、every 的 \"in\" 之后可以不加。")
    }
    guard scanner.isAtEnd else { throw expected("an operator or the end", "运算符或结尾") }
    return node
  }

  /// Grammar rules 15 to 17.
  mutating func wholeUnaryTests() throws(FEELError) -> Node {
    try start()
    let offset = scanner.offset
    guard !scanner.isAtEnd else {
      throw failure("The test is empty; write - where everything fits.", "条件为空；任何取值都适用时写 -。")
    }
    if scanner.byte == UInt8(ascii: "-") {
      let here = scanner
      _ = scanner.take(UInt8(ascii: "-"))
      if scanner.isAtEnd { return Node(.anything, at: offset) }
      scanner = here
    }
    let input = inputVariable()
    if scanner.isAt("not") {
      let here = self
      if let node = try? negatedTests(input, at: offset) { return node }
      self = here
    }
    let tests = try self.tests(input)
    guard scanner.isAtEnd else { throw expected("a comma, an operator or the end", "逗号、运算符或结尾") }
    return try node(.unaryTests(tests, input: input, negated: false), at: offset)
  }

  private mutating func negatedTests(_ input: Variable, at offset: Int) throws(FEELError) -> Node {
    _ = scanner.take("not")
    try expect("(", "\"(\"", "\"(\"")
    let tests = try self.tests(input)
    try expect(")", "\")\"", "\")\"")
    guard scanner.isAtEnd else { throw expected("the end", "结尾") }
    return try node(.unaryTests(tests, input: input, negated: true), at: offset)
  }

  private mutating func inputVariable() -> Variable {
    outerVariable(names.slot(of: "?") ?? 0)
  }

  mutating func outerVariable(_ slot: Int) -> Variable {
    if let known = outer[slot] { return known }
    let entry = names.entries[slot]
    let variable = Variable(entry.name, type: entry.type, level: 0, slot: slot)
    outer[slot] = variable
    return variable
  }

  /// Tests with commas between them.
  mutating func tests(_ input: Variable) throws(FEELError) -> [Node.Test] {
    var tests: [Node.Test] = []
    repeat { tests.append(try test(input)) } while scanner.take(UInt8(ascii: ","))
    return tests
  }

  mutating func test(_ input: Variable) throws(FEELError) -> Node.Test {
    let wasUsed = input.isUsed
    input.isUsed = false
    let node = try expression()
    defer { input.isUsed = wasUsed || input.isUsed }
    return Node.Test(node: node, usesInput: input.isUsed, comparesNull: node.isConstant || input.type == .boolean)
  }
}
