// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import HTTP
import Journaling
import Matters
import Packs
import Vocabulary

extension Endpoint {
  /// What is new, one after the other: look, send, go on.
  static func deskPage(_ pages: Pages) -> Endpoint {
    page(
      .get, "/desk", operationId: "pageDesk", summary: "The dispatch desk", access: .roles(Desk.roles),
      parameters: [
        .query("at", .stringSchema(length: 0...40), "The matter that is looked at."),
        .query("done", .stringSchema(length: 0...40), "What has just been done."),
        .query("number", .stringSchema(length: 0...40), "With which matter."),
        .query("to", .stringSchema(length: 0...100), "To which department it went."),
      ]
    ) { call in
      try await Desk(pages, call).page(call.string("at").flatMap { Identifier($0) })
    }
  }

  static func deskForm(_ pages: Pages) -> Endpoint {
    page(
      .post, "/desk/{id}/{step}", operationId: "formDesk", summary: "Decide about a matter at the dispatch desk",
      access: .roles(Desk.roles),
      parameters: [
        .path("id", .stringSchema(length: 1...40), "The matter's identifier."),
        .path("step", .stringSchema(length: 1...40), "What is to be done."),
      ], requestBody: .form(limit: 1 << 17)
    ) { call in
      guard let id = Identifier(call.path("id")), let step = Desk.Step(rawValue: call.path("step")) else {
        throw Problem(.notFound, "There is no such step.", "没有这个步骤。")
      }
      let desk = Desk(pages, call)
      do {
        let after = try await desk.perform(step, on: id)
        var query = "done=\(step.rawValue)&number=\(after.number)"
        if let department = after.department { query += "&to=\(LocalAddress.encoded(department))" }
        let next = call.form["next"].flatMap { Identifier($0) }.map { "&at=\($0)" } ?? ""
        return .seeOther("/desk?\(query)\(next)")
      } catch var problem as Problem where problem.code.status < 500 && problem.code != .notFound {
        let expected = call.form["revision"].flatMap { Int64($0) }
        let told = try? await Meanwhile(pages, desk.messages, since: expected).sentence(id, for: call.principal)
        if [.revisionMismatch, .illegalTransition, .conflict].contains(problem.code), let told {
          problem.detail = told
        }
        return try await desk.page(id, tried: step, problem: problem)
      }
    }
  }
}

/// The dispatch desk of whoever works at it.
struct Desk {
  /// What can be done there with one press.
  enum Step: String {
    /// Accept what is reported, and send it where the decision says.
    case go
    /// Send it to a department of one's own choice.
    case send
    case sendBack = "return"
    case reject
    case merge
  }

  static let roles: Set<Role> = [.intake, .dispatcher]
  static let files = ["matters.css", "matter.css", "desk.css", "scripts/desk.js", "scripts/live-page.js"]

  let pages: Pages
  let call: Call
  let messages: Messages
  let moments: Moments
  let names: MatterNames
  private var city: City { pages.city }

  init(_ pages: Pages, _ call: Call) {
    self.pages = pages
    self.call = call
    messages = pages.messages(call.head)
    moments = pages.moments(call)
    names = MatterNames(pages, messages)
  }

  /// The states of what waits for somebody with these roles.
  private var states: Set<MatterState> {
    var states: Set<MatterState> = []
    if call.principal.holds(.intake) { states.insert(.submitted) }
    if call.principal.holds(.dispatcher) { states.formUnion([.accepted, .reopened]) }
    return states
  }

  // MARK: Steps

  func perform(_ step: Step, on id: Identifier) async throws -> Matter {
    switch step {
    case .go: return try await go(id)
    case .send:
      guard call.form["lead"]?.isEmpty == false else { throw Problem.invalid("/lead", messages["desk.noLead"]) }
      return try await acceptedAndSent(id, lead: call.form["lead"])
    case .sendBack: return try await city.perform(.sendBack, on: id, call).matter
    case .reject: return try await city.perform(.reject, on: id, call).matter
    case .merge: return try await city.perform(.merge, on: id, call).matter
    }
  }

  private func go(_ id: Identifier) async throws -> Matter {
    let matter = try await city.matters.matter(id, for: call.principal)
    return try await acceptedAndSent(id, lead: city.matters.route(of: matter)?.department)
  }

  /// Accepts, where it is not accepted yet; sends it, where that does not happen by itself.
  private func acceptedAndSent(_ id: Identifier, lead: String?) async throws -> Matter {
    let principal = call.principal
    var expected = call.form["revision"].flatMap { Int64($0) }
    var matter = try await city.matters.matter(id, for: principal)
    if let expected, expected != matter.revision { throw Problem(.revisionMismatch, messages["desk.changed"]) }
    if matter.state == .submitted {
      let done = try await city.matters.perform(
        .accept, on: id, expected: expected, by: principal, idempotency: try key("accept", id))
      matter = done.matter
      expected = matter.revision
    }
    let isWanted = lead != nil && lead != matter.department
    guard matter.state == .accepted || matter.state == .reopened || (isWanted && matter.state == .dispatched),
      city.matters.actions(on: matter, for: principal).contains(.dispatch)
    else { return matter }
    // The decision names those that assist, too.
    let isAsDecided = lead == nil || lead == city.matters.route(of: matter)?.department
    return try await city.matters.perform(
      .dispatch(lead: isAsDecided ? nil : lead, assisting: [], informed: []), on: id, expected: expected,
      by: principal, idempotency: try key("dispatch \(lead ?? "")", id)
    ).matter
  }

  private func key(_ what: String, _ id: Identifier) throws(Problem) -> IdempotencyKey? {
    guard let key = call.form["key"], !key.isEmpty else { return nil }
    return try IdempotencyKey("\(key).\(what.prefix { $0 != " " })", for: Array("\(what) \(id)".utf8))
  }

  // MARK: The page

  func page(_ at: Identifier?, tried: Step? = nil, problem: Problem? = nil) async throws -> Answer {
    var query = MatterQuery()
    query.states = states
    query.limit = 50
    let found = try await city.matters.list(query, for: call.principal)
    let waiting = try await city.matters.count(query, upTo: 1000, for: call.principal)
    var chosen = found.matters.first { $0.id == at }
    if chosen == nil, let at { chosen = try? await city.matters.matter(at, for: call.principal) }
    chosen = chosen ?? found.matters.first
    let next = chosen.flatMap { chosen -> Identifier? in
      guard let index = found.matters.firstIndex(where: { $0.id == chosen.id }) else { return found.matters.first?.id }
      return (found.matters[(index + 1)...].first ?? found.matters[..<index].first)?.id
    }
    let rows = MatterRows(pages, call, columns: [])
    let pane: DeskPane? =
      if let chosen { try await self.pane(chosen, next: next, tried: tried) } else { nil }
    let content = DeskContent(
      count: messages.text("desk.waiting", count: Int64(waiting)),
      lines: found.matters.map { matter in
        let row = rows.row(matter)
        return DeskContent.Line(
          lineID: row.id, lineAddress: "/desk?at=\(row.id)", lineTitle: row.title, bar: row.bar, due: row.due,
          lineHint: [names.place(matter.areas), names.channel(matter.channel)].filter { !$0.isEmpty }
            .joined(separator: " · "), isUrgent: matter.priority != .normal,
          lineMark: messages.text((matter.priority == .normal ? matter.state.name : matter.priority.name)),
          isCurrent: matter.id == chosen?.id)
      }, hasLines: !found.matters.isEmpty, notice: problem == nil ? notice : nil, pane: pane,
      keys: messages.keys([
        ("move", found.matters.count > 1), ("go", pane?.canGo == true), ("send", pane?.canSend == true),
        ("return", pane?.canReturn == true), ("reject", pane?.canReject == true),
        ("merge", pane?.near.contains(where: \.canMerge) == true),
      ]))
    return pages.page(
      "desk", content, title: messages["desk"], for: call, address: "/desk", isWork: true, isWide: true,
      files: Self.files, twin: query.twin, problem: problem)
  }

  /// What has just been done.
  private var notice: String? {
    guard call.endpoint.method == .get, let step = call.string("done"), Messages.table["desk.done.\(step)"] != nil
    else { return nil }
    let department = call.string("to").map(names.department) ?? "–"
    return messages.text(
      "desk.done.\(step)", ["number": call.string("number") ?? "", "department": department])
  }

  private func pane(_ matter: Matter, next: Identifier?, tried: Step?) async throws -> DeskPane {
    let principal = call.principal
    let near = try await NearbyMatters.find(matter, in: city, for: principal)
    let actions = Set(city.matters.actions(on: matter, for: principal))
    let route = city.matters.route(of: matter)
    let isNew = states.contains(matter.state)
    let canSend = actions.contains(.dispatch) && (matter.state == .accepted || matter.state == .reopened)
    let sendsAfterwards = actions.contains(.accept) && principal.holds(.dispatcher)
    let goes = isNew && (actions.contains(.accept) || (canSend && route != nil))
    let goText: String
    if let route, canSend || sendsAfterwards || sendsByItself(matter) {
      goText = messages.text(
        canSend ? "desk.sendTo" : "desk.acceptAndSendTo", ["department": names.department(route.department)])
    } else {
      goText = messages["desk.accept"]
    }
    let view = MatterView(principal).shown(matter)
    let maker = MatterContentMaker(pages, call, matter)
    return DeskPane(
      paneID: matter.id.description, revision: matter.revision, number: matter.number,
      paneTitle: names.title(of: matter),
      type: names.type(of: matter) == names.title(of: matter) ? nil : names.type(of: matter),
      state: messages.text(matter.state.name),
      priority: messages.text(matter.priority.name), isUrgent: matter.priority != .normal,
      text: messages.ownPart(of: view.text, in: matter),
      created: moments.past(matter.createdAt), channel: names.channel(matter.channel),
      place: matter.address.map(messages.own),
      areas: names.place(matter.areas), files: view.evidence.map(maker.file), hasFiles: !view.evidence.isEmpty,
      clocks: matter.clocks.filter { !$0.isStopped }.map(maker.clock), key: FormKey.new(),
      next: next?.description ?? "", suggestion: route.map(suggestion), canGo: goes, goText: goText,
      canSend: canSend || sendsAfterwards,
      leads: city.pack.departments.map {
        .init(
          value: $0.code, label: messages.text($0.name),
          isChosen: $0.code == (tried == .send ? call.form["lead"] : nil))
      }, canReturn: actions.contains(.sendBack), canReject: actions.contains(.reject),
      returnReason: tried == .sendBack ? call.form["reason"] ?? "" : "", isReturnTried: tried == .sendBack,
      rejectReason: tried == .reject ? call.form["reason"] ?? "" : "", isRejectTried: tried == .reject,
      near: near.map { neighbour($0, canMerge: actions.contains(.merge)) }, hasNear: !near.isEmpty,
      map: PlaceMap(
        matter.position, areas: matter.areas,
        label: messages.text("mapOf", ["place": matter.address.map(messages.own) ?? names.place(matter.areas)]),
        near: near, names: names),
      already: isNew ? nil : try await already(matter))
  }

  private func sendsByItself(_ matter: Matter) -> Bool {
    names.catalogue.type(matter.type, version: matter.typeVersion)?.dispatchesByItself ?? false
  }

  /// Why the decision names that department.
  private func suggestion(_ route: Route) -> DeskPane.Suggestion {
    let definition = names.catalogue.decisions[route.use.code]
    let called = pages.codeNames(messages)
    var reasons: [String] = []
    for table in definition?.matchedTables(of: route.use) ?? [] {
      for rule in table.rules {
        let conditions = rule.inputs.filter { !["", "-"].contains($0.text.trimmed) }.map { entry in
          let given =
            entry.value?.string.flatMap { called(entry.name, $0) } ?? entry.value?.plain ?? entry.text
          let known = Messages.table["column.\(entry.name)"] == nil ? entry.name : messages["column.\(entry.name)"]
          return messages.text("desk.condition", ["name": entry.label.map(messages.name) ?? known, "value": given])
        }
        let number = messages.text("ruleNumber", ["rule": "\(rule.number)"])
        reasons.append(([number] + conditions).joined(separator: " · "))
        reasons += rule.notes.map(\.text)
      }
      if table.isDefault { reasons.append(messages["desk.byDefault"]) }
    }
    return DeskPane.Suggestion(
      suggested: names.department(route.department),
      assisting: route.assisting.isEmpty
        ? nil : route.assisting.map(names.department).joined(separator: messages["listComma"]),
      decisionName: definition.map { messages.text($0.name) } ?? route.use.code,
      decisionAddress: decisionReaders.contains { call.principal.holds($0) } ? "/decisions/\(route.use.code)" : nil,
      grounds: reasons)
  }

  private func neighbour(_ found: NearbyMatters.Found, canMerge: Bool) -> DeskPane.Neighbour {
    DeskPane.Neighbour(
      nearID: found.matter.id.description, nearNumber: found.matter.number, nearTitle: names.title(of: found.matter),
      nearHint: messages.text(
        found.isLikely ? "nearLikely" : "nearBy",
        [
          "metres": "\(Int(found.distance.rounded()))", "state": messages.text(found.matter.state.name),
          "age": moments.past(found.matter.createdAt).relative,
        ]), isLikely: found.isLikely, canMerge: canMerge)
  }

  /// Who was quicker, for a matter that waits no more.
  private func already(_ matter: Matter) async throws -> String? {
    let events = try await city.matters.history(of: matter.id, for: call.principal)
    guard let last = events.last, let step = MatterEvent(last) else { return nil }
    let known = try await pages.names(of: [last.actor], messages)[last.actor]
    return messages.text(
      "desk.already",
      [
        "name": last.actor == "system" ? messages["theCity"] : known ?? messages["somebody"],
        "action": messages.text(step.kind.name), "state": messages.text(matter.state.name),
      ])
  }
}
