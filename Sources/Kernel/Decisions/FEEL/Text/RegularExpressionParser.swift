// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression as a tree.
indirect enum RegularExpressionNode: Sendable {
  /// One character of a class.
  case set(CharacterClass)
  case lineStart, lineEnd
  case sequence([RegularExpressionNode])
  case choice([RegularExpressionNode])
  case group(Int, RegularExpressionNode)
  case reference(Int)
  /// `most` is `nil` without bound.
  case repeated(RegularExpressionNode, least: Int, most: Int?, isLazy: Bool)
}

/// Reads a pattern (XML Schema Part 2, appendix G, with what Functions and Operators 5.6.1 adds).
struct RegularExpressionParser {
  private(set) var groupCount = 0
  var scalars: [Unicode.Scalar]
  var position = 0
  let flags: RegularExpressionFlags
  private var depth = 0
  private var closed: Set<Int> = []

  /// Parentheses and brackets inside each other.
  static let deepest = 200
  /// No quantifier says more.
  static let mostTimes = 10_000

  init(_ pattern: String, flags: RegularExpressionFlags) {
    self.flags = flags
    scalars = Array(pattern.unicodeScalars)
    if flags.leavesOutSpace, !flags.isLiteral { leaveOutSpace() }
  }

  mutating func parse() throws(RegularExpression.Failure) -> RegularExpressionNode {
    if flags.isLiteral {
      return .sequence(scalars.map { .set(CharacterClass(character: $0, ignoresCase: flags.ignoresCase)) })
    }
    let node = try choice()
    guard position == scalars.count else {
      throw problem("\")\" closes nothing; write \\) for the character", "\")\" 没有对应的左括号；要写该字符，请用 \\)")
    }
    return node
  }

  var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func problem(_ english: String, _ chinese: String) -> RegularExpression.Failure {
    .invalid(Message("in the pattern: \(english)", "模式中：\(chinese)"), at: position)
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  mutating func descend() throws(RegularExpression.Failure) {
    depth += 1
    guard depth <= Self.deepest else {
      throw problem("more than \(Self.deepest) parentheses inside each other", "括号嵌套超过 \(Self.deepest) 层")
    }
  }

  mutating func ascend() { depth -= 1 }

  private mutating func choice() throws(RegularExpression.Failure) -> RegularExpressionNode {
    try descend()
    defer { ascend() }
    var branches = [try sequence()]
    while skip("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(RegularExpression.Failure) -> RegularExpressionNode {
    var pieces: [RegularExpressionNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      let atom = try atom(scalar)
      pieces.append(try quantified(atom))
    }
    return pieces.count == 1 ? pieces[0] : .sequence(pieces)
  }

  private mutating func atom(_ scalar: Unicode.Scalar) throws(RegularExpression.Failure) -> RegularExpressionNode {
    switch scalar {
    case "(": return try group()
    case "[":
      position += 1
      return .set(try characterClass())
    case "\\": return try escape()
    case ".":
      position += 1
      return .set(flags.dotMatchesAll ? .anything : .notLineEnd)
    case "^":
      position += 1
      return .lineStart
    case "$":
      position += 1
      return .lineEnd
    case "?", "*", "+":
      throw problem(
        "\"\(scalar)\" has nothing before it to repeat; write \\\(scalar) for the character",
        "\"\(scalar)\" 之前没有可重复的内容；要写该字符，请用 \\\(scalar)")
    case "{", "}", "]":
      throw problem(
        "\"\(scalar)\" stands alone; write \\\(scalar) for the character", "\"\(scalar)\" 单独出现；要写该字符，请用 \\\(scalar)")
    default:
      position += 1
      return .set(CharacterClass(character: scalar, ignoresCase: flags.ignoresCase))
    }
  }

  private mutating func group() throws(RegularExpression.Failure) -> RegularExpressionNode {
    position += 1
    if skip("?") {
      guard skip(":") else { throw problem("after \"(?\" stands \":\" only", "\"(?\" 之后只能是 \":\"") }
      let node = try choice()
      guard skip(")") else { throw problem("a parenthesis is not closed", "括号没有闭合") }
      return node
    }
    groupCount += 1
    let number = groupCount
    let node = try choice()
    guard skip(")") else { throw problem("a parenthesis is not closed", "括号没有闭合") }
    closed.insert(number)
    return .group(number, node)
  }

  private mutating func escape() throws(RegularExpression.Failure) -> RegularExpressionNode {
    guard position + 1 < scalars.count, let digit = asciiDigit(scalars[position + 1]) else {
      position += 1
      let escaped = try escapedClass()
      return .set(
        escaped.character.map { CharacterClass(character: $0, ignoresCase: flags.ignoresCase) } ?? escaped.set)
    }
    position += 2
    // As many digits as there are groups for.
    var number = digit
    while let scalar = next, let digit = asciiDigit(scalar), number > 0, number * 10 + digit <= groupCount {
      number = number * 10 + digit
      position += 1
    }
    guard number > 0, closed.contains(number) else {
      throw problem(
        "\\\(number) refers to no group that is closed before it", "\\\(number) 所指的分组此前没有闭合")
    }
    return .reference(number)
  }

  private mutating func quantified(
    _ atom: RegularExpressionNode
  ) throws(RegularExpression.Failure) -> RegularExpressionNode {
    let least: Int
    let most: Int?
    switch next {
    case "?": (least, most) = (0, 1)
    case "*": (least, most) = (0, nil)
    case "+": (least, most) = (1, nil)
    case "{": (least, most) = try times()
    default: return atom
    }
    position += 1
    let isLazy = skip("?")
    return .repeated(atom, least: least, most: most, isLazy: isLazy)
  }

  /// `{2}`, `{2,}`, `{2,5}`; stays before the closing brace.
  private mutating func times() throws(RegularExpression.Failure) -> (Int, Int?) {
    position += 1
    let least = try number()
    var most: Int? = least
    if skip(",") { most = next == "}" ? nil : try number() }
    guard next == "}" else { throw problem("a quantifier is written {2}, {2,} or {2,5}", "重复次数写作 {2}、{2,} 或 {2,5}") }
    if let most, most < least {
      throw problem(
        "{\(least),\(most)}: the second number is less than the first", "{\(least),\(most)}：第二个数小于第一个数")
    }
    return (least, most)
  }

  private mutating func number() throws(RegularExpression.Failure) -> Int {
    var value: Int?
    while let scalar = next, let digit = asciiDigit(scalar) {
      value = (value ?? 0) * 10 + digit
      guard value! <= Self.mostTimes else {
        throw problem("a quantifier says at most \(Self.mostTimes) times", "重复次数最多为 \(Self.mostTimes)")
      }
      position += 1
    }
    guard let value else { throw problem("a quantifier is written {2}, {2,} or {2,5}", "重复次数写作 {2}、{2,} 或 {2,5}") }
    return value
  }

  /// Flag `x`: takes white space out, but not of classes in brackets.
  private mutating func leaveOutSpace() {
    var kept: [Unicode.Scalar] = []
    var brackets = 0
    var isEscaped = false
    for scalar in scalars {
      if brackets == 0, scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" { continue }
      kept.append(scalar)
      if isEscaped {
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar == "[" {
        brackets += 1
      } else if scalar == "]", brackets > 0 {
        brackets -= 1
      }
    }
    scalars = kept
  }
}
