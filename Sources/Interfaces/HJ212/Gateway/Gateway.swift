// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Intake
public import Logging
import NIOCore
import NIOPosix
public import Packs
public import ServiceLifecycle
import Synchronization
import Telemetry
import Vocabulary

/// The TCP gateway for environmental monitors that speak HJ 212-2017 (or HJ/T 212-2005).
///
/// Data are on disk before they are answered with 9014. Where they cannot be kept now there is no answer, and the device
/// sends them again; where one of them can never be kept, the answer is 9011, and the rest is on disk.
public final class HJ212Gateway: Service {
  private let city: City
  private let intake: ReadingIntake
  private let registry: DeviceRegistry
  private let settings: HJ212Settings
  private let logger: Logger
  private let history: DeviceHistory
  private let open = Mutex(0)
  /// What connections that have ended left to ask devices for.
  private let unfinished = Mutex<[String: [GapFilling.Request]]>([:])
  private let bound = AsyncStream<Int>.makeStream()

  public init(
    _ city: City, intake: ReadingIntake, registry: DeviceRegistry, settings: HJ212Settings = HJ212Settings(),
    logger: Logger
  ) {
    self.city = city
    self.intake = intake
    self.registry = registry
    self.settings = settings
    self.logger = logger
    history = DeviceHistory(city)
  }

  /// The port, once it listens; `nil` where it ended before. To be asked once.
  public func port() async -> Int? { await bound.stream.first { _ in true } }

  public func run() async throws {
    defer { bound.continuation.finish() }
    let server = try await listen()
    bound.continuation.yield(server.channel.localAddress?.port ?? settings.port)
    logger.info("HJ 212 is taken", metadata: ["port": "\(server.channel.localAddress?.port ?? settings.port)"])
    await cancelWhenGracefulShutdown { [self] in
      await withDiscardingTaskGroup { group in
        do {
          try await server.executeThenClose { connections in
            for try await connection in connections {
              group.addTask { await self.serve(connection) }
            }
          }
        } catch is CancellationError {
        } catch { logger.error("The HJ 212 gateway has ended", metadata: ["error": "\(error)"]) }
        group.cancelAll()
      }
    }
  }

  private func listen() async throws -> NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never> {
    let idle = TimeAmount(settings.idleTimeout)
    do {
      return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.backlog, value: 256)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: settings.host, port: settings.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers(IdleStateHandler(readTimeout: idle), IdleCloser())
            return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
    } catch {
      throw StartFailure.readable(
        error, code: (error as? IOError)?.errnoCode, host: settings.host, port: settings.port, option: "--hj212-port")
    }
  }

  private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
    let isFull = open.withLock { open in
      open += 1
      return open > settings.connections
    }
    defer { open.withLock { $0 -= 1 } }
    var logger = logger
    logger[metadataKey: "peer"] = "\(connection.channel.remoteAddress?.ipAddress ?? "unknown")"
    do {
      try await connection.executeThenClose { inbound, outbound in
        if isFull {
          logger.warning("Too many connections of HJ 212")
          return
        }
        try await converse(inbound, outbound, logger)
      }
    } catch is CancellationError {
    } catch {
      logger.info("A connection of HJ 212 has ended", metadata: ["error": "\(error)"])
    }
  }

  private func converse(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
    _ logger: Logger
  ) async throws {
    var reader = FrameReader(limit: settings.segmentLimit)
    var conversation = Conversation(
      registry: registry, settings: settings, clockSkew: city.settings.telemetry.maxClockSkew, now: city.time.now())
    defer {
      let left = conversation.unfinished
      unfinished.withLock { $0.merge(left) { _, newer in newer } }
    }
    for try await buffer in inbound {
      reader.take(buffer.readableBytesView)
      var effects: [Conversation.Effect] = []
      while let event = reader.next() { effects += conversation.receive(event, at: city.time.now()) }
      var answer = ByteBuffer()
      // How far the history of a device reaches is looked at before its first data are kept: behind them there is no gap.
      var lasts: [String: [DataPeriod: Instant]] = [:]
      for case .look(let device) in effects { lasts[device.number] = try await history.last(of: device) }
      // All that came together is kept together, with one wait for the disk.
      let refused = try await keep(effects, logger)
      var index = 0
      var mustClose = false
      while index < effects.count, !mustClose {
        switch effects[index] {
        case .keep(_, _, let reply):
          if let reply { answer.writeBytes((refused.contains(index) ? Conversation.refused(reply) : reply).bytes) }
        case .send(let frame): answer.writeBytes(frame.bytes)
        case .look(let device):
          let left = unfinished.withLock { $0.removeValue(forKey: device.number) } ?? []
          effects += conversation.begin(
            device, last: lasts[device.number] ?? [:], unfinished: left, at: city.time.now())
        case .note(let text): logger.notice("\(text)")
        case .close(let reason):
          logger.warning("Closing a connection of HJ 212", metadata: ["reason": "\(reason)"])
          mustClose = true
        }
        index += 1
      }
      if answer.readableBytes > 0 { try await outbound.write(answer) }
      if mustClose { return }
    }
  }

  /// Keeps the data of effects.
  ///
  /// - Returns: the places of those of which a reading cannot be kept, now or later.
  private func keep(_ effects: [Conversation.Effect], _ logger: Logger) async throws -> Set<Int> {
    var readings: [NewReading] = []
    var origins: [(effect: Int, device: Device)] = []
    for (index, effect) in effects.enumerated() {
      guard case .keep(let upload, let device, _) = effect else { continue }
      try await prepare(upload, device, logger)
      let some = upload.readings(of: device)
      readings += some
      origins += repeatElement((effect: index, device: device), count: some.count)
    }
    var refused: Set<Int> = []
    for refusal in try await intake.append(readings, createSeries: false) {
      let (effect, device) = origins[refusal.index]
      let series = readings[refusal.index].series
      refused.insert(effect)
      logger.warning(
        "A reading was refused",
        metadata: [
          "device": "\(device.number)", "code": "\(series.dropFirst(device.code.count + 1).prefix { $0 != ":" })",
          "series": "\(series)", "reason": "\(refusal.detail)",
        ])
    }
    return refused
  }

  /// Makes the series of data. Where one cannot be made, its readings are refused: an end of the connection would only
  /// bring the same frame again.
  private func prepare(_ upload: Upload, _ device: Device, _ logger: Logger) async throws {
    do { try await history.prepare(upload, device) } catch let problem as Problem
      where problem.code == .invalid || problem.code == .conflict
    {
      logger.warning(
        "Series could not be made", metadata: ["device": "\(device.number)", "reason": "\(problem.detail)"])
    }
  }
}

/// Closes a connection on which nothing comes.
private final class IdleCloser: ChannelInboundHandler {
  typealias InboundIn = Any

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }
}
