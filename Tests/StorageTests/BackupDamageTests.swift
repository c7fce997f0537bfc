// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Storage

@Suite struct BackupDamageTests {
  private func problem(_ work: () async throws -> Void) async -> String {
    do { try await work() } catch let problem as Problem { return problem.detail } catch { return "\(error)" }
    return "none"
  }

  private func tables(_ database: Database) async throws -> Int { try await database.read { try $0.tables().count } }

  @Test(arguments: Engine.allCases) func aDamagedBackupIsRefusedAndLeavesNothing(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let source = try await BackupCity.make(engine, seed: 11, things: 60)
    let file = folder.url.appending(path: "city.backup")
    let evidence = folder.url.appending(path: "evidence")
    try FileManager.default.createDirectory(at: evidence, withIntermediateDirectories: true)
    try Data([1, 2, 3]).write(to: evidence.appending(path: "one"))
    try await source.backup(
      to: .file(file), plan: BackupCity.plan, folders: [BackupFolder("evidence", at: evidence)], at: BackupCity.time)
    let whole = try Data(contentsOf: file)

    let target = try await TestDatabase.make(engine)
    let damaged = folder.url.appending(path: "damaged")
    let restored = folder.url.appending(path: "restored")
    var generator = SeededGenerator(seed: 12)
    var cases: [(String, Data)] = [("appended", whole + [0]), ("twice", whole + whole), ("empty", Data())]
    for length in [1, 5, 20, whole.count / 2, whole.count - 5, whole.count - 1] {
      cases.append(("cut to \(length)", whole.prefix(length)))
    }
    for _ in 0..<25 {
      var copy = whole
      let place = Int.random(in: 0..<whole.count, using: &generator)
      copy[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
      cases.append(("changed at \(place)", copy))
    }
    for (name, bytes) in cases {
      try bytes.write(to: damaged)
      let found = await problem { _ = try await Database.verifyBackup(damaged) }
      // A few bits of a frame say nothing about its content, as the one that tells whether a dictionary was used.
      if found == "none" { continue }
      #expect(found.contains("damaged") || found.contains("backup"), "\(name): \(found)")
      let refused = await problem {
        try await target.restore(
          from: damaged, migrations: BackupCity.schema, plan: BackupCity.plan,
          folders: [BackupFolder("evidence", at: restored)])
      }
      #expect(refused != "none", "\(name)")
      #expect(try await tables(target) == 0, "\(name)")
      #expect(!FileManager.default.fileExists(atPath: restored.path(percentEncoded: false)), "\(name)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "city.backup", "damaged", "evidence",
      ])
    try await target.restore(
      from: file, migrations: BackupCity.schema, plan: BackupCity.plan,
      folders: [BackupFolder("evidence", at: restored)])
    #expect(try await BackupCity.rows(target) == BackupCity.rows(source))
  }

  @Test(arguments: Engine.allCases) func onlyAnEmptyDatabaseIsFilled(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let source = try await BackupCity.make(engine, seed: 13, things: 3)
    let file = folder.url.appending(path: "city.backup")
    try await source.backup(to: .file(file), plan: BackupCity.plan, at: BackupCity.time)
    let refused = await problem {
      try await source.restore(from: file, migrations: BackupCity.schema, plan: BackupCity.plan)
    }
    #expect(refused.contains("is not empty: it holds the table"))
  }

  @Test(arguments: Engine.allCases) func newerBackupsAreRefusedInWords(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let source = try await BackupCity.make(engine, seed: 14, things: 3)
    let file = folder.url.appending(path: "city.backup")
    try await source.backup(to: .file(file), plan: BackupCity.plan, at: BackupCity.time)
    let target = try await TestDatabase.make(engine)
    let schema = await problem {
      try await target.restore(from: file, migrations: [BackupCity.schema[0]], plan: BackupCity.plan)
    }
    #expect(schema.contains("was made by a newer Citywide: it holds schema step 2 (places)"))

    let future = folder.url.appending(path: "future")
    try write(future, header: #"{"format":"citywide-backup","version":2}"#) { _ in }
    let format = await problem { try await target.restore(from: future, migrations: BackupCity.schema) }
    #expect(format.contains("its format is 2, this program reads up to 1"))

    let foreign = folder.url.appending(path: "foreign")
    try write(foreign, header: #"{"format":"other"}"#) { _ in }
    #expect(await problem { try await target.restore(from: foreign, migrations: []) }.contains("not a Citywide backup"))
    try Data("hello".utf8).write(to: foreign)
    #expect(await problem { try await target.restore(from: foreign, migrations: []) }.contains("not a Citywide backup"))
    let absent = folder.url.appending(path: "absent")
    #expect(await problem { try await target.restore(from: absent, migrations: []) }.contains("absent cannot be read"))
    #expect(try await tables(target) == 0)
  }

  /// An older backup is restored with the schema it was made under, and then brought up to date.
  @Test(arguments: Engine.allCases) func anOlderBackupIsBroughtUpToDate(engine: Engine) async throws {
    let folder = try TemporaryFolder()
    let first = Migration(1, "first", ["CREATE TABLE first (number INTEGER PRIMARY KEY) STRICT"])
    let second = Migration(
      2, "second", ["ALTER TABLE first ADD COLUMN twice INTEGER", "UPDATE first SET twice = 2 * number"])
    let source = try await TestDatabase.make(engine, migrations: [first])
    try await source.write { try $0.execute("INSERT INTO first VALUES (21)") }
    let file = folder.url.appending(path: "city.backup")
    try await source.backup(to: .file(file), at: BackupCity.time)
    let target = try await TestDatabase.make(engine)
    try await target.restore(from: file, migrations: [second, first])
    #expect(try await target.migrate([first, second], at: BackupCity.time) == [2])
    let rows = try await target.read { try $0.rows("SELECT number, twice FROM first").map(\.values) }
    #expect(rows == [[.integer(21), .integer(42)]])
  }

  @Test func filesStayInTheirFolder() async throws {
    let folder = try TemporaryFolder()
    for path in ["../escaped", "/tmp/escaped", "a/../../escaped", "a//b", ""] {
      let file = folder.url.appending(path: "evil")
      try write(
        file,
        header: BackupHeader(made: BackupCity.time, engine: .sqlite, migrations: [], sequences: [:], totalRows: 0).json
          .text
      ) {
        try $0.table(
          TableShape(
            name: "schema_migrations",
            columns: [
              .init(name: "number", type: .integer), .init(name: "name", type: .text),
              .init(name: "applied_at", type: .integer),
            ]))
        try $0.file(folder: "evidence", path: path)
      }
      let target = try await TestDatabase.make(.sqlite)
      let refused = await problem {
        try await target.restore(
          from: file, migrations: [], folders: [BackupFolder("evidence", at: folder.url.appending(path: "restored"))])
      }
      #expect(refused.contains("damaged"), "\(path)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["evil"])
    }
  }

  @Test func rowsAreCodedBackAndForth() {
    var generator = SeededGenerator(seed: 15)
    for count in 1...200 {
      let rows = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        Row(
          values: (0..<count % 7 + 1).map { _ -> SQLValue in
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: .null
            case 1: .integer([Int64.min, .max, 0, -1, 1, 63, 64, -64, -65].randomElement(using: &generator) ?? 0)
            case 2: .integer(.random(in: .min ... .max, using: &generator))
            case 3: .real(.random(in: -1...1, using: &generator))
            case 4: .text(String(repeating: "城", count: .random(in: 0...100, using: &generator)))
            default: .blob([UInt8](repeating: 0, count: .random(in: 0...300, using: &generator)))
            }
          })
      }
      var bytes: [UInt8] = []
      for row in rows { RowCoding.append(row, to: &bytes) }
      #expect(RowCoding.rows(bytes, columns: count % 7 + 1)?.map(\.values) == rows.map(\.values))
      // No prefix may crash; most are damaged.
      if !bytes.isEmpty { _ = RowCoding.rows(Array(bytes.dropLast()), columns: count % 7 + 1) }
      for index in bytes.indices.prefix(30) {
        var copy = bytes
        copy[index] ^= 0xFF
        _ = RowCoding.rows(copy, columns: count % 7 + 1)
      }
    }
    #expect(RowCoding.rows([3, 2, 0xFF, 0xFE], columns: 1) == nil)
    #expect(RowCoding.rows([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], columns: 1) == nil)
    #expect(RowCoding.rows([0], columns: 2) == nil)
  }

  private func write(_ url: URL, header: String, _ body: (BackupWriter) throws -> Void) throws {
    let writer = try BackupWriter(BackupOutput(.file(url)))
    try writer.record(.header, Array(header.utf8))
    try body(writer)
    try writer.finish()
  }
}
