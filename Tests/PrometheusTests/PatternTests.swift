// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import Vocabulary

@testable import Prometheus

/// Regular expressions of selectors, in the syntax of RE2.
struct PatternTests {
  @Test(arguments: [
    ("a|b", ["a", "b"], ["ab", "", "c"]), ("", [""], ["a"]), (".*", ["", "a", "a\nb", "长江"], []), (".+", ["x"], [""]),
    ("a|", ["", "a"], ["b"]), ("s[0-4]", ["s0", "s4"], ["s5", "xs0", "s00"]), ("s[^0-4]", ["s5", "sx"], ["s0", "s"]),
    ("(ab)+c?", ["ab", "ababc"], ["", "c", "aab"]), ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]), ("a{2}", ["aa"], ["a"]),
    ("a{2,}", ["aa", "aaaaa"], ["a"]), ("a{,2}", ["a{,2}"], ["a"]), ("\\d+\\.\\d", ["12.5"], ["12x5"]),
    ("\\w+", ["aZ_9"], ["a-b"]), ("(?i)abc", ["ABC", "aBc"], ["abd"]), ("(?i:a)b", ["Ab", "ab"], ["aB"]),
    ("(?P<n>x)y", ["xy"], ["x"]), ("^a$", ["a"], ["aa"]), ("a^b", [], ["ab", "a^b"]), ("[]a]", ["]", "a"], ["b"]),
    ("[a\\-c]", ["a", "-", "c"], ["b"]), ("\\x41\\x{4e2d}", ["A中"], ["A"]), ("[\\D]", ["x"], ["1"]),
    ("(a*)*b", ["b", "aaab"], ["aaa"]), ("x??y*?", ["", "x", "xyy"], ["z"]), ("河|桥.", ["河", "桥梁"], ["桥"]),
  ]) func matchesWholeTexts(pattern: String, good: [String], bad: [String]) throws {
    let compiled = try Pattern(pattern)
    for text in good { #expect(compiled.matches(text), "\(pattern) on \(text)") }
    for text in bad { #expect(!compiled.matches(text), "\(pattern) on \(text)") }
  }

  @Test(arguments: [
    ("(a*)(a*)", "aa", "$1-$2", "aa-"), ("(a*?)(a*)", "aa", "$1-$2", "-aa"),
    ("(a|ab)(c|bcd)(d*)", "abcd", "$1,$2,$3", "a,bcd,"),
    ("(?P<x>.)(.)", "河桥", "${x}$2$x", "河桥河"), ("(?:a)(b)?", "a", "[$1]", "[]"), (".*", "ab", "$0$$$9$", "ab$$"),
    ("(a)", "a", "$1x-${1}x", "-ax"), ("((a)(b))c", "abc", "$3$2$1", "baab"),
    ("(a{2,3}?)(a*)", "aaaa", "$1 $2", "aa aa"),
    ("(.)*", "abc", "$1", "c"), ("a", "a", "${", "${"), ("(\\d+)-(\\d+)", "12-7", "$2/$1", "7/12"),
  ]) func tellsWhatGroupsHold(pattern: String, text: String, template: String, expected: String) throws {
    let compiled = try Pattern(pattern, keepsGroups: true)
    #expect(compiled.replaced(text, with: template) == expected)
    #expect(try Pattern(pattern).matches(text))
  }

  @Test(arguments: [
    "a{2}*", "(", ")", "a)", "[", "[a", "[b-a]", "*", "a**", "+a", "\\", "\\b", "\\pL", "(?<=a)b", "(?x)a", "(?P>a)",
    "\\1",
    "[[:alpha:]]",
    "a{1001}", "a{3,2}", "((a{1000}){1000})", "\\x{110000}", "\\xg0", String(repeating: "(", count: 200),
  ]) func refuses(pattern: String) {
    do throws(PatternError) {
      _ = try Pattern(pattern)
      Issue.record("\(pattern) was read")
    } catch { #expect(error.chinese.hasPrefix("正则表达式 ") && error.description.hasPrefix("error parsing regexp: ")) }
  }

  /// Expressions that take other machines longer than anybody waits.
  @Test(.timeLimit(.minutes(1))) func takesNoLongerThanTheText() throws {
    let text = String(repeating: "a", count: 2000)
    for pattern in ["(a+)+b", "(a|a)*b", "(a*)*c", "(a?){500}b", "(.*)(.*)(.*)x"] {
      #expect(try !Pattern(pattern).matches(text))
    }
  }

  /// What Python says of the same expressions and texts.
  @Test func agreesWithPython() throws {
    var generator = SeededGenerator(seed: 3)
    var cases: [(String, String)] = []
    for _ in 0..<3000 {
      cases.append(
        (
          Self.pattern(3, &generator),
          String(
            (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
              "ab1".randomElement(using: &generator)!
            })
        ))
    }
    let input = JSON.array(cases.map { .array([.string($0.0), .string($0.1)]) }).text
    let script = """
      import json, re, sys
      print(json.dumps([re.fullmatch(p, t, re.S) is not None for p, t in json.loads(sys.argv[1])]))
      """
    guard let said = try Python.output(of: script, [input]) else { return }
    let expected = try JSON(parsing: said).array ?? []
    try #require(expected.count == cases.count)
    for ((pattern, text), answer) in zip(cases, expected) {
      #expect(try Pattern(pattern).matches(text) == answer.bool, "\(pattern) on \(text)")
    }
  }

  private static func pattern(_ depth: Int, _ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<(depth == 0 ? 4 : 9), using: &generator) {
    case 0: return "a"
    case 1: return "b"
    case 2: return ["[ab]", "[^a]", "\\d", "\\w", "1"].randomElement(using: &generator)!
    case 3: return "."
    case 4: return pattern(depth - 1, &generator) + pattern(depth - 1, &generator)
    case 5: return "(" + pattern(depth - 1, &generator) + "|" + pattern(depth - 1, &generator) + ")"
    case 6: return "(?:" + pattern(depth - 1, &generator) + ")" + ["*", "+", "?"].randomElement(using: &generator)!
    case 7: return "(?:" + pattern(depth - 1, &generator) + "){\(Int.random(in: 0..<2, using: &generator)),2}"
    default: return pattern(depth - 1, &generator) + pattern(depth - 1, &generator)
    }
  }

  @Test func survivesAnything() {
    var generator = SeededGenerator(seed: 5)
    let letters = Array("ab01(){}[]|*+?^$.\\-,:<>Pi中x \n")
    for _ in 0..<ParserTests.inputs {
      let text = String(
        (0..<Int.random(in: 0..<16, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
      _ = try? Pattern(text).matches("ab中")
      _ = try? Pattern(text, keepsGroups: true).replaced("ab中", with: text)
    }
  }
}
