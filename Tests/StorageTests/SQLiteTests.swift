// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Storage

@Suite struct SQLiteTests {
  private static let schema = [
    Migration(
      1, "blobs",
      [
        "CREATE TABLE blobs (number INTEGER PRIMARY KEY, tenant TEXT, bytes BLOB NOT NULL) STRICT",
        "CREATE INDEX blobs_tenant ON blobs (tenant, number)",
      ])
  ]
  private static let insert = "INSERT INTO blobs (number, bytes) VALUES (?, ?)"

  @Test func writersThatWaitTogetherShareACommit() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: Self.schema)
    let before = database.statistics
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let latch = Latch()
    try await withThrowingTaskGroup(of: Void.self) { group in
      // While the first holds the writer, the others gather behind it.
      group.addTask {
        try await database.write { transaction in
          begin.finish()
          latch.wait()
          try transaction.execute(Self.insert, 0, [0])
        }
      }
      for await _ in begun {}
      for number in 1...100 {
        group.addTask { _ = try await database.write { try $0.execute(Self.insert, number, [UInt8(number)]) } }
      }
      group.addTask {
        try await Task.sleep(for: .milliseconds(200))
        latch.open()
      }
      try await group.waitForAll()
    }
    let after = database.statistics
    #expect(after.writes - before.writes == 101)
    #expect(after.commits - before.commits < 20)
    #expect(after.retries == before.retries)
  }

  @Test func aFullDatabaseSaysSoAndGoesOn() async throws {
    var settings = DatabaseSettings()
    settings.sizeLimit = 400_000
    let database = try await TestDatabase.make(.sqlite, migrations: Self.schema, settings: settings)
    let block = [UInt8](repeating: 1, count: 50_000)
    var kept = 0
    do {
      while kept < 100 {
        try await database.write { [kept] in try $0.execute(Self.insert, kept, block) }
        kept += 1
      }
      Issue.record("the limit was passed over")
    } catch StorageError.full(let what) {
      #expect(what.contains("full"))
      #expect(StorageError.full(what).problem.code == .storageFull)
    }
    #expect((5...8).contains(kept))
    // A body that does not fit takes no neighbour with it.
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 100..<110 {
        group.addTask {
          do {
            try await database.write { try $0.execute(Self.insert, number, number == 105 ? block : [1]) }
            return true
          } catch StorageError.full { return false }
        }
      }
      let kept = try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      #expect(kept == 9)
    }
    try await database.write { try $0.execute("DELETE FROM blobs WHERE number < 2") }
    try await database.write { try $0.execute(Self.insert, 200, block) }
    let count = try await database.read { try $0.row("SELECT COUNT(*) FROM blobs")?[0] ?? 0 }
    #expect(count == kept - 2 + 9 + 1)
  }

  /// A group of bodies each of which fits, but not all of them together.
  @Test func aGroupTooLargeIsDoneOneByOne() async throws {
    var settings = DatabaseSettings()
    settings.sizeLimit = 600_000
    let database = try await TestDatabase.make(.sqlite, migrations: Self.schema, settings: settings)
    let block = [UInt8](repeating: 1, count: 100_000)
    let kept = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<20 {
        group.addTask {
          do {
            try await database.write { try $0.execute(Self.insert, number, block) }
            return true
          } catch StorageError.full { return false }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(kept == 5)
    let count = try await database.read { try $0.row("SELECT COUNT(*) FROM blobs")?[0] ?? 0 }
    #expect(count == kept)
  }

  @Test(arguments: [
    (Int32(13), Int32(0), false, "full"), (778, 27, false, "full"), (778, 122, false, "full"),
    (778, 28, true, "full"), (778, 5, false, "unavailable"), (266, 0, false, "unavailable"), (5, 0, false, "conflict"),
    (11, 0, false, "corrupt"), (26, 0, false, "corrupt"), (8, 0, false, "unavailable"), (8, 0, true, "statement"),
    (14, 2, false, "unavailable"), (1, 0, false, "statement"), (19, 0, false, "constraint"),
    (20, 0, false, "constraint"),
  ])
  func codesMean(code: Int32, system: Int32, readOnly: Bool, kind: String) {
    let error = StorageError(
      sqliteCode: code, extended: code, system: system, message: "m", sql: "s", readOnly: readOnly)
    #expect("\(Mirror(reflecting: error).children.first?.label ?? "")" == kind)
  }

  @Test func whatIsNoDatabaseIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "not.sqlite")
    try Data(repeating: 65, count: 10_000).write(to: file)
    #expect {
      _ = try Database(.sqlite(path: file.path(percentEncoded: false)))
    } throws: {
      if case StorageError.corrupt(let what) = $0 { what.contains("not.sqlite") } else { false }
    }
    #expect {
      _ = try Database(.sqlite(path: folder.path + "/nowhere/city.sqlite"))
    } throws: {
      if case StorageError.unavailable(let what) = $0 { what.contains("nowhere/city.sqlite") } else { false }
    }
  }

  @Test func onlyTheOwnerReadsTheFile() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "city.sqlite"
    let database = try Database(.sqlite(path: path))
    try await database.migrate(Self.schema, at: FrozenTime().now())
    for suffix in ["", "-wal", "-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
    }
    await database.close()
    // All is in the one file then.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy {
        !$0.hasSuffix("-wal") || size(folder.path + $0) == 0
      })
  }

  private func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  @Test func statementsAreBounded() async throws {
    var settings = DatabaseSettings()
    settings.statementLimit = 5
    let database = try await TestDatabase.make(.sqlite, migrations: Self.schema, settings: settings)
    try await database.write { transaction in
      try transaction.execute(Self.insert, 1, [1])
      // The outer statement is in use while more than the limit are run within.
      try transaction.forEach("SELECT number FROM blobs") { row in
        for number in 0..<50 {
          let sum: Int? = try transaction.row("SELECT \(number) + ?", row[0] as Int)?[0]
          #expect(sum == number + 1)
        }
      }
      let connection = try #require(transaction.connection as? SQLiteConnection)
      #expect(connection.statements.count == 5)
    }
  }

  @Test func aPlanTellsItsIndex() async throws {
    let database = try await TestDatabase.make(.sqlite, migrations: Self.schema)
    let indexed = try await TestDatabase.plan(
      "SELECT number FROM blobs WHERE tenant = ? AND number > ? ORDER BY number", in: database)
    #expect(indexed == ["SEARCH blobs USING COVERING INDEX blobs_tenant (tenant=? AND number>?)"])
    let scan = try await TestDatabase.plan("SELECT number FROM blobs WHERE bytes = ?", in: database)
    #expect(scan == ["SCAN blobs"])
  }
}
