// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Calendars
import Decisions
import Vocabulary

/// Turns a command into events, or refuses it: a pure function of matter, command, definitions, principal and time.
struct Decider {
  let catalogue: Catalogue
  let principal: Principal
  let now: Instant

  func event(
    _ kind: MatterEvent.Kind, to state: MatterState? = nil, clocks: [ClockChange] = [], body: MatterEvent.Body = .none,
    limits: TimeLimits? = nil, decisions: [DecisionUse] = []
  ) -> MatterEvent {
    MatterEvent(
      kind, state: state, clocks: clocks, body: body, limits: limits, decisions: decisions, at: now, by: principal.id)
  }

  func type(of matter: Matter) throws(Problem) -> MatterType {
    guard let type = catalogue.type(matter.type, version: matter.typeVersion) else {
      throw Problem(
        .internal, "version \(matter.typeVersion) of matter type \(matter.type) is not in the catalogue",
        "目录中没有事项类型 \(matter.type) 的第 \(matter.typeVersion) 版")
    }
    return type
  }

  /// Throws unless the action is open to the principal (403) in this state (409).
  func check(_ action: MatterAction, on matter: Matter) throws(Problem) {
    guard principal.may(in: action.roles, with: matter.facts) else {
      throw Problem(
        .forbidden,
        "To \(action.rawValue) this matter takes one of the roles "
          + "\(action.roles.sorted().map(\.rawValue).joined(separator: ", ")) for its department and area.",
        "执行“\(action.name.text(in: "zh-Hans"))”需要在该事项的部门和区域内具有以下角色之一：\(Role.chineseNames(action.roles))。",
        members: ["actions": .array(actions(on: matter).map { .string($0.rawValue) })])
    }
    guard action.from.contains(matter.state) else { throw illegal(action, on: matter) }
  }

  func illegal(
    _ action: MatterAction, on matter: Matter, because reason: (english: String, chinese: String)? = nil
  ) -> Problem {
    let possible = actions(on: matter)
    let legal = possible.map(\.rawValue)
    func chinese(_ action: MatterAction) -> String { "“\(action.name.text(in: "zh-Hans"))”" }
    let chineseList = possible.isEmpty ? "您目前无可执行的操作。" : "您目前可执行：\(possible.map(chinese).joined(separator: "、"))。"
    let list =
      legal.isEmpty ? "Nothing is possible for you now." : "Possible for you now: \(legal.joined(separator: ", "))."
    return Problem(
      .illegalTransition,
      "A matter that is \(matter.state.rawValue) does not allow to \(action.rawValue)"
        + (reason.map { ": \($0.english)" } ?? "") + ". \(list)",
      "状态为“\(matter.state.name.text(in: "zh-Hans"))”的事项不能执行\(chinese(action))"
        + (reason.map { "：\($0.chinese)" } ?? "") + "。\(chineseList)",
      members: ["state": .string(matter.state.rawValue), "actions": .array(legal.map { .string($0) })])
  }

  /// What the principal may do with the matter now.
  func actions(on matter: Matter) -> [MatterAction] {
    let facts = matter.facts
    return MatterAction.possible(in: matter.state).filter { action in
      guard principal.may(in: action.roles, with: facts) else { return false }
      switch action {
      case .start: return !branches(of: matter, with: [.offered]).isEmpty
      case .refuse: return !branches(of: matter, with: [.offered, .inProgress]).isEmpty
      case .handle: return !branches(of: matter, with: [.inProgress]).isEmpty
      case .verify, .close, .rework: return principal.kind == .system || !matter.handlers.contains(principal.id)
      // What was withdrawn or rejected is archived too, and there is no work to rate.
      case .rate: return matter.rating == nil && matter.closedAt != nil
      case .reopen: return reopenable(matter)
      default: return true
      }
    }
  }

  /// Branches that the principal may handle.
  func branches(of matter: Matter, with status: Set<Branch.Status>) -> [Branch] {
    matter.branches.filter { branch in
      branch.role != .informed && status.contains(branch.status)
        && principal.may(
          in: MatterAction.handle.roles,
          with: AccessFacts(departments: [branch.department], areas: matter.areas.codes))
    }
  }

  func reopenable(_ matter: Matter) -> Bool {
    guard let closedAt = matter.closedAt, let days = try? type(of: matter).reopenDays else { return false }
    return now.milliseconds - closedAt.milliseconds <= Int64(days) * 86_400_000
  }

  /// Changes that stop these clocks, where they are not stopped.
  func stop(_ kinds: MatterClock.Kind..., of matter: Matter) -> [ClockChange] {
    kinds.filter { matter.clock($0)?.isStopped == false }.map { .stop($0) }
  }

  func stopAll(of matter: Matter) -> [ClockChange] {
    MatterClock.Kind.allCases.filter { matter.clock($0)?.isStopped == false }.map { .stop($0) }
  }

  /// A change that starts a clock, where the matter has a limit for it.
  func start(_ kind: MatterClock.Kind, of matter: Matter, department: String? = nil) -> [ClockChange] {
    catalogue.clock(kind, catalogue.limits(of: matter)[kind], department: department ?? matter.department, at: now)
      .map { [.start($0)] } ?? []
  }

  /// The time limits of a matter by the decision that its type names and that is in force now, and the use of it.
  func limits(_ type: MatterType, _ matter: Matter) -> (limits: TimeLimits, uses: [DecisionUse]) {
    guard let code = type.limitDecision else { return (type.ownLimits(matter.priority) ?? TimeLimits(), []) }
    guard let decision = catalogue.decisions[code],
      let decided = DecidedLimits(decision, for: matter, of: type)
    else { return (TimeLimits(), []) }
    return (decided.limits, [decided.use])
  }

  /// Who gets a matter, by the decision that its type names; `nil` leaves it to a person.
  func route(_ type: MatterType, _ matter: Matter) -> Route? {
    guard let route = type.route, let decision = catalogue.decisions[route] else { return nil }
    return Route(decision, for: matter, of: type)
  }
}
