// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Journaling
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
      if found.warnings.isEmpty, query.after == nil {
        try city.pack.checkCodes(area: query.area)
        if let rule = query.rule, !city.rules.contains(where: { $0.code == rule }) {
          throw UnknownCode(.rule, rule).problem()
        }
      }
      return .page(next: found.next.map { [.integer($0.rawValue)] }, for: call) { writer in
        for warning in found.warnings { warning.write(to: &writer) }
      }
    }
  }

  static func getWarning(_ city: City) -> Endpoint {
    let warnings = Warnings(database: city.database)
    return Endpoint(
      .get, "/api/v1/warnings/{id}", operationId: "getWarning", summary: "One warning",
      description: "With its history: each event's `id` is that for which `/decisions/{id}/explain` tells why it came.",
      tag: "Warnings", access: .roles(Warnings.readers),
      parameters: [.path("id", .identifierSchema, "The warning's identifier.")],
      responses: [200: .json("The warning.", .schemaReference("WarningWithHistory"))]
    ) { call in
      let id = call.pathIdentifier("id")
      let warning = try await warnings.warning(id, for: call.principal)
      let events = try await warnings.history(of: id, for: call.principal).compactMap { event in
        WarningEvent(event).map { (event, $0) }
      }
      var writer = JSONWriter()
      warning.write(to: &writer)
      var members = try JSON(parsing: writer.bytes).object ?? [:]
      members["history"] = .array(
        events.map { event, known in
          [
            "id": .string(event.name), "kind": .string(event.kind), "at": .string(known.warning.at.description),
            "level": .string(known.warning.level.rawValue), "value": .number(known.warning.value),
            "decision": known.use.map { .string($0.name) } ?? .null,
          ]
        })
      return .json(.object(members))
    }
  }
}

extension JSON {
  fileprivate static let levelSchema = enumSchema(WarningLevel.allCases.map(\.rawValue))
}

private let warningMembers: [String: JSON] = [
  "id": .identifierSchema, "revision": .countSchema,
  "rule": ["type": "string", "description": "The threshold rule and its version: gas@2."], "name": .localizedSchema,
  "series": .textSchema, "seriesName": .localizedSchema, "unit": .textSchema, "entity": .textSchema,
  "position": .positionSchema, "areas": .schemaReference("AreaPath"), "matterType": .codeSchema,
  "level": .levelSchema, "peak": .levelSchema, "value": ["type": "number"],
  "condition": ["type": "string", "description": "The condition that held, in FEEL, as the rule writes it: > 0.5."],
  "limit": ["type": "number", "description": "The number in the condition, where that is one comparison."],
  "at": .instantSchema, "raisedAt": .instantSchema, "clearedAt": .instantSchema, "isActive": .boolSchema,
  "extreme": ["type": "number"], "exceedances": .countSchema, "matter": .identifierSchema,
  "trouble": ["type": "string", "description": "Why no matter could be made of it."],
]

private let warningRequired = [
  "id", "revision", "rule", "name", "series", "seriesName", "areas", "matterType", "level", "peak", "value",
  "condition",
  "at", "raisedAt", "isActive", "extreme", "exceedances",
]

let warningSchemas: [String: JSON] = [
  "Warning": .objectSchema(
    warningMembers, required: warningRequired,
    description: "A series whose values mean trouble (预警), from the reading that raised it to the one that cleared it."),
  "WarningWithHistory": .objectSchema(
    warningMembers.merging([
      "history": .arraySchema(
        of: .objectSchema(
          [
            "id": .textSchema, "kind": .textSchema, "at": .instantSchema, "level": .levelSchema,
            "value": ["type": "number"],
            "decision": [
              "type": ["string", "null"], "description": "The rule, its version and the level that fitted: gas@2#1.",
            ],
          ], required: ["id", "kind", "at", "level", "value"]))
    ]) { $1 }, required: warningRequired + ["history"],
    description: "A warning with what happened to it, the oldest first."),
]
