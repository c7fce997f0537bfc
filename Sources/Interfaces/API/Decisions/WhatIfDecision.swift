// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Journaling
import Matters
import Packs
import Storage
import Vocabulary

extension Endpoint {
  static func whatIfDecision(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/decisions/{code}/what-if", operationId: "whatIfDecision",
      summary: "What would have been different",
      description:
        "Decides what was decided in a span of time anew, by a draft or another version, and compares. Nothing is "
        + "kept.",
      tag: "Decisions", access: .roles(decisionTesters), parameters: [.decisionCode],
      requestBody: WhatIfQuestion.body(.decisions, limit: settings.draftLimit),
      responses: [200: .json("The comparison.", .schemaReference("DecisionWhatIf"))], isHeavy: true
    ) { call in
      try call.principal.requireEverywhere(decisionTesters, for: "To decide the past anew")
      let asked = try WhatIfQuestion(call, now: city.time.now())
      let definition = try await city.decisions.chosen(call)
      let found = try await city.decisions.whatIf(
        definition, from: asked.from, to: asked.to, examples: asked.examples)
      let matters = try await city.matters(of: found.differences.map(\.event))
      return .json(found.answer(definition, from: asked.from, to: asked.to, matters))
    }
  }
}

extension City {
  /// The matters of these events by their identifiers.
  fileprivate func matters(of events: [Event]) async throws -> [String: Matter] {
    let subjects = Set(events.filter { $0.subjectKind == Matter.subjectKind }.map(\.subject))
    return try await database.read { [matters, tenant] transaction in
      var found: [String: Matter] = [:]
      for subject in subjects {
        guard let id = Identifier(subject) else { continue }
        found[subject] = try matters.matter(id, tenant: tenant, in: transaction)
      }
      return found
    }
  }
}

extension DecisionWhatIf {
  /// Changes that are told apart in the answer.
  private static let mostChanges = 200

  fileprivate func answer(_ definition: DecisionDefinition, from: Instant, to: Instant, _ matters: [String: Matter])
    -> JSON
  {
    var members: [String: JSON] = [
      "code": .string(definition.code), "from": .string(from.description), "to": .string(to.description),
      "uses": .integer(Int64(uses)), "same": .integer(Int64(same)), "different": .integer(Int64(different)),
      "failures": .integer(Int64(failures)), "isComplete": .bool(isComplete), "left": .integer(Int64(left)),
      "changes": .array(
        changes.prefix(Self.mostChanges).map {
          ["from": $0.from, "to": $0.to, "count": .integer(Int64($0.count))]
        }), "examples": .array(differences.map { $0.answer(matters[$0.event.subject]) }),
      "unrecorded": .array(
        unrecorded.sorted { $0.key < $1.key }.map { ["input": .string($0.key), "uses": .integer(Int64($0.value))] }),
    ]
    members["failure"] = failure.map(\.json)
    members["endedBy"] = ending.map { .string($0.rawValue) }
    members["oldest"] = oldest.map { .string($0.description) }
    return .object(members)
  }
}

extension DecisionWhatIf.Difference {
  fileprivate func answer(_ matter: Matter?) -> JSON {
    var members: [String: JSON] = [
      "id": .string(event.name), "use": .integer(Int64(use)), "at": .string(event.at.description), "was": .string(was),
      "from": from, "to": to,
      "rules": .array(rules.map { .integer(Int64($0)) }), "subjectKind": .string(event.subjectKind),
      "subject": .string(event.subject),
    ]
    members["failure"] = failure.map(\.json)
    members["matterNumber"] = matter.map { .string($0.number) }
    members["matterTitle"] = matter.map { .string($0.title) }
    return .object(members)
  }
}
