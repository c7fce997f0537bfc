// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import TestSupport
import Testing

/// Checkpoints that somebody with the database alone took away.
struct TakenCheckpointTests {
  @Test(arguments: Engine.allCases) func verifyMissesThem(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    _ = try await city.token("desk", "reporter")
    #expect(
      try await city.run("verify").contains("No checkpoint signs the journal"), "and nothing is wrong with that yet")
    #expect(await (try await city.serve()).stop() == 0)
    #expect(try await city.run("verify").contains("Everything is as it was written."))
    let database = try Database(
      city.database.map { .postgresql(uri: $0) } ?? .sqlite(path: city.data.appending(path: "city.db").path))
    _ = try await database.write { try $0.execute("DELETE FROM journal_checkpoints") }
    await database.close()
    let found = try await RunningServer.run(["verify", "--journal-only"] + city.options)
    #expect(found.status == 1 && found.output.contains("the data folder remembers"), "\(found)")
    // Served again, the city signs anew; that hides nothing.
    #expect(await (try await city.serve()).stop() == 0)
    let again = try await RunningServer.run(["verify", "--journal-only"] + city.options)
    #expect(again.status == 1 && again.output.contains("the data folder remembers"), "\(again)")
  }
}
