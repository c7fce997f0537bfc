// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Packs
import Vocabulary

/// Something to say of a decision, as a page shows it.
struct FindingView: Sendable {
  var severity: String
  var severityName: String
  var kindName: String
  var message: String
  /// Where it is in a table, and in the XML of a model: `rule 3, column 2, line 41`.
  var spot: String?
  /// The row of the table that the page shows.
  var anchor: String?

  init(_ finding: DecisionCheck.Finding, _ messages: Messages) {
    severity = finding.severity.rawValue
    severityName = messages["severity.\(finding.severity.rawValue)"]
    kindName = messages["finding.\(finding.kind.rawValue)"]
    message = messages.text(finding.messages.localized)
    let cell: String? =
      switch (finding.rule, finding.column) {
      case (let rule?, let column?): messages.text("spotCell", ["rule": "\(rule)", "column": "\(column)"])
      case (let rule?, nil): messages.text("spotRule", ["rule": "\(rule)"])
      case (nil, let column?): messages.text("spotColumn", ["column": "\(column)"])
      default: nil
      }
    let line = finding.line.map { messages.text("spotLine", ["line": "\($0)"]) }
    let spots = [cell, line].compactMap(\.self)
    spot = spots.isEmpty ? nil : spots.joined(separator: messages["listSeparator"])
    anchor = finding.rule.map { "rule-\($0)" }
  }
}
