// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions

/// Finds the rules that watch a series without asking each.
struct RuleIndex: Sendable {
  private let exact: [String: [ThresholdRule]]
  /// Rules with a series that ends with `*`.
  private let patterned: [ThresholdRule]
  private let byCode: [String: ThresholdRule]

  init(_ rules: [ThresholdRule]) {
    var exact: [String: [ThresholdRule]] = [:]
    var patterned: [ThresholdRule] = []
    for rule in rules {
      if rule.series.contains(where: { $0.hasSuffix("*") }) {
        patterned.append(rule)
      } else {
        for series in Set(rule.series) { exact[series, default: []].append(rule) }
      }
    }
    self.exact = exact
    self.patterned = patterned
    byCode = Dictionary(rules.map { ($0.code, $0) }) { first, _ in first }
  }

  /// The rule of a code.
  func rule(_ code: String) -> ThresholdRule? { byCode[code] }

  /// By code: the order in which their states are locked.
  func rules(for series: String) -> [ThresholdRule] {
    ((exact[series] ?? []) + patterned.filter { $0.watches(series) }).sorted { $0.code < $1.code }
  }
}
