// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
@testable import Matters
import Storage
import TestSupport
import Testing
import Vocabulary

/// What is stored is what the journal makes, byte by byte; what is not is named.
@Suite struct ReplayTests {
  /// Three matters: `A` closed, `B` merged into `C`.
  private func house(_ engine: Engine) async throws -> (MattersHouse, [Matter]) {
    let house = try await MattersHouse(engine)
    var ids: [Identifier] = []
    for _ in 0..<3 { ids.append(try await house.submit().id) }
    try await house.do(.accept, .dispatch("roads", "water"), .start("roads"), .handle("roads"), on: ids[0])
    try await house.do(.refuse("water"), .verify, .closed, .rate(grade: 5, comment: nil), on: ids[0])
    _ = try await house.matters.merge(ids[1], into: ids[2], by: house.system)
    try await house.do(.accept, .dispatch("parks"), on: ids[2])
    var matters: [Matter] = []
    for id in ids { matters.append(try await house.matter(id)) }
    return (house, matters)
  }

  @Test(arguments: Engine.allCases) func everyMatterIsReplayed(engine: Engine) async throws {
    let (house, matters) = try await house(engine)
    let report = try await house.verify()
    #expect(report.matters == 3 && report.faults == [])
    #expect(report.events == matters.reduce(0) { $0 + $1.revision })
    let (seen, replayed, none) = try await house.database.read { transaction in
      var seen: [Matter] = []
      _ = try Matters.verify(tenant: SampleCity.tenant, in: transaction, visit: { seen.append($0) })
      let replayed = try matters.map { try Matters.replay($0.id, tenant: SampleCity.tenant, in: transaction) }
      return (seen, replayed, try Matters.replay(Identifier(rawValue: 7), tenant: SampleCity.tenant, in: transaction))
    }
    #expect(seen == matters && replayed == matters && none == nil)
    #expect(try await house.verify(tenant: Tenant("nobody")).matters == 0)
    try await house.close()
  }

  struct Tampering: Sendable, CustomTestStringConvertible {
    /// SQL; `$A` is the identifier of matter A as stored, `@A` as the journal has it.
    var statements: [String]
    /// What is said of which matter, by its letter.
    var faults: [String]
    var testDescription: String { statements.joined(separator: "; ") }

    init(_ statements: String..., faults: [String]) {
      self.statements = statements
      self.faults = faults
    }
  }

  static let rows = [
    Tampering("UPDATE matters SET state = 'handled' WHERE id = $A", faults: ["A differs from its events in state"]),
    Tampering(
      "UPDATE matters SET due_at = 1, timer_at = 2 WHERE id = $C",
      faults: ["C differs from its events in due_at, timer_at"]
    ), Tampering("UPDATE matters SET revision = 1 WHERE id = $C", faults: ["C differs from its events in revision"]),
    Tampering("UPDATE matters SET owner = 'p' WHERE id = $B", faults: ["B differs from its events in owner"]),
    Tampering("UPDATE matters SET owner = NULL WHERE id = $B", faults: ["B differs from its events in owner"]),
    Tampering(
      "UPDATE matters SET longitude = longitude + 0.000001 WHERE id = $A",
      faults: ["A differs from its events in longitude"]),
    Tampering(
      "UPDATE matters SET department = 'water' WHERE id = $A", faults: ["A differs from its events in department"]),
    Tampering("UPDATE matters SET number = 'x' WHERE id = $A", faults: ["A differs from its events in number"]),
    Tampering(
      "UPDATE matters SET snapshot = replace(snapshot, '\"grade\":5', '\"grade\":4') WHERE id = $A",
      faults: ["A differs from its events in snapshot"]),
    Tampering(
      "UPDATE matters SET snapshot = snapshot || ' ' WHERE id = $A", faults: ["A differs from its events in snapshot"]),
    Tampering("DELETE FROM matters WHERE id = $B", faults: ["B has events and is missing"]),
    Tampering(
      "DELETE FROM matters",
      faults: ["A has events and is missing", "B has events and is missing", "C has events and is missing"]),
  ]

  static let lists = [
    Tampering("DELETE FROM matter_departments WHERE matter = $C", faults: ["C is not in the lists"]),
    Tampering("DELETE FROM matter_departments WHERE matter = $A", faults: ["A is not in the lists"]),
    Tampering("UPDATE matter_departments SET due_at = 5 WHERE matter = $C", faults: ["C is not in the lists"]),
    Tampering(
      "UPDATE matter_departments SET department = 'water' WHERE matter = $C", faults: ["C is not in the lists"]),
    Tampering("UPDATE matter_departments SET cell = NULL WHERE matter = $C", faults: ["C is not in the lists"]),
    Tampering(
      """
      INSERT INTO matter_departments (tenant, department, due_at, matter, state)
      VALUES ('city', 'police', 1, $B, 'merged')
      """, faults: ["B is not in the lists"]),
  ]

  static let events = [
    Tampering("DELETE FROM journal WHERE subject = '@B'", faults: ["B has no events"]),
    Tampering("DELETE FROM journal WHERE subject = '@C'", faults: ["C has no events", "C is not in the lists"]),
    Tampering(
      "DELETE FROM journal",
      faults: [
        "A has no events", "B has no events", "C has no events", "A is not in the lists", "C is not in the lists",
      ]),
    Tampering(
      "DELETE FROM journal WHERE subject = '@C' AND revision = 3",
      faults: [
        "C cannot be replayed: event ", "C differs from its events in state, department, due_at, timer_at, revision",
        "C is not in the lists",
      ]),
    Tampering(
      "DELETE FROM journal WHERE subject = '@B' AND revision = 1",
      faults: ["B cannot be replayed: event ", "B has no events"]),
    Tampering(
      "UPDATE journal SET kind = 'MatterSung' WHERE subject = '@B' AND revision = 2",
      faults: ["B cannot be replayed: event ", "B differs from its events in state"]),
  ]

  @Test(arguments: Engine.allCases, rows + lists + events)
  func whatDiffersIsNamed(engine: Engine, tampering: Tampering) async throws {
    let (house, matters) = try await house(engine)
    let letters = Array(zip(["A", "B", "C"], matters))
    try await house.database.write { transaction in
      for statement in tampering.statements {
        let sql = letters.reduce(statement) {
          $0.replacing("$\($1.0)", with: "\($1.1.id.rawValue)").replacing("@\($1.0)", with: $1.1.id.description)
        }
        try transaction.execute(sql)
      }
    }
    let said = try await house.verify().faults.map { fault in
      letters.reduce(fault.description) { text, letter in
        text.replacing("matter \(letter.1.number) (\(letter.1.id))", with: letter.0)
          .replacing("matter \(letter.1.id)", with: letter.0)
      }
    }
    #expect(said.count == tampering.faults.count, "\(said)")
    for (text, expected) in zip(said, tampering.faults) { #expect(text.hasPrefix(expected), "\(said)") }
    #expect(try await house.verify(faultLimit: 1).faults.count == 1)
    await house.database.close()
  }

  @Test(arguments: Engine.allCases) func lookAlikesAreNotTheSame(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let matter = try await house.matters.submit(
      Submission(type: "plain", text: "caf\u{E9}", channel: "test"), by: house.system
    ).matter
    try await house.database.write { transaction in
      try transaction.execute("UPDATE matters SET snapshot = replace(snapshot, ?, ?)", "caf\u{E9}", "cafe\u{301}")
    }
    #expect(try await house.verify().faults.map(\.kind) == [.differs(["snapshot"])])
    #expect(try await house.verify().faults.map(\.id) == [matter.id.description])
    await house.database.close()
  }

  /// More matters than are compared at a time, with faults on both sides of the seams.
  @Test(arguments: Engine.allCases) func manyAreComparedInTurns(engine: Engine) async throws {
    let house = try await MattersHouse(engine)
    let ids = try await house.database.write { [matters = house.matters] transaction in
      let now = try SampleCity.local("11-24 16:00")
      return try (0..<1100).map { index in
        let type = index % 3 == 0 ? "alarm" : "plain"
        return try matters.submit(
          Submission(type: type, channel: "test", position: SampleCity.west), by: SampleCity.system, at: now,
          in: transaction
        ).id
      }
    }
    let (report, steps) = try await house.database.read { transaction in
      var steps: [Int64] = []
      let report = try Matters.verify(tenant: SampleCity.tenant, in: transaction, progress: { steps.append($0) })
      return (report, steps)
    }
    #expect(report.matters == 1100 && report.faults == [] && steps == [1000])
    let wrong = [0, 255, 256, 257, 511, 512, 1023, 1099]
    try await house.database.write { transaction in
      for index in wrong { try transaction.execute("DELETE FROM matters WHERE id = ?", ids[index]) }
      for index in [254, 258] {
        try transaction.execute("DELETE FROM journal WHERE subject = ?", ids[index].description)
      }
    }
    let faults = try await house.verify().faults
    #expect(Set(faults.filter { $0.kind == .missing }.map(\.id)) == Set(wrong.map { ids[$0].description }))
    #expect(
      Set(faults.filter { $0.kind == .withoutEvents }.map(\.id)) == Set([254, 258].map { ids[$0].description }))
    await house.database.close()
  }

  /// A long life through the door that everybody uses, with another process beside.
  @Test(arguments: Engine.allCases, [1, 2] as [UInt64])
  func aRandomLifeIsReplayed(engine: Engine, seed: UInt64) async throws {
    let house = try await MattersHouse(engine, at: SampleCity.local("11-20 10:00"))
    let houses = [house, try house.neighbour()]
    var random = RandomCommands(seed: seed)
    var ids: [Identifier] = []
    var done = 0
    for step in 0..<500 {
      house.time.advance(by: random.duration())
      let one = random.one(houses)
      let principal = random.person()
      if ids.count < 6 || random.chance(20) {
        let reporter = random.one(Array(RandomCommands.people.prefix(2)))
        ids.append(try await one.matters.submit(random.submission(), by: reporter).matter.id)
      }
      let id = ids[Int.random(in: max(0, ids.count - 6)..<ids.count, using: &random.generator)]
      let known = try await house.matter(id)
      let action = random.action(among: one.matters.actions(on: known, for: principal))
      let other = random.one(ids)
      let command = random.command(action)
      let refusal = try await code {
        if let command {
          _ = try await one.matters.perform(command, on: id, by: principal)
        } else {
          _ = try await one.matters.merge(id, into: other, undo: action == .unmerge, by: principal)
        }
      }
      if refusal == nil { done += 1 }
      if step % 7 == 0 { try await one.matters.tick(tenant: SampleCity.tenant) }
    }
    #expect(done > 100)
    try await house.close()
  }
}
