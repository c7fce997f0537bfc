// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import TestSupport
import Testing

/// No text makes the reading or the evaluation of an expression hang, trap or say two things.
@Suite("Fuzzing of expressions") struct ExpressionFuzzTests {
  /// Some milliseconds' work and a few megabytes.
  static let limits: FEELLimits = {
    var limits = FEELLimits()
    limits.steps = 20_000
    limits.depth = 100
    limits.valueParts = 50_000
    limits.listSize = 10_000
    limits.stringSize = 500_000
    limits.memory = 16_000_000
    limits.regexSteps = 20_000
    return limits
  }()

  /// What most inputs of a long run get, so that a million take minutes.
  private static let narrowLimits: FEELLimits = {
    var limits = ExpressionFuzzTests.limits
    limits.steps = 2_000
    limits.memory = 1_000_000
    limits.stringSize = 50_000
    limits.regexSteps = 2_000
    return limits
  }()

  private static let now = FEELDateAndTime("2026-11-24T08:30:00+08:00")

  @Test func wildExpressionsComeToAnEnd() {
    fuzz("expressions", 500, seed: 1) {
      $0.expression()
    } check: {
      try Self.evaluate($0, $1)
    }
  }

  @Test func brokenTextsComeToAnEnd() {
    fuzz("texts", 2_000, seed: 2) { fuzzer, index in
      switch index % 3 {
      case 0: fuzzer.tokens()
      case 1: fuzzer.bytes()
      default: fuzzer.broken()
      }
    } check: {
      try Self.evaluate($0, $1)
    }
  }

  @Test func wildUnaryTestsComeToAnEnd() {
    fuzz("unary tests", 200, seed: 3) {
      $0.unaryTests()
    } check: { text, limits in
      var names = FEELNames(ExpressionFuzzer.context)
      names.declare("?")
      guard let tests = try? FEELExpression(unaryTests: text, names: names, limits: limits) else { return }
      for value in [FEELValue.number(7), .null, .boolean(true), "a", [1, 2]] {
        let run = FEELEvaluation(limits: limits, now: Self.now)
        let values = ExpressionFuzzer.context.entries.map(\.value) + [value]
        guard let answer = try Self.value({ try tests.evaluate(values, in: run) }) else { continue }
        switch answer {
        case .boolean, .null: break
        default: Issue.record("\(answer.shortText) is no answer of a test: \(text)")
        }
      }
    }
  }

  private func fuzz(
    _ what: String, _ usual: Int, seed: UInt64, _ make: (inout ExpressionFuzzer) -> String,
    check: (String, FEELLimits) throws -> Void
  ) {
    fuzz(what, usual, seed: seed, { fuzzer, _ in make(&fuzzer) }, check: check)
  }

  /// Each input has a seed of its own, so that one that fails can be made again without those before it.
  private func fuzz(
    _ what: String, _ usual: Int, seed: UInt64, _ make: (inout ExpressionFuzzer, Int) -> String,
    check: (String, FEELLimits) throws -> Void
  ) {
    Watchdog.watch { dog in
      for index in 0..<FuzzSize.count(usual) {
        var fuzzer = ExpressionFuzzer(seed: seed << 40 + UInt64(index))
        let text = make(&fuzzer, index)
        let limits = index < usual || index % 20 == 0 ? Self.limits : Self.narrowLimits
        dog.attempt(text) { try check(text, limits) }
        if index > 0, index % 100_000 == 0 { print("\(index) \(what)") }
      }
    }
  }

  /// Evaluates a text twice: the same value and the same warnings both times.
  private static func evaluate(_ text: String, _ limits: FEELLimits) throws {
    let names = FEELNames(ExpressionFuzzer.context)
    guard let expression = try? FEELExpression(text, names: names, limits: limits) else { return }
    var results: [String] = []
    for _ in 0..<2 {
      let run = FEELEvaluation(limits: limits, now: now)
      let value = try value { try expression.evaluate(ExpressionFuzzer.context, in: run) }
      if let value {
        results.append("\(value.text(within: 200_000) ?? "long") with \(run.warningCount) warnings")
        _ = value.json
        // A value is itself, unless it holds a zone's times that come twice.
        #expect(value.weight > 100_000 || value.isIdentical(to: value), "\(text)")
      } else {
        results.append("limit")
      }
    }
    #expect(results[0] == results[1], "\(text)")
  }

  /// The value; `nil` when a limit ends the evaluation.
  private static func value(_ body: () throws -> FEELValue) throws -> FEELValue? {
    do { return try body() } catch is LimitExceeded { return nil }
  }
}
