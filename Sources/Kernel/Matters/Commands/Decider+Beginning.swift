// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
import Spatial
import Vocabulary

extension Decider {
  /// The events with which a report becomes a matter: filed and dispatched by itself where its type says so.
  func begin(_ submission: Submission, id: Identifier, number: String) throws(Problem) -> [MatterEvent] {
    guard principal.kind == .system || principal.kind == .anonymous || !submission.isDraft || principal.holds(.reporter)
      || principal.holds(.intake)
    else { throw Problem(.forbidden, "Drafts are made by reporters and intake.") }
    guard let type = catalogue.type(submission.type) else {
      throw .invalid("/type", "there is no matter type \"\(submission.type)\"; GET /api/v1/matter-types lists them")
    }
    let areas = submission.areas ?? submission.position.map(catalogue.areas.locate) ?? AreaPath()
    var reporter = submission.reporter ?? Reporter()
    if principal.kind == .person || principal.kind == .service, reporter.principal == nil {
      reporter.principal = principal.id
    }
    var matter = Matter(
      id: id, number: number, type: type.code, typeVersion: type.version,
      title: submission.title ?? type.name.text(in: "en"), text: submission.text,
      state: submission.isDraft ? .draft : .submitted, priority: submission.priority ?? .normal,
      channel: submission.channel, position: submission.position, address: submission.address, areas: areas,
      owner: principal.kind == .anonymous ? nil : principal.id,
      reporters: reporter == Reporter() ? [] : [reporter], externalID: submission.externalID,
      correlation: submission.correlation, trackingHash: submission.trackingHash, attributes: submission.attributes,
      createdAt: now, updatedAt: now, revision: 1)
    if submission.isDraft { return [event(.drafted, to: .draft, body: .beginning(matter))] }
    var clocks = start(.accept, of: type, matter)
    if let dueAt = submission.dueAt {
      clocks.append(.start(MatterClock(kind: .total, startedAt: now, limit: nil, calendar: nil, dueAt: dueAt)))
    } else {
      clocks += start(.total, of: type, matter)
    }
    var events = [event(.submitted, to: .submitted, clocks: clocks, body: .beginning(matter))]
    guard type.acceptsByItself, let begun = Matter.fold(nil, events[0]) else { return events }
    matter = begun
    try advance(&events, &matter) { matter throws(Problem) in try accepted(matter, type) }
    guard type.dispatchesByItself, let answer = route(type, matter) else { return events }
    try advance(&events, &matter) { matter throws(Problem) in
      dispatched(matter, type, lead: answer.department, assisting: answer.assisting, informed: [], rule: answer)
    }
    return events
  }

  private func advance(
    _ events: inout [MatterEvent], _ matter: inout Matter, _ next: (Matter) throws(Problem) -> MatterEvent
  ) throws(Problem) {
    let event = try next(matter)
    matter.apply(event)
    events.append(event)
  }

  func accepted(_ matter: Matter, _ type: MatterType) throws(Problem) -> MatterEvent {
    event(.accepted, to: .accepted, clocks: stop(.accept, of: matter) + start(.dispatch, of: type, matter))
  }

  func dispatched(
    _ matter: Matter, _ type: MatterType, lead: String, assisting: [String], informed: [String],
    rule: RoutingTable.Answer? = nil
  ) -> MatterEvent {
    let ruleName = rule.map { "\($0.table)#\($0.rule)" }
    func branch(_ department: String, _ role: Branch.Role) -> Branch {
      Branch(department: department, role: role, rule: ruleName, offeredAt: now)
    }
    let departments = [lead] + assisting + informed
    // Sent again, the departments that had it and are not named are let off; those named keep what they began.
    let kept = Set(matter.branches.filter(\.isOpen).map(\.department)).intersection(departments)
    let ended = matter.branches.filter { $0.isOpen && !kept.contains($0.department) }.map(\.department)
    let leadChanges = matter.branches.contains { $0.isOpen && $0.role == .lead && $0.department != lead }
    let fresh =
      (kept.contains(lead) && !leadChanges ? [] : [branch(lead, .lead)])
      + assisting.filter { !kept.contains($0) }.map { branch($0, .assisting) }
      + informed.filter { !kept.contains($0) }.map { branch($0, .informed) }
    let state: MatterState = matter.state == .inProgress && kept.contains(lead) ? .inProgress : .dispatched
    return event(
      .dispatched, to: state,
      clocks: stop(.dispatch, .handle, of: matter) + start(.handle, of: type, matter, department: lead),
      body: .branches(fresh, ended: leadChanges && kept.contains(lead) ? ended + [lead] : ended))
  }
}
