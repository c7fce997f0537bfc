// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import TestSupport
import Testing
import Vocabulary

/// Whatever comes in, the answer says what was wrong and where, nothing accepted before is lost, and the server goes on.
@Suite(.serialized)
struct BadInputTests {
  private static let roles = "reporter,intake,dispatcher,handler,supervisor,auditor"

  private static func report(_ text: String, type: String = "appeal") -> JSON {
    ["type": .string(type), "text": .string(text)]
  }

  @Test(arguments: Engine.allCases) func wrongRequestsAreNamedAndTheServerGoesOn(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let token = try await city.token("desk", Self.roles)
    let server = try await city.serve()
    let before = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("Kept."))
    #expect(before.status == 201)
    let id = try #require(before.json["id"]?.string)

    let noJSON = try await server.request(
      .POST, "/api/v1/matters", token: token, bytes: Array(#"{"type": "appeal", "text": "#.utf8),
      headers: ["Content-Type": "application/json"])
    #expect(noJSON.status == 400 && noJSON.headers.first(name: "Content-Type") == "application/problem+json")
    #expect(noJSON.json["detail"]?.string?.contains("line 1, column 28") == true, "\(noJSON.text)")

    let unknown = try await server.request(
      .POST, "/api/v1/matters", token: token, body: Self.report("What?", type: "dragon"))
    #expect(
      unknown.status == 422 && unknown.text.contains("/type") && unknown.text.contains("dragon"), "\(unknown.text)")

    let now = SystemTime().now()
    let readings: JSON = [
      ["series": "gas-old-market", "at": .string(now.description), "value": 1],
      ["series": "gas-old-market", "at": .string((now + .seconds(86_400)).description), "value": 1],
    ]
    let future = try await server.request(.POST, "/api/v1/readings", token: token, body: readings)
    #expect(future.status == 422 && future.text.contains("/1/at") && future.text.contains("future"), "\(future.text)")

    let noPicture = try await server.request(
      .POST, "/api/v1/matters/\(id)/evidence?phase=report", token: token, bytes: Array("GIF is what I say I am".utf8),
      headers: ["Content-Type": "image/png"])
    #expect(noPicture.status == 415 && noPicture.json["accepted"]?.array?.isEmpty == false, "\(noPicture.text)")
    let damaged = try await server.request(
      .POST, "/api/v1/matters/\(id)/evidence?phase=report", token: token, bytes: Array(Samples.png.prefix(40)),
      headers: ["Content-Type": "image/png"])
    #expect(damaged.status == 422, "\(damaged.text)")

    let latest = try await server.request(.GET, "/api/v1/series/gas-old-market/latest", token: token)
    #expect(latest.json["reading"] == .null, "nothing of the batch with a wrong reading was kept: \(latest.text)")
    let after = try await server.request(.GET, "/api/v1/matters/\(id)", token: token)
    #expect(
      after.status == 200 && after.json["text"]?.string == "Kept." && after.json["evidence"]?.array?.isEmpty ?? true)
    let another = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("Next."))
    #expect(another.status == 201)
    #expect(await server.stop() == 0)
  }

  @Test(arguments: Engine.allCases) func aWrongRowIsNamedByFileAndLine(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let file = city.folder.url.appending(path: "readings.csv")
    // Of yesterday: older readings are made coarser, as the class of the series says.
    let day = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 86_400_000).description.prefix(10)
    try """
    datetime;gas-old-market
    \(day) 08:00:00;1.5
    \(day) 08:00:01;2.5
    \(day) 08:00:02;rather much
    \(day) 08:00:03;3.5
    """.write(to: file, atomically: true, encoding: .utf8)
    let words = ["import", "readings", "--batch-rows", "2", file.path] + city.options
    let stopped = try await RunningServer.run(words)
    #expect(stopped.status != 0)
    #expect((stopped.output + stopped.errors).contains("readings.csv:4"), "\(stopped)")
    #expect((stopped.output + stopped.errors).contains("rather much"), "\(stopped)")
    // What stood before it is kept; with the row left out the rest comes in.
    let skipped = try await RunningServer.run(words + ["--on-error", "skip"])
    #expect(skipped.status == 0 && skipped.output.contains("1 refused"), "\(skipped)")
    let token = try await city.token("desk", Self.roles)
    let server = try await city.serve()
    let kept = try await server.request(.GET, "/api/v1/series/gas-old-market/readings", token: token)
    #expect(kept.json["items"]?.array?.count == 3, "\(kept.text)")
    #expect(await server.stop() == 0)
  }

  /// An empty database that a failed restore left would look like a city to every other command.
  @Test func aFailedRestoreLeavesNothing() async throws {
    let city = try BuiltCity()
    let file = city.folder.url.appending(path: "no.backup").path
    for content in [nil, "not a backup at all"] {
      if let content { try content.write(toFile: file, atomically: true, encoding: .utf8) }
      let ended = try await RunningServer.run(["restore", file] + city.options)
      #expect(ended.status != 0 && ended.errors.contains("no.backup"), "\(ended)")
      #expect(!FileManager.default.fileExists(atPath: city.data.path), "\(ended)")
    }
    // What was there already is left alone.
    try FileManager.default.createDirectory(at: city.data, withIntermediateDirectories: true)
    let note = city.data.appending(path: "note.txt").path
    try "mine".write(toFile: note, atomically: true, encoding: .utf8)
    _ = try await RunningServer.run(["restore", file] + city.options)
    #expect(try FileManager.default.contentsOfDirectory(atPath: city.data.path) == ["note.txt"])
  }

  @Test func aDanglingReferenceInAPackIsNamedByFileAndLine() async throws {
    let city = try BuiltCity()
    let packs = city.folder.url.appending(path: "packs")
    try FileManager.default.copyItem(at: RunningServer.packageRoot.appending(path: "Packs"), to: packs)
    let rule = packs.appending(path: "demo/decisions/duty-list.yaml")
    var lines = try String(contentsOf: rule, encoding: .utf8).components(separatedBy: "\n")
    let line = try #require(lines.firstIndex { $0.contains("west-sanitation") })
    lines[line] = lines[line].replacing("west-sanitation", with: "dragons")
    try lines.joined(separator: "\n").write(to: rule, atomically: true, encoding: .utf8)
    let pack = packs.appending(path: "demo").path
    for words in [["pack", "check", pack], ["serve", "--port", "0", "--data", city.data.path, "--pack", pack]] {
      let ended = try await RunningServer.run(words)
      #expect(ended.status != 0)
      let said = ended.output + ended.errors
      #expect(said.contains("duty-list.yaml:\(line + 1)") && said.contains("dragons"), "\(ended)")
    }
  }

  /// A small file system, filled to the brim under a running server.
  @Test(arguments: Engine.allCases) func aFullDiskLosesNothing(engine: Engine) async throws {
    let disk = try TemporaryFolder()
    let size = engine == .sqlite ? 20 : 32
    guard (try? await Command.run(["mount", "-t", "tmpfs", "-o", "size=\(size)m,mode=755", "tmpfs", disk.path])) != nil
    else {
      print("skipping the full disk: a small file system cannot be mounted without root")
      return
    }
    let result = await Result {
      switch engine {
      case .sqlite: try await fill(disk.url, BuiltCity(data: disk.url.appending(path: "data")))
      case .postgresql:
        let cluster = try await PostgreSQLServer()
        let tables = disk.url.appending(path: "tables")
        try FileManager.default.createDirectory(at: tables, withIntermediateDirectories: true)
        try await fill(disk.url, BuiltCity(database: try await cluster.makeDatabase(in: tables)))
        try await cluster.stop()
      }
    }
    try await Command.run(["umount", "--lazy", disk.path])
    try result.get()
  }

  private func fill(_ disk: URL, _ city: BuiltCity) async throws {
    let ballast = disk.appending(path: "ballast")
    try Data(count: 4 << 20).write(to: ballast)
    let token = try await city.token("desk", Self.roles)
    let server = try await city.serve()
    var kept: [String] = []
    var refusal: RunningServer.Answer?
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5000 where refusal == nil {
      // PostgreSQL compresses what repeats itself.
      let text = (0..<500).map { _ in String(UInt64.random(in: .min ... .max, using: &random), radix: 36) }
      let answer = try await server.request(
        .POST, "/api/v1/matters", token: token, body: Self.report(text.joined(separator: " ")))
      if answer.status == 201, let id = answer.json["id"]?.string { kept.append(id) } else { refusal = answer }
    }
    let full = try #require(refusal, "\(kept.count) reports found room")
    #expect(full.status == 507 && full.json["detail"]?.string?.contains("space") == true, "\(full.text)")
    #expect(full.headers.first(name: "Retry-After") != nil)
    #expect(kept.count > 20)
    // Reading goes on; what was acknowledged is there.
    for id in [kept.first, kept.last].compactMap({ $0 }) {
      #expect(try await server.request(.GET, "/api/v1/matters/\(id)", token: token).status == 200)
    }
    // With space again, so does writing.
    try FileManager.default.removeItem(at: ballast)
    let again = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("There is room."))
    #expect(again.status == 201, "\(again.text)")
    server.kill()
    await server.ended()
    let restarted = try await city.serve()
    for id in kept {
      let found = try await restarted.request(.GET, "/api/v1/matters/\(id)", token: token)
      #expect(found.status == 200, "\(id) was acknowledged and is lost")
    }
    #expect(await restarted.stop() == 0)
    #expect(try await city.run("verify").contains("Everything is as it was written."))
  }

  @Test func aDatabaseServerThatIsGoneIsWaitedForAndFoundAgain() async throws {
    let cluster = try await PostgreSQLServer()
    let city = try BuiltCity(database: try await cluster.makeDatabase())
    let token = try await city.token("desk", Self.roles)
    let server = try await city.serve()
    let before = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("Before."))
    #expect(before.status == 201)
    try await cluster.stop()
    let gone = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("Meanwhile."))
    #expect(gone.status == 503 && gone.json["detail"]?.string?.contains("database") == true, "\(gone.text)")
    #expect(gone.headers.first(name: "Retry-After") != nil)
    #expect(!gone.text.contains("citywide@"), "the address of the database is nobody's business")
    let health = try await server.request(.GET, "/health")
    #expect(health.status == 503 && !health.text.contains("127.0.0.1"), "\(health.text)")
    try await cluster.start()
    let after = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("After."))
    #expect(after.status == 201, "\(after.text)")
    let list = try await server.request(.GET, "/api/v1/matters?order=newest", token: token)
    #expect(
      list.json["items"]?.array?.compactMap { $0["text"]?.string ?? $0["title"]?.string }.count == 2, "\(list.text)")
    #expect(await server.stop() == 0)
    try await cluster.stop()
  }

  @Test func aDatabaseFileThatIsGoneTakesNothingMore() async throws {
    let city = try BuiltCity()
    let token = try await city.token("desk", Self.roles)
    let server = try await city.serve()
    let kept = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("Before."))
    #expect(kept.status == 201)
    let file = city.data.appending(path: "city.db")
    let away = city.data.appending(path: "elsewhere.db")
    try FileManager.default.moveItem(at: file, to: away)
    let gone = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("Lost?"))
    #expect(gone.status == 503, "\(gone.text)")
    // What the last look at its health found may be a second old.
    try await Task.sleep(for: .milliseconds(1100))
    #expect(try await server.request(.GET, "/health").status == 503)
    try FileManager.default.moveItem(at: away, to: file)
    let after = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report("After."))
    #expect(after.status == 201, "\(after.text)")
    #expect(await server.stop() == 0)
    #expect(try await city.run("verify").contains("Everything is as it was written."))
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
