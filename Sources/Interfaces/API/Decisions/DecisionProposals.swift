// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func propose(_ city: City, _ settings: APISettings, _ named: VersionedKind) -> Endpoint {
    Endpoint(
      .post, "\(named.path)/{code}/proposals", operationId: "propose\(named.operation)",
      summary: "Propose another version of a \(named.words)",
      description:
        "It waits for the approval of somebody else. What is wrong is refused with all findings; what is only "
        + "likely to be a mistake is answered with it.",
      tag: named.tag, access: .roles(DecisionRegister.editors), parameters: [named.code, .ifMatch],
      requestBody: .json(
        .objectSchema(
          [
            "content": named.content,
            "validFrom": [
              "type": "string", "format": "date-time", "description": "By default the moment of approval.",
            ],
            "comment": .stringSchema(length: 1...2000, description: "What speaks for it."),
          ], required: ["content"]), limit: settings.draftLimit),
      responses: [
        201: .json("The version.", named.version, headers: ["Location": "Where it is."])
      ], problems: [.conflict], isHeavy: true
    ) { call in
      let code = call.path("code")
      let proposal = DecisionProposal(
        content: call.json["content"]?.object ?? [:], validFrom: call.json.instant("validFrom"),
        comment: call.json["comment"]?.string)
      do {
        let (version, check) = try await call.expecting { expected in
          var proposal = proposal
          proposal.basedOn = expected
          return try await city.decisions.propose(proposal, as: code, kind: named.kind, by: call.principal)
        }
        return .created(
          "\(named.path)/\(PercentCoding.encoded(code))/versions/\(version.version)",
          try await city.answer(for: version, check: check))
      } catch let problem as Problem where problem.members["findings"] != nil {
        throw problem.inBody
      }
    }
  }

  static func approve(_ city: City, _ named: VersionedKind) -> Endpoint {
    Endpoint(
      .post, "\(named.path)/{code}/versions/{version}/approve", operationId: "approve\(named.operation)",
      summary: "Approve a proposal",
      description:
        "A person approves what somebody else proposed. It counts from the moment its author wished for, or the "
        + "one given here, and not before now: without a restart, on every process of the city within a second.",
      tag: named.tag, access: .roles(DecisionRegister.editors), parameters: [named.code, .decisionVersion],
      requestBody: .json(
        .objectSchema(["validFrom": .instantSchema, "comment": .stringSchema(length: 1...2000)]), limit: 1 << 14,
        isRequired: false),
      responses: [200: .json("The version afterwards.", named.version)], problems: [.conflict],
      isHeavy: true
    ) { call in
      let version = try await city.decisions.approve(
        call.integer("version") ?? 0, of: call.path("code"), kind: named.kind,
        validFrom: call.json.instant("validFrom"),
        comment: call.json["comment"]?.string, by: call.principal)
      return .json(try await city.answer(for: version))
    }
  }

  static func reject(_ city: City, _ named: VersionedKind) -> Endpoint {
    Endpoint(
      .post, "\(named.path)/{code}/versions/{version}/reject", operationId: "reject\(named.operation)",
      summary: "Refuse a proposal, or take it back",
      description:
        "Its author takes it back, others refuse it; an approved version too, as long as it does not count yet.",
      tag: named.tag, access: .roles(DecisionRegister.editors), parameters: [named.code, .decisionVersion],
      requestBody: .json(
        .objectSchema(["reason": .stringSchema(length: 1...2000)], required: ["reason"]), limit: 1 << 14),
      responses: [200: .json("The version afterwards.", named.version)], problems: [.conflict],
      isHeavy: true
    ) { call in
      let version = try await city.decisions.reject(
        call.integer("version") ?? 0, of: call.path("code"), kind: named.kind,
        reason: call.json["reason"]?.string ?? "",
        by: call.principal)
      return .json(try await city.answer(for: version))
    }
  }
}

extension JSON {
  /// A member of format `date-time`.
  func instant(_ name: String) -> Instant? { self[name]?.string.flatMap { Instant($0) } }
}
