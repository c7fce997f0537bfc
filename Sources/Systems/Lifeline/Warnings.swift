// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Access
import Decisions
public import Journaling
public import Storage
public import Vocabulary

/// The warnings of a city, as people may see them.
public struct Warnings: Sendable {
  /// Roles that see warnings: everybody who works for the city.
  public static let readers = Set(Role.allCases).subtracting([.reporter])

  private let database: Database

  public init(database: Database) { self.database = database }

  /// A page of the warnings within the principal's bounds. An area's are those of its places; a department's those whose
  /// matter it has a part in.
  public func list(_ query: WarningQuery = WarningQuery(), for principal: Principal) async throws -> WarningPage {
    let statement = Self.statement(query, for: principal)
    let rows = try await database.read { transaction in
      try transaction.rows(statement.text, values: statement.values).map(Self.warning)
    }
    let page = Array(rows.prefix(query.limit))
    return WarningPage(warnings: page, next: rows.count > query.limit ? page.last?.id : nil)
  }

  /// One warning.
  /// - Throws: `Problem` of code `notFound` also when it exists but may not be seen.
  public func warning(_ id: Identifier, for principal: Principal) async throws -> Warning {
    let access = AccessRule(principal, in: Self.readers).sql(Self.columns)
    let row = try await database.read { transaction in
      try transaction.row(
        "\(Self.select) WHERE w.tenant = ? AND w.id = ? AND \(access.text)",
        values: [principal.tenant.sqlValue, id.sqlValue] + access.values)
    }
    guard let row else { throw Problem(.notFound, "There is no warning \(id) that you may see.", "没有您可查看的预警 \(id)。") }
    return try Self.warning(row)
  }

  /// Whether somebody may see a warning; false also where there is none.
  public func isVisible(_ id: Identifier, for principal: Principal) async throws -> Bool {
    do {
      _ = try await warning(id, for: principal)
      return true
    } catch let problem as Problem where problem.code == .notFound {
      return false
    }
  }

  /// What happened to a warning, the oldest first; the newest of those beyond the limit are left out.
  /// - Throws: `Problem` of code `notFound` when it may not be seen.
  public func history(of id: Identifier, limit: Int = 100, for principal: Principal) async throws -> [Event] {
    _ = try await warning(id, for: principal)
    return try await database.read { transaction in
      try Journal().history(
        of: id.description, kind: WarningEvent.subjectKind, limit: limit, tenant: principal.tenant, in: transaction)
    }
  }

  static func statement(_ query: WarningQuery, for principal: Principal) -> SQLCondition {
    var conditions = ["w.tenant = ?"]
    var values: [SQLValue] = [principal.tenant.sqlValue]
    func add(_ condition: String, _ more: SQLValue...) {
      conditions.append(condition)
      values += more
    }
    if let isActive = query.isActive { add("w.cleared_at IS \(isActive ? "" : "NOT ")NULL") }
    if let level = query.level { add("w.level = ?", .text(level.rawValue)) }
    if let series = query.series { add("w.series = ?", .text(series)) }
    if let rule = query.rule { add("w.rule = ?", .text(rule)) }
    if let matter = query.matter { add("w.matter = ?", matter.sqlValue) }
    if let area = query.area {
      let condition = Self.columns.area([area])
      conditions.append(condition.text)
      values += condition.values
    }
    let access = AccessRule(principal, in: Self.readers).sql(Self.columns)
    conditions.append(access.text)
    values += access.values
    if let after = query.after { add("w.id < ?", after.sqlValue) }
    values.append(.integer(Int64(query.limit + 1)))
    return SQLCondition(
      "\(select) WHERE \(conditions.joined(separator: " AND ")) ORDER BY w.id DESC LIMIT ?", values)
  }

  /// A warning that is on counts its readings in its state.
  private static let select = """
    SELECT \(WarningStore.columns), s.state FROM warnings w
    LEFT JOIN threshold_states s ON s.tenant = w.tenant AND s.series = w.series_id AND s.rule = w.rule
      AND s.warning = w.id
    """

  private static func warning(_ row: Row) throws -> Warning {
    var warning = try WarningStore.warning(row)
    if let text: String = row[WarningStore.columnCount] {
      let state = ThresholdState(json: try JSON(parsing: text))
      warning.extreme = state.extreme ?? warning.extreme
      warning.exceedances = state.exceedances
    }
    return warning
  }

  /// A warning belongs to nobody: no reporter has one of their own.
  private static let columns = AccessColumns(
    department: """
      EXISTS (SELECT 1 FROM matter_departments x
        WHERE x.tenant = w.tenant AND x.matter = w.matter AND x.department IN (?))
      """,
    area: "w.district IN (?) OR w.street IN (?) OR w.community IN (?) OR w.cell IN (?)", owner: "1 = 0")
}
