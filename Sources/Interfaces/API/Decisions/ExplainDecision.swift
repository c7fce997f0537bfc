// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Journaling
import Lifeline
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func explainDecision(_ city: City) -> Endpoint {
    let warnings = Warnings(database: city.database)
    return Endpoint(
      .get, "/api/v1/decisions/{id}/explain", operationId: "explainDecision",
      summary: "Why a decision came out as it did",
      description:
        "For whoever may see the matter, or the warning, that it served. Also tells what the version in force would say to "
        + "the same inputs; not of threshold rules, which go by the readings before too.",
      tag: "Decisions", access: .signedIn,
      parameters: [
        .path(
          "id", .stringSchema(length: 3...30),
          "The event that the decision led to, as the history of the matter or warning names it: partition and sequence, as in "
            + "0:1234."),
        .query("use", .integerSchema(0...99, default: 0), "Which of the decisions that led to it, counted from 0."),
      ], responses: [200: .json("The explanation.", .schemaReference("DecisionExplanation"))], isHeavy: true
    ) { call in
      guard let place = JournalPosition(call.path("id")), place.sequences.count == 1, let use = place.sequences.first
      else {
        throw Problem.invalid(
          "id", "must be the partition and sequence of an event, as in 0:1234", "须为事件的分区和序号，如 0:1234")
      }
      let explanation = try await city.decisions.explanation(
        partition: use.key, sequence: use.value, use: call.integer("use") ?? 0, for: call.principal
      ) { event in
        guard event.subjectKind == WarningEvent.subjectKind, let id = Identifier(event.subject) else { return false }
        return try await warnings.isVisible(id, for: call.principal)
      }
      return .json(explanation.answer)
    }
  }
}

extension DecisionExplanation {
  fileprivate var answer: JSON {
    var members: [String: JSON] = [
      "id": .string(event.name), "at": .string(event.at.description), "kind": .string(event.kind),
      "decision": .string(use.decision), "code": .string(use.code), "inputs": .object(use.inputs),
      "output": use.output, "tables": .array(tables.map(\.json)), "warnings": use.warningTexts,
      "warningMessages": use.warningMessages,
      "subjectKind": .string(event.subjectKind), "subject": .string(event.subject),
    ]
    members["use"] = .integer(Int64(index))
    members["uses"] = .array(uses.map { ["decision": .string($0.decision), "output": $0.output] })
    members["name"] = name?.json
    if let version {
      members["version"] = .integer(Int64(version.version))
      members["validFrom"] = version.validFrom.map { .string($0.description) }
    }
    if let matter {
      members["matter"] = [
        "id": .string(matter.id.description), "number": .string(matter.number), "title": .string(matter.title),
        "type": .string(matter.type), "state": .string(matter.state.rawValue),
      ]
    }
    if let today {
      var answer = today.definition.outcome(today.use).object ?? [:]
      answer["version"] = .integer(Int64(today.definition.version))
      answer["isSame"] = .bool(DecisionUse.isSame(today.use.output, use.output))
      members["today"] = .object(answer)
    }
    return .object(members)
  }
}
