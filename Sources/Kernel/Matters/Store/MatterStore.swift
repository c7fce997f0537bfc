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
  /// - Throws: `Problem` of code `invalid` when a text holds U+0000, which could be written and not be read back.
  init(_ before: Matter?, _ events: [MatterEvent]) throws(Problem) {
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
    guard !Self.holdsNUL(snapshot) else {
      throw .invalid("", "a text holds the character U+0000, which cannot be kept", "文本含有无法保存的字符 U+0000")
    }
  }

  /// Whether a JSON text has the escape of U+0000; two backslashes before `u0000` are a backslash and these letters.
  private static func holdsNUL(_ json: [UInt8]) -> Bool {
    json.withUnsafeBufferPointer { json in
      var index = 0
      while index < json.count {
        if json[index] != UInt8(ascii: "\\") {
          index += 1
          continue
        }
        if json[index...].starts(with: escapedNUL) { return true }
        index += 2
      }
      return false
    }
  }

  private static let escapedNUL = Array("\\u0000".utf8)
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
    if let before = change.before {
      let changed = try transaction.execute(
        Self.update,
        values: [
          .text(matter.state.rawValue), .text(matter.priority.rawValue), matter.department.sqlValue,
          .integer(Self.dueAt(matter)), matter.timerAt.sqlValue, .integer(matter.updatedAt.milliseconds),
          .integer(matter.revision),
          .text(String(decoding: change.snapshot, as: UTF8.self)), .integer(matter.id.rawValue), .text(tenant.name),
          .integer(before.revision),
        ])
      guard changed == 1 else { return false }
      if before.areas != matter.areas { try writeAreas(of: matter, tenant: tenant, in: transaction) }
      try writeDepartments(of: change, tenant: tenant, in: transaction)
    } else {
      try insert(matter, snapshot: change.snapshot, tenant: tenant, in: transaction)
    }
    try journal.append(change.events, by: principal, in: transaction)
    return true
  }

  /// Writes the rows of a matter that has none yet, without a word in the journal.
  func insert(_ matter: Matter, snapshot: [UInt8], tenant: Tenant, in transaction: Transaction) throws {
    let key: [SQLValue] = [.integer(matter.id.rawValue), .text(tenant.name)]
    try transaction.execute(Self.insertion, values: key + Self.values(of: matter, snapshot: snapshot))
    for department in matter.departments.sorted() {
      try transaction.execute(Self.departmentInsertion, values: key + Self.departmentValues(of: matter, department))
    }
  }

  private static let update = """
    UPDATE matters SET state = ?, priority = ?, department = ?, due_at = ?, timer_at = ?, updated_at = ?, revision = ?,
      snapshot = ?
    WHERE id = ? AND tenant = ? AND revision = ?
    """

  /// The columns of a matter's row besides identifier and tenant, with what `values` gives.
  static let columns = [
    "number", "type", "state", "priority", "channel", "department", "district", "street", "community", "cell", "owner",
    "external_id", "correlation", "place", "longitude", "latitude", "due_at", "timer_at", "updated_at", "revision",
    "snapshot",
  ]

  static func values(of matter: Matter, snapshot: [UInt8]) -> [SQLValue] {
    [
      .text(matter.number), .text(matter.type), .text(matter.state.rawValue), .text(matter.priority.rawValue),
      .text(matter.channel), matter.department.sqlValue, matter.areas.district.sqlValue, matter.areas.street.sqlValue,
      matter.areas.community.sqlValue, matter.areas.cell.sqlValue, matter.owner.sqlValue, matter.externalID.sqlValue,
      matter.correlation.sqlValue, matter.position.map(ZOrder.code).sqlValue, (matter.position?.longitude).sqlValue,
      (matter.position?.latitude).sqlValue, .integer(dueAt(matter)), matter.timerAt.sqlValue,
      .integer(matter.updatedAt.milliseconds), .integer(matter.revision),
      .text(String(decoding: snapshot, as: UTF8.self)),
    ]
  }

  private static let insertion = """
    INSERT INTO matters (id, tenant, \(columns.joined(separator: ", ")))
    VALUES (?, ?, \(columns.map { _ in "?" }.joined(separator: ", ")))
    """

  /// The columns of a matter's row in a department's list besides matter and tenant, with what `departmentValues` gives.
  static let departmentColumns = ["department", "due_at", "district", "street", "community", "cell", "state"]

  static func departmentValues(of matter: Matter, _ department: String) -> [SQLValue] {
    [
      .text(department), .integer(dueAt(matter)), matter.areas.district.sqlValue, matter.areas.street.sqlValue,
      matter.areas.community.sqlValue, matter.areas.cell.sqlValue, .text(matter.state.rawValue),
    ]
  }

  private static let departmentInsertion = """
    INSERT INTO matter_departments (matter, tenant, \(departmentColumns.joined(separator: ", ")))
    VALUES (?, ?, \(departmentColumns.map { _ in "?" }.joined(separator: ", ")))
    """

  private static func dueAt(_ matter: Matter) -> Int64 { matter.dueAt?.milliseconds ?? never }

  /// Areas change seldom, so that other changes need not write these columns.
  private func writeAreas(of matter: Matter, tenant: Tenant, in transaction: Transaction) throws {
    let areas = matter.areas
    try transaction.execute(
      "UPDATE matters SET district = ?, street = ?, community = ?, cell = ? WHERE id = ? AND tenant = ?",
      areas.district, areas.street, areas.community, areas.cell, matter.id, tenant)
  }

  /// Keeps a department's list in step; most changes alter nothing there but due date or state.
  private func writeDepartments(of change: PreparedChange, tenant: Tenant, in transaction: Transaction) throws {
    let matter = change.after
    let before = change.before?.departments ?? []
    let after = matter.departments
    if let old = change.before, before == after, old.state == matter.state, old.dueAt == matter.dueAt,
      old.areas == matter.areas
    {
      return
    }
    let key: [SQLValue] = [.integer(matter.id.rawValue), .text(tenant.name)]
    if let old = change.before {
      for department in before {
        try transaction.execute(
          "DELETE FROM matter_departments WHERE matter = ? AND tenant = ? AND department = ? AND due_at = ?",
          values: key + [.text(department), .integer(Self.dueAt(old))])
      }
    }
    for department in after {
      try transaction.execute(Self.departmentInsertion, values: key + Self.departmentValues(of: matter, department))
    }
  }
}
