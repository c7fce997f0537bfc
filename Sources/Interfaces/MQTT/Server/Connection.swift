// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Intake
import Logging
import NIOCore
import Packs
import Synchronization
import Telemetry
import Vocabulary

/// One client: from its CONNECT to its end.
///
/// Messages that come together are kept together, with one wait for the disk; each of QoS 1 is acknowledged after it.
final class Connection: Sendable {
  private struct Client {
    var session: Session
    var number: Int
    var credentials: Credentials
    var principal: Principal
    var encoder: PacketEncoder
    var will: Message?
    var willDelay: UInt32
    var expiry: UInt32
    var keepAlive: UInt16
    var aliases: [UInt16: String] = [:]
  }

  private let server: MQTTServer
  private let channel: any Channel
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private let logger: Logger
  private let lastHeard = Mutex(ContinuousClock.now)
  private let patience = Mutex(Duration.zero)
  private let closing = Mutex<ReasonCode?>(nil)
  private let wakes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  init(
    _ server: MQTTServer, _ channel: any Channel, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
    _ logger: Logger
  ) {
    self.server = server
    self.channel = channel
    self.outbound = outbound
    self.logger = logger
    patience.withLock { $0 = server.settings.connectTimeout }
  }

  func run(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws {
    var client: Client?
    var isGraceful = false
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await self.watch() }
        isGraceful = try await converse(inbound, &client, &group)
      }
    } catch {
      await leave(client, isGraceful: false)
      throw error
    }
    await leave(client, isGraceful: isGraceful)
  }

  /// Reads until the client leaves. `true` where it said so and takes its will back.
  private func converse(
    _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ client: inout Client?,
    _ group: inout ThrowingTaskGroup<Void, any Error>
  ) async throws -> Bool {
    var decoder = PacketDecoder(limit: server.settings.packetLimit)
    var pace = Pace(server.settings)
    var buffer = ByteBuffer()
    for try await piece in inbound {
      lastHeard.withLock { $0 = .now }
      buffer.writeImmutableBuffer(piece)
      var packets = 0
      do throws(MQTTFault) {
        var batch: [Publication] = []
        while let packet = try decoder.next(&buffer) {
          packets += 1
          if case .connect(let connect) = packet {
            let new = try await self.connect(connect)
            client = new
            group.addTask { try await self.send(new.session, new.number, new.encoder) }
            continue
          }
          guard var current = client else { throw MQTTFault(.protocolError, "the first packet is CONNECT") }
          defer { client = current }
          if case .publish(let message, let identifier, _) = packet {
            batch.append(try publication(message, identifier, &current))
            if batch.count >= Int(server.settings.receiveMaximum) { try await flush(&batch, &current) }
            continue
          }
          try await flush(&batch, &current)
          switch packet {
          case .acknowledge(let identifier, _): current.session.acknowledge(identifier)
          case .subscribe(let identifier, let subscriptions, _):
            try await subscribe(identifier, subscriptions, current)
          case .unsubscribe(let identifier, let filters):
            let codes = filters.map { server.broker.unsubscribe(current.session, $0) }
            try await write([.unsubscribed(identifier: identifier, codes)], current.encoder)
          case .ping: try await write([.pong], current.encoder)
          case .disconnect(let reason, let properties):
            if let expiry = properties.number(.sessionExpiry) {
              guard expiry == 0 || current.expiry > 0 else {
                throw MQTTFault(.protocolError, "a session that ends with the connection cannot be kept")
              }
              current.expiry = min(expiry, server.settings.sessionExpiry)
            }
            return reason != ReasonCode.disconnectWithWill.rawValue
          case .connect, .publish: break
          }
        }
        if var current = client {
          try await flush(&batch, &current)
          client = current
        }
      } catch {
        await refuse(error, client)
        return false
      }
      buffer.discardReadBytes()
      // Who sends too much is read more slowly; nothing is lost.
      if let pause = pace.pause(after: max(piece.readableBytes, packets * Pace.leastBytes), at: .now) {
        try await Task.sleep(for: pause)
      }
    }
    return false
  }

  private func refuse(_ fault: MQTTFault, _ client: Client?) async {
    logger.notice("An MQTT client was refused", metadata: ["reason": "\(fault.reason)", "code": "\(fault.code)"])
    guard let client else { return }
    try? await write([.disconnect(fault.code, reason: fault.reason)], client.encoder)
  }

  // MARK: Coming and going

  private func connect(_ connect: Connect) async throws(MQTTFault) -> Client {
    let settings = server.settings
    var encoder = PacketEncoder(version: connect.version)
    do throws(MQTTFault) {
      guard connect.properties[.authenticationMethod] == nil else {
        throw MQTTFault(.badAuthenticationMethod, "name and password are the only way of signing in")
      }
      guard !connect.client.isEmpty || connect.startsClean || connect.version == .five else {
        throw MQTTFault(.clientIdentifierInvalid, "a session that is kept needs a client identifier")
      }
      guard connect.client.utf8.count <= 256 else {
        throw MQTTFault(.clientIdentifierInvalid, "a client identifier has at most 256 bytes")
      }
      let (credentials, principal) = try await Credentials.check(
        server.city, name: connect.userName, password: connect.password,
        address: channel.remoteAddress?.ipAddress ?? "unknown")
      if connect.will != nil, (try? principal.requireSendingReadings()) == nil {
        throw MQTTFault(.notAuthorized, "the sender may not publish, so it may have no will")
      }
      if let will = connect.will,
        will.topic.hasPrefix("$") || server.topics.take(will.topic) || server.broker.service(for: will.topic) != nil
      {
        throw MQTTFault(.topicNameInvalid, "a will is no reading: nobody measured it")
      }
      var properties = Properties()
      let name = connect.client.isEmpty ? "auto-\(UInt64.random(in: 0 ... .max))" : connect.client
      if connect.client.isEmpty { properties.add(.assignedClientIdentifier, .text(name)) }
      let key = Session.Key(user: principal.id, client: name)
      let (session, isPresent) = server.broker.session(key, startsClean: connect.startsClean)
      let wished =
        connect.version == .five
        ? connect.properties.number(.sessionExpiry) ?? 0 : connect.startsClean ? 0 : settings.sessionExpiry
      let expiry = min(wished, settings.sessionExpiry)
      if expiry != wished { properties.add(.sessionExpiry, .four(expiry)) }
      let keepAlive = connect.keepAlive == 0 ? settings.keepAlive : min(connect.keepAlive, settings.keepAlive)
      if keepAlive != connect.keepAlive { properties.add(.serverKeepAlive, .two(keepAlive)) }
      properties.entries += Self.abilities(settings).entries
      encoder.limit = connect.properties.number(.maximumPacketSize).map { Int($0) } ?? .max
      let number = session.attach(
        receiveMaximum: connect.properties.number(.receiveMaximum).map { Int($0) } ?? 65535, expiry: expiry,
        wake: { [continuation = wakes.continuation] in continuation.yield() },
        close: { [weak self] code in self?.close(code) })
      // In 3.1.1 only the client's own wish counts.
      let own = connect.version == .five || connect.keepAlive > 0 ? keepAlive : settings.keepAlive
      patience.withLock { $0 = .milliseconds(Int64(own) * 1500) }
      let client = Client(
        session: session, number: number, credentials: credentials, principal: principal, encoder: encoder,
        will: connect.will, willDelay: connect.willDelay, expiry: expiry, keepAlive: own)
      try await write(
        [.connected(isPresent: isPresent, .success, properties)] + session.takeUnacknowledged(number), encoder)
      wakes.continuation.yield()
      return client
    } catch {
      try? await write([.connected(isPresent: false, error.code, Properties())], encoder)
      throw error
    }
  }

  private static func abilities(_ settings: MQTTSettings) -> Properties {
    Properties([
      (.receiveMaximum, .two(settings.receiveMaximum)), (.maximumQoS, .byte(1)),
      (.maximumPacketSize, .four(UInt32(settings.packetLimit))),
      (.topicAliasMaximum, .two(settings.topicAliasMaximum)), (.sharedAvailable, .byte(1)),
    ])
  }

  private func leave(_ client: Client?, isGraceful: Bool) async {
    wakes.continuation.finish()
    guard let client else { return }
    await client.credentials.end(server.city)
    let isCurrent = client.session.detach(client.number, expiry: client.expiry) != nil
    if !isGraceful, let will = client.will {
      // A will waits no longer than the session, and not at all where another connection has taken over.
      let delay = isCurrent ? min(client.willDelay, client.expiry) : 0
      let broker = server.broker
      if delay == 0 {
        if isCurrent || client.willDelay == 0 { broker.publish(will, from: client.session.key) }
      } else {
        Task {
          try? await Task.sleep(for: .seconds(Int64(delay)))
          if client.session.isDetached(since: client.number) { broker.publish(will, from: client.session.key) }
        }
      }
    }
    if isCurrent { server.broker.leave(client.session, connection: client.number, expiry: client.expiry) }
  }

  /// Ends the connection from outside.
  private func close(_ code: ReasonCode) {
    closing.withLock { $0 = code }
    wakes.continuation.yield()
  }

  /// Closes the connection where the client was silent for too long.
  private func watch() async throws {
    while true {
      let left = patience.withLock { $0 } - (ContinuousClock.now - lastHeard.withLock { $0 })
      guard left > .zero else {
        logger.info("An MQTT client was silent for too long")
        channel.close(promise: nil)
        return
      }
      // Looks again now and then: the patience changes with CONNECT.
      try await Task.sleep(for: min(left, .seconds(5)))
    }
  }

  // MARK: Messages to the client

  private func send(_ session: Session, _ number: Int, _ encoder: PacketEncoder) async throws {
    for await _ in wakes.stream {
      if let code = closing.withLock({ $0 }) {
        try? await write([.disconnect(code, reason: nil)], encoder)
        channel.close(promise: nil)
        return
      }
      let packets = session.take(number)
      guard !packets.isEmpty else { continue }
      var buffer = ByteBuffer()
      for packet in packets where !encoder.write(packet, to: &buffer) {
        // Too large for the client: it counts as delivered (§3.1.2.11.4).
        if case .publish(_, let identifier, _) = packet, identifier > 0 { session.acknowledge(identifier) }
      }
      if buffer.readableBytes > 0 { try await outbound.write(buffer) }
    }
  }

  private func write(_ packets: [ServerPacket], _ encoder: PacketEncoder) async throws(MQTTFault) {
    var buffer = ByteBuffer()
    for packet in packets { encoder.write(packet, to: &buffer) }
    guard buffer.readableBytes > 0 else { return }
    do { try await outbound.write(buffer) } catch { throw MQTTFault(.unspecified, "the connection broke: \(error)") }
  }

  private func subscribe(
    _ identifier: UInt16, _ subscriptions: [Subscription], _ client: Client
  ) async throws(MQTTFault) {
    let principal = await principal(of: client)
    let codes = subscriptions.map { subscription -> ReasonCode in
      guard let principal, principal.maySeeReadings else { return .notAuthorized }
      let filter = Share(subscription.filter)?.filter ?? subscription.filter
      if let problem = Self.problem({ () throws(Problem) in
        try server.broker.service(for: filter)?.checkListening(to: filter, for: principal)
      }) {
        logger.notice("A subscription was refused", metadata: ["filter": "\(filter)", "reason": "\(problem.detail)"])
        return problem.code == .forbidden ? .notAuthorized : .topicFilterInvalid
      }
      return server.broker.subscribe(client.session, subscription)
    }
    try await write([.subscribed(identifier: identifier, codes)], client.encoder)
  }

  // MARK: Messages from the client

  private struct Publication {
    var message: Message
    var identifier: UInt16
    /// Known at once, where it is refused.
    var code: ReasonCode?
    var reason: String?
    var readings: [NewReading]?
    /// Whose business the topic is.
    var service: (any TopicService)?
  }

  private func publication(
    _ message: Message, _ identifier: UInt16, _ client: inout Client
  ) throws(MQTTFault) -> Publication {
    var message = message
    if let alias = message.properties.number(.topicAlias).map({ UInt16($0) }) {
      guard alias <= server.settings.topicAliasMaximum else {
        throw MQTTFault(.topicAliasInvalid, "topic aliases go up to \(server.settings.topicAliasMaximum)")
      }
      if message.topic.isEmpty {
        guard let topic = client.aliases[alias] else {
          throw MQTTFault(.protocolError, "the topic alias \(alias) stands for nothing yet")
        }
        message.topic = topic
      } else {
        client.aliases[alias] = message.topic
      }
    }
    message.properties = message.properties.only(Properties.passedOn)
    var publication = Publication(message: message, identifier: identifier)
    guard !message.topic.hasPrefix("$") else {
      publication.code = .topicNameInvalid
      publication.reason = "topics that begin with $ are the server's"
      return publication
    }
    if let service = server.broker.service(for: message.topic) {
      publication.service = service
      return publication
    }
    do throws(MappingFault) {
      publication.readings = try server.topics.readings(of: message, now: server.city.time.now())
    } catch {
      publication.code = .payloadFormatInvalid
      publication.reason = error.reason
    }
    return publication
  }

  /// Keeps the readings of these messages, passes the others on, and acknowledges all.
  private func flush(_ batch: inout [Publication], _ client: inout Client) async throws(MQTTFault) {
    guard !batch.isEmpty else { return }
    defer { batch.removeAll(keepingCapacity: true) }
    let principal = await principal(of: client)
    guard let principal else { throw MQTTFault(.notAuthorized, "the credentials are no longer good") }
    if let problem = Self.problem({ () throws(Problem) in try principal.requireSendingReadings() }) {
      // A service knows its own rights.
      for index in batch.indices where batch[index].code == nil && batch[index].service == nil {
        batch[index].code = .notAuthorized
        batch[index].reason = problem.detail
      }
    }
    try await keep(&batch, principal, client)
    try await handOver(&batch, principal, client)
    var acknowledgements: [ServerPacket] = []
    for publication in batch {
      var code = publication.code ?? .success
      if code == .success, publication.readings == nil, publication.service == nil {
        code = server.broker.publish(publication.message, from: client.session.key)
      }
      if code.rawValue >= 0x80 {
        logger.notice(
          "A message was refused",
          metadata: ["topic": "\(publication.message.topic)", "reason": "\(publication.reason ?? "\(code)")"])
      }
      if publication.identifier > 0 {
        acknowledgements.append(
          .acknowledge(identifier: publication.identifier, code, reason: publication.reason))
      }
    }
    try await write(acknowledgements, client.encoder)
  }

  /// Gives messages to the services whose business they are, and waits until what they take is on disk.
  private func handOver(
    _ batch: inout [Publication], _ principal: Principal, _ client: Client
  ) async throws(MQTTFault) {
    for service in server.broker.services {
      let places = batch.indices.filter { batch[$0].service === service && batch[$0].code == nil }
      guard !places.isEmpty else { continue }
      let problems = await service.take(
        places.map { (batch[$0].message.topic, Array(batch[$0].message.payload.readableBytesView)) }, from: principal)
      for (place, problem) in zip(places, problems) {
        guard let problem else { continue }
        batch[place].reason = problem.detail
        switch problem.code {
        case .unauthenticated, .forbidden: batch[place].code = .notAuthorized
        case .notFound, .methodNotAllowed: batch[place].code = .topicNameInvalid
        case .unavailable, .tooManyRequests, .storageFull, .internal:
          // A client of 3.1.1 can be told only by not acknowledging: it sends the message again.
          guard client.encoder.version == .five else {
            throw MQTTFault(.quotaExceeded, "messages cannot be kept now; send them again later")
          }
          batch[place].code = .quotaExceeded
        default: batch[place].code = .payloadFormatInvalid
        }
      }
    }
  }

  private func keep(_ batch: inout [Publication], _ principal: Principal, _ client: Client) async throws(MQTTFault) {
    var readings: [NewReading] = []
    var owners: [Int] = []
    for (index, publication) in batch.enumerated() where publication.code == nil {
      for reading in publication.readings ?? [] {
        readings.append(reading)
        owners.append(index)
      }
    }
    do {
      let refusals = try await server.intake.append(
        readings, createSeries: server.settings.createsSeries && principal.mayMakeSeries)
      for refusal in refusals {
        batch[owners[refusal.index]].code = .payloadFormatInvalid
        batch[owners[refusal.index]].reason = refusal.detail
      }
    } catch {
      // Nothing was kept. A client of MQTT 5 is told so for each message; one of 3.1.1 keeps them when the connection ends.
      logger.warning("Messages could not be kept", metadata: ["error": "\(error)"])
      guard client.encoder.version == .five else {
        throw MQTTFault(.quotaExceeded, "messages cannot be kept now; send them again later")
      }
      for index in Set(owners) {
        batch[index].code = .quotaExceeded
        batch[index].reason = "cannot be kept now; send it again later"
      }
    }
  }

  private func principal(of client: Client) async -> Principal? {
    do { return try await client.credentials.principal(server.city) } catch { return client.principal }
  }

  private static func problem(_ body: () throws(Problem) -> Void) -> Problem? {
    do throws(Problem) { try body() } catch { return error }
    return nil
  }
}

/// How fast a connection is read: by bytes, taking a message for 100 of them at least.
private struct Pace {
  private let perSecond: Double
  private let burst: Double
  private var tokens: Double
  private var at = ContinuousClock.now

  /// For how many a message counts at least.
  static let leastBytes = 100
  private static let bytesOfMessage = Double(leastBytes)

  init(_ settings: MQTTSettings) {
    perSecond = settings.messagesPerSecond * Self.bytesOfMessage
    burst = Double(settings.burst) * Self.bytesOfMessage
    tokens = burst
  }

  mutating func pause(after bytes: Int, at now: ContinuousClock.Instant) -> Duration? {
    let (seconds, attoseconds) = (now - at).components
    at = now
    tokens = min(burst, tokens + (Double(seconds) + Double(attoseconds) * 1e-18) * perSecond)
    tokens -= Double(bytes)
    return tokens < 0 ? .milliseconds(Int64(-tokens / perSecond * 1000) + 1) : nil
  }
}
