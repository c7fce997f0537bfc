// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A database that is gone is no city that is not there yet.
struct LostDatabaseTests {
  @Test func noCommandMakesAnEmptyCityInItsPlace() async throws {
    let city = try await BuiltCity(.sqlite)
    _ = try await city.token("desk", "reporter")
    #expect(await (try await city.serve()).stop() == 0)
    for name in ["city.db", "city.db-wal", "city.db-shm"] {
      try? FileManager.default.removeItem(at: city.data.appending(path: name))
    }
    let kept = city.data.appending(path: "checkpoints/yunting.json")
    let doctor = try await RunningServer.run(["doctor"] + city.options)
    #expect(doctor.status == 1 && doctor.output.contains("broken  database: "), "\(doctor)")
    for words in [["serve", "--port", "0"], ["user", "add", "clerk", "--service", "--roles", "reporter"]] {
      let refused = try await RunningServer.run(words + city.options)
      #expect(refused.status != 0 && refused.errors.contains("city.db is not there"), "\(words) \(refused)")
      #expect(refused.errors.contains("citywide restore") && refused.errors.contains(kept.lastPathComponent))
    }
    #expect(!FileManager.default.fileExists(atPath: city.data.appending(path: "city.db").path))
    // Said on purpose, a new city is made.
    try FileManager.default.removeItem(at: kept)
    _ = try await city.token("desk", "reporter")
    #expect(await (try await city.serve()).stop() == 0)
  }

  @Test(arguments: Engine.allCases) func noEmptyDatabaseTakesItsPlace(engine: Engine) async throws {
    let city = try await BuiltCity(engine)
    _ = try await city.token("desk", "reporter")
    #expect(await (try await city.serve()).stop() == 0)
    let other = try await BuiltCity(engine)
    // Another city's database, or one that is only just made, is none of this one.
    let database: String
    if let its = other.database {
      database = its
    } else {
      database = city.folder.url.appending(path: "other.db").path
      try Data().write(to: URL(filePath: database))
    }
    let moved = try BuiltCity(data: city.data, database: database)
    let doctor = try await RunningServer.run(["doctor"] + moved.options)
    #expect(doctor.status == 1 && doctor.output.contains("holds nothing of it"), "\(doctor)")
    let refused = try await RunningServer.run(["serve", "--port", "0"] + moved.options)
    #expect(refused.status != 0 && refused.errors.contains("holds nothing of it"), "\(refused)")
    withExtendedLifetime((city, other)) {}
  }
}
