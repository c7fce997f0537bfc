// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Testing

/// Cells of decision tables (DMN 1.5, grammar rules 7 and 15 to 17, 8.3.3): a test fits when its expression is true for
/// the value, is a list that holds the value, or is the value.
@Suite("Unary tests of FEEL") struct UnaryTestsTests {
  /// Lines of `cell, value => answer`; `b` is 4, `yes` is true, `no` is false, `none` is null.
  private func check(
    _ lines: String, type: FEELType = .any, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var names = FEELNames()
    for name in ["b", "yes", "no", "none"] { names.declare(name) }
    names.declare("?", type: type)
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: " => ")
      let given = parts[0].split(separator: " | ")
      let tests = try FEELExpression(unaryTests: String(given[0]), names: names)
      let value = try FEELExpression(String(given[1])).evaluate(in: FEELEvaluation())
      let answer = try tests.evaluate([4, true, false, nil, value], in: FEELEvaluation())
      #expect(answer.literal == parts[1], "\(line)", sourceLocation: sourceLocation)
    }
  }

  @Test func valuesAndRanges() throws {
    try check(
      """
      5 | 5 => true
      5 | 6 => false
      5, 6 | 6 => true
      not(5, 6) | 6 => false
      not(5, 6) | 7 => true
      < 5 | 4 => true
      [1..5], > 9 | 10 => true
      not([1..5]) | 3 => false
      "a" | "a" => true
      b | 4 => true
      b + 1 | 5 => true
      > b | 5 => true
      [b..9] | 3 => false
      [1, 2] | 2 => true
      [1, 2] | [1, 2] => true
      [1, 2] | 3 => false
      - | null => true
      null | null => true
      null | 1 => false
      not(null) | 1 => true
      not(null) | null => false
      @"2026-01-01" | @"2026-01-01" => true
      """)
  }

  @Test func conditionsOnTheValue() throws {
    try check(
      """
      ? > 4 | 5 => true
      ? > 4 and ? < b + 2 | 5 => true
      ? > 4 | "a" => null
      contains(?, "a") | "cat" => true
      not(contains(?, "a")) | "cat" => false
      count(?) > 1 | [1, 2] => true
      some x in ? satisfies x > 1 | [1, 2] => true
      ? = null | null => true
      ? | true => true
      ? | false => false
      ? | 5 => true
      """)
  }

  /// A boolean is the value that a boolean is compared with, and for other values the answer.
  @Test func booleans() throws {
    try check(
      """
      true | true => true
      true | false => false
      false | false => true
      false | true => false
      true, false | false => true
      not(true) | true => false
      not(true) | false => true
      true | null => false
      false | null => false
      true | 5 => true
      false | 5 => false
      not(true) | 5 => false
      not(false) | 5 => true
      true | "a" => true
      true, 5 | 7 => true
      yes | true => true
      yes | false => false
      no | false => true
      yes | 5 => true
      no | 5 => false
      yes | null => true
      """)
  }

  /// A condition that does not name the value is the answer where the value is no boolean.
  @Test func conditionsWithoutTheValue() throws {
    try check(
      """
      b > 3 | 5 => true
      b > 9 | 5 => false
      not(b > 9) | 5 => true
      b > 3 | true => true
      b > 3 | false => false
      b > 9 | false => true
      b > 3 | null => true
      b > 9 | null => false
      none > 3 | 5 => null
      none > 3 | null => null
      yes and b = 4 | "a" => true
      """)
  }

  /// Null in a column of booleans is a boolean that is missing.
  @Test func columnsOfBooleans() throws {
    try check(
      """
      true | null => false
      b > 3 | null => false
      yes | null => false
      null | null => true
      b > 3 | true => true
      """, type: .boolean)
  }
}
