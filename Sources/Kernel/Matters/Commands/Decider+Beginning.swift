// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Spatial
import Decisions
import Vocabulary

extension Decider {
  /// The events with which a report becomes a matter: filed and dispatched by itself where its type says so.
  func begin(_ submission: Submission, id: Identifier, number: String) throws(Problem) -> [MatterEvent] {
    guard
      principal.kind == .system || principal.kind == .anonymous || !submission.isDraft || principal.holds(.reporter)
        || principal.holds(.intake)
    else { throw Problem(.forbidden, "Drafts are made by reporters and intake.", "草稿由报事人和受理员创建。") }
    guard let type = catalogue.type(submission.type) else {
      throw .invalid(
        "/type", "there is no matter type \"\(submission.type)\"; GET /api/v1/matter-types lists them",
        "没有事项类型“\(submission.type)”，全部类型由 GET /api/v1/matter-types 列出")
    }
    let areas =
      submission.areas.map(catalogue.completed) ?? submission.position.map(catalogue.areas.locate) ?? AreaPath()
    var reporter = submission.reporter ?? Reporter()
    if principal.kind == .person || principal.kind == .service, reporter.principal == nil {
      reporter.principal = principal.id
    }
    let matter = Matter(
      id: id, number: number, type: type.code, typeVersion: type.version,
      title: submission.title ?? type.name.text(in: "en"), text: submission.text,
      state: submission.isDraft ? .draft : .submitted, priority: submission.priority ?? .normal,
      channel: submission.channel, position: submission.position, address: submission.address, areas: areas,
      owner: principal.kind == .anonymous ? nil : principal.id,
      reporters: reporter == Reporter() ? [] : [reporter], externalID: submission.externalID,
      correlation: submission.correlation, trackingHash: submission.trackingHash, attributes: submission.attributes,
      createdAt: now, updatedAt: now, revision: 1)
    if submission.isDraft { return [event(.drafted, to: .draft, body: .beginning(matter))] }
    let (limits, uses) = limits(type, matter)
    var counted = matter
    counted.limits = limits
    var clocks = start(.accept, of: counted)
    if let dueAt = submission.dueAt {
      clocks.append(.start(MatterClock(kind: .total, startedAt: now, limit: nil, calendar: nil, dueAt: dueAt)))
    } else {
      clocks += start(.total, of: counted)
    }
    let submitted = event(
      .submitted, to: .submitted, clocks: clocks, body: .beginning(matter), limits: limits.isEmpty ? nil : limits,
      decisions: uses)
    return goingOn(from: nil, with: submitted, type)
  }

  /// The event that submits a matter, and what its type says happens by itself then.
  func goingOn(from matter: Matter?, with submitted: MatterEvent, _ type: MatterType) -> [MatterEvent] {
    guard type.acceptsByItself, let begun = Matter.fold(matter, submitted) else { return [submitted] }
    return [submitted] + accepted(begun, type)
  }

  /// Acceptance, and dispatching where the type says that it happens by itself.
  func accepted(_ matter: Matter, _ type: MatterType) -> [MatterEvent] {
    let accepted = event(
      .accepted, to: .accepted, clocks: stop(.accept, of: matter) + start(.dispatch, of: matter))
    guard type.dispatchesByItself, let answer = route(type, matter) else { return [accepted] }
    var next = matter
    next.apply(accepted)
    let dispatched = dispatched(
      next, type, lead: answer.department, assisting: answer.assisting.filter { $0 != answer.department }, informed: [],
      route: answer)
    return [accepted, dispatched]
  }

  func dispatched(
    _ matter: Matter, _ type: MatterType, lead: String, assisting: [String], informed: [String],
    route: Route? = nil
  ) -> MatterEvent {
    func ruleName(_ department: String) -> String? {
      guard let route, route.names(department) else { return nil }
      return route.use.name
    }
    let named =
      [(lead, Branch.Role.lead)] + assisting.map { ($0, Branch.Role.assisting) }
      + informed.map { ($0, Branch.Role.informed) }
    // Sent again, departments that are named with the part they have keep what they began; the others are let off.
    func isKept(_ branch: Branch) -> Bool {
      (branch.isOpen || branch.role == .informed) && named.contains { $0 == branch.department && $1 == branch.role }
    }
    let ended = matter.branches.filter { $0.isOpen && !isKept($0) }.map(\.department)
    let fresh = named.filter { department, role in
      !matter.branches.contains { isKept($0) && $0.department == department && $0.role == role }
    }.map { Branch(department: $0, role: $1, rule: ruleName($0), offeredAt: now) }
    let leadStays = !fresh.contains { $0.role == .lead }
    let clocks = leadStays ? [] : stop(.handle, of: matter) + start(.handle, of: matter, department: lead)
    let isBegun = matter.branches.contains { $0.status == .inProgress && isKept($0) }
    return event(
      .dispatched, to: isBegun ? .inProgress : .dispatched,
      clocks: stop(.dispatch, of: matter) + clocks, body: .branches(fresh, ended: ended),
      decisions: [route?.use].compactMap { $0 })
  }
}
