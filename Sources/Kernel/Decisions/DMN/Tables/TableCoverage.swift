// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds combinations of values for which none of some rules fits.
///
/// The search goes column by column, keeps the rules that still fit, and remembers what it has found covered, so that
/// tables of people are quick; a table made to be hard ends at the limit of steps.
struct TableCoverage {
  let columns: [AnalysisColumn]
  let rules: Int
  /// Steps that may still be taken.
  var steps: Int
  /// How many gaps to look for.
  let wanted: Int
  private(set) var gaps: [[[ClosedRange<Int>]]] = []
  private(set) var isComplete = true
  private let open: [RuleSet]
  private var covered: Set<Key> = []

  private struct Key: Hashable {
    var column: Int
    var rules: RuleSet
  }

  init(columns: [AnalysisColumn], rules: Int, steps: Int, wanted: Int) {
    self.columns = columns
    self.rules = rules
    self.steps = steps
    self.wanted = wanted
    // The rules that fit everywhere from a column on.
    var open = [RuleSet(allOf: rules)]
    for column in columns.reversed() {
      var set = open[0]
      for rule in 0..<rules where column.fits[rule] != nil { set[rule] = false }
      open.insert(set, at: 0)
    }
    self.open = open
  }

  /// Looks for combinations inside `within` that none of `candidates` fits.
  mutating func search(_ candidates: RuleSet, within: [[ClosedRange<Int>]]) {
    covered.removeAll(keepingCapacity: true)
    _ = visit(0, candidates, [], within)
  }

  /// Answers whether everything is covered.
  private mutating func visit(
    _ number: Int, _ candidates: RuleSet, _ box: [[ClosedRange<Int>]], _ within: [[ClosedRange<Int>]]
  ) -> Bool {
    guard gaps.count < wanted else { return false }
    steps -= 1
    guard steps > 0 else {
      isComplete = false
      return false
    }
    if candidates.isEmpty {
      gaps.append(box + within[number...])
      return false
    }
    if !candidates.intersection(open[number]).isEmpty { return true }
    let key = Key(column: number, rules: candidates)
    if covered.contains(key) { return true }
    let column = columns[number]
    var groups: [RuleSet: [ClosedRange<Int>]] = [:]
    var order: [RuleSet] = []
    for range in within[number] {
      for segment in range {
        let rest = candidates.intersection(column.rules(in: segment, of: rules))
        var ranges = groups[rest] ?? []
        if ranges.isEmpty { order.append(rest) }
        if let last = ranges.last, last.upperBound == segment - 1 {
          ranges[ranges.count - 1] = last.lowerBound...segment
        } else {
          ranges.append(segment...segment)
        }
        groups[rest] = ranges
        steps -= 1
      }
    }
    var whole = true
    for rest in order where !visit(number + 1, rest, box + [groups[rest] ?? []], within) { whole = false }
    if whole { covered.insert(key) }
    return whole
  }
}
