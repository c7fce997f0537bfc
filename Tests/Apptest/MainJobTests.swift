// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Foundation
import Storage
import TestSupport
import Testing
import Vocabulary

/// The whole job from outside: reading → warning → matter → dispatch → handle with photo → verify by another → close → rate;
/// then a kill, a restart, a verification.
@Suite(.serialized)
struct MainJobTests {
  @Test(arguments: Engine.allCases)
  func fromReadingToClosedMatter(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let sensor = try await city.token("gateway", "reporter")
    let dispatcher = try await city.token("centre", "intake,dispatcher,supervisor,auditor,administrator")
    let handler = try await city.token("crew", "handler")
    let verifier = try await city.token("inspector", "verifier")
    let server = try await city.serve()

    // Gas above the red limit, which has no holding time.
    let now = SystemTime().now()
    func reading(_ value: Double, _ secondsAgo: Int64) -> JSON {
      [
        "series": "gas-old-market", "at": .string((now - .seconds(secondsAgo)).description), "value": .number(value),
      ]
    }
    let sent = try await server.request(
      .POST, "/api/v1/readings", token: sensor, body: .array([reading(2, 1500), reading(60, 1400)]))
    #expect(sent.status == 200, "\(sent.text)")

    let matter = try await eventually {
      let list = try await server.request(.GET, "/api/v1/matters?channel=sensor", token: dispatcher)
      return list.json["items"]?.array?.first
    }
    let id = try #require(matter["id"]?.string)
    // Further readings of the same fault join it and open none.
    _ = try await server.request(
      .POST, "/api/v1/readings", token: sensor, body: .array([reading(70, 1390), reading(80, 1380)]))
    let list = try await server.request(.GET, "/api/v1/matters?channel=sensor", token: dispatcher)
    #expect(list.json["items"]?.array?.count == 1)

    func act(_ token: String, _ action: String, _ body: JSON = [:], expecting status: Int = 200) async throws -> JSON {
      let answer = try await server.request(.POST, "/api/v1/matters/\(id)/\(action)", token: token, body: body)
      #expect(answer.status == status, "\(action): \(answer.status) \(answer.text)")
      return answer.json
    }
    // The alert type is filed by itself; whether it is dispatched by itself is the pack's affair.
    var state = try await server.request(.GET, "/api/v1/matters/\(id)", token: dispatcher).json
    if state["state"]?.string == "submitted" { state = try await act(dispatcher, "accept") }
    if state["state"]?.string == "accepted" { state = try await act(dispatcher, "dispatch") }
    #expect(state["state"]?.string == "dispatched")
    #expect(state["dueAt"]?.string != nil)

    // Closing now is refused, with the list of what is possible.
    let early = try await act(verifier, "close", ["result": "done"], expecting: 409)
    #expect(early["actions"]?.array != nil)

    _ = try await act(handler, "start")
    let photo = try await server.request(
      .POST, "/api/v1/matters/\(id)/evidence?phase=handle", token: handler, bytes: Samples.png,
      headers: ["Content-Type": "image/png"])
    #expect([200, 201].contains(photo.status), "\(photo.text)")
    let notPhoto = try await server.request(
      .POST, "/api/v1/matters/\(id)/evidence?phase=handle", token: handler, bytes: Array("no image".utf8),
      headers: ["Content-Type": "image/png"])
    #expect([415, 422].contains(notPhoto.status), "\(notPhoto.text)")
    _ = try await act(handler, "handle", ["result": "Valve tightened, no gas."])
    #expect(try await act(handler, "verify", expecting: 403) != .null)
    _ = try await act(verifier, "verify")
    let closed = try await act(verifier, "close", ["result": "Measured again: no gas."])
    #expect(closed["state"]?.string == "closed")

    // The value is back to normal for as long as the rule asks: the warning is cleared, and the matter says so.
    _ = try await server.request(
      .POST, "/api/v1/readings", token: sensor, body: .array([reading(1, 1200), reading(1, 900), reading(1, 590)]))
    let noted = try await eventually {
      let now = try await server.request(.GET, "/api/v1/matters/\(id)", token: dispatcher).json
      return now["notes"]?.array?.first { $0["text"]?.string?.contains("Returned to normal") == true }
    }
    #expect(noted["text"]?.string?.contains("恢复正常") == true)
    let warning = try await server.request(.GET, "/api/v1/warnings?matter=\(id)", token: dispatcher)
    #expect(warning.json["items"]?.array?.map { $0["isActive"] } == [false], "\(warning.text)")

    // Those who were asked afterwards are content.
    let rated = try await act(dispatcher, "rate", ["grade": 4, "comment": "Quick."])
    #expect(rated["rating"]?["grade"]?.integer == 4)
    #expect(try await act(dispatcher, "rate", ["grade": 5], expecting: 409) != .null)

    // Beside the server, the readings come out as a file; two lines of the same series, the first at 1400 seconds ago.
    let file = city.folder.path + "/gas.csv"
    let told = try await city.run(
      "export", "readings", "--from", (now - .seconds(1400)).description, "--to", (now - .seconds(1380)).description,
      "--output", file, "gas-old-market")
    #expect(told.contains("2 readings of 1 series"), "\(told)")
    #expect(
      try String(contentsOfFile: file, encoding: .utf8) == "series,at,value,decimals,quality,sequence\r\n"
        + "gas-old-market,\(now - .seconds(1400)),60,,,0\r\ngas-old-market,\(now - .seconds(1390)),70,,,0\r\n")
    #expect(!FileManager.default.fileExists(atPath: file + ".part"))

    server.kill()
    await server.ended()
    let again = try await city.serve()
    let after = try await again.request(.GET, "/api/v1/matters/\(id)", token: dispatcher)
    #expect(after.json["state"]?.string == "closed")
    #expect(after.json["evidence"]?.array?.count == 1)
    #expect(after.json["rating"]?["grade"]?.integer == 4)
    #expect(await again.stop() == 0)
    let verified = try await city.run("verify")
    #expect(verified.contains("Everything is as it was written."))
    try await backUpAndRestore(city, from: engine)
  }

  /// A backup makes the same city on the other engine; what is missing or changed there is named.
  private func backUpAndRestore(_ city: BuiltCity, from engine: Engine) async throws {
    let file = city.folder.url.appending(path: "city.backup").path
    #expect(try await city.run("backup", file).contains("Backed up"))
    let refused = try await RunningServer.run(["backup", file] + city.options)
    #expect(refused.status != 0 && refused.errors.contains("is there already"), "\(refused)")
    let other = try await BuiltCity(engine == .sqlite ? .postgresql : .sqlite)
    try await other.run("restore", file)
    #expect(try await other.run("verify").contains("Everything is as it was written."))

    let evidence = other.data.appending(path: "evidence")
    let photo = try #require(
      FileManager.default.subpaths(atPath: evidence.path)?.first { $0.split(separator: "/").last?.count == 64 })
    try FileManager.default.removeItem(at: evidence.appending(path: photo))
    let database = try Database(
      other.database.map { .postgresql(uri: $0) } ?? .sqlite(path: other.data.appending(path: "city.db").path))
    let changed = try await database.write { transaction in
      let row = try #require(
        try transaction.row("SELECT partition, seq FROM journal WHERE kind = 'MatterStarted' ORDER BY at LIMIT 1"))
      let (partition, sequence): (Int64, Int64) = (row[0], row[1])
      try transaction.execute(
        "UPDATE journal SET actor = 'nobody' WHERE partition = ? AND seq = ?", partition, sequence)
      return "event \(partition):\(sequence) (MatterStarted"
    }
    await database.close()
    let found = try await RunningServer.run(["verify"] + other.options)
    #expect(found.status == 1 && found.output.contains(changed), "\(found)")
    #expect(found.output.contains("\(photo.split(separator: "/").last ?? "") of matter"), "\(found)")
  }

  /// A citizen without an account: report, follow, rate; personal data stays hidden.
  @Test func aCitizenFollowsAndRates() async throws {
    let city = try await BuiltCity(.sqlite)
    let staff = try await city.token("centre", "intake,dispatcher,handler")
    let verifier = try await city.token("inspector", "verifier")
    let server = try await city.serve()
    let report = try await server.request(
      .POST, "/api/v1/public/reports",
      body: [
        "type": "street-light", "text": "The lamp in front of number 7 is out.", "position": [123.6, 30.2],
        "reporter": ["name": "Li Hua", "contact": "13800138000"],
      ])
    #expect(report.status == 201, "\(report.text)")
    let number = try #require(report.json["number"]?.string)
    let code = try #require(report.json["code"]?.string)
    let list = try await server.request(.GET, "/api/v1/matters?channel=public", token: staff)
    let id = try #require(list.json["items"]?.array?.first?["id"]?.string)
    for (token, action, body) in [
      (staff, "accept", [:]), (staff, "start", [:]), (staff, "handle", ["result": "Lamp replaced."]),
      (verifier, "verify", [:]), (verifier, "close", ["result": "It shines."]),
    ] as [(String, String, JSON)] {
      let answer = try await server.request(.POST, "/api/v1/matters/\(id)/\(action)", token: token, body: body)
      #expect(answer.status == 200, "\(action): \(answer.text)")
    }
    let progress = try await server.request(.GET, "/api/v1/public/reports/\(number)")
    #expect(progress.status == 200)
    #expect(progress.json["state"]?.string == "closed" || progress.text.contains("closed"))
    #expect(!progress.text.contains("Li Hua") && !progress.text.contains("13800138000"))
    let wrong = try await server.request(
      .POST, "/api/v1/public/reports/\(number)/rating", body: ["grade": 5, "code": "WRONGCODE"])
    #expect([403, 404, 422].contains(wrong.status))
    let rated = try await server.request(
      .POST, "/api/v1/public/reports/\(number)/rating", body: ["grade": 5, "code": .string(code)])
    #expect(rated.status == 200 || rated.status == 201 || rated.status == 204, "\(rated.text)")
    await server.stop()
  }

  /// Asks until there is an answer; fails after ten seconds.
  private func eventually(_ ask: () async throws -> JSON?) async throws -> JSON {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      if let found = try await ask() { return found }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw RunningServer.Failure(description: "nothing came within ten seconds")
  }
}

/// Small files.
enum Samples {
  /// One grey pixel.
  static let png: [UInt8] = [UInt8](
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
      ?? Data())
}
