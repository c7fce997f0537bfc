// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Storage
import Vocabulary

/// What administrators of the whole city see of how it runs.
extension Endpoint {
  static func listInstalledDefinitions(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/administration/definitions", operationId: "listInstalledDefinitions",
      summary: "The pack in force, and the newest version of everything it brought", tag: "Administration",
      access: .roles([.administrator]),
      responses: [
        200: .json(
          "The definitions by kind and code.",
          .objectSchema(
            [
              "pack": .objectSchema(["name": .localizedSchema, "code": .textSchema], required: ["name", "code"]),
              "items": .arraySchema(
                of: .objectSchema(
                  [
                    "kind": .textSchema, "code": .textSchema, "version": .countSchema, "versions": .countSchema,
                    "origin": .textSchema, "state": .textSchema, "at": .instantSchema,
                  ], required: ["kind", "code", "version", "versions", "origin", "state", "at"])),
            ], required: ["pack", "items"]))
      ]
    ) { call in
      try call.principal.requireEverywhere([.administrator], for: "Administration")
      let found = try await city.database.read { [tenant = city.tenant] in
        try Definitions.newest(tenant: tenant, in: $0)
      }
      let items = found.map { definition -> JSON in
        [
          "kind": .string(definition.kind), "code": .string(definition.code),
          "version": .integer(Int64(definition.version)), "versions": .integer(Int64(definition.versions)),
          "origin": .string(definition.origin), "state": .string(definition.state),
          "at": .string(definition.at.description),
        ]
      }
      return .json([
        "pack": ["name": city.pack.name.json, "code": .string(city.tenant.name)], "items": .array(items),
      ])
    }
  }

  static func listJobs(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/administration/jobs", operationId: "listJobs",
      summary: "What the city does by itself: followers of the journal, imports, upkeep", tag: "Administration",
      access: .roles([.administrator]),
      responses: [
        200: .json(
          "The jobs by name.",
          .objectSchema(
            [
              "items": .arraySchema(
                of: .objectSchema(
                  [
                    "name": .textSchema, "state": .enumSchema(CityWork.Job.State.allCases.map(\.rawValue)),
                    "behind": .countSchema, "at": .instantSchema, "detail": .textSchema,
                  ], required: ["name", "state"]))
            ], required: ["items"]))
      ]
    ) { call in
      try call.principal.requireEverywhere([.administrator], for: "Administration")
      let items = try await settings.work.jobs().map { job -> JSON in
        var members: [String: JSON] = ["name": .string(job.name), "state": .string(job.state.rawValue)]
        members["behind"] = job.behind.map { .integer($0) }
        members["at"] = job.at.map { .string($0.description) }
        members["detail"] = job.detail.map { .string($0.text(in: call.head.language)) }
        return .object(members)
      }
      return .json(["items": .array(items)])
    }
  }

  static func listSettings(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/administration/settings", operationId: "listSettings",
      summary: "The settings in force, secrets masked", tag: "Administration", access: .roles([.administrator]),
      responses: [
        200: .json(
          "The settings by name.",
          .objectSchema(
            [
              "items": .arraySchema(
                of: .objectSchema(["name": .textSchema, "value": .textSchema], required: ["name", "value"]))
            ], required: ["items"]))
      ]
    ) { call in
      try call.principal.requireEverywhere([.administrator], for: "Administration")
      let items = settings.work.settings.map { setting -> JSON in
        ["name": .string(setting.name), "value": .string(setting.value)]
      }
      return .json(["items": .array(items)])
    }
  }
}
