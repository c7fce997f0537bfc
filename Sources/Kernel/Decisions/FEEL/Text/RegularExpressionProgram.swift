// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// One step of a compiled regular expression.
enum RegularExpressionInstruction: Sendable {
  case character(Unicode.Scalar)
  case set(Int)
  /// As many characters of a class as there are, or as few as will do; one place to come back to for all of them.
  case run(set: Int, least: Int, most: Int, isLazy: Bool)
  case jump(Int)
  /// First this way, and that way when it leads nowhere.
  case fork(Int, otherwise: Int)
  case save(Int)
  case lineStart, lineEnd
  case reference(Int)
  /// Remembers where a turn of a loop began.
  case enterTurn(Int)
  /// Stands before the jump back to the fork of a loop.
  case endTurn(Int)
  case accept
}

/// A compiled regular expression.
struct RegularExpressionProgram: Sendable {
  var instructions: [RegularExpressionInstruction] = []
  var sets: [CharacterClass] = []
  var groupCount = 0
  var turnCount = 0
  var hasReferences = false
  var flags: RegularExpressionFlags
  /// Whether it can only match at the beginning of the text.
  var isAnchored = false
  /// The class of the first character of every match, where there is one.
  var first: Int?
  /// The class of which every match begins with as many characters as there are.
  var leadingRun: Int?
}

/// Turns the tree into steps.
struct RegularExpressionCompiler {
  private var program: RegularExpressionProgram

  /// A longer program is refused: quantifiers inside quantifiers multiply.
  static let longest = 20_000

  init(flags: RegularExpressionFlags, groupCount: Int) {
    program = RegularExpressionProgram(groupCount: groupCount, flags: flags)
  }

  mutating func compile(
    _ node: RegularExpressionNode
  ) throws(RegularExpression.Failure) -> RegularExpressionProgram {
    try emit(.save(0))
    try add(node)
    try emit(.save(1))
    try emit(.accept)
    findBeginning()
    return program
  }

  /// Notes what a match begins with, so that places where none can begin are passed over.
  private mutating func findBeginning() {
    let beginning = program.instructions.first { if case .save = $0 { false } else { true } }
    switch beginning {
    case .lineStart: program.isAnchored = !program.flags.isMultiline
    case .character(let scalar): program.first = index(of: CharacterClass(character: scalar, ignoresCase: false))
    case .set(let set): program.first = set
    case .run(let set, let least, let most, _):
      if least > 0 { program.first = set }
      if least <= 1, most == .max { program.leadingRun = set }
    default: break
    }
  }

  @discardableResult
  private mutating func emit(_ instruction: RegularExpressionInstruction) throws(RegularExpression.Failure) -> Int {
    guard program.instructions.count < Self.longest else {
      throw .invalid(Message("the pattern is too large", "模式太大"), at: 0)
    }
    program.instructions.append(instruction)
    return program.instructions.count - 1
  }

  private var here: Int { program.instructions.count }

  private mutating func index(of set: CharacterClass) -> Int {
    program.sets.append(set)
    return program.sets.count - 1
  }

  private mutating func add(_ node: RegularExpressionNode) throws(RegularExpression.Failure) {
    switch node {
    case .set(let set):
      if let single = set.single { try emit(.character(single)) } else { try emit(.set(index(of: set))) }
    case .lineStart: try emit(.lineStart)
    case .lineEnd: try emit(.lineEnd)
    case .sequence(let nodes): for node in nodes { try add(node) }
    case .choice(let nodes): try add(choice: nodes)
    case .group(let number, let node):
      try emit(.save(number * 2))
      try add(node)
      try emit(.save(number * 2 + 1))
    case .reference(let number):
      program.hasReferences = true
      try emit(.reference(number))
    case .repeated(let node, let least, let most, let isLazy):
      if case .set(let set) = node {
        try emit(.run(set: index(of: set), least: least, most: most ?? .max, isLazy: isLazy))
      } else {
        try add(node, least: least, most: most, isLazy: isLazy)
      }
    }
  }

  private mutating func add(choice nodes: [RegularExpressionNode]) throws(RegularExpression.Failure) {
    var jumps: [Int] = []
    for node in nodes.dropLast() {
      let fork = try emit(.accept)
      try add(node)
      jumps.append(try emit(.accept))
      program.instructions[fork] = .fork(fork + 1, otherwise: here)
    }
    if let last = nodes.last { try add(last) }
    for jump in jumps { program.instructions[jump] = .jump(here) }
  }

  private mutating func add(
    _ node: RegularExpressionNode, least: Int, most: Int?, isLazy: Bool
  ) throws(RegularExpression.Failure) {
    for _ in 0..<least {
      let start = here
      try add(node)
      if here == start { return }  // nothing, however often
    }
    if let most {
      var forks: [Int] = []
      for _ in least..<most {
        let start = here
        forks.append(try emit(.accept))
        try add(node)
        if here == start + 1 { break }
      }
      for fork in forks {
        program.instructions[fork] = isLazy ? .fork(here, otherwise: fork + 1) : .fork(fork + 1, otherwise: here)
      }
      return
    }
    let turn = program.turnCount
    program.turnCount += 1
    let fork = try emit(.accept)
    try emit(.enterTurn(turn))
    try add(node)
    try emit(.endTurn(turn))
    try emit(.jump(fork))
    program.instructions[fork] = isLazy ? .fork(here, otherwise: fork + 1) : .fork(fork + 1, otherwise: here)
  }
}
