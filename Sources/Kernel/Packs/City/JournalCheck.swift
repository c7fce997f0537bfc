// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Journaling
import Logging
import Storage
import Synchronization
public import Vocabulary

/// A verification of the whole journal as a job: how far it is, and how the last one ended.
public struct JournalCheckState: Sendable {
  /// Since when one runs; `nil` when none does.
  public var runningSince: Instant?
  public var done: Int64 = 0
  public var total: Int64 = 0
  public var last: JournalCheckResult?
}

/// How a verification ended.
public struct JournalCheckResult: Sendable {
  public var at: Instant
  /// The identifier of who asked for it.
  public var by: String
  public var events: Int64
  /// The number of the newest checkpoint that was verified.
  public var checkpoint: Int64
  public var faults: [String]
}

/// Runs verifications, one at a time. How each ended is in the journal itself, so that it is known after a restart.
public final class JournalCheck: Sendable {
  private static let kind = "JournalVerified"
  private static let subjectKind = "journal"
  private static let subject = "chains"
  private let state = Mutex(JournalCheckState())

  init() {}

  /// Begins a verification and returns at once.
  /// - Throws: `Problem` of code `conflict` while one runs.
  public func start(_ city: City, by principal: Principal) async throws {
    let total = try await city.database.read { [journal = city.journal, tenant = city.tenant] in
      try journal.heads(tenant: tenant, in: $0).sequences.values.reduce(0, +)
    }
    let now = city.time.now()
    let begins = state.withLock { state in
      guard state.runningSince == nil else { return false }
      state = JournalCheckState(runningSince: now, done: 0, total: total, last: state.last)
      return true
    }
    guard begins else {
      throw Problem(.conflict, "A verification is running already; wait for it.", "已有校验正在进行，请等待完成。")
    }
    Task { await run(city, by: principal) }
  }

  private func run(_ city: City, by principal: Principal) async {
    let (journal, tenant) = (city.journal, city.tenant)
    do {
      try await city.refreshKey()
      let key = Array(city.journalKey.publicKey.rawRepresentation)
      let witness = try city.rememberedCheckpoint
      let (report, checkpoint) = try await city.database.read { [self] transaction in
        let report = try journal.verify(tenant: tenant, publicKey: key, witness: witness, in: transaction) { done in
          state.withLock { $0.done = done }
        }
        return (report, try journal.newestCheckpoint(tenant: tenant, in: transaction)?.number ?? 0)
      }
      let result = JournalCheckResult(
        at: city.time.now(), by: principal.id, events: Int64(report.events), checkpoint: checkpoint,
        faults: report.faults.map(\.description))
      try await city.database.write { transaction in
        try journal.append(Self.event(result), by: principal, at: result.at, in: transaction)
      }
      state.withLock { $0 = JournalCheckState(last: result) }
    } catch {
      city.logger.error("the journal could not be verified", metadata: ["error": "\(error)"])
      state.withLock { $0 = JournalCheckState(last: $0.last) }
    }
  }

  /// How far it is, and how the last one ended.
  public func state(_ city: City) async throws -> JournalCheckState {
    var current = state.withLock { $0 }
    guard current.last == nil else { return current }
    let (journal, tenant) = (city.journal, city.tenant)
    let page = try await city.database.read { transaction in
      try journal.search(
        JournalSearch(kinds: [Self.kind], subjectKind: Self.subjectKind, subject: Self.subject, limit: 1),
        tenant: tenant, in: transaction)
    }
    if let last = page.events.first.flatMap(Self.result) {
      current.last = last
      state.withLock { if $0.last == nil { $0.last = last } }
    }
    return current
  }

  private static func event(_ result: JournalCheckResult) -> NewEvent {
    NewEvent(
      kind, subjectKind: subjectKind, subject: subject,
      payload: [
        "events": .integer(result.events), "checkpoint": .integer(result.checkpoint),
        "faults": .array(result.faults.prefix(20).map { .string($0) }),
      ])
  }

  private static func result(_ event: Event) -> JournalCheckResult? {
    guard let payload = try? JSON(parsing: event.payload), let events = payload["events"]?.integer,
      let checkpoint = payload["checkpoint"]?.integer
    else { return nil }
    return JournalCheckResult(
      at: event.at, by: event.actor, events: events, checkpoint: checkpoint,
      faults: payload["faults"]?.array?.compactMap(\.string) ?? [])
  }
}
