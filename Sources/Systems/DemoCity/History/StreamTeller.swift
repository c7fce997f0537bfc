// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Matters
import Packs
import Vocabulary

/// A report that has its place in the journal of the city already.
struct NumberedReport: Sendable {
  var report: Report
  /// Its place among all reports.
  var ordinal: Int
  var id: Identifier
  var number: String
}

/// Tells what happened to the matters of some types. Matters of different types have nothing to do with each other,
/// so several tell at the same time, and it makes no difference which of them comes first.
actor StreamTeller {
  private enum Item: Sendable {
    case report(NumberedReport)
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
  private let staffModel: StaffModel
  private let reporting: Reporting
  private let seed: UInt64
  private var lives: [Identifier: Life] = [:]
  private var agenda = Agenda<Item>()
  private var chronicle = MatterChronicle()
  /// The newest matters of each type, for repeated reports.
  private var recent: [String: [(id: Identifier, point: Point, community: Int)]] = [:]

  init(_ city: City, _ reporting: Reporting, _ staffModel: StaffModel, seed: UInt64) {
    self.city = city
    self.reporting = reporting
    self.staffModel = staffModel
    self.seed = seed
  }

  /// Goes on until a moment.
  /// - Parameter reports: those that are made until then, in the order of time.
  func tell(_ reports: [NumberedReport], until end: Instant) throws -> MatterChronicle {
    for report in reports { agenda.add(.report(report), at: report.report.at) }
    while let (at, item) = agenda.take(before: end) { try handle(item, at: at) }
    return take()
  }

  /// Says that nothing more will be told.
  func settle() -> MatterChronicle {
    for life in lives.values.sorted(by: { $0.matter.id < $1.matter.id }) {
      city.matters.settle(life.matter, tenant: city.tenant, in: &chronicle)
    }
    lives = [:]
    return take()
  }

  private func take() -> MatterChronicle {
    defer { chronicle = MatterChronicle() }
    return chronicle
  }

  private func handle(_ item: Item, at: Instant) throws {
    switch item {
    case .report(let report): try begin(report)
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

  private func begin(_ numbered: NumberedReport) throws {
    var report = numbered.report
    var random = RandomStream(seed: Chance.bits(seed, Int(report.at.milliseconds), numbered.ordinal), "report")
    var original: Identifier?
    if report.isRepeated,
      let found = recent[report.type]?.last(where: { lives[$0.id]?.matter.mergedInto == nil && lives[$0.id] != nil })
    {
      original = found.id
      report.community = found.community
      report.point = found.point + Point(x: random.number(in: -25...25), y: random.number(in: -25...25))
    }
    let (submission, by) = reporting.submission(report, &random)
    let matter = try city.matters.begin(
      submission, id: numbered.id, number: numbered.number, by: by, at: report.at, in: &chronicle)
    if original == nil {
      recent[report.type, default: []].append((matter.id, report.point, report.community))
      if recent[report.type, default: []].count > 12 { recent[report.type]?.removeFirst() }
    }
    plan(Life(matter: matter, duplicateOf: original))
  }

  private func take(_ step: NextStep, on id: Identifier, at: Instant) throws {
    // Taken out, so that it is changed in place.
    guard var life = lives.removeValue(forKey: id) else { return }
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
  private func plan(_ life: Life) {
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

  private func addTimer(of matter: Matter) {
    if let timer = matter.timerAt { agenda.add(.clock(matter.id), at: max(timer, matter.updatedAt)) }
  }
}
