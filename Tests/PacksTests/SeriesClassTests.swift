// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Telemetry
import TestSupport
import Testing
import Vocabulary

@testable import Packs

/// Classes of series: what the pack says is what counts, on both engines.
struct SeriesClassTests {
  private static let classes = """
    - code: water
      name: {en: Water, zh-Hans: 水}
      keep: P10D
      downsampling: [{after: P1D, step: PT1H, function: max}]
      policy: firstWins
      quality: {range: [0, 6]}
      source: example, to be confirmed
    - code: default
      name: {en: Others, zh-Hans: 其他}
      keep: P30D
      source: example, to be confirmed
    """

  private static func folder(_ classes: String) throws -> PackFolder {
    try PackFolder([
      "classes/all.yaml": classes,
      "series/pipes.yaml": try #require(PackFolder.sound["series/pipes.yaml"]) + "\nclass: water\n",
    ])
  }

  @Test(arguments: Engine.allCases) func countFromTheStart(engine: Engine) async throws {
    let data = try TemporaryFolder()
    let time = FrozenTime()
    var settings = CitySettings(
      dataFolder: data.url, database: engine == .sqlite ? nil : try await TestDatabase.location(.postgresql))
    settings.databaseSettings.readers = 2
    let city = try await City.open(settings, pack: Self.folder(Self.classes).load(), time: time)
    #expect(city.pack.definitions.map(\.name).contains("series-class/water"))
    let now = time.now()
    try await city.telemetry.append(
      [
        NewReading(series: "pipe-1", at: now, value: .number(9)),
        NewReading(series: "pipe-1", at: now, value: .number(3)),
        NewReading(series: "pipe-1", at: now - .seconds(13 * 86_400), value: .number(1)),
      ], tenant: city.tenant)
    let (series, classes) = try await city.database.read { transaction in
      (
        try city.telemetry.catalogue.series(code: "pipe-1", tenant: city.tenant, in: transaction),
        try city.telemetry.retentionClasses(tenant: city.tenant, in: transaction)
      )
    }
    let pipe = try #require(series)
    #expect(pipe.policy == .firstWins && pipe.retentionClass == "water")
    #expect(
      classes == [
        RetentionClass(code: "", keep: .seconds(30 * 86_400)),
        RetentionClass(
          code: "water", keep: .seconds(10 * 86_400),
          downsampling: [.init(after: .seconds(86_400), step: .seconds(3600), function: .max)]),
      ])
    let latest = try #require(try await city.telemetry.latest(of: pipe.id, tenant: city.tenant))
    #expect(latest.value == .number(9) && latest.quality == .range)
    try await city.telemetry.seal()
    let reports = try await city.telemetry.enforceRetention(tenant: city.tenant)
    #expect(reports.first { $0.retentionClass == "water" }?.expired == 1)
    await city.close()

    // Another pack, other rules; the same pack again changes nothing.
    let changed = Self.classes.replacing("[0, 6]", with: "[0, 10]").replacing("P10D", with: "P20D")
    for expected in [["series-class/water@2"], []] {
      time.advance(by: .seconds(1))
      let again = try await City.open(settings, pack: Self.folder(changed).load(), time: time)
      #expect(again.adopted.map(\.description) == expected)
      let rules = try await again.database.read { try again.telemetry.qualityRules(in: $0) }
      #expect(rules[pipe.id] == QualityRules(range: 0...10))
      await again.close()
    }
    let none = changed.replacing("  quality: {range: [0, 10]}\n", with: "")
    time.advance(by: .seconds(1))
    let without = try await City.open(settings, pack: Self.folder(none).load(), time: time)
    #expect(try await without.database.read { try without.telemetry.qualityRules(in: $0) } == [:])
    await without.close()
  }
}
