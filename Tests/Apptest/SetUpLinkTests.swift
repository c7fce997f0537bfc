// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import Storage
import TestSupport
import Testing

/// The link for the first administrator.
struct SetUpLinkTests {
  /// As on a disk that is full: nothing can be written where the link is kept.
  @Test func aCityIsServedWithoutItAndItComesOnceItCanBeKept() async throws {
    let city = try await BuiltCity(.sqlite)
    _ = try await city.token("desk", "reporter")
    let database = try Database(.sqlite(path: city.data.appending(path: "city.db").path))
    _ = try await database.write {
      try $0.execute(
        """
        CREATE TRIGGER no_room BEFORE UPDATE OF setup_hash ON access_state
        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
        """)
    }
    await database.close()
    let server = try await city.serve()
    try await Self.wait(for: "no link for the first administrator could be made", in: server)
    #expect(!server.output.contains("/set-up?code="))
    #expect(try await server.request(.GET, "/health").status == 200)
    let beside = try Database(.sqlite(path: city.data.appending(path: "city.db").path))
    _ = try await beside.write { try $0.execute("DROP TRIGGER no_room") }
    await beside.close()
    try await Self.wait(for: "/set-up?code=", in: server)
    #expect(await server.stop() == 0)
  }

  private static func wait(for words: String, in server: RunningServer) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !server.output.contains(words) {
      try #require(ContinuousClock.now < deadline, "\(server.output)")
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}
