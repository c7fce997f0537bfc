// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Decisions
import Foundation
import Vocabulary

extension BenchCommand {
  /// `citywide bench decisions`: what decisions cost, on one core.
  struct DecisionCosts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "decisions", abstract: "Measure decisions and expressions; one line of JSON for each figure.")
    @OptionGroup var common: CommonOptions

    /// Expressions that a peer works out too, with its own copy of them in `Benchmarks/peer_feel.py`.
    static let condition = "temperature > 30 and humidity < 40 and wind >= 5"
    static let loop = "for i in 1..1000 return i * 2"
    static let long = """
      if temperature > 30 and humidity < 40 and wind >= 5 then "red" else if temperature > 25 and humidity < 50 then \
      "orange" else if temperature > 20 or wind > 10 then "yellow" else if humidity > 90 then "b" else "c"
      """

    func run() async throws {
      try measure("table of 200 rules × 6 inputs, a decision", count: 200_000, Self.table(rules: 200))
      try measure("table of 10,000 rules × 6 inputs, a decision", count: 20_000, Self.table(rules: 10_000))
      let loop = try FEELExpression(Self.loop)
      try measure("for over 1,000 numbers", count: 5_000) { _ in _ = try loop.evaluate(in: FEELEvaluation()) }
      try measure("parse of \(Self.long.count) characters", count: 20_000) { _ in
        _ = try FEELExpression(Self.long, names: Self.weather)
      }
      let condition = try FEELExpression(Self.condition, names: Self.weather)
      let evaluation = FEELEvaluation(limits: Self.unlimited)
      try measure("three-condition rule, a reading", count: 1_000_000) { index in
        let values: [FEELValue] = [
          .number(Decimal128(20 + index % 20)), .number(Decimal128(30 + index % 30)), .number(Decimal128(index % 10)),
        ]
        _ = try condition.evaluate(values, in: evaluation)
      }
    }

    private static var weather: FEELNames {
      var names = FEELNames()
      for name in ["temperature", "humidity", "wind"] { names.declare(name, type: .number) }
      return names
    }

    private static var unlimited: FEELLimits {
      var limits = FEELLimits.default
      limits.steps = .max
      limits.memory = .max
      return limits
    }

    private func measure(_ name: String, count: Int, _ body: (Int) throws -> Void) throws {
      for index in 0..<max(1, count / 20) { try body(index) }
      let begin = (ContinuousClock.now, clock())
      for index in 0..<count { try body(index) }
      let wall = ContinuousClock.now - begin.0
      let cpu = Double(clock() - begin.1) / Double(CLOCKS_PER_SEC)
      let seconds = Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18
      print(
        (["name": .string(name), "count": .integer(Int64(count)), "seconds": .number(seconds), "cpu": .number(cpu)]
          as JSON).text)
    }

    /// A table of texts, numbers and truth values, in which one rule fits: as a duty list of a large city.
    private static func table(rules: Int) throws -> (Int) throws -> Void {
      let types = max(1, rules / 20)
      let inputs: [JSON] = [
        ["expression": "type", "type": "string"], ["expression": "district", "type": "string"],
        ["expression": "level", "type": "number"], ["expression": "hour", "type": "number"],
        ["expression": "population", "type": "number"], ["expression": "emergency", "type": "boolean"],
      ]
      let lines: [JSON] = (0..<rules).map { index in
        let level = index / types % 5 * 10
        return [
          .string("\"type-\(index % types)\""), .string("\"d1\", \"d\(index % 7 + 2)\""),
          .string("[\(level)..\(level + 10))"), .string(index / types % 2 == 0 ? "< 8" : ">= 8"),
          .string("> \(index % 100)"), .string(index / types / 10 % 2 == 0 ? "true" : "false"),
          .string("\"department-\(index)\""),
        ]
      }
      let decision = try DecisionDefinition(
        json: [
          "code": "bench", "source": "made up for measuring", "hitPolicy": "FIRST", "inputs": .array(inputs),
          "outputs": [["name": "department"]], "rules": .array(lines),
        ])
      let questions: [[DecisionInput]] = (0..<997).map { index in
        [
          DecisionInput(name: "type", value: .string("type-\(index % types)")),
          DecisionInput(name: "district", value: .string("d1")),
          DecisionInput(name: "level", value: .number(Decimal128(index % 50))),
          DecisionInput(name: "hour", value: .number(Decimal128(index % 24))),
          DecisionInput(name: "population", value: .number(Decimal128(1000))),
          DecisionInput(name: "emergency", value: .boolean(index % 2 == 0)),
        ]
      }
      return { index in
        _ = try decision.compiled.decide(
          decision.main, inputs: questions[index % questions.count], evaluation: FEELEvaluation())
      }
    }
  }
}
