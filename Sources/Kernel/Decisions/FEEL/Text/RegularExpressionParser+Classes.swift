// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension RegularExpressionParser {
  /// What follows a backslash: one character, or a class. Stands behind the backslash before.
  mutating func escapedClass() throws(RegularExpression.Failure) -> (character: Unicode.Scalar?, set: CharacterClass) {
    guard let scalar = next else {
      throw problem("\"\\\" at the end; write \\\\ for the character", "以 \"\\\" 结尾；要写该字符，请用 \\\\")
    }
    position += 1
    switch scalar {
    case "n": return ("\n", .anything)
    case "r": return ("\r", .anything)
    case "t": return ("\t", .anything)
    case "\\", "|", ".", "?", "*", "+", "(", ")", "{", "}", "-", "[", "]", "^", "$": return (scalar, .anything)
    case "s": return (nil, .space)
    case "S": return (nil, CharacterClass.space.complement)
    case "i": return (nil, .nameStart)
    case "I": return (nil, CharacterClass.nameStart.complement)
    case "c": return (nil, .name)
    case "C": return (nil, CharacterClass.name.complement)
    case "d": return (nil, .digit)
    case "D": return (nil, CharacterClass.digit.complement)
    case "w": return (nil, .word)
    case "W": return (nil, CharacterClass.word.complement)
    case "p": return (nil, try property())
    case "P": return (nil, try property().complement)
    default:
      position -= 1
      throw problem("\"\\\(scalar)\" means nothing", "\"\\\(scalar)\" 没有意义")
    }
  }

  /// `{Lu}` or `{IsBasicLatin}`.
  private mutating func property() throws(RegularExpression.Failure) -> CharacterClass {
    guard skip("{") else { throw problem("a property is written \\p{Lu}", "字符属性写作 \\p{Lu}") }
    var name = ""
    while let scalar = next, scalar != "}" {
      name.unicodeScalars.append(scalar)
      position += 1
      guard name.utf8.count <= 64 else { break }
    }
    guard skip("}") else { throw problem("a property is written \\p{Lu}", "字符属性写作 \\p{Lu}") }
    if name.hasPrefix("Is") {
      guard let block = UnicodeBlocks.range(of: String(name.dropFirst(2))) else {
        throw problem("there is no block of characters named \(name)", "没有名为 \(name) 的字符区")
      }
      return CharacterClass(ranges: [block])
    }
    guard let categories = GeneralCategories(name: name) else {
      throw problem("there is no category of characters named \(name)", "没有名为 \(name) 的字符类别")
    }
    return CharacterClass(categories: categories)
  }

  /// A class in brackets, from behind the opening one.
  mutating func characterClass() throws(RegularExpression.Failure) -> CharacterClass {
    try descend()
    defer { ascend() }
    let isNegated = skip("^")
    var ranges: [ClosedRange<UInt32>] = []
    var parts: [CharacterClass] = []
    var subtracted: CharacterClass?
    var isFirst = true
    while true {
      guard let scalar = next else { throw problem("a bracket is not closed", "方括号没有闭合") }
      if scalar == "]" {
        guard !isFirst else { throw problem("there is nothing between the brackets", "方括号中没有内容") }
        position += 1
        break
      }
      if scalar == "-", position + 1 < scalars.count, scalars[position + 1] == "[", !isFirst {
        position += 2
        subtracted = try characterClass()
        guard skip("]") else {
          throw problem("after the class that is taken out stands \"]\" only", "被减去的字符组之后只能是 \"]\"")
        }
        break
      }
      try item(scalar, isFirst: isFirst, &ranges, &parts)
      isFirst = false
    }
    var set = CharacterClass(ranges: ranges, ignoresCase: flags.ignoresCase, parts: parts)
    if isNegated { set = set.complement }
    if let subtracted { set = set.subtracting(subtracted) }
    return set
  }

  /// One character, range or escape of a class in brackets.
  private mutating func item(
    _ scalar: Unicode.Scalar, isFirst: Bool, _ ranges: inout [ClosedRange<UInt32>], _ parts: inout [CharacterClass]
  ) throws(RegularExpression.Failure) {
    if scalar == "-" {
      // A hyphen stands for itself at the beginning and at the end only.
      let isLast = position + 1 < scalars.count && scalars[position + 1] == "]"
      let isBeforeSubtraction =
        position + 2 < scalars.count && scalars[position + 1] == "-" && scalars[position + 2] == "["
      guard isFirst || isLast || isBeforeSubtraction else {
        throw problem(
          "\"-\" in brackets stands between two characters, first or last; write \\- for the character",
          "方括号中 \"-\" 只能在两个字符之间、开头或结尾；要写该字符，请用 \\-")
      }
    }
    guard let first = try single(&parts) else { return }
    guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]", scalars[position + 1] != "[" else {
      ranges.append(first.value...first.value)
      return
    }
    if scalars[position + 1] == "-", position + 2 < scalars.count, scalars[position + 2] == "[" {
      ranges.append(first.value...first.value)
      return
    }
    position += 1
    let count = parts.count
    guard let last = try single(&parts), parts.count == count else {
      throw problem("a range ends with a character, not with a class", "范围的终点是字符，不是字符组")
    }
    guard first.value <= last.value else {
      throw problem("the range \(first)-\(last) runs backwards", "范围 \(first)-\(last) 前后颠倒")
    }
    ranges.append(first.value...last.value)
  }

  /// A character; `nil` when it was a class, which is added to the parts.
  private mutating func single(
    _ parts: inout [CharacterClass]
  ) throws(RegularExpression.Failure) -> Unicode.Scalar? {
    guard let scalar = next else { throw problem("a bracket is not closed", "方括号没有闭合") }
    position += 1
    switch scalar {
    case "[":
      throw problem("\"[\" in brackets; write \\[ for the character", "方括号中有 \"[\"；要写该字符，请用 \\[")
    case "\\":
      let (character, set) = try escapedClass()
      if character == nil { parts.append(set) }
      return character
    default: return scalar
    }
  }
}
