// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Decisions
import HTTP
import Vocabulary

private let levels: JSON = .enumSchema(WarningLevel.allCases.map(\.rawValue))

private let outlineMembers: [String: JSON] = [
  "code": .codeSchema, "version": .countSchema, "name": .localizedSchema, "source": .textSchema,
  "series": [
    "type": "array", "items": .textSchema, "description": "Codes of series; * at the end stands for any rest.",
  ],
  "matterType": ["type": "string", "description": "The type of the matter that a warning opens."],
  "levels": .arraySchema(of: levels),
  "proposals": ["type": "integer", "minimum": 0, "description": "How many proposals wait for approval."],
]

private let outlineRequired = ["code", "version", "name", "source", "series", "matterType", "levels", "proposals"]

private let durationSchema: JSON = ["type": "string", "description": "A duration such as PT5M (ISO 8601)."]

private let episode: JSON = .objectSchema(
  [
    "series": .textSchema, "raisedAt": .instantSchema, "endedAt": .instantSchema, "peak": levels, "level": levels,
    "extreme": ["type": "number", "description": "The value furthest beyond the limits."],
    "warning": .identifierSchema, "matter": .identifierSchema,
  ], required: ["series", "raisedAt", "peak", "level", "extreme"],
  description: "A warning that there was (with `warning`), or that there would have been.")

private let count: JSON = .objectSchema(
  [
    "raised": .countSchema, "ended": .countSchema,
    "byPeak": .objectSchema(
      Dictionary(uniqueKeysWithValues: WarningLevel.allCases.map { ($0.rawValue, JSON.countSchema) }), required: []),
  ], required: ["raised", "ended", "byPeak"])

let ruleSchemas: [String: JSON] = [
  "ThresholdRuleContent": .objectSchema(
    [
      "code": .codeSchema, "name": .localizedSchema, "source": .textSchema,
      "series": ["type": "array", "items": .textSchema, "maxItems": 10_000], "matterType": .codeSchema,
      "levels": .arraySchema(
        of: .objectSchema(
          [
            "level": levels, "when": ["type": "string", "description": "FEEL: what raises the level."],
            "until": ["type": "string", "description": "FEEL: what ends it."], "for": durationSchema,
          ], required: ["level", "when"]), maximum: 4),
      "clearAfter": durationSchema, "silence": durationSchema,
    ],
    description: "What a threshold rule (阈值规则) says, as packs write it; see docs/packs.md."),
  "ThresholdRuleOutline": .objectSchema(outlineMembers, required: outlineRequired),
  "ThresholdRule": .objectSchema(
    outlineMembers.merging([
      "content": .schemaReference("ThresholdRuleContent"), "versionInForce": .schemaReference("ThresholdRuleVersion"),
    ]) { $1 }, required: outlineRequired + ["content", "versionInForce"]),
  "ThresholdRuleVersion": VersionedKind.rules.versionSchema(),
  "ThresholdWhatIf": .objectSchema(
    [
      "code": .codeSchema, "from": .instantSchema, "to": .instantSchema, "series": .countSchema,
      "readings": .countSchema, "did": count, "would": count,
      "kept": ["type": "integer", "minimum": 0, "description": "Warnings that there would have been too."],
      "gone": ["type": "integer", "minimum": 0, "description": "Warnings that there would not have been."],
      "added": ["type": "integer", "minimum": 0, "description": "Warnings that there only would have been."],
      "goneExamples": .arraySchema(of: episode), "addedExamples": .arraySchema(of: episode),
      "today": .objectSchema(
        [
          "same": .countSchema, "otherLevel": .countSchema, "gone": .countSchema, "added": .countSchema,
          "goneExamples": .arraySchema(of: episode),
        ], required: ["same", "otherLevel", "gone", "added", "goneExamples"],
        description: "The warnings that are on, where the span reaches now."),
      "failures": [
        "type": "integer", "minimum": 0, "description": "Readings for which a condition could not be told.",
      ],
      "failure": .localizedSchema, "isComplete": .boolSchema,
      "lastSeries": ["type": "string", "description": "Where the limit of readings was reached."],
    ],
    required: [
      "code", "from", "to", "series", "readings", "did", "would", "kept", "gone", "added", "goneExamples",
      "addedExamples", "failures", "isComplete",
    ]),
]
