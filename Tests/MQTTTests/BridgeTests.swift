// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import Packs
import Storage
import Synchronization
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import MQTT

/// The city as a client of a broker outside.
struct BridgeTests {
  private static let topics = #"[{topic: "dev/+id", series: "{id}", value: /v, time: /t, timeUnit: s}]"#

  private func settings(_ port: Int, _ change: (inout BridgeSettings) -> Void = { _ in }) throws -> BridgeSettings {
    var settings = BridgeSettings(
      name: "test", host: "127.0.0.1", port: port, client: "city",
      topics: try TopicTable(parsing: Self.topics, name: "t"))
    settings.pauses = .milliseconds(50)...Duration.milliseconds(400)
    change(&settings)
    return settings
  }

  /// Runs a bridge while `body` runs.
  private func with(_ town: MQTTTown, _ settings: BridgeSettings, _ body: (MQTTBridge) async throws -> Void)
    async throws
  {
    let city = town.town.city
    let bridge = MQTTBridge(city, intake: town.intake, settings: settings, logger: city.logger)
    let running = Task { try await bridge.run() }
    do { try await body(bridge) } catch {
      running.cancel()
      _ = await running.result
      throw error
    }
    running.cancel()
    try await running.value
  }

  private func wait(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while try await !condition() {
      guard ContinuousClock.now < end else {
        Issue.record("\(what)")
        return
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func values(_ town: MQTTTown, _ code: String) async throws -> [ReadingValue] {
    let exists = try await town.town.city.database.read {
      [catalogue = town.town.city.telemetry.catalogue, tenant = town.town.city.tenant] in
      try catalogue.series(code: code, tenant: tenant, in: $0) != nil
    }
    return exists ? try await town.values(code) : []
  }

  // MARK: Settings

  @Test func readsBrokers() throws {
    let folder = try TemporaryFolder()
    try "secret\n".write(to: folder.url.appending(path: "password"), atomically: true, encoding: .utf8)
    let list = try BridgeSettings.list(
      parsing: """
        - address: mqtts://broker.example
          client: city-1
          user: city
          passwordFile: password
          knownSeries: true
          topics:
            - {topic: "a/+x/#y", series: "{x}"}
            - {topic: "a/+z/#", series: "b"}
            - {topic: c, series: c}
        - {name: near, address: "mqtt://10.0.0.7:1884", client: c, topics: [{topic: t, series: s}]}
        """, name: "b.yaml", folder: folder.url)
    #expect(list.map(\.host) == ["broker.example", "10.0.0.7"])
    #expect(list.map(\.port) == [8883, 1884])
    #expect(list.map(\.isEncrypted) == [true, false])
    #expect(list.map(\.name) == ["broker.example:8883", "near"])
    #expect(list[0].password == "secret")
    #expect(!list[0].createsSeries && list[1].createsSeries)
    #expect(list[0].topics.filters == ["a/+/#", "c"])
  }

  @Test(arguments: [
    ("a: 1", "b.yaml:1: a list of brokers"), ("- 5", "b.yaml:1: a broker has address and topics"),
    ("- {address: 'http://x', client: c}", "b.yaml:1: an address is mqtt://"),
    ("- {address: 'mqtt://u:p@x', client: c}", "an address is mqtt://"),
    ("- {client: c, topics: [{topic: t, series: s}]}", "address is missing"),
    ("- {address: 'mqtt://x', topics: [{topic: t, series: s}]}", "client is missing"),
    ("- {address: 'mqtt://x', client: c}", "topics is missing"),
    ("- {address: 'mqtt://x', client: c, topics: [{topic: t}]}", "series is missing"),
    ("- {address: 'mqtt://x', client: c, foo: 1}", "a broker has no foo"),
    ("- {address: 'mqtt://x', client: c, passwordFile: /nowhere/x}", "password cannot be read"),
    ("- {address: 'mqtt://x', client: c, authorities: a, topics: [{topic: t, series: s}]}", "authorities need"),
    (
      "- {address: 'mqtt://x', client: c, topics: [{topic: t, series: s}]}\n- {address: 'mqtt://x', client: c, topics: [{topic: u, series: s}]}",
      "different values of client"
    ),
  ])
  func faultsNameTheLine(_ text: String, _ message: String) {
    #expect {
      try BridgeSettings.list(parsing: text, name: "b.yaml", folder: URL(fileURLWithPath: "/tmp"))
    } throws: { "\($0)".contains(message) }
  }

  // MARK: Bytes (MQTT 3.1.1 §3)

  @Test func writesPackets() throws {
    var settings = try settings(1)
    settings.userName = "u"
    settings.password = "p"
    #expect(
      Array(BridgeCodec.connect(settings).readableBytesView) == [
        0x10, 0x16, 0, 4, 0x4D, 0x51, 0x54, 0x54, 4, 0xC0, 0, 60, 0, 4, 0x63, 0x69, 0x74, 0x79, 0, 1, 0x75, 0, 1, 0x70,
      ])
    #expect(
      Array(BridgeCodec.subscribe(["a", "b"]).readableBytesView) == [0x82, 10, 0, 1, 0, 1, 0x61, 1, 0, 1, 0x62, 1])
    #expect(Array(BridgeCodec.acknowledge([1, 258]).readableBytesView) == [0x40, 2, 0, 1, 0x40, 2, 1, 2])
  }

  @Test func readsPacketsByteByByte() throws {
    let bytes: [UInt8] = [
      0x20, 2, 1, 0, 0x90, 3, 0, 1, 1, 0xD0, 0, 0x3A, 6, 0, 1, 0x61, 0, 7, 0x78, 0x31, 4, 0, 1, 0x61, 0x79,
    ]
    var buffer = ByteBuffer()
    var packets: [BridgeCodec.Packet] = []
    for byte in bytes {
      buffer.writeInteger(byte)
      while let packet = try BridgeCodec.next(&buffer, limit: 100) { packets.append(packet) }
    }
    #expect(
      packets == [
        .connected(isPresent: true, code: 0), .subscribed([1]), .pong,
        .publish(Message(topic: "a", payload: ByteBuffer(string: "x"), qos: .atLeastOnce), identifier: 7),
        .publish(Message(topic: "a", payload: ByteBuffer(string: "y"), isRetained: true), identifier: 0),
      ])
    for wrong in [
      [0x20, 1, 0], [0x32, 3, 0, 9, 0x61], [0x34, 5, 0, 1, 0x61, 0, 1], [0x30, 0xFF, 0xFF, 0xFF, 0x7F], [0x10, 0],
      [0x32, 5, 0, 1, 0x61, 0, 0],
    ]
      as [[UInt8]]
    {
      var buffer = ByteBuffer(bytes: wrong)
      #expect(throws: MQTTFault.self, "\(wrong)") { try BridgeCodec.next(&buffer, limit: 100) }
    }
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      var buffer = ByteBuffer(
        bytes: (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
      while let packet = try? BridgeCodec.next(&buffer, limit: 100) { _ = packet }
    }
  }

  // MARK: A broker made for the test

  private typealias Inbound = NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private typealias Outbound = NIOAsyncChannelOutboundWriter<ByteBuffer>

  /// Listens on a free port, handles one connection after the other, and counts them from 0.
  private func broker(
    handling: @escaping @Sendable (Int, inout Inbound, Outbound) async throws -> Void,
    _ body: (Int) async throws -> Void
  ) async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let port = server.channel.localAddress?.port ?? 0
    let accepting = Task {
      try await server.executeThenClose { connections in
        var number = 0
        for try await connection in connections {
          try await connection.executeThenClose { inbound, outbound in
            var iterator = inbound.makeAsyncIterator()
            try await handling(number, &iterator, outbound)
          }
          number += 1
        }
      }
    }
    // Whoever still waits is taken in, and leaves: a connection must not be forgotten.
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(port)) } catch { outcome = .failure(error) }
    try await server.channel.close()
    _ = await accepting.result
    try outcome.get()
  }

  /// A message is acknowledged when it is on disk, not before.
  @Test(.timeLimit(.minutes(1)), arguments: Engine.allCases)
  func acknowledgesWhatIsOnDisk(_ engine: Engine) async throws {
    try await MQTTTown.with(engine) { town in
      let database = town.town.city.database
      let seen = Mutex(0)
      let reachedEnd = AsyncStream<Void>.makeStream()
      try await broker { number, iterator, outbound in
        seen.withLock { $0 = number + 1 }
        guard let first = try await iterator.next() else { return }
        #expect(first.getInteger(at: 0, as: UInt8.self) == 0x10)
        guard number == 0 else {
          // It came back when the broker closed, and it comes again when the broker refuses.
          try await outbound.write(ByteBuffer(bytes: [0x20, 2, 0, 5]))
          if number == 2 { reachedEnd.continuation.yield() }
          return
        }
        try await outbound.write(ByteBuffer(bytes: [0x20, 2, 0, 0]))
        let second = try await iterator.next()
        #expect(second?.getInteger(at: 0, as: UInt8.self) == 0x82)
        try await outbound.write(ByteBuffer(bytes: [0x90, 3, 0, 1, 1]))
        func publish(_ topic: String, _ payload: String, _ identifier: UInt8) async throws {
          try await outbound.write(
            ByteBuffer(bytes: RawClient.publish(topic, payload, identifier: identifier, .three)))
        }
        func requireAcknowledgement(_ identifier: UInt8, _ iterator: inout Inbound) async throws {
          let answer = try await iterator.next()
          #expect(answer.map { Array($0.readableBytesView) } == [0x40, 2, 0, identifier])
        }
        let released = ContinuousClock.now + .seconds(1)
        // SQLite has one writer, which is busy for a second.
        let blocker = Task {
          if engine == .sqlite { try await database.write { _ in _ = usleep(1_000_000) } }
        }
        try await Task.sleep(for: .milliseconds(100))
        try await publish("dev/a", #"{"v": 1, "t": 1795507000}"#, 1)
        try await requireAcknowledgement(1, &iterator)
        if engine == .sqlite {
          #expect(ContinuousClock.now > released - .milliseconds(150), "acknowledged before it was written")
        }
        try await blocker.value
        let stored = try await values(town, "a")
        #expect(stored == [.number(1)])
        // What can never be kept is acknowledged, too.
        for (identifier, topic, payload) in [
          (2, "dev/a", "nonsense"), (3, "dev/a", #"{"v": "text", "t": 1795507001}"#), (4, "other", "1"),
        ] as [(UInt8, String, String)] {
          try await publish(topic, payload, identifier)
          try await requireAcknowledgement(identifier, &iterator)
        }
      } _: { port in
        try await with(town, try settings(port)) { _ in
          for await _ in reachedEnd.stream { break }
        }
      }
      #expect(seen.withLock { $0 } >= 3)
      #expect(try await values(town, "a") == [.number(1)])
    }
  }

  // MARK: Mosquitto

  private struct Mosquitto {
    let folder: URL
    let port: Int
    let process: Process

    /// - Parameter lines: further lines of its configuration.
    init(_ folder: URL, _ port: Int, _ lines: String) throws {
      self.folder = folder
      self.port = port
      let configuration = folder.appending(path: "mosquitto.conf")
      try """
      persistence true
      persistence_location \(folder.path(percentEncoded: false))/
      autosave_interval 1
      listener \(port) 127.0.0.1
      \(geteuid() == 0 ? "user root" : "")
      \(lines)
      """.write(to: configuration, atomically: true, encoding: .utf8)
      process = Process()
      process.executableURL = URL(filePath: "/usr/sbin/mosquitto")
      process.arguments = ["-c", configuration.path(percentEncoded: false)]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      // Threads of tests block signals, and a program begins with what is blocked where it is started: SIGTERM would never
      // reach it.
      var (none, before) = (sigset_t(), sigset_t())
      _ = sigemptyset(&none)
      _ = pthread_sigmask(SIG_SETMASK, &none, &before)
      defer { _ = pthread_sigmask(SIG_SETMASK, &before, nil) }
      try process.run()
    }

    func stop() async throws {
      process.terminate()
      // To wait for it would block one of the few threads that tests run on.
      while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    }
  }

  /// A port that is free now.
  private func freePort() async throws -> Int {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = channel.localAddress?.port ?? 0
    try await channel.close()
    return port
  }

  @Test(.timeLimit(.minutes(2)), arguments: Engine.allCases)
  func losesNothingOfMosquitto(_ engine: Engine) async throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/mosquitto"), MQTTTown.hasMosquitto else {
      print("skipped: mosquitto is not installed (scripts/set-up test)")
      return
    }
    let folder = try TemporaryFolder()
    let place = folder.url.path(percentEncoded: false)
    let key = "\(place)/key.pem"
    let certificate = "\(place)/certificate.pem"
    let (status, _) = try await Command.output(of: [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
      "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    guard status == 0 else {
      print("skipped: openssl is not there or cannot make a certificate")
      return
    }
    let passwords = "\(place)/passwords"
    #expect(try await Command.output(of: ["mosquitto_passwd", "-b", "-c", passwords, "city", "secret"]).status == 0)
    for file in [key, passwords] {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    }
    let lines = "allow_anonymous false\npassword_file \(passwords)\ncertfile \(certificate)\nkeyfile \(key)"
    let port = try await freePort()
    var mosquitto = try Mosquitto(folder.url, port, lines)
    defer { mosquitto.process.terminate() }
    func publish(_ range: Range<Int>) async throws {
      for number in range {
        let (status, said) = try await Command.output(of: [
          "mosquitto_pub", "-h", "localhost", "-p", "\(port)", "--cafile", certificate, "-u", "city", "-P", "secret",
          "-q", "1",
          "-t", "dev/m", "-m", #"{"v": \#(number), "t": \#(1_795_500_000 + number)}"#,
        ])
        #expect(status == 0, "\(said)")
      }
    }
    try await MQTTTown.with(engine) { town in
      let settings = try self.settings(port) {
        $0.host = "localhost"
        $0.isEncrypted = true
        $0.authoritiesPath = certificate
        $0.userName = "city"
        $0.password = "secret"
      }
      try await with(town, settings) { bridge in
        try await wait("no connection to mosquitto") { bridge.connections.withLock { $0 } == 1 }
        try await Task.sleep(for: .milliseconds(300))
        try await publish(0..<5)
        try await wait("the first five") { try await values(town, "m").count == 5 }
      }
      // The city is away: mosquitto keeps what comes.
      try await publish(5..<10)
      try await with(town, settings) { bridge in
        try await wait("what came meanwhile") { try await values(town, "m").count == 10 }
        // The broker goes away and comes back, with the session.
        try await mosquitto.stop()
        mosquitto = try Mosquitto(folder.url, port, lines)
        try await wait("no second connection") { bridge.connections.withLock { $0 } == 2 }
        try await publish(10..<15)
        try await wait("after the restart of the broker") { try await values(town, "m").count == 15 }
      }
      #expect(try await values(town, "m") == (0..<15).map { .number(Double($0)) })
      // A wrong password is refused, and tried again no faster than the pauses say.
      var wrong = settings
      wrong.password = "wrong"
      try await with(town, wrong) { bridge in
        try await Task.sleep(for: .milliseconds(700))
        #expect(bridge.connections.withLock { $0 } == 0)
      }
    }
  }
}
