// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

/// The history of a decision or of a threshold rule.
private struct VersionsContent: Sendable {
  var code: String
  var listAddress: String
  var listTitle: String
  var decisionAddress: String
  var versions: [VersionView]
  var next: String?
}

extension Endpoint {
  static func versionsPage(_ pages: Pages, of named: VersionedKind) -> Endpoint {
    page(
      .get, "\(named.path)/{code}/versions", operationId: "page\(named.operation)Versions",
      summary: "The versions of a \(named.kind == .rule ? "threshold rule" : "decision")",
      access: .roles(decisionReaders),
      parameters: [
        .decisionCode, .query("before", .integerSchema(1...Int64(Int32.max)), "Only versions below this one."),
      ]
    ) { call in
      let (code, messages) = (call.path("code"), pages.messages(call.head))
      let (name, inForce) = try pages.inForce(code, named)
      let found = try await pages.city.decisions.versions(
        of: code, kind: named.kind, before: call.integer("before"), limit: 51)
      let shown = Array(found.prefix(50))
      let (names, moments) = (try await pages.names(of: shown), pages.moments(call))
      let content = VersionsContent(
        code: code, listAddress: named.path, listTitle: messages[named.heading], decisionAddress: named.page(code),
        versions: shown.map { VersionView($0, inForce: inForce, names, messages, moments) },
        next: found.count > 50 ? shown.last.map { "\(named.versions(code))?before=\($0.version)" } : nil)
      return pages.page(
        "decision-versions", content,
        title: messages.text("versionsOf", ["name": messages.text(name)]), for: call, isWork: true)
    }
  }
}

extension Pages {
  /// The name of a decision or rule, and the number of its version in force.
  /// - Throws: `Problem` of code `notFound`.
  func inForce(_ code: String, _ named: VersionedKind) throws(Problem) -> (name: LocalizedText, version: Int) {
    switch named.kind {
    case .decision:
      let definition = try definition(code)
      return (definition.name, definition.version)
    case .rule:
      let rule = try city.rule(code)
      return (rule.name, rule.version)
    }
  }
}
