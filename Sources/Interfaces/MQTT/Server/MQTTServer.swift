// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Intake
public import Logging
import NIOCore
import NIOPosix
import NIOSSL
public import Packs
public import ServiceLifecycle
import Synchronization
import Telemetry
import Vocabulary

/// The MQTT server of the city (3.1.1 and 5, QoS 0 and 1): takes readings in, tells readings, and passes messages on.
///
/// Sessions and retained messages live as long as the process.
public final class MQTTServer: Service {
  let city: City
  let intake: ReadingIntake
  let topics: TopicTable
  let settings: MQTTSettings
  let broker: Broker
  private let logger: Logger
  private let open = Mutex(0)
  private let bound = AsyncStream<[Int]>.makeStream()

  public init(
    _ city: City, intake: ReadingIntake, topics: TopicTable = TopicTable(), services: [any TopicService] = [],
    settings: MQTTSettings = MQTTSettings(), logger: Logger
  ) {
    self.city = city
    self.intake = intake
    self.topics = topics
    self.settings = settings
    self.logger = logger
    broker = Broker(settings, services: services)
    intake.watch(when: { [broker] in broker.hasSubscriptions }) { [broker] readings in Self.tell(readings, broker) }
  }

  /// The ports, once it listens: that without encryption first. To be asked once.
  public func ports() async -> [Int] { await bound.stream.first { _ in true } ?? [] }

  /// Tells readings that are on disk to all who asked for them.
  private static func tell(_ readings: [NewReading], _ broker: Broker) {
    for reading in readings {
      guard let topic = TopicTable.topic(of: reading.series) else { continue }
      broker.publish(
        Message(
          topic: topic, payload: ByteBuffer(bytes: payload(of: reading)), qos: .atLeastOnce,
          properties: Properties([(.contentType, .text("application/json"))])))
    }
  }

  /// What is told of a reading: numbers with the zeros, and documents with the characters, that they came with.
  static func payload(of reading: NewReading) -> [UInt8] {
    var json = JSONWriter(capacity: 64)
    json.beginObject()
    json.member("at", reading.at)
    json.key("value")
    reading.value.write(decimals: reading.decimals, to: &json)
    json.endObject()
    return json.bytes
  }

  public func run() async throws {
    defer { bound.continuation.finish() }
    var listeners: [NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>] = []
    if let port = settings.port { listeners.append(try await listen(port, nil)) }
    if let port = settings.encryptedPort, let encryption = settings.encryption {
      listeners.append(try await listen(port, try Self.context(encryption)))
    }
    let ports = listeners.map { $0.channel.localAddress?.port ?? 0 }
    bound.continuation.yield(ports)
    logger.info("MQTT is spoken", metadata: ["ports": "\(ports)"])
    await cancelWhenGracefulShutdown { [self, listeners] in
      await withDiscardingTaskGroup { group in
        for listener in listeners { group.addTask { await self.accept(listener) } }
        for service in broker.services { group.addTask { await self.run(service) } }
      }
    }
  }

  private func run(_ service: any TopicService) async {
    await service.run(
      filters: { [broker] in broker.filters(of: service) },
      tell: { [broker] filter, payload in
        broker.publish(
          Message(
            topic: filter, payload: ByteBuffer(bytes: payload), qos: .atLeastOnce,
            properties: Properties([(.contentType, .text("application/json"))])))
      })
  }

  private static func context(_ encryption: MQTTSettings.Encryption) throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMFile(encryption.certificatePath).map {
      NIOSSLCertificateSource.certificate($0)
    }
    let key = NIOSSLPrivateKeySource.privateKey(try NIOSSLPrivateKey(file: encryption.keyPath, format: .pem))
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
    configuration.minimumTLSVersion = .tlsv12
    return try NIOSSLContext(configuration: configuration)
  }

  private func listen(
    _ port: Int, _ context: NIOSSLContext?
  ) async throws -> NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never> {
    do {
      return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.backlog, value: 1024)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .bind(host: settings.host, port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
            return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
    } catch {
      throw StartFailure.readable(
        error, code: (error as? IOError)?.errnoCode, host: settings.host, port: port,
        option: context == nil ? "--mqtt-port" : "--mqtt-tls-port")
    }
  }

  private func accept(_ listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>) async {
    await withDiscardingTaskGroup { group in
      do {
        try await listener.executeThenClose { connections in
          for try await connection in connections { group.addTask { await self.serve(connection) } }
        }
      } catch is CancellationError {
      } catch { logger.error("A port of MQTT has ended", metadata: ["error": "\(error)"]) }
      group.cancelAll()
    }
  }

  private func serve(_ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
    let isFull = open.withLock { open in
      open += 1
      return open > settings.connections
    }
    defer { open.withLock { $0 -= 1 } }
    var logger = logger
    logger[metadataKey: "peer"] = "\(channel.channel.remoteAddress?.ipAddress ?? "unknown")"
    do {
      try await channel.executeThenClose { [logger] inbound, outbound in
        guard !isFull else {
          logger.warning("Too many connections of MQTT")
          return
        }
        try await Connection(self, channel.channel, outbound, logger).run(inbound)
      }
    } catch is CancellationError {
    } catch {
      logger.debug("A connection of MQTT has ended", metadata: ["error": "\(error)"])
    }
  }
}
