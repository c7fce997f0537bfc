// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

extension JSON {
  static let stateSchema = enumSchema(MatterState.allCases.map(\.rawValue))
  static let prioritySchema = enumSchema(MatterPriority.allCases.map(\.rawValue))
  static let clockKindSchema = enumSchema(MatterClock.Kind.allCases.map(\.rawValue))
  static let phaseSchema = enumSchema(Evidence.Phase.allCases.map(\.rawValue))
  static let gradeSchema = integerSchema(1...5)
}

let matterSchemas: [String: JSON] = [
  "Limit": [
    "type": "object",
    "description":
      "How long something may take: working time, working days, or time by the clock (ISO 8601 durations).",
    "properties": [
      "working": ["type": "string", "example": "PT8H"], "workingDays": .integerSchema(1...18_262),
      "until": .enumSchema(["closeOfDay", "sameTime"]), "elapsed": ["type": "string", "example": "P7D"],
    ],
    "additionalProperties": false,
  ],
  "Clock": .objectSchema(
    [
      "kind": .clockKindSchema, "startedAt": .instantSchema, "limit": .schemaReference("Limit"),
      "calendar": ["type": "string", "description": "The calendar and its version: china@3."],
      "pauses": .arraySchema(of: .objectSchema(["from": .instantSchema, "to": .instantSchema], required: ["from"])),
      "dueAt": .instantSchema, "warnAt": .instantSchema, "stoppedAt": .instantSchema, "warned": .boolSchema,
      "breached": .boolSchema,
    ], required: ["kind", "startedAt"], description: "One deadline, with everything that makes it due when it is."),
  "Branch": .objectSchema(
    [
      "department": .codeSchema, "role": .enumSchema(Branch.Role.allCases.map(\.rawValue)),
      "status": .enumSchema(Branch.Status.allCases.map(\.rawValue)), "handler": .textSchema, "reason": .textSchema,
      "result": .textSchema, "past": .boolSchema,
      "rule": [
        "type": "string",
        "description": "The decision that chose the department, its version and the rules that fitted: duty-list@3#2.",
      ],
      "offeredAt": .instantSchema, "endedAt": .instantSchema,
    ], required: ["department", "role", "status", "offeredAt"], description: "One department's part in a matter."),
  "Evidence": .objectSchema(
    [
      "hash": .hashSchema, "mediaType": .textSchema, "size": .countSchema, "phase": .phaseSchema, "by": .textSchema,
      "at": .instantSchema, "publicHash": .hashSchema,
    ], required: ["hash", "mediaType", "size", "phase", "by", "at"],
    description: "A file that shows something; publicHash names its copy without metadata."),
  "Note": .objectSchema(
    ["text": .textSchema, "by": .textSchema, "at": .instantSchema, "public": .boolSchema],
    required: ["text", "by", "at", "public"]),
  "Rating": .objectSchema(
    ["grade": .gradeSchema, "comment": .textSchema, "at": .instantSchema], required: ["grade", "at"]),
  "Reporter": .objectSchema(
    ["principal": .textSchema, "name": .textSchema, "contact": .textSchema],
    description: "Somebody who reported a matter: shown to those who work on it, and to the reporter."),
  "Matter": .objectSchema(
    [
      "id": .identifierSchema, "number": .textSchema, "type": .codeSchema, "typeVersion": .countSchema,
      "title": .textSchema, "text": .textSchema, "state": .stateSchema, "stateBefore": .stateSchema,
      "priority": .prioritySchema, "channel": .textSchema, "position": .positionSchema, "address": .textSchema,
      "areas": .schemaReference("AreaPath"), "owner": .textSchema,
      "reporters": .arraySchema(of: .schemaReference("Reporter")), "externalId": .textSchema,
      "formerHandlers": .arraySchema(of: .textSchema), "correlation": .textSchema, "attributes": .anyObjectSchema,
      "department": .codeSchema,
      "branches": .arraySchema(of: .schemaReference("Branch")), "clocks": .arraySchema(of: .schemaReference("Clock")),
      "limits": ["type": "object", "description": "The time limits that the matter keeps, by clock (see Limit)."],
      "evidence": .arraySchema(of: .schemaReference("Evidence")), "notes": .arraySchema(of: .schemaReference("Note")),
      "result": .textSchema, "mergedInto": .identifierSchema, "absorbed": .arraySchema(of: .identifierSchema),
      "rating": .schemaReference("Rating"), "bounces": .countSchema, "reworks": .countSchema,
      "reopenings": .countSchema, "createdAt": .instantSchema, "updatedAt": .instantSchema, "closedAt": .instantSchema,
      "dueAt": .instantSchema, "revision": .countSchema,
    ],
    required: [
      "id", "number", "type", "typeVersion", "title", "text", "state", "priority", "channel", "areas", "branches",
      "clocks", "createdAt", "updatedAt", "revision",
    ], description: "Something that somebody must finish (事项). What is empty is left out."),
  "NewMatter": .objectSchema(
    [
      "type": .codeSchema, "title": .stringSchema(length: 1...200), "text": .stringSchema(length: 0...20_000),
      "priority": .prioritySchema,
      "channel": ["type": "string", "enum": .array(channels.map { .string($0) }), "default": "api"],
      "position": .positionSchema, "address": .stringSchema(length: 1...500),
      "area": .stringSchema(length: 1...100, description: "Code of the area, where there is no position."),
      "reporter": .objectSchema(["name": .stringSchema(length: 1...200), "contact": .stringSchema(length: 1...200)]),
      "externalId": .stringSchema(
        length: 1...200, description: "Its identifier elsewhere; taken once for each channel."),
      "attributes": ["type": "object", "maxProperties": 100],
      "draft": ["type": "boolean", "description": "Keeps it a draft that only its reporter works on."],
    ], required: ["type"]),
]

/// The ways on which matters come in over this interface. `public`, `sensor` and `import` are the city's own.
let channels = ["api", "app", "web", "phone", "counter", "letter", "media", "patrol"]
