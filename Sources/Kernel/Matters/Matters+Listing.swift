// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Spatial
import Storage
public import Vocabulary

extension Matters {
  /// A page of the matters that the principal may see.
  public func list(_ query: MatterQuery, for principal: Principal) async throws -> MatterPage {
    let areas = catalogue.areas
    return try await database.read { [store] transaction in
      let statement = Self.statement(query, for: principal, areas: areas)
      let rows = try transaction.rows(statement.text, values: statement.values)
      var matters = try rows.prefix(query.limit).map { try store.decode($0[2]) }
      guard rows.count > query.limit, let last = rows.dropLast().last else { return MatterPage(matters: matters, next: nil) }
      matters = Array(matters.prefix(query.limit))
      return MatterPage(matters: matters, next: MatterQuery.Cursor(dueAt: last[0], id: last[1]))
    }
  }

  /// The SQL of a list. Where a department is known, by the query or by the principal's bounds, the list runs along that
  /// department's rows; else along the district's or the whole city's.
  static func statement(_ query: MatterQuery, for principal: Principal, areas: AreaIndex) -> SQLCondition {
    let rule = visibility(of: principal)
    let department = query.department ?? rule.boundDepartments.flatMap { $0.count == 1 ? $0.first : nil }
    let byDepartment = department != nil && query.order == .dueAt
    // The columns of whichever table the list runs along.
    let d = byDepartment ? "d" : "m"
    let id = byDepartment ? "d.matter" : "m.id"
    var conditions = ["\(d).tenant = ?"]
    var values: [SQLValue] = [.text(principal.tenant.name)]
    func add(_ condition: String, _ more: SQLValue...) {
      conditions.append(condition)
      values += more
    }
    if let department {
      if byDepartment {
        add("d.department = ?", .text(department))
      } else {
        add("EXISTS (SELECT 1 FROM matter_departments x WHERE x.matter = m.id AND x.department = ?)", .text(department))
      }
    }
    if let area = query.area {
      let level = areas.area(area)?.level.rawValue ?? "district"
      // A smaller area lies in one district, whose index narrows the search.
      if level != "district", let district = areas.path(of: area).district {
        add("\(d).district = ?", .text(district))
      }
      add("\(d).\(level) = ?", .text(area))
    }
    if !query.states.isEmpty {
      conditions.append("\(d).state IN (\(query.states.map { _ in "?" }.joined(separator: ", ")))")
      values += query.states.sorted { $0.rawValue < $1.rawValue }.map { .text($0.rawValue) }
    }
    if let type = query.type { add("m.type = ?", .text(type)) }
    if let priority = query.priority { add("m.priority = ?", .text(priority.rawValue)) }
    if let owner = query.owner { add("m.owner = ?", .text(owner)) }
    if let channel = query.channel { add("m.channel = ?", .text(channel)) }
    if let dueBefore = query.dueBefore { add("\(d).due_at < ?", .integer(dueBefore.milliseconds)) }
    if let box = query.box { addBox(box, &conditions, &values) }
    let access = rule.sql(accessColumns)
    conditions.append(access.text)
    values += access.values
    let order: String
    switch query.order {
    case .dueAt:
      order = "\(d).due_at, \(id)"
      if let after = query.after {
        add("(\(d).due_at, \(id)) > (?, ?)", .integer(after.dueAt), .integer(after.id.rawValue))
      }
    case .newest:
      order = "m.id DESC"
      if let after = query.after { add("m.id < ?", .integer(after.id.rawValue)) }
    }
    values.append(.integer(Int64(query.limit + 1)))
    let from = byDepartment ? "matter_departments d JOIN matters m ON m.id = d.matter" : "matters m"
    return SQLCondition(
      "SELECT \(d).due_at, m.id, m.snapshot FROM \(from) WHERE \(conditions.joined(separator: " AND ")) "
        + "ORDER BY \(order) LIMIT ?", values)
  }

  static let accessColumns = AccessColumns(
    department: "EXISTS (SELECT 1 FROM matter_departments x WHERE x.matter = m.id AND x.department IN (?))",
    area: "(m.district IN (?) OR m.street IN (?) OR m.community IN (?) OR m.cell IN (?))", owner: "m.owner IN (?)")

  private static func addBox(_ box: BoundingBox, _ conditions: inout [String], _ values: inout [SQLValue]) {
    let ranges = ZOrder.ranges(covering: box)
    conditions.append("(" + ranges.map { _ in "m.place BETWEEN ? AND ?" }.joined(separator: " OR ") + ")")
    for range in ranges { values += [.integer(range.lowerBound), .integer(range.upperBound)] }
    conditions.append("m.longitude BETWEEN ? AND ? AND m.latitude BETWEEN ? AND ?")
    values += [.real(box.west), .real(box.east), .real(box.south), .real(box.north)]
  }
}
