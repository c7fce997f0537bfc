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
      let waiting = try await city.decisions.waiting(.rule)
      let items = city.rules.sorted { $0.code < $1.code }.map { JSON.object($0.outline(waiting: waiting)) }
      return .json(["items": .array(items)])
    }
  }

  static func getRule(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/rules/{code}", operationId: "getRule", summary: "A threshold rule as it is in force",
      description: "The entity tag is the version: send it as `If-Match` with a proposal that builds on it.",
      tag: "Warnings", access: .roles(staff), parameters: [.ruleCode, .ifNoneMatch],
      responses: [
        200: .json("The rule.", .schemaReference("ThresholdRule"), headers: ["ETag": "The version in force."]),
        304: ResponseSpecification("The caller has it already."),
      ]
    ) { call in
      let rule = try city.rule(call.path("code"))
      let tag = EntityTag(revision: Int64(rule.version))
      if call.hasCurrent(tag) { return .notModified(tag) }
      let version = try await city.decisions.version(rule.version, of: rule.code, kind: .rule)
      var members = rule.outline(waiting: try await city.decisions.waiting(.rule))
      members["content"] = version.content
      members["versionInForce"] = version.answer(isInForce: true, try await city.names(of: [version]))
      return .json(.object(members)).with(tag)
    }
  }
}

extension ThresholdRule {
  /// What lists show.
  fileprivate func outline(waiting: [String: Int]) -> [String: JSON] {
    [
      "code": .string(code), "version": .integer(Int64(version)), "name": name.json, "source": .string(source),
      "series": .array(series.map(JSON.string)), "matterType": .string(matterType),
      "levels": .array(levels.map { .string($0.level.rawValue) }),
      "proposals": .integer(Int64(waiting[code] ?? 0)),
    ]
  }
}

extension Parameter {
  static let ruleCode = path("code", .codeSchema, "The rule's code.")
}
