// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Crypto
import Foundation
import Journaling
import Lifeline
import Logging
import Matters
import Packs
import Storage
import Telemetry
import TestSupport
import Vocabulary

@testable import DemoCity

/// A small demo city in a temporary folder.
final class DemoTown: Sendable {
  static let now = Instant(milliseconds: 1_795_766_400_000)
  static let template = RealData.packageRoot.appending(path: "Packs/demo", directoryHint: .isDirectory)

  let ground: DemoGround
  let city: City
  let clock: DemoClock
  let report: DemoBuilder.Report
  private let folder: TemporaryFolder

  /// Makes a city of few matters.
  /// - Parameter makesMatters: whether warnings become matters.
  init(
    _ engine: Engine, matters: Int, seed: UInt64 = 1, makesMatters: Bool = false,
    machine: any TimeSource = FrozenTime()
  ) async throws {
    folder = try TemporaryFolder()
    ground = DemoGround(size: .small, seed: seed)
    let pack = try Self.pack(ground, in: folder)
    clock = DemoClock(at: DemoBuilder.start(of: .small, before: Self.now), machine: machine)
    var settings = CitySettings(
      dataFolder: folder.url.appending(path: "data"), database: try await TestDatabase.location(engine))
    settings.access.scrypt = ScryptParameters(logN: 4)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    city = try await City.open(
      settings, pack: pack, migrations: lifelineMigrations, observers: { [ThresholdDetector($0)] }, time: clock,
      logger: logger)
    let warnings = WarningsToMatters(
      matters: city.matters, tenant: city.tenant, zone: city.pack.timeZone, logger: logger
    ).follower(database: city.database)
    report = try await DemoBuilder(ground, city: city, clock: clock, followers: makesMatters ? [warnings] : [])
      .build(until: Self.now, matters: matters)
  }

  static func pack(_ ground: DemoGround, in folder: TemporaryFolder) throws -> Pack {
    let place = folder.url.appending(path: "packs/yunting")
    try DemoPack(ground).write(template: template, to: place)
    return try Pack.load(folder: place)
  }

  /// Everything that the seed decides, in one number: all but keys and the salts of passwords.
  func digest() async throws -> String {
    var hash = try await city.database.read { transaction in
      var hash = SHA256()
      for sql in [
        "SELECT partition, seq, at, kind, subject, revision, actor, payload, hash FROM journal ORDER BY partition, seq",
        "SELECT id, number, state, department, snapshot FROM matters ORDER BY id",
        "SELECT id, type, revision, location, content FROM entities ORDER BY id",
      ] {
        try transaction.forEach(sql) { row in
          for value in row.values { hash.update(data: Array("\(value)|".utf8)) }
        }
      }
      return hash
    }
    for series in try await series() {
      let readings = try await city.telemetry.range(
        of: series, from: Instant(milliseconds: 0), to: Self.now + .seconds(86_400 * 365), limit: 1_000_000,
        tenant: city.tenant)
      for reading in readings { hash.update(data: Array("\(series)|\(reading.at)|\(reading.value)|".utf8)) }
    }
    return hexadecimal(Array(hash.finalize()))
  }

  func series() async throws -> [Identifier] {
    try await city.database.read { [city] in
      try city.telemetry.catalogue.list(limit: 100_000, tenant: city.tenant, in: $0).map(\.id)
    }
  }

  func matters() async throws -> [Matter] {
    var matters: [Matter] = []
    var query = MatterQuery()
    query.order = .newest
    query.limit = 500
    repeat {
      let page = try await city.matters.list(query, for: .system(city.tenant))
      matters += page.matters
      query.after = page.next
    } while query.after != nil
    return matters
  }
}
