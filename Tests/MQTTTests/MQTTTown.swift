// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Intake
import NIOCore
import NIOPosix
import Packs
import Storage
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import MQTT

/// A town with an MQTT server.
struct MQTTTown {
  let town: TestTown
  let server: MQTTServer
  let intake: ReadingIntake
  let ports: [Int]
  let admin: String

  var port: Int { ports[0] }

  static func with(
    _ engine: Engine = .sqlite, intake intakeSettings: IntakeSettings = IntakeSettings(),
    topics: TopicTable = TopicTable(), services: [any TopicService] = [],
    _ change: (inout MQTTSettings) -> Void = { _ in },
    _ body: (MQTTTown) async throws -> Void
  ) async throws {
    var settings = MQTTSettings()
    settings.port = 0
    change(&settings)
    try await TestTown.with(engine, endpoints: { _ in [] }) { town in
      let city = town.city
      let intake = ReadingIntake(
        telemetry: city.telemetry, database: city.database, tenant: city.tenant, settings: intakeSettings)
      let server = MQTTServer(
        city, intake: intake, topics: topics, services: services, settings: settings, logger: city.logger)
      let running = Task { try await server.run() }
      let ports = await server.ports()
      do {
        let admin = try await town.token(.administrator)
        try await body(MQTTTown(town: town, server: server, intake: intake, ports: ports, admin: admin))
      } catch {
        running.cancel()
        _ = await running.result
        throw error
      }
      running.cancel()
      try await running.value
    }
  }

  /// All values of a series, oldest first.
  func values(_ code: String) async throws -> [ReadingValue] {
    let series = try await town.city.database.read {
      [catalogue = town.city.telemetry.catalogue, tenant = town.city.tenant] in
      try catalogue.series(code: code, tenant: tenant, in: $0)
    }
    return try await town.city.telemetry.range(
      of: try #require(series, "no series \(code)").id, from: Instant(milliseconds: .min),
      to: Instant(milliseconds: .max),
      tenant: town.city.tenant
    ).map(\.value)
  }

  /// What a Python script prints; `nil`, with a message, where `.venv` lacks paho.
  static func python(_ script: String, _ arguments: [String]) async throws -> String? {
    guard let (status, said) = try await Python.run(["-c", script] + arguments) else { return nil }
    #expect(status == 0, "\(said)")
    return said
  }

  static let hasMosquitto = FileManager.default.isExecutableFile(atPath: "/usr/bin/mosquitto_pub")
}

/// Speaks to a server byte by byte. One task at a time uses it.
final class RawClient: @unchecked Sendable {
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

  private init(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) {
    self.inbound = inbound.makeAsyncIterator()
    self.outbound = outbound
  }

  static func with<Result: Sendable>(
    _ port: Int, _ body: @Sendable (RawClient) async throws -> Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { try await body(RawClient($0, $1)) }
  }

  func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

  /// The next bytes; empty where the server has closed.
  func receive() async throws -> [UInt8] {
    (try await inbound.next()).map { Array($0.readableBytesView) } ?? []
  }

  static func connect(_ version: Version, _ token: String, client: String = "raw", keepAlive: UInt8 = 60) -> [UInt8] {
    var body: [UInt8] = [0x00, 0x04] + Array("MQTT".utf8) + [version.rawValue, 0xC2, 0x00, keepAlive]
    if version == .five { body.append(0) }
    for text in [client, "name", token] { body += [0x00, UInt8(text.utf8.count)] + Array(text.utf8) }
    return [0x10, UInt8(body.count)] + body
  }

  /// QoS 1.
  static func publish(_ topic: String, _ payload: String, identifier: UInt8, _ version: Version) -> [UInt8] {
    var body: [UInt8] = [0x00, UInt8(topic.utf8.count)] + Array(topic.utf8) + [0x00, identifier]
    if version == .five { body.append(0) }
    body += Array(payload.utf8)
    return [0x32, UInt8(body.count)] + body
  }
}
