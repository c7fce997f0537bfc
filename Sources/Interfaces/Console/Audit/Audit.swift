// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import HTTP
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

private struct AuditContent: Sendable {
  struct Line: Sendable {
    var event: String
    var at: Moment
    var who: String
    var whoAddress: String?
    var what: String
    var kind: String
    var thing: String
    var thingAddress: String?
    var thingCode: String?
  }

  var who: String
  var matter: String
  var from: String
  var to: String
  var kinds: [Option]
  var things: [Option]
  var lines: [Line]
  var hasLines: Bool
  /// Nothing was found so far, and the search goes on.
  var goesOn: Bool
  var next: String?
  var export: String?
  var check: CheckContent
}

/// How the journal's chains were verified last.
struct CheckContent: Sendable {
  var isRunning: Bool
  var done: Int64
  var total: Int64
  var progress: String
  var lastAt: Moment?
  var said: String
  var isSound: Bool
  var isBroken: Bool
  var faults: [String]
  var newest: String?
}

let auditors: Set<Role> = [.auditor, .administrator]

extension Endpoint {
  static func auditPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/audit", operationId: "pageAudit", summary: "What happened, and who did it", access: .roles(auditors),
      parameters: AuditFilter.parameters + [
        .query("before", .stringSchema(length: 0...400), "Where the page begins.")
      ], isHeavy: true
    ) { call in
      try call.requireWhole(auditors)
      return try await pages.audit(call)
    }
  }

  static func auditEventPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/audit/{event}", operationId: "pageAuditEvent", summary: "What one event changed",
      access: .roles(auditors),
      parameters: [.path("event", .stringSchema(length: 3...40), "Its place in the journal: partition:sequence.")]
    ) { call in
      try call.requireWhole(auditors)
      return try await pages.auditEvent(call)
    }
  }

  static func auditCheckForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/audit/verification", operationId: "formAuditCheck", summary: "Verify the journal",
      access: .roles(auditors), requestBody: .form(limit: 1 << 12)
    ) { call in
      try call.requireWhole(auditors)
      do {
        try await pages.city.journalCheck.start(pages.city, by: call.principal)
      } catch let problem as Problem where problem.code == .conflict {
        // It runs already: that is what was wanted.
      }
      return .seeOther("/audit")
    }
  }
}

extension Call {
  /// - Throws: `Problem` of code `forbidden` where none of the roles reaches the whole city.
  func requireWhole(_ roles: Set<Role>) throws(Problem) {
    let isWhole = principal.grants.contains { roles.contains($0.role) && $0.department == nil && $0.area == nil }
    guard !isWhole else { return }
    throw Problem(
      .forbidden, "This is for the whole city; your role is bound to a part of it.", "此页面面向全市，您的角色仅限部分范围。")
  }
}

extension Pages {
  fileprivate func audit(_ call: Call) async throws -> Answer {
    let (messages, moments) = (messages(call.head), moments(call))
    let filter = AuditFilter(call)
    var problem: Problem?
    var found: JournalPage?
    do {
      if var search = try await filter.search(self, call) {
        search.before = call.string("before").flatMap { JournalPosition($0) }
        let (journal, tenant) = (city.journal, city.tenant)
        found = try await city.database.read { [search] in try journal.search(search, tenant: tenant, in: $0) }
      }
    } catch let error as Problem where error.code == .invalid {
      problem = error
    }
    let events = found?.events ?? []
    let things = try await AuditThings(events, self, call)
    let kinds = MatterEvent.Kind.allCases.map { kind in
      Option(
        value: kind.rawValue, label: messages.text(kind.name), isChosen: kind.rawValue == filter.what)
    }
    let others = Messages.table.keys.filter { $0.hasPrefix("event.") }.sorted().map { key in
      let kind = String(key.dropFirst("event.".count))
      return Option(value: kind, label: messages[key], isChosen: kind == filter.what)
    }
    let sorts = [
      "matter", "account", "token", "definition", "entity", "series", "warning", "city", "tenant", "journal",
      "retentionClass",
    ]
    let content = AuditContent(
      who: filter.who, matter: filter.matter, from: filter.from, to: filter.to, kinds: kinds + others,
      things: sorts.map { code in
        Option(
          value: code, label: Messages.table["thing.\(code)"] == nil ? code : messages["thing.\(code)"],
          isChosen: code == filter.subjectKind)
      },
      lines: events.map { event in
        let (actor, thing) = (things.actor(of: event), things.thing(of: event))
        return AuditContent.Line(
          event: event.name, at: moments.past(event.at), who: actor.text, whoAddress: actor.address,
          what: Self.kindName(event.kind, messages), kind: event.kind, thing: thing.text, thingAddress: thing.address,
          thingCode: thing.code)
      }, hasLines: !events.isEmpty, goesOn: events.isEmpty && found?.next != nil,
      next: found?.next.map { "/audit?\(filter.query)&before=\(LocalAddress.encoded($0.description))" },
      export: filter.query.isEmpty ? "/audit.csv" : "/audit.csv?\(filter.query)",
      check: try await check(messages, moments))
    var answer = page(
      "audit", content, title: messages["audit"], for: call, isWork: true, files: ["administration.css"],
      twin: LocalAddress.twin("/api/v1/journal/events", [("kind", filter.what), ("subjectKind", filter.subjectKind)]),
      problem: problem)
    // Without script the progress is looked at again.
    if content.check.isRunning { answer = answer.with("Refresh", "3") }
    return answer
  }

  private func check(_ messages: Messages, _ moments: Moments) async throws -> CheckContent {
    let state = try await city.journalCheck.state(city)
    let newest = try await city.database.read { [journal = city.journal, tenant = city.tenant] in
      try journal.newestCheckpoint(tenant: tenant, in: $0)
    }
    let said =
      state.last.map { last in
        messages.text(
          last.faults.isEmpty ? "checkSound" : "checkBroken",
          ["events": "\(last.events)", "checkpoint": "\(last.checkpoint)", "faults": "\(last.faults.count)"])
      } ?? messages["checkNever"]
    return CheckContent(
      isRunning: state.runningSince != nil, done: state.done, total: max(1, state.total),
      progress: messages.text("checkRunning", ["done": "\(state.done)", "total": "\(state.total)"]),
      lastAt: state.last.map { moments.past($0.at) }, said: said, isSound: state.last?.faults.isEmpty == true,
      isBroken: state.last?.faults.isEmpty == false, faults: state.last?.faults ?? [],
      newest: newest.map {
        messages.text("newestCheckpoint", ["number": "\($0.number)", "at": moments.absolute($0.at)])
      })
  }

  func actor(_ id: String, _ names: [String: String], _ messages: Messages) -> String {
    switch id {
    case "system": messages["theCity"]
    case "anonymous": messages["anonymous"]
    default: names[id] ?? id
    }
  }

  static func kindName(_ kind: String, _ messages: Messages) -> String {
    if let step = MatterEvent.Kind(rawValue: kind) { return messages.text(step.name) }
    // What other systems journal keeps its own name.
    return Messages.table["event.\(kind)"] == nil ? kind : messages["event.\(kind)"]
  }
}
