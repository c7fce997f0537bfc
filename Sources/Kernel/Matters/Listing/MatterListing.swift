// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Spatial
import Storage
import Vocabulary

/// A list as SQL: which index it runs along, and what is filtered on the way.
struct MatterListing: Sendable {
  /// What a list runs along.
  enum Path: Equatable {
    /// The list's own order, of the department where one is known, else of the district, else of the whole city.
    case order
    /// The matters of one owner, which are then sorted.
    case owner
    /// The matters of the departments of which every one of the list is, which are then sorted.
    case departments
    /// The matters in a box, which are then sorted.
    case place
    /// The matters of one of the selections, which are then sorted.
    case selection(Int)
  }

  /// Matters that are sorted rather than walked along, at most: sorting these takes a few milliseconds.
  static let fewEnough = 2000

  let query: MatterQuery
  let tenant: Tenant
  private let rule: AccessRule
  private let areas: AreaIndex
  /// What every matter of the list has, because it is asked for or because nothing else may be seen.
  private let department: String?
  private let departments: Set<String>
  private let owner: String?
  private let district: String?
  /// Queries that give the identifiers, as `id`, of matters of which every one of the list is.
  private let selections: [SQLCondition]

  init(_ query: MatterQuery, rule: AccessRule, tenant: Tenant, areas: AreaIndex, dialect: Dialect) {
    self.query = query
    selections =
      (query.text.map { [MatterTexts.selection($0, tenant: tenant, dialect: dialect)] } ?? []) + query.selections
    self.rule = rule
    self.tenant = tenant
    self.areas = areas
    departments = query.department.map { [$0] } ?? rule.boundDepartments ?? []
    department = departments.count == 1 ? departments.first : nil
    owner = query.owner ?? rule.boundOwner
    // A smaller area lies in one district, whose index narrows the search.
    district = (query.area ?? rule.boundArea).flatMap { areas.path(of: $0).district }
  }

  /// The path by which little has to be read: someone's few matters, or those in a small box, are found by their own index
  /// and sorted; where they are many, the next ones in order are soon among them.
  ///
  /// A department's matters are in order already, by due date and by age, unless its district is asked for, too, or they are
  /// the matters of several departments.
  func path(in transaction: Transaction) throws -> Path {
    if let box = query.box, try areFew(within(box), in: transaction) { return .place }
    for (index, selection) in selections.enumerated() where try areFew(selection, in: transaction) {
      return .selection(index)
    }
    // By age, the index of owners has the order.
    if let owner, query.order == .dueAt {
      let own = SQLCondition(
        "SELECT p.id FROM matters p WHERE p.tenant = ? AND p.owner = ?", [.text(tenant.name), .text(owner)])
      if try areFew(own, in: transaction) { return .owner }
    }
    if !departments.isEmpty, department == nil || (query.order != .dueAt && district != nil),
      try areFew(ofDepartments, in: transaction)
    {
      return .departments
    }
    return .order
  }

  /// The identifiers of the matters of all departments of which every one of the list is.
  private var ofDepartments: SQLCondition {
    let codes = departments.sorted()
    let marks = codes.map { _ in "?" }.joined(separator: ", ")
    return SQLCondition(
      "SELECT p.matter AS id FROM matter_departments p WHERE p.tenant = ? AND p.department IN (\(marks))"
        + (district == nil ? "" : " AND p.district = ?"),
      [.text(tenant.name)] + codes.map { .text($0) } + (district.map { [.text($0)] } ?? []))
  }

  private func areFew(_ selection: SQLCondition, in transaction: Transaction) throws -> Bool {
    let row = try transaction.row(
      "SELECT COUNT(*) FROM (\(selection.text) LIMIT ?) few",
      values: selection.values + [.integer(Int64(Self.fewEnough + 1))])
    return row?[0] ?? 0 <= Self.fewEnough
  }

  /// The identifiers of the matters in a box, and of some around it.
  private func within(_ box: BoundingBox) -> SQLCondition {
    let ranges = ZOrder.ranges(covering: box)
    // Each range by itself: joined by OR, the planner would rather read the whole city.
    let selections = ranges.map { _ in "SELECT p.id FROM matters p WHERE p.tenant = ? AND p.place BETWEEN ? AND ?" }
    return SQLCondition(
      selections.joined(separator: " UNION ALL "),
      ranges.flatMap { [.text(tenant.name), .integer($0.lowerBound), .integer($0.upperBound)] })
  }

  func statement(along path: Path) -> SQLCondition {
    let byDepartment = byDepartment(path)
    let filter = filter(along: path)
    let d = byDepartment ? "d" : "m"
    let id = byDepartment ? "d.matter" : "m.id"
    // An expression is no column of an index: the list is sorted.
    let sorted = path == .order ? "" : " + 0"
    let order =
      switch query.order {
      case .dueAt: "\(d).due_at\(sorted), \(id)"
      case .newest: "\(id)\(sorted) DESC"
      case .oldest: "\(id)\(sorted)"
      }
    return SQLCondition(
      "SELECT \(d).due_at, m.id, m.snapshot, m.revision FROM \(from(path)) WHERE \(filter.text) ORDER BY \(order) LIMIT ?",
      filter.values + [.integer(Int64(query.limit + 1))])
  }

  /// Counts the matters of the whole list, at most so many.
  func count(along path: Path, upTo limit: Int) -> SQLCondition {
    let filter = filter(along: path)
    return SQLCondition(
      "SELECT COUNT(*) FROM (SELECT 1 FROM \(from(path)) WHERE \(filter.text) LIMIT ?) counted",
      filter.values + [.integer(Int64(limit))])
  }

  private func byDepartment(_ path: Path) -> Bool { department != nil && path == .order }

  private func from(_ path: Path) -> String {
    byDepartment(path) ? "matter_departments d JOIN matters m ON m.id = d.matter" : "matters m"
  }

  private func filter(along path: Path) -> SQLCondition {
    let byDepartment = byDepartment(path)
    // The columns of whichever table the list runs along.
    let d = byDepartment ? "d" : "m"
    let id = byDepartment ? "d.matter" : "m.id"
    var filter = Filter()
    switch (path, query.box) {
    case (.place, let box?):
      let within = within(box)
      filter.add("m.id IN (\(within.text))", within.values)
    default: filter.add("\(d).tenant = ?", .text(tenant.name))
    }
    if let department, byDepartment { filter.add("d.department = ?", .text(department)) }
    addQuery(to: &filter, d: d, along: path)
    let access = rule.sql(accessColumns(along: path))
    filter.add(access.text, access.values)
    addSelections(to: &filter, along: path)
    if path == .departments {
      filter.add("m.id IN (SELECT s.id FROM (\(ofDepartments.text)) s)", ofDepartments.values)
    }
    if let after = query.after {
      switch query.order {
      case .dueAt:
        filter.add("(\(d).due_at, \(id)) > (?, ?)", .integer(after.dueAt), .integer(after.id.rawValue))
      case .newest: filter.add("\(id) < ?", .integer(after.id.rawValue))
      case .oldest: filter.add("\(id) > ?", .integer(after.id.rawValue))
      }
    }
    return SQLCondition(filter.conditions.joined(separator: " AND "), filter.values)
  }

  /// The selection along which the list runs gives the identifiers; in the others each matter is looked for.
  private func addSelections(to filter: inout Filter, along path: Path) {
    for (index, selection) in selections.enumerated() {
      let isText = index == 0 && query.text != nil
      if path == .selection(index) {
        filter.add("m.id IN (SELECT s.id FROM (\(selection.text)) s)", selection.values)
      } else if isText {
        // Looking for words in one matter costs as much as finding all that have them: so these are found once. The sign
        // keeps the list on its own path.
        filter.add("+m.id IN (SELECT s.id FROM (\(selection.text)) s)", selection.values)
      } else {
        filter.add("EXISTS (SELECT 1 FROM (\(selection.text)) s WHERE s.id = m.id)", selection.values)
      }
    }
  }

  private func addQuery(to filter: inout Filter, d: String, along path: Path) {
    let byDepartment = byDepartment(path)
    if let department = query.department, !byDepartment {
      filter.add(
        "EXISTS (SELECT 1 FROM matter_departments x WHERE x.tenant = m.tenant AND x.matter = m.id AND x.department = ?)",
        .text(department))
    }
    // The indexes of districts have the order of due dates alone.
    let isPassive = path == .order && query.order != .dueAt
    if let district { filter.add(Self.condition("\(d).district = ?", isPassive: isPassive), .text(district)) }
    if let area = query.area {
      let level = areas.area(area)?.level.rawValue ?? "district"
      filter.add(Self.condition("\(d).\(level) = ?", isPassive: isPassive), .text(area))
    }
    if !query.states.isEmpty {
      filter.add(
        "\(d).state IN (\(query.states.map { _ in "?" }.joined(separator: ", ")))",
        query.states.map(\.rawValue).sorted().map { .text($0) })
    }
    // By age, what is open would have to be sorted.
    if path == .order, !byDepartment, query.order == .dueAt, !query.states.isEmpty,
      query.states.allSatisfy({ !$0.isFinal })
    {
      filter.add(Self.isOpen)
    }
    if let type = query.type { filter.add("m.type = ?", .text(type)) }
    if let priority = query.priority { filter.add("m.priority = ?", .text(priority.rawValue)) }
    if let owner = query.owner {
      filter.add(Self.condition("m.owner = ?", isPassive: walksPastOwners(path)), .text(owner))
    }
    if let channel = query.channel { filter.add("m.channel = ?", .text(channel)) }
    if let dueBefore = query.dueBefore {
      filter.add(Self.condition("\(d).due_at < ?", isPassive: isPassive), .integer(dueBefore.milliseconds))
    }
    if let box = query.box {
      filter.add(
        "m.longitude BETWEEN ? AND ? AND m.latitude BETWEEN ? AND ?", .real(box.west), .real(box.east),
        .real(box.south), .real(box.north))
    }
  }

  /// The condition of the index `matters_open`.
  private static let isOpen =
    "m.state NOT IN ('"
    + MatterState.allCases.filter(\.isFinal).map(\.rawValue).sorted().joined(separator: "', '") + "')"

  /// A condition, or the same in a shape for which no planner takes an index: where the list has to keep to its own.
  private static func condition(_ text: String, isPassive: Bool) -> String {
    isPassive ? "COALESCE(\(text), FALSE)" : text
  }

  /// Many matters of an owner are not to be gathered and sorted; by age, the index of owners has the order.
  private func walksPastOwners(_ path: Path) -> Bool { path == .order && query.order == .dueAt }

  private func accessColumns(along path: Path) -> AccessColumns {
    AccessColumns(
      department:
        "EXISTS (SELECT 1 FROM matter_departments x WHERE x.tenant = m.tenant AND x.matter = m.id AND x.department IN (?))",
      area: "(m.district IN (?) OR m.street IN (?) OR m.community IN (?) OR m.cell IN (?))",
      owner: Self.condition("m.owner IN (?)", isPassive: walksPastOwners(path)))
  }
}

/// Conditions of which all must hold, with their values.
private struct Filter {
  var conditions: [String] = []
  var values: [SQLValue] = []

  mutating func add(_ condition: String, _ more: SQLValue...) { add(condition, more) }

  mutating func add(_ condition: String, _ more: [SQLValue]) {
    conditions.append(condition)
    values += more
  }
}
