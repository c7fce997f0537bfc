// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Telemetry
import Vocabulary

extension PackCheck {
  mutating func matterTypes() {
    for found in draft.matterTypes {
      let type = found.value
      for (priority, clocks) in type.limits {
        for (clock, limit) in clocks {
          reference(
            .calendar, limit.calendar, found.place, "/limits/\(priority.rawValue)/\(clock.rawValue)/calendar")
        }
      }
      reference(.decision, type.route, found.place, "/route")
      automaticDispatch(found)
    }
  }

  /// What is sent by itself must be sent somewhere, wherever in the city and however urgent it is.
  private mutating func automaticDispatch(_ found: Found<MatterType>) {
    let type = found.value
    guard type.dispatchesByItself, let code = type.route,
      let decision = draft.decisions.first(where: { $0.value.code == code })?.value
    else { return }
    // A place outside all areas, or none at all, is possible.
    let open = MatterPriority.allCases.filter { Route.department(decision, type, $0) == nil }
    guard !open.isEmpty else { return }
    let priorities =
      open.count == MatterPriority.allCases.count
      ? "" : " of priority \(open.map(\.rawValue).joined(separator: ", "))"
    report(
      found.place, "/dispatch",
      "matters\(priorities) may find no department in \(code): give it a rule for \(type.code) without areas, or a default"
    )
  }

  mutating func rules() {
    for found in draft.rules {
      let rule = found.value
      reference(.matterType, rule.matterType, found.place, "/matterType")
      for (index, pattern) in rule.series.enumerated() {
        let pointer = "/series/\(index)"
        guard pattern.hasSuffix("*") else {
          reference(.series, pattern, found.place, pointer)
          if let series = draft.series.first(where: { $0.value.code == pattern })?.value, series.kind != .number {
            report(
              found.place, pointer, "series \(pattern) holds readings of kind \(series.kind.rawValue), not numbers")
          }
          continue
        }
        let start = pattern.dropLast()
        if !(draft.codes[.series] ?? [:]).keys.contains(where: { $0.hasPrefix(start) }) {
          report(found.place, pointer, "no series has a code that begins with \(start)")
        }
      }
    }
  }
}
