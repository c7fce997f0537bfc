// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import TestSupport
import Testing

@Suite struct RegularExpressionTests {
  static func matches(_ text: String, _ pattern: String, _ flags: String = "") throws -> Bool {
    var budget = 1_000_000
    return try RegularExpression(pattern, flags: flags).matches(text, budget: &budget)
  }

  static func replace(_ text: String, _ pattern: String, _ replacement: String, _ flags: String = "") throws -> String {
    var budget = 1_000_000
    return try RegularExpression(pattern, flags: flags).replacing(in: text, with: replacement, budget: &budget)
  }

  static func split(_ text: String, _ pattern: String) throws -> [String] {
    var budget = 1_000_000
    return try RegularExpression(pattern).split(text, budget: &budget)
  }

  /// The examples of Functions and Operators 5.6.2 to 5.6.5 and rules of 5.6.1.
  @Test func followsTheExamplesOfTheStandard() throws {
    #expect(try Self.matches("abracadabra", "bra"))
    #expect(try Self.matches("abracadabra", "^a.*a$"))
    #expect(try !Self.matches("abracadabra", "^bra"))
    let poem =
      "Kaum hat dies der Hahn gesehen,\nFängt er auch schon an zu krähen:\nKikeriki! Kikikerikih!!\nTak, tak, tak!"
    #expect(try !Self.matches(poem, "Kaum.*krähen"))
    #expect(try Self.matches(poem, "Kaum.*krähen", "s"))
    #expect(try Self.matches(poem, "^Kaum.*gesehen,$", "m"))
    #expect(try !Self.matches(poem, "^Kaum.*gesehen,$"))
    #expect(try Self.matches(poem, "kiki", "i"))
    #expect(try Self.replace("abracadabra", "bra", "*") == "a*cada*")
    #expect(try Self.replace("abracadabra", "a.*a", "*") == "*")
    #expect(try Self.replace("abracadabra", "a.*?a", "*") == "*c*bra")
    #expect(try Self.replace("abracadabra", "a", "") == "brcdbr")
    #expect(try Self.replace("abracadabra", "a(.)", "a$1$1") == "abbraccaddabbra")
    #expect(try Self.replace("AAAA", "A+", "b") == "b")
    #expect(try Self.replace("AAAA", "A+?", "b") == "bbbb")
    #expect(try Self.replace("darted", "^(.*?)d(.*)$", "$1c$2") == "carted")
    #expect(try Self.split("The cat sat on the mat", #"\s+"#) == ["The", "cat", "sat", "on", "the", "mat"])
    #expect(try Self.split("1, 15, 24, 50", #",\s*"#) == ["1", "15", "24", "50"])
    #expect(try Self.split("Some unparsed <br> HTML <BR> text", "<br>") == ["Some unparsed ", " HTML <BR> text"])
    #expect(try Self.matches("helloworld", "hello world", "x"))
    #expect(try !Self.matches("helloworld", "hello[ ]world", "x"))
    #expect(try Self.matches("hello world", #"hello\ sworld"#, "x"))
    #expect(try Self.replace("a\\b\\c", "\\", "\\\\", "q") == "a\\\\b\\\\c")
    #expect(try Self.replace("a/b/c", "/", "$", "q") == "a$b$c")
  }

  @Test func replacesByGroups() throws {
    #expect(try Self.replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") == "[1=ab][2=]cd")
    #expect(try Self.replace("0123456789", #"(\d{3})(\d{3})(\d{4})"#, "($1) $2-$3") == "(012) 345-6789")
    #expect(try Self.replace("facetiously", "[iouy]", "[$0]") == "facet[i][o][u]sl[y]")
    // With one group, $12 is the first group and a 2; a group that is not there is empty.
    #expect(try Self.replace("ab", "(a)b", "$12$7") == "a2")
    #expect(try Self.replace("a", "a", #"\$1\\"#) == #"$1\"#)
    for broken in ["$", "$a", #"\"#, #"\a"#] {
      #expect(throws: RegularExpression.Failure.self, "\(broken)") { try Self.replace("a", "a", broken) }
    }
    for empty in ["", "a*", "(a|)", "^", "$", "a?"] {
      #expect(throws: RegularExpression.Failure.self, "\(empty)") { try Self.replace("abc", empty, "x") }
      #expect(throws: RegularExpression.Failure.self, "\(empty)") { try Self.split("abc", empty) }
    }
    #expect(try Self.split("a;b;c;;", ";") == ["a", "b", "c", "", ""])
    #expect(try Self.split("", ";") == [""])
  }

  @Test func knowsClasses() throws {
    #expect(try Self.replace("reluctant aeiou", "[a-z-[aeiou]]", "") == "eua aeiou")
    #expect(try Self.replace("a-b", "[a-]", "") == "b")
    #expect(try Self.replace("a-b^", "[-^]", "") == "ab")
    #expect(try Self.replace("Straße 路灯 7", #"\p{L}"#, "") == "  7")
    #expect(try Self.replace("Straße 路灯 7", #"\P{L}"#, "") == "Straße路灯")
    #expect(try Self.replace("小区door", #"\p{IsCJKUnifiedIdeographs}"#, "x") == "xxdoor")
    #expect(try Self.replace("ab_1-:", #"\c"#, "") == "")
    #expect(try Self.replace("ab_1-:", #"\i"#, "") == "1-")
    #expect(try Self.replace("a b\tc", #"\S"#, "") == " \t")
    #expect(try Self.replace("a_b,c", #"\W"#, "") == "abc")
    #expect(try Self.matches("٣", #"^\d$"#))
    #expect(try Self.matches("🐎", "^.$"))
    #expect(try Self.matches("é", "^É$", "i"))
    #expect(try Self.matches("ς", "^Σ$", "i"))
    #expect(try Self.matches("B", "^[a-c]$", "i"))
    #expect(try !Self.matches("B", "^[^a-c]$", "i"))
    // The sign for kelvin is a K, the long s an S.
    #expect(try Self.matches("\u{212A}", "^[A-Z]$", "i"))
    #expect(try Self.matches("k", "^\u{212A}$", "i"))
    #expect(try Self.matches("K", "^[\u{2120}-\u{212F}]$", "i"))
    #expect(try Self.matches("\u{17F}", "^S$", "i"))
    #expect(try !Self.matches("\u{212A}", "^[A-Z]$"))
    // A category is not widened by the flag.
    #expect(try !Self.matches("b", #"^\p{Lu}$"#, "i"))
    #expect(try !Self.matches("\r", "."))
    #expect(try Self.matches("\r", ".", "s"))
  }

  @Test func comesBackToGroups() throws {
    #expect(try Self.matches("abab", #"^(ab)\1$"#))
    #expect(try !Self.matches("abac", #"^(ab)\1$"#))
    #expect(try Self.matches("abAB", #"^(ab)\1$"#, "i"))
    // A group that took no part is empty; \11 is \1 and a 1 while there is one group.
    #expect(try Self.matches("b", #"^(a)?b\1$"#))
    #expect(try Self.matches("aa1", #"^(a)\11$"#))
    #expect(try Self.matches("aabbb", "^a{2}b{2,}$"))
    #expect(try !Self.matches("aab", "^a{2}b{2,3}$"))
    #expect(try Self.matches("xaaab", "^x(a*)*b$"))
    #expect(try Self.matches("x", "^(?:a|(x))$"))
    #expect(try !Self.matches("a\nb", "^a$"))
    #expect(try Self.matches("a\nb", "^b$", "m"))
    #expect(try !Self.matches("a\n", "^$"))
    #expect(try !Self.matches("a\n", "^$", "m"))
  }

  @Test(arguments: [
    "(", ")", "[", "]", "{", "}", "a{", "a{2", "a{,2}", "a{3,2}", "*", "+a", "a**", "a+*", "a|*", "[]", "[^]", "[b-a]",
    #"[a-\d]"#, #"\"#, #"\a"#, #"\/"#, #"\p"#, #"\p{}"#, #"\p{Xx}"#, #"\p{IsNowhere}"#, #"\0"#, #"\1"#, #"(a\1)"#,
    #"(a)[\1]"#, "(?a)", "(?=a)", "[a[b]", "[a-c-e]", "a{10001}", #"[\]"#,
  ])
  func refuses(pattern: String) {
    #expect(throws: RegularExpression.Failure.self) { try RegularExpression(pattern) }
  }

  @Test func refusesOtherFlags() {
    for flags in ["g", "I", " ", "sp"] {
      #expect(throws: RegularExpression.Failure.self) { try RegularExpression("a", flags: flags) }
    }
    #expect(throws: Never.self) { try RegularExpression("a", flags: "smixq") }
  }

  @Test func neverExplodes() throws {
    let long = String(repeating: "a", count: 5000)
    // Without references each place is tried once.
    for pattern in ["^(a+)+b$", "^(a|a)*b$", "^(a*)*b$", "(a?){50}a{50}b", "(.*)(.*)(.*)(.*)(.*)b"] {
      #expect(try !Self.matches(String(long.prefix(60)), pattern), "\(pattern)")
    }
    // Long texts are passed over fast.
    for pattern in [".*b", "(a*)b", "[a-z]+@", "b", "^b", "a+?b"] {
      #expect(try !Self.matches(String(repeating: long, count: 40), pattern), "\(pattern)")
    }
    var budget = 100_000
    #expect(throws: RegularExpression.Failure.outOfSteps) {
      try RegularExpression(#"^(a+)+\1b$"#).matches(long, budget: &budget)
    }
    #expect(throws: RegularExpression.Failure.self) { try RegularExpression("((((a{1000}b){1000}){1000}){1000})") }
    #expect(throws: RegularExpression.Failure.self) {
      try RegularExpression(String(repeating: "(", count: 100_000))
    }
    #expect(throws: RegularExpression.Failure.self) {
      try RegularExpression(String(repeating: "[a-", count: 100_000))
    }
  }

  @Test func takesAnyTextWithoutHarm() {
    var random = SeededGenerator(seed: 11)
    let pieces = [
      "a", "b", "(", ")", "[", "]", "{2}", "{1,3}", "*", "+", "?", "|", "^", "$", ".", "-", "\\", "\\d", "\\1", "\\2",
      "(?:", "\\p{L}", "[^", "é", "路", "🐎", " ", "\n", "&&", "{", "}", ",", "0",
    ]
    for _ in 0..<FuzzSize.count(3000) {
      let pattern = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        ["a", "b", "é", "路", "1", " ", "\n"].randomElement(using: &random)!
      }.joined()
      guard
        let expression = try? RegularExpression(
          pattern, flags: ["", "i", "x", "s", "m"].randomElement(using: &random)!)
      else { continue }
      var budget = 20_000
      _ = try? expression.matches(text, budget: &budget)
      _ = try? expression.replacing(in: text, with: "<$0$1>", budget: &budget)
      if let parts = try? expression.split(text, budget: &budget) {
        #expect(parts.joined().unicodeScalars.count <= text.unicodeScalars.count)
      }
    }
  }
}
