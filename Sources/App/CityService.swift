// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import API
import Access
import Console
import Foundation
import HTTP
import Intake
import LineProtocol
import Logging
import Packs
import Prometheus
import SensorThings
import ServiceLifecycle
import Storage
import Tiles
import UnixSignals
import Vocabulary

/// Serves an open city until asked to stop, and closes it.
struct CityService {
  let city: City
  let network: NetworkOptions
  let limits: LimitOptions
  let doors: DoorOptions
  /// When the program began, to say how long it took.
  let start: Instant
  let logger: Logger
  /// What else works while the city is served.
  var companions: [any Service] = []
  var consoleSettings: ConsoleSettings

  init(
    _ city: City, network: NetworkOptions, limits: LimitOptions, doors: DoorOptions, start: Instant, logger: Logger
  ) {
    self.city = city
    self.network = network
    self.limits = limits
    self.doors = doors
    self.start = start
    self.logger = logger
    consoleSettings = limits.consoleSettings
  }

  func run() async throws {
    let metrics = Metrics()
    let background = BackgroundWork(city, vitalDays: limits.vitalDays, logger: logger)
    let tiles = Tiles(city)
    let intake = ReadingIntake(
      telemetry: city.telemetry, database: city.database, tenant: city.tenant, settings: doors.intakeSettings)
    let server: HTTPServer
    let gateways: [any Service]
    do {
      let things = SensorThingsDoor(city, intake: intake, settings: doors.sensorThingsSettings)
      server = try makeServer(background, intake, tiles, things, metrics: metrics)
      gateways = try doors.gateways(city, intake: intake, things: things, network: network, logger: logger)
    } catch {
      await city.close()
      throw error
    }
    // Ended in the reverse order: first no more requests, then the work behind them, then the database.
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: ([background] + companions + [server] + gateways + [
          Preparation(tiles: tiles, logger: logger), CertificateReload(server: server),
          Announcement(server: server, city: city, start: start, logger: logger),
        ]).map {
          // By its type: its text, which is the name otherwise, would be all that it holds.
          .init(service: $0, serviceName: "\(type(of: $0))")
        }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    do { try await group.run() } catch {
      await city.close()
      throw error
    }
    await city.close()
    logger.info("The city has stopped")
  }

  private func makeServer(
    _ background: BackgroundWork, _ intake: ReadingIntake, _ tiles: Tiles, _ things: SensorThingsDoor,
    metrics: Metrics
  ) throws -> HTTPServer {
    background.register(metrics)
    let health = background.health
    let work = CityWork(city, followers: background.followers, health: health, options: [network, limits, doors])
    var (apiSettings, consoleSettings) = (limits.apiSettings, consoleSettings)
    apiSettings.work = work
    consoleSettings.work = work
    let endpoints =
      apiEndpoints(city, settings: apiSettings)
      + consoleEndpoints(city, settings: consoleSettings) + tiles.endpoints + Endpoint.health(health, at: "/health")
      + [.metrics(metrics, at: "/metrics")]
      + lineProtocolEndpoints(city, intake: intake, settings: try doors.lineProtocolSettings)
      + prometheusEndpoints(city, settings: limits.prometheus.settings) + things.endpoints
    let site = try Site(
      endpoints, schemas: apiSchemas, about: DocumentInfo(title: "Citywide", version: Version.text),
      authenticator: CityAuthenticator(city), settings: network.siteSettings, metrics: metrics,
      problemPage: consoleProblemPage(city), logger: logger)
    return try HTTPServer(site, settings: network.serverSettings, logger: logger)
  }
}

/// Reads beforehand what maps are made of.
private struct Preparation: Service {
  let tiles: Tiles
  let logger: Logger

  func run() async throws {
    do { try await tiles.prepare() } catch {
      logger.warning("the map could not be prepared, the first who looks at it waits", metadata: ["error": "\(error)"])
    }
    try? await gracefulShutdown()
  }
}

/// Reads the certificate anew when asked to by SIGHUP, as those who renew certificates are used to.
private struct CertificateReload: Service {
  let server: HTTPServer

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() { server.reloadCertificate() }
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
    await cancelWhenGracefulShutdown { await offerSetUp(at: address) }
    try? await gracefulShutdown()
  }

  /// Prints the link for the first administrator. Where it cannot be kept, as on a full disk, the city is served all the same,
  /// and it is tried again.
  private func offerSetUp(at address: String) async {
    var isSaid = false
    while !Task.isCancelled {
      do {
        guard let secret = try await city.access.makeSetUpSecret(in: city.tenant) else { return }
        print(
          """

          No administrator exists yet. Open this link once, within a day, to make one:
          首次使用：请在一天内打开此链接（仅可使用一次），创建管理员：

            \(address)/set-up?code=\(secret)

          """)
        fflush(nil)
        return
      } catch {
        if !isSaid {
          logger.error(
            "no link for the first administrator could be made, will try again", metadata: ["error": "\(error)"])
        }
        isSaid = true
        try? await Task.sleep(for: .seconds(3))
      }
    }
  }
}
