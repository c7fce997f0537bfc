// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

extension RegularExpression {
  /// The text with each match replaced (`fn:replace`): `$1` stands for the first group, `$0` for the match, `\$` and
  /// `\\` for the characters.
  ///
  /// - Parameter longest: how many bytes the result may have.
  /// - Throws: `invalid` when the replacement breaks the rules, or the pattern matches the empty text; `tooLong`.
  public func replacing(
    in text: String, with replacement: String, longest: Int = .max, budget: inout Int
  ) throws(Failure) -> String {
    try refuseEmptyMatch(budget: &budget)
    let parts =
      program.flags.isLiteral
      ? [.text(Array(replacement.unicodeScalars))] : try Self.parts(of: replacement, groups: groupCount)
    var matcher = RegularExpressionMatcher(program, text: text)
    defer { budget = matcher.left }
    matcher.left = budget
    var result: [Unicode.Scalar] = []
    var end = 0
    // A code point has at least one byte.
    var left = longest
    func count(_ scalars: Int) throws(Failure) {
      left -= scalars
      guard left >= 0 else { throw .tooLong }
    }
    while let match = try matcher.find(from: end) {
      try count(match.lowerBound - end)
      result.append(contentsOf: matcher.scalars[end..<match.lowerBound])
      for part in parts {
        switch part {
        case .text(let text):
          try count(text.count)
          result.append(contentsOf: text)
        case .group(let index):
          let group = matcher.group(index)
          try count(group.count)
          result.append(contentsOf: matcher.scalars[group])
        }
      }
      // Replacements may be long: what they add counts too.
      try matcher.take(1 + parts.count + replacement.utf8.count / 8)
      end = match.upperBound
    }
    guard end > 0 else { return text }
    result.append(contentsOf: matcher.scalars[end...])
    var view = String.UnicodeScalarView()
    view.append(contentsOf: result)
    return String(view)
  }

  /// The parts of a text between the matches (`fn:tokenize`), empty ones too.
  ///
  /// - Throws: `invalid` when the pattern matches the empty text.
  public func split(_ text: String, budget: inout Int) throws(Failure) -> [String] {
    try refuseEmptyMatch(budget: &budget)
    var matcher = RegularExpressionMatcher(program, text: text)
    defer { budget = matcher.left }
    matcher.left = budget
    var parts: [String] = []
    var end = 0
    while let match = try matcher.find(from: end) {
      parts.append(matcher.text(end..<match.lowerBound))
      end = match.upperBound
    }
    parts.append(matcher.text(end..<matcher.scalars.count))
    return parts
  }

  private func refuseEmptyMatch(budget: inout Int) throws(Failure) {
    if try matches("", budget: &budget) {
      throw .invalid(Message("the pattern matches the empty text", "模式匹配空文本"), at: 0)
    }
  }

  private enum Part { case text([Unicode.Scalar]), group(Int) }

  /// Takes a replacement apart. The number of a group is as long as there are groups; further digits are text.
  private static func parts(of replacement: String, groups: Int) throws(Failure) -> [Part] {
    let scalars = Array(replacement.unicodeScalars)
    var parts: [Part] = []
    var text: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      guard scalar == "\\" || scalar == "$" else {
        text.append(scalar)
        continue
      }
      guard index < scalars.count else {
        throw .invalid(
          Message(
            "\"\(scalar)\" at the end of the replacement: write \\\\ or \\$ for the character",
            "替换文本以 \"\(scalar)\" 结尾；要写该字符，请用 \\\\ 或 \\$"), at: index - 1)
      }
      if scalar == "\\" {
        guard scalars[index] == "\\" || scalars[index] == "$" else {
          throw .invalid(
            Message(
              "\"\\\" in the replacement stands before \\ or $ only", "替换文本中 \"\\\" 只能在 \\ 或 $ 之前"), at: index - 1)
        }
        text.append(scalars[index])
        index += 1
        continue
      }
      guard let digit = asciiDigit(scalars[index]) else {
        throw .invalid(
          Message(
            "\"$\" in the replacement stands before the number of a group; write \\$ for it",
            "替换文本中 \"$\" 只能在分组编号之前；要写该字符，请用 \\$"), at: index - 1)
      }
      var group = digit
      index += 1
      while index < scalars.count, let digit = asciiDigit(scalars[index]), group * 10 + digit <= groups {
        group = group * 10 + digit
        index += 1
      }
      if !text.isEmpty { parts.append(.text(text)) }
      text = []
      if group <= groups { parts.append(.group(group)) }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }
}

/// The value of a digit from 0 to 9.
func asciiDigit(_ scalar: Unicode.Scalar) -> Int? {
  ("0"..."9").contains(scalar) ? Int(scalar.value - 48) : nil
}
