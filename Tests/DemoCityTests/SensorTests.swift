// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import Packs
import TestSupport
import Testing
import Vocabulary

@testable import DemoCity

@Suite struct SensorTests {
  let ground = DemoGround(size: .medium, seed: 1)
  let model = SensorModel(seed: 1)

  @Test func valuesDependOnNothingButSensorAndMoment() {
    let sensor = ground.sensors[700]
    let moments = (0..<50).map { Instant(milliseconds: DemoTown.now.milliseconds + $0 * 300_000) }
    let forward = moments.map { model.value(of: sensor, at: $0) }
    #expect(forward == moments.reversed().map { model.value(of: sensor, at: $0) }.reversed())
  }

  @Test func rushHourIsBusierThanNight() throws {
    let sensor = try #require(ground.sensors.first { $0.kind == .trafficFlow })
    // 2026-11-25 is a Wednesday.
    let evening = try #require(Instant("2026-11-25T18:00:00+08:00"))
    let rush = try #require(model.value(of: sensor, at: evening))
    let night = try #require(model.value(of: sensor, at: evening - .seconds(15 * 3600)))
    #expect(rush > 3 * night && night > 0)
  }

  @Test func weekdays() throws {
    let monday = LocalMoment(try #require(Instant("2026-11-23T00:00:00+08:00")))
    #expect(monday.weekday == 1 && monday.hour == 0 && monday.month == 11)
    let sunday = LocalMoment(try #require(Instant("2026-11-22T23:59:00+08:00")))
    #expect(sunday.weekday == 7 && sunday.isWeekend)
  }

  /// Faults are rare, but there are some of each kind, and those that matter pass the limits of the pack.
  @Test func faultsPassTheLimits() throws {
    let pack = try DemoTown.pack(ground, in: try TemporaryFolder())
    var silent = 0
    var beyond: Set<String> = []
    var count = 0
    for sensor in ground.sensors {
      let rule = pack.rules.first { rule in rule.series.contains { sensor.code.hasPrefix($0.dropLast()) } }
      var state = ThresholdState()
      for step in 0..<336 {
        let at = Instant(milliseconds: DemoTown.now.milliseconds + Int64(step) * 1_800_000)
        guard let value = model.value(of: sensor, at: at) else {
          silent += 1
          continue
        }
        count += 1
        guard let rule else { continue }
        if state.take(value, at: at, of: sensor.code, by: rule).change != nil { beyond.insert(sensor.code) }
      }
    }
    #expect(silent > 0 && silent < count / 500)
    #expect((10...200).contains(beyond.count), "\(beyond.count) of 2000 sensors had a warning within a week")
  }
}
