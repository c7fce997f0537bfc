// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Logging
import Matters
import Packs
import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

@testable import DemoCity

@Suite struct LifeTests {
  /// People report, the staff work, sensors tell; and all of it stands up to verification.
  @Test(.timeLimit(.minutes(2))) func theCityLives() async throws {
    let town = try await DemoTown(.sqlite, matters: 400, machine: SystemTime())
    let city = town.city
    let known = try await Set(town.matters().map(\.id))
    let last = try await newestReading(of: town)
    town.clock.go(speed: 20_000)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let life = Task { [logger] in await DemoLife(town.ground, city: city, logger: logger).run() }
    var (reported, isHandled, isSensed) = (0, false, false)
    while reported < 3 || !isHandled || !isSensed {
      try await Task.sleep(for: .milliseconds(200))
      let new = try await town.matters().filter { !known.contains($0.id) }
      reported = new.count
      isHandled = new.contains { $0.branches.contains { $0.status == .done } }
      isSensed = try await newestReading(of: town) > last
    }
    life.cancel()
    await life.value
    let report = try await city.database.read { try Matters.verify(tenant: city.tenant, in: $0) }
    #expect(report.faults == [])
  }

  private func newestReading(of town: DemoTown) async throws -> Instant {
    let newest = try await town.city.telemetry.latest(of: town.series(), tenant: town.city.tenant)
    return try #require(newest.values.map(\.at).max())
  }

  @Test func theClockGoesOnFromWhereItStands() {
    let machine = FrozenTime()
    let clock = DemoClock(at: DemoTown.now, machine: machine)
    machine.advance(by: .seconds(5))
    #expect(clock.now() == DemoTown.now)
    clock.go(speed: 60)
    machine.advance(by: .seconds(2))
    #expect(clock.now() == DemoTown.now + .seconds(120))
    clock.set(DemoTown.now)
    #expect(clock.now() == DemoTown.now + .seconds(120), "it is never set back")
  }

  /// A city with a time of its own goes on where it ended, however much later; any other with the present.
  @Test func goesOnFromItsOwnTime() async throws {
    let town = try await DemoTown(.sqlite, matters: 20)
    let present = DemoTown.now + .seconds(180 * 86_400)
    for (hasOwnTime, earliest) in [(true, DemoTown.now), (false, present)] {
      let record = DemoRecord(size: .small, seed: 1, now: DemoTown.now, hasOwnTime: hasOwnTime)
      let clock = DemoClock(at: record.goesOn(at: present), machine: FrozenTime())
      try await DemoBuilder.goOn(town.city, clock: clock)
      #expect(clock.now() >= earliest && clock.now() < earliest + .seconds(60))
    }
  }

  @Test func aRecordIsReadBack() throws {
    let folder = try TemporaryFolder()
    #expect(try DemoRecord.read(in: folder.url) == nil)
    var record = DemoRecord(size: .large, seed: .max, now: DemoTown.now, hasOwnTime: true)
    try record.write(in: folder.url)
    record.isComplete = true
    try record.write(in: folder.url)
    #expect(try DemoRecord.read(in: folder.url) == record)
  }
}
