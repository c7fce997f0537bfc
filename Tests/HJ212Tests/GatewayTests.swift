// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Intake
import Logging
import NIOCore
import NIOPosix
import Packs
import Storage
import Telemetry
import TestCity
import TestSupport
import Testing
import Vocabulary

@testable import HJ212

/// The gateway over TCP, with both engines behind it.
struct GatewayTests {
  private func with(
    _ engine: Engine, _ change: (inout HJ212Settings) -> Void = { _ in },
    _ body: (TestTown, Int) async throws -> Void
  ) async throws {
    var settings = HJ212Settings()
    settings.port = 0
    change(&settings)
    try await TestTown.with(engine, endpoints: { _ in [] }) { town in
      let city = town.city
      let gateway = HJ212Gateway(
        city, intake: ReadingIntake(telemetry: city.telemetry, database: city.database, tenant: city.tenant),
        registry: DeviceRegistry([Golden.device]), settings: settings, logger: city.logger)
      let running = Task { try await gateway.run() }
      let port = try #require(await gateway.port())
      do { try await body(town, port) } catch {
        running.cancel()
        _ = await running.result
        throw error
      }
      running.cancel()
      try await running.value
    }
  }

  /// Sends bytes and gives back what was answered once it has so many bytes, or the connection is closed.
  private func exchange(_ port: Int, _ bytes: [UInt8], until count: Int) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(bytes: bytes))
      var answer: [UInt8] = []
      for try await buffer in inbound {
        answer += buffer.readableBytesView
        if answer.count >= count { break }
      }
      return answer.text
    }
  }

  @Test(.timeLimit(.minutes(1))) func namesAPortThatIsInUse() async throws {
    try await with(.sqlite) { town, port in
      var settings = HJ212Settings()
      settings.port = port
      let city = town.city
      let second = HJ212Gateway(
        city, intake: ReadingIntake(telemetry: city.telemetry, database: city.database, tenant: city.tenant),
        registry: DeviceRegistry([Golden.device]), settings: settings, logger: city.logger)
      do {
        try await second.run()
        Issue.record("two gateways have one port")
      } catch {
        #expect("\(error)".contains("127.0.0.1:\(port) is in use") && "\(error)".contains("--hj212-port"), "\(error)")
      }
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: Engine.allCases) func keepsDataAndAnswers(engine: Engine) async throws {
    try await with(engine) { town, port in
      #expect(try await exchange(port, Array(Golden.upload.utf8), until: Golden.answer.utf8.count) == Golden.answer)
      #expect(try await values(town, "outfall:w01018:rtd") == [.number(63.5)])
      #expect(try await values(town, "outfall:w21003:rtd:unfit") == [.number(0.25)])
      #expect(try await values(town, "outfall:w21003:flag") == [.text("D")])
      let series = try #require(try await series(town, "outfall:w01018:rtd"))
      #expect(series.unit == "mg/L")
      let start = Golden.frame(2081, "DataTime=20261124155000;RestartTime=20261124080000")
      #expect(try await exchange(port, start, until: Golden.answer.utf8.count) == Golden.answer)
      #expect(try await values(town, "outfall:restarttime") == [.text("20261124080000")])
      // The same again changes nothing; a wrong frame between two right ones costs neither.
      let both = Array((Golden.upload + Golden.wrongPassword + Golden.upload).utf8)
      let answers = try await exchange(port, both, until: 2 * Golden.answer.utf8.count + 90)
      #expect(answers.hasPrefix(Golden.answer) && answers.hasSuffix(Golden.answer) && answers.contains("QnRtn=3"))
      #expect(try await values(town, "outfall:w01018:rtd") == [.number(63.5)])
    }
  }

  /// A reading that is never kept is never acknowledged; the rest of its frame is kept, and so is what comes behind.
  @Test(.timeLimit(.minutes(1)), arguments: Engine.allCases) func doesNotAcknowledgeWhatItRefuses(
    engine: Engine
  ) async throws {
    try await with(engine) { town, port in
      try await town.city.database.write {
        [catalogue = town.city.telemetry.catalogue, tenant = town.city.tenant, now = town.city.time.now()] in
        // Somebody keeps texts by that code.
        _ = try catalogue.define(
          NewSeries(code: "outfall:w01018:rtd", name: LocalizedText(["en": "Notes"]), kind: .text), at: now,
          tenant: tenant, in: $0)
      }
      let next = Golden.frame(2011, "DataTime=20261124155100;w21003-Rtd=0.26", number: "20261124155100123")
      let answers = try await exchange(
        port, Array(Golden.upload.utf8) + next, until: 2 * Golden.answer.utf8.count + 7
      ).split(separator: "\r\n")
      #expect(answers.count == 2)
      #expect(answers.first?.contains(";CN=9011;") == true && answers.first?.contains("&&QnRtn=2&&") == true)
      #expect(answers.last?.contains("QN=20261124155100123;") == true && answers.last?.contains(";CN=9014;") == true)
      #expect(try await values(town, "outfall:w01018:rtd") == [])
      #expect(try await values(town, "outfall:w01018:flag") == [.text("N")])
      #expect(try await values(town, "outfall:w21003:rtd:unfit") == [.number(0.25)])
      #expect(try await values(town, "outfall:w21003:rtd") == [.number(0.26)])
      let future = Golden.frame(2011, "DataTime=20990101000000;w21003-Rtd=1")
      let refusal = try await exchange(port, future, until: 90)
      #expect(refusal.contains(";CN=9011;") && refusal.contains("&&QnRtn=100&&"), "\(refusal)")
      #expect(try await values(town, "outfall:w21003:rtd") == [.number(0.26)])
    }
  }

  /// Whatever it sends first when it comes back, it is asked for what is missing before that.
  @Test(
    .timeLimit(.minutes(1)), arguments: Engine.allCases,
    [
      Array(Golden.upload.utf8), Golden.frame(2051, "DataTime=20261124155000;w01018-Avg=1,w01018-Flag=N"),
      Golden.frame(2061, "DataTime=20261124150000;w01018-Avg=1,w01018-Flag=N"),
    ]) func fillsGaps(engine: Engine, first: [UInt8]) async throws
  {
    try await with(engine) { town, port in
      let old = Golden.frame(2061, "DataTime=20261124030000;w01018-Avg=1,w01018-Flag=N")
      _ = try await exchange(port, old, until: 1)
      // It comes back after an outage, and is asked for what is missing since 03:00.
      let answer = try await exchange(port, first, until: Golden.answer.utf8.count + 1)
      #expect(
        answer.contains("CN=2061") && answer.contains("BeginTime=20261124030001,EndTime=20261124160000"), "\(answer)")
      // It goes away without an answer, and comes again with newer data. The gateway may hear of it before it hears that the
      // first connection has ended.
      let newer = Golden.frame(2061, "DataTime=20261124150000;w01018-Avg=1,w01018-Flag=N")
      var again = ""
      for _ in 0..<100 where !again.contains("BeginTime=20261124030001,EndTime=20261124160000") {
        again = try await exchange(port, newer, until: Golden.answer.utf8.count)
      }
      #expect(again.contains("BeginTime=20261124030001,EndTime=20261124160000"), "\(again)")
    }
  }

  @Test(.timeLimit(.minutes(1))) func closesWhatIsIdleOrTalksNonsense() async throws {
    try await with(.sqlite, { $0.idleTimeout = .seconds(2) }) { (_, port) async throws in
      #expect(try await exchange(port, Array("##01".utf8), until: 1) == "")
    }
    try await with(.sqlite, { $0.wrongFrames = 5 }) { (_, port) async throws in
      let nonsense = String(repeating: "##nonsense", count: 5)
      let answer = try await exchange(port, Array(nonsense.utf8), until: .max)
      #expect(answer.split(separator: "\r\n").count == 5)
    }
  }

  private func series(_ town: TestTown, _ code: String) async throws -> Series? {
    try await town.city.database.read { [catalogue = town.city.telemetry.catalogue, tenant = town.city.tenant] in
      try catalogue.series(code: code, tenant: tenant, in: $0)
    }
  }

  private func values(_ town: TestTown, _ code: String) async throws -> [ReadingValue] {
    let series = try #require(try await series(town, code), "no series \(code)")
    return try await town.city.telemetry.range(
      of: series.id, from: Instant(milliseconds: .min), to: Instant(milliseconds: .max), tenant: town.city.tenant
    ).map(\.value)
  }
}
