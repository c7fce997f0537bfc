// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Logging
import Matters
public import Packs
import Telemetry
import Vocabulary

/// Lets a demo city live while it is served: people report, the staff act, sensors tell.
///
/// Everything is done by the commands that people use, each by its own account. The staff also work on what visitors and
/// sensors report.
public struct DemoLife: Sendable {
  private let city: City
  private let ground: DemoGround
  private let logger: Logger
  /// How often a sensor tells its value, in milliseconds of the city's time.
  private static let sensorPause: Int64 = 300_000
  /// Steps carried out in one turn, so that after a pause not everything happens at once.
  private static let stepsAtOnce = 40

  public init(_ ground: DemoGround, city: City, logger: Logger) {
    self.city = city
    self.ground = ground
    self.logger = logger
  }

  private struct State {
    var agenda = Agenda<Identifier>()
    /// The matters that are on the agenda.
    var known: Set<Identifier> = []
    var nextReport: Instant
    var sensorsUntil: Instant
    var reports = 0
    var turns = 0
  }

  /// Runs until its task is cancelled. What fails is logged and tried again at the next turn.
  public func run() async {
    do {
      let model = try await DemoBuilder.staffModel(ground.seed, city)
      let reporting = Reporting(ground, staff: model.staff, city: city)
      let reports = ReportModel(ground)
      let now = city.time.now()
      // Each sensor tells at once what it would have told last: else all of them are late until their turn comes.
      var state = State(nextReport: now, sensorsUntil: now - .milliseconds(Self.sensorPause))
      try await findOpen(&state, model)
      while !Task.isCancelled {
        let now = city.time.now()
        await attempt("reporting") { try await report(&state, reports, reporting, model, now) }
        await attempt("working") { try await work(&state, model, now) }
        await attempt("sensing") { try await sense(&state, now) }
        if state.turns % 10 == 9 { await attempt("looking for new matters") { try await findNew(&state, model) } }
        state.turns += 1
        try await Task.sleep(for: .seconds(1))
      }
    } catch is CancellationError {
    } catch {
      logger.error("The demo city does not live", metadata: ["error": "\(error)"])
    }
  }

  private func attempt(_ what: String, _ work: () async throws -> Void) async {
    do { try await work() } catch is CancellationError {
    } catch {
      logger.warning("A step of the demo city failed", metadata: ["what": "\(what)", "error": "\(error)"])
    }
  }

  private func plan(_ matter: Matter, _ state: inout State, _ model: StaffModel) {
    guard let next = model.next(matter) else {
      state.known.remove(matter.id)
      return
    }
    state.known.insert(matter.id)
    state.agenda.add(matter.id, at: next.at)
  }

  private func findOpen(_ state: inout State, _ model: StaffModel) async throws {
    var query = MatterQuery()
    query.states = Set(MatterState.allCases.filter { !$0.isFinal && $0 != .draft })
    query.limit = 500
    repeat {
      let page = try await city.matters.list(query, for: .system(city.tenant))
      for matter in page.matters { plan(matter, &state, model) }
      query.after = page.next
    } while query.after != nil
  }

  /// Takes up what visitors and sensors reported.
  private func findNew(_ state: inout State, _ model: StaffModel) async throws {
    var query = MatterQuery()
    query.order = .newest
    query.limit = 50
    for matter in try await city.matters.list(query, for: .system(city.tenant)).matters
    where !matter.state.isFinal && !state.known.contains(matter.id) { plan(matter, &state, model) }
  }

  private func report(
    _ state: inout State, _ reports: ReportModel, _ reporting: Reporting, _ model: StaffModel, _ now: Instant
  ) async throws {
    var made = 0
    while state.nextReport <= now, made < Self.stepsAtOnce {
      // A seed of its own for each report: what happens depends on when the city runs, the rest on the seed.
      var random = RandomStream(seed: Chance.bits(ground.seed, Int(now.milliseconds), state.reports), "living")
      state.reports += 1
      made += 1
      state.nextReport = state.nextReport + pause(until: state.nextReport, reports, &random)
      let (submission, by) = reporting.submission(reports.report(at: now, &random), &random)
      plan(try await city.matters.submit(submission, by: by).matter, &state, model)
    }
    if made == Self.stepsAtOnce { state.nextReport = now }
  }

  /// How long it takes until somebody reports again.
  private func pause(until moment: Instant, _ reports: ReportModel, _ random: inout RandomStream) -> Duration {
    let local = LocalMoment(moment)
    let daily = Double(ground.size.matterCount) / Double(ground.size.historyDays) * reports.weight(ofDay: local.day)
    let hourly = max(0.01, daily * ReportModel.share(ofHour: Int(local.hour)))
    return .milliseconds(1 + Int64(-log(1 - random.unit()) * 3_600_000 / hourly))
  }

  private func work(_ state: inout State, _ model: StaffModel, _ now: Instant) async throws {
    for _ in 0..<Self.stepsAtOnce {
      guard let (_, id) = state.agenda.take(before: now) else { return }
      let matter = try await city.matters.matter(id, for: .system(city.tenant))
      guard let step = model.next(matter) else {
        state.known.remove(id)
        continue
      }
      guard step.at <= now else {
        state.agenda.add(id, at: step.at)
        continue
      }
      do {
        if let after = try await step.take(on: matter, in: city) { plan(after, &state, model) }
      } catch let problem as Problem {
        // Somebody else was faster, or the work is a visitor's now: it is looked at again later.
        logger.debug("A step was refused", metadata: ["matter": "\(matter.number)", "because": "\(problem.detail)"])
        state.agenda.add(id, at: now + .seconds(600))
      }
    }
  }

  private func sense(_ state: inout State, _ now: Instant) async throws {
    let model = SensorModel(seed: ground.seed)
    // After a pause the sensors go on with the present.
    let from = max(state.sensorsUntil.milliseconds, now.milliseconds - Self.sensorPause)
    state.sensorsUntil = now
    var readings: [NewReading] = []
    for sensor in ground.sensors {
      let phase = Int64(sensor.number) * 7919 % Self.sensorPause
      let at = (now.milliseconds - phase) / Self.sensorPause * Self.sensorPause + phase
      guard at > from, let value = model.value(of: sensor, at: Instant(milliseconds: at)) else { continue }
      readings.append(
        NewReading(series: sensor.code, at: Instant(milliseconds: at), value: .number(value)))
    }
    _ = try await city.telemetry.append(readings, tenant: city.tenant)
  }
}
