// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Storage
import Vocabulary

/// Tells what happened to the matters of the city until now, in the order of time, and writes it day by day.
struct HistoryTeller {
  private enum Item: Sendable {
    case report(Report, number: String)
    /// The next step on a matter, unless another one came before it.
    case step(Identifier, token: Int)
    /// A clock of the matter has something to say.
    case clock(Identifier)
  }

  /// A matter of which more will be told.
  private struct Life {
    var matter: Matter
    var next: NextStep?
    var token = 0
    var duplicateOf: Identifier?
  }

  private let city: City
  private let model: ReportModel
  private let staffModel: StaffModel
  private let reporting: Reporting
  private let seed: UInt64
  private let clock: DemoClock
  private var lives: [Identifier: Life] = [:]
  private var agenda = Agenda<Item>()
  private var chronicle = MatterChronicle()
  /// The newest matters of each type, for repeated reports.
  private var recent: [String: [(id: Identifier, point: Point, community: Int)]] = [:]
  private(set) var matterCount = 0
  private(set) var eventCount = 0

  init(_ ground: DemoGround, city: City, clock: DemoClock, staff: StaffModel) {
    self.city = city
    self.clock = clock
    seed = ground.seed
    model = ReportModel(ground)
    staffModel = staff
    reporting = Reporting(ground, staff: staff.staff, city: city)
  }

  /// - Parameters:
  ///   - count: how many reports there are, about.
  ///   - progress: is told how many were written.
  mutating func tell(
    _ count: Int, from start: Instant, to end: Instant, progress: (Int) -> Void = { _ in }
  ) async throws {
    let days = Array(LocalMoment(start).day...LocalMoment(end).day)
    // On the first and the last day the city is looked at for a part of the day only.
    let total = days.map { model.weight(ofDay: $0) }.reduce(0, +)
    var due = 0.0
    var planned = 0
    var writing: Task<Void, any Error>?
    for day in days {
      due += Double(count) * model.weight(ofDay: day) / total
      let reports = model.reports(Int(due) - planned, onDay: day, from: start, to: end)
      planned = Int(due)
      let numbers = try await city.matters.reserveNumbers(
        reports.count, tenant: city.tenant, at: LocalMoment.instant(day: day, hour: 12))
      // Told while the day before is being written.
      if let told = take() { writing = write(told, after: writing) }
      for (report, number) in zip(reports, numbers) { agenda.add(.report(report, number: number), at: report.at) }
      let until = min(end, LocalMoment.instant(day: day + 1, hour: 0))
      while let (at, item) = agenda.take(before: until) { try handle(item, at: at) }
      try await writing?.value
      writing = nil
      progress(matterCount)
    }
    clock.set(end)
    for life in lives.values.sorted(by: { $0.matter.id < $1.matter.id }) {
      city.matters.settle(life.matter, tenant: city.tenant, in: &chronicle)
    }
    lives = [:]
    if let told = take() { try await write(told, after: nil).value }
  }

  private mutating func take() -> MatterChronicle? {
    guard !chronicle.isEmpty else { return nil }
    defer { chronicle = MatterChronicle() }
    eventCount += chronicle.eventCount
    return chronicle
  }

  private func write(_ told: MatterChronicle, after: Task<Void, any Error>?) -> Task<Void, any Error> {
    Task { [city] in
      try await after?.value
      try await city.database.write { try city.matters.write(told, in: $0) }
    }
  }

  private mutating func handle(_ item: Item, at: Instant) throws {
    switch item {
    case .report(let report, let number): try begin(report, number)
    case .step(let id, let token):
      guard let life = lives[id], life.token == token, let step = life.next else { return }
      try take(step, on: id, at: at)
    case .clock(let id):
      guard var life = lives[id], let timer = life.matter.timerAt, timer <= at else { return }
      city.matters.noteClocks(of: &life.matter, tenant: city.tenant, at: at, in: &chronicle)
      if let timer = life.matter.timerAt { agenda.add(.clock(id), at: timer) }
      lives[id] = life
    }
  }

  private mutating func begin(_ report: Report, _ number: String) throws {
    var report = report
    var random = RandomStream(seed: Chance.bits(seed, Int(report.at.milliseconds), matterCount), "report")
    var original: Identifier?
    if report.isRepeated,
      let found = recent[report.type]?.last(where: { lives[$0.id]?.matter.mergedInto == nil && lives[$0.id] != nil })
    {
      original = found.id
      report.community = found.community
      report.point = found.point + Point(x: random.number(in: -25...25), y: random.number(in: -25...25))
    }
    let (submission, by) = reporting.submission(report, &random)
    let matter = try city.matters.begin(submission, number: number, by: by, at: report.at, in: &chronicle)
    matterCount += 1
    if original == nil {
      recent[report.type, default: []].append((matter.id, report.point, report.community))
      if recent[report.type, default: []].count > 12 { recent[report.type]?.removeFirst() }
    }
    plan(Life(matter: matter, duplicateOf: original))
  }

  private mutating func take(_ step: NextStep, on id: Identifier, at: Instant) throws {
    guard var life = lives[id] else { return }
    switch step.deed {
    case .command(let command):
      try city.matters.perform(command, on: &life.matter, by: step.by, at: at, in: &chronicle)
    case .merge(let other):
      life.duplicateOf = nil
      // Where the other one is over by now, this one is looked at by itself.
      guard var survivor = lives[other], !survivor.matter.state.isFinal, life.matter.absorbed.isEmpty else { break }
      try city.matters.merge(&life.matter, into: &survivor.matter, by: step.by, at: at, in: &chronicle)
      lives[other] = survivor
      if survivor.matter.timerAt != nil { addTimer(of: survivor.matter) }
    }
    plan(life)
  }

  /// Works out what comes next, or says that the matter's story is over.
  private mutating func plan(_ life: Life) {
    var life = life
    let id = life.matter.id
    life.token += 1
    life.next = staffModel.next(life.matter, duplicateOf: life.duplicateOf)
    guard let next = life.next else {
      if life.matter.timerAt == nil {
        city.matters.settle(life.matter, tenant: city.tenant, in: &chronicle)
        lives[id] = nil
      } else {
        lives[id] = life
        addTimer(of: life.matter)
      }
      return
    }
    lives[id] = life
    agenda.add(.step(id, token: life.token), at: next.at)
    addTimer(of: life.matter)
  }

  private mutating func addTimer(of matter: Matter) {
    if let timer = matter.timerAt { agenda.add(.clock(matter.id), at: max(timer, matter.updatedAt)) }
  }
}
