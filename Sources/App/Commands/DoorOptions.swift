// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import HJ212
import Intake
import LineProtocol
import Logging
import MQTT
import Packs
import SensorThings
import ServiceLifecycle

/// The doors through which devices send readings.
struct DoorOptions: ParsableArguments {
  @Option(help: "Readings that may be on their way to the disk at the same time, through all doors for devices.")
  var waitingReadings: Int = 2_000_000

  @Option(help: "Most bytes of one body of line protocol, as it comes and unpacked.")
  var lineProtocolLimit: Int = 32 << 20

  @Option(help: "Most bytes of all bodies of line protocol that are worked on at the same time.")
  var lineProtocolBodies: Int = 256 << 20

  @Option(help: "How codes of series are made of line protocol: a template, or measurement=template;*=template.")
  var lineProtocolSeries: String = "{measurement}{tags}:{field}"

  @Flag(help: "Refuse line protocol for series that the city does not know.")
  var lineProtocolKnownSeries = false

  @Option(help: "Most bytes of one body of SensorThings, a batch too.")
  var sensorthingsLimit: Int = 16 << 20

  @Option(help: "Entities on a page of SensorThings where $top is not given.")
  var sensorthingsPage: Int = 100

  @Option(help: "Most entities on a page of SensorThings; what $top asks beyond is cut to it.")
  var sensorthingsLargestPage: Int = 1000

  @Option(help: "Requests in one batch of SensorThings.")
  var sensorthingsBatch: Int = 1000

  @Option(
    help: "Observations that one request to SensorThings may look at, where $filter or $orderby cannot use an index.")
  var sensorthingsScan: Int = 2_000_000

  @OptionGroup var sensorThingsQuery: SensorThingsQueryOptions

  @Flag(help: "Serve by SensorThings only what came by it; without it all series are Datastreams.")
  var sensorthingsOwnOnly = false

  @Option(help: "The address of the root of SensorThings in what MQTT tells; made of host and port when empty.")
  var sensorthingsAddress: String = ""

  @Option(help: "A YAML file with the monitors that may send by HJ 212; no gateway without it.")
  var hj212Devices: String = ""

  @Option(help: "The port for HJ 212; 0 for any that is free.")
  var hj212Port: Int = 5212

  @Option(help: "Connections of HJ 212 at the same time.")
  var hj212Connections: Int = 2000

  @Option(help: "Seconds without a byte after which a connection of HJ 212 is closed.")
  var hj212IdleTimeout: Int = 600

  @Option(help: "Most bytes of the data segment of a frame of HJ 212; the standard has 1024.")
  var hj212SegmentLimit: Int = 4096

  @Option(help: "Frames of HJ 212 that one connection may send a second.")
  var hj212Rate: Double = 50

  @Option(help: "How many of these frames one connection may send at once.")
  var hj212Burst: Int = 1000

  @Option(help: "Days of missing data that monitors are asked for when they come back; 0 for none.")
  var hj212FillDays: Int = 7

  @Option(help: "How often a monitor is asked for missing data, where no answer comes.")
  var hj212Attempts: Int = 3

  @Option(help: "Seconds after which it is asked again.")
  var hj212AnswerTimeout: Int = 60

  @Option(help: "Wrong frames of HJ 212 one after the other after which a connection is closed.")
  var hj212WrongFrames: Int = 20

  @Option(help: "The port for MQTT without encryption; 0 for none.")
  var mqttPort: Int = 0

  @Option(help: "The port for MQTT with TLS, with the certificate of the site; 0 for none.")
  var mqttTlsPort: Int = 0

  @Option(help: "A YAML file that says which topics of MQTT become readings, beside readings/CODE.")
  var mqttTopics: String = ""

  @Option(help: "A YAML file that names brokers of MQTT outside, and which of their topics become readings.")
  var mqttBridges: String = ""

  @Option(help: "Connections of MQTT at the same time.")
  var mqttConnections: Int = 10_000

  @Option(help: "Most bytes of one packet of MQTT.")
  var mqttPacketLimit: Int = 256 << 10

  @Option(help: "Seconds that a session of MQTT is kept without a connection, at most.")
  var mqttSessionExpiry: Int = 86400

  @OptionGroup var mqttLimits: MQTTLimitOptions

  func validate() throws {
    guard mqttConnections > 0, mqttSessionExpiry >= 0, mqttSessionExpiry < Int(UInt32.max),
      (1000...(256 << 20)).contains(mqttPacketLimit)
    else {
      throw ValidationError("Limits of MQTT are positive numbers; a packet has 1000 bytes to 256 MiB.")
    }
    guard (0...65535).contains(mqttPort), (0...65535).contains(mqttTlsPort) else {
      throw ValidationError("A port is 0 to 65535.")
    }
    guard waitingReadings > 0, lineProtocolLimit > 0, hj212Connections > 0, hj212IdleTimeout > 0, hj212Rate > 0,
      hj212Burst > 0, hj212FillDays >= 0, hj212Attempts > 0, hj212AnswerTimeout > 0, hj212WrongFrames > 0
    else {
      throw ValidationError("Limits are positive numbers.")
    }
    guard lineProtocolBodies >= lineProtocolLimit else {
      throw ValidationError("--line-protocol-bodies is no less than --line-protocol-limit: one body must have room.")
    }
    guard sensorthingsLimit > 0, sensorthingsPage > 0, sensorthingsLargestPage >= sensorthingsPage,
      sensorthingsBatch > 0, sensorthingsScan > 0
    else {
      throw ValidationError("Limits of SensorThings are positive; the largest page is no smaller than the usual one.")
    }
    guard (0...65535).contains(hj212Port) else { throw ValidationError("A port is 0 to 65535, not \(hj212Port).") }
    guard (100...9999).contains(hj212SegmentLimit) else {
      throw ValidationError("--hj212-segment-limit is 100 to 9999: the length has four digits.")
    }
    do { _ = try SeriesRule(lineProtocolSeries) } catch {
      throw ValidationError("--line-protocol-series: \(error)")
    }
  }

  var intakeSettings: IntakeSettings {
    var settings = IntakeSettings()
    settings.waitingReadings = waitingReadings
    return settings
  }

  var sensorThingsSettings: SensorThingsSettings {
    var settings = SensorThingsSettings()
    settings.bodyLimit = sensorthingsLimit
    settings.pageSize = sensorthingsPage
    settings.largestPage = sensorthingsLargestPage
    settings.batchRequests = sensorthingsBatch
    settings.scannedObservations = sensorthingsScan
    settings.query = sensorThingsQuery.limits
    settings.showsSeries = !sensorthingsOwnOnly
    return settings
  }

  var lineProtocolSettings: LineProtocolSettings {
    get throws {
      var settings = LineProtocolSettings()
      settings.bodyLimit = lineProtocolLimit
      settings.bodiesLimit = lineProtocolBodies
      settings.createsSeries = !lineProtocolKnownSeries
      settings.rule = try SeriesRule(lineProtocolSeries)
      return settings
    }
  }

  /// The doors that listen on ports of their own.
  func gateways(
    _ city: City, intake: ReadingIntake, things: SensorThingsDoor, network: NetworkOptions, logger: Logger
  ) throws -> [any Service] {
    var gateways: [any Service] = []
    if let gateway = try hj212Gateway(city, intake: intake, host: network.host, logger: logger) {
      gateways.append(gateway)
    }
    if let server = try mqttServer(city, intake: intake, things: things, network: network, logger: logger) {
      gateways.append(server)
    }
    gateways += try bridges(city, intake: intake, logger: logger)
    return gateways
  }

  /// The clients of brokers outside.
  private func bridges(_ city: City, intake: ReadingIntake, logger: Logger) throws -> [MQTTBridge] {
    guard !mqttBridges.isEmpty else { return [] }
    do {
      return try BridgeSettings.list(contentsOf: URL(fileURLWithPath: mqttBridges)).map {
        MQTTBridge(city, intake: intake, settings: $0, packetLimit: mqttPacketLimit, logger: logger)
      }
    } catch {
      throw CommandFailure(description: "The brokers of MQTT cannot be used: \(error)")
    }
  }

  /// The MQTT server; `nil` without a port.
  private func mqttServer(
    _ city: City, intake: ReadingIntake, things: SensorThingsDoor, network: NetworkOptions, logger: Logger
  ) throws -> MQTTServer? {
    guard mqttPort > 0 || mqttTlsPort > 0 else { return nil }
    guard mqttTlsPort == 0 || !network.tlsCertificate.isEmpty else {
      throw CommandFailure(description: "--mqtt-tls-port needs --tls-certificate and --tls-key.")
    }
    var topics = TopicTable()
    if !mqttTopics.isEmpty {
      do { topics = try TopicTable(contentsOf: URL(fileURLWithPath: mqttTopics)) } catch {
        throw CommandFailure(description: "The topics of MQTT cannot be used: \(error)")
      }
    }
    var settings = MQTTSettings()
    settings.host = network.host
    settings.port = mqttPort > 0 ? mqttPort : nil
    settings.encryptedPort = mqttTlsPort > 0 ? mqttTlsPort : nil
    if mqttTlsPort > 0 {
      settings.encryption = MQTTSettings.Encryption(
        certificatePath: network.tlsCertificate, keyPath: network.tlsKey)
    }
    settings.connections = mqttConnections
    settings.packetLimit = mqttPacketLimit
    settings.sessionExpiry = UInt32(mqttSessionExpiry)
    mqttLimits.apply(to: &settings)
    let scheme = network.tlsCertificate.isEmpty ? "http" : "https"
    let address =
      sensorthingsAddress.isEmpty
      ? "\(scheme)://\(network.host):\(network.port)/sensorthings/v1.1" : sensorthingsAddress
    return MQTTServer(
      city, intake: intake, topics: topics, services: [SensorThingsTopics(things, root: address)], settings: settings,
      logger: logger)
  }

  /// The gateway for HJ 212; `nil` without a registry of devices.
  private func hj212Gateway(
    _ city: City, intake: ReadingIntake, host: String, logger: Logger
  ) throws -> HJ212Gateway? {
    guard !hj212Devices.isEmpty else { return nil }
    let registry: DeviceRegistry
    do { registry = try DeviceRegistry(contentsOf: URL(fileURLWithPath: hj212Devices)) } catch {
      throw CommandFailure(description: "The monitors of HJ 212 cannot be used: \(error)")
    }
    var settings = HJ212Settings()
    settings.host = host
    settings.port = hj212Port
    settings.connections = hj212Connections
    settings.idleTimeout = .seconds(hj212IdleTimeout)
    settings.segmentLimit = hj212SegmentLimit
    settings.framesPerSecond = hj212Rate
    settings.burst = hj212Burst
    settings.fill = .seconds(hj212FillDays * 86400)
    settings.attempts = hj212Attempts
    settings.answerTimeout = .seconds(hj212AnswerTimeout)
    settings.wrongFrames = hj212WrongFrames
    return HJ212Gateway(city, intake: intake, registry: registry, settings: settings, logger: logger)
  }
}
