// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Telemetry
import Vocabulary

extension PackCheck {
  mutating func matterTypes() {
    let decisions = boundedDecisions()
    for found in draft.matterTypes {
      let type = found.value
      limits(found, decisions)
      reference(.decision, type.route, found.place, "/route")
      automaticDispatch(found, decisions)
    }
  }

  /// The decisions that can be asked for every type, by code; of each other one it is said once that it takes too long.
  private mutating func boundedDecisions() -> [String: DecisionDefinition] {
    let types = draft.matterTypes.map(\.value)
    var bounded: [String: DecisionDefinition] = [:]
    for found in draft.decisions {
      let run = FEELEvaluation(limits: found.value.compiled.limits.feel)
      if let detail = MatterTableCheck.tooLong(found.value, types, within: run) {
        report(found.place, "", detail.english)
      } else if bounded[found.value.code] == nil {
        bounded[found.value.code] = found.value
      }
    }
    return bounded
  }

  /// Every matter has time limits where its type names a decision on them.
  private mutating func limits(_ found: Found<MatterType>, _ decisions: [String: DecisionDefinition]) {
    let type = found.value
    if case .table = type.limits {
      report(
        found.place, "/limits",
        "time limits are a decision now: limits: <code of a decision in decisions/>, with an output for each clock and one for "
          + "the calendar, as in [\"PT4H working, warn at 75%\", \"5 working days\", \"china\"]")
    }
    reference(.decision, type.limitDecision, found.place, "/limits")
    guard let decision = type.limitDecision.flatMap({ decisions[$0] }) else { return }
    for detail in LimitCheck.openLimits(of: type, by: decision, known: known) {
      report(found.place, "/limits", detail.english)
    }
  }

  /// What is sent by itself must be sent somewhere, wherever in the city and however urgent it is.
  private mutating func automaticDispatch(_ found: Found<MatterType>, _ decisions: [String: DecisionDefinition]) {
    guard let decision = found.value.route.flatMap({ decisions[$0] }),
      let detail = RouteCheck.openDispatch(of: found.value, by: decision)
    else { return }
    report(found.place, "/dispatch", detail.english)
  }

  mutating func rules() {
    let kinds = Dictionary(draft.series.map { ($0.value.code, $0.value.kind) }) { first, _ in first }
    for found in draft.rules {
      let rule = found.value
      if let decision = draft.codes[.decision]?[rule.code] {
        report(
          found.place, "/code",
          "a decision has the code \(rule.code) too, in \(decision.name): the journal tells the uses of both by code")
      }
      let faults = RuleCheck.faults(of: rule, known: known, unknownSeries: .error) { kinds[$0] }
      for fault in faults { report(found.place, fault.pointer, fault.detail.english) }
    }
  }
}
