// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Spatial
import Storage
import Vocabulary

extension EntityQuery {
  /// The conditions on `entities e`, each beginning with AND.
  func condition(tenant: Tenant, dialect: Dialect) throws(Problem) -> (sql: String, values: [SQLValue]) {
    var sql = ""
    var values: [SQLValue] = []
    if !types.isEmpty {
      sql += " AND e.type" + Self.oneOf(types)
      values += types.map(SQLValue.text)
    }
    for (index, condition) in conditions.enumerated() {
      let part = try condition.sql(types: types, tenant: tenant, pointer: "/conditions/\(index)")
      sql += part.sql
      values += part.values
    }
    for relationship in relationships {
      sql += " AND e.id IN (SELECT r.id FROM entity_relationships r WHERE r.tenant = ? AND r.target = ?"
      values += [tenant.sqlValue, .text(relationship.target)]
      if let name = relationship.name {
        sql += " AND r.name = ?"
        values.append(.text(name))
      }
      sql += ")"
    }
    if let box {
      let meeting = EntityStore.places.meeting(box, tenant: tenant, dialect: dialect)
      sql += " AND e.id IN (\(meeting.sql))"
      values += meeting.values
    }
    return (sql, values)
  }

  static func oneOf(_ texts: [String]) -> String {
    texts.count == 1 ? " = ?" : " IN (" + texts.map { _ in "?" }.joined(separator: ", ") + ")"
  }
}

extension AttributeCondition {
  fileprivate func sql(
    types: [String], tenant: Tenant, pointer: String
  ) throws(Problem) -> (sql: String, values: [SQLValue]) {
    // A query of its own over the side table: the engine answers it from one index.
    let having = "IN (SELECT a.id FROM entity_attributes a WHERE a.tenant = ? AND a.name = ?"
    let key: [SQLValue] = [tenant.sqlValue, .text(name)]
    let ofType = types.isEmpty ? "" : " AND a.type" + EntityQuery.oneOf(types)
    let typeValues = types.map(SQLValue.text)
    switch test {
    case .exists: return (" AND e.id \(having)\(ofType))", key + typeValues)
    case .missing: return (" AND NOT \(Self.owned))", [.text(name)])
    case .compare(let comparison, let value):
      let (column, operand) = try Self.operand(comparison, value, pointer)
      if comparison == .notEqual {
        return (
          " AND e.id \(having)\(ofType)) AND NOT \(Self.owned) AND a.\(column) = ?)",
          key + typeValues + [.text(name), operand]
        )
      }
      return (
        " AND e.id \(having) AND a.\(column) \(comparison.rawValue) ?\(ofType))", key + [operand] + typeValues
      )
    }
  }

  private static let owned =
    "EXISTS (SELECT 1 FROM entity_attributes a WHERE a.tenant = e.tenant AND a.id = e.id AND a.name = ?"

  private static func operand(
    _ comparison: Comparison, _ value: JSON, _ pointer: String
  ) throws(Problem) -> (column: String, value: SQLValue) {
    switch value {
    case .integer, .number: return ("number", .real(value.double ?? 0))
    case .string(let text): return ("text", .text(text))
    case .bool(let flag):
      guard comparison == .equal || comparison == .notEqual else {
        throw .invalid(pointer, "true and false can only be compared with = and <>", "true 和 false 只能用 = 和 <> 比较")
      }
      return ("flag", .integer(flag ? 1 : 0))
    case .null, .array, .object:
      throw .invalid(
        pointer, "an attribute is compared with a number, a text or a boolean, not with \(value.kind)",
        "属性可与数、文本或布尔值比较，不能与\(value.chineseKind)比较")
    }
  }
}
