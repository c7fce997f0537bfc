// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
public import Vocabulary

extension Matters {
  /// Notes on matters what their clocks have to say by now: nearly due, or due and not done.
  ///
  /// The due dates themselves are the timers, in an index: nothing has to be loaded when the program starts, however many
  /// clocks run.
  /// - Returns: how many matters were looked at; when it is `limit`, there may be more.
  @discardableResult
  public func tick(tenant: Tenant, limit: Int = 200) async throws -> Int {
    let now = time.now()
    let system = Principal.system(tenant)
    let due = try await database.read { transaction in
      try transaction.rows(
        "SELECT id FROM matters WHERE tenant = ? AND timer_at <= ? ORDER BY timer_at LIMIT ?", tenant, now, limit
      ).map { $0[0] as Identifier }
    }
    guard !due.isEmpty else { return 0 }
    try await database.write { [self] transaction in
      for id in due {
        guard let before = try store.load(id, tenant: tenant, in: transaction) else { continue }
        let events = Self.clockEvents(of: before, at: max(now, before.updatedAt))
        guard !events.isEmpty else { continue }
        _ = try store.write(try PreparedChange(before, events), by: system, in: transaction)
      }
    }
    return due.count
  }

  /// Pure: what the clocks have to say at this moment and have not said yet.
  static func clockEvents(of matter: Matter, at now: Instant) -> [MatterEvent] {
    var events: [MatterEvent] = []
    for clock in matter.clocks where clock.isRunning && clock == matter.clock(clock.kind) {
      if !clock.breached, let dueAt = clock.dueAt, dueAt <= now {
        events.append(MatterEvent(.clockBreached, clocks: [.breached(clock.kind)], at: now, by: "system"))
      } else if !clock.warned, !clock.breached, let warnAt = clock.warnAt, warnAt <= now {
        events.append(MatterEvent(.clockWarned, clocks: [.warned(clock.kind)], at: now, by: "system"))
      }
    }
    return events
  }
}
