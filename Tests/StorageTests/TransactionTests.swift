// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestSupport
import Testing
import Vocabulary

struct Refused: Error, Equatable {}

@Suite struct TransactionTests {
  static let schema = [
    Migration(
      1, "notes",
      [
        "CREATE TABLE notes (number INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (body <> 'bad')) STRICT",
        "CREATE UNIQUE INDEX notes_body ON notes (body)",
      ])
  ]

  private func numbers(_ database: Database) async throws -> [Int] {
    try await database.read { try $0.rows("SELECT number FROM notes ORDER BY number").map { $0[0] } }
  }

  @Test(arguments: Engine.allCases) func aBodyThatThrowsLeavesNothing(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    await #expect(throws: Refused()) {
      try await database.write { transaction in
        try transaction.execute("INSERT INTO notes VALUES (1, 'one')")
        try transaction.execute("INSERT INTO notes VALUES (2, 'two')")
        throw Refused()
      }
    }
    #expect(try await numbers(database) == [])
    let returned = try await database.write { transaction in
      try transaction.row("INSERT INTO notes VALUES (3, 'three') RETURNING body")?[0] ?? ""
    }
    #expect(returned == "three")
    #expect(try await numbers(database) == [3])
  }

  /// Half of the bodies fail after they changed something; the others must be kept, whole.
  @Test(arguments: Engine.allCases) func aFailureTakesNoNeighbourWithIt(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    var generator = SeededGenerator(seed: 7)
    let fate = (0..<200).map { _ in Int.random(in: 0..<4, using: &generator) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, fate) in fate.enumerated() {
        group.addTask {
          do {
            try await database.write { transaction in
              try transaction.execute("INSERT INTO notes VALUES (?, ?)", number, "first \(number)")
              if fate == 0 { throw Refused() }
              // Fails in the engine, not in the body.
              if fate == 1 { try transaction.execute("INSERT INTO notes VALUES (?, 'bad')", 1000 + number) }
              try transaction.execute("INSERT INTO notes VALUES (?, ?)", 2000 + number, "second \(number)")
            }
            #expect(fate >= 2)
          } catch is Refused {
            #expect(fate == 0)
          } catch StorageError.constraint {
            #expect(fate == 1)
          }
        }
      }
      try await group.waitForAll()
    }
    let kept = fate.indices.filter { fate[$0] >= 2 }
    #expect(try await numbers(database) == kept + kept.map { $0 + 2000 })
  }

  @Test(arguments: Engine.allCases) func errorsSayWhichKindTheyAre(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    try await database.write { try $0.execute("INSERT INTO notes VALUES (1, 'one')") }
    func kind(_ sql: String, reading: Bool = false) async -> String {
      do {
        if reading {
          _ = try await database.read { try $0.execute(sql) }
        } else {
          try await database.write { try $0.execute(sql) }
        }
        return "none"
      } catch StorageError.notUnique { return "notUnique" } catch StorageError.constraint {
        return "constraint"
      } catch StorageError.statement { return "statement" } catch { return "\(error)" }
    }
    #expect(await kind("INSERT INTO notes VALUES (1, 'two')") == "notUnique")
    #expect(await kind("INSERT INTO notes VALUES (2, 'one')") == "notUnique")
    #expect(await kind("INSERT INTO notes VALUES (2, 'bad')") == "constraint")
    #expect(await kind("INSERT INTO notes (number) VALUES (2)") == "constraint")
    #expect(await kind("INSERT INTO nothing VALUES (2)") == "statement")
    #expect(await kind("INSERT INTO notes VALUES (2, 'two'); DELETE FROM notes") == "statement")
    #expect(await kind("INSERT INTO notes VALUES (2, 'two')", reading: true) == "statement")
    #expect(try await numbers(database) == [1])
  }

  /// A statement that failed ends the transaction on both engines, even if the body goes on as if nothing was.
  @Test(arguments: Engine.allCases) func anErrorCannotBePassedOver(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    await #expect {
      try await database.write { transaction in
        try transaction.execute("INSERT INTO notes VALUES (1, 'one')")
        _ = try? transaction.execute("INSERT INTO notes VALUES (1, 'again')")
        _ = try? transaction.execute("INSERT INTO notes VALUES (2, 'two')")
      }
    } throws: {
      if case StorageError.notUnique = $0 { true } else { false }
    }
    #expect(try await numbers(database) == [])
    // A body may say it better.
    await #expect(throws: Refused()) {
      try await database.write { transaction in
        try transaction.execute("INSERT INTO notes VALUES (1, 'one')")
        do { try transaction.execute("INSERT INTO notes VALUES (1, 'again')") } catch StorageError.notUnique {
          throw Refused()
        }
      }
    }
    #expect(try await numbers(database) == [])
  }

  /// What was posted has its effect in order, and its errors count, wherever they come to light.
  @Test(arguments: Engine.allCases) func postedStatementsBelongToTheTransaction(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    let count = try await database.write { transaction -> Int in
      for number in 1...250 { try transaction.post("INSERT INTO notes VALUES (?, ?)", number, "\(number)") }
      let count: Int = try transaction.row("SELECT COUNT(*) FROM notes")?[0] ?? 0
      try transaction.post("DELETE FROM notes WHERE number > ?", 2)
      return count
    }
    #expect(count == 250)
    #expect(try await numbers(database) == [1, 2])
    for last in ["none", "statement", "body", "query"] {
      await #expect {
        try await database.write { transaction in
          try transaction.post("INSERT INTO notes VALUES (3, 'three')")
          try transaction.post("INSERT INTO notes VALUES (3, 'again')")
          try transaction.post("INSERT INTO notes VALUES (4, 'four')")
          switch last {
          case "statement": try transaction.execute("DELETE FROM notes")
          case "query": _ = try transaction.rows("SELECT number FROM notes")
          case "body": throw Refused()
          default: break
          }
        }
      } throws: { error in
        if case StorageError.notUnique = error { return true }
        // PostgreSQL has not been asked yet.
        return last == "body" && error is Refused
      }
      #expect(try await numbers(database) == [1, 2])
    }
    try await database.write { try $0.post("INSERT INTO notes VALUES (5, 'five')") }
    #expect(try await numbers(database) == [1, 2, 5])
  }

  @Test(arguments: Engine.allCases) func aReaderSeesOneMoment(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    try await database.write { try $0.execute("INSERT INTO notes VALUES (1, 'one')") }
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let written = Latch()
    let reading = Task {
      try await database.read { transaction -> [Int] in
        let before: Int = try transaction.row("SELECT COUNT(*) FROM notes")?[0] ?? -1
        begin.finish()
        written.wait()
        let after: Int = try transaction.row("SELECT COUNT(*) FROM notes")?[0] ?? -1
        return [before, after]
      }
    }
    for await _ in begun {}
    try await database.write { try $0.execute("INSERT INTO notes VALUES (2, 'two')") }
    written.open()
    #expect(try await reading.value == [1, 1])
    #expect(try await numbers(database) == [1, 2])
  }

  @Test(arguments: Engine.allCases) func aLongResultCanBeWalkedWithOtherStatementsWithin(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    let sums = try await database.write { transaction -> [Int] in
      for number in 1...1000 { try transaction.execute("INSERT INTO notes VALUES (?, ?)", number, "\(number)") }
      var count = 0
      var sum = 0
      try transaction.forEach("SELECT number FROM notes WHERE number > ? ORDER BY number", values: [.integer(0)]) {
        row in
        count += 1
        let number: Int = row[0]
        if number % 100 != 0 { return }
        // The same statement within itself, and a change.
        try transaction.forEach(
          "SELECT number FROM notes WHERE number > ? ORDER BY number", values: [.integer(Int64(number - 1))]
        ) { inner in sum += inner[0] == number ? 1 : 0 }
        try transaction.execute("UPDATE notes SET body = ? WHERE number = ?", "changed \(number)", number)
      }
      let changed: Int = try transaction.row("SELECT COUNT(*) FROM notes WHERE body LIKE 'changed%'")?[0] ?? 0
      return [count, sum, changed]
    }
    #expect(sums == [1000, 10, 10])
  }

  @Test(arguments: Engine.allCases) func readAndCountInOneBodyLoseNoUpdate(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    try await database.write { try $0.execute("INSERT INTO notes VALUES (1, '0')") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          try await database.write { transaction in
            let lock = transaction.dialect.forUpdate
            let body: String = try transaction.row("SELECT body FROM notes WHERE number = 1" + lock)?[0] ?? ""
            try transaction.execute("UPDATE notes SET body = ? WHERE number = 1", "\(Int(body)! + 1)")
          }
        }
      }
      try await group.waitForAll()
    }
    let body = try await database.read { try $0.row("SELECT body FROM notes")?[0] ?? "" }
    #expect(body == "100")
  }

  @Test(arguments: Engine.allCases) func commitsAreTold(engine: Engine) async throws {
    let database = try await TestDatabase.make(engine, migrations: Self.schema)
    var commits = database.commits().makeAsyncIterator()
    try await database.write { try $0.execute("INSERT INTO notes VALUES (1, 'one')") }
    #expect(await commits.next() != nil)
    await database.close()
    #expect(await commits.next() == nil)
    var late = database.commits().makeAsyncIterator()
    #expect(await late.next() == nil)
  }

  @Test(arguments: Engine.allCases) func aClosedDatabaseFinishesItsWorkAndRefusesMore(engine: Engine) async throws {
    let location = try await TestDatabase.location(engine)
    let database = try Database(location)
    try await database.migrate(Self.schema, at: FrozenTime().now())
    let done = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<100 {
        group.addTask {
          do {
            try await database.write { try $0.execute("INSERT INTO notes VALUES (?, ?)", number, "\(number)") }
            return true
          } catch StorageError.unavailable { return false }
        }
      }
      group.addTask {
        await database.close()
        return false
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    await #expect(throws: StorageError.self) { try await database.read { _ in } }
    let again = try Database(location)
    #expect(try await numbers(again).count == done)
    await again.close()
  }
}
