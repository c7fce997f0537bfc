// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import TestSupport
import Testing
import Vocabulary

@Suite struct ThresholdPropertyTests {
  /// The rule's sentences read off the whole history at each reading, with no memory but the level.
  struct Oracle {
    let rule: Limits
    var history: [(at: Int64, value: Double, before: WarningLevel?)] = []
    var level: WarningLevel?

    init(_ rule: Limits) { self.rule = rule }

    mutating func take(_ value: Double, at second: Int64) -> WarningLevel? {
      if let last = history.last, second <= last.at { return level }
      history.append((second, value, level))
      let held = rule.steps.filter { step in
        let since = unbroken { isPast($0.value, step.limit) }
        return since.map { second - $0 >= step.holding } ?? false
      }.map(\.level).max()
      let lasting = rule.steps.filter { step in
        guard let level, step.level <= level else { return false }
        let inner = rule.side == .above ? step.limit - rule.hysteresis : step.limit + rule.hysteresis
        let since = unbroken { !isPast($0.value, inner) && $0.before.map { $0 >= step.level } ?? false }
        return since.map { second - $0 < rule.clearing } ?? true
      }.map(\.level).max()
      level = [held, lasting].compactMap { $0 }.max()
      return level
    }

    private func isPast(_ value: Double, _ limit: Double) -> Bool {
      rule.side == .above ? value > limit : value < limit
    }

    /// Since when every reading fits, without a silence between; `nil` when the last does not.
    private func unbroken(_ fits: ((at: Int64, value: Double, before: WarningLevel?)) -> Bool) -> Int64? {
      var since: Int64?
      for reading in history.reversed() {
        if let since, since - reading.at > rule.silence { break }
        guard fits(reading) else { break }
        since = reading.at
      }
      return since
    }
  }

  private static func rule(_ generator: inout SeededGenerator) -> Limits {
    let side: Limits.Side = Bool.random(using: &generator) ? .above : .below
    let levels = WarningLevel.allCases.filter { _ in Int.random(in: 0...2, using: &generator) > 0 }
    let steps = (levels.isEmpty ? [.orange] : levels).enumerated().map { index, level in
      let limit = 50.0 - 10.0 * Double(index)
      return (level, side == .above ? limit : -limit, Int64.random(in: 0...3, using: &generator) * 10)
    }
    return Limits(
      side: side, steps: steps, hysteresis: Double.random(in: 0...3, using: &generator).rounded() * 4,
      clearing: Int64.random(in: 0...4, using: &generator) * 10, silence: Int64.random(in: 20...60, using: &generator))
  }

  @Test(arguments: 0..<60) func changesAreThoseThatTheSentencesSay(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let limits = Self.rule(&generator)
    // Half of them are evaluated each time, half are sets of numbers.
    let rule = try limits.rule(asCells: seed % 2 == 0)
    var state = ThresholdState()
    var oracle = Oracle(limits)
    var readings: [(Int64, Double)] = []
    var changes: [String] = []
    var second: Int64 = 0
    var isOn = false
    for _ in 0..<300 {
      second += Int64.random(in: Int.random(in: 0...20, using: &generator) == 0 ? -20...90 : 1...12, using: &generator)
      let value = Double.random(in: 0...60, using: &generator).rounded() * (limits.side == .above ? 1 : -1)
      readings.append((second, value))
      let before = state.level
      let change = state.take(value, at: Instant(seconds: second), of: "s", by: rule).change
      let expected = oracle.take(value, at: second)
      #expect(state.level == expected, "at \(second), value \(value)")
      // Each change says from where to where; cleared comes after raised alone, and raised after cleared.
      switch change {
      case nil: #expect(before == state.level)
      case .raised(let level):
        #expect(!isOn && before == nil && state.level == level)
        isOn = true
      case .moved(let level, let from):
        #expect(isOn && before == from && from != level && state.level == level)
      case .cleared(let level):
        #expect(isOn && before == level && state.level == nil)
        isOn = false
      }
      if let change { changes.append("\(second) \(change.text)") }
      // What is kept between readings loses nothing.
      let copy = ThresholdState(json: try JSON(parsing: state.json.bytes))
      #expect(copy == state)
      state = copy
    }
    var again = ThresholdState()
    #expect(again.play(readings, rule) == changes.joined(separator: ", "))
  }

  @Test func aStateIsEmptyAtFirst() {
    #expect(ThresholdState(json: .object([:])) == ThresholdState())
    #expect(ThresholdState(json: ThresholdState().json) == ThresholdState())
  }
}
