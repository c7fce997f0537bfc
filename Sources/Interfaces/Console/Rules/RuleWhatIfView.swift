// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Lifeline
import Vocabulary

/// What another version of a threshold rule would have raised, as a page shows it.
struct RuleWhatIfView: Sendable {
  struct Count: Sendable {
    var levelName: String
    var did: Int
    var would: Int
  }

  struct Group: Sendable {
    var heading: String
    var warnings: [Line]
  }

  struct Line: Sendable {
    var series: String
    var raised: String
    var ended: String
    var levelName: String
    var extreme: String
    var matterAddress: String?
  }

  var looked: String
  var summary: String
  var today: String?
  var limit: String?
  var failure: String?
  var counts: [Count]
  var groups: [Group]

  init(_ found: ThresholdWhatIf, _ messages: Messages, _ moments: Moments) {
    looked = messages.text("ruleLooked", ["series": "\(found.series)", "readings": "\(found.readings)"])
    summary = messages.text(
      "ruleSummary",
      [
        "did": "\(found.did.raised)", "would": "\(found.would.raised)", "kept": "\(found.kept)",
        "gone": "\(found.gone)", "added": "\(found.added)", "ended": "\(found.would.ended)",
      ])
    today = found.today.map {
      messages.text(
        "ruleToday",
        [
          "gone": "\($0.gone)", "added": "\($0.added)", "same": "\($0.same)", "other": "\($0.otherLevel)",
        ])
    }
    limit = found.lastSeries.map { messages.text("ruleLimit", ["series": $0]) }
    failure = found.failure.map {
      messages.text("ruleFailure", ["count": "\(found.failures)", "reason": messages.text($0.localized)])
    }
    counts = WarningLevel.allCases.map {
      Count(levelName: messages.level($0), did: found.did.byPeak[$0] ?? 0, would: found.would.byPeak[$0] ?? 0)
    }
    groups = [
      ("ruleGoneToday", found.goneToday), ("ruleGone", found.goneExamples), ("ruleAdded", found.addedExamples),
    ].filter { !$0.1.isEmpty }.map { key, warnings in
      Group(heading: messages[key], warnings: warnings.map { Line($0, messages, moments) })
    }
  }
}

extension RuleWhatIfView.Line {
  init(_ warning: ThresholdWhatIf.Episode, _ messages: Messages, _ moments: Moments) {
    self.init(
      series: warning.series, raised: moments.absolute(warning.raised),
      ended: warning.ended.map { moments.absolute($0) } ?? "–", levelName: messages.level(warning.peak),
      extreme: JSON.number(warning.extreme).text, matterAddress: warning.matter.map { "/matters/\($0)" })
  }
}
