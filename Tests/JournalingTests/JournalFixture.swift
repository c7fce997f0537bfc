// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
import Storage
import TestSupport
import Vocabulary

/// A database with a journal, and ways to write to it and to tamper with it.
struct JournalFixture {
  static let city = Tenant("city")
  let database: Database
  let journal = Journal()
  let time = FrozenTime()
  let writer: Principal

  init(_ engine: Engine, tenant: Tenant = city) async throws {
    database = try await TestDatabase.make(engine, migrations: journalingMigrations)
    writer = Principal(id: "p-7", kind: .person, tenant: tenant, name: "Writer", grants: [], client: "token-9")
  }

  /// The same journal, seen by another process.
  init(_ other: JournalFixture, database: Database) {
    self.database = database
    writer = other.writer
  }

  /// Writes events `1…count` of one subject, so that all are in one chain.
  @discardableResult
  func write(_ count: Int, subject: String = "t-1", by principal: Principal? = nil) async throws -> [Event] {
    let (journal, writer, now) = (journal, principal ?? writer, time.now())
    return try await database.write { transaction in
      let known = try journal.history(of: subject, kind: "thing", tenant: writer.tenant, in: transaction).count
      let new = (0..<count).map { index in
        NewEvent(
          "ThingChanged", subjectKind: "thing", subject: subject, revision: Int64(known + index + 1),
          payload: ["n": .integer(Int64(known + index + 1))])
      }
      try journal.append(new, by: writer, at: now, in: transaction)
      return try journal.history(of: subject, kind: "thing", tenant: writer.tenant, in: transaction).suffix(count)
    }
  }

  func verify(
    key: [UInt8]? = nil, witness: CheckpointWitness? = nil, faultLimit: Int = 100, tenant: Tenant = city
  ) async throws -> JournalReport {
    try await database.read { [journal] transaction in
      try journal.verify(
        tenant: tenant, publicKey: key, witness: witness, faultLimit: faultLimit, in: transaction)
    }
  }

  func faults(key: [UInt8]? = nil) async throws -> [String] { try await verify(key: key).faults.map(\.description) }

  /// Does what somebody with access to the database might do.
  func tamper(_ statements: String...) async throws {
    try await database.write { transaction in
      for statement in statements { try transaction.execute(statement) }
    }
  }

  /// Lets two events change places, their hashes with them.
  func swap(_ first: Int64, _ second: Int64) async throws {
    try await tamper(
      "UPDATE journal SET seq = -1 WHERE seq = \(first)", "UPDATE journal SET seq = \(first) WHERE seq = \(second)",
      "UPDATE journal SET seq = \(second) WHERE seq = -1")
  }

  func events(limit: Int = 1000, tenant: Tenant = city) async throws -> [Event] {
    try await database.read { [journal] transaction in
      try journal.events(after: JournalPosition(), limit: limit, tenant: tenant, in: transaction).events
    }
  }
}

/// The chain of the subject `t-1` on either engine: the only one on SQLite, and by its hash 0 of 8 on PostgreSQL.
let chain = 0
