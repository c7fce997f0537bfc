// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Telemetry
import Vocabulary

/// What a threshold rule must be like so that a city can use it: it opens matters of a type that exists and watches series of
/// numbers.
enum RuleCheck {
  struct Fault {
    /// JSON Pointer into the rule.
    var pointer: String
    var detail: Message
    var severity = DecisionFinding.Severity.error
  }

  /// What is wrong for a pack that is whole. A series of which it does not know may come in all the same.
  static func faults(of rule: ThresholdRule, known: KnownCodes, pack: Pack) -> [Fault] {
    var kinds: [String: Series.Kind] = [:]
    for series in pack.series { kinds[series.code] = series.kind }
    return faults(of: rule, known: known, unknownSeries: .warning) { kinds[$0] }
  }

  /// - Parameters:
  ///   - unknownSeries: how bad it is to name a series that nothing has.
  ///   - kind: what the readings of a series are; `nil` where that is not known.
  static func faults(
    of rule: ThresholdRule, known: KnownCodes, unknownSeries: DecisionFinding.Severity,
    kind: (String) -> Series.Kind?
  ) -> [Fault] {
    var faults: [Fault] = []
    if let missing = known.missing(.matterType, rule.matterType) {
      faults.append(Fault(pointer: "/matterType", detail: missing))
    }
    for (index, pattern) in rule.series.enumerated() {
      let pointer = "/series/\(index)"
      guard pattern.hasSuffix("*") else {
        if let missing = known.missing(.series, pattern) {
          faults.append(Fault(pointer: pointer, detail: missing, severity: unknownSeries))
        }
        if let kind = kind(pattern), kind != .number {
          let detail = Message(
            "series \(pattern) holds readings of kind \(kind.rawValue), not numbers",
            "数据序列 \(pattern) 的读数是 \(kind.rawValue)，不是数值")
          faults.append(Fault(pointer: pointer, detail: detail))
        }
        continue
      }
      let start = pattern.dropLast()
      if !(known.codes[.series] ?? []).contains(where: { $0.hasPrefix(start) }) {
        let detail = Message("no series has a code that begins with \(start)", "没有代码以 \(start) 开头的数据序列")
        faults.append(Fault(pointer: pointer, detail: detail, severity: unknownSeries))
      }
    }
    return faults
  }
}
