// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Storage
import Access
import Contexts
import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func listEntities(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/entities", operationId: "listEntities", summary: "The things of the city, by identifier",
      tag: "Entities", access: .roles(EntityAccess.readers),
      parameters: Parameter.paging + [
        .query(
          "type", .arraySchema(of: .stringSchema(length: 1...256), maximum: 20), isCommaSeparated: true,
          "Only of these types."),
        .query(
          "where", .arraySchema(of: .stringSchema(length: 1...600), maximum: 10),
          "Only those whose attribute meets the condition, as in `pressure>=3.5`, `material=steel`, `name<>\"7\"`; a name "
            + "alone: those that have the attribute; `!name`: those that have it not. All conditions must be met."),
        .query("related", .stringSchema(length: 1...1024), "Only those with a relationship to this entity."),
        .query("bbox", .boxSchema, isCommaSeparated: true, "Only those whose place meets west,south,east,north."),
      ], responses: [200: .page("A page of entities.", of: .schemaReference("Entity"))]
    ) { call in
      let page = try call.page()
      var query = EntityQuery(types: call.strings("type"), box: try call.box("bbox"))
      query.conditions = try call.strings("where").map { text throws(Problem) in try AttributeCondition(parsing: text) }
      if let target = call.string("related") { query.relationships = [RelationshipCondition(nil, target: target)] }
      let bounds = AccessRule(call.principal, in: EntityAccess.readers).sql(EntityAccess.columns)
      let found = try await city.database.read { [query, store = city.entities, tenant = city.tenant] transaction in
        try store.list(
          query, where: bounds.text, arguments: bounds.values, after: page.after?.first?.string ?? "",
          limit: page.limit + 1, tenant: tenant, in: transaction)
      }
      let (entities, next) = page.cut(found) { [.string($0.id)] }
      return .page(entities.map(\.json), next: next, for: call)
    }
  }
}

extension AttributeCondition {
  /// Reads `name`, `!name`, or a name, a comparison and a value: a number, `true`, `false`, text in quotes, or any other text.
  init(parsing text: String) throws(Problem) {
    let operators = text.firstIndex { "=<>".contains($0) }
    guard let start = operators else {
      self = text.hasPrefix("!") ? Self(String(text.dropFirst()), .missing) : Self(text, .exists)
      guard !name.isEmpty else { throw .invalid("where", "a condition names an attribute", "条件须指明属性") }
      return
    }
    let name = String(text[..<start])
    let known = Comparison.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
    guard !name.isEmpty, let comparison = known.first(where: { text[start...].hasPrefix($0.rawValue) }) else {
      throw .invalid(
        "where", "\"\(text.prefix(60))\" is no condition; one looks like pressure>=3.5",
        "“\(text.prefix(60))”不是条件；条件如 pressure>=3.5")
    }
    let rest = String(text[start...].dropFirst(comparison.rawValue.count))
    var value = JSON.string(rest)
    if let json = try? JSON(parsing: rest) {
      switch json {
      case .integer, .number, .bool, .string: value = json
      case .null, .array, .object: break
      }
    }
    self.init(name, comparison, value)
  }
}
