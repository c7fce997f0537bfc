// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

private struct RulesContent: Sendable {
  struct Line: Sendable {
    var code: String
    var address: String
    var name: String
    var levels: String
    var watched: String
    var version: Int
    var waiting: String?
  }

  var rules: [Line]
  var hasRules: Bool
}

extension Endpoint {
  static func rulesPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/rules", operationId: "pageRules", summary: "The threshold rules of the city",
      access: .roles(decisionReaders)
    ) { call in
      let messages = pages.messages(call.head)
      let waiting = try await pages.city.decisions.waiting(.rule)
      let lines = pages.city.rules.sorted { $0.code < $1.code }.map { rule in
        RulesContent.Line(
          code: rule.code, address: VersionedKind.rules.page(rule.code), name: messages.text(rule.name),
          levels: rule.levels.map { messages.level($0.level) }.joined(separator: messages["listSeparator"]),
          watched: rule.series.joined(separator: messages["listSeparator"]), version: rule.version,
          waiting: waiting[rule.code].map { messages.text("proposalsWait", count: Int64($0)) })
      }
      return pages.page(
        "rules", RulesContent(rules: lines, hasRules: !lines.isEmpty), title: messages["thresholdRules"], for: call,
        isWork: true)
    }
  }
}

extension Messages {
  /// What a level of warning is called.
  func level(_ level: WarningLevel) -> String { self["level.\(level.rawValue)"] }
}
