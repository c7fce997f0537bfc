// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import TestSupport
import Testing

/// Every function of the library with arguments of every kind: a value or null, never a trap.
@Suite struct BuiltinFuzzTests {
  static let texts = [
    "1", "-2", "0.5", "1e6144", "-9.99e6144", "1e-6176", "9999999999999999999999999999999999", "9223372036854775807",
    "-9223372036854775808", "6176", "-6111", "0",
  ]

  static let values: [FEELValue] =
    texts.compactMap { Decimal128($0) }.map { .number($0) }
    + [
      "", "a", "abc", "路灯", "🐎", "(a+)+", "[", "$1", "i", "2024-02-29", "10:00:00Z", "P1D", "-P1Y", "[1..2]", ",", ".",
    ]
    .map { .string($0) }
    + [
      .null, .boolean(true), .boolean(false), .list([FEELValue]()), .list([.number(1), .string("a"), .null]),
      .list([.list([.number(1)])]), .list([.number(3), .number(1), .number(2)]), .list([.string("a"), .string("b")]),
      .context(FEELContext([("a", .number(1)), ("key", .string("k")), ("value", .null)])),
      .range(FEELRange(start: .number(1), startIncluded: true, end: .number(5), endIncluded: false)),
      .range(FEELRange(start: nil, startIncluded: false, end: .string("b"), endIncluded: true)),
    ]
    + ["-999999999-01-01", "999999999-12-31", "2024-02-29"].compactMap { FEELDate($0) }.map { .date($0) }
    + ["00:00:00", "23:59:59.999999999-14:00", "10:00:00@Europe/Paris"].compactMap { FEELTime($0) }.map { .time($0) }
    + ["-999999999-01-01T00:00:00+14:00", "999999999-12-31T23:59:59@Europe/Paris", "2024-02-29T12:00:00"]
    .compactMap { FEELDateAndTime($0) }.map { .dateAndTime($0) }
    + ["P10000000000000000D", "-P1DT0.000000001S", "PT0S"].compactMap { DaysAndTimeDuration($0) }
    .map { .daysAndTimeDuration($0) }
    + ["P83333333333333333Y", "-P1M"].compactMap { YearsAndMonthsDuration($0) }.map { .yearsAndMonthsDuration($0) }
    + [FEELLibrary.function(named: "abs"), FEELLibrary.function(named: "before")].compactMap { $0 }
    .map { .function(FEELFunction($0)) }

  @Test func noArgumentDoesHarm() throws {
    var random = SeededGenerator(seed: 17)
    let functions = FEELLibrary.all
    #expect(functions.count > 70)
    var limits = FEELLimits()
    limits.steps = 100_000
    limits.regexSteps = 10_000
    for round in 0..<FuzzSize.count(400) {
      for function in functions {
        let form = function.forms[round % function.forms.count]
        let count = max(0, form.parameters.count + Int.random(in: -1...1, using: &random))
        let arguments = (0..<count).map { _ in Self.values.randomElement(using: &random)! }
        let run = FEELEvaluation(limits: limits, now: BuiltinCase.now)
        do {
          _ = try function.call(arguments, run)
          let named = zip(form.parameters, arguments).map { (name: $0, value: $1) }
          _ = try function.call(named: named, run)
        } catch {
          #expect(error is LimitExceeded, "\(function.name): \(error)")
        }
      }
    }
  }

  @Test func noArithmeticDoesHarm() throws {
    var random = SeededGenerator(seed: 23)
    var names = FEELNames()
    names.declare("a")
    names.declare("b")
    let expressions = try [
      "a + b", "a - b", "a * b", "a / b", "a ** b", "-a", "a < b", "a = b", "a in [b..b]", "a.year", "a.time offset",
      "a.seconds", "a.months", "[a..b]", "string(a)", "a.weekday", "a between b and b", "is(a, b)",
    ].map { try FEELExpression($0, names: names) }
    for _ in 0..<FuzzSize.count(2000) {
      let pair = [Self.values.randomElement(using: &random)!, Self.values.randomElement(using: &random)!]
      for expression in expressions { _ = try expression.evaluate(pair, in: FEELEvaluation()) }
    }
  }
}
