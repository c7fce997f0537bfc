// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Storage
public import Vocabulary

/// The same commands inside a transaction of the caller's: for followers of the journal and for imports, whose own bookkeeping
/// must be kept or lost together with the matter.
extension Matters {
  public func submit(
    _ submission: Submission, by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> Matter {
    try submit(submission, then: [], by: principal, at: now, in: transaction)
  }

  /// Makes a matter with a history: commands that were carried out at known times elsewhere.
  public func submit(
    _ submission: Submission, then steps: [(command: MatterCommand, at: Instant)], by principal: Principal,
    at now: Instant, in transaction: Transaction
  ) throws -> Matter {
    let number = try numbers.next(tenant: principal.tenant, at: now, in: transaction)
    let id = try identifier(of: now, in: transaction)
    var events = try decider(principal, at: now).begin(submission, id: id, number: number)
    guard var matter = Matter(folding: events) else { preconditionFailure("a submission begins a matter") }
    for (command, at) in steps {
      let more = try decider(principal, at: at).events(command, on: matter)
      for event in more { matter.apply(event) }
      events += more
    }
    let change = try PreparedChange(nil, events)
    _ = try store.write(change, by: principal, in: transaction)
    return change.after
  }

  /// An identifier of that moment, so that lists by age have the matter where its time says, however late it comes to be
  /// known: a warning is made a matter of some time after it was raised, an import tells of years.
  private func identifier(of moment: Instant, in transaction: Transaction) throws -> Identifier {
    var moment = moment
    while let range = Identifier.told(of: moment) {
      // No two transactions look at once: they would have waited for the day's numbers.
      let last: Identifier? = try transaction.row(
        "SELECT id FROM matters WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", range.lowerBound, range.upperBound
      )?[0]
      guard let last else { return range.lowerBound }
      if last < range.upperBound { return Identifier(rawValue: last.rawValue + 1) }
      moment = moment + .milliseconds(1)
    }
    return newIdentifier(at: time.now())
  }

  public func perform(
    _ command: MatterCommand, on id: Identifier, by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws -> Matter {
    guard let before = try store.load(id, tenant: principal.tenant, in: transaction) else { throw Self.notFound(id) }
    let events = try decider(principal, at: now).events(command, on: before)
    return try write(events, on: before, by: principal, in: transaction)
  }

  /// Merges inside a transaction.
  public func merge(
    _ id: Identifier, into survivorID: Identifier, by principal: Principal, at now: Instant, in transaction: Transaction
  ) throws {
    _ = try merging(id, into: survivorID, by: principal, at: now, in: transaction)
  }

  /// Writes on a matter what further warnings of the same trouble said; raises its priority where they are graver.
  public func join(
    _ text: String, priority: MatterPriority?, to id: Identifier, by principal: Principal, at now: Instant,
    in transaction: Transaction
  ) throws -> Matter {
    guard let before = try store.load(id, tenant: principal.tenant, in: transaction) else { throw Self.notFound(id) }
    let decider = decider(principal, at: now)
    var events = [decider.event(.warningJoined, body: .note(text, isPublic: false))]
    if let priority, priority > before.priority, MatterAction.prioritise.from.contains(before.state) {
      events += try decider.events(.prioritise(priority), on: before)
    }
    return try write(events, on: before, by: principal, in: transaction)
  }

  /// The open matter with this correlation; the newest, should there be several.
  public func open(correlation: String, tenant: Tenant, in transaction: Transaction) throws -> Matter? {
    let rows = try transaction.rows(
      """
      SELECT snapshot, state FROM matters WHERE tenant = ? AND correlation = ? ORDER BY id DESC LIMIT 20
      """, tenant, correlation)
    for row in rows {
      guard let state = MatterState(rawValue: row[1]), !state.isFinal else { continue }
      return try store.decode(row[0])
    }
    return nil
  }

  private func write(
    _ events: [MatterEvent], on before: Matter, by principal: Principal, in transaction: Transaction
  ) throws -> Matter {
    let change = try PreparedChange(before, events)
    guard try store.write(change, by: principal, in: transaction) else {
      throw StorageError.conflict("matter \(before.number) was changed at the same time")
    }
    // Not remembered in the cache: the caller's transaction may still fail. The old entry is found stale by its revision.
    return change.after
  }
}
