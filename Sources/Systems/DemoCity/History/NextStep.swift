// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Spatial
import Vocabulary

/// What will happen to a matter next, who does it and when.
struct NextStep: Sendable {
  enum Deed: Sendable {
    case command(MatterCommand)
    /// It reports what another one reported already.
    case merge(into: Identifier)
  }

  var deed: Deed
  var by: Principal
  var at: Instant

  /// Carries it out as people do, now by the city's clock.
  /// - Returns: the matter afterwards; `nil` where the deed is no command.
  func take(on matter: Matter, in city: City) async throws -> Matter? {
    guard case .command(var command) = deed else { return nil }
    if case .attach(var evidence) = command {
      evidence.at = max(city.time.now(), matter.updatedAt)
      command = .attach(evidence)
    }
    return try await city.matters.perform(command, on: matter.id, expected: matter.revision, by: by).matter
  }
}

/// How the staff work: from a matter as it is to the next step on it.
///
/// A pure function of seed and matter, so that a city that starts again goes on as it would have.
struct StaffModel: Sendable {
  let seed: UInt64
  let staff: DemoStaff
  let punctuality: Punctuality
  let pictures: DemoPictures
  /// Types whose handler shows the result.
  let provenTypes: Set<String>
  let departments: [String]

  /// - Parameter duplicateOf: the matter that it repeats.
  /// - Returns: `nil` when nothing more will happen.
  func next(_ matter: Matter, duplicateOf: Identifier? = nil) -> NextStep? {
    var random = RandomStream(seed: seed ^ stage(of: matter), "step")
    let step = Planner(matter: matter, dice: random.unit())
    switch matter.state {
    case .submitted: return submitted(matter, duplicateOf, &random, step)
    case .returned:
      return step(
        .resubmit(title: nil, text: nil, address: nil, attributes: [:]), random.pick(staff.intake),
        180 * random.skewed(0.8))
    case .accepted:
      let refused = Set(matter.branches.filter { $0.status == .refused }.map(\.department))
      let others = departments.filter { !refused.contains($0) }
      let lead =
        refused.isEmpty || others.isEmpty
        ? nil : refused.contains("city-management") ? random.pick(others) : "city-management"
      return step(
        .dispatch(lead: lead, assisting: [], informed: []), random.pick(staff.dispatchers),
        12 * random.skewed(0.7), true)
    case .reopened:
      return step(
        .dispatch(lead: matter.department, assisting: [], informed: []), random.pick(staff.dispatchers),
        20 * random.skewed(0.7))
    case .dispatched, .inProgress: return working(matter, &random, step)
    case .handled:
      return step(.verify, random.pick(staff.verifiers), 70 * random.skewed(0.8))
    case .verifying:
      let verifier = random.pick(staff.verifiers)
      if matter.reworks < 2, random.chance(0.04) {
        return step(.rework(reason: random.pick(Phrases.rework)), verifier, 20)
      }
      return step(.close(result: nil), verifier, 12 * random.skewed(0.7))
    case .closed: return closed(matter, &random, step)
    case .suspended:
      return step(.resume, random.pick(staff.supervisors), 1440 * (1 + 3 * random.unit()))
    case .draft, .archived, .rejected, .withdrawn, .cancelled, .merged: return nil
    }
  }

  /// Makes steps on one matter.
  private struct Planner {
    let matter: Matter
    /// When somebody begins on the next day, 0 to 1.
    let dice: Double

    /// - Parameter shift: it is done by people who are there day and night.
    func callAsFunction(
      _ command: MatterCommand, _ by: Principal, _ minutes: Double, _ shift: Bool = false
    ) -> NextStep {
      let wished = matter.updatedAt + .milliseconds(1 + Int64(minutes * 60_000))
      let isAlways = shift || matter.priority > .normal
      return NextStep(
        deed: .command(command), by: by, at: WorkingDay.moved(wished, aroundTheClock: isAlways, dice: dice))
    }
  }

  /// What the next step depends on besides the matter's identifier: not on notes and clocks, which change no plan.
  private func stage(of matter: Matter) -> UInt64 {
    var numbers = [MatterState.allCases.firstIndex(of: matter.state) ?? 0, matter.evidence.count, matter.reworks]
    numbers += [matter.bounces, matter.reopenings, matter.rating?.grade ?? 0]
    for branch in matter.branches { numbers.append(Branch.Status.allCases.firstIndex(of: branch.status) ?? 0) }
    return numbers.reduce(Chance.bits(seed, Int(matter.id.rawValue))) { Chance.bits($0, $1) }
  }

  private func submitted(
    _ matter: Matter, _ duplicateOf: Identifier?, _ random: inout RandomStream,
    _ step: Planner
  ) -> NextStep {
    let intake = random.pick(staff.intake)
    if let duplicateOf {
      var merging = step(.accept, intake, 12 * random.skewed(0.8), true)
      merging.deed = .merge(into: duplicateOf)
      return merging
    }
    if matter.evidence.isEmpty, matter.channel == "collector", random.chance(0.35),
      let owner = staff.collectors.first(where: { $0.id == matter.owner })
    {
      return attach(.report, matter, owner, &random, step)
    }
    if matter.channel != "collector", random.chance(0.05) {
      return step(.reject(reason: random.pick(Phrases.reject), basis: nil), intake, 30 * random.skewed(0.8), true)
    }
    if matter.channel != "collector", matter.clocks.allSatisfy({ $0.pauses.isEmpty }), random.chance(0.02) {
      return step(.sendBack(reason: random.pick(Phrases.sendBack)), intake, 25 * random.skewed(0.8), true)
    }
    return step(.accept, intake, 9 * random.skewed(0.9), true)
  }

  private func attach(
    _ phase: Evidence.Phase, _ matter: Matter, _ by: Principal, _ random: inout RandomStream,
    _ step: Planner
  ) -> NextStep {
    let picture = random.pick(phase == .report ? pictures.before : pictures.after)
    var attaching = step(.accept, by, 2 + 6 * random.unit(), true)
    attaching.deed = .command(
      .attach(
        Evidence(
          hash: picture.hash, mediaType: picture.mediaType.rawValue, size: picture.size, phase: phase, by: by.id,
          at: attaching.at, publicHash: picture.publicHash)))
    return attaching
  }

  private func working(
    _ matter: Matter, _ random: inout RandomStream, _ step: Planner
  ) -> NextStep? {
    let open = matter.branches.filter(\.isOpen)
    if let offered = open.first(where: { $0.status == .offered && $0.role == .lead })
      ?? open.first(where: { $0.status == .offered })
    {
      let handler = random.pick(people(of: offered.department))
      let minutes = 25 * staff.pace(of: handler) * random.skewed(0.8)
      if offered.role == .lead, matter.bounces == 0, matter.reopenings == 0, random.chance(0.03) {
        return step(
          .refuse(department: offered.department, reason: random.pick(Phrases.refuse)), handler, minutes)
      }
      return step(.start(department: offered.department), handler, minutes)
    }
    guard let branch = open.first(where: { $0.role != .lead }) ?? open.first else { return nil }
    let known = people(of: branch.department)
    let handler = known.first { $0.id == branch.handler } ?? random.pick(known)
    if branch.role == .lead, !matter.clocks.contains(where: { !$0.pauses.isEmpty }), random.chance(0.012) {
      return step(
        .suspend(reason: random.pick(Phrases.suspend), basis: nil), random.pick(staff.supervisors), 90)
    }
    if provenTypes.contains(matter.type),
      !matter.evidence.contains(where: { $0.phase == .handle })
    {
      var attaching = attach(.handle, matter, handler, &random, step)
      attaching.at = finish(matter, branch, handler, &random)
      if case .command(.attach(var evidence)) = attaching.deed {
        evidence.at = attaching.at
        attaching.deed = .command(.attach(evidence))
      }
      return attaching
    }
    let result = random.pick(Phrases.results)
    // Whoever shows the result reports it at once.
    if matter.evidence.last.map({ $0.phase == .handle && $0.at == matter.updatedAt }) == true {
      return step(.handle(department: branch.department, result: result), handler, 2, true)
    }
    return NextStep(
      deed: .command(.handle(department: branch.department, result: result)), by: handler,
      at: finish(matter, branch, handler, &random))
  }

  /// When the work is done: mostly well within the limit, sometimes past it, and sometimes so late that the matter as a whole is.
  private func finish(
    _ matter: Matter, _ branch: Branch, _ handler: Principal, _ random: inout RandomStream
  ) -> Instant {
    let wished = lateFinish(matter, branch, handler, &random) ?? usualFinish(matter, branch, handler, &random)
    let possible = max(wished, matter.updatedAt + .seconds(240))
    return WorkingDay.moved(possible, aroundTheClock: matter.priority > .normal, dice: random.unit())
  }

  /// After the whole matter is due; `nil` where it will not be that late.
  private func lateFinish(
    _ matter: Matter, _ branch: Branch, _ handler: Principal, _ random: inout RandomStream
  ) -> Instant? {
    guard branch.role == .lead, let total = matter.clock(.total), total.isRunning, let due = total.dueAt else {
      return nil
    }
    let share = punctuality.lateShare(
      department: branch.department, areas: [matter.areas.district, matter.areas.street].compactMap(\.self),
      month: LocalMoment(matter.createdAt).month, pace: staff.pace(of: handler))
    guard random.chance(share) else { return nil }
    // Most by little, some by nearly as long again as there was time.
    let over = 0.03 + 0.9 * random.unit() * random.unit()
    let allowed = Double(max(due.milliseconds - total.startedAt.milliseconds, 3_600_000))
    return due + .milliseconds(Int64(allowed * over))
  }

  private func usualFinish(
    _ matter: Matter, _ branch: Branch, _ handler: Principal, _ random: inout RandomStream
  ) -> Instant {
    let clock = matter.clocks.last { $0.kind == .handle && $0.isRunning }
    let start = max(branch.offeredAt, clock?.startedAt ?? branch.offeredAt)
    let due = clock?.dueAt ?? matter.updatedAt + .seconds(8 * 3600)
    let pace = staff.pace(of: handler)
    let isLate = random.chance(0.03 * pace)
    let share = isLate ? 1.05 + 1.2 * random.unit() * random.unit() : (0.08 + 0.6 * random.unit()) * pace
    let allowed =
      Double(max(due.milliseconds - start.milliseconds, 1_800_000)) * (branch.role == .lead ? 1 : 0.7)
    return start + .milliseconds(Int64(allowed * share))
  }

  private func closed(
    _ matter: Matter, _ random: inout RandomStream, _ step: Planner
  ) -> NextStep? {
    let supervisor = random.pick(staff.supervisors)
    guard let rating = matter.rating else {
      guard matter.channel != "collector", matter.channel != "sensor", matter.reopenings == 0, random.chance(0.3) else {
        return nil
      }
      let wasLate = matter.clocks.contains { $0.kind == .handle && $0.breached }
      let grade = 1 + random.index(of: wasLate ? [12, 18, 35, 25, 10] : [2, 3, 10, 35, 50])
      return step(
        .rate(grade: grade, comment: grade < 3 ? random.pick(Phrases.complaints) : nil), supervisor,
        1440 * (0.3 + 1.5 * random.unit()))
    }
    guard rating.grade <= 2, matter.reopenings == 0, random.chance(0.5) else { return nil }
    return step(.reopen(reason: random.pick(Phrases.reopen)), supervisor, 240 * random.skewed(0.6))
  }

  private func people(of department: String) -> [Principal] {
    staff.handlers[department] ?? staff.handlers["city-management"] ?? []
  }
}
