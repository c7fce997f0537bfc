// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Calendars
import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func listMatterTypes(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/matter-types", operationId: "listMatterTypes", summary: "The types that new matters may have",
      tag: "Definitions", access: .signedIn,
      responses: [
        200: .json(
          "The types by code.",
          .objectSchema(["items": .arraySchema(of: .schemaReference("MatterType"))], required: ["items"]))
      ]
    ) { _ in
      let catalogue = city.matters.catalogue
      return .json(["items": .array(city.matters.currentTypes.map { $0.answer(limits: catalogue.limits(of: $0)) })])
    }
  }

  static func listDepartments(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/departments", operationId: "listDepartments", summary: "The departments of the city",
      tag: "Definitions", access: .signedIn,
      responses: [
        200: .json(
          "The departments in their order.",
          .objectSchema(["items": .arraySchema(of: .schemaReference("Department"))], required: ["items"]))
      ]
    ) { _ in
      let items = city.pack.departments.map { department -> JSON in
        var members: [String: JSON] = ["code": .string(department.code), "name": department.name.json]
        members["duties"] = department.duties?.json
        members["area"] = department.area.map { .string($0) }
        return .object(members)
      }
      return .json(["items": .array(items)])
    }
  }
}

let definitionSchemas: [String: JSON] = [
  "TimeLimit": .objectSchema(
    ["limit": .schemaReference("Limit"), "calendar": .codeSchema, "warnPercent": .integerSchema(1...99)],
    required: ["limit", "calendar"]),
  "MatterType": .objectSchema(
    [
      "code": .codeSchema, "version": .countSchema, "name": .localizedSchema,
      "kind": .enumSchema(MatterType.Kind.allCases.map(\.rawValue)), "classification": .textSchema,
      "limits": [
        "type": "object",
        "description": "By priority, then by clock, where nothing else is known of a matter.",
        "additionalProperties": ["type": "object", "additionalProperties": .schemaReference("TimeLimit")],
      ],
      "limitDecision": ["type": "string", "description": "The decision that sets the time limits."],
      "route": .codeSchema, "acceptsByItself": .boolSchema, "dispatchesByItself": .boolSchema,
      "evidence": .arraySchema(of: .phaseSchema), "reopenDays": .countSchema, "public": .boolSchema,
      "source": .textSchema,
    ],
    required: [
      "code", "version", "name", "kind", "limits", "acceptsByItself", "dispatchesByItself", "evidence", "reopenDays",
      "public", "source",
    ]),
  "Department": .objectSchema(
    ["code": .codeSchema, "name": .localizedSchema, "duties": .localizedSchema, "area": .codeSchema],
    required: ["code", "name"]),
]

extension MatterType {
  fileprivate func answer(limits: [MatterPriority: TimeLimits]) -> JSON {
    var byPriority: [String: JSON] = [:]
    for (priority, limits) in limits {
      byPriority[priority.rawValue] = .object(
        Dictionary(uniqueKeysWithValues: limits.byClock.map { ($0.key.rawValue, $0.value.answer) }))
    }
    var members: [String: JSON] = [
      "code": .string(code), "version": .integer(Int64(version)), "name": name.json, "kind": .string(kind.rawValue),
      "limits": .object(byPriority), "acceptsByItself": .bool(acceptsByItself),
      "dispatchesByItself": .bool(dispatchesByItself),
      "evidence": .array(evidenceRequired.map(\.rawValue).sorted().map { .string($0) }),
      "reopenDays": .integer(Int64(reopenDays)), "public": .bool(isPublic), "source": .string(source),
    ]
    members["classification"] = classification.map { .string($0) }
    members["limitDecision"] = limitDecision.map { .string($0) }
    members["route"] = route.map { .string($0) }
    return .object(members)
  }
}

extension TimeLimit {
  fileprivate var answer: JSON {
    var members: [String: JSON] = ["limit": limit.json, "calendar": .string(calendar)]
    members["warnPercent"] = warnPercent.map { .integer(Int64($0)) }
    return .object(members)
  }
}
