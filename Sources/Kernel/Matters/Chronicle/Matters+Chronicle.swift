// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Journaling
public import Storage
public import Vocabulary

extension Matters {
  /// Takes numbers for reports: for each moment so many of the city's day in which it lies.
  /// - Throws: `StorageError`.
  public func reserveNumbers(_ wanted: [(count: Int, at: Instant)], tenant: Tenant) async throws -> [[String]] {
    try await numbers.reserve(wanted, tenant: tenant)
  }

  /// Takes an identifier for a report of that moment: identifiers grow in the order in which they are taken.
  public func reserveIdentifier(at moment: Instant) -> Identifier { newIdentifier(at: moment) }

  /// Tells of a report.
  /// - Parameters:
  ///   - id: one that was reserved.
  ///   - number: one that was reserved.
  /// - Throws: as `submit`; nothing is told then.
  public func begin(
    _ submission: Submission, id: Identifier, number: String, by principal: Principal, at now: Instant,
    in chronicle: inout MatterChronicle
  ) throws(Problem) -> Matter {
    let events = try decider(principal, at: now).begin(submission, id: id, number: number)
    return chronicle.tell(beginning: events, by: principal)
  }

  /// Tells of a command.
  /// - Throws: as the command that somebody sends; nothing is told then.
  public func perform(
    _ command: MatterCommand, on matter: inout Matter, by principal: Principal, at now: Instant,
    in chronicle: inout MatterChronicle
  ) throws(Problem) {
    chronicle.tell(try decider(principal, at: now).events(command, on: matter), of: &matter, by: principal)
  }

  /// Tells that a matter was merged into another.
  public func merge(
    _ loser: inout Matter, into survivor: inout Matter, by principal: Principal, at now: Instant,
    in chronicle: inout MatterChronicle
  ) throws(Problem) {
    let events = try decider(principal, at: now).merge(loser, into: survivor)
    chronicle.tell(events.loser, of: &loser, by: principal)
    chronicle.tell(events.survivor, of: &survivor, by: principal)
  }

  /// Tells what the matter's clocks have to say by now, as `tick` does for matters that are stored.
  public func noteClocks(
    of matter: inout Matter, tenant: Tenant, at now: Instant, in chronicle: inout MatterChronicle
  ) {
    chronicle.tell(Self.clockEvents(of: matter, at: max(now, matter.updatedAt)), of: &matter, by: .system(tenant))
  }

  /// Says that nothing more will be told of a matter, so that its row can be written.
  public func settle(_ matter: Matter, tenant: Tenant, in chronicle: inout MatterChronicle) {
    chronicle.settled.append(.init(matter: matter, snapshot: matter.json, tenant: tenant))
  }

  /// Writes what was told since the last time.
  /// - Throws: `StorageError`, such as for an external identifier that exists.
  public func write(_ chronicle: MatterChronicle, in transaction: Transaction) throws {
    for settled in chronicle.settled {
      try store.insert(settled.matter, snapshot: settled.snapshot, tenant: settled.tenant, in: transaction)
    }
    for entry in chronicle.entries {
      try store.journal.append([(entry.event, entry.at)], by: entry.principal, in: transaction)
    }
  }
}
