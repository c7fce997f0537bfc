// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

@testable import Decisions
import TestSupport
import Testing
import Vocabulary

@Suite struct ThresholdConditionTests {
  @Test(arguments: [
    "> 0.5", "value > 0.5", "0.5 < value", "? > 0.5", "not(<= 0.5)", "not(value <= 0.5)", "value in (> 0.5)",
    "value > 0.5 and value > 0.1", "value > 0.5 or value > 7",
  ])
  func oneLimitInManyForms(text: String) throws {
    let condition = try ThresholdCondition(text)
    #expect(condition.isSimple && condition.readings == NumberSet(.greater, Decimal128("0.5")!))
  }

  @Test(
    arguments: [
      ("> 0.5", 0.5), ("value <= -3", -3), ("7 < value", 7), ("value = 4", 4), ("not(> 2)", 2), ("> 1, > 2", nil),
      ("[1..2]", nil), ("value > 1 and value < 2", nil), ("rate > 4", nil), ("value > 1 and previous > 1", nil),
      ("value > 1e400", .infinity),
    ] as [(String, Double?)])
  func tellsTheLimit(text: String, limit: Double?) throws { #expect(try ThresholdCondition(text).limit == limit) }

  @Test(arguments: [
    "value - previous > 1", "> previous", "rate > 2", "series = \"a\" and value > 3", "abs(value) > 3",
    "value ** 2 > 9",
    "if value > 3 then true else false", "value > 3 and elapsed < duration(\"PT1M\")", "previous",
    "some x in [1, 2] satisfies value > x",
  ])
  func restIsEvaluated(text: String) throws { #expect(try !ThresholdCondition(text).isSimple) }

  @Test(arguments: [
    ("value >", "line 1"), ("> 0.5 or", "line 1"), ("valeu > 3", "there is no name valeu here"),
    ("pressure > 3", "value, previous, elapsed, rate and series"), ("value + 1", "null whatever the value"),
    ("value > \"a\"", "null whatever the value"), ("value > now()", "null whatever the value"),
    ("{a: value}", "not true or false"), ("> 5 and previous > 5", "stands alone"), ("value > 3 value < 5", "line 1"),
    ("(((", "line 1"),
  ])
  func saysWhatIsWrong(text: String, part: String) {
    do throws(ThresholdCondition.Fault) {
      let condition = try ThresholdCondition(text)
      Issue.record("\(text) was read as \(condition.readings)")
    } catch {
      #expect(error.detail.english.contains(part), "\(error.detail)")
    }
  }

  /// Numbers at and beside which comparisons are most likely to go wrong.
  static let edges: [Double] = [
    0, -0.0, 0.1, -0.1, 0.3, 0.1 + 0.2, 1, -1, 1.0 / 3, 2.0 / 3, 9_007_199_254_740_992, 9_007_199_254_740_993, 1e22,
    1e23,
    123_456_789.123_456_789, 5e-324, -5e-324, 2.2250738585072014e-308, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, .infinity,
    -.infinity, 1e15, 1e16 + 2, 0.000_001, 1e-7,
  ]
  /// Limits that lie on, between and far off doubles.
  static let limits = [
    "0", "-0", "0.1", "0.10000000000000000555", "0.1000000000000000055511151231257827", "0.09999999999999999", "0.3",
    "0.30000000000000004", "9007199254740992", "9007199254740992.5", "9007199254740993", "9007199254740993.0001",
    "100000000000000000000000", "99999999999999991611392", "1e-400", "-1e-400", "3e-324", "2e-324", "1e400", "-1e400",
    "1.7976931348623157e308", "1.7976931348623159e308", "9.999999999999999999999999999999999e6144",
    "0.3333333333333333333333333333333333", "0.3333333333333333",
  ]

  private static func value(_ generator: inout SeededGenerator) -> Double {
    switch Int.random(in: 0...3, using: &generator) {
    case 0: edges.randomElement(using: &generator)!
    case 1: Double(limits.randomElement(using: &generator)!)!
    case 2:
      [1, 10, 100, 1000].reduce(Double.random(in: -1000...1000, using: &generator)) { value, _ in value }.rounded()
        / 100
    default:
      Bool.random(using: &generator)
        ? edges.randomElement(using: &generator)!.nextUp : edges.randomElement(using: &generator)!.nextDown
    }
  }

  private static func limit(_ generator: inout SeededGenerator) -> String {
    switch Int.random(in: 0...2, using: &generator) {
    case 0: limits.randomElement(using: &generator)!
    case 1: "\((Double.random(in: -1000...1000, using: &generator)).rounded() / 100)"
    default: edges.filter(\.isFinite).randomElement(using: &generator)!.description
    }
  }

  private static func condition(_ generator: inout SeededGenerator, depth: Int) -> String {
    let sign = ["<", "<=", ">", ">=", "=", "!="].randomElement(using: &generator)!
    switch Int.random(in: 0...(depth > 0 ? 8 : 4), using: &generator) {
    case 0, 1: return "value \(sign) \(limit(&generator))"
    case 2: return "\(limit(&generator)) \(sign) value"
    case 3: return "value between \(limit(&generator)) and \(limit(&generator))"
    case 4:
      let ends = [limit(&generator), limit(&generator)].sorted { Decimal128($0)! < Decimal128($1)! }
      return "value in (\(limit(&generator)), > \(limit(&generator)), ]\(ends[0])..\(ends[1])])"
    case 5: return "not(\(condition(&generator, depth: depth - 1)))"
    case 6, 7: return "(\(condition(&generator, depth: depth - 1)) and \(condition(&generator, depth: depth - 1)))"
    default: return "(\(condition(&generator, depth: depth - 1)) or \(condition(&generator, depth: depth - 1)))"
    }
  }

  /// The set of numbers and the evaluation say the same of every reading.
  @Test(arguments: 0..<40) func setAndEvaluationAgree(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<25 {
      let text = Self.condition(&generator, depth: 3)
      let condition = try ThresholdCondition(text)
      let expression = try FEELExpression(text, names: ThresholdCondition.names)
      #expect(condition.isSimple, "\(text)")
      for _ in 0..<20 {
        let value = Self.value(&generator)
        let number = FEELValue.number(Decimal128(reading: value))
        let result = try expression.evaluate([number, number], in: FEELEvaluation())
        guard case .boolean(let holds) = result else {
          Issue.record("\(text) is \(result.json.text) at \(value)")
          continue
        }
        #expect(condition.readings.contains(value) == holds, "\(text) at \(value)")
      }
    }
  }

  /// A set keeps its laws, and a condition that is more than a set holds only within its set.
  @Test(arguments: 0..<20) func setsKeepTheirLaws(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<50 {
      let a = try ThresholdCondition(Self.condition(&generator, depth: 2)).readings
      let b = try ThresholdCondition(Self.condition(&generator, depth: 2)).readings
      #expect(a.complement.complement == a)
      #expect(a.union(b).complement == a.complement.intersection(b.complement))
      #expect(a.intersection(b).isSubset(of: a) && a.isSubset(of: a.union(b)))
      #expect(a.intersection(a.complement).isEmpty && a.union(a.complement) == .all)
      let value = Self.value(&generator)
      #expect(a.intersection(b).contains(value) == (a.contains(value) && b.contains(value)))
      #expect(a.union(b).contains(value) == (a.contains(value) || b.contains(value)))
      #expect(a.complement.contains(value) == !a.contains(value))
      if let sample = a.sample { #expect(a.contains(sample), "\(a) \(sample)") }
    }
  }

  @Test func whatIsKnownInPartBounds() throws {
    #expect(try ThresholdCondition("value < 5 and previous < 5").readings == NumberSet(.less, 5))
    #expect(try ThresholdCondition("value < 5 or previous < 5").readings == .all)
    #expect(try ThresholdCondition("not(value < 5 and previous < 5)").readings == .all)
  }

  @Test func aMillionReadingsAreNoWork() throws {
    let rule = ThresholdRule.stairs
    var state = ThresholdState()
    var changes = 0
    let clock = ContinuousClock()
    let time = clock.measure {
      for index in 0..<Int64(100_000) {
        let value = Double(index % 1000) / 20
        if state.take(value, at: Instant(seconds: index), of: "s", by: rule).change != nil { changes += 1 }
      }
    }
    #expect(changes > 0)
    // Without optimisation, on a machine that does other work too.
    #expect(time < .seconds(20))
  }
}
