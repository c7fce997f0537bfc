// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Vocabulary

let publicSchemas: [String: JSON] = [
  "NewReport": .objectSchema(
    [
      "type": .codeSchema, "title": .stringSchema(length: 1...200), "text": .stringSchema(length: 1...5000),
      "position": .positionSchema, "address": .stringSchema(length: 1...500),
      "reporter": .objectSchema(
        [
          "name": .stringSchema(length: 1...200),
          "contact": .stringSchema(length: 1...200, description: "Telephone or e-mail."),
        ], description: "Only those who work on it see it."),
    ], required: ["type", "text"]),
  "PublicProgress": .objectSchema(
    [
      "number": .textSchema, "type": .codeSchema, "typeName": .localizedSchema, "state": .stateSchema,
      "stateName": .localizedSchema, "since": .instantSchema, "reportedAt": .instantSchema, "dueAt": .instantSchema,
      "department": .codeSchema, "departmentName": .localizedSchema, "district": .codeSchema, "next": .localizedSchema,
      "steps": .arraySchema(
        of: .objectSchema(
          ["state": .stateSchema, "name": .localizedSchema, "at": .instantSchema], required: ["state", "name", "at"])),
      "areas": .arraySchema(of: .localizedSchema), "position": .positionSchema,
      "words": ["type": "string", "description": "What it says, with what tells about a person hidden."],
      "photos": .arraySchema(
        of: .objectSchema(
          ["hash": .hashSchema, "mediaType": .textSchema, "phase": .phaseSchema, "at": .instantSchema],
          required: ["hash", "mediaType", "phase", "at"])),
      "continuedIn": ["type": "string", "description": "Number of the report inside which this one goes on."],
      "report": .schemaReference("OwnReport"),
    ],
    required: [
      "number", "type", "typeName", "state", "stateName", "since", "reportedAt", "next", "steps", "areas", "photos",
    ],
    description: "How far a report has come."),
  "OwnReport": .objectSchema(
    [
      "title": .textSchema, "text": .textSchema, "address": .textSchema, "position": .positionSchema,
      "result": .textSchema,
      "notes": .arraySchema(of: .objectSchema(["text": .textSchema, "at": .instantSchema], required: ["text", "at"])),
      "evidence": .arraySchema(
        of: .objectSchema(
          ["hash": .hashSchema, "mediaType": .textSchema, "phase": .phaseSchema, "at": .instantSchema],
          required: ["hash", "mediaType", "phase", "at"])),
      "rating": .schemaReference("Rating"), "canRate": .boolSchema, "canAttach": .boolSchema,
    ], required: ["title", "text", "notes", "evidence", "canRate", "canAttach"],
    description: "The report itself, for whoever has its tracking code."),
]

extension PublicProgress {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("number", number)
    writer.member("type", type)
    writer.member("typeName", typeName)
    writer.member("state", state.rawValue)
    writer.member("stateName", state.name)
    writer.member("since", since)
    writer.member("reportedAt", reportedAt)
    writer.member("dueAt", dueAt)
    writer.member("department", department)
    writer.member("departmentName", departmentName)
    writer.member("district", district)
    writer.member("next", state.whatNext)
    writer.key("steps")
    writer.beginArray()
    for step in steps {
      writer.beginObject()
      writer.member("state", step.state.rawValue)
      writer.member("name", step.state.name)
      writer.member("at", step.at)
      writer.endObject()
    }
    writer.endArray()
    writer.key("areas")
    writer.value(.array(areas.map(\.json)))
    if let position {
      writer.key("position")
      writer.value(position.json)
    }
    writer.member("words", words)
    writer.key("photos")
    writer.beginArray()
    for photo in photos { photo.writePublic(to: &writer) }
    writer.endArray()
    writer.member("continuedIn", continuedIn)
    if let own {
      writer.key("report")
      own.write(to: &writer)
    }
    writer.endObject()
  }
}

extension OwnReport {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("title", title)
    writer.member("text", text)
    writer.member("address", address)
    if let position {
      writer.key("position")
      writer.value(position.json)
    }
    writer.member("result", result)
    writer.key("notes")
    writer.beginArray()
    for note in notes {
      writer.beginObject()
      writer.member("text", note.text)
      writer.member("at", note.at)
      writer.endObject()
    }
    writer.endArray()
    writer.key("evidence")
    writer.beginArray()
    for file in evidence { file.writePublic(to: &writer) }
    writer.endArray()
    if let rating {
      writer.key("rating")
      rating.writeAnswer(to: &writer)
    }
    writer.member("canRate", canRate)
    writer.member("canAttach", canAttach)
    writer.endObject()
  }
}

extension Evidence {
  /// As the public knows it: by the hash of the copy without metadata.
  func writePublic(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("hash", publicHash)
    writer.member("mediaType", mediaType)
    writer.member("phase", phase.rawValue)
    writer.member("at", at)
    writer.endObject()
  }
}

extension Rating {
  func writeAnswer(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("grade", grade)
    writer.member("comment", comment)
    writer.member("at", at)
    writer.endObject()
  }
}
