// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

/// The history of a decision.
private struct VersionsContent: Sendable {
  var code: String
  var decisionAddress: String
  var versions: [VersionView]
  var next: String?
}

extension Endpoint {
  static func decisionVersionsPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/decisions/{code}/versions", operationId: "pageDecisionVersions", summary: "The versions of a decision",
      access: .roles(decisionReaders),
      parameters: [
        .decisionCode, .query("before", .integerSchema(1...Int64(Int32.max)), "Only versions below this one."),
      ]
    ) { call in
      let (code, messages) = (call.path("code"), pages.messages(call.head))
      let definition = try pages.definition(code)
      let found = try await pages.city.decisions.versions(of: code, before: call.integer("before"), limit: 51)
      let shown = Array(found.prefix(50))
      let (names, moments) = (try await pages.names(of: shown), pages.moments(call))
      let content = VersionsContent(
        code: code, decisionAddress: DecisionAddress.page(code),
        versions: shown.map { VersionView($0, inForce: definition.version, names, messages, moments) },
        next: found.count > 50 ? shown.last.map { "\(DecisionAddress.versions(code))?before=\($0.version)" } : nil)
      return pages.page(
        "decision-versions", content,
        title: messages.text("versionsOf", ["name": messages.text(definition.name)]), for: call, isWork: true)
    }
  }
}
