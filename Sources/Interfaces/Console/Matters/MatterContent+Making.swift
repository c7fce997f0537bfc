// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Decisions
import HTTP
import Journaling
import Lifeline
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
  let names: MatterNames

  init(_ pages: Pages, _ call: Call, _ matter: Matter) {
    let view = MatterView(call.principal)
    self.pages = pages
    self.call = call
    self.matter = view.shown(matter)
    depth = view.depth(of: matter.facts)
    messages = pages.messages(call.head)
    moments = pages.moments(call)
    names = MatterNames(pages, messages)
  }

  /// - Parameters:
  ///   - tried: the action whose form could not be carried out, which comes again with what was typed into it.
  ///   - others: matters that were merged with this one.
  func content(
    history: [Event], names actors: [String: String], done: String?, tried: MatterAction?,
    others: [Identifier: MatterOutline], near: [NearbyMatters.Found]
  ) -> MatterContent {
    let area = matter.areas.levels.compactMap { pages.city.pack.areas.area($0) }.map { messages.text($0.name) }
    let reporters = matter.reporters.map {
      [$0.name.map(messages.name), $0.contact].compactMap { $0 }.joined(separator: ", ")
    }
    .filter { !$0.isEmpty }
    let actions = actions(tried)
    let (main, more) = (actions.filter(\.action.isMain).map(\.form), actions.filter { !$0.action.isMain }.map(\.form))
    let steps = history.reversed().compactMap { step($0, actors) }
    let lost = lost(tried, offered: actions.map(\.action))
    let absorbed = matter.absorbed.map { other($0, others) }
    let why = steps.flatMap(\.reasons)
    return MatterContent(
      id: matter.id.description, revision: matter.revision, number: matter.number,
      type: names.type(of: matter) == pages.title(of: matter, messages) ? nil : names.type(of: matter),
      done: done, state: messages.text(matter.state.name), priority: messages.text(matter.priority.name),
      department: matter.department.map(name), created: moments.past(matter.createdAt),
      channel: names.channel(matter.channel), place: place, areas: area.isEmpty ? nil : area.joined(separator: " › "),
      reporters: reporters.isEmpty ? nil : reporters.joined(separator: "; "),
      sensor: sensor,
      mergedInto: matter.mergedInto.map { other($0, others) }, absorbed: absorbed, hasAbsorbed: !absorbed.isEmpty,
      text: matter.text.isEmpty ? nil : messages.ownPart(of: matter.text, in: matter),
      result: matter.result.map(messages.own),
      rating: matter.rating.map {
        messages["grade.\($0.grade)"] + ($0.comment.map { messages["colon"] + messages.own($0) } ?? "")
      },
      clocks: matter.clocks.map(clock), hasClocks: !matter.clocks.isEmpty, branches: matter.branches.map(part),
      hasBranches: !matter.branches.isEmpty, files: matter.evidence.map(file), hasFiles: !matter.evidence.isEmpty,
      actions: main, hasActions: !actions.isEmpty, moreActions: more, hasMoreActions: !more.isEmpty, lost: lost,
      hasLost: !lost.isEmpty, history: steps, why: why, hasWhy: !why.isEmpty,
      map: PlaceMap(
        matter.position, areas: matter.areas,
        label: messages.text("mapOf", ["place": place ?? names.place(matter.areas)]), near: near, names: names),
      near: near.map(other), hasNear: !near.isEmpty, isUrgent: matter.priority != .normal)
  }

  /// For whoever may look at sensors.
  private var sensor: MatterContent.Sensor? {
    guard matter.channel == WarningsToMatters.channel, let code = matter.attributes["series"]?.string,
      pages.directory.opens("/sensors", to: call.principal)
    else { return nil }
    return .init(sensorAddress: "/sensors/\(LocalAddress.encoded(code))", sensorCode: code)
  }

  private func other(_ id: Identifier, _ others: [Identifier: MatterOutline]) -> MatterContent.Other {
    guard let outline = others[id], Matters.visibility(of: call.principal).allows(outline.facts) else {
      return .init(otherAddress: "/matters/\(id)", otherText: "\(id)", otherHint: "")
    }
    return .init(
      otherAddress: "/matters/\(id)", otherText: outline.number, otherHint: messages.text(outline.state.name))
  }

  private func other(_ found: NearbyMatters.Found) -> MatterContent.Other {
    let hint = messages.text(
      found.isLikely ? "nearLikely" : "nearBy",
      [
        "metres": "\(Int(found.distance.rounded()))", "state": messages.text(found.matter.state.name),
        "age": moments.past(found.matter.createdAt).relative,
      ])
    return .init(
      otherAddress: "/matters/\(found.matter.id)", otherText: "\(found.matter.number) \(names.title(of: found.matter))",
      otherHint: hint)
  }

  /// What was typed for an action that nobody offers any more.
  private func lost(_ tried: MatterAction?, offered: [MatterAction]) -> [String] {
    guard let tried, !offered.contains(tried) else { return [] }
    let own: Set = ["csrf", "revision", "key"]
    return call.form.fields.filter { !own.contains($0.0) && !$0.1.isEmpty }.map(\.1)
  }

  private func name(_ department: String) -> String { names.department(department) }

  private var place: String? { matter.address.map(messages.own) }

  func clock(_ clock: MatterClock) -> MatterContent.Clock {
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
      due: clock.dueAt.map { moments.due($0, done: clock.stoppedAt) }, bar: DeadlineDrawing(clock, at: now, messages))
  }

  private func part(_ branch: Branch) -> MatterContent.Part {
    MatterContent.Part(
      department: name(branch.department), role: messages["branch.\(branch.role.rawValue)"],
      status: messages["branch.\(branch.status.rawValue)"], remark: messages.own(branch.reason ?? branch.result ?? ""))
  }

  func file(_ evidence: Evidence) -> MatterContent.File {
    let name = messages.text(
      "fileName",
      [
        "phase": messages.text(evidence.phase.name), "type": evidence.mediaType,
        "size": "\(max(1, evidence.size / 1024))",
      ])
    return MatterContent.File(
      address: "/api/v1/matters/\(matter.id)/evidence/\(evidence.hash)", name: name, at: moments.past(evidence.at),
      isPicture: ["image/jpeg", "image/png", "image/webp", "image/gif"].contains(evidence.mediaType),
      isVideo: evidence.mediaType == "video/mp4", phase: messages.text(evidence.phase.name))
  }

  /// What may be done now, and nothing else.
  private func actions(_ tried: MatterAction?) -> [(action: MatterAction, form: MatterContent.Action)] {
    let phases = Evidence.Phase.allCases.filter { phase in
      AccessRule(call.principal, in: phase.roles).allows(matter.facts)
    }
    let fields = ActionFields(
      matter: matter,
      departments: pages.city.pack.departments.map { Option(value: $0.code, label: messages.text($0.name)) },
      messages: messages, phases: phases)
    var possible = pages.city.matters.actions(on: matter, for: call.principal)
    // Whoever reported it is asked whether they are satisfied before they are offered to have it done again.
    if depth == .own, let rating = possible.firstIndex(of: .rate) {
      possible.insert(possible.remove(at: rating), at: 0)
    }
    // What moves it on stands before what gives it back.
    if let refuse = possible.firstIndex(of: .refuse), let handle = possible.firstIndex(of: .handle), refuse < handle {
      possible.swapAt(refuse, handle)
    }
    let first = possible.first(where: \.isMain)
    let type = names.catalogue.type(matter.type, version: matter.typeVersion)
    return possible.map { action in
      let address = action == .attach ? "attach" : action.rawValue
      var asked = fields.fields(of: action)
      if action == tried { asked = asked.map { $0.filled(from: call.form) } }
      let form = MatterContent.Action(
        name: messages.text(action.name), address: "/matters/\(matter.id)/\(address)",
        encoding: action == .attach ? "multipart/form-data" : "application/x-www-form-urlencoded",
        revision: matter.revision, key: FormKey.new(), fields: asked, isOpen: action == tried,
        letter: action.letter.uppercased(), key1: String(action.letter), isPlain: asked.isEmpty,
        isFirst: action == first,
        neededFirst: type?.evidenceWanting(for: action, on: matter).map {
          messages.text("neededFirst", ["phase": messages.text($0.name)])
        })
      return (action, form)
    }
  }

  private func step(_ event: Event, _ actors: [String: String]) -> MatterContent.Step? {
    guard let step = MatterEvent(event) else { return nil }
    var text: String?
    switch step.body {
    case .reason(let reason, let basis):
      text = [reason, basis].compactMap { $0.map(messages.own) }.joined(separator: " · ")
    case .result(let result): text = result.map(messages.own)
    case .branch(let department, _, _, let words):
      text = [name(department), words.map(messages.own)].compactMap { $0 }.joined(separator: messages["colon"])
    case .branches(let branches, let ended): text = sent(branches.map(\.department), lettingOff: ended)
    case .rating(let grade, let comment):
      text = [messages["grade.\(grade)"], comment.map(messages.own)].compactMap { $0 }.joined(
        separator: messages["colon"])
    case .note(let words, let isPublic):
      guard isPublic || depth != .own else { return nil }
      text = event.actor == "system" ? messages.ownPart(of: words, in: matter) : messages.own(words)
    case .evidence(let file): text = messages.text(file.phase.name)
    case .priority(let priority): text = messages.text(priority.name)
    case .areas(let areas): text = names.place(areas)
    case .none, .beginning, .completion, .other: break
    }
    if text == nil, depth != .own, !step.noticedLimits.isEmpty {
      text = step.noticedLimits.map { messages.text($0.name) }.joined(separator: ", ")
    }
    let by = event.actor == "system" ? messages["theCity"] : actors[event.actor]
    return MatterContent.Step(
      name: messages.text(step.kind.name), by: depth == .own ? nil : by, at: moments.past(event.at), remarks: text,
      reasons: depth == .own ? [] : reasons(of: event))
  }

  /// Who got it, and from whom it was taken.
  private func sent(_ new: [String], lettingOff ended: [String]) -> String {
    func list(_ departments: [String]) -> String { departments.map(name).joined(separator: messages["listComma"]) }
    let others = ended.filter { !new.contains($0) }
    let letOff = others.isEmpty ? nil : messages.text("letOff", ["departments": list(others)])
    return [new.isEmpty ? nil : list(new), letOff].compactMap { $0 }.joined(separator: " · ")
  }

  private func reasons(of event: Event) -> [MatterContent.Reason] {
    DecisionRegister.uses(event).enumerated().map { index, use in
      let name = pages.city.decisions.current(use.code).map { messages.text($0.name) } ?? use.code
      return MatterContent.Reason(
        whyAddress: "/why/\(event.name)?use=\(index)", whyLabel: messages.text("whyLink", ["name": name]))
    }
  }
}

extension MatterEvent {
  /// The limits that were near or have passed.
  fileprivate var noticedLimits: [MatterClock.Kind] {
    clocks.compactMap { change -> MatterClock.Kind? in
      switch change {
      case .warned(let kind), .breached(let kind): kind
      default: nil
      }
    }
  }
}

extension AreaPath {
  /// The widest first.
  fileprivate var levels: [String] { Area.Level.allCases.compactMap { self[$0] } }
}
