// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import HTTP
import Matters
import Packs
import Vocabulary

extension Endpoint {
  static func suggestMatterTypes(_ city: City, _ settings: APISettings) -> Endpoint {
    let suggestion = JSON.objectSchema(
      [
        "code": .codeSchema, "name": .localizedSchema, "score": ["type": "number"],
        "because": .arraySchema(of: .textSchema),
      ], required: ["code", "name", "score", "because"])
    return Endpoint(
      .post, "/api/v1/public/matter-types/suggestions", operationId: "suggestMatterTypes",
      summary: "The types to which the words of a report point",
      description:
        "Words are compared with the names and key words of the types; `because` names the words that made the answer. "
        + "Nothing is kept of them.",
      tag: "Public", access: .public,
      requestBody: .json(
        .objectSchema(["text": .stringSchema(length: 0...5000)], required: ["text"]), limit: 1 << 15),
      responses: [
        200: .json(
          "At most three, the likeliest first.",
          .objectSchema(["items": .arraySchema(of: suggestion)], required: ["items"]))
      ], rateLimit: settings.publicLookUps
    ) { call in
      let found = city.matters.suggestedTypes(for: call.json["text"]?.string ?? "")
      let items = found.map { found -> JSON in
        [
          "code": .string(found.type.code), "name": found.type.name.json, "score": .number(found.score),
          "because": .array(found.because.map { .string($0) }),
        ]
      }
      return .json(["items": .array(items)])
    }
  }

  static func findPlaces(_ city: City, _ settings: APISettings) -> Endpoint {
    let place = JSON.objectSchema(
      ["name": .localizedSchema, "areas": .arraySchema(of: .localizedSchema), "position": .positionSchema],
      required: ["name", "areas", "position"])
    return Endpoint(
      .get, "/api/v1/public/places", operationId: "findPlaces",
      summary: "Areas, streets, parks and buildings by their names", tag: "Public", access: .public,
      parameters: [
        .query(
          "text", .stringSchema(length: 1...100), isRequired: true, isSecret: true,
          "A name or an address, in any language.")
      ],
      responses: [
        200: .json(
          "At most eight, the best first.", .objectSchema(["items": .arraySchema(of: place)], required: ["items"]))
      ], rateLimit: settings.publicLookUps
    ) { call in
      let items = try await city.places(named: call.string("text") ?? "").map { place -> JSON in
        [
          "name": place.name.json, "areas": .array(place.areas.map(\.json)), "position": place.position.json,
        ]
      }
      return .json(["items": .array(items)])
    }
  }

  static func listPublicReports(_ city: City, _ settings: APISettings) -> Endpoint {
    Endpoint(
      .get, "/api/v1/public/reports", operationId: "listPublicReports",
      summary: "What was reported, the nearest or the newest first",
      description:
        "With `near`, things in the street around that position, the nearest first, on one page. Words are shown once "
        + "somebody who takes reports in has looked at them, with what tells about a person hidden.",
      tag: "Public", access: .public,
      parameters: Parameter.paging + [
        .query(
          "near", ["type": "array", "items": ["type": "number"], "minItems": 2, "maxItems": 2], isCommaSeparated: true,
          isSecret: true, "Longitude and latitude in WGS 84 degrees."),
        .query("radius", ["type": "number", "minimum": 10, "maximum": 5000], "Metres around it; by default 500."),
        .query("area", .codeSchema, "Only in this area."), .query("type", .codeSchema, "Only of this type."),
        .query("open", .boolSchema, "Leaves out what is over."),
      ], responses: [200: .page("A page of reports.", of: .schemaReference("PublicReport"))],
      rateLimit: settings.publicLookUps
    ) { call in
      let page = try call.page()
      var query = PublicQuery(
        area: call.string("area"), type: call.string("type"), isOpen: call.bool("open") ?? false,
        after: page.after?.first?.string.flatMap { Identifier($0) }, limit: page.limit)
      if let near = call["near"] { query.near = try Position(json: near, at: "near") }
      if let radius = call.double("radius") { query.radius = radius }
      let (reports, next) = try await city.matters.publicReports(query, tenant: city.tenant)
      if reports.isEmpty, query.after == nil {
        try city.pack.checkCodes(area: query.area)
        // What the public cannot report is to it like what there is not.
        if let type = query.type, !city.matters.publicTypes.contains(where: { $0.code == type }) {
          throw Problem.invalid(
            "type", "there is no type of report \"\(type)\"; GET /api/v1/public/matter-types lists all",
            "没有上报类型“\(type)”，全部类型由 GET /api/v1/public/matter-types 列出")
        }
      }
      return .page(next: next.map { [.string($0.description)] }, for: call) { writer in
        for report in reports { report.write(to: &writer) }
      }
    }
  }
}

let publicListSchemas: [String: JSON] = [
  "PublicReport": .objectSchema(
    [
      "number": .textSchema, "type": .codeSchema, "typeName": .localizedSchema, "state": .stateSchema,
      "stateName": .localizedSchema, "reportedAt": .instantSchema, "updatedAt": .instantSchema,
      "areas": .arraySchema(of: .localizedSchema), "position": .positionSchema,
      "distance": ["type": "number", "description": "Metres from the position that was asked for."],
      "words": .textSchema, "photo": .hashSchema,
    ], required: ["number", "type", "typeName", "state", "stateName", "reportedAt", "updatedAt", "areas"],
    description: "A report as everybody may see it.")
]

extension PublicReport {
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("number", number)
    writer.member("type", type)
    writer.member("typeName", typeName)
    writer.member("state", state.rawValue)
    writer.member("stateName", state.name)
    writer.member("reportedAt", reportedAt)
    writer.member("updatedAt", updatedAt)
    writer.key("areas")
    writer.value(.array(areas.map(\.json)))
    if let position {
      writer.key("position")
      writer.value(position.json)
    }
    if let distance {
      writer.key("distance")
      writer.value(.number(distance.rounded()))
    }
    writer.member("words", words)
    writer.member("photo", photo)
    writer.endObject()
  }
}
