// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Matters
import Vocabulary

extension PackCheck {
  /// What is wrong in a decision itself, what its test cases say, and what the decisions on matters say of the rest of the pack.
  mutating func decisions() {
    let types = draft.matterTypes.map(\.value)
    for found in draft.decisions {
      for finding in found.value.compiled.findings { take(finding) }
      for failed in found.value.failedTests() { report(found.place, "/tests/\(failed.index)", failed.detail.english) }
      let faults =
        RouteCheck.faults(found.value, known: known, types: types)
        + LimitCheck.faults(found.value, known: known, types: types)
      for fault in faults {
        if let cell = fault.cell {
          let line = cell.line > 0 ? cell.line : nil
          report(PackFault(file: found.value.compiled.model.file, line: line, detail: fault.detail.english))
        } else {
          report(found.place, fault.pointer, fault.detail.english)
        }
      }
    }
  }

  /// Errors are faults; what is only likely to be a mistake is a remark.
  private mutating func take(_ finding: DecisionFinding) {
    let cell = finding.column > 0 ? ", column \(finding.column)" : ""
    let element = finding.element.isEmpty ? "" : "\(finding.element)\(cell): "
    let fault = PackFault(
      file: finding.file, line: finding.line > 0 ? finding.line : nil, detail: element + finding.message)
    if finding.isFault { report(fault) } else { remark(fault) }
  }
}

extension DecisionFinding {
  /// Whether a city refuses a decision because of it. A rule that can never count is mostly a misplaced one.
  var isFault: Bool { severity == .error || kind == .unreachable }
}
