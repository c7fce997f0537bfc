// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
public import ArgumentParser
import Console
public import DemoCity
import Foundation
import Lifeline
import Logging
import Packs
import ServiceLifecycle
import Vocabulary

/// `citywide demo`: serves a made-up city that lives.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve a made-up city that lives, until asked to stop.",
    discussion: """
      The first start makes the city in the data folder; later ones go on with it. The same size, seed and end of the history \
      give the same city. The pack is the template: areas and sensors are drawn, the rest is taken from it.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var city: CityOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var doors: DoorOptions

  @Option(help: "How large a new city is: small, medium, large or megacity (60,000 to 20 million people).")
  var size: DemoSize = .medium

  @Option(help: "The seed of a new city.")
  var seed: UInt64 = 1

  @Option(
    help: "When the history of a new city ends (RFC 3339), from where its clock goes on; the present when empty.")
  var now: String = ""

  @Option(help: "Seconds that pass in the city in one second.")
  var speed: Int = 1

  @Flag(help: "Make the city and end, without serving it.")
  var onlyMake = false

  func validate() throws {
    guard (1...3600).contains(speed) else { throw ValidationError("--speed is 1 to 3600, not \(speed).") }
    guard now.isEmpty || Instant(now) != nil else {
      throw ValidationError("--now is a time such as 2026-11-27T08:00:00Z, not \"\(now)\".")
    }
  }

  func run() async throws {
    let logger = common.logger()
    let start = SystemTime().now()
    let known = try DemoRecord.read(in: city.dataFolder)
    let record =
      known ?? DemoRecord(size: size, seed: seed, now: Instant(now) ?? start, hasOwnTime: Instant(now) != nil)
    try check(known)
    let ground = DemoGround(size: record.size, seed: record.seed)
    let folder = city.dataFolder.appending(path: "packs/yunting")
    if known == nil {
      try record.write(in: city.dataFolder)
      try DemoPack(ground).write(template: city.packFolder, to: folder)
    }
    let clock = DemoClock(
      at: known == nil ? DemoBuilder.start(of: record.size, before: record.now) : record.goesOn(at: start))
    let opened = try await open(folder, clock, logger)
    do {
      if known == nil { try await make(record, ground, opened, clock, logger) }
      try await DemoBuilder.goOn(opened, clock: clock)
    } catch {
      await opened.close()
      throw error
    }
    guard !onlyMake else { return await opened.close() }
    warnOfReadyAccounts(logger)
    if record.hasOwnTime {
      logger.info("The city has a time of its own and goes on from there", metadata: ["now": "\(clock.now())"])
    }
    clock.go(speed: speed)
    var service = CityService(opened, network: network, limits: limits, doors: doors, start: start, logger: logger)
    service.companions = [Living(life: DemoLife(ground, city: opened, logger: logger))]
    service.consoleSettings.readyAccounts = ReadyAccount.all.map {
      .init(title: $0.title, name: $0.signInName, password: $0.password)
    }
    try await service.run()
  }

  /// Everybody knows the passwords of a demo city, the administrator's too.
  private func warnOfReadyAccounts(_ logger: Logger) {
    guard !network.isLoopback else { return }
    logger.warning(
      "This demo city can be reached from other machines, and its accounts have passwords that everybody knows",
      metadata: ["host": "\(network.host)", "instead": "--host 127.0.0.1"])
  }

  /// A folder with another city, or with half of one, is left alone.
  private func check(_ known: DemoRecord?) throws {
    guard let known else {
      let database = city.dataFolder.appending(path: "city.db").path(percentEncoded: false)
      guard !FileManager.default.fileExists(atPath: database) else {
        throw CommandFailure(
          description:
            "\(city.data) holds a city that is no demo: give another folder with --data, or use citywide serve.")
      }
      return
    }
    guard known.isComplete else {
      throw CommandFailure(
        description: "The demo city in \(city.data) was not finished: remove the folder and start again.")
    }
  }

  private func open(_ folder: URL, _ clock: DemoClock, _ logger: Logger) async throws -> City {
    let pack: Pack
    do { pack = try Pack.load(folder: folder, limits: city.decisions.limits) } catch {
      throw CommandFailure(description: "The pack of the demo city cannot be used:\n\(error.text)")
    }
    return try await House.open(city, pack: pack, limits: limits, time: clock, logger: logger) { settings in
      // Their passwords are no secret; they must not make the first start long.
      settings.access.scrypt = ScryptParameters(logN: 10)
    }
  }

  private func make(
    _ record: DemoRecord, _ ground: DemoGround, _ opened: City, _ clock: DemoClock, _ logger: Logger
  ) async throws {
    let display = ProgressDisplay("demo", logger: logger)
    let total = Int64(record.size.matterCount)
    let warnings = House.warnings(of: opened, logger: logger).follower(database: opened.database)
    let builder = DemoBuilder(
      ground, city: opened, clock: clock, followers: [warnings],
      stocks: House.stocks(of: opened, logger: logger))
    let report = try await builder.build(until: record.now) { done in
      display.show(Int64(done), of: total, "matters")
    }
    var record = record
    record.isComplete = true
    try record.write(in: city.dataFolder)
    display.finish(
      "Made a city of \(report.entities) things, \(report.matters) matters in \(report.events) events, "
        + "\(report.readings) readings.")
  }
}

extension DemoSize: ExpressibleByArgument {}

/// The life of the city beside its service.
private struct Living: Service {
  let life: DemoLife

  func run() async throws { await cancelWhenGracefulShutdown { await life.run() } }
}
