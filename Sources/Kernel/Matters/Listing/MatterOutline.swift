// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
public import Spatial
public import Storage
public import Vocabulary

/// What a line about a matter shows, and what says who may see it; nothing of it tells about a reporter.
public struct MatterOutline: Sendable, Hashable {
  public var id: Identifier
  public var number: String
  public var type: String
  public var state: MatterState
  public var priority: MatterPriority
  /// The department in charge.
  public var department: String?
  public var areas: AreaPath
  public var position: Position?
  public var dueAt: Instant?
  public var revision: Int64
  public var facts: AccessFacts
}

extension Matters {
  /// Outlines of matters as they are in this transaction, without decoding any of them. Identifiers that are unknown are left
  /// out.
  public func outlines(
    of ids: [Identifier], tenant: Tenant, in transaction: Transaction
  ) throws -> [Identifier: MatterOutline] {
    var outlines: [Identifier: MatterOutline] = [:]
    outlines.reserveCapacity(ids.count)
    for first in stride(from: 0, to: ids.count, by: Self.outlinesAtOnce) {
      let some = ids[first..<min(first + Self.outlinesAtOnce, ids.count)]
      // Filled up with the last one, so that there is one statement to prepare.
      let filler = repeatElement(ids[some.endIndex - 1], count: Self.outlinesAtOnce - some.count)
      let values = [tenant.sqlValue] + some.map(\.sqlValue) + filler.map(\.sqlValue)
      for row in try transaction.rows(Self.outlineQuery, values: values) {
        if let outline = MatterOutline(row) { outlines[outline.id] = outline }
      }
      for row in try transaction.rows(Self.outlineDepartments, values: values) {
        outlines[row[0]]?.facts.departments.insert(row[1])
      }
    }
    return outlines
  }

  private static let outlinesAtOnce = 50
  private static let marks = repeatElement("?", count: outlinesAtOnce).joined(separator: ", ")
  static let outlineColumns = """
    id, number, type, state, priority, department, district, street, community, cell, longitude, latitude, due_at,
      revision, owner
    """
  static let outlineQuery = """
    SELECT \(outlineColumns) FROM matters WHERE tenant = ? AND id IN (\(marks))
    """
  static let outlineDepartments =
    "SELECT matter, department FROM matter_departments WHERE tenant = ? AND matter IN (\(marks))"
}

extension MatterOutline {
  init?(_ row: Row) {
    guard let state = MatterState(rawValue: row[3]), let priority = MatterPriority(rawValue: row[4]) else { return nil }
    let areas = AreaPath(district: row[6], street: row[7], community: row[8], cell: row[9])
    var position: Position?
    if let longitude: Double = row[10], let latitude: Double = row[11] { position = Position(longitude, latitude) }
    let due: Int64 = row[12]
    self.init(
      id: row[0], number: row[1], type: row[2], state: state, priority: priority, department: row[5], areas: areas,
      position: position, dueAt: due == MatterStore.never ? nil : Instant(milliseconds: due), revision: row[13],
      facts: AccessFacts(areas: areas.codes, owner: row[14]))
  }
}
