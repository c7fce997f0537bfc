// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Decisions
import Vocabulary

extension Decider {
  /// The events of a command on a matter that exists.
  func events(_ command: MatterCommand, on matter: Matter) throws(Problem) -> [MatterEvent] {
    try check(command.action, on: matter)
    let type = try type(of: matter)
    switch command {
    case .submit: return goingOn(from: matter, with: submitted(matter, type), type)
    case .accept: return accepted(matter, type)
    case .sendBack(let reason): return [sentBack(matter, reason)]
    case .resubmit(let title, let text, let address, let attributes):
      return [
        event(
          .resubmitted, to: .submitted, clocks: running(matter, [.accept, .total]) + reopened(matter, .accept),
          body: .completion(title: title, text: text, address: address, attributes: attributes))
      ]
    case .reject(let reason, let basis): return [ended(.rejected, .rejected, matter, reason, basis)]
    case .dispatch(let lead, let assisting, let informed):
      return [try sent(matter, type, lead: lead, assisting: assisting, informed: informed)]
    case .start(let department):
      let branch = try branch(of: matter, department, with: [.offered], for: .start)
      return [
        event(
          .started, to: .inProgress,
          body: .branch(department: branch.department, status: .inProgress, handler: principal.id, text: nil))
      ]
    case .refuse(let department, let reason): return [try refused(matter, type, department, reason)]
    case .handle(let department, let result): return [try handled(matter, type, department, result)]
    case .verify:
      try mustNotBeHandler(matter, .verify)
      return [event(.verificationStarted, to: .verifying)]
    case .close(let result): return [try closed(matter, type, result)]
    case .rework(let reason):
      try mustNotBeHandler(matter, .rework)
      return [
        event(
          .reworkOrdered, to: .inProgress, clocks: stop(.verify, of: matter) + reopened(matter, .handle),
          body: .reason(reason, basis: nil))
      ]
    case .archive: return [event(.archived, to: .archived)]
    case .reopen(let reason):
      guard reopenable(matter) else {
        throw illegal(
          .reopen, on: matter,
          because: ("it can be reopened for \(type.reopenDays) days after closing", "结案后\(type.reopenDays)天内可重启"))
      }
      return [
        event(
          .reopened, to: .reopened, clocks: start(.dispatch, of: matter) + start(.total, of: matter),
          body: .reason(reason, basis: nil))
      ]
    case .suspend(let reason, let basis):
      let pauses = MatterClock.Kind.allCases.filter { matter.clock($0)?.isRunning == true }.map {
        ClockChange.pause($0)
      }
      return [event(.suspended, to: .suspended, clocks: pauses, body: .reason(reason, basis: basis))]
    case .resume:
      return [event(.resumed, to: matter.stateBefore ?? .accepted, clocks: running(matter, MatterClock.Kind.allCases))]
    case .withdraw(let reason):
      return [ended(.withdrawn, .withdrawn, matter, reason ?? "withdrawn by the reporter", nil)]
    case .cancel(let reason): return [ended(.cancelled, .cancelled, matter, reason, nil)]
    case .rate(let grade, let comment):
      guard matter.rating == nil else { throw illegal(.rate, on: matter, because: ("it is rated already", "已评价")) }
      guard matter.closedAt != nil else {
        throw illegal(.rate, on: matter, because: ("it was never done", "该事项未经办结"))
      }
      guard (1...5).contains(grade) else {
        throw .invalid("/grade", "a grade is 1 to 5, not \(grade)", "评分为1至5，而非\(grade)")
      }
      return [event(.rated, body: .rating(grade: grade, comment: comment))]
    case .note(let text, let isPublic): return [event(.noted, body: .note(text, isPublic: isPublic))]
    case .attach(let evidence):
      guard !matter.evidence.contains(where: { $0.hash == evidence.hash && $0.phase == evidence.phase }) else {
        throw Problem(.conflict, "This file is attached to the matter already.", "该文件已附在此事项上。")
      }
      return [event(.evidenceAttached, body: .evidence(evidence))]
    case .extend(let kind, let limit, let reason): return [try extended(matter, kind, limit, reason)]
    case .prioritise(let priority):
      guard priority != matter.priority else {
        throw .invalid(
          "/priority", "the matter's priority is \(priority.rawValue) already",
          "优先级已是“\(priority.name.text(in: "zh-Hans"))”")
      }
      return [prioritised(matter, type, priority)]
    }
  }

  private func submitted(_ matter: Matter, _ type: MatterType) -> MatterEvent {
    let (limits, uses) = limits(type, matter)
    var counted = matter
    counted.limits = limits
    return event(
      .submitted, to: .submitted, clocks: start(.accept, of: counted) + start(.total, of: counted),
      limits: limits.isEmpty ? nil : limits, decisions: uses)
  }

  private func sentBack(_ matter: Matter, _ reason: String) -> MatterEvent {
    // Waiting for the reporter is not the city's time.
    var clocks = stop(.dispatch, of: matter)
    clocks += [.accept, .total].filter { matter.clock($0)?.isRunning == true }.map { .pause($0) }
    return event(.returned, to: .returned, clocks: clocks, body: .reason(reason, basis: nil))
  }

  private func sent(
    _ matter: Matter, _ type: MatterType, lead: String?, assisting: [String], informed: [String]
  ) throws(Problem) -> MatterEvent {
    for (member, named) in [("lead", [lead].compactMap { $0 }), ("assisting", assisting), ("informed", informed)] {
      for department in named where catalogue.departments[department] == nil {
        throw .invalid(
          "/\(member)", "there is no department \"\(department)\"; GET /api/v1/departments lists them",
          "没有部门“\(department)”，全部部门由 GET /api/v1/departments 列出")
      }
    }
    let all = [lead].compactMap { $0 } + assisting + informed
    guard Set(all).count == all.count else { throw .invalid("/assisting", "a department is named twice", "部门重复") }
    if let lead {
      return try changing(matter, dispatched(matter, type, lead: lead, assisting: assisting, informed: informed))
    }
    guard let answer = route(type, matter) else {
      throw .invalid(
        "/lead", "no decision names a department for this matter, so a lead is needed", "没有决策指定承办部门，请选择主办部门")
    }
    let more = answer.assisting.filter { !all.contains($0) && $0 != answer.department }
    return try changing(
      matter,
      dispatched(
        matter, type, lead: answer.department, assisting: assisting.filter { $0 != answer.department } + more,
        informed: informed.filter { $0 != answer.department }, route: answer))
  }

  /// Sent again to those who have it with the part they have, nothing would change but the history, where it would look as if
  /// something had: that is a mistake, or a button pressed twice.
  private func changing(_ matter: Matter, _ sent: MatterEvent) throws(Problem) -> MatterEvent {
    guard case .branches(let new, let ended) = sent.body, new.isEmpty, ended.isEmpty else { return sent }
    throw illegal(
      .dispatch, on: matter,
      because: ("it is with these departments already; name another one, or another part", "已派遣至这些部门，请选择其他部门或调整职责"))
  }

  /// The one branch that is meant.
  private func branch(
    of matter: Matter, _ department: String?, with status: Set<Branch.Status>, for action: MatterAction
  ) throws(Problem) -> Branch {
    let mine = branches(of: matter, with: status).filter { department == nil || $0.department == department }
    guard let branch = mine.first(where: { $0.role == .lead }) ?? mine.first else {
      throw illegal(
        action, on: matter,
        because: department.map {
          ("department \($0) has nothing to \(action.rawValue) that is yours", "部门 \($0) 没有可由您执行的工作")
        } ?? ("none of your departments has anything to \(action.rawValue)", "您的部门没有可执行的工作"))
    }
    guard mine.count == 1 || branch.role == .lead || department != nil else {
      throw .invalid(
        "/department", "name one of \(mine.map(\.department).joined(separator: ", "))",
        "请指明部门：\(mine.map(\.department).joined(separator: "、"))")
    }
    return branch
  }

  private func refused(
    _ matter: Matter, _ type: MatterType, _ department: String?, _ reason: String
  ) throws(Problem) -> MatterEvent {
    let branch = try branch(of: matter, department, with: [.offered, .inProgress], for: .refuse)
    let body = MatterEvent.Body.branch(department: branch.department, status: .refused, handler: nil, text: reason)
    guard branch.role != .lead else {
      // Without a lead nobody has it: back to the dispatcher, whose clock starts anew.
      return event(
        .refused, to: .accepted, clocks: stop(.handle, of: matter) + start(.dispatch, of: matter), body: body)
    }
    let isLast = !matter.branches.contains { $0.isOpen && $0.department != branch.department }
    return isLast ? finished(.refused, matter, type, body) : event(.refused, body: body)
  }

  private func handled(
    _ matter: Matter, _ type: MatterType, _ department: String?, _ result: String
  ) throws(Problem) -> MatterEvent {
    let branch = try branch(of: matter, department, with: [.inProgress], for: .handle)
    try requireEvidence(.handle, type, matter)
    let body = MatterEvent.Body.branch(
      department: branch.department, status: .done, handler: principal.id, text: result)
    let others = matter.branches.filter { $0.isOpen && $0.department != branch.department }
    return others.isEmpty ? finished(.handled, matter, type, body) : event(.branchDone, body: body)
  }

  /// No department has anything left to do.
  private func finished(
    _ kind: MatterEvent.Kind, _ matter: Matter, _ type: MatterType, _ body: MatterEvent.Body
  ) -> MatterEvent {
    event(kind, to: .handled, clocks: stop(.handle, of: matter) + start(.verify, of: matter), body: body)
  }

  private func closed(_ matter: Matter, _ type: MatterType, _ result: String?) throws(Problem) -> MatterEvent {
    try mustNotBeHandler(matter, .close)
    try requireEvidence(.close, type, matter)
    guard let text = result ?? matter.result, !text.isEmpty else {
      throw .invalid("/result", "a matter is closed with a result", "结案须填写处理结果")
    }
    return event(.closed, to: .closed, clocks: stopAll(of: matter), body: .result(text))
  }

  /// Nobody checks their own work.
  private func mustNotBeHandler(_ matter: Matter, _ action: MatterAction) throws(Problem) {
    guard principal.kind == .system || !matter.handlers.contains(principal.id) else {
      throw Problem(
        .forbidden, "Whoever handled a matter cannot verify it; somebody else must \(action.rawValue) it.",
        "处置人不能核查自己的结果，须由他人执行。")
    }
  }

  private func requireEvidence(_ action: MatterAction, _ type: MatterType, _ matter: Matter) throws(Problem) {
    guard let phase = type.evidenceWanting(for: action, on: matter) else { return }
    throw Problem(
      .invalid, "“\(type.name.text(in: "en"))” needs a file of “\(phase.name.text(in: "en"))” first.",
      "“\(type.name.text(in: "zh-Hans"))”须先添加“\(phase.name.text(in: "zh-Hans"))”阶段的附件。",
      errors: [
        Problem.FieldError(
          pointer: "/evidence", "attach a file with phase \(phase.rawValue)",
          "请添加“\(phase.name.text(in: "zh-Hans"))”阶段的附件")
      ])
  }

  private func ended(
    _ kind: MatterEvent.Kind, _ state: MatterState, _ matter: Matter, _ reason: String, _ basis: String?
  ) -> MatterEvent {
    event(kind, to: state, clocks: stopAll(of: matter), body: .reason(reason, basis: basis))
  }

  private func running(_ matter: Matter, _ kinds: [MatterClock.Kind]) -> [ClockChange] {
    kinds.compactMap { kind in
      guard let clock = matter.clock(kind), clock.isPaused, let from = clock.pauses.last?.from else { return nil }
      return catalogue.resumed(clock, of: matter, pausedFrom: from, at: now)
    }
  }

  /// A clock that was stopped runs again; the time in between counts as a pause.
  func reopened(_ matter: Matter, _ kind: MatterClock.Kind) -> [ClockChange] {
    guard let clock = matter.clock(kind), let stoppedAt = clock.stoppedAt else { return [] }
    return [catalogue.resumed(clock, of: matter, pausedFrom: stoppedAt, at: now)]
  }

  private func extended(
    _ matter: Matter, _ kind: MatterClock.Kind, _ limit: Limit, _ reason: String
  ) throws(Problem) -> MatterEvent {
    guard var clock = matter.clock(kind), clock.isRunning else {
      throw illegal(
        .extend, on: matter,
        because: ("its \(kind.rawValue) clock does not run", "“\(kind.name.text(in: "zh-Hans"))”未在计时"))
    }
    let old = clock.dueAt
    clock.limit = limit
    let usual = catalogue.limits(of: matter)[kind]
    if clock.calendar == nil {
      // Its due date came from outside: from now on it is counted by the calendar that its limits name, or the first there is.
      let code = usual?.calendar ?? catalogue.calendars.keys.min()
      clock.calendar = code.flatMap(catalogue.currentName)
    }
    let (dueAt, warnAt) = catalogue.due(clock, warnPercent: usual?.warnPercent, department: matter.department)
    guard let dueAt, dueAt > old ?? dueAt - .seconds(1) else {
      throw .invalid(
        "/limit", "an extension must end later than \(old?.description ?? "now")",
        "延期后的时限须晚于 \(old?.description ?? "现在")")
    }
    return event(
      .extended, clocks: [.reset(kind, limit: limit, calendar: clock.calendar, dueAt: dueAt, warnAt: warnAt)],
      body: .reason(reason, basis: nil))
  }

  /// Another priority, whose limits count from when each clock began.
  func prioritised(_ matter: Matter, _ type: MatterType, _ priority: MatterPriority) -> MatterEvent {
    var next = matter
    next.priority = priority
    let (limits, uses) = limits(type, next)
    let changes = MatterClock.Kind.allCases.compactMap { kind -> ClockChange? in
      guard var clock = matter.clock(kind), clock.isRunning, clock.limit != nil,
        let limit = limits[kind]
      else { return nil }
      let keepsCalendar = clock.calendar?.hasPrefix(limit.calendar + "@") ?? false
      if keepsCalendar, limit.limit == clock.limit { return nil }
      clock.limit = limit.limit
      if !keepsCalendar { clock.calendar = catalogue.currentName(ofCalendar: limit.calendar) ?? clock.calendar }
      let (dueAt, warnAt) = catalogue.due(clock, warnPercent: limit.warnPercent, department: matter.department)
      return .reset(clock.kind, limit: limit.limit, calendar: clock.calendar, dueAt: dueAt, warnAt: warnAt)
    }
    return event(
      .prioritised, clocks: changes, body: .priority(priority),
      limits: limits.isEmpty && matter.limits == nil ? nil : limits, decisions: uses)
  }
}
