// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import HummingbirdHTTP2
import Intake
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// Serves a site over TCP: HTTP/1.1, and with a certificate HTTP/2 as well.
///
/// As a service it runs until its graceful shutdown is asked for: it stops accepting, lets answers finish, ends streams
/// of events, and closes what is left at the deadline.
public final class HTTPServer: Service {
  private enum Bound {
    case pending([CheckedContinuation<Int, any Error>])
    case done(Result<Int, any Error>)
  }

  public let site: Site
  public let settings: ServerSettings
  private let logger: Logger
  private let connections = ConnectionList()
  private let bound = Mutex(Bound.pending([]))
  private let stop = AsyncStream<Void>.makeStream()
  private let certificates: CertificateStore?

  /// - Throws: where the certificate or its key cannot be used.
  public init(_ site: Site, settings: ServerSettings = ServerSettings(), logger: Logger) throws {
    self.site = site
    self.settings = settings
    self.logger = logger
    certificates = try settings.encryption.map { try CertificateStore($0, logger: logger) }
    site.metrics.gauge("citywide_http_connections", help: "Open connections.") { [connections] in
      Double(connections.count)
    }
  }

  /// The port on which it listens, as soon as it does.
  ///
  /// - Throws: where it could not begin to listen.
  public var port: Int {
    get async throws {
      try await withCheckedThrowingContinuation { continuation in
        let result = bound.withLock { bound -> Result<Int, any Error>? in
          switch bound {
          case .pending(let waiting):
            bound = .pending(waiting + [continuation])
            return nil
          case .done(let result): return result
          }
        }
        if let result { continuation.resume(with: result) }
      }
    }
  }

  /// Begins the graceful shutdown; `run()` returns when it is done.
  public func shutDown() { stop.continuation.finish() }

  /// Reads certificate and key anew, as after SIGHUP.
  public func reloadCertificate() { certificates?.reload() }

  public func run() async throws {
    do {
      if let certificates {
        try await run(
          try HTTP2UpgradeChannel(
            tlsConfiguration: certificates.configuration,
            configuration: .init(
              idleTimeout: settings.idleTimeout, gracefulCloseTimeout: settings.drainDeadline,
              streamConfiguration: streamConfiguration(isEncrypted: true)),
            responder: responder(isEncrypted: true)))
      } else {
        try await run(
          HTTP1Channel(
            responder: responder(isEncrypted: false), configuration: streamConfiguration(isEncrypted: false)))
      }
    } catch {
      let failure = StartFailure.readable(
        error, code: (error as? IOError)?.errnoCode, host: settings.host, port: settings.port, option: "--port")
      report(.failure(failure))
      throw failure
    }
    // Where it was stopped before it began to listen.
    report(.failure(CancellationError()))
  }

  private func responder(isEncrypted: Bool) -> HTTPChannelHandler.Responder {
    { [site] request, writer, channel in
      try await site.respond(to: request, isEncrypted: isEncrypted, writer: writer, channel: channel)
    }
  }

  private func streamConfiguration(isEncrypted: Bool) -> HTTP1Channel.Configuration {
    HTTP1Channel.Configuration(
      additionalChannelHandlers: [UnreadableRequestHandler(site: self.site, isEncrypted: isEncrypted)],
      idleTimeout: TimeAmount(settings.idleTimeout),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: settings.maximumHeaderSize, maxHeaderListSize: settings.maximumHeadersSize,
        maxHeaderFieldCount: settings.maximumHeaderCount))
  }

  private func run(_ channel: some ServerChildChannel) async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let server = Server(
      childChannelSetup: ListedConnection(base: channel, list: connections),
      configuration: ServerConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: settings.backlog,
        availableConnectionsDelegate: .maximum(settings.maximumConnections, logger: logger)),
      onServerRunning: { [self] in report(.success($0.localAddress?.port ?? settings.port)) },
      eventLoopGroup: group, logger: logger)
    try await withThrowingTaskGroup { tasks in
      tasks.addTask { try await server.run() }
      tasks.addTask { try await self.keepUp() }
      tasks.addTask { try await self.watchCertificate() }
      tasks.addTask { await self.awaitStop(server) }
      defer { tasks.cancelAll() }
      // The server ends first, or the deadline passes and what is left is cancelled.
      try await tasks.next()
    }
  }

  /// Waits for the shutdown and carries it out; returns at the deadline.
  private func awaitStop<Channel>(_ server: Server<Channel>) async {
    let stream = stop.stream
    await withGracefulShutdownHandler {
      for await _ in stream {}
    } onGracefulShutdown: {
      self.shutDown()
    }
    site.drain()
    Task { try? await server.shutdownGracefully() }
    // Ends early, cancelled, when the server is done.
    guard (try? await Task.sleep(for: settings.drainDeadline)) != nil else { return }
    logger.warning(
      "closing connections whose answers were not done in time", metadata: ["count": "\(connections.count)"])
    connections.closeAll()
  }

  private func keepUp() async throws {
    while true {
      try await Task.sleep(for: site.settings.heartbeat)
      site.streams.heartbeat()
    }
  }

  private func watchCertificate() async throws {
    let interval = settings.encryption?.watchInterval ?? .seconds(86400)
    while true {
      try await Task.sleep(for: interval)
      certificates?.reloadIfChanged()
    }
  }

  private func report(_ result: Result<Int, any Error>) {
    let waiting = bound.withLock { bound -> [CheckedContinuation<Int, any Error>] in
      guard case .pending(let waiting) = bound else { return [] }
      bound = .done(result)
      return waiting
    }
    for continuation in waiting { continuation.resume(with: result) }
  }
}
