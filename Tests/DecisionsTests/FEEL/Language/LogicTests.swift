// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Three-valued logic and conditions (DMN 1.5, table 50 and 10.3.2.6).
@Suite("Logic of FEEL") struct LogicTests {
  /// False decides; what is no boolean is not known.
  @Test func conjunction() throws {
    try BuiltinCase.check(
      #"""
      true and true => true
      true and false => false
      true and null => null
      false and null => false
      null and false => false
      null and null => null
      "a" and true => null
      "a" and false => false
      1 and null => null
      """#)
  }

  /// True decides.
  @Test func disjunction() throws {
    try BuiltinCase.check(
      #"""
      false or false => false
      true or null => true
      null or true => true
      false or null => null
      "a" or true => true
      "a" or false => null
      true and false or true => true
      true or false and false => true
      """#)
  }

  @Test func negation() throws {
    try BuiltinCase.check(
      #"""
      not(true) => false
      not(false) => true
      not(null) => null
      not("a") => null
      not(0) => null
      """#)
  }

  /// Only true takes the first way.
  @Test func conditions() throws {
    try BuiltinCase.check(
      #"""
      if true then 1 else 2 => 1
      if null then 1 else 2 => 2
      if "a" then 1 else 2 => 2
      if 1 = "1" then 1 else 2 => 2
      if false then 1 else if true then 2 else 3 => 2
      """#)
  }

  @Test func quantifiers() throws {
    try BuiltinCase.check(
      #"""
      some x in [null, true] satisfies x => true
      some x in [null, false] satisfies x => null
      some x in [] satisfies true => false
      every x in [] satisfies false => true
      every x in [true, null] satisfies x => null
      every x in [false, null] satisfies x => false
      some x in [1, 2], y in [2, 3] satisfies x = y => true
      every x in 1..3 satisfies x < 4 => true
      some x in null satisfies true => null
      """#)
  }

  @Test func allAndAny() throws {
    try BuiltinCase.check(
      #"""
      all([true, false]) => false
      all([true, null]) => null
      all([false, null]) => false
      all([]) => true
      any([false, null]) => null
      any([true, null]) => true
      any([]) => false
      all(true, true) => true
      any([1]) => null
      """#)
  }
}
