// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Matters
import Packs
import Vocabulary

/// Who may read the decisions of the city.
let decisionReaders = Set(Role.allCases).subtracting([.reporter])
/// Who may try decisions and drafts.
let decisionTesters: Set<Role> = [.supervisor, .auditor, .administrator]

private struct DecisionsContent: Sendable {
  struct Line: Sendable {
    var code: String
    var address: String
    var name: String
    var serves: String
    var version: Int
    var rules: String
    var tests: Int
    var waiting: String?
  }

  var decisions: [Line]
  var hasDecisions: Bool
}

extension Endpoint {
  static func decisionsPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/decisions", operationId: "pageDecisions", summary: "The decisions of the city",
      access: .roles(decisionReaders)
    ) { call in
      let messages = pages.messages(call.head)
      let register = pages.city.decisions
      let waiting = try await register.waiting()
      let lines = register.all.map { definition in
        DecisionsContent.Line(
          definition, serves: register.types(servedBy: definition.code).map { messages.text($0.name) },
          waiting: waiting[definition.code] ?? 0, messages)
      }
      return pages.page(
        "decisions", DecisionsContent(decisions: lines, hasDecisions: !lines.isEmpty), title: messages["decisions"],
        for: call, isWork: true)
    }
  }
}

extension DecisionsContent.Line {
  init(_ definition: DecisionDefinition, serves: [String], waiting: Int, _ messages: Messages) {
    var rules = messages["dmnModel"]
    if case .sheet(let sheet) = definition.form { rules = "\(sheet.rows.count)" }
    self.init(
      code: definition.code, address: VersionedKind.decisions.page(definition.code),
      name: messages.text(definition.name),
      serves: serves.isEmpty ? "–" : serves.joined(separator: messages["listSeparator"]), version: definition.version,
      rules: rules, tests: definition.tests.count,
      waiting: waiting == 0 ? nil : messages.text("proposalsWait", count: Int64(waiting)))
  }
}

extension Parameter {
  static let decisionCode = path("code", .stringSchema(length: 1...100), "The decision's code.")
  static let decisionVersion = path("version", .integerSchema(1...Int64(Int32.max)), "The number of the version.")
}

extension Principal {
  /// Whether one of these roles is held without bounds.
  func holdsEverywhere(_ roles: Set<Role>) -> Bool {
    grants.contains { roles.contains($0.role) && $0.department == nil && $0.area == nil }
  }
}
