// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Intake
import NIOCore
import Packs
import Storage
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import MQTT

/// The server from outside.
struct ServerTests {
  @Test(.timeLimit(.minutes(1)), arguments: Engine.allCases)
  func acknowledgesWhatIsOnDisk(engine: Engine) async throws {
    try await MQTTTown.with(engine) { (town) async throws in
      let token = town.admin
      try await RawClient.with(town.port) { (client) async throws in
        try await client.send(RawClient.connect(.three, token))
        #expect(try await client.receive() == [0x20, 0x02, 0x00, 0x00])
        try await client.send(RawClient.publish("readings/a", "1.5", identifier: 7, .three))
        #expect(try await client.receive() == [0x40, 0x02, 0x00, 0x07])
        try await client.send([0xC0, 0x00])
        #expect(try await client.receive() == [0xD0, 0x00])
      }
      #expect(try await town.values("a") == [.number(1.5)])
    }
  }

  @Test(.timeLimit(.minutes(1))) func namesAPortThatIsInUse() async throws {
    try await MQTTTown.with { (town) async throws in
      var settings = MQTTSettings()
      settings.port = town.port
      let second = MQTTServer(town.town.city, intake: town.intake, settings: settings, logger: town.town.city.logger)
      do {
        try await second.run()
        Issue.record("two servers have one port")
      } catch {
        let said = "\(error)"
        #expect(said.contains("127.0.0.1:\(town.port) is in use") && said.contains("--mqtt-port"), "\(said)")
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func refusesWhatItCannotKeep() async throws {
    var intake = IntakeSettings()
    intake.waitingReadings = 1
    try await MQTTTown.with(intake: intake) { (town) async throws in
      let token = town.admin
      let database = town.town.city.database
      let reading = NewReading(series: "other", at: town.town.time.now(), value: .number(1))
      for version in [Version.three, .five] {
        try await RawClient.with(town.port) { (client) async throws in
          try await client.send(RawClient.connect(version, token))
          #expect(try await client.receive().first == 0x20)
          // The disk is busy, and one reading waits for it already.
          let blocker = Task {
            try await database.write { _ in
              usleep(1_500_000)
            }
          }
          try await Task.sleep(for: .milliseconds(100))
          let waiting = Task { try await town.intake.append([reading], createSeries: true) }
          try await Task.sleep(for: .milliseconds(200))
          try await client.send(RawClient.publish("readings/b", "1", identifier: 1, version))
          let answer = try await client.receive()
          switch version {
          case .three: #expect(answer.isEmpty, "it is not acknowledged")
          case .five: #expect(Array(answer.prefix(5)) == [0x40, UInt8(answer.count - 2), 0x00, 0x01, 0x97])
          }
          try await blocker.value
          #expect(try await waiting.value.isEmpty)
        }
      }
      #expect(try await town.values("other") == [.number(1)])
    }
  }

  @Test(.timeLimit(.minutes(1))) func knowsClientsByTheirCredentials() async throws {
    try await MQTTTown.with { (town) async throws in
      func code(_ version: Version, _ password: String) async throws -> UInt8? {
        try await RawClient.with(town.port) { (client) async throws in
          try await client.send(RawClient.connect(version, password))
          let answer = try await client.receive()
          return answer.count > 3 ? answer[3] : nil
        }
      }
      #expect(try await code(.three, town.admin) == 0)
      #expect(try await code(.three, "cw_wrong") == 4)
      #expect(try await code(.five, "wrong") == 0x86)
      // A reporter may not send, and nobody without a role may listen.
      let reporter = try await town.town.token(.reporter)
      try await RawClient.with(town.port) { (client) async throws in
        try await client.send(RawClient.connect(.five, reporter))
        _ = try await client.receive()
        try await client.send(RawClient.publish("readings/a", "1", identifier: 1, .five))
        #expect(try await client.receive()[4] == 0x87)
        try await client.send([0x82, 0x07, 0x00, 0x02, 0x00, 0x00, 0x01, 0x23, 0x01])
        #expect(try await client.receive() == [0x90, 0x04, 0x00, 0x02, 0x00, 0x87])
      }
    }
  }

  /// What a will says was not measured.
  @Test(.timeLimit(.minutes(1))) func takesNoReadingAsAWill() async throws {
    try await MQTTTown.with { (town) async throws in
      for (topic, code) in [("readings/a", 5), ("$SYS/a", 5), ("city/a", 0)] as [(String, UInt8)] {
        var body: [UInt8] = [0x00, 0x04] + Array("MQTT".utf8) + [0x04, 0xC6, 0x00, 0x3C]
        for text in ["will", topic, "1", "name", town.admin] {
          body += [0x00, UInt8(text.utf8.count)] + Array(text.utf8)
        }
        let connect = [0x10, UInt8(body.count)] + body
        try await RawClient.with(town.port) { (client) async throws in
          try await client.send(connect)
          #expect(try await client.receive() == [0x20, 0x02, 0x00, code])
        }
      }
    }
  }

  /// Bad input costs one connection and nothing else.
  @Test(.timeLimit(.minutes(1))) func endsConnectionsThatTalkNonsense() async throws {
    try await MQTTTown.with(.sqlite, { $0.packetLimit = 1000 }) { (town) async throws in
      let token = town.admin
      for nonsense in [[0x00], [0x10, 0xFF, 0xFF, 0xFF, 0x7F], Array("GET / HTTP/1.1\r\n\r\n".utf8)] as [[UInt8]] {
        try await RawClient.with(town.port) { (client) async throws in
          try await client.send(nonsense)
          #expect(try await client.receive().isEmpty)
        }
      }
      for (nonsense, code) in [
        ([0x30, 0x80, 0x80, 0x80, 0x7F], 0x95), ([0x34, 0x06, 0x00, 0x01, 0x61, 0x00, 0x01, 0x00], 0x9B),
        ([0x30, 0x04, 0x00, 0x01, 0x23, 0x00], 0x90), ([0xC1, 0x00], 0x81),
        ([0x30, 0x06, 0x00, 0x00, 0x03, 0x23, 0x00, 0x05], 0x82),
      ] as [([UInt8], UInt8)] {
        try await RawClient.with(town.port) { (client) async throws in
          try await client.send(RawClient.connect(.five, token))
          _ = try await client.receive()
          try await client.send(nonsense)
          let answer = try await client.receive()
          #expect(answer.first == 0xE0 && answer[2] == code, "\(answer)")
          #expect(try await client.receive().isEmpty)
        }
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func closesSilentConnections() async throws {
    try await MQTTTown.with(.sqlite, { $0.connectTimeout = .milliseconds(300) }) { (town) async throws in
      let token = town.admin
      try await RawClient.with(town.port) { (client) async throws in
        #expect(try await client.receive().isEmpty, "no CONNECT came")
      }
      try await RawClient.with(town.port) { (client) async throws in
        try await client.send(RawClient.connect(.three, token, keepAlive: 1))
        _ = try await client.receive()
        #expect(try await client.receive().isEmpty, "one and a half times its keep alive has passed")
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func handsSessionsOver() async throws {
    try await MQTTTown.with { (town) async throws in
      let token = town.admin
      try await RawClient.with(town.port) { first in
        try await first.send(RawClient.connect(.five, token))
        _ = try await first.receive()
        try await RawClient.with(town.port) { second in
          try await second.send(RawClient.connect(.five, token))
          #expect(try await second.receive().first == 0x20)
          #expect(Array(try await first.receive().prefix(3)) == [0xE0, 0x02, 0x8E])
        }
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func speaksTLSWithMosquitto() async throws {
    guard MQTTTown.hasMosquitto else {
      print("skipped: mosquitto-clients is not installed")
      return
    }
    let folder = try TemporaryFolder()
    let key = folder.url.appending(path: "key.pem").path(percentEncoded: false)
    let certificate = folder.url.appending(path: "certificate.pem").path(percentEncoded: false)
    let made = try await Command.output(of: [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
      "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    guard made.status == 0 else {
      print("skipped: openssl is not there or cannot make a certificate")
      return
    }
    try await MQTTTown.with(
      .sqlite,
      {
        $0.encryptedPort = 0
        $0.encryption = MQTTSettings.Encryption(certificatePath: certificate, keyPath: key)
      }
    ) { (town) async throws in
      let (status, said) = try await Command.output(of: [
        "mosquitto_pub", "-h", "localhost", "-p", "\(town.ports[1])", "--cafile", certificate, "-u", "x", "-P",
        town.admin,
        "-q", "1", "-t", "readings/tls", "-m", "7", "-V", "5",
      ])
      #expect(status == 0, "\(said)")
      #expect(try await town.values("tls") == [.number(7)])
    }
  }

  @Test(.timeLimit(.minutes(2)), arguments: ["311", "5"]) func speaksWithMosquitto(version: String) async throws {
    guard MQTTTown.hasMosquitto else {
      print("skipped: mosquitto-clients is not installed")
      return
    }
    try await MQTTTown.with { (town) async throws in
      let common = ["-h", "127.0.0.1", "-p", "\(town.port)", "-u", "x", "-P", town.admin, "-V", version]
      // A message that is kept for those who come later.
      var (status, said) = try await Command.output(
        of: ["mosquitto_pub", "-q", "1", "-r", "-t", "city/notice", "-m", "kept"] + common)
      #expect(status == 0, "\(said)")
      async let listener = Command.output(
        of: ["mosquitto_sub", "-q", "1", "-t", "city/#", "-t", "readings/#", "-v", "-C", "3", "-W", "60"] + common)
      try await Task.sleep(for: .seconds(2))
      for value in ["1", "2"] {
        (status, said) = try await Command.output(
          of: ["mosquitto_pub", "-q", "1", "-t", "readings/m", "-m", value] + common)
        #expect(status == 0, "\(said)")
        town.town.time.advance(by: .seconds(1))
      }
      let heard = try await listener
      #expect(heard.status == 0, "\(heard.said)")
      let lines = heard.said.split(separator: "\n").map(String.init)
      #expect(
        lines == [
          "city/notice kept", #"readings/m {"at":"2026-11-24T08:00:00.000Z","value":1}"#,
          #"readings/m {"at":"2026-11-24T08:00:01.000Z","value":2}"#,
        ])
      #expect(try await town.values("m") == [.number(1), .number(2)])
      (status, said) = try await Command.output(
        of: ["mosquitto_pub", "-q", "1", "-t", "readings/m", "-m", "3"] + common.dropLast(3) + ["wrong", "-V", version])
      #expect(status != 0)
    }
  }
}
