// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Packs
import Storage
import Vocabulary

extension ReadSession {
  private var compiler: SQLCompiler {
    SQLCompiler(
      ThingsResolver(tenant: tenant, rights: rights, dialect: transaction.dialect, language: city.language),
      in: transaction,
      now: city.time.now(), limits: settings.queryLimits)
  }

  /// Adds to a query what the database can decide of a condition.
  ///
  /// - Returns: what has to be decided for each entity that is left.
  func narrow(_ query: inout SetQuery, _ condition: Expression?) throws -> Expression? {
    guard let condition else { return nil }
    var rest: [Expression] = []
    for part in condition.conjuncts {
      do { query.add(try compiler.condition(part, alias: "t")) } catch is NotInSQL {
        rest.append(part)
        continue
      }
      if let name = Self.name(part) {
        // The same again, in the words of an index.
        var named: SQLText = """
          SELECT a.id FROM entity_attributes a WHERE a.tenant = \(tenant.sqlValue)
          AND a.name = 'name' AND a.text = \(.text(name))
          """
        if query.type == .thing {
          // Names in several languages are in no index.
          let own = EntityType.thing.ownPrefix + "%"
          named = """
            \(named) UNION ALL SELECT s.entity FROM sensorthings_entities s WHERE s.tenant = \(tenant.sqlValue)
            AND s.type = 'Thing' AND s.entity NOT LIKE \(.text(own))
            """
        }
        query.add("t.entity IN (\(named))")
      }
    }
    guard let first = rest.first else { return nil }
    return rest.count == 1
      ? first : Expression(node: .logical(.and, rest), type: .boolean, position: first.position)
  }

  /// Of `name eq '…'` the name, where it is indexed.
  private static func name(_ part: Expression) -> String? {
    guard case .comparison(.equal, let left, let right) = part.node, case .path(let path) = left.node,
      path.navigations.isEmpty, path.variable == nil, path.property.name == "name",
      case .literal(.string(let name)) = right.node, name.utf8.count <= 512
    else { return nil }
    return name
  }

  /// The order in SQL; `nil` where the database cannot sort so.
  func order(_ orders: [Ordering]) throws -> SQLOrder? {
    do {
      var order = try compiler.order(orders, alias: "t")
      order.keys.append(SQLOrder.Key("t.id", .integer))
      return order
    } catch is NotInSQL {
      return nil
    }
  }
}
