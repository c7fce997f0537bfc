// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Journaling
import Matters
import Packs
import Storage
import Telemetry
import Vocabulary

/// Tells what the sensors measured until now, and what became of it: the clock goes through those hours once more, so that a
/// warning is raised when its reading was taken, and the staff have worked on its matter since.
struct SensorTeller {
  private let ground: DemoGround
  private let city: City
  private let clock: DemoClock
  private let staff: StaffModel
  private let followers: [Follower]
  private let model: SensorModel
  private var agenda = Agenda<Identifier>()
  private var known: Set<Identifier> = []
  /// Up to where the journal was looked through for them.
  private var position = JournalPosition()
  private(set) var readingCount = 0
  /// Matters that sensors opened.
  var matterCount: Int { known.count }

  /// - Parameter followers: what makes matters of warnings; without it there are only the warnings.
  init(_ ground: DemoGround, city: City, clock: DemoClock, staff: StaffModel, followers: [Follower]) {
    self.ground = ground
    self.city = city
    self.clock = clock
    self.staff = staff
    self.followers = followers
    model = SensorModel(seed: ground.seed)
  }

  /// The clock stands at `now` afterwards.
  mutating func tell(until now: Instant) async throws {
    let moments = moments(until: now)
    let rules = city.pack.rules
    var restless: [Sensor] = []
    var eventful: Set<Instant> = []
    for sensor in ground.sensors {
      let changes = changes(of: sensor, at: moments, rules)
      if changes.isEmpty { continue }
      restless.append(sensor)
      eventful.formUnion(changes)
    }
    // There were no warnings before these.
    for follower in followers { try await follower.passOver() }
    position = try await city.database.read { [city] in try city.journal.heads(tenant: city.tenant, in: $0) }
    try await tell(restless, at: moments, eventful)
    try await work(until: now)
    clock.set(now)
    let moved = Set(restless.map(\.number))
    let quiet = ground.sensors.filter { !moved.contains($0.number) }
    for first in stride(from: 0, to: quiet.count, by: 100) {
      try await append(quiet[first..<min(first + 100, quiet.count)].flatMap { readings(of: $0, at: moments) })
    }
  }

  private func moments(until now: Instant) -> [Instant] {
    let (hours, minutes) = ground.size.readings
    let pause = Int64(minutes) * 60_000
    let last = now.milliseconds / pause * pause
    let grid = Array(stride(from: last - Int64(hours) * 3_600_000, through: last, by: Int64.Stride(pause)))
    // The newest is as fresh as that of a sensor that goes on telling every five minutes: else all are late until they do.
    let newest = now.milliseconds / 300_000 * 300_000
    return (newest > last ? grid + [newest] : grid).map { Instant(milliseconds: $0) }
  }

  private func readings(of sensor: Sensor, at moments: [Instant]) -> [NewReading] {
    moments.compactMap { at in
      model.value(of: sensor, at: at).map { NewReading(series: sensor.code, at: at, value: .number($0)) }
    }
  }

  /// When a warning of the sensor begins, changes and ends, as the city will find by itself.
  private func changes(of sensor: Sensor, at moments: [Instant], _ rules: [ThresholdRule]) -> [Instant] {
    var changes: [Instant] = []
    for rule in rules where rule.watches(sensor.code) {
      var state = ThresholdState()
      for at in moments {
        guard let value = model.value(of: sensor, at: at) else { continue }
        if state.take(value, at: at, of: sensor.code, by: rule).change != nil { changes.append(at) }
      }
    }
    return changes
  }

  /// Moment after moment; where nothing happens, the readings wait for the next at which something does.
  private mutating func tell(_ sensors: [Sensor], at moments: [Instant], _ eventful: Set<Instant>) async throws {
    var waiting: [NewReading] = []
    for at in moments {
      waiting += sensors.flatMap { readings(of: $0, at: [at]) }
      guard eventful.contains(at) || at == moments.last else { continue }
      try await work(until: at)
      clock.set(at)
      try await append(waiting)
      waiting = []
      for follower in followers { try await follower.catchUp() }
      try await takeUp()
    }
  }

  private mutating func append(_ readings: [NewReading]) async throws {
    guard !readings.isEmpty else { return }
    readingCount += try await city.telemetry.append(readings, tenant: city.tenant).stored
  }

  /// Plans the work on matters that sensors opened since the last time: the journal tells of them.
  private mutating func takeUp() async throws {
    let (opened, position) = try await city.database.read { [city, position] transaction in
      let (events, position) = try city.journal.events(
        after: position, kinds: [MatterEvent.Kind.submitted.rawValue], limit: .max, tenant: city.tenant, in: transaction
      )
      return (events.compactMap { Identifier($0.subject) }.sorted(), position)
    }
    self.position = position
    for id in opened {
      let matter = try await city.matters.matter(id, for: .system(city.tenant))
      if matter.channel == "sensor", known.insert(id).inserted { plan(matter) }
    }
  }

  private mutating func plan(_ matter: Matter) {
    if let next = staff.next(matter) { agenda.add(matter.id, at: next.at) }
  }

  private mutating func work(until end: Instant) async throws {
    while let (at, id) = agenda.take(before: end) {
      clock.set(at)
      // The clocks of these matters alone can have anything to say: what was told before was told until now.
      try await city.matters.tick(tenant: city.tenant)
      let matter = try await city.matters.matter(id, for: .system(city.tenant))
      guard let step = staff.next(matter), step.at <= at else {
        plan(matter)
        continue
      }
      do {
        if let after = try await step.take(on: matter, in: city) { plan(after) }
      } catch is Problem {
        // As people do who are refused: it is looked at again later.
        agenda.add(id, at: at + .seconds(600))
      }
    }
  }
}
