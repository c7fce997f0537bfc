// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func proposeDecision(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/decisions/{code}/proposals", operationId: "proposeDecision",
      summary: "Propose another version of a decision",
      description:
        "It waits for the approval of somebody else. What is wrong is refused with all findings; what is only "
        + "likely to be a mistake is answered with it.",
      tag: "Decisions", access: .roles(DecisionRegister.editors), parameters: [.decisionCode, .ifMatch],
      requestBody: .json(
        .objectSchema(
          [
            "content": .schemaReference("DecisionContent"),
            "validFrom": [
              "type": "string", "format": "date-time", "description": "By default the moment of approval.",
            ],
            "comment": .stringSchema(length: 1...2000, description: "What speaks for it."),
          ], required: ["content"]), limit: settings.draftLimit),
      responses: [
        201: .json("The version.", .schemaReference("DecisionVersion"), headers: ["Location": "Where it is."])
      ], problems: [.conflict], isHeavy: true
    ) { call in
      let code = call.path("code")
      let proposal = DecisionProposal(
        content: call.json["content"]?.object ?? [:], validFrom: call.json.instant("validFrom"),
        comment: call.json["comment"]?.string, basedOn: try call.expectedRevision())
      do {
        let (version, check) = try await city.decisions.propose(proposal, as: code, by: call.principal)
        return .created(
          "/api/v1/decisions/\(PathSegment.encoded(code))/versions/\(version.version)",
          try await city.answer(for: version, check: check))
      } catch let problem as Problem where problem.members["findings"] != nil {
        throw problem.inBody
      }
    }
  }

  static func approveDecision(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/decisions/{code}/versions/{version}/approve", operationId: "approveDecision",
      summary: "Approve a proposal",
      description:
        "A person approves what somebody else proposed. It counts from the moment its author wished for, or the "
        + "one given here, and not before now: without a restart, on every process of the city within a second.",
      tag: "Decisions", access: .roles(DecisionRegister.editors), parameters: [.decisionCode, .decisionVersion],
      requestBody: .json(
        .objectSchema(["validFrom": .instantSchema, "comment": .stringSchema(length: 1...2000)]), limit: 1 << 14,
        isRequired: false),
      responses: [200: .json("The version afterwards.", .schemaReference("DecisionVersion"))], problems: [.conflict],
      isHeavy: true
    ) { call in
      let version = try await city.decisions.approve(
        call.integer("version") ?? 0, of: call.path("code"), validFrom: call.json.instant("validFrom"),
        comment: call.json["comment"]?.string, by: call.principal)
      return .json(try await city.answer(for: version))
    }
  }

  static func rejectDecision(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/decisions/{code}/versions/{version}/reject", operationId: "rejectDecision",
      summary: "Refuse a proposal, or take it back",
      description:
        "Its author takes it back, others refuse it; an approved version too, as long as it does not count yet.",
      tag: "Decisions", access: .roles(DecisionRegister.editors), parameters: [.decisionCode, .decisionVersion],
      requestBody: .json(
        .objectSchema(["reason": .stringSchema(length: 1...2000)], required: ["reason"]), limit: 1 << 14),
      responses: [200: .json("The version afterwards.", .schemaReference("DecisionVersion"))], problems: [.conflict],
      isHeavy: true
    ) { call in
      let version = try await city.decisions.reject(
        call.integer("version") ?? 0, of: call.path("code"), reason: call.json["reason"]?.string ?? "",
        by: call.principal)
      return .json(try await city.answer(for: version))
    }
  }
}

extension JSON {
  /// A member of format `date-time`.
  func instant(_ name: String) -> Instant? { self[name]?.string.flatMap { Instant($0) } }
}
