// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression in the language of XPath and XQuery (Functions and Operators 3.1, 5.6; XML Schema Part 2,
/// appendix G), by code points.
///
/// Compiled once; matching counts steps against a budget, so that no pattern and no text take longer than they may.
public struct RegularExpression: Sendable {
  let program: RegularExpressionProgram

  /// Why there is no answer.
  public enum Failure: Error, Sendable, Equatable {
    /// The pattern, the flags or the replacement break the rules; `at` counts code points of the text in question.
    case invalid(Message, at: Int)
    /// The budget of steps is used up.
    case outOfSteps
    /// What it makes is longer than it may be.
    case tooLong
  }

  /// - Parameters:
  ///   - flags: any of `s` (a dot matches line ends too), `m` (`^` and `$` match at each line), `i` (upper and lower case
  ///     are alike), `x` (white space in the pattern is left out), `q` (the pattern is plain text).
  /// - Throws: `invalid` with what is wrong.
  public init(_ pattern: String, flags: String = "") throws(Failure) {
    let flags = try RegularExpressionFlags(flags)
    var parser = RegularExpressionParser(pattern, flags: flags)
    let node = try parser.parse()
    var compiler = RegularExpressionCompiler(flags: flags, groupCount: parser.groupCount)
    program = try compiler.compile(node)
  }

  /// How many groups in parentheses there are.
  public var groupCount: Int { program.groupCount }

  /// Whether the pattern matches somewhere in the text.
  ///
  /// - Parameter budget: the steps that may still be taken; those taken are subtracted.
  public func matches(_ text: String, budget: inout Int) throws(Failure) -> Bool {
    var matcher = RegularExpressionMatcher(program, text: text)
    defer { budget = matcher.left }
    matcher.left = budget
    return try matcher.find(from: 0) != nil
  }
}

/// How a pattern is read.
struct RegularExpressionFlags: Sendable {
  var dotMatchesAll = false
  var isMultiline = false
  var ignoresCase = false
  var leavesOutSpace = false
  var isLiteral = false

  init(_ text: String) throws(RegularExpression.Failure) {
    for (index, flag) in text.unicodeScalars.enumerated() {
      switch flag {
      case "s": dotMatchesAll = true
      case "m": isMultiline = true
      case "i": ignoresCase = true
      case "x": leavesOutSpace = true
      case "q": isLiteral = true
      default:
        throw .invalid(
          Message(
            "\"\(flag)\" is no flag of a regular expression; there are s, m, i, x and q",
            "\"\(flag)\" 不是正则表达式的标志；标志有 s、m、i、x 和 q"), at: index)
      }
    }
  }
}
