// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Vocabulary

extension Decider {
  /// Merging: the loser ends inside the survivor, which takes over its reporters and evidence.
  func merge(_ loser: Matter, into survivor: Matter) throws(Problem) -> (loser: [MatterEvent], survivor: [MatterEvent])
  {
    try check(.merge, on: loser)
    try checkSurvivor(survivor)
    guard loser.id != survivor.id else { throw .invalid("/into", "a matter cannot be merged into itself", "事项不能并入自身") }
    guard !survivor.state.isFinal, survivor.state != .draft else {
      throw Problem(
        .conflict, "Matter \(survivor.number) is \(survivor.state.rawValue); only into one that is open can be merged.",
        "事项 \(survivor.number) 为“\(survivor.state.name.text(in: "zh-Hans"))”，只能并入未办结的事项。")
    }
    guard loser.absorbed.isEmpty else {
      throw Problem(
        .conflict, "Matter \(loser.number) has taken in others; merge into it, or unmerge those first.",
        "已有其他事项并入 \(loser.number)，请并入该事项，或先撤销并案。")
    }
    let merged = event(
      .merged, to: .merged, clocks: stopAll(of: loser), body: .other(survivor.id, reporters: [], evidence: []))
    let absorbed = event(
      .absorbed, body: .other(loser.id, reporters: loser.reporters, evidence: loser.evidence))
    // The survivor is as urgent as the most urgent of them.
    guard loser.priority > survivor.priority else { return ([merged], [absorbed]) }
    return ([merged], [absorbed, prioritised(survivor, try type(of: survivor), loser.priority)])
  }

  /// Merging changes both matters, so it takes the role for both.
  private func checkSurvivor(_ survivor: Matter) throws(Problem) {
    guard principal.may(in: MatterAction.merge.roles, with: survivor.facts) else {
      throw Problem(
        .forbidden, "Matter \(survivor.number) lies outside the department and area for which you may merge matters.",
        "事项 \(survivor.number) 不在您可并案的部门和区域内。")
    }
  }

  /// Undoing a merge while the survivor is open: the loser goes on where somebody has to look at it again.
  func unmerge(_ loser: Matter, from survivor: Matter) throws(Problem) -> (
    loser: [MatterEvent], survivor: [MatterEvent]
  ) {
    try check(.unmerge, on: loser)
    try checkSurvivor(survivor)
    guard loser.mergedInto == survivor.id else {
      throw Problem(
        .conflict, "Matter \(loser.number) was not merged into matter \(survivor.number).",
        "事项 \(loser.number) 未并入事项 \(survivor.number)。")
    }
    guard !survivor.state.isFinal else {
      throw Problem(
        .conflict,
        "Matter \(survivor.number) is \(survivor.state.rawValue); a merge can be undone only while it is open.",
        "事项 \(survivor.number) 为“\(survivor.state.name.text(in: "zh-Hans"))”，仅在未办结时可撤销并案。")
    }
    // Its departments were let off when it was merged, so it waits to be dispatched again.
    let state: MatterState = loser.stateBefore == .submitted ? .submitted : .accepted
    let kinds: [MatterClock.Kind] = state == .submitted ? [.accept, .total] : [.dispatch, .total]
    let clocks = kinds.flatMap { reopened(loser, $0) }
    return (
      [event(.unmerged, to: state, clocks: clocks)],
      [event(.released, body: .other(loser.id, reporters: loser.reporters, evidence: loser.evidence))]
    )
  }
}
