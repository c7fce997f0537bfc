// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Functions as values, arguments by name, implicit conversions, types (DMN 1.5, 10.3.2.9, 10.3.2.13).
@Suite("Functions and types of FEEL") struct FunctionTests {
  @Test func functionsAreValues() throws {
    try BuiltinCase.check(
      #"""
      (function(x) x + 1)(2) => 3
      {f: function(x, y) x - y, r: f(y: 1, x: 3)}.r => 2
      {n: 5, f: function(x) x * n, n2: 6, r: f(2)}.r => 10
      {f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r => 2432902008176640000
      (function(x) x)(1, 2) => null
      (function(x) x)() => null
      {f: function(x) x, r: f(z: 1)}.r => null
      {f: abs, r: f(-1)}.r => 1
      {date: function(x) "mine", r: date("2026-01-01")}.r => mine
      (function(duration) duration("P1D"))(function(x) x + "!") => P1D!
      1(2) => null
      (function(f: function<number> -> number) f(2))(function(x: number) x * 3) => 6
      {f: function(x) external {java: {class: "a", method signature: "b()"}}, r: f(1)}.r => null
      """#)
  }

  @Test func argumentsByName() throws {
    try BuiltinCase.check(
      #"""
      substring(string: "foobar", start position: 3) => obar
      substring(start position: 3, string: "foobar") => obar
      substring(string: "foobar", position: 3) => null
      substring(string: "foobar") => null
      contains(string: "foobar", match: "oba") => true
      before(point1: 1, point2: 2) => true
      before(point: 1, range: [2..3]) => true
      decimal(n: 1.25, scale: 1) => 1.2
      is(value1: 1, value2: 1) => true
      """#)
  }

  /// A list of one and its element stand for each other, a date for its midnight UTC.
  @Test func conversions() throws {
    try BuiltinCase.check(
      #"""
      (function(x: number) x)([5]) => 5
      (function(x: list<number>) x)(5) => [5]
      (function(x: date and time) x)(@"2012-01-01") => 2012-01-01T00:00:00Z
      (function(x: number) x)("a") => null
      (function(x: number) x)([1, 2]) => null
      (function(x: list<number>) x)("a") => null
      (function(x: number) x = null)(null) => true
      contains(["foobar"], "oba") => true
      count(5) => 1
      [1] + 1 => null
      """#)
  }

  @Test func types() throws {
    try BuiltinCase.check(
      #"""
      1 instance of number => true
      -5 instance of number => true
      - .5 instance of string => false
      -5 instance of number and -2 ** 2 = 4 => true
      --5 instance of number => null
      -(5) instance of number => null
      null instance of Any => false
      null instance of Null => true
      [1, 2] instance of list<number> => true
      [1, "a"] instance of list<number> => false
      [] instance of list<string> => true
      {a: 1, b: 2} instance of context<a: number> => true
      {a: 1} instance of context<a: string> => false
      {a: 1} instance of context<a: number, b: number> => false
      [1..2] instance of range<number> => true
      [1..2] instance of range<string> => false
      (function(x: number) x) instance of function<number> -> Any => true
      (function(x: number) x) instance of function<string> -> Any => false
      abs instance of function<number> -> number => true
      @"P1Y" instance of years and months duration => true
      @"P1D" instance of years and months duration => false
      @"2012-01-01" instance of date => true
      @"2012-01-01" instance of date and time => false
      "a" instance of Any => true
      """#)
  }
}
