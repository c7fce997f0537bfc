// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func listRules(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/rules", operationId: "listRules", summary: "The threshold rules of the city", tag: "Warnings",
      access: .roles(staff),
      responses: [
        200: .json(
          "The rules by code, in the versions that are in force.",
          .objectSchema(["items": .arraySchema(of: .schemaReference("ThresholdRuleOutline"))], required: ["items"]))
      ]
    ) { _ in
      .json(["items": .array(city.rules.sorted { $0.code < $1.code }.map { .object($0.outline) })])
    }
  }

  static func getRule(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/rules/{code}", operationId: "getRule", summary: "A threshold rule as it is in force",
      tag: "Warnings", access: .roles(staff), parameters: [.ruleCode],
      responses: [200: .json("The rule.", .schemaReference("ThresholdRule"))]
    ) { call in
      let rule = try city.rule(call.path("code"))
      var members = rule.outline
      members["content"] = try city.ruleContent(rule.code)
      return .json(.object(members))
    }
  }
}

extension ThresholdRule {
  /// What lists show.
  fileprivate var outline: [String: JSON] {
    [
      "code": .string(code), "version": .integer(Int64(version)), "name": name.json, "source": .string(source),
      "series": .array(series.map(JSON.string)), "matterType": .string(matterType),
      "levels": .array(levels.map { .string($0.level.rawValue) }),
    ]
  }
}

extension Parameter {
  static let ruleCode = path("code", .codeSchema, "The rule's code.")
}
