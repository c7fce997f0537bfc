// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

public import Access
import Matters
public import Storage
public import Vocabulary

/// Makes on-time reports from the outcomes of matters.
public struct OnTimeReports: Sendable {
  private let database: Database
  private let kept: KeptReports

  public init(database: Database) { self.init(database: database, kept: KeptReports()) }

  init(database: Database, kept: KeptReports) {
    self.database = database
    self.kept = kept
  }

  /// Counts the matters that the principal may see: the same that lists show. A report that took long to make is kept
  /// for a while, at most a minute; its `at` says of when it is.
  /// - Parameter now: by which open matters are overdue or not.
  /// - Throws: `Problem` of code `invalid` for a dimension that is named twice or a period that ends before it begins.
  public func report(_ query: OnTimeQuery, for principal: Principal, at now: Instant) async throws -> OnTimeReport {
    guard Set(query.dimensions).count == query.dimensions.count else {
      let all = OnTimeQuery.Dimension.allCases.map(\.rawValue)
      throw Problem.invalid(
        "by", "each of \(all.joined(separator: ", ")) at most once", "\(all.joined(separator: "、"))各最多出现一次")
    }
    if let from = query.from, let to = query.to, to < from {
      throw Problem.invalid(
        "to", "the period ends at \(to), before it begins at \(from)", "统计时段的结束时间 \(to) 早于开始时间 \(from)")
    }
    let statement = Self.statement(query, for: principal, at: now)
    // All of the statement but the time by which matters are overdue.
    let question = SQLCondition(statement.text, Array(statement.values.dropFirst()))
    return try await kept.report(question) { [database, tenant = principal.tenant] in
      try await Self.isLarge(query, tenant: tenant, in: database)
    } make: { [database] in
      try await Self.made(query, statement, in: database, at: now)
    }
  }

  /// With fewer matters in its period, a report is made anew each time.
  private static let many = 20_000

  private static func isLarge(_ query: OnTimeQuery, tenant: Tenant, in database: Database) async throws -> Bool {
    let at = query.basis == .opened ? "o.opened_at" : "o.ended_at"
    let (from, to) = (query.from ?? Instant(milliseconds: 0), query.to ?? Instant(milliseconds: .max))
    let count: Int = try await database.read { transaction -> Int in
      try transaction.row(
        """
        SELECT COUNT(*) FROM (
          SELECT 1 FROM matter_outcomes o WHERE o.tenant = ? AND \(at) >= ? AND \(at) < ? LIMIT ?) few
        """, tenant, from, to, Self.many)?[0] ?? 0
    }
    return count >= many
  }

  private static func made(
    _ query: OnTimeQuery, _ statement: SQLCondition, in database: Database, at now: Instant
  ) async throws -> OnTimeReport {
    let count = query.dimensions.count
    let lines = try await database.read { transaction in
      try transaction.rows(statement.text, values: statement.values).map { row in
        OnTimeReport.Line(
          keys: (0..<count).map { row[$0] }, matters: row[count], closed: row[count + 1],
          due: row[count + 2] + row[count + 3] + row[count + 5], onTime: row[count + 2], late: row[count + 3],
          open: row[count + 4], openLate: row[count + 5])
      }
    }
    let sorted = lines.sorted { precedes($0.keys, $1.keys) }
    return OnTimeReport(
      dimensions: query.dimensions, basis: query.basis, at: now, lines: sorted.filter { $0.matters > 0 },
      total: sorted.reduce(into: OnTimeReport.Line(keys: [])) { $0.add($1) })
  }

  /// The matters that a number of a report counts, as a list to which lists of matters can be narrowed
  /// (`MatterQuery.selections`).
  /// - Parameter now: by which open matters are overdue or not.
  public static func selection(
    _ part: OnTimeReport.Part, of query: OnTimeQuery, tenant: Tenant, at now: Instant
  ) -> SQLCondition {
    var filter = filter(query)
    switch part {
    case .matters: break
    case .closed: filter.text += " AND o.ending IS NOT NULL"
    case .onTime: filter.text += " AND o.verdict = 'onTime'"
    case .late: filter.text += " AND o.verdict = 'late'"
    case .open: filter.text += " AND o.verdict = 'open'"
    case .openLate:
      filter.text += " AND o.verdict = 'open' AND o.due_at < ?"
      filter.values.append(now.sqlValue)
    }
    return SQLCondition(
      "SELECT o.matter AS id FROM matter_outcomes o WHERE o.tenant = ? AND \(filter.text)",
      [tenant.sqlValue] + filter.values)
  }

  static func statement(_ query: OnTimeQuery, for principal: Principal, at now: Instant) -> SQLCondition {
    let keys = query.dimensions.map { column(of: $0, query.basis) }
    let filter = filter(query)
    let access = Matters.visibility(of: principal).sql(columns("o", "matter"))
    var sql = "SELECT \(keys.map { "\($0), " }.joined())\(counts) FROM matter_outcomes o"
    sql += " WHERE o.tenant = ? AND \(filter.text) AND \(access.text)"
    if !keys.isEmpty { sql += " GROUP BY \(keys.joined(separator: ", "))" }
    return SQLCondition(sql, [now.sqlValue, principal.tenant.sqlValue] + filter.values + access.values)
  }

  /// The outcomes that a report is about, whoever asks.
  static func filter(_ query: OnTimeQuery) -> SQLCondition {
    let at = query.basis == .opened ? "o.opened_at" : "o.ended_at"
    var conditions: [String] = []
    var values: [SQLValue] = []
    func add(_ condition: String, _ more: SQLValue...) {
      conditions.append(condition)
      values += more
    }
    if query.basis == .ended { add("o.ended_at IS NOT NULL") }
    if let from = query.from { add("\(at) >= ?", from.sqlValue) }
    if let to = query.to { add("\(at) < ?", to.sqlValue) }
    if let type = query.type { add("o.type = ?", .text(type)) }
    if let department = query.department { add("o.department = ?", .text(department)) }
    if let channel = query.channel { add("o.channel = ?", .text(channel)) }
    if let without = query.without { add("\(column(of: without, query.basis)) IS NULL") }
    if let area = query.area { add(inArea("o"), .text(area), .text(area), .text(area), .text(area)) }
    // Spelled out, so that an ending that does not count leaves no trace in any column.
    let endings = MatterOutcome.Ending.allCases.filter(query.endings.contains).map { "'\($0.rawValue)'" }
    add("(o.ending IS NULL\(endings.isEmpty ? "" : " OR o.ending IN (\(endings.joined(separator: ", ")))"))")
    return SQLCondition(conditions.joined(separator: " AND "), values)
  }

  /// The outcomes `o` in an area, of matters that the principal may see.
  ///
  /// - Parameters:
  ///   - row: the name of the rows, which have the columns of areas and owner.
  ///   - id: their column with the matter's identifier.
  static func bounds(
    area: String?, for principal: Principal, row: String = "o", id: String = "matter"
  ) -> SQLCondition {
    let access = Matters.visibility(of: principal).sql(columns(row, id))
    guard let area else { return access }
    return SQLCondition(
      "\(inArea(row)) AND \(access.text)", Array(repeating: .text(area), count: 4) + access.values)
  }

  private static func inArea(_ row: String) -> String {
    "(\(row).district = ? OR \(row).street = ? OR \(row).community = ? OR \(row).cell = ?)"
  }

  /// What ended in each of so many hours from an instant on, in time and late.
  static func hours(
    _ count: Int, from start: Instant, area: String?, for principal: Principal, in transaction: Transaction
  ) throws -> [(onTime: Int, late: Int)] {
    var query = OnTimeQuery()
    query.basis = .ended
    query.area = area
    query.from = start
    query.to = start + .seconds(Int64(count) * 3600)
    let filter = filter(query)
    let access = Matters.visibility(of: principal).sql(columns("o", "matter"))
    let sql = """
      SELECT (o.ended_at - ?) / 3600000, COUNT(CASE WHEN o.verdict = 'onTime' THEN 1 END),
        COUNT(CASE WHEN o.verdict = 'late' THEN 1 END)
      FROM matter_outcomes o WHERE o.tenant = ? AND \(filter.text) AND \(access.text) GROUP BY 1
      """
    var hours = Array(repeating: (onTime: 0, late: 0), count: count)
    for row in try transaction.rows(
      sql, values: [start.sqlValue, principal.tenant.sqlValue] + filter.values + access.values)
    {
      let hour: Int = row[0]
      guard hours.indices.contains(hour) else { continue }
      hours[hour] = (onTime: row[1], late: row[2])
    }
    return hours
  }

  private static let counts = """
    COUNT(*), COUNT(o.ending), COUNT(CASE WHEN o.verdict = 'onTime' THEN 1 END),
      COUNT(CASE WHEN o.verdict = 'late' THEN 1 END), COUNT(CASE WHEN o.verdict = 'open' THEN 1 END),
      COUNT(CASE WHEN o.verdict = 'open' AND o.due_at < ? THEN 1 END)
    """

  private static func column(of dimension: OnTimeQuery.Dimension, _ basis: OnTimeQuery.Basis) -> String {
    switch dimension {
    case .type: "o.type"
    case .department: "o.department"
    case .area: "o.district"
    case .street: "o.street"
    case .month: basis == .opened ? "o.opened_month" : "o.ended_month"
    }
  }

  /// As those of the lists of matters.
  private static func columns(_ row: String, _ id: String) -> AccessColumns {
    AccessColumns(
      department: """
        EXISTS (SELECT 1 FROM matter_departments x
          WHERE x.tenant = \(row).tenant AND x.matter = \(row).\(id) AND x.department IN (?))
        """,
      area: "\(row).district IN (?) OR \(row).street IN (?) OR \(row).community IN (?) OR \(row).cell IN (?)",
      owner: "\(row).owner IN (?)")
  }

  private static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      guard let one else { return true }
      guard let other else { return false }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return false
  }
}

extension OnTimeReport.Line {
  fileprivate mutating func add(_ other: Self) {
    matters += other.matters
    closed += other.closed
    due += other.due
    onTime += other.onTime
    late += other.late
    open += other.open
    openLate += other.openLate
  }
}
