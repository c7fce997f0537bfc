// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Contexts
public import Journaling
import Matters
public import Packs
import Storage
import Telemetry
public import Vocabulary

/// Fills a new city: things, people, what happened until now, readings.
public struct DemoBuilder: Sendable {
  /// What was made.
  public struct Report: Hashable, Sendable {
    public var entities = 0
    public var matters = 0
    public var events = 0
    public var readings = 0
  }

  private let ground: DemoGround
  private let city: City
  private let clock: DemoClock
  private let followers: [Follower]
  private let stocks: [HistoryStock]

  /// - Parameters:
  ///   - city: opened with the pack that `DemoPack` made of the same ground, at the time of `clock`.
  ///   - clock: stands at `start(of:before:)`.
  ///   - followers: what makes matters of warnings, so that those of the last hours have theirs from the beginning.
  ///   - stocks: what is written together with the matters of the history.
  public init(
    _ ground: DemoGround, city: City, clock: DemoClock, followers: [Follower] = [], stocks: [HistoryStock] = []
  ) {
    self.ground = ground
    self.city = city
    self.clock = clock
    self.followers = followers
    self.stocks = stocks
  }

  /// When the history of a city begins that ends at a moment.
  public static func start(of size: DemoSize, before now: Instant) -> Instant {
    Instant(milliseconds: now.milliseconds - Int64(size.historyDays) * 86_400_000)
  }

  /// Writes everything; the clock stands at `now` afterwards.
  ///
  /// - Parameters:
  ///   - matters: how many matters the history has; by default what the size says.
  ///   - progress: is told how many matters were written.
  /// - Throws: `Problem`, of code `conflict` where there are matters already; `StorageError`. What was written until then
  ///   stays: such a city is to be thrown away.
  public func build(
    until now: Instant, matters: Int? = nil, progress: (Int) -> Void = { _ in }
  ) async throws -> Report {
    var query = MatterQuery()
    query.limit = 1
    guard try await city.matters.list(query, for: .system(city.tenant)).matters.isEmpty else {
      throw Problem(
        .conflict, "The database holds a city with matters already; give an empty one.", "数据库中的城市已有事项，请提供空数据库。")
    }
    var report = Report()
    report.entities = try await writeEntities()
    try await DemoStaff.hire(ground.size, seed: ground.seed, in: city)
    let model = try await Self.staffModel(ground.seed, city)
    var teller = HistoryTeller(ground, city: city, staff: model, stocks: stocks)
    let indexes = try await city.database.write { transaction in
      try SetAsideIndexes(of: ["journal", "matters", "matter_departments"], in: transaction)
    }
    try await teller.tell(
      matters ?? ground.size.matterCount, from: Self.start(of: ground.size, before: now), to: now, progress: progress)
    try await city.database.write { try indexes.restore(in: $0) }
    for stock in stocks { try await stock.follower.passOver() }
    var sensors = SensorTeller(ground, city: city, clock: clock, staff: model, followers: followers)
    try await sensors.tell(until: now)
    (report.matters, report.events) = (teller.matterCount + sensors.matterCount, teller.eventCount)
    report.readings = sensors.readingCount
    try await watchSensors()
    return report
  }

  /// Sets the clock to where the city was when it stopped, where that lies ahead of where the clock stands.
  public static func goOn(_ city: City, clock: DemoClock) async throws {
    let last = try await city.database.read { [city] transaction in
      try city.journal.heads(tenant: city.tenant, in: transaction).sequences.compactMap { partition, sequence in
        try city.journal.event(partition: partition, sequence: sequence, tenant: city.tenant, in: transaction)?.at
      }.max()
    }
    if let last { clock.set(last) }
  }

  static func staffModel(_ seed: UInt64, _ city: City) async throws -> StaffModel {
    let pictures = try DemoPictures(seed: seed, keptIn: city.evidence)
    let staff = try await DemoStaff.find(in: city, seed: seed)
    let departments = city.pack.departments.map(\.code)
    return StaffModel(
      seed: seed, staff: staff, punctuality: Punctuality(seed: seed, departments: departments), pictures: pictures,
      provenTypes: Set(city.pack.matterTypes.filter { $0.evidenceRequired.contains(.handle) }.map(\.code)),
      departments: departments)
  }

  private func writeEntities() async throws -> Int {
    let entities = DemoEntities(ground: ground)
    let all = entities.all()
    let devices = entities.devices()
    let system = Principal.system(city.tenant)
    let now = clock.now()
    for first in stride(from: 0, to: all.count, by: 1000) {
      try await city.database.write { [city] transaction in
        for entity in all[first..<min(first + 1000, all.count)] {
          _ = try city.entities.create(entity, by: system, at: now, in: transaction)
        }
      }
    }
    for first in stride(from: 0, to: devices.count, by: 1000) {
      try await city.database.write { [city] transaction in
        for (id, patch) in devices[first..<min(first + 1000, devices.count)] {
          try city.entities.merge(patch, into: id, by: system, at: now, in: transaction)
        }
      }
    }
    return all.count + devices.count
  }

  /// Says what is expected of the sensors that go on telling every five minutes.
  private func watchSensors() async throws {
    try await city.database.write { [city, ground] transaction in
      for sensor in ground.sensors {
        guard let series = try city.telemetry.catalogue.series(code: sensor.code, tenant: city.tenant, in: transaction)
        else { continue }
        try city.telemetry.define(
          QualityRules(flatLine: sensor.kind.canRest ? nil : .seconds(7200), gap: .seconds(900)), of: series.id,
          tenant: city.tenant, in: transaction)
      }
    }
  }
}
