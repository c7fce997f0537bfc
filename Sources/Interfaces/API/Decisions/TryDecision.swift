// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

extension Endpoint {
  static func check(_ city: City, _ settings: APISettings, _ named: VersionedKind) -> Endpoint {
    Endpoint(
      .post, "\(named.path)/{code}/check", operationId: "check\(named.operation)",
      summary: "Check a draft of a \(named.words)",
      description:
        "Tells everything that is wrong or likely to be a mistake, with the place in the draft, and runs its "
        + "tests. Nothing is kept.",
      tag: named.tag, access: .roles(decisionTesters), parameters: [named.code],
      requestBody: .json(
        .objectSchema(["content": named.content], required: ["content"]), limit: settings.draftLimit),
      responses: [
        200: .json(
          "What there is to say.",
          .objectSchema(
            [
              "isSound": .boolSchema, "findings": .arraySchema(of: .schemaReference("DecisionFinding")),
              "inputs": .decisionInputsSchema,
            ], required: ["isSound", "findings"]))
      ], isHeavy: true
    ) { call in
      let check = try city.decisions.check(
        call.json["content"]?.object ?? [:], as: call.path("code"), kind: named.kind)
      var members: [String: JSON] = ["isSound": .bool(check.isSound), "findings": check.answer]
      members["inputs"] = check.definition?.inputsAnswer
      return .json(.object(members))
    }
  }

  static func tryDecision(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .post, "/api/v1/decisions/{code}/try", operationId: "tryDecision", summary: "Try a decision on inputs",
      description:
        "Decides by the version in force, by another one, or by a draft. Nothing is kept. A name that the decision "
        + "does not take is refused.",
      tag: "Decisions", access: .roles(decisionTesters), parameters: [.decisionCode],
      requestBody: .json(
        .objectSchema(
          [
            "inputs": ["type": "object", "description": "The values by name; one that is left out is null."],
            "content": .schemaReference("DecisionContent"), "version": .versionSchema,
          ], required: ["inputs"]), limit: settings.draftLimit),
      responses: [200: .json("What comes out, and why.", .schemaReference("DecisionOutcome"))], isHeavy: true
    ) { call in
      let definition = try await city.decisions.chosen(call)
      let inputs = call.json["inputs"]?.object ?? [:]
      try definition.refuseUnknown(inputs, at: "/inputs")
      let use = try definition.decide(inputs)
      return .json(definition.outcome(use))
    }
  }
}

/// Who may try decisions and drafts.
let decisionTesters: Set<Role> = [.supervisor, .auditor, .administrator]

extension DecisionRegister {
  /// The draft in a body, the version that it names, or the one in force.
  func chosen(_ call: Call) async throws -> DecisionDefinition {
    let code = call.path("code")
    let number = call.json["version"]?.integer
    guard let content = call.json["content"]?.object else {
      guard let number else { return try inForce(code) }
      return try await version(Int(number), of: code).definition(limits)
    }
    guard number == nil else {
      throw Problem.invalid("/version", "give a version or a content, not both", "版本和内容只能给一项")
    }
    let check = try check(content, as: code)
    guard let definition = check.definition else { throw check.problem.inBody }
    return definition
  }
}

extension Problem {
  /// The same for a content that is a member of the body.
  var inBody: Problem {
    var problem = self
    problem.errors = errors.map { FieldError(pointer: "/content" + $0.pointer, detail: $0.detail, details: $0.details) }
    return problem
  }
}

extension DecisionDefinition {
  /// What came out, with the rules that fitted as they are written here.
  func outcome(_ use: DecisionUse) -> JSON {
    [
      "output": use.output, "tables": .array(matchedTables(of: use).map(\.json)),
      "warnings": use.warningTexts, "warningMessages": use.warningMessages,
    ]
  }
}

extension DecisionUse {
  /// Its warnings in English.
  var warningTexts: JSON { .array(warnings.map { .string($0.english) }) }

  /// Its warnings in each language.
  var warningMessages: JSON { .array(warnings.map(\.json)) }
}
