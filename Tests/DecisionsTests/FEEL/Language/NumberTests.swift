// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Arithmetic with 34 decimal digits and its functions (DMN 1.5, 10.3.2.3.1, 10.3.4.4 and 10.3.4.5).
@Suite("Numbers of FEEL") struct NumberTests {
  /// The sign of a number binds tighter than any operator, powers from the left.
  @Test func arithmetic() throws {
    try BuiltinCase.check(
      #"""
      0.1 + 0.2 => 0.3
      1 / 3 => 0.3333333333333333333333333333333333
      2 / 3 => 0.6666666666666666666666666666666667
      -3 ** 2 => 9
      2 ** 3 ** 2 => 64
      2 ** -1 => 0.5
      4 ** 0.5 => 2
      1 / 0 => null
      1 + null => null
      1 + "a" => null
      "a" + "b" => ab
      9999999999999999999999999999999999 + 1 => 10000000000000000000000000000000000
      1e6144 * 10 => null
      10 - 2 - 3 => 5
      100 / 10 / 5 => 2
      1.50 => 1.50
      """#)
  }

  /// It has the sign of the divisor.
  @Test func modulo() throws {
    try BuiltinCase.check(
      #"""
      modulo(12, 5) => 2
      modulo(-12, 5) => 3
      modulo(12, -5) => -3
      modulo(-12, -5) => -2
      modulo(10.1, 4.5) => 1.1
      modulo(-10.1, 4.5) => 3.4
      modulo(10.1, -4.5) => -3.4
      modulo(1, 0) => null
      """#)
  }

  @Test func rounding() throws {
    try BuiltinCase.check(
      #"""
      decimal(2.5, 0) => 2
      decimal(3.5, 0) => 4
      decimal(1 / 3, 2) => 0.33
      decimal(125, -1) => 120
      floor(-1.5) => -2
      floor(-1.56, 1) => -1.6
      ceiling(1.5) => 2
      ceiling(-1.56, 1) => -1.5
      round up(5.5, 0) => 6
      round up(-5.5, 0) => -6
      round up(1.121, 2) => 1.13
      round down(-5.5, 0) => -5
      round down(1.126, 2) => 1.12
      round half up(-2.5, 0) => -3
      round half up(1.125, 2) => 1.13
      round half down(2.5, 0) => 2
      round half down(-2.5, 0) => -2
      round half up(150, -2) => 200
      decimal(1, null) => null
      decimal(9999999999999999999999999999999999, -1) => 10000000000000000000000000000000000
      """#)
  }

  @Test func functions() throws {
    try BuiltinCase.check(
      #"""
      abs(-5) => 5
      abs(@"-P1D") => P1D
      abs(@"-P1Y2M") => P1Y2M
      sqrt(16) => 4
      sqrt(-1) => null
      log(0) => null
      log(-1) => null
      log(1) => 0
      exp(0) => 1
      exp(100000) => null
      odd(5) => true
      odd(2.5) => false
      even(0) => true
      even(-2) => true
      """#)
  }

  @Test func statistics() throws {
    try BuiltinCase.check(
      #"""
      sum([1, 2, 3]) => 6
      sum(1, 2, 3) => 6
      sum([]) => null
      sum([1, null]) => null
      mean([1, 2]) => 1.5
      product([2, 3, 4]) => 24
      median([8, 2, 5, 3, 4]) => 4
      median([6, 1, 2, 3]) => 2.5
      median([]) => null
      mode([6, 3, 9, 6, 6]) => [6]
      mode([6, 1, 9, 6, 1]) => [1, 6]
      mode([]) => []
      stddev([47]) => null
      stddev([2, 2, 2]) => 0
      stddev([1, 3]) * stddev([1, 3]) > 1.99 => true
      min([3, 1, 2]) => 1
      max("a", "b") => b
      min([]) => null
      max([1, "a"]) => null
      count([1, null]) => 2
      """#)
  }

  @Test func conversion() throws {
    try BuiltinCase.check(
      #"""
      number("1 000,5", " ", ",") => 1000.5
      number("1,000.5", ",", ".") => 1000.5
      number(from: "1.000,5", decimal separator: ",", grouping separator: ".") => 1000.5
      number("1.5", null, null) => 1.5
      number("1,5", ",", ",") => null
      number("a", null, null) => null
      string(1.0) => 1.0
      string(-0) => 0
      string(1e3) => 1000
      """#)
  }
}
