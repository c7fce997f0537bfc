// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// DMN 1.5, 10.3.4.5: examples, boundaries, wrong arguments.
@Suite struct NumericBuiltinTests {
  @Test func rounds() throws {
    try BuiltinCase.check(
      """
      decimal(1/3, 2) => 0.33
      decimal(1.5, 0) => 2
      decimal(2.5, 0) => 2
      decimal(1/3, 2.5) => 0.33
      decimal(1234, -2) => 1200
      decimal(2, 2) => 2.00
      decimal(n: 1.005, scale: 2) => 1.00
      decimal(1.5) => null
      decimal(null, 1) => null
      decimal(1, null) => null
      decimal("1", 1) => null
      decimal(1, 6177) => null
      decimal(1, -6112) => null
      floor(1.5) => 1
      floor(-1.5) => -2
      floor(-1.56, 1) => -1.6
      floor(n: 1.5) => 1
      floor(n: 1.56, scale: 1) => 1.5
      floor(1.56, null) => null
      floor(n: 1.56, scale: null) => null
      floor() => null
      floor(1, 2, 3) => null
      floor(n: 1.5, scal: 1) => null
      floor([1.5]) => 1
      floor([1.5, 2]) => null
      ceiling(1.5) => 2
      ceiling(-1.56, 1) => -1.5
      ceiling(true) => null
      round up(5.5, 0) => 6
      round up(-5.5, 0) => -6
      round up(1.121, 2) => 1.13
      round up(-1.126, 2) => -1.13
      round down(5.5, 0) => 5
      round down(-5.5, 0) => -5
      round down(1.121, 2) => 1.12
      round down(-1.126, 2) => -1.12
      round half up(5.5, 0) => 6
      round half up(-5.5, 0) => -6
      round half up(1.121, 2) => 1.12
      round half up(-1.126, 2) => -1.13
      round half down(5.5, 0) => 5
      round half down(-5.5, 0) => -5
      round half down(1.121, 2) => 1.12
      round half down(-1.126, 2) => -1.13
      round half down(1.5) => null
      round up(scale: 0) => null
      """)
  }

  @Test func computes() throws {
    try BuiltinCase.check(
      """
      abs(-10) => 10
      abs(n: -1) => 1
      abs(number: -1) => null
      abs(@"-PT5H") => PT5H
      abs(duration("-P1Y")) => P1Y
      abs(date("2018-12-06")) => null
      abs("-1") => null
      abs(null) => null
      abs(1, 1) => null
      modulo(12, 5) => 2
      modulo(-12, 5) => 3
      modulo(12, -5) => -3
      modulo(-12, -5) => -2
      modulo(10.1, 4.5) => 1.1
      modulo(-10.1, 4.5) => 3.4
      modulo(10.1, -4.5) => -3.4
      modulo(-10.1, -4.5) => -1.1
      modulo(10, 0) => null
      modulo(dividend: 10, divisor: 4) => 2
      modulo(dividend: 10, foo: 4) => null
      sqrt(16) => 4
      sqrt(-3) => null
      sqrt(0) => 0
      sqrt(number: 2.25) => 1.5
      sqrt(n: 16) => null
      sqrt("16") => null
      decimal(log(10), 11) => 2.30258509299
      log(0) => null
      log(-1) => null
      log(1) => 0
      decimal(exp(5), 12) => 148.413159102577
      exp(number: 0) => 1
      exp(100000) => null
      odd(5) => true
      odd(2) => false
      odd(-1) => true
      odd(2.5) => false
      even(2.5) => false
      even(0) => true
      even(-2) => true
      even(number: 4) => true
      even(n: 4) => null
      even("4") => null
      odd(null) => null
      """)
  }
}
