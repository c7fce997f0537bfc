// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@testable import Console

/// What is said to be different between two tables.
@Suite struct SheetDiffTests {
  /// A table of inputs `a`, `b` and an output `c`.
  private static func sheet(_ rules: [[String]], inputs: [String] = ["a", "b"], outputs: [String] = ["c"]) -> SheetText
  {
    SheetText([
      "hitPolicy": "F", "inputs": .array(inputs.map { ["expression": .string($0)] }),
      "outputs": .array(outputs.map { ["name": .string($0)] }),
      "rules": .array(rules.map { .array($0.map(JSON.string)) }),
    ])!
  }

  private static func diff(_ old: [[String]], _ new: [[String]]) -> SheetDiff {
    SheetDiff(from: sheet(old), to: sheet(new))
  }

  private static let rules = [["1", "x", "A"], ["2", "y", "B"], ["3", "z", "C"], ["4", "w", "D"]]

  @Test func seesNothingWhereNothingIs() {
    #expect(Self.diff(Self.rules, Self.rules).isEmpty)
    #expect(Self.diff([], []).isEmpty)
  }

  @Test func seesAChangedCell() {
    var new = Self.rules
    new[1][2] = "E"
    let diff = Self.diff(Self.rules, new)
    #expect(diff.rules.count == 4 && diff.rules[1] == SheetDiff.Rule(old: 1, new: 1, isChanged: true))
    #expect(diff.rules[0] == SheetDiff.Rule(old: 0, new: 0))
  }

  @Test func seesRowsAddedAndRemovedWhereTheyStood() {
    let new = [["0", "n", "N"]] + [Self.rules[0]] + Self.rules[2...]
    #expect(
      Self.diff(Self.rules, new).rules == [
        .init(new: 0), .init(old: 0, new: 1), .init(old: 1), .init(old: 2, new: 2), .init(old: 3, new: 3),
      ])
  }

  @Test func seesARowMovedAndOneMovedAndChanged() {
    let moved = [Self.rules[3], Self.rules[0], Self.rules[1], Self.rules[2]]
    #expect(
      Self.diff(Self.rules, moved).rules == [
        .init(old: 3, new: 0, isMoved: true), .init(old: 0, new: 1), .init(old: 1, new: 2), .init(old: 2, new: 3),
      ])
    let both = [["4", "w", "E"], Self.rules[0], Self.rules[1], Self.rules[2]]
    #expect(Self.diff(Self.rules, both).rules[0] == .init(old: 3, new: 0, isMoved: true, isChanged: true))
  }

  @Test func tellsAllOfATableThatHasNothingInCommon() {
    let diff = Self.diff([["1", "x", "A"]], [["9", "q", "Z"]])
    #expect(diff.rules == [.init(new: 0), .init(old: 0)] || diff.rules == [.init(old: 0), .init(new: 0)])
  }

  @Test func followsColumnsByTheirHeads() {
    let old = Self.sheet(Self.rules)
    let new = Self.sheet(Self.rules.map { [$0[1], "new", $0[2]] }, inputs: ["b", "d"])
    let diff = SheetDiff(from: old, to: new)
    #expect(diff.columns.map(\.column.head) == ["b", "d", "a", "c"])
    #expect(diff.columns.map(\.old) == [1, nil, 0, 2] && diff.columns.map(\.new) == [0, 1, nil, 2])
    // The cells that both have are the same.
    #expect(diff.rules.allSatisfy { !$0.isChanged && !$0.isMoved && $0.old == $0.new } && !diff.isEmpty)
  }

  /// A large table in the other order ends in time, and every rule is told once.
  @Test func tellsEveryRuleOnce() {
    let rules = (0..<600).map { ["\($0)", "x", "\($0 % 7)"] }
    let changed = rules.reversed().map { [$0[0], "y", $0[2]] }
    let diff = Self.diff(rules, Array(changed))
    #expect(Set(diff.rules.compactMap(\.old)) == Set(0..<600) && Set(diff.rules.compactMap(\.new)) == Set(0..<600))
    #expect(diff.rules.compactMap(\.old).count == 600 && diff.rules.compactMap(\.new).count == 600)
  }

  /// Rules that are there twice are told apart by their order, and the fewest are said to have moved.
  @Test func tellsRulesThatAreThereTwice() {
    let (one, two) = (["1", "x", "A"], ["2", "y", "B"])
    #expect(Self.diff([one, two, one], [one, two, one]).isEmpty)
    #expect(Self.diff([one, one], [one]).rules == [.init(old: 0, new: 0), .init(old: 1)])
    let moved = Self.diff((0..<9).map { ["\($0)", "", ""] }, [4, 0, 1, 2, 3, 8, 5, 6, 7].map { ["\($0)", "", ""] })
    #expect(moved.rules.filter(\.isMoved).compactMap(\.old) == [4, 8])
  }

  /// Tables of the largest size that have nothing in common.
  @Test(.timeLimit(.minutes(1))) func endsForLargeTables() {
    let old = (0..<20_000).map { ["\($0)", "x", "A"] }
    let new = (0..<20_000).map { ["new \($0)", "y", "B"] }
    #expect(Self.diff(old, new).rules.count == 40_000)
    #expect(Self.diff(old, old.reversed()).rules.count { $0.isMoved } == 19_999)
  }

  @Test func readsWhatIsNoTextAndTooShort() {
    let sheet = SheetText([
      "inputs": [["expression": "a"], ["expression": "b"]], "outputs": [["name": "c"]], "notes": ["n"],
      "rules": [[1, nil, true], "none", []],
    ])
    #expect(sheet?.rules == [["1", "", "true", ""], ["", "", "", ""], ["", "", "", ""]])
    #expect(SheetText(["dmn": "<definitions/>"]) == nil)
  }
}
