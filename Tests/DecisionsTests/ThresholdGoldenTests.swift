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

  @Test(arguments: raising + moving + ending + time)
  func leadsTo(_ example: Case) {
    var state = ThresholdState()
    #expect(state.play(example.readings, example.rule) == example.changes)
  }

  @Test func thereAreEnough() {
    let all = Self.raising + Self.moving + Self.ending + Self.time
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
  }
}
