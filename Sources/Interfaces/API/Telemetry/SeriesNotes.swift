// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Lifeline
import Packs
import Telemetry
import Vocabulary

extension Endpoint {
  static func listSeriesNotes(_ city: City) -> Endpoint {
    Endpoint(
      .get, "/api/v1/series/{code}/notes", operationId: "listSeriesNotes",
      summary: "The notes on a sensor, the newest act first", tag: "Telemetry", access: .roles(staff),
      parameters: [
        .path("code", .stringSchema(length: 1...256), "The series' code."),
        .query("limit", .integerSchema(1...1000, default: 100), "How many at most."),
      ],
      responses: [
        200: .json(
          "The notes.", .objectSchema(["items": .arraySchema(of: .schemaReference("SensorNote"))], required: ["items"]))
      ]
    ) { call in
      let series = try await city.series(call.path("code"))
      let notes = try await SensorNotes(city).list(
        of: series.id, limit: call.integer("limit") ?? 100, tenant: city.tenant)
      return .json(["items": .array(notes.map(\.json))])
    }
  }

  static func addSeriesNote(_ city: City) -> Endpoint {
    Endpoint(
      .post, "/api/v1/series/{code}/notes", operationId: "addSeriesNote",
      summary: "Write down what was done to a sensor",
      description: "Notes are added and never changed; each is in the journal (`SensorNoted`).", tag: "Telemetry",
      access: .roles(SensorNotes.writers),
      parameters: [.path("code", .stringSchema(length: 1...256), "The series' code.")],
      requestBody: .json(
        .objectSchema(
          ["kind": .noteKindSchema, "text": .stringSchema(length: SensorNotes.length), "at": .instantSchema],
          required: ["kind", "text"])),
      responses: [201: .json("The note.", .schemaReference("SensorNote"))]
    ) { call in
      let series = try await city.series(call.path("code"))
      let note = try await SensorNotes(city).add(
        call.json["kind"]?.string.flatMap(SensorNote.Kind.init) ?? .remark, call.json["text"]?.string ?? "",
        at: call.json["at"]?.string.flatMap { Instant($0) }, to: series.id, by: call.principal)
      return .json(note.json, status: 201)
    }
  }
}

extension SensorNotes {
  fileprivate init(_ city: City) {
    self.init(database: city.database, identifiers: city.identifiers, time: city.time)
  }
}

extension SensorNote {
  fileprivate var json: JSON {
    [
      "id": .string(id.description), "kind": .string(kind.rawValue), "at": .string(at.description),
      "text": .string(text), "by": .string(by), "writtenAt": .string(writtenAt.description),
    ]
  }
}

extension JSON {
  fileprivate static let noteKindSchema = enumSchema(SensorNote.Kind.allCases.map(\.rawValue))
}

let seriesNoteSchemas: [String: JSON] = [
  "SensorNote": .objectSchema(
    [
      "id": .identifierSchema, "kind": .noteKindSchema,
      "at": ["type": "string", "format": "date-time", "description": "When it was done."], "text": .textSchema,
      "by": ["type": "string", "description": "The account of whoever wrote it."], "writtenAt": .instantSchema,
    ], required: ["id", "kind", "at", "text", "by", "writtenAt"],
    description: "What somebody did to a sensor, or found out about it.")
]
