// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Storage
public import Vocabulary

extension Matters {
  /// Makes a matter of a report. Durable when it returns.
  /// - Throws: `Problem`: unknown type, a key used for something else, an external identifier that exists.
  public func submit(
    _ submission: Submission, by principal: Principal, idempotency: IdempotencyKey? = nil
  ) async throws -> CommandResult {
    if let replay = try await replay(idempotency, by: principal) { return replay }
    let now = time.now()
    let number = try await numbers.next(tenant: principal.tenant, at: now)
    let events = try decider(principal, at: now).begin(submission, id: newIdentifier(at: now), number: number)
    let change = try PreparedChange(nil, events)
    do {
      try await database.write { [store] transaction in
        try Self.remember(idempotency, change.after, by: principal, at: now, in: transaction)
        _ = try store.write(change, by: principal, in: transaction)
      }
    } catch StorageError.notUnique(let what) {
      if let replay = try await replay(idempotency, by: principal) { return replay }
      throw Problem(
        .conflict, "A matter with this number or external identifier exists already (\(what)).",
        "该编号或外部标识的事项已存在（\(what)）。")
    }
    cache.put(change.after, tenant: principal.tenant)
    return CommandResult(matter: change.after, isReplay: false)
  }

  /// Carries out a command. Durable when it returns.
  /// - Parameter expected: the revision that the principal saw; without it the command goes to the newest.
  /// - Throws: `Problem`: not found, not allowed, not possible in this state (with what is), changed in the meantime.
  public func perform(
    _ command: MatterCommand, on id: Identifier, expected: Int64? = nil, by principal: Principal,
    idempotency: IdempotencyKey? = nil
  ) async throws -> CommandResult {
    if let replay = try await replay(idempotency, by: principal) { return replay }
    // What is remembered may be out of date; what is read may be so too, by the time it is written. Each round that fails
    // means that somebody else's command got through, so the loop ends.
    var fresh = false
    while true {
      do {
        let before = try await visible(id, to: principal, fresh: fresh)
        if let done = try await attempt(command, on: before, expected, principal, idempotency) { return done }
        cache.remove(id, tenant: principal.tenant)
      } catch let problem as Problem {
        // Whoever got through may have sent this very command.
        if let replay = try await replay(idempotency, by: principal) { return replay }
        if fresh { throw problem }
      }
      fresh = true
    }
  }

  /// Carries out a command on a matter as it is thought to be; `nil` when it has changed.
  private func attempt(
    _ command: MatterCommand, on before: Matter, _ expected: Int64?, _ principal: Principal, _ key: IdempotencyKey?
  ) async throws -> CommandResult? {
    if let expected, expected != before.revision { throw Self.changed(before, expected) }
    let now = max(time.now(), before.updatedAt)
    let change = try PreparedChange(before, try decider(principal, at: now).events(command, on: before))
    do {
      let isWritten = try await database.write { [store] transaction in
        guard try store.write(change, by: principal, in: transaction) else { return false }
        try Self.remember(key, change.after, by: principal, at: now, in: transaction)
        return true
      }
      guard isWritten else { return nil }
    } catch StorageError.notUnique {
      throw Problem(.conflict, "The command could not be recorded; send it again.", "命令未能记录，请重试。")
    }
    cache.put(change.after, tenant: principal.tenant)
    return CommandResult(matter: change.after, isReplay: false)
  }

  /// Merges a matter into another, or takes it out again.
  public func merge(
    _ id: Identifier, into survivorID: Identifier, undo: Bool = false, expected: Int64? = nil, by principal: Principal,
    idempotency: IdempotencyKey? = nil
  ) async throws -> CommandResult {
    if let replay = try await replay(idempotency, by: principal) { return replay }
    let now = time.now()
    _ = try await visible(id, to: principal, fresh: true)
    _ = try await visible(survivorID, to: principal, fresh: true)
    do {
      let changes = try await database.write { [self] transaction in
        let changes = try merging(id, into: survivorID, undo, expected, by: principal, at: now, in: transaction)
        try Self.remember(idempotency, changes[0].after, by: principal, at: now, in: transaction)
        return changes
      }
      for change in changes { cache.put(change.after, tenant: principal.tenant) }
      return CommandResult(matter: changes[0].after, isReplay: false)
    } catch {
      if let replay = try await replay(idempotency, by: principal) { return replay }
      throw error
    }
  }

  /// Writes both matters of a merge. Returns first the change of the one that is merged.
  func merging(
    _ id: Identifier, into survivorID: Identifier, _ undo: Bool = false, _ expected: Int64? = nil,
    by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> [PreparedChange] {
    guard let loser = try store.load(id, tenant: principal.tenant, in: transaction) else { throw Self.notFound(id) }
    guard let survivor = try store.load(survivorID, tenant: principal.tenant, in: transaction) else {
      throw Self.notFound(survivorID)
    }
    if let expected, expected != loser.revision { throw Self.changed(loser, expected) }
    let decider = decider(principal, at: max(now, loser.updatedAt, survivor.updatedAt))
    let events = undo ? try decider.unmerge(loser, from: survivor) : try decider.merge(loser, into: survivor)
    let changes = [try PreparedChange(loser, events.loser), try PreparedChange(survivor, events.survivor)]
    for change in changes where try !store.write(change, by: principal, in: transaction) {
      throw StorageError.conflict("matter \(change.after.number) was changed at the same time")
    }
    return changes
  }

  /// The matter that the key's command led to, when it was carried out before.
  private func replay(_ key: IdempotencyKey?, by principal: Principal) async throws -> CommandResult? {
    guard let key else { return nil }
    return try await database.read { [store] transaction in
      guard
        let row = try transaction.row(
          "SELECT fingerprint, matter FROM matter_commands WHERE tenant = ? AND principal = ? AND key = ?",
          principal.tenant, principal.id, key.key)
      else { return nil }
      let fingerprint: [UInt8] = row[0]
      guard fingerprint == key.fingerprint else {
        throw Problem(
          .idempotencyMismatch, "Idempotency key \"\(key.key)\" was used for another command; take a new key.",
          "幂等键“\(key.key)”已用于其他命令，请更换。")
      }
      guard let matter = try store.load(row[1], tenant: principal.tenant, in: transaction) else { return nil }
      return CommandResult(matter: matter, isReplay: true)
    }
  }

  private static func remember(
    _ key: IdempotencyKey?, _ matter: Matter, by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws {
    guard let key else { return }
    try transaction.execute(
      """
      INSERT INTO matter_commands (tenant, principal, key, fingerprint, matter, revision, at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, principal.tenant, principal.id, key.key, key.fingerprint, matter.id, matter.revision, now)
  }

  static func notFound(_ id: Identifier) -> Problem {
    Problem(.notFound, "There is no matter \(id) that you may see.", "没有您可查看的事项 \(id)。")
  }

  static func changed(_ matter: Matter, _ expected: Int64) -> Problem {
    Problem(
      .revisionMismatch,
      "The matter is at revision \(matter.revision), not \(expected): somebody changed it. Read it again and decide anew.",
      "事项当前版本为\(matter.revision)，而非\(expected)：已被他人修改，请重新查看。",
      members: ["revision": .integer(matter.revision)])
  }
}
