// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import UnixSignals
import Storage
import Access
import API
import ArgumentParser
import Console
import Foundation
import HTTP
import Intake
import LineProtocol
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
  @OptionGroup var doors: DoorOptions

  func run() async throws {
    let logger = common.logger()
    let start = SystemTime().now()
    let city = try await House.open(self.city, limits: limits, logger: logger)
    let metrics = Metrics()
    let background = BackgroundWork(city, logger: logger)
    let intake = ReadingIntake(
      telemetry: city.telemetry, database: city.database, tenant: city.tenant, settings: doors.intakeSettings)
    let server: HTTPServer
    let gateways: [any Service]
    do {
      server = try makeServer(city, background, intake, metrics: metrics, logger: logger)
      gateways = try doors.gateways(city, intake: intake, host: network.host, logger: logger)
    } catch {
      await city.close()
      throw error
    }
    // Ended in the reverse order: first no more requests, then the work behind them, then the database.
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: background), .init(service: server),
        ] + gateways.map { .init(service: $0) } + [
          .init(service: CertificateReload(server: server, logger: logger)),
          .init(service: Announcement(server: server, city: city, start: start, logger: logger)),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    do { try await group.run() } catch {
      await city.close()
      throw error
    }
    await city.close()
    logger.info("The city has stopped")
  }

  private func makeServer(
    _ city: City, _ background: BackgroundWork, _ intake: ReadingIntake, metrics: Metrics, logger: Logger
  ) throws -> HTTPServer {
    background.register(metrics)
    let endpoints =
      apiEndpoints(city, settings: limits.apiSettings)
      + consoleEndpoints(city, settings: limits.consoleSettings) + Endpoint.health(background.health, at: "/health")
      + [.metrics(metrics, at: "/metrics")]
      + lineProtocolEndpoints(city, intake: intake, settings: try doors.lineProtocolSettings)
    let site = try Site(
      endpoints, schemas: apiSchemas, about: DocumentInfo(title: "Citywide", version: Version.text),
      authenticator: CityAuthenticator(city), settings: network.siteSettings, metrics: metrics,
      problemPage: consoleProblemPage(city), logger: logger)
    return try HTTPServer(site, settings: network.serverSettings, logger: logger)
  }
}

/// Reads the certificate anew when asked to by SIGHUP, as those who renew certificates are used to.
private struct CertificateReload: Service {
  let server: HTTPServer
  let logger: Logger

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      server.reloadCertificate()
      logger.info("The certificate was read anew")
    }
  }
}

/// Says where the city is, once it is there.
private struct Announcement: Service {
  let server: HTTPServer
  let city: City
  let start: Instant
  let logger: Logger

  func run() async throws {
    let port = try await server.port
    let scheme = server.settings.encryption == nil ? "http" : "https"
    let address = "\(scheme)://\(server.settings.host):\(port)"
    let took = SystemTime().now().milliseconds - start.milliseconds
    logger.info(
      "The city is served",
      metadata: ["address": "\(address)", "milliseconds": "\(took)", "database": "\(city.database.location)"])
    if let secret = try await city.access.makeSetUpSecret(in: city.tenant) {
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
