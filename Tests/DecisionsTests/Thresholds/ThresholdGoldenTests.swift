// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Testing
import Vocabulary

/// Sequences of readings, with what they lead to worked out by hand.
@Suite struct ThresholdGoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var rule: ThresholdRule
    var readings: [(Int64, Double)]
    var changes: String
    var testDescription: String { name }

    init(_ name: String, _ rule: ThresholdRule, _ readings: [(Int64, Double)], _ changes: String) {
      self.name = name
      self.rule = rule
      self.readings = readings
      self.changes = changes
    }
  }

  static let raising = [
    Case("never reached", .heat, [(0, 10), (60, 69.9), (120, 70)], ""),
    Case("equal to the limit is not past it", .heat, [(0, 70), (60, 70), (120, 70)], ""),
    Case("held for exactly as long", .heat, [(0, 71), (59, 71), (60, 71), (61, 71)], "60 yellow"),
    Case("held for longer than the next reading", .heat, [(0, 71), (599, 71)], "599 yellow"),
    Case(
      "one reading back begins the time anew", .heat, [(0, 71), (30, 70), (60, 71), (119, 71), (120, 71)], "120 yellow"),
    Case("no holding time: at once", .heat, [(0, 91)], "0 red"),
    Case("equal to the upper limit is past the lower", .heat, [(0, 90), (60, 90)], "60 yellow"),
    Case(
      "what is past the upper limit is past the lower", .stairs, [(0, 35), (9, 35), (10, 35), (20, 35), (30, 35)],
      "10 orange"),
    Case("the most severe first", .stairs, [(0, 45)], "0 red"),
    Case("beyond all measure", .heat, [(0, .infinity)], "0 red"),
    Case("below: equal is not past", .pressure, [(0, 10), (20, 10), (40, 10)], ""),
    Case("below: held", .pressure, [(0, 9.9), (19, 9), (20, 8)], "20 yellow"),
    Case("below: at once", .pressure, [(0, 4.9)], "0 red"),
    Case("below: nothing is below everything", .pressure, [(0, -.infinity)], "0 red"),
    Case("below zero", .thaw, [(0, -10), (1, -9.9), (2, -10.5), (3, -11)], "1 red, 3 red→"),
  ]

  static let moving = [
    Case("rises", .heat, [(0, 71), (60, 71), (61, 95)], "60 yellow, 61 yellow→red"),
    Case(
      "rises by one step, held", .stairs, [(0, 15), (30, 15), (31, 25), (50, 25), (51, 25)], "30 blue, 51 blue→yellow"),
    Case(
      "falls step by step", .stairs, [(0, 45), (1, 35), (2, 25), (3, 15), (4, 10)],
      "0 red, 1 red→orange, 2 orange→yellow, 3 yellow→blue, 4 blue→"),
    Case("falls by several steps", .stairs, [(0, 45), (1, 15), (2, 5)], "0 red, 1 red→blue, 2 blue→"),
    Case(
      "falls and rises", .stairs, [(0, 45), (1, 35), (2, 45), (3, 9), (4, 45)],
      "0 red, 1 red→orange, 2 orange→red, 3 red→, 4 red"),
    Case("falls to what is still held", .heat, [(0, 95), (10, 75), (39, 75), (40, 75)], "0 red, 40 red→yellow"),
    Case("below: falls", .pressure, [(0, 4), (10, 8), (11, 12)], "0 red, 10 red→yellow, 11 yellow→"),
    Case(
      "rises while it was about to end", .heat, [(0, 71), (60, 71), (65, 60), (70, 95), (99, 95)],
      "60 yellow, 70 yellow→red"),
    Case(
      "a milder level that was held on the way is no news", .heat,
      [(0, 71), (50, 95), (51, 75), (60, 75), (80, 75), (81, 75)],
      "50 red, 81 red→yellow"),
  ]

  static let ending = [
    Case("within the hysteresis it stays on", .heat, [(0, 95), (10, 88), (50, 85.1), (100, 86)], "0 red"),
    Case("at the hysteresis it is back", .heat, [(0, 95), (10, 85), (39, 85), (40, 85)], "0 red, 40 red→yellow"),
    Case("all levels at once", .heat, [(0, 95), (10, 60), (39, 60), (40, 60)], "0 red, 40 red→"),
    Case(
      "each level has its own time", .heat, [(0, 95), (10, 75), (39, 60), (40, 60), (68, 60), (69, 60)],
      "0 red, 40 red→yellow, 69 yellow→"),
    Case(
      "one reading past the limit begins the time anew", .heat,
      [(0, 95), (10, 60), (30, 95), (35, 60), (64, 60), (65, 60)], "0 red, 65 red→"),
    Case(
      "one within the hysteresis does so too", .heat,
      [(0, 71), (60, 71), (70, 64), (90, 66), (95, 64), (124, 64), (125, 64)],
      "60 yellow, 125 yellow→"),
    Case("no clearing time: at once", .pressure, [(0, 9), (20, 9), (30, 11.9), (31, 12)], "20 yellow, 31 yellow→"),
    Case("below: straight to normal", .pressure, [(0, 4), (10, 50)], "0 red, 10 red→"),
    Case(
      "after the end it must be held again", .stairs, [(0, 35), (10, 35), (11, 0), (12, 35), (21, 35), (22, 35)],
      "10 orange, 11 orange→, 22 orange"),
    Case("raised again after the end", .heat, [(0, 95), (10, 60), (40, 60), (41, 95)], "0 red, 40 red→, 41 red"),
    Case(
      "normal readings after the end are none", .heat, [(0, 95), (10, 60), (40, 60), (70, 60), (200, 60)],
      "0 red, 40 red→"),
  ]

  static let time = [
    Case("a late reading is passed over", .heat, [(0, 71), (60, 71), (30, 10), (61, 71), (90, 71)], "60 yellow"),
    Case("a second reading of one moment too", .heat, [(0, 71), (60, 71), (60, 95)], "60 yellow"),
    Case("a late one raises nothing", .heat, [(100, 10), (50, 95), (101, 10)], ""),
    Case(
      "a late one does not begin the holding time", .heat, [(100, 10), (50, 71), (110, 71), (160, 71), (170, 71)],
      "170 yellow"),
    Case("as long as allowed is no silence", .heat, [(0, 71), (600, 71)], "600 yellow"),
    Case("silence begins the holding time anew", .heat, [(0, 71), (601, 71), (660, 71), (661, 71)], "661 yellow"),
    Case("silence does not hold back what needs no time", .heat, [(0, 10), (5000, 95)], "5000 red"),
    Case(
      "silence begins the clearing time anew", .heat, [(0, 95), (10, 60), (611, 60), (640, 60), (641, 60)],
      "0 red, 641 red→"),
    Case("silence ends no warning", .heat, [(0, 95), (5000, 95), (9000, 95)], "0 red"),
    Case("what is no number is passed over", .heat, [(0, 95), (10, .nan), (40, .nan), (50, 95)], "0 red"),
    Case("and does not count as time", .heat, [(0, 71), (300, .nan), (601, 71), (661, 71)], "661 yellow"),
    Case("before 1970", .heat, [(-100, 71), (-40, 71)], "-40 yellow"),
  ]

  /// Conditions that are more than limits.
  static let conditions = [
    Case(
      "a jump", .written([(.red, "value - previous > 10", nil, 0)]), [(0, 50), (1, 60), (2, 71), (3, 71)],
      "2 red, 3 red→"),
    Case("nothing to compare with at first", .written([(.red, "previous < 5", nil, 0)]), [(0, 1), (1, 1)], "1 red"),
    // 2 in half an hour are 4 in one.
    Case("a rate", .written([(.red, "rate > 3.9", nil, 0)]), [(0, 1), (1800, 3), (5400, 6.9)], "1800 red, 5400 red→"),
    Case("equal to the rate is not past it", .written([(.red, "rate > 4", nil, 0)]), [(0, 1), (1800, 3)], ""),
    Case(
      "only soon after the reading before", .written([(.red, "value > 5 and elapsed <= duration(\"PT10S\")", nil, 0)]),
      [(0, 6), (11, 6), (21, 6), (32, 6)], "21 red, 32 red→"),
    Case(
      "on both sides", .written([(.red, "< 10, > 20", "[11..19]", 0)]), [(0, 21), (1, 20), (2, 19), (3, 9)],
      "0 red, 2 red→, 3 red"),
    Case("within", .written([(.blue, "[3..4)", nil, 0)]), [(0, 2.9), (1, 3), (2, 3.9), (3, 4)], "1 blue, 3 blue→"),
    Case("all but", .written([(.blue, "not([3..4])", nil, 0)]), [(0, 3), (1, 4.1), (2, 4)], "1 blue, 2 blue→"),
    Case(
      "by the series", .written([(.red, "value > (if series = \"s\" then 5 else 50)", nil, 0)]), [(0, 5), (1, 6)],
      "1 red"),
    // Binary doubles know no 0.1; the text of the reading is what counts.
    Case(
      "exactly a tenth is not above a tenth", .written([(.red, "> 0.1", nil, 0)]), [(0, 0.1), (1, 0.1.nextUp)], "1 red"),
    Case(
      "0.1 + 0.2 is above 0.3 as a reading", .written([(.red, "value > 0.3", nil, 0)]), [(0, 0.3), (1, 0.1 + 0.2)],
      "1 red"),
    // √ of a negative number is null.
    Case(
      "what cannot be told raises nothing and ends nothing", .written([(.red, "sqrt(value) > 2", nil, 0)]),
      [(0, -9), (1, 9), (2, -9), (3, 1)], "1 red, 3 red→"),
    Case(
      "it breaks the holding time", .written([(.red, "sqrt(value) > 2", nil, 2)]),
      [(0, 9), (1, -9), (2, 9), (3, 9), (4, 9)], "4 red"),
    Case(
      "an end that cannot be told is none", .written([(.red, "> 5", "sqrt(value) < 2", 0)]),
      [(0, 6), (1, -1), (2, 5), (3, 3)], "0 red, 3 red→"),
    Case(
      "the same limit, graver when it lasts", .written([(.red, "> 5", nil, 10), (.blue, "> 5", nil, 0)]),
      [(0, 6), (5, 6), (10, 6), (11, 5)], "0 blue, 10 blue→red, 11 red→"),
  ]

  @Test(arguments: raising + moving + ending + time + conditions)
  func leadsTo(_ example: Case) {
    var state = ThresholdState()
    #expect(state.play(example.readings, example.rule) == example.changes)
  }

  @Test func thereAreEnough() {
    let all = Self.raising + Self.moving + Self.ending + Self.time + Self.conditions
    #expect(all.count >= 30 && Set(all.map(\.name)).count == all.count)
  }

  @Test func theWorstValueAndTheCountAreRemembered() {
    var state = ThresholdState()
    _ = state.play([(0, 91), (10, 99), (20, 93), (30, 60)], .heat)
    #expect(state.level == .red && state.raisedAt == Instant(seconds: 0) && state.lastAt == Instant(seconds: 30))
    #expect(state.extreme == 99 && state.exceedances == 3)
    _ = state.play([(60, 60)], .heat)
    #expect(state.level == nil && state.raisedAt == nil && state.extreme == 99)
    _ = state.play([(61, 95)], .heat)
    #expect(state.extreme == 95 && state.exceedances == 1, "a new warning counts for itself")

    var low = ThresholdState()
    _ = low.play([(0, 4), (1, 2), (2, 3), (3, 11)], .pressure)
    #expect(low.extreme == 2 && low.exceedances == 3)
    // On both sides it is the distance from what is normal; 9 is 1 below, 22 is 2 above.
    var both = ThresholdState()
    _ = both.play([(0, 21), (1, 9), (2, 22), (3, 8.5)], .written([(.red, "not([10..20])", "15", 0)]))
    #expect(both.extreme == 22 && both.exceedances == 4)
    // Also where the condition asks for more than the value.
    var low2 = ThresholdState()
    _ = low2.play([(0, 4), (1, 3), (2, 2), (3, 2.5)], .written([(.red, "value < 5 and previous < 5", nil, 0)]))
    #expect(low2.extreme == 2 && low2.exceedances == 3)
  }

  @Test func whatCannotBeToldIsCountedWithItsReason() {
    var state = ThresholdState()
    let rule = ThresholdRule.written([(.red, "sqrt(value) > 2", nil, 0), (.blue, "previous > 100", nil, 0)])
    let first = state.take(4, at: Instant(seconds: 0), by: rule)
    #expect(first.failure == nil && state.failures == 0, "that there was no reading before is no mistake")
    let second = state.take(-4, at: Instant(seconds: 1), by: rule)
    #expect(second.failure?.english.contains("sqrt(value) > 2") == true && second.change == nil)
    _ = state.take(-4, at: Instant(seconds: 2), by: rule)
    #expect(state.failures == 2)
  }

  @Test func aChangeSaysWhy() throws {
    var state = ThresholdState()
    let rule = ThresholdRule.written([(.red, "> 90", nil, 0), (.yellow, "value - previous > 10", "< 50", 0)])
    #expect(state.take(60, at: Instant(seconds: 0), of: "hall", by: rule).use == nil)
    let raised = try #require(state.take(71.5, at: Instant(seconds: 1800), of: "hall", by: rule).use)
    #expect(raised.decision == "rule@1" && raised.name == "rule@1#2" && raised.output == ["level": "yellow"])
    #expect(
      raised.inputs == ["value": 71.5, "previous": 60, "elapsed": "PT30M", "rate": 23, "series": "hall"])
    #expect(DecisionUse(json: raised.json) == raised)
    let table = try #require(rule.matchedTables(of: raised).first)
    #expect(table.rules.map(\.number) == [2] && table.rules[0].outputs[0].text == "\"yellow\"")
    #expect(table.rules[0].inputs.map(\.text) == ["value - previous > 10", "< 50"])
    let cleared = try #require(state.take(10, at: Instant(seconds: 1801), of: "hall", by: rule).use)
    #expect(cleared.output == ["level": nil] && cleared.name == "rule@1#0" && cleared.inputs["previous"] == 71.5)
    #expect(rule.matchedTables(of: cleared).first?.isDefault == true)
  }
}
