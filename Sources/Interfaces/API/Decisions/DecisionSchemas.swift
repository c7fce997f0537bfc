// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Packs
import Vocabulary

extension JSON {
  /// Any value.
  fileprivate static func anySchema(_ description: String) -> JSON { ["description": .string(description)] }

  private static func columnSchema(_ head: String, _ description: String, hasDefault: Bool) -> JSON {
    var members: [String: JSON] = [
      head: ["type": "string", "description": .string(description)], "label": .textSchema,
      "type": ["type": "string", "description": "A type of FEEL: string, number, boolean, date …"],
      "values": ["type": "string", "description": "The values that may occur, as unary tests."],
    ]
    if hasDefault { members["default"] = ["type": "string", "description": "FEEL: the output when no rule fits."] }
    return .objectSchema(members, required: [head])
  }

  /// The inputs of a decision.
  static let decisionInputsSchema = arraySchema(
    of: .objectSchema(["name": .textSchema, "type": .textSchema], required: ["name"]))

  fileprivate static let inputColumn = columnSchema("expression", "FEEL: mostly a name.", hasDefault: false)
  fileprivate static let outputColumn = columnSchema("name", "Its name in the result.", hasDefault: true)
}

/// What a decision says, as packs and proposals write it.
private let contentSchema: JSON = .objectSchema(
  [
    "code": .codeSchema, "name": .localizedSchema,
    "source": ["type": "string", "description": "The document that backs it."],
    "hitPolicy": ["type": "string", "description": "A letter such as U, F or C+, or the standard's name."],
    "inputs": .arraySchema(of: .inputColumn, maximum: 200), "outputs": .arraySchema(of: .outputColumn, maximum: 200),
    "notes": [
      "type": "array", "items": .textSchema, "maxItems": 50, "description": "Heads of the columns with remarks.",
    ],
    "rules": [
      "type": "array", "description": "Each a list of cells: of the inputs, the outputs, the notes.",
      "items": ["type": "array", "items": ["type": ["string", "number", "boolean", "null"]]],
    ],
    "dmn": ["type": "string", "description": "A model in the standard's XML, instead of a table."],
    "decision": ["type": "string", "description": "Which decision of the model is meant."],
    "tables": [
      "type": "array", "maxItems": 10_000,
      "description":
        "Changes of the model's decision tables in the order of its document: null, or an object with hitPolicy and rules.",
      "items": ["type": ["object", "null"]],
    ],
    "tests": .arraySchema(of: .schemaReference("DecisionTest"), maximum: 10_000),
  ],
  description: "What a decision says (决策): a table (决策表), or a model of DMN. Needs `source`; see docs/decisions.md.")

private let modelTablesSchema: JSON = [
  "type": "array",
  "description": "Of a model: its decision tables in the order of its document, with their place in it.",
  "items": ["type": "object"],
]

private let outlineMembers: [String: JSON] = [
  "code": .codeSchema, "version": .countSchema, "name": .localizedSchema, "source": .textSchema,
  "form": .enumSchema(["table", "model"]), "hitPolicy": .textSchema, "rules": .countSchema,
  "routes": [
    "type": "array", "items": .codeSchema, "description": "The types of matter that it sends to departments.",
  ],
  "limits": ["type": "array", "items": .codeSchema, "description": "The types of matter whose time limits it sets."],
  "tests": .countSchema,
  "proposals": ["type": "integer", "minimum": 0, "description": "How many proposals wait for approval."],
]

private let outlineRequired = ["code", "version", "name", "source", "form", "routes", "limits", "tests", "proposals"]

private let outcomeMembers: [String: JSON] = [
  "output": .anySchema("What came out."),
  "tables": .arraySchema(of: .schemaReference("DecisionTableMatch")),
  "warnings": ["type": "array", "items": .textSchema, "description": "Why something in it became null, in English."],
  "warningMessages": [
    "type": "array", "items": .localizedSchema, "description": "The warnings in each language, in the same order.",
  ],
]

private let whatIfEndingSchema: JSON = [
  "type": "string", "enum": .array(DecisionWhatIf.Ending.allCases.map { .string($0.rawValue) }),
  "description": "Why not all were: there are too many, three of them passed a limit, or they took too many steps.",
]

let decisionSchemas: [String: JSON] = [
  "DecisionContent": contentSchema,
  "DecisionTest": .objectSchema(
    ["name": .textSchema, "inputs": .anyObjectSchema, "output": .anySchema("What must come out.")],
    required: ["inputs", "output"], description: "A case that the decision must decide so (测试用例)."),
  "DecisionOutline": .objectSchema(outlineMembers, required: outlineRequired),
  "Decision": .objectSchema(
    outlineMembers.merging([
      "content": .schemaReference("DecisionContent"), "tables": modelTablesSchema,
      "inputs": .decisionInputsSchema,
      "findings": .arraySchema(of: .schemaReference("DecisionFinding")),
      "versionInForce": .schemaReference("DecisionVersion"),
    ]) { $1 }, required: outlineRequired + ["content", "inputs", "findings", "versionInForce"]),
  "DecisionVersion": VersionedKind.decisions.versionSchema(["tables": modelTablesSchema]),
  "DecisionFinding": .objectSchema(
    [
      "severity": .enumSchema(["error", "warning", "note"]),
      "kind": .enumSchema(DecisionFinding.Kind.allCases.map(\.rawValue)), "message": .textSchema,
      "messages": .localizedSchema,
      "pointer": ["type": "string", "description": "JSON Pointer into the content (RFC 6901)."],
      "rule": ["type": "integer", "minimum": 1, "description": "The rule, counted from 1."],
      "column": [
        "type": "integer", "minimum": 1, "description": "The column, counted from 1: inputs, outputs, notes.",
      ],
      "table": ["type": "integer", "minimum": 1, "description": "The decision table of a model, counted from 1."],
      "line": ["type": "integer", "minimum": 1, "description": "The line in a model's XML."],
      "unrun": [
        "type": "integer", "minimum": 1,
        "description":
          "Of test cases that were not run because the check passed a limit: how many, from the one that pointer names on.",
      ],
    ], required: ["severity", "kind", "message", "messages", "pointer"]),
  "DecisionCell": .objectSchema(
    [
      "name": .textSchema, "label": .textSchema, "text": .textSchema,
      "value": .anySchema("What the input was, where its expression is a name."),
    ], required: ["name", "text"]),
  "DecisionTableMatch": .objectSchema(
    [
      "table": .textSchema, "isDefault": .boolSchema, "defaults": .arraySchema(of: .schemaReference("DecisionCell")),
      "rules": .arraySchema(
        of: .objectSchema(
          [
            "rule": .countSchema, "inputs": .arraySchema(of: .schemaReference("DecisionCell")),
            "outputs": .arraySchema(of: .schemaReference("DecisionCell")),
            "notes": .arraySchema(of: .schemaReference("DecisionCell")),
          ], required: ["rule", "inputs", "outputs", "notes"])),
    ], required: ["table", "rules", "isDefault"],
    description: "A table that was looked into, with the rules that fitted as they are written."),
  "DecisionOutcome": .objectSchema(outcomeMembers, required: ["output", "tables", "warnings", "warningMessages"]),
  "DecisionExplanation": .objectSchema(
    outcomeMembers.merging([
      "id": .textSchema, "use": .countSchema, "at": .instantSchema, "kind": .textSchema,
      "uses": .arraySchema(
        of: .objectSchema(
          ["decision": .textSchema, "output": .anySchema("What came out.")], required: ["decision", "output"],
          description: "All decisions that led to the event, in their order.")),
      "decision": ["type": "string", "description": "The decision and its version: duty-list@3."],
      "code": .codeSchema, "version": .countSchema, "name": .localizedSchema, "validFrom": .instantSchema,
      "inputs": .anyObjectSchema, "subjectKind": .textSchema, "subject": .textSchema,
      "matter": .objectSchema(
        [
          "id": .identifierSchema, "number": .textSchema, "title": .textSchema, "type": .codeSchema,
          "state": .stateSchema,
        ], required: ["id", "number", "title", "type", "state"]),
      "today": .objectSchema(
        outcomeMembers.merging(["version": .countSchema, "isSame": .boolSchema]) { $1 },
        required: ["version", "isSame", "output", "tables", "warnings", "warningMessages"],
        description: "What the version in force says to the same inputs."),
    ]) { $1 },
    required: [
      "id", "use", "uses", "at", "kind", "decision", "code", "inputs", "output", "tables", "warnings",
      "warningMessages",
      "subjectKind", "subject",
    ], description: "Why a decision came out as it did."),
  "DecisionWhatIf": .objectSchema(
    [
      "code": .codeSchema, "from": .instantSchema, "to": .instantSchema, "uses": .countSchema, "same": .countSchema,
      "different": .countSchema,
      "failures": [
        "type": "integer", "minimum": 0,
        "description": "Uses in which the version passes a limit and decides nothing: neither the same nor different.",
      ], "failure": .localizedSchema,
      "isComplete": ["type": "boolean", "description": "Whether every use in the span was looked at."],
      "oldest": [
        "type": "string", "format": "date-time", "description": "The oldest use that was, where not all were.",
      ],
      "endedBy": whatIfEndingSchema,
      "left": ["type": "integer", "minimum": 0, "description": "How many older ones were left out."],
      "changes": .arraySchema(
        of: .objectSchema(
          ["from": .anySchema("What came out."), "to": .anySchema("What would have."), "count": .countSchema],
          required: ["from", "to", "count"])),
      "examples": .arraySchema(
        of: .objectSchema(
          [
            "id": ["type": "string", "description": "The event of the use, for its explanation."], "use": .countSchema,
            "at": .instantSchema,
            "was": .textSchema, "from": .anySchema("What came out."), "to": .anySchema("What would have."),
            "rules": .arraySchema(of: .countSchema), "subjectKind": .textSchema, "subject": .textSchema,
            "failure": .localizedSchema, "matterNumber": .textSchema, "matterTitle": .textSchema,
          ], required: ["id", "use", "at", "was", "from", "to", "rules", "subjectKind", "subject"])),
      "unrecorded": .arraySchema(
        of: .objectSchema(
          ["input": .textSchema, "uses": .countSchema], required: ["input", "uses"],
          description: "An input that so many uses did not write down; the version was told null.")),
    ],
    required: [
      "code", "from", "to", "uses", "same", "different", "failures", "isComplete", "left", "changes", "examples",
      "unrecorded",
    ]),
]
