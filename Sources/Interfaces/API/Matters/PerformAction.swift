// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  /// `POST /matters/{id}/<action>` for each action that changes one matter.
  static func matterActions(_ city: City) -> [Endpoint] {
    MatterAction.simple.map { action in
      matterAction(action) { call in
        let command = try action.command(call.json)
        let (id, key) = (call.pathIdentifier("id"), try call.idempotencyKey())
        return try await call.expecting { expected in
          try await city.matters.perform(
            command, on: id, expected: expected, by: call.principal, idempotency: key)
        }
      }
    }
  }

  static func mergeMatter(_ city: City) -> Endpoint {
    matterAction(.merge) { call in
      guard let into = call.json["into"]?.string.flatMap({ Identifier($0) }) else {
        throw Problem.invalid("/into", "must be the identifier of a matter", "须为事项标识")
      }
      let (id, key) = (call.pathIdentifier("id"), try call.idempotencyKey())
      return try await call.expecting { expected in
        try await city.matters.merge(id, into: into, expected: expected, by: call.principal, idempotency: key)
      }
    }
  }

  static func unmergeMatter(_ city: City) -> Endpoint {
    matterAction(.unmerge) { call in
      let matter = try await city.matters.matter(call.pathIdentifier("id"), for: call.principal)
      guard let survivor = matter.mergedInto else {
        throw Problem(
          .illegalTransition, "The matter is not merged into another.", "该事项未并入其他事项。",
          members: ["state": .string(matter.state.rawValue)])
      }
      let key = try call.idempotencyKey()
      return try await call.expecting { expected in
        try await city.matters.merge(
          matter.id, into: survivor, undo: true, expected: expected, by: call.principal, idempotency: key)
      }
    }
  }

  private static func matterAction(
    _ action: MatterAction, _ perform: @escaping @Sendable (Call) async throws -> CommandResult
  ) -> Endpoint {
    let (members, required) = action.body
    let schema = JSON.objectSchema(members, required: required)
    return Endpoint(
      .post, "/api/v1/matters/{id}/\(action.path)", operationId: "\(action)Matter",
      summary: action.name.text(in: "en"), description: action.statesSentence, tag: "Matters",
      access: .roles(action.roles), parameters: [.matterId, .ifMatch, .idempotencyKey],
      requestBody: .json(schema, limit: 1 << 17, isRequired: !required.isEmpty),
      responses: [200: .matter("The matter afterwards.")],
      problems: [.conflict, .illegalTransition, .forbidden, .idempotencyMismatch]
    ) { call in
      .matter(try await perform(call), for: call)
    }
  }
}

extension MatterAction {
  /// Tells in which states it is possible.
  fileprivate var statesSentence: String {
    let states = MatterState.allCases.filter(from.contains).map { "`\($0.rawValue)`" }
    return "Possible in the states \(states.joined(separator: ", ")), within the bounds of the caller's role."
  }
}
