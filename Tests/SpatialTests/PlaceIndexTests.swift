// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Spatial
import Storage
import TestSupport
import Testing
import Vocabulary

@Suite struct PlaceIndexTests {
  private let here = Tenant("here")
  private let there = Tenant("there")
  private let index = PlaceIndex(kind: "entity")

  private func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> BoundingBox {
    BoundingBox(west: west, south: south, east: east, north: north)
  }

  private func found(
    _ area: BoundingBox, after: String = "", limit: Int = 1000, in database: Database
  ) async throws -> [String] {
    try await database.read { [index, here] transaction in
      try index.search(area, after: after, limit: limit, tenant: here, in: transaction)
    }
  }

  private func stored(_ id: String, in database: Database) async throws -> BoundingBox? {
    try await database.read { [index, here] transaction in try index.box(of: id, tenant: here, in: transaction) }
  }

  @Test(arguments: Engine.allCases) func keepsBoxes(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: spatialMigrations)
    try await database.write { [self] transaction in
      try index.set(box(0, 0, 1, 1), for: "a", tenant: here, in: transaction)
      try index.set(box(2, 2, 3, 3), for: "b", tenant: here, in: transaction)
      try index.set(box(0, 0, 9, 9), for: "c", tenant: there, in: transaction)
      try PlaceIndex(kind: "network").set(box(0, 0, 9, 9), for: "d", tenant: here, in: transaction)
    }
    #expect(try await found(box(-5, -5, 5, 5), in: database) == ["a", "b"])
    #expect(try await found(box(-5, -5, 5, 5), limit: 1, in: database) == ["a"])
    #expect(try await found(box(-5, -5, 5, 5), after: "a", in: database) == ["b"])
    #expect(try await found(box(1, 1, 2, 2), in: database) == ["a", "b"])
    #expect(try await found(box(1.0000001, 1.0000001, 1.9999999, 1.9999999), in: database) == [])
    #expect(try await stored("b", in: database) == box(2, 2, 3, 3))
    try await database.write { [self] transaction in
      try index.set(box(7, 7, 8, 8), for: "a", tenant: here, in: transaction)
      try index.remove("b", tenant: here, in: transaction)
      try index.remove("unknown", tenant: here, in: transaction)
    }
    #expect(try await found(box(-5, -5, 5, 5), in: database) == [])
    #expect(try await found(box(7.5, 7.5, 7.6, 7.6), in: database) == ["a"])
    #expect(try await stored("b", in: database) == nil)
    try await database.write { [index, here] in try index.removeAll(tenant: here, in: $0) }
    #expect(try await found(box(-90, -90, 90, 90), in: database) == [])
    await database.close()
  }

  @Test(arguments: Engine.allCases) func keepsNothingOfATransactionThatFails(engine: Engine) async throws {
    struct Refusal: Error {}
    let database = try await TestDatabase.make(engine, migrations: spatialMigrations)
    await #expect(throws: Refusal.self) {
      try await database.write { [self] transaction in
        try index.set(box(0, 0, 1, 1), for: "a", tenant: here, in: transaction)
        throw Refusal()
      }
    }
    #expect(try await found(box(0, 0, 1, 1), in: database) == [])
    await database.close()
  }

  /// Coordinates that 32 bits cannot hold: what is found is exactly what a comparison of doubles finds.
  @Test(arguments: Engine.allCases) func findsExactly(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: spatialMigrations)
    var random = SeededGenerator(seed: 23)
    var boxes: [String: BoundingBox] = [:]
    for number in 0..<600 {
      let west = 121.4737 + Double.random(in: 0...0.0005, using: &random)
      let south = 31.2304 + Double.random(in: 0...0.0005, using: &random)
      let extended = number.isMultiple(of: 3)
      boxes["\(number)"] = box(
        west, south, west + (extended ? Double.random(in: 0...1e-5, using: &random) : 0),
        south + (extended ? Double.random(in: 0...1e-5, using: &random) : 0))
    }
    let stored = boxes
    try await database.write { [self] transaction in
      for (id, box) in stored { try index.set(box, for: id, tenant: here, in: transaction) }
    }
    for _ in 0..<100 {
      let corner = boxes["\(Int.random(in: 0..<600, using: &random))"] ?? box(0, 0, 0, 0)
      // One side runs through a stored coordinate to the last bit.
      let size = Double.random(in: 0...1e-4, using: &random)
      let area = box(corner.east, corner.north, corner.east + size, corner.north + size)
      let expected = boxes.filter { $0.value.intersects(area) }.keys.sorted()
      #expect(try await found(area, in: database) == expected)
    }
    try await database.write { try PlaceIndex.rebuild(in: $0) }
    let all = try await found(box(121, 31, 122, 32), in: database)
    #expect(all == boxes.keys.sorted())
    await database.close()
  }

  @Test func rebuildsALostTree() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: spatialMigrations)
    try await database.write { [self] transaction in
      try index.set(box(0, 0, 1, 1), for: "a", tenant: here, in: transaction)
      try transaction.execute("DELETE FROM place_boxes")
    }
    #expect(try await found(box(0, 0, 1, 1), in: database) == [])
    try await database.write { try PlaceIndex.rebuild(in: $0) }
    #expect(try await found(box(0, 0, 1, 1), in: database) == ["a"])
    await database.close()
  }

  @Test(arguments: Engine.allCases, Engine.allCases)
  func isRestoredFromABackup(made: Engine, restored: Engine) async throws {
    let source = try await TestDatabase.make(made, migrations: spatialMigrations)
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "backup")
    try await source.write { [self] transaction in
      for number in 0..<50 {
        try index.set(box(Double(number), 0, Double(number) + 0.5, 1), for: "\(number)", tenant: here, in: transaction)
      }
      // Gaps in SQLite's numbers must not matter.
      try index.remove("7", tenant: here, in: transaction)
    }
    try await source.backup(to: .file(file), plan: spatialBackupPlan, at: FrozenTime().now())
    let target = try await TestDatabase.make(restored)
    try await target.restore(from: file, migrations: spatialMigrations, plan: spatialBackupPlan)
    #expect(try await found(box(5.5, 0, 9, 1), in: target) == ["5", "6", "8", "9"])
    await source.close()
    await target.close()
  }

  @Test func planUsesTheTreeOnSQLite() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: spatialMigrations)
    let query = index.meeting(box(0, 0, 1, 1), tenant: here, dialect: .sqlite).sql
    let plan = try await TestDatabase.plan(query, in: database)
    #expect(plan.first?.contains("b VIRTUAL TABLE INDEX 2:") == true, "\(plan)")
    #expect(plan.contains { $0.hasPrefix("SEARCH p USING INTEGER PRIMARY KEY") }, "\(plan)")
    await database.close()
  }

  @Test(.enabled(if: Engine.allCases.contains(.postgresql))) func planUsesTheTreeOnPostgreSQL() async throws {
    let database = try await TestDatabase.make(.postgresql, migrations: spatialMigrations)
    try await database.write { transaction in
      try transaction.execute(
        """
        INSERT INTO places (tenant, kind, id, west, south, east, north)
        SELECT 'here', 'entity', i::text, i % 100, i / 100, i % 100, i / 100 FROM generate_series(1, 9000) i
        """)
      try transaction.execute("ANALYZE places")
    }
    let (sql, values) = index.meeting(box(5, 5, 6, 6), tenant: here, dialect: .postgresql)
    let plan: [String] = try await database.read { try $0.rows("EXPLAIN " + sql, values: values).map { $0[0] } }
    #expect(plan.contains { $0.contains("Index Scan on place_boxes") }, "\(plan)")
    await database.close()
  }
}
