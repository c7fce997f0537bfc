// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Decisions
import HTTP
import Journaling
import Matters
import Packs
import Spatial
import Vocabulary

/// Makes the content of a matter's page.
struct MatterContentMaker {
  let pages: Pages
  let call: Call
  let matter: Matter
  let depth: MatterView.Depth
  let messages: Messages
  let moments: Moments
  let departments: [String: LocalizedText]

  init(_ pages: Pages, _ call: Call, _ matter: Matter) {
    let view = MatterView(call.principal)
    self.pages = pages
    self.call = call
    self.matter = view.shown(matter)
    depth = view.depth(of: matter.facts)
    messages = pages.messages(call.head)
    moments = pages.moments(call)
    departments = pages.city.matters.catalogue.departments
  }

  func content(history: [Event], names: [String: String], done: String?) -> MatterContent {
    let city = pages.city
    let type = city.matters.catalogue.type(matter.type, version: matter.typeVersion)
    let area = matter.areas.levels.compactMap { city.pack.areas.area($0) }.map { messages.text($0.name) }
    let reporters = matter.reporters.map { [$0.name, $0.contact].compactMap { $0 }.joined(separator: ", ") }
      .filter { !$0.isEmpty }
    let actions = actions
    return MatterContent(
      number: matter.number, type: type.map { messages.text($0.name) } ?? matter.type, done: done,
      state: messages.text(matter.state.name), priority: messages.text(matter.priority.name),
      department: matter.department.map(name), created: moments.past(matter.createdAt), channel: matter.channel,
      place: place, areas: area.isEmpty ? nil : area.joined(separator: " › "),
      reporters: reporters.isEmpty ? nil : reporters.joined(separator: "; "),
      mergedInto: matter.mergedInto?.description, text: matter.text.isEmpty ? nil : matter.text, result: matter.result,
      rating: matter.rating.map { messages["grade.\($0.grade)"] + ($0.comment.map { ": \($0)" } ?? "") },
      clocks: matter.clocks.map(clock), hasClocks: !matter.clocks.isEmpty, branches: matter.branches.map(part),
      hasBranches: !matter.branches.isEmpty, files: matter.evidence.map(file), hasFiles: !matter.evidence.isEmpty,
      actions: actions, hasActions: !actions.isEmpty, history: history.reversed().compactMap { step($0, names) })
  }

  private func name(_ department: String) -> String { departments[department].map(messages.text) ?? department }

  private var place: String? {
    let coordinates = matter.position.map { "\($0.latitude), \($0.longitude)" }
    let parts = [matter.address, coordinates].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  private func clock(_ clock: MatterClock) -> MatterContent.Clock {
    let now = moments.now
    let status: String
    switch (clock.isPaused, clock.dueAt, clock.stoppedAt) {
    case (true, _, _): status = "clock.paused"
    case (_, nil, nil): status = "clock.noDue"
    case (_, nil, _?): status = "clock.done"
    case (_, let dueAt?, let stoppedAt?): status = stoppedAt <= dueAt ? "clock.inTime" : "clock.tooLate"
    case (_, let dueAt?, nil): status = now > dueAt ? "clock.late" : "clock.running"
    }
    return MatterContent.Clock(
      name: messages.text(clock.kind.name), limit: clock.limit.map { messages.text($0.text) } ?? "",
      status: messages[status], isLate: status == "clock.late" || status == "clock.tooLate",
      due: clock.dueAt.map { moments.due($0, done: clock.stoppedAt) }, bar: DeadlineBar(clock, at: now, messages))
  }

  private func part(_ branch: Branch) -> MatterContent.Part {
    MatterContent.Part(
      department: name(branch.department), role: messages["branch.\(branch.role.rawValue)"],
      status: messages["branch.\(branch.status.rawValue)"], remark: branch.reason ?? branch.result ?? "")
  }

  private func file(_ evidence: Evidence) -> MatterContent.File {
    let name = messages.text(
      "fileName",
      [
        "phase": messages.text(evidence.phase.name), "type": evidence.mediaType,
        "size": "\(max(1, evidence.size / 1024))",
      ])
    return MatterContent.File(
      address: "/api/v1/matters/\(matter.id)/evidence/\(evidence.hash)", name: name, at: moments.past(evidence.at))
  }

  private var actions: [MatterContent.Action] {
    let phases = Evidence.Phase.allCases.filter { phase in
      AccessRule(call.principal, in: phase.roles).allows(matter.facts)
    }
    let fields = ActionFields(
      matter: matter,
      departments: pages.city.pack.departments.map { ActionField.Option(value: $0.code, text: messages.text($0.name)) },
      messages: messages, phases: phases)
    return pages.city.matters.actions(on: matter, for: call.principal).map { action in
      let address = action == .attach ? "attach" : action.rawValue
      return MatterContent.Action(
        name: messages.text(action.name), address: "/matters/\(matter.id)/\(address)",
        encoding: action == .attach ? "multipart/form-data" : "application/x-www-form-urlencoded",
        revision: matter.revision, key: FormKey.new(), fields: fields.fields(of: action), isOpen: false)
    }
  }

  private func step(_ event: Event, _ names: [String: String]) -> MatterContent.Step? {
    guard let step = MatterEvent(event) else { return nil }
    var text: String?
    switch step.body {
    case .reason(let reason, let basis): text = [reason, basis].compactMap { $0 }.joined(separator: " · ")
    case .result(let result): text = result
    case .branch(let department, _, _, let words):
      text = [name(department), words].compactMap { $0 }.joined(separator: ": ")
    case .branches(let branches, _): text = branches.map { name($0.department) }.joined(separator: ", ")
    case .rating(let grade, let comment):
      text = [messages["grade.\(grade)"], comment].compactMap { $0 }.joined(separator: ": ")
    case .note(let words, let isPublic):
      guard isPublic || depth != .own else { return nil }
      text = words
    case .evidence(let file): text = messages.text(file.phase.name)
    case .priority(let priority): text = messages.text(priority.name)
    case .none, .beginning, .completion, .other: break
    }
    let by = event.actor == "system" ? messages["theCity"] : names[event.actor]
    return MatterContent.Step(
      name: messages.text(step.kind.name), by: depth == .own ? nil : by, at: moments.past(event.at), remarks: text,
      reasons: depth == .own ? [] : reasons(of: event))
  }

  private func reasons(of event: Event) -> [MatterContent.Reason] {
    DecisionRegister.uses(event).enumerated().map { index, use in
      let name = pages.city.decisions.current(use.code).map { messages.text($0.name) } ?? use.code
      return MatterContent.Reason(
        whyAddress: "/why/\(event.name)?use=\(index)", whyLabel: messages.text("whyLink", ["name": name]))
    }
  }
}

extension AreaPath {
  /// The widest first.
  fileprivate var levels: [String] { Area.Level.allCases.compactMap { self[$0] } }
}
