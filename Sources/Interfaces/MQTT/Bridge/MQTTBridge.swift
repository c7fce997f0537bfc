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

/// A client of a broker outside: its messages become readings, each acknowledged to the broker once it is on disk.
///
/// The broker keeps the session, so that nothing is lost while the city is away, nor when the connection breaks: what was not
/// acknowledged comes again.
public final class MQTTBridge: Service {
  private let city: City
  private let intake: ReadingIntake
  private let settings: BridgeSettings
  private let packetLimit: Int
  private let logger: Logger
  /// Connections that were accepted by the broker; for tests.
  let connections = Mutex(0)
  private let lastHeard = Mutex(ContinuousClock.now)

  /// - Parameter packetLimit: largest packet in bytes that is taken.
  public init(
    _ city: City, intake: ReadingIntake, settings: BridgeSettings, packetLimit: Int = 256 << 10, logger: Logger
  ) {
    self.city = city
    self.intake = intake
    self.settings = settings
    self.packetLimit = packetLimit
    var logger = logger
    logger[metadataKey: "broker"] = "\(settings.name)"
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown { [self] in
      var pause = settings.pauses.lowerBound
      while !Task.isCancelled {
        let before = connections.withLock { $0 }
        do { try await converse() } catch is CancellationError { return } catch {
          logger.warning("The connection to a broker of MQTT has ended", metadata: ["reason": "\(error)"])
        }
        // A broker that took the client in gets another try soon.
        if connections.withLock({ $0 }) > before { pause = settings.pauses.lowerBound }
        try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
        pause = min(pause * 2, settings.pauses.upperBound)
      }
    }
  }

  /// One connection, from its beginning to its end.
  private func converse() async throws {
    let context = try settings.isEncrypted ? Self.context(settings) : nil
    let host = settings.host
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connectTimeout(.seconds(10))
      .connect(host: host, port: settings.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context {
            let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host))
          }
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    lastHeard.withLock { $0 = .now }
    try await channel.executeThenClose { inbound, outbound in
      try await withThrowingTaskGroup(of: Void.self) { group in
        defer { group.cancelAll() }
        try await outbound.write(BridgeCodec.connect(settings))
        group.addTask { [self] in
          let keepAlive = Int64(settings.keepAlive)
          // A broker that is silent for too long is gone, whatever the network says.
          while true {
            try await Task.sleep(for: .milliseconds(keepAlive * 500))
            let silence = lastHeard.withLock { ContinuousClock.now - $0 }
            guard silence < .milliseconds(keepAlive * 1500) else {
              channel.channel.close(promise: nil)
              return
            }
            try await outbound.write(BridgeCodec.ping)
          }
        }
        try await listen(inbound, outbound)
      }
    }
    if !Task.isCancelled { throw MQTTFault(.unspecified, "the broker closed the connection") }
  }

  private static func context(_ settings: BridgeSettings) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if let path = settings.authoritiesPath { configuration.trustRoots = .file(path) }
    return try NIOSSLContext(configuration: configuration)
  }

  private func listen(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    var buffer = ByteBuffer()
    for try await piece in inbound {
      lastHeard.withLock { $0 = .now }
      buffer.writeImmutableBuffer(piece)
      var messages: [(message: Message, identifier: UInt16)] = []
      while let packet = try BridgeCodec.next(&buffer, limit: packetLimit) {
        switch packet {
        case .connected(let isPresent, let code):
          guard code == 0 else { throw MQTTFault(.notAuthorized, "the broker refuses: \(Self.refusal(code))") }
          connections.withLock { $0 += 1 }
          logger.info("A broker of MQTT is listened to", metadata: ["sessionPresent": "\(isPresent)"])
          try await outbound.write(BridgeCodec.subscribe(settings.topics.filters))
        case .subscribed(let codes):
          for (filter, code) in zip(settings.topics.filters, codes) where code > 2 {
            logger.error("A broker of MQTT refuses a subscription", metadata: ["topic": "\(filter)"])
          }
        case .publish(let message, let identifier): messages.append((message, identifier))
        case .pong: break
        }
      }
      buffer.discardReadBytes()
      guard !messages.isEmpty else { continue }
      try await keep(messages)
      let identifiers = messages.map(\.identifier).filter { $0 > 0 }
      if !identifiers.isEmpty { try await outbound.write(BridgeCodec.acknowledge(identifiers)) }
    }
  }

  private static func refusal(_ code: UInt8) -> String {
    switch code {
    case 1: "it does not speak MQTT 3.1.1"
    case 2: "it does not like the client identifier"
    case 3: "it is not available now"
    case 4: "user name or password are wrong"
    case 5: "the user may not connect"
    default: "code \(code)"
    }
  }

  /// Keeps the readings of messages that came together; they are on disk when this returns.
  ///
  /// What cannot be a reading is told to the log, and acknowledged: to have it sent again would be of no use.
  ///
  /// - Throws: where nothing was kept; the messages must not be acknowledged then.
  private func keep(_ messages: [(message: Message, identifier: UInt16)]) async throws {
    var readings: [NewReading] = []
    var topics: [String] = []
    for (message, _) in messages {
      do throws(MappingFault) {
        let found = try settings.topics.mapped(message, now: city.time.now()) ?? []
        readings += found
        topics += found.map { _ in message.topic }
      } catch {
        log(message.topic, error.reason)
      }
    }
    let refusals = try await intake.append(readings, createSeries: settings.createsSeries)
    for refusal in refusals { log(topics[refusal.index], refusal.detail) }
  }

  private func log(_ topic: String, _ reason: String) {
    logger.notice("A message of a broker was refused", metadata: ["topic": "\(topic)", "reason": "\(reason)"])
  }
}
