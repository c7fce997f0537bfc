// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// DMN 1.5, 10.3.4.3: examples, code points, wrong arguments.
@Suite struct StringBuiltinTests {
  @Test func takesPartsOfStrings() throws {
    try BuiltinCase.check(
      #"""
      substring("foobar", 3) => obar
      substring("foobar", 3, 3) => oba
      substring("foobar", -2, 1) => a
      substring("foobar", -6, 6) => foobar
      substring("\U01F40Eab", 2) => ab
      substring("foobar", 0) => null
      substring("foobar", 7) => null
      substring("foobar", -7) => null
      substring("foobar", 3, 5) => null
      substring("foobar", 3, 0) => null
      substring("foobar", 3, -1) => null
      substring("foobar", 3, 3.8) => oba
      substring("foobar", 3, null) => obar
      substring("", 1) => null
      substring(null, 1) => null
      substring("foobar", null) => null
      substring("foobar") => null
      substring("foobar", "3") => null
      substring(string: "foobar", start position: 3) => obar
      substring(string: "foobar", start position: 3, length: 3) => oba
      substring(string: "foobar", start: 3) => null
      string length("foo") => 3
      string length("\U01F40Eab") => 3
      string length("e\u0301") => 2
      string length("") => 0
      string length(null) => null
      string length(4) => null
      upper case("aBc4") => ABC4
      upper case("straße") => STRASSE
      lower case("aBc4") => abc4
      lower case(string: "ÄÖ") => äö
      lower case(["X"]) => x
      lower case(1) => null
      substring before("foobar", "bar") => foo
      substring before("foobar", "xyz") =>\#u{20}
      substring before("foobar", "") =>\#u{20}
      substring before(string: "a-b-c", match: "-") => a
      substring before("foobar", null) => null
      substring after("foobar", "ob") => ar
      substring after("", "a") =>\#u{20}
      substring after("abc", "") => abc
      substring after("小区门口路灯不亮", "门口") => 路灯不亮
      substring after(null, "a") => null
      """#)
  }

  @Test func looksForStrings() throws {
    try BuiltinCase.check(
      #"""
      contains("foobar", "of") => false
      contains("foobar", "ob") => true
      contains("abc", "") => true
      contains("", "ab") => false
      contains("é", "e") => false
      contains("e\u0301", "e") => true
      contains("\u00e9", "e\u0301") => false
      contains(string: "foobar", match: "bar") => true
      contains("foobar", 1) => null
      contains(null, "bar") => null
      starts with("foobar", "fo") => true
      starts with("foobar", "foobarx") => false
      starts with("foobar", "") => true
      starts with("foobar", null) => null
      ends with("foobar", "r") => true
      ends with("foobar", "foo") => false
      ends with(string: "foobar", match: "bar") => true
      string join(["a","b","c"], "_and_") => a_and_b_and_c
      string join(["a","b","c"], "") => abc
      string join(["a","b","c"], null) => abc
      string join(["a"], "X") => a
      string join(["a",null,"c"], "X") => aXc
      string join([], "X") =>\#u{20}
      string join([null], "X") =>\#u{20}
      string join("a", "X") => a
      string join(["a","c"], "X", "foo") => null
      string join([1,2,3], "X") => null
      string join(null, "X") => null
      string join(["a","c"], 1) => null
      string join(delimiter: "X", list: ["a","c"]) => aXc
      string join(lst: ["a"]) => null
      """#)
  }

  @Test func matchesPatterns() throws {
    try BuiltinCase.check(
      #"""
      matches("foobar", "^fo*b") => true
      matches("abc", "[") => null
      matches("abc", "B") => false
      matches("abc", "B", "i") => true
      matches("abc", "b", "k") => null
      matches("abc", "b", null) => true
      matches(null, "b") => null
      matches("abc", null) => null
      matches(input: "abc", pattern: "b", flags: "s") => true
      replace("banana", "a", "o") => bonono
      replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") => [1=ab][2=]cd
      replace("abc", "b*", "x") => null
      replace("abc", "b", "$") => null
      replace("abc", "B", "x", "i") => axc
      replace(input: "abc", pattern: "b", replacement: "x") => axc
      replace("\u00e9", "\u00e9", "x") => x
      replace("e\u0301", "e\u0301", "x") => x
      replace("abc", "b") => null
      replace("abc", "b", 1) => null
      split("John Doe", "\\s") = ["John", "Doe"] => true
      split("a;b;c;;", ";") = ["a","b","c","",""] => true
      split("abc", "") => null
      split("abc", null) => null
      split(string: "a.b", delimiter: "\\.") = ["a", "b"] => true
      """#)
  }
}
