// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Lifeline
import Packs
import Vocabulary

extension Endpoint {
  static func listWarnings(_ city: City) -> Endpoint {
    let warnings = Warnings(database: city.database)
    return Endpoint(
      .get, "/api/v1/warnings", operationId: "listWarnings", summary: "The warnings that you may see, the newest first",
      description: "An area's are those of its places; a department's those whose matter it has a part in.",
      tag: "Warnings", access: .roles(Warnings.readers),
      parameters: Parameter.paging + [
        .query("active", .boolSchema, "Only those that are on, or only those that are over."),
        .query("level", .levelSchema, "Only of this level."),
        .query("series", .stringSchema(length: 1...256), "Only of this series."),
        .query("rule", .codeSchema, "Only of this threshold rule."), .query("area", .codeSchema, "Only in this area."),
        .query("matter", .identifierSchema, "Only those that this matter deals with."),
      ], responses: [200: .page("A page of warnings.", of: .schemaReference("Warning"))]
    ) { call in
      let page = try call.page()
      var query = WarningQuery()
      query.limit = page.limit
      query.after = page.after?.first?.integer.map { Identifier(rawValue: $0) }
      query.isActive = call.bool("active")
      query.level = call.string("level").flatMap(WarningLevel.init)
      query.series = call.string("series")
      query.rule = call.string("rule")
      query.area = call.string("area")
      query.matter = call.identifier("matter")
      let found = try await warnings.list(query, for: call.principal)
      return .page(next: found.next.map { [.integer($0.rawValue)] }, for: call) { writer in
        for warning in found.warnings { warning.write(to: &writer) }
      }
    }
  }

  static func getWarning(_ city: City) -> Endpoint {
    let warnings = Warnings(database: city.database)
    return Endpoint(
      .get, "/api/v1/warnings/{id}", operationId: "getWarning", summary: "One warning", tag: "Warnings",
      access: .roles(Warnings.readers), parameters: [.path("id", .identifierSchema, "The warning's identifier.")],
      responses: [200: .json("The warning.", .schemaReference("Warning"))]
    ) { call in
      let warning = try await warnings.warning(call.pathIdentifier("id"), for: call.principal)
      return .json { warning.write(to: &$0) }
    }
  }
}

extension JSON {
  fileprivate static let levelSchema = enumSchema(WarningLevel.allCases.map(\.rawValue))
}

let warningSchemas: [String: JSON] = [
  "Warning": .objectSchema(
    [
      "id": .identifierSchema, "revision": .countSchema,
      "rule": ["type": "string", "description": "The threshold rule and its version: gas@2."], "name": .localizedSchema,
      "series": .textSchema, "seriesName": .localizedSchema, "unit": .textSchema, "entity": .textSchema,
      "position": .positionSchema, "areas": .schemaReference("AreaPath"), "matterType": .codeSchema,
      "level": .levelSchema, "peak": .levelSchema, "value": ["type": "number"], "limit": ["type": "number"],
      "at": .instantSchema, "raisedAt": .instantSchema, "clearedAt": .instantSchema, "isActive": .boolSchema,
      "extreme": ["type": "number"], "exceedances": .countSchema, "matter": .identifierSchema,
      "trouble": ["type": "string", "description": "Why no matter could be made of it."],
    ],
    required: [
      "id", "revision", "rule", "name", "series", "seriesName", "areas", "matterType", "level", "peak", "value",
      "limit",
      "at", "raisedAt", "isActive", "extreme", "exceedances",
    ],
    description: "A series whose values mean trouble (预警), from the reading that raised it to the one that cleared it.")
]
