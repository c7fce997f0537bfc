// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import TestSupport
import Testing
import Vocabulary

/// `citywide demo`, used only from outside.
@Suite struct DemoTests {
  @Test func aDemoCityIsMadeOnceAndThenGoesOn() async throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data")
    let server = try await RunningServer.start(
      "demo", data: data, options: ["--size", "small", "--seed", "5"], patience: .seconds(240))
    let page = try await String(decoding: server.request(.GET, "/sign-in").bytes, as: UTF8.self)
    for name in ["dispatcher", "handler-roads", "verifier", "citizen", "administrator", "yunting-open-house"] {
      #expect(page.contains(name), "the sign-in page does not offer \(name)")
    }
    let signedIn = try await server.request(
      .POST, "/api/v1/session", body: ["name": "dispatcher", "password": "yunting-open-house"])
    #expect(signedIn.status == 201, "\(signedIn.json)")
    #expect(await server.stop() == 0)
    let journal = try await RunningServer.run(["verify", "--data", data.path])
    #expect(journal.status == 0, "\(journal.output)\(journal.errors)")
    let pack = try await RunningServer.run(["pack", "check", data.appending(path: "packs/yunting").path])
    #expect(pack.status == 0, "\(pack.output)")

    let again = try await RunningServer.start("demo", data: data, patience: .seconds(60))
    #expect(!again.output.contains("Made a city"))
    #expect(await again.stop() == 0)
  }

  @Test func anotherCityIsLeftAlone() async throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data")
    let server = try await RunningServer.start(data: data)
    let page = try await String(decoding: server.request(.GET, "/sign-in").bytes, as: UTF8.self)
    #expect(!page.contains("yunting-open-house"), "ready accounts are for demo cities alone")
    #expect(await server.stop() == 0)
    let refused = try await RunningServer.run(["demo", "--data", data.path, "--port", "0"])
    #expect(refused.status != 0 && refused.errors.contains("no demo"), "\(refused.errors)")
  }

  @Test func halfACityIsNotServed() async throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    try Data(#"{"size": "small", "seed": "1", "now": "2026-11-27T08:00:00Z", "complete": false}"#.utf8)
      .write(to: data.appending(path: "demo.json"))
    let refused = try await RunningServer.run(["demo", "--data", data.path, "--port", "0"])
    #expect(refused.status != 0 && refused.errors.contains("not finished"), "\(refused.errors)")
  }
}
