// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import ArgumentParser
import Console
import Foundation
import HTTP
import Logging
import Packs
import ServiceLifecycle
import Vocabulary

/// `citywide serve`: runs a city.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Serve a city until asked to stop.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var city: CityOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var limits: LimitOptions

  func run() async throws {
    let logger = common.logger()
    let start = SystemTime().now()
    let house = try await House.open(city, limits: limits, exclusive: true, logger: logger)
    let metrics = Metrics()
    house.register(metrics)
    let server = try makeServer(house, metrics: metrics, logger: logger)
    let background = BackgroundWork(house, logger: logger)
    let announcement = Announcement(server, house: house, start: start, logger: logger)
    // Ended in the reverse order: first no more requests, then the work behind them, then the database.
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [background, server, announcement].map { .init(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    do { try await group.run() } catch {
      await house.close()
      throw error
    }
    await house.close()
    logger.info("The city has stopped")
  }

  private func makeServer(_ house: House, metrics: Metrics, logger: Logger) throws -> HTTPServer {
    let endpoints =
      apiEndpoints(house.api, settings: limits.apiSettings) + consoleEndpoints(house.api, settings: limits.apiSettings)
      + [.health(house.health, at: "/health"), .metrics(metrics, at: "/metrics")]
    let site = try Site(
      endpoints, schemas: apiSchemas, about: DocumentInfo(title: "Citywide", version: Version.text),
      authenticator: CityAuthenticator(house.city), settings: try network.siteSettings, metrics: metrics,
      problemPage: consoleProblemPage, logger: logger)
    return try HTTPServer(site, settings: network.serverSettings, logger: logger)
  }
}

/// Says where the city is, once it is there.
private struct Announcement: Service {
  let server: HTTPServer
  let house: House
  let start: Instant
  let logger: Logger

  init(_ server: HTTPServer, house: House, start: Instant, logger: Logger) {
    self.server = server
    self.house = house
    self.start = start
    self.logger = logger
  }

  func run() async throws {
    let port = try await server.port
    let scheme = server.settings.encryption == nil ? "http" : "https"
    let address = "\(scheme)://\(server.settings.host):\(port)"
    let took = SystemTime().now().milliseconds - start.milliseconds
    logger.info(
      "The city is served",
      metadata: ["address": "\(address)", "milliseconds": "\(took)", "database": "\(house.city.database.location)"])
    if let secret = try await house.city.access.makeSetUpSecret(in: house.city.tenant) {
      print(
        """

        No administrator exists yet. Open this link once, within a day, to make one:
        首次使用：请在一天内打开此链接（仅可使用一次），创建管理员：

          \(address)/set-up?code=\(secret)

        """)
      fflush(nil)
    }
    try? await gracefulShutdown()
  }
}
