// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import Synchronization
import TestSupport
import Testing
import Vocabulary

@Suite struct BackupTests {
  @Test(arguments: Engine.allCases, Engine.allCases)
  func everythingComesBackOnEitherEngine(from: Engine, into: Engine) async throws {
    let folder = try TemporaryFolder()
    let source = try await BackupCity.make(from, seed: 1)
    let file = folder.url.appending(path: "city.backup")
    let reports = Mutex<[BackupProgress]>([])
    let written = try await source.backup(
      to: .file(file), plan: BackupCity.plan, at: BackupCity.time,
      progress: { report in reports.withLock { $0.append(report) } })
    #expect(written.rows == ["things": 300, "odd names": 20, "empty": 0, "places": 20, "schema_migrations": 2])
    #expect(written.checksum.count == 64)
    #expect(try await Database.verifyBackup(file) == written)
    let last = try #require(reports.withLock { $0.last })
    #expect(last.stage == "things" && last.rows == 342 && last.totalRows == 342)

    let target = try await TestDatabase.make(into)
    let restored = try await target.restore(from: file, migrations: BackupCity.schema, plan: BackupCity.plan)
    #expect(restored == written)
    #expect(try await BackupCity.rows(target) == BackupCity.rows(source))
    // Nothing is left to do, and what was lifted for the restore is in force again.
    #expect(try await target.migrate(BackupCity.schema, at: BackupCity.time) == [])
    await #expect(throws: StorageError.self) {
      try await target.write { try $0.execute("INSERT INTO \"odd names\" VALUES (99, '', 98)") }
    }
    let probe = into == .sqlite ? "SELECT COUNT(*) FROM place_boxes WHERE west > 10.5" : "SELECT nextval('numbers')"
    let probed: Int? = try await target.write { try $0.row(probe)?[0] }
    #expect(probed == (into == .sqlite ? 10 : from == .postgresql ? 101 : 100))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["city.backup"])
  }

  @Test(arguments: Engine.allCases) func oneMomentMakesOneBackup(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let source = try await BackupCity.make(engine, seed: 2)
    var checksums: Set<String> = []
    for name in ["a", "b"] {
      let file = folder.url.appending(path: name)
      try await checksums.insert(
        source.backup(to: .file(file), plan: BackupCity.plan, at: BackupCity.time).checksum)
    }
    #expect(checksums.count == 1)
  }

  @Test(arguments: Engine.allCases) func filesComeBack(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let evidence = folder.url.appending(path: "evidence")
    let contents = [
      "ab/photo": [UInt8](repeating: 7, count: 700_000), "ab/empty": [], "证据.txt": Array("桥上有洞".utf8),
    ]
    for (path, bytes) in contents {
      let url = evidence.appending(path: path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    }
    let source = try await BackupCity.make(engine, seed: 3, things: 10)
    let file = folder.url.appending(path: "city.backup")
    let written = try await source.backup(
      to: .file(file), plan: BackupCity.plan,
      folders: [
        BackupFolder("evidence", at: evidence), BackupFolder("nothing", at: folder.url.appending(path: "nothing")),
      ], at: BackupCity.time)
    #expect(written.files == 3)

    let target = try await TestDatabase.make(engine)
    await #expect {
      try await target.restore(from: file, migrations: BackupCity.schema, plan: BackupCity.plan)
    } throws: { ($0 as? Problem)?.detail.contains("\"evidence\"") == true }
    await #expect {
      try await target.restore(
        from: file, migrations: BackupCity.schema, plan: BackupCity.plan,
        folders: [BackupFolder("evidence", at: evidence)])
    } throws: { ($0 as? Problem)?.detail.contains("evidence is not empty") == true }
    let restored = folder.url.appending(path: "restored")
    try await target.restore(
      from: file, migrations: BackupCity.schema, plan: BackupCity.plan,
      folders: [BackupFolder("evidence", at: restored)])
    for (path, bytes) in contents { #expect(try Data(contentsOf: restored.appending(path: path)) == Data(bytes)) }
    #expect(try FileManager.default.subpathsOfDirectory(atPath: restored.path(percentEncoded: false)).count == 4)
    #expect(try await BackupCity.rows(target) == BackupCity.rows(source))
  }

  /// Rows move between two tables while backups are made; each backup must find every row once.
  @Test(arguments: Engine.allCases) func aBackupIsOneMoment(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let schema = [
      Migration(
        1, "left and right",
        ["CREATE TABLE a (number INTEGER PRIMARY KEY) STRICT", "CREATE TABLE z (number INTEGER PRIMARY KEY) STRICT"])
    ]
    let source = try await TestDatabase.make(engine, migrations: schema)
    try await source.write { transaction in
      for number in 0..<500 { try transaction.execute("INSERT INTO a VALUES (?)", number) }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 0..<500 {
          try await source.write { transaction in
            try transaction.execute("DELETE FROM a WHERE number = ?", number)
            try transaction.execute("INSERT INTO z VALUES (?)", number)
          }
        }
      }
      for round in 0..<5 {
        group.addTask {
          let summary = try await source.backup(
            to: .file(folder.url.appending(path: "\(round)")), at: BackupCity.time)
          #expect((summary.rows["a"] ?? 0) + (summary.rows["z"] ?? 0) == 500)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test(arguments: Engine.allCases) func aCancelledBackupLeavesNothing(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let source = try await BackupCity.make(engine, seed: 4)
    let file = folder.url.appending(path: "city.backup")
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let latch = Latch()
    let task = Task {
      try await source.backup(
        to: .file(file), plan: BackupCity.plan, at: BackupCity.time,
        progress: { _ in
          start.finish()
          latch.wait()
        })
    }
    for await _ in started {}
    task.cancel()
    latch.open()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aPipeTakesABackup() async throws {
    let folder = try TemporaryFolder()
    let source = try await BackupCity.make(.sqlite, seed: 5, things: 20)
    let file = folder.url.appending(path: "city.backup")
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    let written = try await source.backup(to: .handle(handle), plan: BackupCity.plan, at: BackupCity.time)
    try handle.close()
    #expect(try await Database.verifyBackup(file) == written)
  }

  @Test func whatCannotBeWrittenIsSaid() async throws {
    let source = try await BackupCity.make(.sqlite, seed: 6, things: 1)
    await #expect {
      try await source.backup(to: .file(URL(filePath: "/nowhere/city.backup")), at: BackupCity.time)
    } throws: { ($0 as? Problem)?.detail.contains("/nowhere/city.backup") == true }
  }

  /// A virtual table that nothing fills after a restore would come back empty.
  @Test func aVirtualTableNeedsTriggersOrAPlan() async throws {
    let folder = try TemporaryFolder()
    let schema = [Migration(1, "boxes", ["CREATE VIRTUAL TABLE boxes USING rtree(number, west, east)"])]
    let source = try await TestDatabase.make(.sqlite, migrations: schema)
    await #expect {
      try await source.backup(to: .file(folder.url.appending(path: "a")), at: BackupCity.time)
    } throws: { "\($0)".contains("no trigger fills boxes") }
    let plan = BackupPlan(derivedTables: [BackupPlan.DerivedTable("boxes") { _ in }])
    try await source.backup(to: .file(folder.url.appending(path: "a")), plan: plan, at: BackupCity.time)
  }
}
