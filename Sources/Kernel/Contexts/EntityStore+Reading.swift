// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
public import Storage
public import Vocabulary

extension EntityStore {
  /// SQL templates that tell which entities somebody bounded by department or area may see; `?` stands for a list of codes.
  /// There is no owner of an entity.
  public static let accessTemplates = (
    department: "e.department IN (?)",
    area: "e.district IN (?) OR e.street IN (?) OR e.community IN (?) OR e.cell IN (?)", owner: "1 = 0 AND '' IN (?)"
  )

  public func find(_ id: String, tenant: Tenant, in transaction: Transaction) throws -> Entity? {
    try find(id, tenant: tenant, lock: false, in: transaction)
  }

  /// - Throws: `Problem` of code `notFound`.
  public func read(_ id: String, tenant: Tenant, in transaction: Transaction) throws -> Entity {
    guard let entity = try find(id, tenant: tenant, in: transaction) else { throw Self.notFound(id) }
    return entity
  }

  /// A page of entities, by id.
  ///
  /// - Parameters:
  ///   - condition: a further condition in SQL on the columns of `entities e`, with `?` for its `arguments`: an access rule.
  ///   - after: the last id of the page before.
  ///   - limit: most entities to return; a page with fewer is the last.
  /// - Throws: `Problem` of code `invalid` for a comparison that makes no sense.
  public func list(
    _ query: EntityQuery = EntityQuery(), where condition: String? = nil, arguments: [SQLValue] = [],
    after: String = "", limit: Int = 100, tenant: Tenant, in transaction: Transaction
  ) throws -> [Entity] {
    let (sql, values) = try Self.listQuery(
      query, where: condition, arguments: arguments, after: after, limit: limit, tenant: tenant,
      dialect: transaction.dialect)
    return try transaction.rows(sql, values: values).map { try Self.entity($0, tenant) }
  }

  static func listQuery(
    _ query: EntityQuery, where condition: String?, arguments: [SQLValue], after: String, limit: Int, tenant: Tenant,
    dialect: Dialect
  ) throws(Problem) -> (sql: String, values: [SQLValue]) {
    let chosen = try query.condition(tenant: tenant, dialect: dialect)
    let bounds = condition.map { " AND (\($0))" } ?? ""
    return (
      "SELECT \(columns) FROM entities e WHERE e.tenant = ? AND e.id > ?\(chosen.sql)\(bounds) ORDER BY e.id LIMIT ?",
      [tenant.sqlValue, .text(after)] + chosen.values + arguments + [.integer(Int64(limit))]
    )
  }

  /// The types of entities there are, with how many of each.
  public func types(tenant: Tenant, in transaction: Transaction) throws -> [(type: String, count: Int)] {
    try transaction.rows("SELECT type, COUNT(*) FROM entities WHERE tenant = ? GROUP BY type ORDER BY type", tenant)
      .map { ($0[0], $0[1]) }
  }

  func find(_ id: String, tenant: Tenant, lock: Bool, in transaction: Transaction) throws -> Entity? {
    try transaction.row(
      "SELECT \(Self.columns) FROM entities e WHERE e.tenant = ? AND e.id = ?"
        + (lock ? transaction.dialect.forUpdate : ""), tenant, id
    ).map { try Self.entity($0, tenant) }
  }

  private static let columns = """
    e.id, e.type, e.revision, e.created_at, e.modified_at, e.department, e.district, e.street, e.community, e.cell,
    e.location, e.content
    """

  private static func entity(_ row: Row, _ tenant: Tenant) throws -> Entity {
    let location: String? = row[10]
    let content = try JSON(parsing: row[11] as String, depth: 128)
    // Reads its own writing: the checks were made when it came in.
    var reader = JSONReader()
    func parts<Part>(_ key: String, _ read: (JSON, String, inout JSONReader) -> Part?) -> [String: Part] {
      (content[key]?.object ?? [:]).compactMapValues { read($0, "", &reader) }
    }
    return Entity(
      id: row[0], type: row[1], tenant: tenant,
      attributes: parts("attributes") { Attribute(json: $0, at: $1, &$2) },
      relationships: parts("relationships") { Relationship(json: $0, at: $1, &$2) },
      location: try location.map { try Geometry(json: try JSON(parsing: $0), maximumPositions: .max) },
      department: row[5], areas: AreaPath(district: row[6], street: row[7], community: row[8], cell: row[9]),
      createdAt: row[3], modifiedAt: row[4], revision: row[2])
  }
}
