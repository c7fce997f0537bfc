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
  /// Where it is in a table: `rule 3, column 2`.
  var spot: String?
  /// The row of the table that the page shows.
  var anchor: String?

  init(_ finding: DecisionCheck.Finding, _ messages: Messages) {
    severity = finding.severity.rawValue
    severityName = messages["severity.\(finding.severity.rawValue)"]
    kindName = messages["finding.\(finding.kind.rawValue)"]
    message = messages.text(finding.messages.localized)
    switch (finding.rule, finding.column, finding.line) {
    case (let rule?, let column?, _): spot = messages.text("spotCell", ["rule": "\(rule)", "column": "\(column)"])
    case (let rule?, nil, _): spot = messages.text("spotRule", ["rule": "\(rule)"])
    case (nil, let column?, _): spot = messages.text("spotColumn", ["column": "\(column)"])
    case (nil, nil, let line?): spot = messages.text("spotLine", ["line": "\(line)"])
    default: spot = nil
    }
    anchor = finding.rule.map { "rule-\($0)" }
  }
}
