// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Equality, identity and order across types (DMN 1.5, tables 53 and 54).
@Suite("Equality and order of FEEL") struct EqualityTests {
  /// Values of different types are not comparable; null equals null alone.
  @Test func equality() throws {
    try BuiltinCase.check(
      #"""
      null = null => true
      1 = null => false
      null != 1 => true
      1 = "1" => null
      1 != "1" => null
      true = 1 => null
      1.0 = 1 => true
      "a" = "A" => false
      [1, 2] = [2, 1] => false
      [1, [2, null]] = [1, [2, null]] => true
      {a: 1, b: 2} = {b: 2, a: 1} => true
      {a: 1} = {a: 1, b: null} => false
      [1] = 1 => true
      [1, 2] = 1 => null
      [1..5] = [1..5] => true
      [1..5] = [1..5) => false
      @"P1Y" = @"P12M" => true
      @"P1Y" = @"P365D" => null
      @"PT24H" = @"P1D" => true
      """#)
  }

  /// Code points count: a letter with its accent is not the one letter.
  @Test func equalityOfStrings() throws {
    try BuiltinCase.check(
      #"""
      "\u00E9" = "e\u0301" => false
      string length("e\u0301") => 2
      "\uD83D\uDE00" = "\U01F600" => true
      """#)
  }

  @Test func equalityOfTimes() throws {
    try BuiltinCase.check(
      #"""
      @"10:00:00Z" = @"11:00:00+01:00" => true
      is(@"10:00:00Z", @"11:00:00+01:00") => false
      is(@"10:00:00Z", @"10:00:00Z") => true
      @"2026-01-01" = @"2026-01-01T00:00:00Z" => true
      is(@"2026-01-01", @"2026-01-01T00:00:00Z") => false
      @"2026-07-01T12:00:00@Europe/Paris" = @"2026-07-01T10:00:00Z" => true
      @"2026-01-01T12:00:00@Europe/Paris" = @"2026-01-01T11:00:00Z" => true
      """#)
  }

  @Test func order() throws {
    try BuiltinCase.check(
      #"""
      null < 1 => null
      1 < null => null
      1 < "2" => null
      "a" < "b" => true
      "Z" < "a" => true
      "a" < "aa" => true
      true < false => null
      [1] < [2] => null
      @"2026-01-01" < @"2026-01-02" => true
      @"-0001-01-01" < @"0001-01-01" => true
      @"12026-01-01" > @"9999-12-31" => true
      @"P11M" < @"P1Y" => true
      @"PT23H" <= @"P1D" => true
      5 between 1 and 5 => true
      5 between 6 and 9 => false
      null between 1 and 5 => null
      1 between 2 and null => false
      3 between null and 2 => false
      1 between null and 2 => null
      3 between 2 and null => null
      1 between null and null => null
      1 between "a" and 0 => false
      1 between "a" and 2 => null
      1 < 2 = true => true
      """#)
  }
}
