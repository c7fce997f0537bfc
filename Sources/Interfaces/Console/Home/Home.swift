// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Access
import HTTP
import Matters
import Packs
import Vocabulary

extension Principal {
  /// Whether they see what they reported themselves and no more.
  fileprivate var isReporter: Bool { !grants.isEmpty && grants.allSatisfy { $0.role == .reporter } }
}

private struct LandingContent: Sendable {
  var needsSetUp: Bool
}

private struct HomeContent: Sendable {
  struct Line: Sendable {
    var id: String
    var number: String
    var title: String
    var state: String
    var priority: String
    var department: String
    var due: Moment?
  }

  var roles: String
  var heading: String
  var caption: String
  var empty: String
  var matters: [Line]
  var hasMatters: Bool
  var next: String?
}

extension Endpoint {
  /// For whoever has signed in: who they are and what is open, or what they reported; for others: what they can do.
  static func homePage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/", operationId: "pageHome", summary: "The start page", access: .optional,
      parameters: [.query("after", .stringSchema(length: 0...60), "Where the page of the list begins.")]
    ) { call in
      let messages = pages.messages(call.head)
      guard call.identity != nil else {
        let needsSetUp = try await pages.city.access.needsSetUp(in: pages.city.tenant)
        return pages.page(
          "landing", LandingContent(needsSetUp: needsSetUp), title: messages["welcome"], for: call,
          files: ["public.css"], twin: "/api/v1/public/reports")
      }
      var query = MatterQuery()
      if call.principal.isReporter {
        // What is over is still theirs: it can be read, and rated.
        query.order = .newest
      } else {
        query.states = Set(MatterState.allCases.filter { !$0.isFinal })
      }
      query.after = call.string("after").flatMap(MatterQuery.Cursor.init(text:))
      let found = try await pages.city.matters.list(query, for: call.principal)
      let content = HomeContent(found, messages, pages, call)
      return pages.page(
        "home", content, title: pages.messages(call.head).name(call.principal.name), for: call, isWork: true,
        twin: query.twin)
    }
  }
}

extension HomeContent {
  fileprivate init(
    _ page: MatterPage, _ messages: Messages, _ pages: Pages, _ call: Call
  ) {
    let (city, principal, moments) = (pages.city, call.principal, pages.moments(call))
    let departments = city.matters.catalogue.departments
    roles = principal.grants.isEmpty ? messages["noRoles"] : Self.roles(principal, messages, city)
    let kind = principal.isReporter ? "own" : "open"
    heading = messages["home.\(kind)"]
    caption = messages["home.\(kind).caption"]
    empty = messages["home.\(kind).empty"]
    matters = page.matters.map { matter in
      Line(
        id: matter.id.description, number: matter.number, title: pages.title(of: matter, messages),
        state: messages.text(matter.state.name),
        priority: messages.text(matter.priority.name),
        department: matter.department.map { departments[$0].map(messages.text) ?? $0 } ?? "–",
        due: matter.dueAt.map { moments.due($0) })
    }
    hasMatters = !matters.isEmpty
    next = page.next.map { "/?after=\($0.text)" }
  }

  private static func roles(_ principal: Principal, _ messages: Messages, _ city: City) -> String {
    let departments = city.matters.catalogue.departments
    return principal.grants.map { grant in
      let bounds = [
        grant.department.map { departments[$0].map(messages.text) ?? $0 },
        grant.area.map { city.pack.areas.area($0).map { messages.text($0.name) } ?? $0 },
      ].compactMap { $0 }
      // What people report is their own: bounds of theirs say nothing.
      guard grant.role != .reporter || !bounds.isEmpty else { return messages["role.reporter"] }
      return messages.text(
        "roleWithin",
        [
          "role": messages["role.\(grant.role.rawValue)"],
          "bounds": bounds.isEmpty ? messages["everywhere"] : bounds.joined(separator: ", "),
        ])
    }.joined(separator: " · ")
  }
}
