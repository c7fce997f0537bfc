// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
@testable import Matters
import TestSupport
import Testing
import Vocabulary

/// Long random lives of some matters, in memory: after every step everything holds that must.
@Suite struct WalkTests {
  @Test(arguments: 0..<24) func everythingHoldsAfterEveryStep(seed: Int) throws {
    var random = RandomCommands(seed: UInt64(seed))
    var now = try SampleCity.local("11-20 10:00")
    var desks: [Desk] = []
    var own: [[Reporter]] = []
    var states: Set<MatterState> = []
    var ended: Set<Int> = []
    for step in 0..<400 {
      now = now + random.duration()
      if desks.count < 4 || ended.count > desks.count - 3 {
        let submission = random.submission()
        let decider = Decider(
          catalogue: try SampleCity.catalogue.get(),
          principal: random.one([SampleCity.system, RandomCommands.people[0]]),
          now: now)
        let id = Identifier(rawValue: Int64(desks.count + 1) << 22)
        let events = try decider.begin(submission, id: id, number: "n-\(desks.count)")
        desks.append(try Desk(decider.catalogue, events, at: now))
        own.append(desks[desks.count - 1].matter.reporters)
      }
      let index = Int.random(in: max(0, desks.count - 5)..<desks.count, using: &random.generator)
      for place in desks.indices { desks[place].now = now }
      let before = desks
      let principal = random.person(for: desks[index])
      let possible = desks[index].actions(principal)
      let action = random.action(among: possible)
      do {
        switch action {
        case .merge, .unmerge:
          let other = Int.random(in: 0..<desks.count, using: &random.generator)
          guard other != index else { continue }
          var (loser, survivor) = (desks[index], desks[other])
          if action == .merge {
            try loser.merge(into: &survivor, by: principal)
          } else {
            try loser.unmerge(from: &survivor, by: principal)
          }
          (desks[index], desks[other]) = (loser, survivor)
        default: if let command = random.command(action) { try desks[index].do(command, by: principal) }
        }
        #expect(possible.contains(action), "step \(step): \(action) was not among what is possible")
      } catch let problem as Problem {
        // What is possible can only fail by its details.
        let expected: Set<Problem.Code> =
          possible.contains(action)
          ? [.invalid, .conflict, .illegalTransition, .forbidden] : [.illegalTransition, .forbidden]
        #expect(expected.contains(problem.code), "step \(step): \(action): \(problem)")
        #expect(desks.map(\.events.count) == before.map(\.events.count))
      }
      if random.chance(3) { tick(&desks[index], now) }
      for place in desks.indices where desks[place].events.count != before[place].events.count {
        let (old, new) = (before[place], desks[place])
        let faults =
          Invariants.faults(new.matter, new.catalogue)
          + (try Invariants.codingFaults(new.matter, Array(new.events.dropFirst(old.events.count))))
        #expect(faults.isEmpty, "step \(step), \(action) by \(principal.id) on \(new.matter.state): \(faults)")
        #expect(Matter(folding: new.events)?.json == new.matter.json)
        #expect(Int(new.matter.revision) == new.events.count && new.matter.updatedAt == now)
        if [.verify, .close, .rework].contains(action), place == index, principal.kind != .system {
          #expect(!old.matter.handlers.contains(principal.id))
        }
        states.insert(new.matter.state)
        if new.matter.state.isFinal { ended.insert(place) } else { ended.remove(place) }
      }
      expectReporters(desks, own)
    }
    #expect(states.count >= 9, "the walk went through \(states)")
    #expect(Set(desks.flatMap(\.events).map(\.kind)).count >= 16)
  }

  /// Everybody who reported something is named on their own matter, and on the one into which it was merged.
  private func expectReporters(_ desks: [Desk], _ own: [[Reporter]]) {
    for (index, desk) in desks.enumerated() {
      let absorbed = desks.indices.filter { desk.matter.absorbed.contains(desks[$0].matter.id) }
      let expected = own[index] + absorbed.flatMap { own[$0] }
      #expect(
        Dictionary(grouping: desk.matter.reporters) { $0 }.mapValues(\.count)
          == Dictionary(grouping: expected) { $0 }.mapValues(\.count))
      for place in absorbed { #expect(desks[place].matter.mergedInto == desk.matter.id) }
    }
  }

  private func tick(_ desk: inout Desk, _ now: Instant) {
    desk.take(Matters.clockEvents(of: desk.matter, at: now))
    #expect(Matters.clockEvents(of: desk.matter, at: now).isEmpty, "once said is enough")
    if let next = desk.matter.timerAt { #expect(next > now, "a timer that has rung is set anew or off") }
  }
}
