// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import TestSupport
import Testing
import Vocabulary

/// The key that signs the journal is changed, and verifying goes on.
struct KeyChangeTests {
  private static let report: JSON = ["type": "street-light", "text": "Dark.", "position": [123.6, 30.2]]

  @Test(arguments: Engine.allCases) func verifyFollowsAChangeBesideARunningServer(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    let token = try await city.token("desk", "reporter,intake")
    let server = try await city.serve(["--checkpoint-interval", "1"])
    let before = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report)
    #expect(before.status == 201)
    let changed = try await city.run("key", "change")
    #expect(changed.contains("signed by the key before"), "\(changed)")
    let after = try await server.request(.POST, "/api/v1/matters", token: token, body: Self.report)
    #expect(after.status == 201)
    #expect(await server.stop() == 0)
    let verified = try await city.run("verify")
    #expect(verified.contains("Key changed after checkpoint "), "\(verified)")
    #expect(verified.contains(" 0 events since the last.") && verified.contains("Everything is as it was written."))
    #expect(try await city.run("doctor").contains("ok      journal key"))
    let shown = try await city.run("key", "show")
    #expect(shown.contains("Key changed after checkpoint "))
    // What the folder remembers is what is shown, so that either can be kept elsewhere.
    #expect(shown.contains(try Self.remembered(in: city.data)), "\(shown)")
    // A change of the key signs too, beside no server as well.
    _ = try await city.run("key", "change")
    let newer = try await city.run("key", "show")
    #expect(newer.contains(try Self.remembered(in: city.data)), "\(newer)")
    // A city from a backup remembers from its first moment on.
    let backup = city.folder.url.appending(path: "city.backup").path
    try await city.run("backup", backup)
    let restored = try await BuiltCity(engine)
    try await restored.run("restore", backup)
    #expect(newer.contains(try Self.remembered(in: restored.data)), "\(newer)")
    #expect(try await restored.run("verify").contains("Everything is as it was written."))
  }

  /// What `citywide key show` says of the checkpoint that a data folder remembers.
  private static func remembered(in data: URL) throws -> String {
    let file = data.appending(path: "checkpoints/yunting.json")
    let remembered = try JSON(parsing: String(contentsOf: file, encoding: .utf8))
    let (number, hash) = (try #require(remembered["number"]?.integer), try #require(remembered["sha256"]?.string))
    let at = try #require(remembered["at"]?.string)
    return "Newest checkpoint: \(number), signed \(at), SHA-256 \(hash)"
  }

  @Test func aLostKeyIsSaidEachTime() async throws {
    let city = try await BuiltCity(.sqlite)
    _ = try await city.token("desk", "reporter")
    #expect(await (try await city.serve()).stop() == 0)
    let nothing = try await RunningServer.run(["key", "change", "--lost"] + city.options)
    #expect(nothing.status != 0 && nothing.errors.contains("no key is lost"), "\(nothing)")
    try FileManager.default.removeItem(at: city.data.appending(path: "keys/journal.ed25519"))
    let missing = try await RunningServer.run(["key", "change"] + city.options)
    #expect(missing.status != 0 && missing.errors.contains("citywide key change --lost"), "\(missing)")
    let broken = try await RunningServer.run(["doctor"] + city.options)
    #expect(broken.output.contains("citywide key change --lost"), "\(broken)")
    let unsigned = try await RunningServer.run(["verify", "--journal-only"] + city.options)
    #expect(unsigned.status == 1 && unsigned.output.contains("There is no keys/journal.ed25519"), "\(unsigned)")
    #expect(!unsigned.output.contains("Everything is as it was written."))
    // A server that is started without the key makes another, and signs with that.
    _ = try await city.token("clerk", "reporter")
    #expect(await (try await city.serve()).stop() == 0)
    let strange = try await RunningServer.run(["doctor"] + city.options)
    #expect(strange.status == 1 && strange.output.contains("broken  journal key: checkpoint "), "\(strange)")
    #expect(try await RunningServer.run(["verify", "--journal-only"] + city.options).status == 1)
    #expect(try await city.run("key", "change", "--lost").contains("KEY LOST"))
    let verified = try await city.run("verify")
    #expect(verified.contains("KEY LOST: after checkpoint ") && verified.contains("Everything is as it was written."))
    #expect(try await city.run("doctor").contains("ok      journal key"))
  }
}
