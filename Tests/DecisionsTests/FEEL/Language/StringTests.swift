// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Strings are sequences of code points (DMN 1.5, 10.3.2.3.3 and 10.3.4.3).
@Suite("Strings of FEEL") struct StringTests {
  @Test func codePoints() throws {
    try BuiltinCase.check(
      #"""
      string length("\uD83D\uDC0Eab") => 3
      string length("\U01F40Eab") => 3
      string length("") => 0
      substring("\uD83D\uDC0Eab", 2) => ab
      substring("foobar", 3) => obar
      substring("foobar", 3, 3) => oba
      substring("foobar", -2, 1) => a
      substring("foobar", 0) => null
      substring("foobar", 7) => null
      substring("foobar", 1, 0) => null
      upper case("aBc4") => ABC4
      lower case("ÄÖ") => äö
      """#)
  }

  @Test func parts() throws {
    try BuiltinCase.check(
      #"""
      substring before("foobar", "bar") => foo
      string length(substring before("foobar", "xyz")) => 0
      string length(substring before("foobar", "")) => 0
      substring after("foobar", "ob") => ar
      string length(substring after("", "a")) => 0
      contains("foobar", "of") => false
      contains("foobar", "") => true
      starts with("foobar", "fo") => true
      ends with("foobar", "r") => true
      contains("aabaabaaab", "aaab") => true
      contains("aabaabaab", "aaab") => false
      substring before("ababac", "abac") => ab
      string join(["a", null, "c"], "-") => a-c
      string join(["a", "b"]) => ab
      string length(string join([])) => 0
      string join(["a", 1]) => null
      string join("a") => a
      """#)
  }

  /// `s`, `m`, `i`, `x` as in XPath.
  @Test func flags() throws {
    try BuiltinCase.check(
      #"""
      matches("foobar", "^fo*b") => true
      matches("hello\nworld", "hello.world") => false
      matches("hello\nworld", "hello.world", "s") => true
      matches("a\nb", "^b$") => false
      matches("a\nb", "^b$", "m") => true
      matches("HELLO", "hello", "i") => true
      matches("helloworld", "hello world", "x") => true
      matches("helloworld", "hello[ ]world", "x") => false
      matches("ab", "a", "k") => null
      matches("ab", "(a") => null
      matches(null, "a") => null
      matches("aba", "^(a)b\\1$") => true
      """#)
  }

  @Test func replacements() throws {
    try BuiltinCase.check(
      #"""
      replace("abracadabra", "bra", "*") => a*cada*
      replace("abracadabra", "a.*a", "*") => *
      replace("abracadabra", "a.*?a", "*") => *c*bra
      replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => [1=ab][2=]cd
      replace("a-b", "(\\w)-(\\w)", "$2-$1") => b-a
      replace("abc", "b", "\\$") => a$c
      replace("abc", "b", "$") => null
      replace("abc", "x*", "-") => null
      replace("AbC", "b", "x", "i") => AxC
      split("John Doe", "\\s") => ["John", "Doe"]
      split("a;b;c;;", ";") => ["a", "b", "c", "", ""]
      split("", ";") => [""]
      """#)
  }

  @Test func textOfValues() throws {
    try BuiltinCase.check(
      #"""
      string(null) => null
      string("a") => a
      ["a\"b", null] => ["a\"b", null]
      {a b: 1, c: [true]} => {a b: 1, c: [true]}
      [1..5) => [1..5)
      (< 5) => < 5
      @"PT36H" => P1DT12H
      @"P26M" => P2Y2M
      @"2026-01-01T10:00:00+00:00" => 2026-01-01T10:00:00Z
      """#)
  }
}
