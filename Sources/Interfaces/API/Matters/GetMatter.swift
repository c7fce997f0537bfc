// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func getMatter(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/matters/{id}", operationId: "getMatter", summary: "One matter", tag: "Matters", access: .signedIn,
      parameters: [.matterId, .ifNoneMatch],
      responses: [
        200: .json("The matter.", .schemaReference("Matter"), headers: ["ETag": "The matter's revision."]),
        304: ResponseSpecification("The caller has it already."),
      ]
    ) { call in
      let matter = try await city.matters.matter(call.pathIdentifier("id"), for: call.principal)
      let tag = EntityTag(revision: matter.revision)
      return call.hasCurrent(tag) ? .notModified(tag) : .matter(matter, for: call)
    }
  }

  static func getMatterActions(_ city: City) -> Endpoint {
    let action = JSON.objectSchema(
      ["action": .enumSchema(MatterAction.allCases.map(\.rawValue)), "name": .localizedSchema, "path": .textSchema],
      required: ["action", "name", "path"])
    return Endpoint(
      .get, "/api/v1/matters/{id}/actions", operationId: "getMatterActions",
      summary: "What you may do with a matter now", tag: "Matters", access: .signedIn, parameters: [.matterId],
      responses: [
        200: .json(
          "The actions, each with the path that takes it by POST.",
          .objectSchema(["actions": .arraySchema(of: action)], required: ["actions"]),
          headers: ["ETag": "The matter's revision."])
      ]
    ) { call in
      let matter = try await city.matters.matter(call.pathIdentifier("id"), for: call.principal)
      let actions = city.matters.actions(on: matter, for: call.principal).map { action -> JSON in
        [
          "action": .string(action.rawValue), "name": action.name.json,
          "path": .string("/api/v1/matters/\(matter.id)/\(action.path)"),
        ]
      }
      return .json(["actions": .array(actions)]).with(EntityTag(revision: matter.revision))
    }
  }
}
