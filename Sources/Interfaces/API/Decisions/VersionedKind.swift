// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Packs
import Vocabulary

/// A kind of what lives in versions that people propose and approve, with the words of its routes.
struct VersionedKind: Sendable {
  let kind: DecisionVersion.Kind
  /// Of its routes.
  let path: String
  /// In the names of operations: `proposeDecision`.
  let operation: String
  /// In the names of schemas: `DecisionContent`.
  let schema: String
  /// In sentences.
  let words: String
  let tag: String
  let code: Parameter

  static let decisions = VersionedKind(
    kind: .decision, path: "/api/v1/decisions", operation: "Decision", schema: "Decision", words: "decision",
    tag: "Decisions", code: .decisionCode)
  static let rules = VersionedKind(
    kind: .rule, path: "/api/v1/rules", operation: "Rule", schema: "ThresholdRule", words: "threshold rule",
    tag: "Warnings", code: .ruleCode)

  var content: JSON { .schemaReference(schema + "Content") }
  var version: JSON { .schemaReference(schema + "Version") }
}

extension VersionedKind {
  /// The schema of its versions.
  /// - Parameter more: members beside those that all kinds have.
  func versionSchema(_ more: [String: JSON] = [:]) -> JSON {
    let members: [String: JSON] = [
      "code": .codeSchema, "version": .countSchema,
      "state": .enumSchema(DecisionVersion.State.allCases.map(\.rawValue)), "isInForce": .boolSchema,
      "origin": .enumSchema(["pack", "people"]), "proposedBy": .textSchema, "proposedByName": .textSchema,
      "proposedAt": .instantSchema, "decidedBy": .textSchema, "decidedByName": .textSchema,
      "decidedAt": .instantSchema,
      "approvedBy": [
        "type": "string", "description": "Who had approved a version that was rejected or withdrawn after that.",
      ], "approvedByName": .textSchema, "approvedAt": .instantSchema,
      "validFrom": [
        "type": "string", "format": "date-time",
        "description": "From when on it counts; of a proposal, what its author wishes.",
      ], "comment": .textSchema, "reason": .textSchema, "content": content,
      "findings": .arraySchema(of: .schemaReference("DecisionFinding")),
    ]
    return .objectSchema(
      members.merging(more) { $1 }, required: ["code", "version", "state", "isInForce", "origin", "proposedAt"],
      description: "A version of a \(words): proposed, approved, rejected, or withdrawn by its author.")
  }
}
