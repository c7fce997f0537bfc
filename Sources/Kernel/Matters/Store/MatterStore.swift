// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Journaling
import Spatial
import Storage
import Vocabulary

/// What is written for one matter in one transaction: the new state, and the events that led there.
struct PreparedChange: Sendable {
  var before: Matter?
  var after: Matter
  var events: [(event: NewEvent, at: Instant)]
  /// The canonical JSON of `after`, made outside the transaction.
  var snapshot: [UInt8]

  /// Folds events onto a matter and encodes everything, so that the transaction itself only writes.
  init(_ before: Matter?, _ events: [MatterEvent]) {
    var matter = before
    var journalled: [(NewEvent, Instant)] = []
    journalled.reserveCapacity(events.count)
    for event in events {
      matter = Matter.fold(matter, event)
      guard let matter else { preconditionFailure("the first event of a matter is its beginning") }
      journalled.append((event.journalled(of: matter.id, revision: matter.revision), event.at))
    }
    guard let matter else { preconditionFailure("a change has at least one event") }
    self.before = before
    after = matter
    self.events = journalled
    snapshot = matter.json
  }
}

/// Rows of matters. Knows SQL and nothing of rules.
struct MatterStore: Sendable {
  /// Sorts what is never due behind everything that is.
  static let never = Int64.max

  let journal = Journal()

  func load(_ id: Identifier, tenant: Tenant, in transaction: Transaction) throws -> Matter? {
    guard
      let row = try transaction.row("SELECT snapshot FROM matters WHERE id = ? AND tenant = ?", id, tenant)
    else { return nil }
    return try decode(row[0])
  }

  func decode(_ snapshot: String) throws -> Matter {
    guard let json = try? JSON(parsing: snapshot), let matter = Matter(json: json) else {
      throw StorageError.corrupt("a matter's snapshot cannot be read: \(snapshot.prefix(80))")
    }
    return matter
  }

  /// Writes a change and journals it.
  /// - Returns: false when the matter's revision is not the one that the change was made from; nothing was written then.
  func write(_ change: PreparedChange, by principal: Principal, in transaction: Transaction) throws -> Bool {
    let matter = change.after
    let tenant = principal.tenant
    let dueAt = matter.dueAt?.milliseconds ?? Self.never
    if let before = change.before {
      let changed = try transaction.execute(
        Self.update,
        values: [
          .text(matter.state.rawValue), .text(matter.priority.rawValue), matter.department.sqlValue, .integer(dueAt),
          matter.timerAt.sqlValue, .integer(matter.updatedAt.milliseconds), .integer(matter.revision),
          .text(String(decoding: change.snapshot, as: UTF8.self)), .integer(matter.id.rawValue), .text(tenant.name),
          .integer(before.revision),
        ])
      guard changed == 1 else { return false }
    } else {
      try insert(matter, snapshot: change.snapshot, dueAt: dueAt, tenant: tenant, in: transaction)
    }
    try writeDepartments(of: change, dueAt: dueAt, tenant: tenant, in: transaction)
    try journal.append(change.events, by: principal, in: transaction)
    return true
  }

  private static let update = """
    UPDATE matters SET state = ?, priority = ?, department = ?, due_at = ?, timer_at = ?, updated_at = ?, revision = ?,
      snapshot = ?
    WHERE id = ? AND tenant = ? AND revision = ?
    """

  private func insert(
    _ matter: Matter, snapshot: [UInt8], dueAt: Int64, tenant: Tenant, in transaction: Transaction
  ) throws {
    try transaction.post(
      """
      INSERT INTO matters
        (id, tenant, number, type, state, priority, channel, department, district, street, community, cell, owner,
         external_id, correlation, place, longitude, latitude, due_at, timer_at, updated_at, revision, snapshot)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      values: [
        .integer(matter.id.rawValue), .text(tenant.name), .text(matter.number), .text(matter.type),
        .text(matter.state.rawValue), .text(matter.priority.rawValue), .text(matter.channel),
        matter.department.sqlValue, matter.areas.district.sqlValue, matter.areas.street.sqlValue,
        matter.areas.community.sqlValue, matter.areas.cell.sqlValue, matter.owner.sqlValue, matter.externalID.sqlValue,
        matter.correlation.sqlValue, matter.position.map(ZOrder.code).sqlValue,
        (matter.position?.longitude).sqlValue, (matter.position?.latitude).sqlValue, .integer(dueAt),
        matter.timerAt.sqlValue, .integer(matter.updatedAt.milliseconds), .integer(matter.revision),
        .text(String(decoding: snapshot, as: UTF8.self)),
      ])
  }

  /// Keeps a department's list in step; most changes alter nothing there but due date or state.
  private func writeDepartments(
    of change: PreparedChange, dueAt: Int64, tenant: Tenant, in transaction: Transaction
  ) throws {
    let matter = change.after
    let before = change.before?.departments ?? []
    let after = matter.departments
    if let old = change.before, before == after, old.state == matter.state, old.dueAt == matter.dueAt { return }
    for department in before {
      try transaction.post(
        "DELETE FROM matter_departments WHERE tenant = ? AND department = ? AND due_at = ? AND matter = ?",
        values: [
          .text(tenant.name), .text(department), .integer(change.before?.dueAt?.milliseconds ?? Self.never),
          .integer(matter.id.rawValue),
        ])
    }
    for department in after {
      try transaction.post(
        """
        INSERT INTO matter_departments
          (tenant, department, due_at, matter, district, street, community, cell, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        values: [
          .text(tenant.name), .text(department), .integer(dueAt), .integer(matter.id.rawValue),
          matter.areas.district.sqlValue, matter.areas.street.sqlValue, matter.areas.community.sqlValue,
          matter.areas.cell.sqlValue, .text(matter.state.rawValue),
        ])
    }
  }
}
